// History and findings: searched in plain words, added with a side where it matters, shown as chips.

import { isExamined, withdrawFinding } from "./examined.js";
import { refill } from "./lists.js";
import { el, fold, matchScore } from "./words.js";

const MOST_RESULTS = 20;

/** Only what was asked or looked for can be denied. */
const canBeDenied = ({ id }) => id.startsWith("history:") || id.startsWith("sign:");

/** "numb between the legs", "no: fever", "weak: lift arm, right"; findings of the examination name their side. */
export function findingText({ text, side, denied }) {
  const isNamed = !side || text.includes(`, ${side}`);
  return `${denied ? "no: " : ""}${text}${isNamed ? "" : `, ${side}`}`;
}

export class FindingSearch {
  /**
   * @param {State} state
   * @param {{id, text, sided}[]} findings All that can be said.
   * @param {HTMLInputElement} input
   * @param {HTMLUListElement} list
   */
  constructor(state, findings, input, list) {
    Object.assign(this, { state, input, list });
    this.findings = findings.map((finding) => ({ ...finding, folded: fold(finding.text) }));
    input.addEventListener("input", () => this.render());
    input.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#clear(); });
  }

  render() {
    const query = fold(this.input.value);
    if (!query) {
      this.list.replaceChildren();
      return;
    }
    const matches = this.#matches(query);
    const rows = matches.slice(0, MOST_RESULTS).map((finding) => this.#row(finding));
    if (rows.length === 0) {
      rows.push(el("li", { class: "muted" }, "Nothing has these words. Try fewer or simpler ones."));
    }
    if (matches.length > MOST_RESULTS) {
      rows.push(el("li", { class: "muted" }, `${matches.length - MOST_RESULTS} more: add a word to narrow them.`));
    }
    this.list.replaceChildren(...rows);
  }

  /** What a person can tell comes before what a hand must feel for. */
  #matches(query) {
    const rank = (finding) => matchScore(query, finding.folded) + (canBeDenied(finding) ? 1.5 : 0);
    return this.findings
      .filter((finding) => matchScore(query, finding.folded) > 0)
      .map((finding) => ({ finding, rank: rank(finding) }))
      .sort((a, b) => b.rank - a.rank || a.finding.text.length - b.finding.text.length)
      .map(({ finding }) => finding);
  }

  #row(finding) {
    const button = (word, side, denied) => el("button", {
      type: "button", "aria-label": `${word}: ${finding.text}`, onclick: () => this.#add(finding, side, denied),
    }, word);
    const yes = finding.sided
      ? [button("Right", "right", false), button("Left", "left", false)]
      : [button("Yes", null, false)];
    const no = canBeDenied(finding) ? button("No", null, true) : null;
    return el("li", { "data-finding": finding.id }, el("span", {}, finding.text), yes, no);
  }

  #add({ id, text }, side, denied) {
    this.state.change((complaint) => complaint.addFinding({ id, text, side, denied }));
    this.#clear();
  }

  #clear() {
    this.input.value = "";
    this.render();
    this.input.focus();
  }
}

/** The findings of the current complaint, each with a button to remove it; those of the examination are folded away. */
export class FindingChips {
  #isOpen = false;

  constructor(state, list, fallback) {
    Object.assign(this, { state, list, fallback });
    state.addEventListener("change", () => this.render());
    this.render();
  }

  render() {
    const { complaint } = this.state;
    const told = complaint.findings.filter((finding) => !isExamined(complaint, finding));
    const examined = complaint.findings.filter((finding) => isExamined(complaint, finding));
    const rows = told.map((finding) => this.#chip(finding));
    if (examined.length > 0) rows.push(this.#folded(examined));
    refill(this.list, rows, this.fallback);
  }

  #folded(findings) {
    const details = el("details", { open: this.#isOpen, ontoggle: () => { this.#isOpen = details.open; } },
      el("summary", {}, `From the examination: ${findings.length}`),
      el("ul", { class: "chips" }, findings.map((finding) => this.#chip(finding))));
    return el("li", { class: "folded" }, details);
  }

  #chip(finding) {
    const text = findingText(finding);
    return el("li", { class: finding.denied ? "denied" : null }, text, el("button", {
      type: "button", class: "remove", "aria-label": `Remove ${text}`, "data-focus": `${finding.id} ${finding.side}`,
      onclick: () => this.state.change((complaint) =>
        (isExamined(complaint, finding) ? withdrawFinding(complaint, finding) : complaint.removeFinding(finding))),
    }, "×"));
  }
}
