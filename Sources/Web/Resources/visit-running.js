// The hold that runs: the whole screen, huge seconds, and everything that a free thumb may want.

import { isHalved, lastTap, painsOf, startOf } from "./hold-timer.js";
import { holdName, tapWords } from "./visit-held.js";
import { mark, scale } from "./visit-measure.js";
import { el, svg } from "./words.js";

const RADIUS = 92;
const ROUND = 2 * Math.PI * RADIUS;
/** Milliseconds between looks at the client's taps, and between two pictures of the seconds. */
const LOOK = 1_500;
const PICTURE = 200;
/** A second tap on the button that began it must not end it. */
const STARTLED = 1_000;
const SIGNS = { release: "Released", referred: "Referred", familiar: "As their pain", twitch: "Twitch" };

export class RunningHold {
  #timers = [];
  #phase = "early";
  #wasHalved = false;
  #opened = 0;
  #isOver = false;
  #isLooking = false;

  /**
   * @param {HoldTimer} timer
   * @param {Object} page What the steps share.
   * @param {{onStop: function(), onEnded: function(), onPoll: function(): Promise<Object[]>}} does Ended: elsewhere.
   *   Moments of other devices come from `onPoll`.
   */
  constructor(timer, page, does) {
    Object.assign(this, { timer, page, ...does });
    this.seconds = el("span", { class: "seconds", role: "timer", "aria-label": "Seconds held" }, "0");
    this.ring = this.#ring();
    this.cue = el("p", { class: "cue", role: "status" });
    this.tap = el("p", { class: "client-tap", role: "status" });
    this.pains = scale("Pain now, 0 to 10", (value) => this.#pain(value));
    this.asked = el("p", { class: "pain-asked", id: "pain-asked" }, "Pain now?");
    this.signs = Object.entries(SIGNS).map(([kind, word]) => el("button", {
      type: "button", "data-kind": kind, "aria-pressed": "false", onclick: () => this.#sign(kind),
    }, word));
    this.end = el("button", { type: "button", class: "stop", onclick: () => this.#stop() }, "STOP");
    this.dialog = el("dialog", {
      class: "running", "aria-labelledby": "running-title", closedby: "none", onkeydown: (event) => this.#key(event),
      // Neither Escape nor a phone's gesture for back may hide a hold that runs.
      oncancel: (event) => event.preventDefault(), onclose: () => { if (!this.#isOver) this.dialog.showModal(); },
    }, this.#head(), this.#face(),
    el("div", { class: "hands" }, el("div", { class: "signs" }, this.signs), this.asked, this.pains, this.end));
  }

  #head() {
    const { cues, guide } = this.page;
    const words = () => (cues.isOn ? "Sound on" : "Sound off");
    const sound = el("button", { type: "button", "aria-pressed": String(cues.isOn), onclick: () => {
      cues.toggle();
      sound.textContent = words();
      sound.setAttribute("aria-pressed", String(cues.isOn));
    } }, words());
    return el("header", {}, el("h2", { id: "running-title" }, holdName(this.timer.body, guide)), sound);
  }

  #face() {
    return el("div", { class: "face" },
      el("div", { class: "dial" }, this.ring, el("div", { class: "tally" }, this.seconds,
        el("span", { class: "aim" }, this.#aim))), el("div", { class: "told" }, this.cue, this.tap));
  }

  get #aim() {
    const { low, high } = this.timer.body;
    return low === high ? `aim ${low} s` : `aim ${low}–${high} s`;
  }

  /** The ring: a third more than the aim, its zone marked by a thick arc and by two strokes. */
  #ring() {
    const { low, high } = this.timer.body;
    this.whole = Math.max(high, low + 5) * 4 / 3;
    const arc = (kind, from, to) => svg("circle", {
      class: kind, cx: 110, cy: 110, r: RADIUS, transform: `rotate(${-90 + from * 360} 110 110)`,
      "stroke-dasharray": `${Math.max(0, to - from) * ROUND} ${ROUND}`,
    });
    const stroke = (share) => svg("line", {
      class: "limit", x1: 110, y1: 4, x2: 110, y2: 32, transform: `rotate(${share * 360} 110 110)`,
    });
    const [from, to] = [low / this.whole, Math.max(high, low + 5) / this.whole];
    this.progress = arc("progress", 0, 0);
    return svg("svg", { viewBox: "0 0 220 220", "aria-hidden": "true" },
      arc("round", 0, 1), arc("zone", from, to), this.progress, stroke(from), stroke(to));
  }

  // Beginning and end

  open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.end.focus();
    this.#opened = performance.now();
    this.page.cues.keepAwake(true);
    this.#phase = this.timer.phase;
    this.#wasHalved = isHalved(this.timer.body);
    this.#timers = [setInterval(() => this.#tick(), PICTURE), setInterval(() => this.#look(), LOOK)];
    this.#draw();
    this.#say();
    this.#showTap(lastTap(this.timer.body));
  }

  close() {
    this.#isOver = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.page.cues.keepAwake(false);
    this.dialog.close();
    this.dialog.remove();
  }

  #stop() {
    if (performance.now() - this.#opened < STARTLED) return;
    this.close();
    this.onStop();
  }

  /** Digits tell pain; with 1 the ten is a second touch away, so it has the letter X. */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") event.preventDefault();
    else if (/^[0-9]$/.test(event.key)) this.#pain(Number(event.key));
    else if (event.key === "x") this.#pain(10);
  }

  // What is told and seen

  #pain(value) {
    this.timer.tellPain(value, this.page.record.canUndo(this.timer.id));
    this.#draw();
    this.#halved();
  }

  #sign(kind) {
    this.timer.add(kind);
    this.#draw();
  }

  #halved() {
    const isNow = isHalved(this.timer.body);
    if (isNow && !this.#wasHalved) this.page.cues.play("low");
    this.#wasHalved = isNow;
    this.#say();
  }

  async #look() {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const moments = await this.onPoll();
    this.#isLooking = false;
    if (this.#isOver) return;
    const fresh = this.timer.takeUp(moments);
    // Another device has ended it.
    if (fresh.some(({ kind }) => kind === "end")) {
      this.close();
      this.onEnded();
      return;
    }
    const taps = fresh.filter(({ isClient }) => isClient);
    if (taps.length === 0) return;
    this.#showTap(lastTap(this.timer.body));
    this.page.cues.play(taps.some(({ kind }) => kind === "stop") ? "alarm" : "client");
    this.#draw();
    this.#halved();
  }

  #showTap(tap) {
    this.tap.hidden = !tap;
    if (!tap) return;
    const [mark, words] = tapWords(tap);
    this.tap.dataset.kind = tap.kind;
    this.tap.replaceChildren(el("span", { "aria-hidden": "true" }, mark), ` client: ${words}`);
  }

