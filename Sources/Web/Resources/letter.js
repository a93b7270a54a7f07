// The letter: dates itself and prints. Names stay in this window; the server never sees them.

document.getElementById("date").textContent =
  new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
document.getElementById("print").addEventListener("click", () => window.print());
