// One thing that is measured: pain by a row of eleven buttons, a range by steps or digits, a threshold three times.

import { difference, figure, plain, readNumber } from "./visit-words.js";
import { el, intensityWord } from "./words.js";

/** What is typed counts so long after the last touch, in milliseconds; until then it can be taken back. */
export const GRACE = 4_000;

/** Eleven buttons, 0 to 10; `onPick` is called with the number. */
export function scale(label, onPick, { from = 0, to = 10, words = {} } = {}) {
  const buttons = Array.from({ length: to - from + 1 }, (_, index) => {
    const value = index + from;
    const word = words[value] ?? (to === 10 ? intensityWord(value) : "");
    return el("button", {
      type: "button", "data-value": value, "aria-pressed": "false",
      "aria-label": word ? `${value}, ${word}` : String(value), onclick: () => onPick(value),
    }, String(value));
  });
  return el("div", { class: "scale", role: "group", "aria-label": label }, buttons);
}

/** Marks the value of a scale; `null` for none. */
export function mark(row, value) {
  for (const button of row.children) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.value) === value));
  }
}

/** What every measurement shows: a name, the control, and what it was before. */
class Measure {
  /**
   * @param {{measure, phase, target, side, title: string, labels?: string[]}} what
   * @param {function(number[]|null)} onValues Called with what is told now; `null` when it was emptied.
   * @param {function()} onStrike What is in the record already is to be struck out.
   */
  constructor(what, onValues, onStrike) {
    Object.assign(this, { what, onValues });
    this.note = el("p", { class: "measure-note" });
    this.strike = el("button", {
      type: "button", class: "strike", hidden: true, "aria-label": `Strike out: ${what.title}, ${what.phase}`,
      onclick: onStrike,
    }, "Strike out");
    const key = `${what.measure} ${what.target} ${what.side}`;
    this.change = el("p", { class: "measure-change", "data-change": key, hidden: true });
    this.element = el("section", {
      class: `measure ${what.measure}`, "aria-label": `${what.title}, ${what.phase}`, "data-measure": what.measure,
      "data-target": what.target, "data-side": what.side,
    }, el("h4", {}, what.title), this.control(),
    el("div", { class: "measure-foot" }, this.note, this.strike), this.change);
  }

  /** Shows the values, and how they changed. @param {Object|null} before What was measured before, as a body. */
  show(body, { before = null, note = "", isKept = false } = {}) {
    this.strike.hidden = !isKept;
    this.before = before;
    this.body = body;
    this.fill(body?.values ?? []);
    const parts = this.what.phase === "after" && before && !body ? [`before: ${this.written(before)}`, note] : [note];
    this.note.textContent = parts.filter(Boolean).join(" · ");
    this.note.hidden = this.note.textContent === "";
    this.change.hidden = !body || !before || this.what.phase !== "after";
    if (this.change.hidden) return;
    const words = `${this.written(before)} → ${this.written(body)}`;
    this.change.replaceChildren(el("strong", {}, words), ` (${difference(figure(before), figure(body))}) `,
      el("span", { class: "real" }));
    this.#judge(figure(before), figure(body));
  }

  /** Whether the change goes beyond the error of measurement; the words and the sources come from the server. */
  async #judge(before, after) {
    const asked = `${before} ${after}`;
    this.asked = asked;
    const query = new URLSearchParams({ measure: this.what.measure, target: this.what.target, before, after });
    const answer = await fetch(`/api/change?${query}`).then((one) => (one.ok ? one.json() : null)).catch(() => null);
    if (!answer || this.asked !== asked) return;
    const real = this.change.querySelector(".real");
    real.textContent = answer.verdict;
    real.title = answer.sources.join("\n");
  }

  written(body) { return plain(figure(body)) + this.unit; }

  get unit() { return ""; }
}

export class PainMeasure extends Measure {
  control() {
    this.row = scale(`${this.what.title}, 0 to 10`, (value) => this.onValues([value]));
    return this.row;
  }

