// One step of the examination: what to do, the picture, what not to press, and one large button per answer.

import { canRefer } from "./examined.js";
import { Hold } from "./hold.js";
import { ReferralDrawing } from "./referral.js";
import { el, upperFirst } from "./words.js";

export const PHASE_WORDS = {
  rule_out: "Rule out first", joint: "The joint and what moves it", limb: "The rest of the limb",
  innervation: "The same nerve supply", perpetuating: "What keeps it going",
};

/** So many changes of the ranking stand under an answer. */
const MOST_CHANGES = 2;

export class StepView {
  #shown = null;
  #referral = null;

  /**
   * @param {HTMLElement} box
   * @param {{examiner, state, store, announce(text), openList()}} page
   */
  constructor(box, page) {
    Object.assign(this, { box, ...page });
    this.counter = el("div", { class: "hold-count", "aria-live": "polite" });
    this.hold = new Hold(this.counter, (key) => this.#held(key));
    this.progress = el("div", { class: "step-progress" });
    this.content = el("div", { class: "step-content" });
    this.dock = el("div", { class: "dock" });
    this.answers = el("div", { class: "answers", role: "group", "aria-labelledby": "step-title" });
    this.controls = el("div", { class: "dock-controls", role: "group", "aria-label": "Moving through the steps" });
    this.dock.append(this.counter, this.answers, this.controls);
    box.replaceChildren(this.progress, this.content, this.dock);
  }

  /** Shows the examiner's step; with `isMove` the focus goes to its title. */
  render(isMove) {
    const { step } = this.examiner;
    if (isMove || this.#shown !== (step?.key ?? "")) this.#build(step);
    this.#refresh();
    if (isMove) this.focus();
  }

  focus() { this.box.querySelector("#step-title")?.focus({ preventScroll: true }); }

  /** Old step and answers stay while the server works, but nothing can be pressed twice. */
  markBusy(isBusy) {
    this.box.setAttribute("aria-busy", String(isBusy));
    for (const button of this.answers.children) button.setAttribute("aria-disabled", String(isBusy));
  }

  /** Presses the answer with a number, from 1. */
  press(number) {
    const button = this.answers.querySelectorAll(".answer-button")[number - 1];
    if (button?.disabled) this.announce(lockWords(this.examiner.step));
    else button?.click();
  }

  #build(step) {
    this.#shown = step?.key ?? "";
    this.hold.stop();
    this.dock.classList.remove("holding");
    this.#referral = step && canRefer(step) ? new ReferralDrawing(this, step) : null;
    this.content.replaceChildren(...(step ? this.#stepContent(step) : this.#endContent()));
  }

  /** What may change while the step stays: progress, answers and what was drawn. */
  #refresh() {
    const { step } = this.examiner;
    const focused = this.dock.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.progress.replaceChildren(...(step ? progress(this.examiner) : []));
    this.answers.replaceChildren(...(step ? step.answers.map((answer, index) => this.#answer(answer, index)) : []));
    this.answers.hidden = !step;
    this.controls.replaceChildren(...this.#buttons(step));
    this.#referral?.render();
    if (focused) [...this.dock.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focused)?.focus();
  }

  // What to do

  #stepContent(step) {
    const { given, plan, order } = this.examiner;
    const stops = plan.stop && order === "shortest";
    return [
      el("h3", { id: "step-title", tabindex: -1 }, step.title),
      given ? this.#givenNote(given) : null,
      stops ? el("p", { class: "stop-note" }, `The shortest path ends here: ${plan.stop}. You may still go on.`) : null,
      step.reason ? el("p", { class: "step-reason" }, upperFirst(step.reason)) : null,
      el("div", { class: "step-body" }, figure(step), hazards(step.hazards), how(step.how)),
      this.#referral?.node,
    ].filter(Boolean);
  }

  #givenNote(given) {
    return el("p", { class: "given-note" }, el("span", {}, "Answered: ", el("strong", {}, given.label)),
      el("button", {
        type: "button", id: "withdraw", onclick: () => this.examiner.withdraw(),
      }, "Withdraw this answer"));
  }

  #endContent() {
    const { plan, order, skipped } = this.examiner;
    const isFlagged = plan.red_flags.length > 0;
    const isEmpty = plan.ranking.length === 0 && !isFlagged;
    const button = (text, onclick) => el("button", { type: "button", onclick }, text);
    const list = skipped.size > 0 ? `All steps (${skipped.size} skipped)` : "All steps";
    const canGoOn = order === "shortest" && !isEmpty && !isFlagged;
    return [
      ...endWords(plan, isEmpty),
      el("div", { class: "end-buttons" },
        canGoOn ? button("Go on as taught", () => this.examiner.setOrder("teaching")) : null,
        isEmpty ? null : button(list, () => this.openList())),
    ];
  }

  // Answers

  #answer(answer, index) {
    const { given } = this.examiner;
    const isLocked = this.examiner.isLocked(answer);
    const note = isLocked ? lockWords(this.examiner.step) : changeWords(answer);
    return el("button", {
      type: "button", class: "answer-button", "data-word": answer.word, "data-focus": `answer ${answer.word}`,
      disabled: isLocked, "aria-pressed": given ? String(given.word === answer.word) : null,
      onclick: () => { if (!this.examiner.isBusy) this.examiner.answer(answer.word); },
    },
    el("kbd", { "aria-hidden": "true" }, String(index + 1)),
    el("span", { class: "answer-label" }, answer.label),
    note ? el("span", { class: "answer-note" }, note) : null);
  }

  #buttons(step) {
    const { examiner, state } = this;
    const button = (name, text, isOff, onclick, attributes = {}) => el("button", {
      type: "button", id: `step-${name}`, "data-focus": name, disabled: isOff, onclick, ...attributes,
    }, text);
    return [
      button("previous", "Previous", !examiner.canGoBack, () => examiner.back()),
      button("undo", "Undo", !state.canUndo, () => examiner.undo(), { title: "Undo (U or Ctrl+Z)" }),
      step?.hold_seconds ? this.#holdButton(step, button) : null,
      step ? button("skip", examiner.given ? "Next" : "Skip", false, () => examiner.skip()) : null,
    ].filter(Boolean);
  }

  #holdButton(step, button) {
    const isHeld = this.examiner.held.has(step.key);
    const seconds = `${step.hold_seconds} s`;
    const text = this.hold.isRunning ? "Holding…" : isHeld ? `Held ${seconds} ✓` : `Hold ${seconds}`;
    return button("hold", text, false, () => this.#startHold(step), { class: isHeld ? "hold done" : "hold" });
  }

  #startHold(step) {
    if (this.hold.isRunning) return;
    this.hold.start(step.key, step.hold_seconds);
    this.dock.classList.add("holding");
    this.#refresh();
  }

