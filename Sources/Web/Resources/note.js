/** The printed note: one button. */
document.querySelector("[data-print]").addEventListener("click", () => window.print());
