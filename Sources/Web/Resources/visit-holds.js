// The step Holds: a muscle is chosen, its dose and hazards are read, the hold runs, and what came of it is listed.

import { HoldTimer, isRunning, painsOf } from "./hold-timer.js";
import { holdName, lengthWords, muscleOf, outcome } from "./visit-held.js";
import { GRACE, mark, scale } from "./visit-measure.js";
import { Picker } from "./visit-picker.js";
import { Preparation } from "./visit-prepare.js";
import { StruckList, strikeOut } from "./visit-strikes.js";
import { RunningHold } from "./visit-running.js";
import { el, upperFirst } from "./words.js";

/** A tap that was meant for STOP must not begin the next hold. */
const STARTLED = 900;
/** Pain can be told anew for so long before it is sent. */
const CORRECTED = 2_000;

export class HoldsStep {
  #stopped = -Infinity;
  #timer = null;

  constructor(page) {
    this.page = page;
    this.storeKey = `tautband.running.${page.place.author}.${page.place.visit}`;
    this.picker = new Picker({ label: "Muscle" }, page.guide.muscles, (id, side) => this.prepare(id, side));
    this.preparation = new Preparation(page, (body) => this.#begin(body));
    this.result = el("section", { class: "block result", "aria-label": "The last hold", hidden: true });
    this.list = el("ul", { class: "holds" });
    this.struck = new StruckList(page, ({ kind }) => kind === "hold");
    this.link = el("p", { class: "tap-link" },
      el("button", { type: "button", onclick: () => this.#makeLink() }, "Let the client tap on the own phone"));
    this.box = el("fieldset", { class: "plain" }, el("legend", { class: "visually-hidden" }, "Holds"), this.result,
      this.preparation.element,
      el("section", { class: "block new-hold" }, el("h3", {}, "New hold"), this.picker.element),
      el("section", { class: "block" }, el("h3", {}, "Held today"), this.list, this.link),
      this.struck.element);
  }

  update() {
    const { record, earlier, guide } = this.page;
    this.box.disabled = !record.canWrite;
    const holds = record.all("hold").filter(({ body }) => body.moments.length > 0);
    const examined = record.all("finding").map(muscleOf).filter(Boolean);
    this.picker.suggest([...examined, ...holds.map(muscleOf).reverse(), ...earlier.muscles], guide);
    this.list.replaceChildren(...(holds.length > 0 ? holds.toReversed().map((entry) => this.#row(entry))
      : [el("li", {}, "None yet.")]));
    this.struck.update();
    if (this.#timer) this.#showResult();
  }

  #row(entry) {
    const { id, body } = entry;
    const { guide, record } = this.page;
    const runs = isRunning(body);
    const name = holdName(body, guide);
    const show = () => this.#show(new HoldTimer({ id, body }, (timer) => this.#keep(timer)));
    return el("li", { "data-hold": id }, el("span", {}, el("strong", {}, upperFirst(name)), el("br"), outcome(body)),
      el("span", { class: "row-buttons" }, el("button", {
        type: "button", "aria-label": `${runs ? "Show" : "Again"}: ${name}`,
        onclick: runs ? show : () => this.#again(body),
      }, runs ? "Show" : "Again"),
      runs || record.canUndo(id) ? null : el("button", {
        type: "button", class: "strike", "aria-label": `Strike out: ${name}`, onclick: () => this.#strike(entry),
      }, "Strike out")));
  }

  async #strike(entry) {
    await strikeOut(entry, this.page);
    if (this.#timer?.id !== entry.id || !this.page.record.get(entry.id)?.struck) return;
    this.#timer = null;
    this.result.hidden = true;
  }

  /** Chooses a muscle; the hold begins with START. */
  prepare(id, side) {
    this.#timer = null;
    this.result.hidden = true;
    this.preparation.show(id, side);
  }

  // Running

  /** Goes on with a hold that ran when the page was left; for this no server is needed. */
  resume() {
    const saved = this.#saved();
    if (!saved || !this.page.place.writes) return;
    const timer = new HoldTimer(saved, (one) => this.#keep(one));
    if (isRunning(timer.body)) this.#show(timer);
    else this.#forget();
  }

  #begin(body) {
    if (performance.now() - this.#stopped < STARTLED) return;
    this.page.cues.unlock();
    this.preparation.hide();
    const timer = new HoldTimer({ body: { ...body, moments: [] } }, (one) => this.#keep(one));
    timer.start();
    this.#show(timer);
  }

  #again({ source, side, point, technique, low, high }) { this.#begin({ source, side, point, technique, low, high }); }

  #show(timer) {
    this.#timer = timer;
    this.page.show("holds");
    this.page.undo.clear();
    new RunningHold(timer, this.page, {
      onStop: () => this.#end(timer),
      onEnded: () => {
        this.#forget();
        this.update();
      },
      onPoll: async () => {
        await this.page.record.poll();
        return this.page.record.get(timer.id)?.body.moments ?? [];
      },
    }).open();
  }

  #end(timer) {
    this.#stopped = performance.now();
    timer.stop();
    this.#forget();
    this.#showResult();
    this.result.scrollIntoView({ block: "start" });
    this.result.querySelector("h3").focus({ preventScroll: true });
    this.page.undo.offer(`Stopped after ${Math.round(timer.seconds)} s`, () => this.#goOn(timer), "Go on");
  }

  /** The stop was a mistake: as long as it was not sent, the hold never ended. */
  #goOn(timer) {
    const last = timer.body.moments[timer.body.moments.length - 1];
    if (last.kind !== "end" || !this.page.record.canUndo(timer.id)) return;
    timer.takeBack();
    this.#show(timer);
  }

  #keep(timer) {
    const last = timer.body.moments[timer.body.moments.length - 1];
    if (isRunning(timer.body)) this.#remember(timer.saved);
    const delay = { end: GRACE, pain: CORRECTED }[last?.kind] ?? 0;
    this.page.record.hold(timer.id, timer.body, { delay });
  }

  // Afterwards

  #showResult() {
    const { body } = this.#timer;
    this.result.hidden = isRunning(body);
    if (this.result.dataset.hold !== this.#timer.id) this.#buildResult();
    const pains = painsOf(body);
    mark(this.result.querySelector(".scale"), pains[pains.length - 1] ?? null);
    this.result.querySelector(".outcome").textContent = upperFirst(outcome(body));
    this.result.querySelector(".length").textContent = `The time is ${lengthWords(body)}.`;
  }

  #buildResult() {
    const timer = this.#timer;
    const { guide, record } = this.page;
    this.result.dataset.hold = timer.id;
    this.result.replaceChildren(
      el("h3", { tabindex: -1 }, upperFirst(holdName(timer.body, guide))), el("p", { class: "outcome" }),
      el("p", { class: "length" }), el("p", {}, "Pain at this pressure now"),
      scale("Pain at the end, 0 to 10", (value) => {
        this.page.undo.clear();
        timer.tellPain(value, record.canUndo(timer.id));
      }),
      el("p", { class: "row" }, el("button", { type: "button", class: "main", onclick: () => this.#again(timer.body) },
        "Again, same point")));
  }

  async #makeLink() {
    const link = await this.page.record.tapLink();
    if (!link) return this.page.say("The link could not be made. Try again when you are online.");
    const input = el("input", { id: "tap-address", type: "text", readonly: true, value: link.address });
    const copy = el("button", { type: "button", onclick: async () => {
      // Without HTTPS there is no clipboard to write to: what is to be copied is selected instead.
      const isCopied = await navigator.clipboard?.writeText(link.address).then(() => true, () => false);
      if (!isCopied) input.select();
      copy.textContent = isCopied ? "Copied" : "Selected: now copy it";
    } }, "Copy");
    const code = new DOMParser().parseFromString(link.code, "image/svg+xml").documentElement;
    this.link.replaceChildren(el("span", { class: "scan" }, document.importNode(code, true)), el("label", { for: "tap-address" }, "Open this on the client's phone"),
      el("span", { class: "with-button" }, input, copy),
      el("span", { class: "hint" },
        "More, less, good and stop appear here while a hold runs. It shows nothing of the record."));
  }

  // What outlives the page

  #remember(saved) {
    try { localStorage.setItem(this.storeKey, JSON.stringify(saved)); } catch { /* It lasts as long as the page. */ }
  }

  #forget() {
    try { localStorage.removeItem(this.storeKey); } catch { /* Nothing was kept. */ }
  }

  #saved() {
    try { return JSON.parse(localStorage.getItem(this.storeKey) ?? "null"); } catch { return null; }
  }
}
