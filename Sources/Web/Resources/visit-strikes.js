// Taking something back that is in the record already: it is struck out, stays readable, and counts nowhere.

import { ask, bodyText } from "./visit-dialogs.js";
import { holdWords } from "./visit-held.js";
import { GRACE } from "./visit-measure.js";
import { dateOf } from "./visit-words.js";
import { el } from "./words.js";

const REASONS = ["Wrong client", "Wrong side", "Entered twice", "Mistyped"];
const BACK = ["Struck out by mistake"];

/** An entry in words. */
export const wordsOf = (entry, guide) =>
  (entry.kind === "hold" ? holdWords(entry.body, guide) : bodyText(entry, guide));

/** Reasons of one tap each and a line for another one; `onReason` gets the one that was chosen. */
export function reasonChoice(reasons, word, onReason) {
  const input = el("input", { id: "strike-reason", type: "text", maxlength: 300, autocomplete: "off" });
  const other = () => (input.value.trim() === "" ? input.focus() : onReason(input.value.trim()));
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") other(); });
  return [
    el("div", { class: "reasons", role: "group", "aria-label": `${word}: why` }, reasons.map((reason) =>
      el("button", { type: "button", onclick: () => onReason(reason) }, reason))),
    el("p", { class: "other" }, el("label", { for: "strike-reason" }, "Another reason")),
    el("div", { class: "with-button" }, input, el("button", { type: "button", onclick: other }, word)),
  ];
}

/** The reasons to strike out; that of an amendment comes first. */
export const reasonsFor = ({ reason }) => (reason && !REASONS.includes(reason) ? [reason, ...REASONS] : REASONS);

/** Asks why an entry is struck out, and does it; it can be undone for a moment. */
export async function strikeOut(entry, page) {
  const words = wordsOf(entry, page.guide);
  const reason = await ask("Strike it out?", (close) => [
    el("p", { class: "struck-words" }, words),
    el("p", {}, "It stays readable, struck through, with your name, the time and the reason. It counts nowhere any more."),
    reasonChoice(reasonsFor(page.record), "Strike out", close),
  ], [["", "Keep it"]], "strike");
  if (reason) strikeFor(entry, reason, page);
}

/** Strikes an entry out for a reason that was told. */
export function strikeFor(entry, reason, { record, undo, guide }) {
  record.strike(entry.id, "strike", reason, { delay: GRACE });
  undo.offer(`Struck out: ${wordsOf(entry, guide)}`, () => record.undo(entry.id));
}

async function restore(entry, page) {
  const reason = await ask("Bring it back?", (close) => [
    el("p", { class: "struck-words" }, wordsOf(entry, page.guide)),
    el("p", {}, "It counts again. That it was struck out stays in its history."),
    reasonChoice(BACK, "Bring back", close),
  ], [["", "Leave it struck out"]], "strike");
  if (!reason) return;
  page.record.strike(entry.id, "restore", reason, { delay: GRACE });
  page.undo.offer(`Back again: ${wordsOf(entry, page.guide)}`, () => page.record.undo(entry.id));
}

/** What of a step is struck out: the words struck through, who, when and why, and a way back. */
export class StruckList {
  #drawn = "";

  /** @param {function(Object): boolean} isHere Whether an entry belongs to this step. */
  constructor(page, isHere) {
    Object.assign(this, { page, isHere });
    this.list = el("ul", { class: "struck-list" });
    this.element = el("section", { class: "block struck", hidden: true }, el("h3", {}, "Struck out"),
      el("p", { class: "hint" }, "Counts nowhere; stays in the record."), this.list);
  }

  update() {
    const { record } = this.page;
    const struck = record.struck.filter(this.isHere);
    this.element.hidden = struck.length === 0;
    const state = struck.map((entry) => `${entry.id}.${entry.version}.${record.canUndo(entry.id)}`).join();
    if (state === this.#drawn) return;
    this.#drawn = state;
    this.list.replaceChildren(...struck.map((entry) => this.#row(entry)));
  }

  #row(entry) {
    const { guide } = this.page;
    const words = wordsOf(entry, guide);
    return el("li", { "data-struck": entry.id }, el("span", {}, el("s", {}, words), el("br"), this.#said(entry)),
      el("button", { type: "button", "aria-label": `Bring back: ${words}`, onclick: () => restore(entry, this.page) },
        "Bring back"));
  }

  #said({ author, at, reason }) {
    const { place } = this.page;
    const who = author === place.author ? "you" : author ? place.names[author] ?? "a colleague" : "the client";
    return `Struck out by ${who}, ${dateOf(at, place.zone)}: ${reason}`;
  }
}
