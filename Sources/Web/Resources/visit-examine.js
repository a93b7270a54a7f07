// The step Examine: what the finger finds on a muscle, and how a movement goes, one tap each.

import { ask } from "./visit-dialogs.js";
import { muscleOf } from "./visit-held.js";
import { GRACE } from "./visit-measure.js";
import { StruckList, reasonChoice, reasonsFor, strikeFor } from "./visit-strikes.js";
import { Picker } from "./visit-picker.js";
import { MOVEMENT_SIGNS, MUSCLE_SIGNS, withSide } from "./visit-words.js";
import { el, upperFirst } from "./words.js";

const isMuscle = (id) => id.startsWith("muscle:");
const wordsOf = (id) => (isMuscle(id) ? MUSCLE_SIGNS : MOVEMENT_SIGNS);

/** The vocabulary's identifier of a finding. */
const idOf = ({ id, sign }) => (isMuscle(id) ? `palpation:${id.replace("muscle:", "")}:${sign}` : `${sign}:${id}`);

export class ExamineStep {
  #shown = new Map();
  #asked = [];

  constructor(page) {
    this.page = page;
    const { guide } = page;
    const add = (id, side) => this.#add(id, side);
    this.muscles = new Picker({ label: "Muscle" }, guide.muscles, add);
    this.movements = new Picker({ label: "Movement" }, guide.movements, add);
    this.cards = el("div", { class: "cards" });
    this.struck = new StruckList(page, ({ kind }) => kind === "finding");
    this.box = el("fieldset", { class: "plain" }, el("legend", { class: "visually-hidden" }, "Examined"), this.cards,
      el("section", { class: "block" }, el("h3", {}, "Press a muscle"), this.muscles.element),
      el("details", { class: "block" }, el("summary", {}, "Test a movement"), this.movements.element), this.struck.element);
  }

  update() {
    const { record, earlier, guide } = this.page;
    this.box.disabled = !record.canWrite;
    const findings = record.all("finding");
    const places = [...findings.map(placeOf).filter(Boolean), ...this.#asked];
    for (const place of places) {
      const key = `${place.id} ${place.side}`;
      if (!this.#shown.has(key)) this.#make(key, place);
    }
    for (const card of this.#shown.values()) {
      this.#mark(card, { id: card.dataset.about, side: card.dataset.side }, findings);
    }
    this.struck.update();
    const isNew = ({ id, side }) => !this.#shown.has(`${id} ${side}`);
    const held = record.all("hold").map(muscleOf);
    this.muscles.suggest([...held, ...earlier.muscles].filter(isNew), guide);
  }

  #add(id, side) {
    this.#asked.push({ id, side });
    this.update();
    const card = this.#shown.get(`${id} ${side}`);
    card.scrollIntoView({ block: "center" });
    card.querySelector(".chip").focus({ preventScroll: true });
  }

  #make(key, { id, side }) {
    const { guide } = this.page;
    const name = upperFirst(withSide(guide.name(id), side));
    const chips = Object.entries(wordsOf(id)).map(([sign, word]) => el("button", {
      type: "button", class: "chip", "data-sign": sign, "aria-pressed": "false",
      onclick: () => this.#toggle({ id, side, sign }),
    }, word));
    const other = { right: "left", left: "right" }[side];
    const card = el("section", { class: "block finding", "aria-label": name, "data-about": id, "data-side": side },
      el("h3", {}, name), el("div", { class: "signs" }, chips), el("p", { class: "row" },
        isMuscle(id) ? el("button", { type: "button", onclick: () => this.page.prepareHold(id, side) }, "Hold it")
          : null,
        other ? el("button", { type: "button", onclick: () => this.#add(id, other) }, `Other side: ${other}`) : null));
    this.#shown.set(key, card);
    this.cards.append(card);
  }

  #mark(card, { id, side }, findings) {
    for (const chip of card.querySelectorAll(".chip")) {
      const finding = idOf({ id, sign: chip.dataset.sign });
      const isKept = findings.some(({ body }) => body.finding === finding && body.side === side);
      chip.setAttribute("aria-pressed", String(isKept));
    }
  }

  #toggle({ id, side, sign }) {
    const { record, guide, undo } = this.page;
    const body = { finding: idOf({ id, sign }), side };
    const kept = record.all("finding").find((one) => one.body.finding === body.finding && one.body.side === side);
    if (kept) {
      if (record.canUndo(kept.id)) record.undo(kept.id);
      else this.#correct(kept, { id, side });
      return;
    }
    // The card stays when what was told is taken back.
    this.#asked.push({ id, side });
    const entry = record.write("finding", body, { delay: GRACE });
    undo.offer(guide.finding(body), () => record.undo(entry));
  }

  /** What is kept is never removed: a mistake is struck out or becomes another finding, and both versions stay. */
  async #correct(kept, { id, side }) {
    const { record, guide } = this.page;
    let reason = "";
    const taken = record.all("finding").map(({ body }) => (body.side === side ? body.finding : ""));
    const open = Object.entries(wordsOf(id)).filter(([sign]) => !taken.includes(idOf({ id, sign })));
    const choice = await ask("Was this a mistake?", (close) => [
      el("p", {}, `“${guide.finding(kept.body)}” is in the record already. Strike it out, or choose what it was `
        + "instead; it stays in the history."),
      el("h3", {}, "Strike it out"),
      reasonChoice(reasonsFor(record), "Strike out", (why) => {
        reason = why;
        close("");
      }),
      el("h3", {}, "It was something else"),
    ], [["", "It is right", "main"], ...open.map(([sign, word]) => [sign, upperFirst(word)])], "correct");
    if (reason) strikeFor(kept, reason, this.page);
    else if (choice) record.write("finding", { ...kept.body, finding: idOf({ id, sign: choice }) }, { id: kept.id });
  }
}

/** What a finding is about: {id, side}. */
function placeOf({ body: { finding, side } }) {
  const [form, about] = finding.split(":");
  if (form === "palpation") return about.startsWith("joint.") ? null : { id: `muscle:${about}`, side };
  return MOVEMENT_SIGNS[form] ? { id: about, side } : null;
}
