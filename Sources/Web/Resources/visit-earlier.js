// What earlier visits of the complaint hold: areas, measurements, muscles, the last plan. And the step that shows it.

import { muscleOf, holdWords } from "./visit-held.js";
import { measureName, withUnit } from "./visit-dialogs.js";
import { NOTE_PARTS, dateOf, difference, figure, plain } from "./visit-words.js";
import { el } from "./words.js";

export class Earlier {
  /**
   * @param {Object[]} entries Of the complaint, newest versions.
   * @param {string} visit The present one, which does not count.
   */
  constructor(entries, visit) {
    entries = entries.filter(({ struck }) => !struck);
    const own = entries.find(({ id }) => id === visit);
    const began = own?.body.started ?? Infinity;
    this.visits = entries.filter(({ kind, id, body }) => kind === "visit" && id !== visit && body.started <= began)
      .sort((a, b) => b.body.started - a.body.started);
    this.entries = entries;
    this.complaint = entries.find(({ kind }) => kind === "complaint") ?? null;
    /** Of the visit before this one. */
    this.lastOnes = this.visits[0] ? entries.filter((entry) => entry.visit === this.visits[0].id) : [];
  }

  of(kind) { return this.lastOnes.filter((entry) => entry.kind === kind); }

  /** Places where pain was told or drawn: {target, side}, the last visit's first, then the strongest. */
  get areas() { return [...this.measured("pain"), ...drawn(this.complaint?.body.drawing)]; }

  /** What was measured last time: {target, side}. */
  measured(measure) {
    return this.of("measurement").filter(({ body }) => body.measure === measure)
      .map(({ body: { target, side } }) => ({ target, side }));
  }

  /** Muscles that were held or examined last time: {id, side}. */
  get muscles() { return [...this.of("hold"), ...this.of("finding")].map(muscleOf).filter(Boolean); }

  /** "7 → 3" or "7" of last time; empty when it was not measured. */
  last(measure, target, side) {
    const same = this.of("measurement").filter(({ body }) =>
      body.measure === measure && body.target === target && body.side === side);
    const values = ["before", "after"].map((phase) => same.filter(({ body }) => body.phase === phase).pop());
    return values.filter(Boolean).map(({ body }) => plain(figure(body))).join(" → ");
  }
}

/** Places of a drawing, strongest first. */
function drawn(text) {
  try {
    return JSON.parse(text || "{}").drawing.filter(({ zone }) => typeof zone === "string")
      .sort((a, b) => (b.intensity ?? 0) - (a.intensity ?? 0))
      .map(({ zone, side }) => ({ target: zone, side: side ?? "midline" }));
  } catch {
    return [];
  }
}

/** The step History: the last visit at a glance. */
export class HistoryStep {
  constructor(page) {
    this.page = page;
    this.box = el("div", { class: "history" });
  }

  update() {
    const { earlier } = this.page;
    const [last] = earlier.visits;
    if (this.shown === earlier) return;
    this.shown = earlier;
    if (!earlier.isRead) {
      const again = el("button", { type: "button", onclick: () => this.page.readEarlier() }, "Try again");
      this.box.replaceChildren(el("p", { class: "empty" },
        "Earlier visits could not be read. Charting works all the same. ", again));
      return;
    }
    this.box.replaceChildren(...(last ? this.#last(last)
      : [el("p", { class: "empty" }, "This is the first visit of this complaint.")]),
    el("p", { class: "next" }, el("button", { type: "button", class: "main", onclick: () => this.page.show("before") },
      "Measure before treating")));
  }

  #last({ id, body: { started } }) {
    const { earlier, guide, place } = this.page;
    const isSigned = earlier.of("signature").length > 0;
    const holds = earlier.of("hold").map(({ body }) => el("li", {}, holdWords(body, guide)));
    const newest = (part) => earlier.of("note").filter(({ body }) => body.part === part).pop();
    const notes = Object.keys(NOTE_PARTS).map(newest).filter((entry) => entry?.body.text);
    const part = (title, content) => el("section", { class: "block" }, el("h3", {}, title), content);
    const plan = notes.find(({ body }) => body.part === "plan");
    return [
      el("p", { class: "when" }, el("strong", {}, "Last visit"), ` ${dateOf(started, place.zone)} · `,
        el("a", { href: `/clients/${place.client}/visits/${id}` }, isSigned ? "signed note" : "open, not signed"),
        ` · ${earlier.visits.length === 1 ? "the only one" : `${earlier.visits.length} so far`}`),
      plan ? part("Planned for today", el("p", { class: "written" }, plan.body.text)) : null,
      part("Measured", this.#measured()),
      part("Holds", holds.length > 0 ? el("ul", { class: "lines" }, holds) : el("p", {}, "None.")),
      ...notes.filter((entry) => entry !== plan).map(({ body }) =>
        part(NOTE_PARTS[body.part][0], el("p", { class: "written" }, body.text))),
    ].filter(Boolean);
  }

  #measured() {
    const { earlier, guide } = this.page;
    const names = new Map();
    for (const { body } of earlier.of("measurement")) {
      const name = measureName(body, guide);
      names.set(name, { ...names.get(name), measure: body.measure, [body.phase]: figure(body) });
    }
    const row = ([name, { measure, before, after }]) => el("li", {}, el("span", {}, name), el("strong", {},
      [before, after].filter((value) => value !== undefined).map((value) => withUnit(value, measure)).join(" → ")),
    before !== undefined && after !== undefined ? el("span", {}, `(${difference(before, after)})`) : null);
    return names.size > 0 ? el("ul", { class: "lines" }, [...names].map(row)) : el("p", {}, "Nothing.");
  }
}
