// The examination on paper: every step as taught, phase by phase, with a box to tick per answer.

import { findingText } from "./findings.js";
import { answerOf } from "./examined.js";
import { PHASES } from "./examiner.js";
import { PHASE_WORDS } from "./step.js";
import { el } from "./words.js";

/** What is written by hand at the head. */
const LINES = ["Client", "Date", "Examiner"];

/**
 * Fills the checklist for print.
 * @param {HTMLElement} sheet
 * @param {State} state
 * @param {Object} plan The server's plan, as taught.
 */
export function fillChecklist(sheet, state, plan) {
  const { complaint } = state;
  const answered = [...complaint.examined].filter(([key]) => answerOf(complaint, key))
    .map(([key, entry]) => ({ key, ...entry, given: entry.word }));
  const open = plan.steps.filter(({ key }) => !answerOf(complaint, key));
  const steps = [...answered, ...open];
  sheet.replaceChildren(...[
    el("h1", {}, "Examination checklist"),
    el("p", { class: "check-head" }, LINES.map((word) => el("span", { class: "check-line" }, word))),
    about(state),
    flags(plan.red_flags),
    conclusion(plan.conclusion),
    el("div", { class: "check-columns" }, PHASES.map((phase) =>
      section(phase, steps.filter((step) => step.phase === phase), plan.empty_phases[phase]))),
    el("p", { class: "check-statement" }, el("strong", {}, plan.statement)),
  ].filter(Boolean));
}

function about({ complaint, patient, surface }) {
  const person = [patient.age === null ? "" : `age ${patient.age}`, patient.sex].filter(Boolean).join(", ");
  const places = complaint.areas(surface).map(({ key, intensity }) => `${surface.placeName(key)} (${intensity}/10)`);
  const steps = new Set([...complaint.examined.values()].flatMap(({ findings }) => findings.map(({ id }) => id)));
  const told = complaint.findings.filter(({ id }) => !steps.has(id)).map(findingText);
  const row = (word, text) => (text ? el("p", {}, el("strong", {}, `${word}: `), text) : null);
  return el("div", { class: "check-about" },
    row("Known", person), row("Pain drawn", places.join("; ")), row("Told and found before", told.join("; ")));
}

function flags(all) {
  if (all.length === 0) return null;
  return el("div", { class: "check-flags" }, el("strong", {}, "Act on this first"),
    el("ul", {}, all.map(({ title, action }) => el("li", {}, `${title}: ${action}`))));
}

function conclusion({ headline, because }) {
  return el("p", {}, el("strong", {}, `So far: ${headline}`), because.length > 0 ? ` (${because.join("; ")})` : "");
}

function section(phase, steps, why) {
  if (steps.length === 0 && !why) return null;
  const [first, ...rest] = steps;
  const title = el("h2", {}, PHASE_WORDS[phase]);
  if (!first) return el("section", {}, title, el("p", { class: "muted" }, `Nothing to ask: ${why}.`));
  // Title and first row stay together.
  return el("section", {}, el("div", { class: "check-start" }, title, row(first)), rest.map(row));
}

function row({ title, reason, answers, given }) {
  return el("div", { class: "check-row" },
    el("p", { class: "check-what" }, el("strong", {}, title), reason ? el("small", {}, reason) : null),
    el("p", { class: "check-answers" }, answers.map(({ word, label }) =>
      el("span", {}, el("span", { class: "check-box" }, word === given ? "×" : ""), label))));
}
