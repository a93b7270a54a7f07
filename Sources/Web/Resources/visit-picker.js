// Finding one of many by a few letters: what was used before comes first, sides are chosen in the same tap.

import { found, withSide } from "./visit-words.js";
import { el, upperFirst } from "./words.js";

/** At most so many results, and so many offers before anything is typed. */
const MOST = 6;
const OFFERED = 4;
const SIDE_WORDS = { right: "Right", left: "Left" };

let count = 0;

export class Picker {
  /**
   * @param {{label: string, hint?: string, verb?: string}} words Verb: what a button does, "Add" by default.
   * @param {Object[]} items Of the guide.
   * @param {function(string, string)} onPick Called with identifier and side.
   */
  constructor({ label, hint, verb = "Add" }, items, onPick) {
    Object.assign(this, { items, onPick, verb });
    this.likely = new Set();
    const id = `picker-${++count}`;
    this.input = el("input", {
      type: "search", id, autocomplete: "off", enterkeyhint: "search", placeholder: hint ?? null,
      oninput: () => this.#fill(), onkeydown: (event) => this.#key(event),
    });
    this.results = el("ul", { class: "picker-results", "aria-label": `Found for: ${label}` });
    this.said = el("p", { class: "visually-hidden", role: "status" });
    this.chips = el("div", { class: "picker-chips", role: "group", "aria-label": `Likely: ${label}` });
    this.element = el("div", { class: "picker" },
      el("label", { for: id }, label), this.input, this.said, this.results, this.chips);
  }

  /** What is offered before anything is typed: {id, side} of each, likeliest first. */
  suggest(places, guide) {
    this.likely = new Set(places.map(({ id }) => id));
    const isNew = ({ id, side }, index) => places.findIndex((one) => one.id === id && one.side === side) === index;
    this.chips.replaceChildren(...places.filter(isNew).slice(0, OFFERED).map(({ id, side }) => el("button", {
      type: "button", class: "chip", onclick: () => this.onPick(id, side),
    }, upperFirst(withSide(guide.name(id), side)))));
  }

  #key(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.results.querySelector("button")?.click();
    } else if (event.key === "Escape") this.clear();
  }

  clear() {
    this.input.value = "";
    this.#fill();
  }

  #fill() {
    const isAsked = this.input.value.trim() !== "";
    const items = isAsked ? found(this.items, this.input.value, this.likely, MOST) : [];
    this.chips.hidden = isAsked;
    this.said.textContent = isAsked ? `${items.length} found` : "";
    const rows = items.map((one) => this.#row(one));
    if (isAsked && rows.length === 0) rows.push(el("li", {}, "Nothing has these letters."));
    this.results.replaceChildren(...rows);
  }

  #row({ id, name, paired }) {
    const button = (side, word) => el("button", {
      type: "button", "aria-label": `${word}: ${name}`, onclick: () => {
        this.clear();
        this.onPick(id, side);
      },
    }, word);
    return el("li", {}, el("span", {}, name),
      paired ? Object.entries(SIDE_WORDS).map(([side, word]) => button(side, word)) : button("midline", this.verb));
  }
}