  #held(key) {
    const { step } = this.examiner;
    this.dock.classList.remove("holding");
    this.examiner.held.add(key);
    if (step?.key !== key) return;
    this.announce(`${step.hold_seconds} seconds held. All answers can be chosen.`);
    this.#refresh();
  }
}

/** Why no step is shown. */
function endWords({ red_flags: flags, steps, stop }, isEmpty) {
  const title = (text) => el("h3", { id: "step-title", tabindex: -1 }, text);
  if (isEmpty) {
    return [title("Nothing to examine yet"),
      el("p", {}, "Leave the examination and paint where it hurts; the steps follow from the drawing.")];
  }
  const why = stop ? `${upperFirst(stop)}${/[.!?]$/.test(stop) ? "" : "."}`
    : "Everything this plan asks is answered or skipped.";
  const isStopped = flags.length > 0 && steps.length === 0;
  return [title(isStopped ? "The examination stops here" : "No step is left"), el("p", {}, why)];
}

const lockWords = ({ hold_seconds: seconds }) => `hold ${seconds} s before recording that the pain stays`;

function progress(examiner) {
  const { step } = examiner;
  const { number, total } = examiner.progress;
  return [
    el("p", {}, el("strong", {}, PHASE_WORDS[step.phase] ?? step.phase), ` · ${number} of ${total}`),
    el("meter", { min: 0, max: total, value: number, "aria-hidden": "true" }),
  ];
}

function figure({ kind, figure: address, title, hazards: all }) {
  if (!address) return null;
  const isPress = kind === "palpation";
  const name = title.replace(/^[^:]*: /, "");
  const words = isPress
    ? `Where to press: ${name}. Crosses mark the points; hatched zones hold what must not be pressed.`
    : `Where to touch: ${name}, coloured.`;
  const hatched = all.length > 0 ? `hatched: a hazard, see “Do not press” (${all.length})` : null;
  const key = isPress ? ["× press here", hatched] : ["coloured: touch here, then the same place on the other side"];
  const box = el("figure", { class: "step-figure" });
  const image = el("img", { src: address, alt: words, width: 1000, height: 1040, onerror: () => box.remove() });
  const lines = key.filter(Boolean).map((text) => el("span", {}, text));
  box.append(image, el("figcaption", { "aria-hidden": "true" }, lines));
  return box;
}

function hazards(all) {
  if (all.length === 0) return null;
  return el("section", { class: "hazards", "aria-labelledby": "hazards-title" },
    el("h4", { id: "hazards-title" }, "Do not press"), el("ul", {}, all.map((text) => el("li", {}, text))));
}

function how(all) {
  if (all.length === 0) return null;
  return el("section", { class: "how", "aria-labelledby": "how-title" },
    el("h4", { id: "how-title" }, "How it is done"), all.map((text) => el("p", {}, upperFirst(text))));
}

/** "deltoid, right 18 → 42 %" for what an answer would move most. */
function changeWords({ changes, findings, probability }) {
  const whole = (share) => Math.round(share * 100);
  const seen = changes.filter(({ from, to }) => whole(from) !== whole(to))
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from)).slice(0, MOST_CHANGES);
  if (seen.length > 0) {
    return seen.map(({ name, from, to }, index) =>
      el("span", { class: "change" }, `${index > 0 ? "; " : ""}${name} ${whole(from)} → ${whole(to)} %`));
  }
  if (findings.length === 0) return "for the treatment; leaves the ranking as it is";
  return probability === undefined ? null : "hardly changes the ranking";
}
