/** Conveniences of the office's pages; every page works without them. */

document.getElementById("problems")?.focus();

for (const field of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  button.textContent = "Show";
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-label", "Show the password as text");
  button.addEventListener("click", () => {
    const shows = field.type === "password";
    field.type = shows ? "text" : "password";
    button.textContent = shows ? "Hide" : "Show";
    button.setAttribute("aria-pressed", String(shows));
  });
  field.after(button);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy).catch(() => document.getElementById("link")?.select());
    button.textContent = "Copied";
  });
}
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

// What is hard to take back is asked for once more.
const dialog = document.getElementById("confirm");
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirmed) return;
    event.preventDefault();
    document.getElementById("confirm-text").textContent = form.dataset.confirm;
    dialog.showModal();
    dialog.querySelector('[value="no"]').onclick = () => dialog.close();
    dialog.querySelector('[value="yes"]').onclick = () => {
      form.dataset.confirmed = "yes";
      dialog.close();
      form.requestSubmit();
    };
  });
}

// Leaving a changed form asks; sending it does not.
let isChanged = false;
for (const form of document.querySelectorAll('form.fields[method="post"]')) {
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isChanged = false));
}
window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});

// Search as one types: the same page is asked for, and its list put in place.
const search = document.querySelector('form[role="search"]');
if (search && document.querySelector("[data-live]")) {
  let pause;
  let latest = 0;
  search.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(async () => {
      const own = ++latest;
      const address = `${search.action}?${new URLSearchParams(new FormData(search))}`;
      const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!answer?.ok || own !== latest) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = page.querySelector("[data-live]");
      if (list) document.querySelector("[data-live]").replaceWith(document.adoptNode(list));
      history.replaceState(null, "", address);
    }, 180);
  });
}
