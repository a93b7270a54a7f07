// The course of an examination: asks the server for the plan, knows which step is shown and which comes next, keeps
// answers in the state, and drops replies that come late. It draws nothing.

import { post, unreachable } from "./ask.js";
import {
  answerOf, ownFindings, record, referrals, rememberedStep, toggleReferral, withdraw,
} from "./examined.js";

export const ORDERS = ["shortest", "teaching"];

/** The phases in the order in which they are taught. */
export const PHASES = ["rule_out", "joint", "limb", "innervation", "perpetuating"];

/**
 * Fires "step" (detail: whether the person moved on, so that the focus follows) when plan or step are new, "busy"
 * (detail: whether), and "failure" (detail: {problem, field, value}).
 *
 * A goal says which step to show once the plan is there: {key}, or {after, keys} for what follows `after` in `keys`.
 */
export class Examiner extends EventTarget {
  #request = null;
  #goal = null;
  #retry = null;
  #foreseen = [];
  #asked = "";
  #trail = [];
  #position = -1;
  #answered = new Map();
  #complaintID = 0;
  #isOpen = false;

  /** @param {State} state */
  constructor(state) {
    super();
    this.state = state;
    this.#forget();
    state.addEventListener("change", () => this.#changed());
  }

  get order() { return ORDERS.includes(this.state.settings.order) ? this.state.settings.order : ORDERS[0]; }

  get isBusy() { return this.#request !== null; }

  get canGoBack() { return this.step ? this.#position > 0 : this.#position >= 0; }

  /** What the shown step was answered, or `null`. */
  get given() { return this.step && answerOf(this.state.complaint, this.step.key); }

  // Beginning and end

  open() {
    this.#isOpen = true;
    if (this.#complaintID !== this.state.complaint.id) this.#forget();
    this.#answered = this.#answers();
    return this.#ask(this.step ? { key: this.step.key } : { after: null, keys: [] }, true);
  }

  close() {
    this.#isOpen = false;
    this.#request?.abort();
    this.#request = null;
  }

  /** Nothing was shown yet for this complaint. */
  #forget() {
    this.#complaintID = this.state.complaint.id;
    /** What the server answered last, or `null`. */
    this.plan = null;
    /** The step that is shown; `null` when none is left. */
    this.step = null;
    /** Origin → its probability before the last answer, as far as it was told. */
    this.before = new Map();
    /** Keys of the steps that were passed over. */
    this.skipped = new Set();
    /** Keys of the steps at which the pressure was held long enough. */
    this.held = new Set();
    this.#trail = [];
    this.#position = -1;
    this.#asked = "";
  }

  // What the person does

  /** Records an answer by its word and moves on; one step to undo. */
  answer(word) {
    const { step } = this;
    const answer = step?.answers.find((one) => one.word === word);
    if (!answer || this.isLocked(answer)) return;
    this.#goal = this.#following();
    this.#foreseen = answer.changes;
    this.skipped.delete(step.key);
    this.state.change((complaint) => record(complaint, step, answer));
  }

  /** Takes the shown step's answer back and asks it anew. */
  withdraw() {
    const { key } = this.step;
    this.#goal = { key };
    this.state.change((complaint) => withdraw(complaint, key));
  }

  /** Draws a zone in which the client feels the pressure, or takes it back. */
  toggleReferral(zone) {
    const { step } = this;
    this.#goal = { key: step.key, stays: true };
    this.state.change((complaint) => toggleReferral(complaint, step, zone));
  }

  /** Passes the step over, or goes on from one that is answered. */
  skip() {
    if (!this.step) return;
    if (this.#position < this.#trail.length - 1) {
      this.#position += 1;
      this.show(this.#trail[this.#position]);
      return;
    }
    if (!this.given) this.skipped.add(this.step.key);
    this.#ask(this.#following(), true);
  }

  back() {
    if (!this.canGoBack) return;
    if (this.step) this.#position -= 1;
    this.show(this.#trail[this.#position]);
  }

  show(key) { return this.#ask({ key }, true); }

  undo() { this.state.undo(); }

  setOrder(order) {
    this.#goal = this.step && !this.given ? { key: this.step.key, stays: true } : { after: null, keys: [] };
    this.state.remember("settings", { order });
  }

  /** Asks once more what failed. */
  again() { if (this.#retry) this.#ask(this.#retry, true); }

  /** Whether an answer must wait until the pressure was held: "the pain stays" cannot be known before. */
  isLocked({ word, needs_hold: needsHold }) {
    const { step } = this;
    return Boolean(step.hold_seconds && needsHold) && !this.held.has(step.key) && this.given?.word !== word;
  }

  // What is there

  /** Steps without an answer, as the server orders them, and those that were only begun. */
  get waiting() { return openSteps(this.plan, this.state.complaint); }

  /** The steps with an answer that holds, as remembered: {key, title, phase, label, …}. */
  get answered() {
    const { complaint } = this.state;
    const holding = [...complaint.examined].filter(([key]) => answerOf(complaint, key));
    return holding.map(([key, entry]) => ({ key, ...entry }));
  }

  /** Which step of how many this is: within its phase as taught, else of all. */
  get progress() {
    const { step } = this;
    const isCounted = ({ phase }) => this.order === "shortest" || phase === step.phase;
    const answered = this.answered.filter(isCounted);
    const open = this.waiting.filter(isCounted);
    const total = answered.length + open.length;
    const known = answered.findIndex(({ key }) => key === step.key);
    if (known >= 0) return { number: known + 1, total };
    const position = Math.max(0, open.findIndex(({ key }) => key === step.key));
    return { number: answered.length + (this.order === "shortest" ? 0 : position) + 1, total };
  }

  /** The plan in teaching order, for paper. */
  async teachingPlan() {
    if (this.order === "teaching" && this.plan) return this.plan;
    return post("/api/examination?order=teaching", JSON.stringify(this.state.toCase()), new AbortController().signal);
  }

  // Asking

  /** The goal to show what comes after the present step. */
  #following() { return { after: this.step.key, keys: this.waiting.map(({ key }) => key) }; }

  #answers() {
    const { complaint } = this.state;
    return new Map(this.answered.map(({ key, word }) => [key, `${complaint.id} ${word}`]));
  }

  /** Something was told: by an answer here, by undo, or on the body chart beside. */
  #changed() {
    const former = this.#answered;
    this.#answered = this.#answers();
    if (!this.#isOpen) return;
    if (this.#complaintID !== this.state.complaint.id) {
      this.#forget();
      this.#ask({ after: null, keys: [] }, true);
      return;
    }
    const goal = this.#goal ?? this.#goalOfUndo(former);
    this.#goal = null;
    if (goal) this.#ask(goal, !goal.stays);
    else if (this.#asked !== JSON.stringify(this.state.toCase())) this.#ask(this.#staying(), false);
  }

  /** The step whose answer undo or redo has changed is shown. */
  #goalOfUndo(former) {
    const keys = [...new Set([...former.keys(), ...this.#answered.keys()])];
    const changed = keys.filter((key) => this.#answered.get(key) !== former.get(key)).pop();
    return changed ? { key: changed } : null;
  }

  #staying() { return this.step ? { key: this.step.key, stays: true } : { after: null, keys: [] }; }

  async #ask(goal, isMove) {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#retry = goal;
    const text = JSON.stringify(this.state.toCase());
    this.#tell("busy", true);
    try {
      const { plan, step } = await this.#fetch(goal, text, request.signal);
      if (this.#request === request) this.#take(plan, step, text);
      else return;
      this.#request = null;
      this.#tell("step", isMove);
    } catch (error) {
      if (this.#request !== request) return;
      this.#request = null;
      this.#tell("failure", error.detail ?? unreachable("the answers are kept"));
    } finally {
      if (this.#request === null) this.#tell("busy", false);
    }
  }

  async #fetch(goal, text, signal) {
    const wanted = goal.key ?? this.#guess(goal);
    const plan = await this.#plan(text, wanted, signal);
    const key = goal.key ?? this.#next(plan, goal);
    return key ? this.#detail(plan, key, wanted, text, signal) : { plan, step: null };
  }

  #plan(text, key, signal) {
    const detail = key ? `&step=${encodeURIComponent(key)}` : "";
    return post(`/api/examination?order=${this.order}${detail}`, text, signal);
  }

  /** The step with what only the server knows of it; a known one as it would be without its own answer. */
  async #detail(plan, key, wanted, text, signal) {
    const { complaint } = this.state;
    const find = (one) => one.steps.find((step) => step.key === key);
    const own = ownFindings(complaint, key);
    if (own.length === 0 && find(plan)) {
      if (key === plan.next || key === wanted) return { plan, step: find(plan) };
      const fuller = await this.#plan(text, key, signal);
      return { plan: fuller, step: find(fuller) };
    }
    if (own.length === 0) return { plan, step: rememberedStep(complaint, key) };
    const step = find(await this.#plan(textWithout(this.state.toCase(), own), key, signal));
    return { plan, step: step ?? rememberedStep(complaint, key) };
  }

  /** As taught, the next step is known before the server answers. */
  #guess({ after, keys }) {
    if (this.order === "shortest") return null;
    return keys.slice(keys.indexOf(after) + 1).find((key) => !this.skipped.has(key)) ?? null;
  }

  #next(plan, { after, keys }) {
    const open = openSteps(plan, this.state.complaint)
      .map(({ key }) => key).filter((key) => key !== after && !this.skipped.has(key));
    if (this.order === "shortest") return open.includes(plan.next) ? plan.next : open[0] ?? null;
    return keys.slice(keys.indexOf(after) + 1).find((key) => open.includes(key)) ?? open[0] ?? null;
  }

  #take(plan, step, text) {
    if (this.plan && this.#asked !== text) {
      const name = ({ source, side }) => `${source} ${side}`;
      const foreseen = this.#foreseen.map((one) => [name(one), one.from]);
      this.before = new Map([...foreseen, ...this.plan.ranking.map((one) => [name(one), one.probability])]);
      this.#foreseen = [];
    }
    [this.plan, this.step, this.#asked] = [plan, step, text];
    if (step && this.#trail[this.#position] !== step.key) {
      this.#trail = [...this.#trail.slice(0, this.#position + 1), step.key];
      this.#position = this.#trail.length - 1;
    }
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

/** Steps that wait for an answer. Questions on habits stay in the server's plan, since their answers weigh nothing. */
function openSteps(plan, complaint) {
  const steps = (plan?.steps ?? []).filter(({ key }) => !answerOf(complaint, key));
  const listed = new Set(steps.map(({ key }) => key));
  const begun = [...complaint.examined.keys()].filter((key) =>
    !listed.has(key) && !answerOf(complaint, key) && referrals(complaint, complaint.examined.get(key)).length > 0);
  return [...begun.map((key) => rememberedStep(complaint, key)), ...steps];
}

/** The case as JSON without some findings. */
function textWithout(wire, findings) {
  const name = ({ id, side }) => `${id} ${side ?? ""}`;
  const left = new Set(findings.map(name));
  return JSON.stringify({ ...wire, findings: wire.findings.filter((one) => !left.has(name(one))) });
}