  // What is shown

  #tick() {
    const { phase } = this.timer;
    if (phase !== this.#phase) {
      this.#phase = phase;
      if (phase !== "early") this.page.cues.play(phase === "target" ? "low" : "high");
      this.#say();
    }
    this.#draw();
  }

  #say() {
    const text = {
      early: "", target: "Long enough: ease when it softens", over: "Longest time reached: ease now",
    }[this.#phase];
    const mayEase = this.#wasHalved && this.#phase !== "over";
    const said = mayEase ? "Tenderness has halved: you may ease" : text;
    if (this.cue.textContent !== said) this.cue.textContent = said;
    this.dialog.dataset.phase = this.#phase;
    this.dialog.dataset.halved = String(mayEase);
  }

  #draw() {
    const { seconds, body } = this.timer;
    this.seconds.textContent = String(Math.floor(seconds));
    this.seconds.dataset.digits = this.seconds.textContent.length;
    this.progress.setAttribute("stroke-dasharray", `${Math.min(seconds / this.whole, 1) * ROUND} ${ROUND}`);
    const pains = painsOf(body);
    mark(this.pains, pains[pains.length - 1] ?? null);
    this.asked.textContent = pains.length === 0 ? "Pain now?" : `Pain ${pains.join(" → ")}`;
    for (const button of this.signs) {
      const count = body.moments.filter(({ kind }) => kind === button.dataset.kind).length;
      button.setAttribute("aria-pressed", String(count > 0));
    }
    this.dialog.dataset.begun = String(startOf(body) !== null);
  }
}