  fill([value = null]) { mark(this.row, value); }
}

export class RangeMeasure extends Measure {
  get unit() { return "°"; }

  control() {
    this.input = el("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 6,
      "aria-label": `${this.what.title}, degrees`, oninput: () => this.#typed(), onfocus: () => this.input.select(),
    });
    const step = (by, word) => el("button", {
      type: "button", "aria-label": `${word} 5 degrees: ${this.what.title}`, onclick: () => this.#step(by),
    }, by < 0 ? "− 5°" : "+ 5°");
    const typed = el("span", { class: "with-unit" }, this.input, "°");
    return el("div", { class: "stepper" }, step(-5, "minus"), typed, step(5, "plus"));
  }

  fill([value = null]) {
    // What is being typed is not touched.
    if (document.activeElement !== this.input) this.input.value = value === null ? "" : plain(value);
    this.input.placeholder = this.before ? plain(figure(this.before)) : "–";
  }

  #typed() {
    const value = readNumber(this.input.value);
    const isWrong = this.input.value.trim() !== "" && (value === null || value < -60 || value > 360);
    this.input.setAttribute("aria-invalid", String(isWrong));
    if (!isWrong) this.onValues(value === null ? null : [value]);
  }

  #step(by) {
    const base = readNumber(this.input.value) ?? (this.before ? figure(this.before) : this.norm ?? 0);
    const value = Math.min(360, Math.max(-60, base + by));
    this.input.value = plain(value);
    this.input.setAttribute("aria-invalid", "false");
    this.onValues([value]);
  }
}

export class ThresholdMeasure extends Measure {
  get unit() { return " kg/cm²"; }

  control() {
    this.inputs = [1, 2, 3].map((number) => el("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 5, oninput: () => this.#typed(),
      onfocus: (event) => event.target.select(), "aria-label": `${this.what.title}, measurement ${number}, kg/cm²`,
    }));
    return el("div", { class: "thrice" }, this.inputs, el("span", {}, "kg/cm²"));
  }

  fill(values) {
    if (this.inputs.includes(document.activeElement)) return;
    this.inputs.forEach((input, index) => { input.value = values[index] === undefined ? "" : plain(values[index]); });
  }

  #typed() {
    const values = [];
    let isWrong = false;
    for (const input of this.inputs) {
      const value = readNumber(input.value);
      const isOff = input.value.trim() !== "" && (value === null || value < 0 || value > 30);
      input.setAttribute("aria-invalid", String(isOff));
      isWrong ||= isOff;
      if (value !== null) values.push(value);
    }
    if (!isWrong) this.onValues(values.length > 0 ? values : null);
  }
}

/** Several questions with one scale each: own activities, PEG. All must be told before it counts. */
export class QuestionsMeasure extends Measure {
  control() {
    this.values = this.what.labels.map(() => null);
    this.rows = this.what.labels.map((label, index) => scale(`${label}, 0 to 10`, (value) => this.#told(index, value)));
    return el("div", {}, this.rows.map((row, index) => el("div", { class: "question" },
      el("p", {}, this.what.labels[index]), row, this.what.ends ? el("p", { class: "ends" }, this.what.ends) : null)),
    this.what.source ? el("p", { class: "ends" }, this.what.source) : null);
  }

  fill(values) {
    if (values.length > 0) this.values = [...values];
    this.rows.forEach((row, index) => mark(row, this.values[index] ?? null));
  }

  #told(index, value) {
    this.values[index] = value;
    this.fill([]);
    if (!this.values.includes(null)) this.onValues([...this.values]);
  }
}

/** The client's global impression of change, 1 to 7. */
export class ChangeMeasure extends Measure {
  control() {
    this.row = scale(this.what.title, (value) => this.onValues([value]), { from: 1, to: 7, words: this.what.steps });
    for (const button of this.row.children) button.append(` ${this.what.steps[button.dataset.value] ?? ""}`);
    this.row.classList.add("worded");
    return this.row;
  }

  fill([value = null]) { mark(this.row, value); }
}
