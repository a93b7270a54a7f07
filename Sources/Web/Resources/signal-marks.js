// The holds that are marked on a recording: a list that the trace, the fields and the keys all change, with undo.

import { el } from "./words.js";

/** The shortest hold in seconds that a drag makes. */
const SHORTEST = 0.5;

export const seconds = (value) => String(Number(value.toFixed(3)));

/** Reads "30-90, 150-240"; parts that are no times are left out. */
export function readHolds(text) {
  return text.split(/[,;\n]/).map((part) => part.trim().split("-").map(Number))
    .filter((ends) => ends.length === 2 && ends.every((end) => Number.isFinite(end) && end >= 0) && ends[1] > ends[0])
    .map(([start, end]) => ({ start, end })).sort((one, other) => one.start - other.start);
}

/** The same, or `null` when a part is no time or lies behind the end: what was typed then stays as it is. */
export function readAll(text, length) {
  const parts = text.split(/[,;\n]/).filter((part) => part.trim() !== "");
  const holds = readHolds(text);
  return holds.length === parts.length && holds.every(({ end }) => end <= length) ? holds : null;
}

/** The holds; tells with a `change` event when they change. */
export class Marks extends EventTarget {
  #past = [];

  constructor(holds, length) {
    super();
    this.holds = holds;
    this.length = length;
  }

  get text() { return this.holds.map(({ start, end }) => `${seconds(start)}-${seconds(end)}`).join(", "); }

  get canUndo() { return this.#past.length > 0; }

  /** Replaces all holds; those that overlap are joined. */
  set(holds, isKept = true) {
    const before = this.holds;
    const sorted = holds.map(({ start, end }) => ({
      start: Math.max(0, Math.min(start, end)), end: Math.min(this.length, Math.max(start, end)),
    })).filter(({ start, end }) => end > start).sort((one, other) => one.start - other.start);
    const joined = [];
    for (const hold of sorted) {
      const last = joined.at(-1);
      if (last && hold.start < last.end) last.end = Math.max(last.end, hold.end);
      else joined.push({ ...hold });
    }
    if (isKept) this.#past.push(before);
    if (this.#past.length > 100) this.#past.shift();
    this.holds = joined;
    this.dispatchEvent(new Event("change"));
  }

  add(start, end) {
    if (Math.abs(end - start) < SHORTEST) return false;
    this.set([...this.holds, { start, end }]);
    return true;
  }

  remove(index) { this.set(this.holds.filter((_, place) => place !== index)); }

  /** Moves one end of a hold; `isKept` is false while it is still dragged. */
  move(index, side, time, isKept) {
    const holds = this.holds.map((hold) => ({ ...hold }));
    const hold = holds[index];
    if (!hold) return;
    const [low, high] = side === "start" ? [holds[index - 1]?.end ?? 0, hold.end - SHORTEST]
      : [hold.start + SHORTEST, holds[index + 1]?.start ?? this.length];
    hold[side] = Math.max(low, Math.min(high, time));
    this.set(holds, isKept);
  }

  /** Remembers the holds as they are, before something is dragged. */
  remember() { this.#past.push(this.holds.map((hold) => ({ ...hold }))); }

  undo() {
    const holds = this.#past.pop();
    if (!holds) return;
    this.holds = holds;
    this.dispatchEvent(new Event("change"));
  }

  at(time) { return this.holds.findIndex(({ start, end }) => time >= start && time <= end); }
}

/** The list below the trace, with fields for the exact times. */
export class MarkList {
  constructor(marks, onShow) {
    this.marks = marks;
    this.onShow = onShow;
    this.element = el("ol", { class: "marks", "aria-label": "Holds that are marked" });
    this.draw();
  }

  draw() {
    const focused = document.activeElement?.dataset?.mark;
    this.element.replaceChildren(...this.marks.holds.map((hold, index) => {
      const field = (side, word) => el("input", {
        type: "number", step: "0.1", min: "0", max: seconds(this.marks.length), value: seconds(hold[side]),
        "aria-label": `Hold ${index + 1} ${word}, seconds`, "data-mark": `${index} ${side}`,
        onchange: (event) => {
          const value = Number(event.target.value);
          if (Number.isFinite(value) && event.target.value !== "") this.marks.move(index, side, value, true);
          else this.draw();
        },
      });
      return el("li", {},
        el("span", { class: "mark-name" }, `Hold ${index + 1}`), field("start", "begins"), "to", field("end", "ends"), "s",
        el("span", { class: "hint" }, `${seconds(hold.end - hold.start)} s long`),
        el("button", { type: "button", "aria-label": `Show hold ${index + 1}`, onclick: () => this.onShow(hold) }, "Show"),
        el("button", { type: "button", "aria-label": `Remove hold ${index + 1}`, onclick: () => this.marks.remove(index) },
          "Remove"));
    }));
    if (focused) this.element.querySelector(`[data-mark="${focused}"]`)?.focus();
  }
}
