// What is read before pressing: where, how hard, how long, what to mind, when to stop; and START.

import { TECHNIQUES, plain } from "./visit-words.js";
import { LEVEL_WORDS, el, upperFirst } from "./words.js";

export class Preparation {
  /** @param {function(Object)} onStart Called with the body of the hold, without moments. */
  constructor(page, onStart) {
    Object.assign(this, { page, onStart });
    this.element = el("section", { class: "block preparation", "aria-label": "Before pressing", hidden: true });
  }

  hide() { this.element.hidden = true; }

  show(id, side) {
    const { guide } = this.page;
    const muscle = guide.get(id);
    const dose = guide.doseOf(id);
    this.chosen = {
      source: id, side, point: 0, technique: "pressure_release", low: dose?.low ?? 60, high: dose?.high ?? 90,
    };
    const isPressed = this.chosen.high > 0;
    const start = el("button", { type: "button", class: "start", onclick: () => this.onStart(this.chosen) }, "START");
    this.title = el("h3", { tabindex: -1 }, upperFirst(guide.name(id)));
    this.element.replaceChildren(...[
      this.title, muscle?.paired === false ? null : this.#sides(), this.#aim(dose),
      muscle?.dose === "trained" ? el("p", { class: "mind" },
        el("strong", {}, "Only with special training and consent")) : null,
      hazards(muscle),
      dose?.stop ? el("p", {}, el("strong", {}, isPressed ? "Stop: " : "Instead: "), dose.stop) : null,
      this.#how(dose), this.#more(muscle, dose), isPressed ? el("div", { class: "start-bar" }, start) : null,
    ].filter(Boolean));
    this.element.hidden = false;
    this.element.scrollIntoView({ block: "start" });
    (isPressed ? start : this.title).focus({ preventScroll: true });
  }

  #sides() {
    const buttons = ["right", "left"].map((side) => el("button", {
      type: "button", "data-side": side, "aria-pressed": String(side === this.chosen.side), onclick: () => {
        this.chosen.side = side;
        for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.side === side));
      },
    }, upperFirst(side)));
    return el("div", { class: "sides", role: "group", "aria-label": "Side" }, buttons);
  }

  #aim(dose) {
    const { low, high } = this.chosen;
    if (high === 0) {
      return el("p", { class: "mind" }, el("strong", {}, "Not pressed by hand. "), dose.pressure);
    }
    const [least, most] = dose?.discomfort ?? [];
    return el("p", { class: "target" }, el("strong", {}, low === high ? `${low} s` : `${low}–${high} s`),
      most === undefined ? null : el("span", {}, ` at ${plain(least)}–${plain(most)} of 10`),
      dose ? el("span", { class: "muted" }, ` · ${dose.name}`) : null);
  }

  /** How hard, what trials say of it, and what is only taught. */
  #how(dose) {
    if (!dose || this.chosen.high === 0) return null;
    const line = (title, text, kind) => (text ? el("p", { class: kind ?? null }, el("strong", {}, title), text) : null);
    const level = LEVEL_WORDS[dose.level];
    return el("div", { class: "dose" }, line("How hard: ", dose.pressure), line("Evidence: ", dose.effect),
      level ? el("p", { class: "muted" }, `Its weakest line is ${level}.`) : null,
      line("Tradition, not evidence: ", dose.tradition, "tradition"));
  }

  #more(muscle, dose) {
    const points = muscle?.points ?? [];
    const select = (label, id, options, value, onchange) => el("p", {}, el("label", { for: id }, label),
      el("select", { id, onchange: (event) => onchange(event.target.value) }, options.map(([key, word]) =>
        el("option", { value: key, selected: String(key) === String(value) }, word))));
    return el("details", {}, el("summary", {}, "Point, technique, sources"),
      points.length > 0 ? select("Point", "hold-point", [[0, "none named"], ...points.map((text, index) =>
        [index + 1, `${index + 1}: ${text}`])], 0, (value) => { this.chosen.point = Number(value); }) : null,
      select("Technique", "hold-technique", Object.entries(TECHNIQUES), this.chosen.technique, (value) => {
        this.chosen.technique = value;
      }),
      dose?.repeats ? el("p", {}, el("strong", {}, "Repeats: "), dose.repeats) : null,
      muscle?.lengthen ? el("p", {}, el("strong", {}, "Lengthen afterwards: "), muscle.lengthen) : null,
      el("ul", { class: "sources" }, (dose?.sources ?? []).map((line) => el("li", {}, line))));
  }
}

function hazards(muscle) {
  const all = muscle?.hazards ?? [];
  if (all.length === 0) return null;
  return el("div", { class: "mind" }, el("strong", {}, "Mind what lies here"),
    el("ul", {}, all.map((text) => el("li", {}, text))));
}
