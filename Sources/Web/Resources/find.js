// Suggests places while one types, and offers the browser's own position; the page works without this.
const form = document.querySelector('form[role="search"]');
const field = form?.querySelector('[name="place"]');

function suggest() {
  const list = document.createElement("datalist");
  list.id = "place-list";
  field.after(list);
  field.setAttribute("list", list.id);
  let last = "";
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const words = field.value.trim();
      if (words.length < 2 || words === last) return;
      last = words;
      const answer = await fetch(`/api/places?q=${encodeURIComponent(words)}`).catch(() => null);
      if (!answer?.ok || field.value.trim() !== words) return;
      const places = await answer.json();
      list.replaceChildren(...places.map(({ label }) => Object.assign(document.createElement("option"), { value: label })));
    }, 150);
  });
}

function here() {
  if (!navigator.geolocation) return;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Use my position" });
  const said = Object.assign(document.createElement("p"), { className: "hint" });
  said.setAttribute("role", "status");
  button.addEventListener("click", () => {
    said.textContent = "Looking for your position …";
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      // About a kilometre is enough to find somebody near.
      for (const [name, value] of [["latitude", coords.latitude], ["longitude", coords.longitude]]) {
        const hidden = form.querySelector(`[name="${name}"]`) ?? form.appendChild(
          Object.assign(document.createElement("input"), { type: "hidden", name }));
        hidden.value = value.toFixed(2);
      }
      form.requestSubmit();
    }, () => { said.textContent = "The browser did not tell the position. Type a town instead."; },
    { maximumAge: 600000, timeout: 10000 });
  });
  const row = field.closest(".field-row");
  row.append(button, said);
  field.addEventListener("input", () => form.querySelectorAll('[name="latitude"], [name="longitude"]').forEach((one) => one.remove()));
}

if (field) {
  suggest();
  here();
}
