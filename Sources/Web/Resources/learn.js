// The Learn pages work without scripts; this adds a print button, and shows the pain of a pressed muscle without loading the
// page anew. What is shown is what the server draws.

const print = document.querySelector("#print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const press = document.querySelector("#press");
if (press) {
  const status = press.querySelector("#press-status");
  const select = press.querySelector("#press-muscle");
  const form = press.querySelector("#press-form");
  const kept = new Map();
  let latest = 0;

  const address = (muscle) => {
    const url = new URL(form.getAttribute("action"), location.href);
    url.hash = "";
    url.search = new URLSearchParams({ muscle }).toString();
    return url;
  };

  // The part of the page that the server drew for a muscle.
  const fetched = async (muscle) => {
    if (!kept.has(muscle)) {
      const url = address(muscle);
      url.searchParams.set("part", "answer");
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.querySelector("#press-answer");
      if (!part) throw new Error("no answer");
      kept.set(muscle, part.innerHTML);
    }
    return kept.get(muscle);
  };

  const mark = (muscle) => {
    for (const link of press.querySelectorAll("[data-muscle]")) {
      const isChosen = link.dataset.muscle === muscle;
      link.classList.toggle("chosen", isChosen);
      if (isChosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (select) select.value = muscle;
  };

  const show = async (muscle, remember) => {
    const turn = (latest += 1);
    const place = press.querySelector("#press-answer");
    place.setAttribute("aria-busy", "true");
    try {
      const html = await fetched(muscle);
      if (turn !== latest) return;
      place.innerHTML = html;
      mark(muscle);
      const name = place.querySelector("h3")?.textContent.trim() ?? muscle;
      const words = place.querySelector("#press-words")?.cloneNode(true);
      words?.querySelector(".marks")?.remove();
      status.textContent = `${name}. ${words?.textContent.trim() ?? ""}`;
      if (remember) history.pushState({ muscle }, "", address(muscle));
      const box = place.getBoundingClientRect();
      const isOut = box.top < 0 || box.top > innerHeight * 0.7;
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (isOut) place.scrollIntoView({ behavior: isStill ? "auto" : "smooth", block: "start" });
    } catch {
      // The server's own page shows what went wrong.
      if (turn === latest) location.assign(address(muscle));
    } finally {
      if (turn === latest) place.removeAttribute("aria-busy");
    }
  };

  press.addEventListener("click", (event) => {
    const link = event.target.closest("[data-muscle]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    show(link.dataset.muscle, true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (select.value) show(select.value, true);
  });
  addEventListener("popstate", (event) => {
    const muscle = event.state?.muscle ?? new URLSearchParams(location.search).get("muscle");
    if (muscle) show(muscle, false);
    else location.reload();
  });
}
