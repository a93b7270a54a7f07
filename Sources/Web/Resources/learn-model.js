// The model of a held point works without scripts; this asks the server while somebody changes a value, puts its picture in
// place, keeps the address in step and says what changed. What is shown is what the server draws.

const section = document.querySelector("#model");
const form = section?.querySelector("#model-form");

if (form) {
  const status = section.querySelector("#model-status");
  const answer = section.querySelector("#model-answer");
  const button = section.querySelector("#model-show");
  const trouble = section.querySelector("#model-trouble");
  const numbers = [...form.querySelectorAll('input[type="number"]')];
  const kept = new Map();
  const most = 50;
  const pause = 250;
  let timer = 0;
  let latest = 0;
  let shown = new URLSearchParams(new FormData(form)).toString();

  // Live, the button has nothing left to do.
  button.hidden = true;

  // A slider beside each number, for fingers and arrow keys; the number remains what is sent.
  const sliders = new Map();
  for (const number of numbers) {
    const slider = document.createElement("input");
    slider.type = "range";
    for (const name of ["min", "max", "step"]) slider[name] = number[name];
    slider.value = number.value;
    slider.setAttribute("aria-label", `${number.labels[0].firstChild.textContent.trim()}, slider`);
    number.after(slider);
    sliders.set(number.name, slider);
    slider.addEventListener("input", () => {
      number.value = slider.value;
      later();
    });
    number.addEventListener("input", () => {
      slider.value = number.value;
    });
  }

  const asked = () => new URLSearchParams(new FormData(form));

  const address = (query) => {
    const url = new URL(form.getAttribute("action"), location.href);
    url.search = query;
    return url;
  };

  const fetched = async (query) => {
    if (!kept.has(query)) {
      const url = address(`${query}&part=model`);
      url.hash = "";
      const reply = await fetch(url, { headers: { Accept: "text/html" } });
      if (!reply.ok) throw new Error(String(reply.status));
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      if (!page.querySelector("#model-answer")) throw new Error("no answer");
      if (kept.size >= most) kept.delete(kept.keys().next().value);
      kept.set(query, page);
    }
    return kept.get(query);
  };

  const words = {
    hold: (value) => `Time held: ${value} seconds.`,
    pressure: (value) => `Pressure: ${value} of 10.`,
    days: (value) => `Days after: ${value}.`,
    cause: (value) => (value === "treated" ? "The cause is dealt with." : "The cause stays."),
  };

  const changes = (before, now) => {
    const old = new URLSearchParams(before);
    return [...now].filter(([name, value]) => old.get(name) !== value).map(([name, value]) => words[name]?.(value) ?? "");
  };

  // What is wrong stands beside its field, as in the page that the server makes.
  const showProblems = (page) => {
    const problems = [];
    for (const place of form.querySelectorAll(".model-problem")) {
      const text = page.getElementById(place.id)?.textContent ?? "";
      place.textContent = text;
      const input = form.querySelector(`[aria-describedby="${place.id}"]`);
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      if (text) problems.push(text);
    }
    return problems;
  };

  // Picture, form and address agree.
  const settle = () => {
    answer.removeAttribute("aria-busy");
    trouble.textContent = "";
    button.hidden = true;
  };

  const show = async () => {
    const query = asked().toString();
    // What was asked before and is still under way counts no more.
    const turn = (latest += 1);
    if (query === shown) {
      settle();
      return;
    }
    answer.setAttribute("aria-busy", "true");
    try {
      const page = await fetched(query);
      if (turn !== latest) return;
      answer.replaceChildren(...document.importNode(page.querySelector("#model-answer"), true).childNodes);
      const problems = showProblems(page);
      const changed = problems.length ? problems : changes(shown, asked());
      status.textContent = [...changed, section.querySelector("#model-summary").textContent].join(" ");
      shown = query;
      history.replaceState(history.state, "", address(query));
      settle();
    } catch {
      // The picture stays; the button then loads the page, which tells what is wrong.
      if (turn !== latest) return;
      trouble.textContent = "The picture did not come: it still shows what was asked before. Press “Show” to try again.";
      button.hidden = false;
    } finally {
      if (turn === latest) answer.removeAttribute("aria-busy");
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(show, pause);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!button.hidden) return;
    event.preventDefault();
    show();
  });
}
