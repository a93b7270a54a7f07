// Leaves the fields that belong to the chosen kind of place; without this all are shown, with hints.
const kind = document.querySelector('select[name="kind"]');
const FIELDS = { room: ["address", "position"], site: ["address", "position"], area: ["radius"] };
const all = [...new Set(Object.values(FIELDS).flat())];

function choose() {
  const shown = FIELDS[kind.value] ?? all;
  for (const name of all) {
    const field = kind.form.querySelector(`[name="${name}"]`);
    // What is not shown is not sent; what was typed stays there for a change of mind.
    field.disabled = !shown.includes(name);
    field.closest(".field-row").hidden = field.disabled;
  }
}

if (kind) {
  kind.addEventListener("change", choose);
  addEventListener("pageshow", choose);
  choose();
}
