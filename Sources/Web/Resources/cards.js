// The knowledge pages work without scripts; this adds a print button and narrows a list while somebody types.

const print = document.querySelector("#print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const list = document.querySelector("[data-filter]");
const query = document.querySelector("#q");
const count = document.querySelector(".count");
if (list && query && count) {
  const rows = [...list.children].map((row) => ({ row, words: row.textContent.toLowerCase() }));
  query.addEventListener("input", () => {
    const wanted = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, words } of rows) {
      row.hidden = !wanted.every((word) => words.includes(word));
      if (!row.hidden) shown += 1;
    }
    count.textContent = shown === rows.length ? `${rows.length} in all` : `${shown} of ${rows.length}`;
  });
  for (const select of document.querySelectorAll(".search select")) {
    select.addEventListener("change", () => select.form.submit());
  }
}
