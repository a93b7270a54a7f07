// The session page: six steps around one record, for a phone beside the treatment table.

import { askReason, askVersion } from "./visit-dialogs.js";
import { Cues } from "./visit-cues.js";
import { Earlier, HistoryStep } from "./visit-earlier.js";
import { ExamineStep } from "./visit-examine.js";
import { StatusLine, Tabs, UndoBar } from "./visit-frame.js";
import { HoldsStep } from "./visit-holds.js";
import { MeasureStep } from "./visit-measures.js";
import { NoteStep } from "./visit-note.js";
import { VisitRecord } from "./visit-record.js";
import { Guide } from "./visit-words.js";
import { byId, el } from "./words.js";

const STEPS = [
  ["history", "History"], ["before", "Before"], ["examine", "Examine"], ["holds", "Holds"], ["after", "After"],
  ["note", "Note"],
];
/** Milliseconds until the record is asked for again when it could not be read. */
const AGAIN = 5_000;

/** The page; steps find in it what they share. */
class VisitPage {
  #isAsking = false;

  constructor(mount) {
    const { client, visit, complaint, zone, name, author, writes, names } = mount.dataset;
    this.place = {
      client, visit, complaint, zone, name, author, writes: writes === "yes", names: JSON.parse(names || "{}"),
    };
    this.record = new VisitRecord(this.place);
    this.cues = new Cues();
    this.undo = new UndoBar();
    this.earlier = new Earlier([], visit);
    this.mount = mount;
    this.tabs = new Tabs(STEPS, (key) => this.show(key));
    this.status = new StatusLine(this.record, zone, {
      onChoose: ({ entry }) => this.#choose(entry.id), onReason: () => this.amend(),
    });
    this.amending = el("p", { class: "amending", hidden: true });
    this.message = el("p", { class: "visit-message", role: "alert" });
  }

  async begin() {
    const bar = el("div", { class: "visit-bar" }, this.tabs.element, this.status.element);
    this.guide = await Guide.load();
    this.steps = {
      history: new HistoryStep(this), before: new MeasureStep("before", this), examine: new ExamineStep(this),
      holds: new HoldsStep(this), after: new MeasureStep("after", this), note: new NoteStep(this),
    };
    this.panels = new Map(STEPS.map(([key, word]) => [key, el("section", {
      role: "tabpanel", id: `panel-${key}`, "aria-labelledby": `tab-${key}`, tabindex: -1, class: `step step-${key}`,
    }, el("h2", {}, word), this.steps[key].box)]));
    this.mount.replaceChildren(bar, this.amending, this.message, ...this.panels.values(), this.undo.element);
    this.record.addEventListener("change", () => this.update());
    this.record.addEventListener("changed", () =>
      this.say("Somebody else changed this meanwhile. It is shown as it is now; look at it again."));
    this.record.addEventListener("conflict", ({ detail }) => this.#settle(detail));
    addEventListener("beforeunload", (event) => { if (this.record.outbox.items.size > 0) event.preventDefault(); });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.record.isLoaded) this.record.load();
    });
    this.show(this.#shown ?? "before", false);
    this.steps.holds.resume();
    await this.#read();
  }

  get #shown() {
    const key = location.hash.slice(1);
    return STEPS.some(([one]) => one === key) ? key : null;
  }

  async #read() {
    const [isRead] = await Promise.all([this.record.load(), this.readEarlier()]);
    if (!isRead) {
      this.say(this.record.outbox.isSignedOut ? "" : "The record cannot be read at the moment. It is tried again.");
      setTimeout(() => this.#read(), AGAIN);
      return;
    }
    this.say("");
    if (!this.#shown) this.show(this.#first, false);
    this.update();
  }

  /** Where one begins: with what was said last time, at the first measure, or at the signed note. */
  get #first() {
    if (this.record.signature) return "note";
    const isBegun = ["measurement", "finding", "hold", "note"].some((kind) => this.record.all(kind).length > 0);
    return !isBegun && this.earlier.visits.length > 0 ? "history" : "before";
  }

  async readEarlier() {
    const entries = await this.record.complaint();
    this.earlier = new Earlier(entries ?? [], this.place.visit);
    this.earlier.isRead = entries !== null;
    this.update();
  }

  // What steps ask of the page

  show(key, isChosen = true) {
    this.tabs.select(key);
    for (const [one, panel] of this.panels) panel.hidden = one !== key;
    if (isChosen) {
      history.replaceState(null, "", `#${key}`);
      // The step begins below the tabs, wherever the one before was scrolled to.
      scrollTo({ top: this.mount.getBoundingClientRect().top + scrollY });
    }
    this.current = key;
    this.update();
  }

  prepareHold(id, side) {
    this.show("holds");
    this.steps.holds.prepare(id, side);
  }

  say(text) { this.message.textContent = text; }

  update() {
    if (!this.steps) return;
    const { record } = this;
    this.steps[this.current].update();
    this.status.update();
    const has = (kind, isWanted = () => true) => record.all(kind).some(isWanted);
    this.tabs.mark("before", has("measurement", ({ body }) => body.phase === "before"));
    this.tabs.mark("examine", has("finding"));
    this.tabs.mark("holds", has("hold"));
    this.tabs.mark("after", has("measurement", ({ body }) => body.phase === "after"));
    this.tabs.mark("note", has("note", ({ body }) => body.text !== ""));
    this.#sayWhyLocked();
  }

  #sayWhyLocked() {
    const { record, place } = this;
    const [text, word, action] = !record.isLoaded ? [""]
      : record.reason ? [`You amend a signed visit: ${record.reason}`, "Done", () => record.amend("")]
      : record.signature && place.writes ? ["This visit is signed.", "Amend", () => this.amend()]
      : place.writes ? [""] : ["You can read this visit and not change it."];
    // The note has its own button.
    this.amending.hidden = text === "" || (this.current === "note" && word === "Amend");
    if (this.amending.dataset.text === text) return;
    this.amending.dataset.text = text;
    this.amending.replaceChildren(text, ...(word ? [el("button", { type: "button", onclick: action }, word)] : []));
  }

  async amend() {
    await this.record.load();
    const reason = await askReason();
    if (reason) this.record.amend(reason);
  }

  // Two versions of one thing

  #choose(id) {
    const mine = this.record.outbox.of(id).pop()?.entry;
    if (mine) this.record.load();
  }

  async #settle({ mine, theirs }) {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const choice = await askVersion({ mine, theirs }, this.guide, this.place.zone, theirs.author === this.place.author);
    this.#isAsking = false;
    if (choice) this.record.resolve(mine.id, choice);
  }
}

const mount = byId("visit");
if (mount) new VisitPage(mount).begin();
