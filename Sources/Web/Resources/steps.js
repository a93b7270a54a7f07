// All steps of the examination by phase: any can be jumped to; answered ones carry their answer.

import { PHASES } from "./examiner.js";
import { PHASE_WORDS } from "./step.js";
import { el, fold, matchScore } from "./words.js";

export class StepsList {
  /**
   * @param {HTMLElement} box
   * @param {Examiner} examiner
   * @param {function(string)} onChoose Called with the key of the chosen step.
   */
  constructor(box, examiner, onChoose) {
    Object.assign(this, { box, examiner, onChoose });
    this.input = el("input", {
      type: "search", id: "step-search", autocomplete: "off", oninput: () => this.#fill(),
      onkeydown: (event) => { if (event.key === "Enter") this.groups.querySelector("button")?.click(); },
    });
    this.groups = el("div", {});
    box.replaceChildren(
      el("h3", { id: "steps-title", tabindex: -1 }, "All steps"),
      el("label", { for: "step-search" }, "Find a step, for example ", el("q", {}, "infraspinatus")),
      this.input, this.groups);
  }

  render() {
    this.input.value = "";
    this.#fill();
  }

  focus() { this.box.querySelector("#steps-title").focus({ preventScroll: true }); }

  #fill() {
    const query = fold(this.input.value);
    const isWanted = ({ title }) => !query || matchScore(query, fold(title)) > 0;
    const groups = PHASES.map((phase) => this.#group(phase, isWanted, query !== "")).filter(Boolean);
    this.groups.replaceChildren(...(groups.length > 0 ? groups
      : [el("p", { class: "muted" }, "No step has these words. Try a simpler one.")]));
  }

  #group(phase, isWanted, isSearch) {
    const { examiner } = this;
    const inPhase = (step) => step.phase === phase;
    const answered = examiner.answered.filter(inPhase);
    const open = examiner.waiting.filter(inPhase);
    const rows = [...answered, ...open].filter(isWanted);
    const why = examiner.plan.empty_phases[phase];
    if (rows.length === 0 && (isSearch || !why)) return null;
    const count = `${answered.length} of ${answered.length + open.length} answered`;
    return el("section", { "data-phase": phase, "aria-label": PHASE_WORDS[phase] },
      el("h4", {}, PHASE_WORDS[phase], " ", el("span", { class: "muted" }, rows.length > 0 ? count : "")),
      rows.length > 0 ? el("ul", {}, rows.map((step) => this.#row(step)))
        : el("p", { class: "muted" }, `Nothing to ask: ${why}.`));
  }

  #row({ key, title, label, word }) {
    const { examiner } = this;
    const isHere = examiner.step?.key === key;
    const note = word && label ? label : examiner.skipped.has(key) ? "skipped" : "";
    return el("li", {}, el("button", {
      type: "button", class: "step-row", "data-step": key, "aria-current": isHere ? "step" : null,
      "data-answered": word ? "yes" : null, onclick: () => this.onChoose(key),
    },
    el("span", {}, title), note ? el("span", { class: "step-note" }, word ? `✓ ${note}` : note) : null));
  }
}
