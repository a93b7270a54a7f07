// The signed note to be read, and what was changed after the signature: old and new beside each other, with dates.

import { wordsOf } from "./visit-strikes.js";
import { NOTE_PARTS, dateOf } from "./visit-words.js";
import { el, upperFirst } from "./words.js";

export class SignedNote {
  #drawn = "";

  constructor(page) {
    this.page = page;
    this.element = el("div", { class: "signed", hidden: true });
  }

  focus() { this.element.querySelector("h3")?.focus(); }

  async update() {
    const { record, place, guide } = this.page;
    const { signature } = record;
    this.element.hidden = !signature;
    this.element.toggleAttribute("data-amending", record.reason !== "");
    if (!signature) return;
    // Drawn anew only when something was kept.
    const state = JSON.stringify(["note", "measurement", "finding", "hold"].map((kind) =>
      record.all(kind).map(({ id, version }) => `${id}.${version}`)).concat(record.struck.map(({ id }) => id), String(record.outbox.items.size)));
    if (state === this.#drawn) return;
    this.#drawn = state;
    const versions = (await record.versions()) ?? [];
    this.element.replaceChildren(
      el("h3", { tabindex: -1 }, `Signed by ${signature.body.name}`), el("p", {}, dateOf(signature.at, place.zone)),
      ...this.#parts(), ...this.#amendments(versions, signature.at, guide));
  }

  #parts() {
    const notes = this.page.record.all("note");
    return Object.entries(NOTE_PARTS).map(([part, [title]]) => {
      const text = notes.filter(({ body }) => body.part === part).pop()?.body.text;
      return el("section", { class: "block" }, el("h4", {}, title), el("p", { class: "written" }, text || "–"));
    });
  }

  #amendments(versions, signedAt, guide) {
    const later = versions.filter(({ at, kind }) => at > signedAt && kind !== "signature");
    if (later.length === 0) return [];
    const text = (entry) => (!entry ? "Not there."
      : entry.struck ? [el("s", {}, wordsOf(entry, guide)), " (struck out)"] : [wordsOf(entry, guide)]);
    const column = (title, entry) => el("section", { "aria-label": title }, el("h5", {}, title),
      el("div", { class: "version-text" }, text(entry)));
    const name = ({ kind, body }) => (kind === "note" ? NOTE_PARTS[body.part][0] : upperFirst(kind));
    return [el("section", { class: "block amendments" }, el("h4", {}, "Changed after the signature"),
      later.map((entry) => {
        const former = versions.find(({ id, version }) => id === entry.id && version === entry.version - 1);
        const when = former ? `Before, ${dateOf(former.at, this.page.place.zone)}` : "Before";
        return el("article", { "data-amended": entry.kind },
          el("p", {}, el("strong", {}, name(entry)), ` · ${entry.reason}`),
          el("div", { class: "versions" }, column(when, former),
            column(`Since ${dateOf(entry.at, this.page.place.zone)}`, entry)));
      }))];
  }
}
