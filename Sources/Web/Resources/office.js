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
  const row = document.createElement("div");
  row.className = "with-reveal";
  field.replaceWith(row);
  row.append(field, button);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    // Without HTTPS there is no clipboard to write to: what is to be copied is selected instead.
    const isCopied = await navigator.clipboard?.writeText(button.dataset.copy).then(() => true, () => false);
    if (!isCopied) getSelection().selectAllChildren(button.closest(".block").querySelector(".codes") ?? document.body);
    if (!isCopied) document.getElementById("link")?.select();
    button.textContent = isCopied ? "Copied" : "Selected: now copy it";
  });
}
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

// What is hard to take back is asked for once more.
const dialog = document.getElementById("confirm");
function isAskedAbout(form) {
  const [name, value] = form.dataset.confirmWhen?.split("=") ?? [];
  return !form.dataset.confirmed && (name === undefined || new FormData(form).get(name) === value);
}
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!isAskedAbout(form)) return;
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

// Leaving a changed form asks; sending it does not, and a second press sends nothing more.
let isChanged = false;
for (const form of document.querySelectorAll('form[method="post"]')) {
  let isSent = false;
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (isSent) event.preventDefault();
    isSent = true;
    isChanged = false;
  });
  window.addEventListener("pageshow", () => (isSent = false));
}
window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});

// Search as one types: the same page is asked for, and its list put in place.
const search = document.querySelector('form[role="search"]');
const list = document.querySelector("[data-live]");
if (search && list) {
  const count = list.querySelector(".count");
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
      const found = page.querySelector("[data-live]");
      if (own !== latest) return;
      if (!found) return location.assign(address); // The session is over.
      // The line with the count stays, so that it is read out when it changes.
      const said = found.querySelector(".count");
      said.remove();
      list.replaceChildren(count, ...[...found.childNodes].map((node) => document.adoptNode(node)));
      count.textContent = said.textContent || "None found";
      history.replaceState(null, "", address);
    }, 180);
  });
}

// While something is counted the page says how far it is, and shows the result once it is there.
const counting = document.getElementById("counting");
if (counting) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.textContent = `Counting. ${counting.dataset.said}`;
  counting.replaceChildren(line);
  setInterval(async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("counting");
    if (!now) return location.reload();
    line.textContent = `Counting. ${now.dataset.said}`;
  }, 1500);
}
