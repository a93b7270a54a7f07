// The step Note: four texts that save themselves, a suggestion from what is charted, and the signature.

import { isRunning } from "./hold-timer.js";
import { ask, askReason } from "./visit-dialogs.js";
import { SignedNote } from "./visit-signed.js";
import { NOTE_PARTS } from "./visit-words.js";
import { el } from "./words.js";

/** What is typed is kept at once and sent so long after the last letter, in milliseconds. */
const PAUSE = 1_000;

export class NoteStep {
  constructor(page) {
    this.page = page;
    this.fields = Object.fromEntries(Object.keys(NOTE_PARTS).map((part) => [part, el("textarea", {
      id: `note-${part}`, rows: 4, maxlength: 20_000, "aria-describedby": `hint-${part}`,
      oninput: (event) => {
        this.#write(part, event.target.value);
        grow(event.target);
      },
    })]));
    this.message = el("p", { class: "message", role: "status" });
    this.draft = el("button", { type: "button", onclick: () => this.#draft() }, "Write from what is charted");
    this.signing = el("button", { type: "button", class: "main sign", onclick: () => this.#sign() }, "Sign");
    this.editing = el("fieldset", { class: "plain" }, el("legend", { class: "visually-hidden" }, "Note"), this.draft,
      Object.entries(NOTE_PARTS).map(([part, [title, hint]]) => el("div", { class: "note-part" },
        el("label", { for: `note-${part}` }, title), el("p", { class: "hint", id: `hint-${part}` }, hint),
        this.fields[part])));
    this.signed = new SignedNote(page);
    const { client, visit } = page.place;
    this.paper = el("a", { class: "paper", href: `/clients/${client}/visits/${visit}/note` }, "Note for printing");
    this.amending = el("button", { type: "button", onclick: () => this.#amend() }, "Amend");
    this.box = el("div", { class: "note" }, this.signed.element, this.editing, this.message,
      el("p", { class: "row note-end" }, this.signing, this.amending, this.paper));
  }

  update() {
    const { record } = this.page;
    const isSigned = Boolean(record.signature);
    this.editing.hidden = isSigned && record.reason === "";
    this.editing.disabled = !record.canWrite;
    this.signing.hidden = isSigned || !record.place.writes;
    this.signing.disabled = !record.canWrite;
    this.amending.hidden = !isSigned || !record.place.writes || record.reason !== "";
    this.signed.update();
    for (const [part, field] of Object.entries(this.fields)) {
      const text = this.#entry(part)?.body.text ?? "";
      // Blanks at the end are no change, and what is being typed is not touched.
      if (field.value.trim() !== text) field.value = text;
    }
    if (!this.editing.hidden) for (const field of Object.values(this.fields)) grow(field);
  }

  #entry(part) { return this.page.record.all("note").filter(({ body }) => body.part === part).pop(); }

  #write(part, typed) {
    const text = typed.trim();
    const known = this.#entry(part);
    if (!known && text === "") return;
    this.page.record.write("note", { part, text }, { id: known?.id, delay: PAUSE });
  }

  /** Fills what is empty; what somebody wrote is never touched. */
  async #draft() {
    this.draft.setAttribute("aria-busy", "true");
    await this.page.record.outbox.flush();
    const suggested = await this.page.record.draft();
    this.draft.removeAttribute("aria-busy");
    if (!suggested) {
      this.message.textContent = "No suggestion: the server cannot be reached.";
      return;
    }
    const filled = [];
    for (const [part, field] of Object.entries(this.fields)) {
      const text = (suggested[part] ?? "").trim();
      if (field.value.trim() !== "" || text === "") continue;
      field.value = text;
      this.#write(part, text);
      grow(field);
      filled.push(NOTE_PARTS[part][0].toLowerCase());
    }
    this.message.textContent = filled.length > 0 ? `Written: ${filled.join(", ")}. Read it and change what is not so.`
      : "Nothing to add: what is empty has no data.";
  }

  // Signing

  async #sign() {
    const missing = this.#missing();
    const choice = await ask("Sign this visit?", [
      missing.length > 0 ? el("div", { class: "mind" }, el("strong", {}, "Not charted"),
        el("ul", {}, missing.map((text) => el("li", {}, text)))) : el("p", {}, "All is charted."),
      el("p", {}, "Once it is signed, every change needs a reason and stays beside what was signed."),
    ], [["yes", "Sign", "main"], ["no", "Not yet"]], "signing");
    if (choice !== "yes") return;
    this.signing.disabled = true;
    this.message.textContent = "Signing…";
    this.message.textContent = await this.page.record.sign();
    this.page.update();
    if (this.page.record.signature) this.signed.focus();
  }

  /** What a note should have and does not. */
  #missing() {
    const { record } = this.page;
    const told = (phase) => record.all("measurement").filter(({ body }) => body.phase === phase);
    const [before, after] = [told("before"), told("after")];
    const hasPain = (all) => all.some(({ body }) => body.measure === "pain");
    const again = before.filter(({ body }) => body.measure === "range"
      && !after.some((one) => one.body.target === body.target && one.body.side === body.side));
    return [
      hasPain(before) ? null : "Pain before",
      hasPain(after) ? null : "Pain after",
      again.length > 0 ? `${again.length} of the ranges after` : null,
      record.all("hold").length > 0 ? null : "No hold",
      record.all("hold").some(({ body }) => isRunning(body)) ? "A hold still runs" : null,
      ...Object.keys(NOTE_PARTS).filter((part) => !this.#entry(part)?.body.text)
        .map((part) => `${NOTE_PARTS[part][0]} is empty`),
    ].filter(Boolean);
  }

  async #amend() {
    const reason = await askReason();
    if (reason) this.page.record.amend(reason);
  }
}

/** As high as its text. */
function grow(field) {
  field.style.height = "auto";
  if (field.scrollHeight > 0) field.style.height = `${field.scrollHeight + 2}px`;
}
