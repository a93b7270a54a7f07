// Pressure on one point as it runs: moments by the wall clock, so that no reload, frozen tab or lost network loses a
// second, and a clock beside it that notices when the device's own is set meanwhile.

import { uuid } from "./visit-words.js";

/** Smaller differences between the two clocks are rounding and network time. */
const JUMP = 1_500;
/** Pain that is told twice within so many milliseconds was mistaken the first time. */
const CORRECTED = 2_000;
/** The page was asleep when it did not look at the clock for so long. */
const SLEEP = 5_000;

/**
 * The time of day in milliseconds, as it was when the hold began to be timed.
 *
 * `performance.now()` cannot be set but stands still while a device sleeps; the wall clock goes on but can be set.
 * While the page is looked at, a jump of one against the other means that the clock was set, and is taken out again.
 */
export class SteadyClock {
  #wall = Date.now();
  #steady = performance.now();
  #wasHidden = false;

  /** @param {number} shift Milliseconds by which the device's clock was found to be ahead of its earlier self. */
  constructor(shift = 0) {
    this.shift = shift;
    document.addEventListener("visibilitychange", () => { this.#wasHidden ||= document.hidden; });
  }

  now() {
    const wall = Date.now();
    const steady = performance.now();
    const passed = steady - this.#steady;
    const jump = wall - this.#wall - passed;
    const mayHaveSlept = this.#wasHidden || passed > SLEEP;
    if (jump < -JUMP || (jump > JUMP && !mayHaveSlept)) this.shift += jump;
    this.#wall = wall;
    this.#steady = steady;
    this.#wasHidden = document.hidden;
    return wall - this.shift;
  }
}

const isKind = (kind) => (moment) => moment.kind === kind;

/** When it began, in milliseconds; `null` before. */
export const startOf = ({ moments }) => earliest(moments.filter(isKind("start")));

/** Seconds from start to end; `null` while it runs and before. */
export function secondsOf(body) {
  const ends = body.moments.filter(isKind("end")).map(({ at }) => at);
  const start = startOf(body);
  return start === null || ends.length === 0 ? null : Math.max(0, (Math.max(...ends) - start) / 1000);
}

/** Told pain, 0 to 10, in the order in which it was told. */
export const painsOf = ({ moments }) =>
  moments.filter((moment) => moment.kind === "pain").sort((a, b) => a.at - b.at).map(({ value }) => value);

export const isRunning = (body) => startOf(body) !== null && secondsOf(body) === null;

/** Whether the pain that was told last is at most half of the first. */
export function isHalved(body) {
  const pains = painsOf(body);
  return pains.length > 1 && pains[0] > 0 && pains[pains.length - 1] <= pains[0] / 2;
}

/** What the client tapped last, or `null`. */
export function lastTap({ moments }) {
  const taps = moments.filter(({ isClient }) => isClient).sort((a, b) => a.at - b.at);
  return taps[taps.length - 1] ?? null;
}

const earliest = (moments) => (moments.length > 0 ? Math.min(...moments.map(({ at }) => at)) : null);

/** A hold that runs here; what was done is in `body`, and `onChange` is called whenever a moment is added. */
export class HoldTimer {
  /**
   * @param {{id: string, body: Object, shift?: number}} hold
   * @param {function(HoldTimer)} onChange
   */
  constructor({ id = uuid(), body, shift = 0 }, onChange) {
    Object.assign(this, { id, body, onChange, clock: new SteadyClock(shift) });
  }

  /** To be kept, so that another page goes on with it. */
  get saved() { return { id: this.id, body: this.body, shift: this.clock.shift }; }

  /** Seconds so far, or in all. */
  get seconds() {
    const start = startOf(this.body);
    if (start === null) return 0;
    return secondsOf(this.body) ?? Math.max(0, (this.clock.now() - start) / 1000);
  }

  /** "early" before the intended time, "target" within, "over" beyond. */
  get phase() {
    const { low, high } = this.body;
    if (this.seconds < low) return "early";
    return this.seconds <= Math.max(high, low + 5) ? "target" : "over";
  }

  start() { this.add("start"); }

  stop() { this.add("end"); }

  /** Takes back the moment that came last; only as long as it was not sent. */
  takeBack() {
    this.body = { ...this.body, moments: this.body.moments.slice(0, -1) };
    this.onChange(this);
  }

  add(kind, value) {
    const moment = { id: uuid(), kind, at: this.clock.now(), isClient: false };
    if (value !== undefined) moment.value = value;
    this.body = { ...this.body, moments: [...this.body.moments, moment] };
    this.onChange(this);
  }

  /** Pain, 0 to 10. @param {boolean} mayReplace Whether what was told a moment ago can still be replaced. */
  tellPain(value, mayReplace) {
    const last = this.body.moments[this.body.moments.length - 1];
    const isCorrection = last?.kind === "pain" && !last.isClient && this.clock.now() - last.at < CORRECTED;
    if (mayReplace && isCorrection) this.body = { ...this.body, moments: this.body.moments.slice(0, -1) };
    this.add("pain", value);
  }

  /** Takes up what other devices saw. @returns {Object[]} Moments that are new here. */
  takeUp(moments) {
    const known = new Set(this.body.moments.map(({ id }) => id.toLowerCase()));
    const fresh = moments.filter(({ id }) => !known.has(id.toLowerCase()));
    if (fresh.length > 0) this.body = { ...this.body, moments: [...fresh, ...this.body.moments] };
    return fresh;
  }
}
