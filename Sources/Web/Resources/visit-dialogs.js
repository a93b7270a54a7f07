// Questions in front of the session page: yes or no, a reason, and which of two versions holds.

import { NOTE_PARTS, dateOf, plain, withSide } from "./visit-words.js";
import { el } from "./words.js";

/**
 * Asks in a dialog. Resolves with the value of the pressed button, or `null` when the dialog was closed.
 * @param {string} title
 * @param {Array|function(function(string)): Array} content Children under the title; made with what closes the dialog.
 * @param {[string, string, string?][]} buttons Value, word and class of each.
 */
export function ask(title, content, buttons, name = "ask") {
  return new Promise((resolve) => {
    const close = (value) => {
      resolve(value);
      dialog.close();
    };
    const dialog = el("dialog", { class: `visit-dialog ${name}`, "aria-labelledby": `${name}-title`, onclose: () => {
      resolve(null);
      dialog.remove();
    } },
    el("h2", { id: `${name}-title`, tabindex: -1, autofocus: true }, title),
    ...[typeof content === "function" ? content(close) : content].flat(2),
    el("p", { class: "actions" }, buttons.map(([value, word, kind]) =>
      el("button", { type: "button", class: kind ?? null, value, onclick: () => close(value) }, word))));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Why a signed visit is changed; empty when nobody says. */
export async function askReason() {
  const input = el("input", { id: "reason", type: "text", maxlength: 300, autocomplete: "off" });
  const content = [
    el("p", {}, "The visit is signed. What you change now is kept beside what was signed, with its date and your "
      + "reason."),
    el("p", {}, el("label", { for: "reason" }, "Reason")), input,
  ];
  const answer = ask("Amend the signed visit", content, [["yes", "Amend", "main"], ["no", "Cancel"]], "amend");
  input.focus();
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") document.querySelector('.amend button[value="yes"]').click();
  });
  return (await answer) === "yes" ? input.value.trim() : "";
}

/** Which version holds: "mine", "theirs", "both", or `null` for later. */
export function askVersion({ mine, theirs }, guide, zone, isOwn) {
  const isNote = mine.kind === "note";
  const column = (title, entry) => el("section", { "aria-label": title },
    el("h3", {}, title), el("div", { class: "version-text" },
      `${entry.struck ? `Struck out (${entry.reason}): ` : ""}${bodyText(entry, guide)}`));
  const whose = `${isOwn ? "Your other device" : "Somebody else"}, ${dateOf(theirs.at, zone)}`;
  const what = isNote ? NOTE_PARTS[mine.body.part][0] : { measurement: "Measurement", finding: "Finding" }[mine.kind];
  return ask(`Two versions: ${what ?? mine.kind}`, [
    el("p", {}, "This was changed somewhere else while you wrote. Nothing is lost: choose what holds now. "
      + "The other version stays in the history."),
    el("div", { class: "versions" }, column("Mine", mine), column(whose, theirs)),
  ], [
    ["mine", "Keep mine", "main"], ["theirs", "Keep theirs"], ["both", isNote ? "Join both" : "Keep both"],
  ], "conflict");
}

/** What an entry says, in words. */
export function bodyText({ kind, body }, guide) {
  if (kind === "note") return body.text || "(empty)";
  if (kind === "measurement") {
    const label = (index) => (body.labels[index] ? `${body.labels[index]} ` : "");
    const values = body.values.map((value, index) => `${label(index)}${withUnit(value, body.measure)}`);
    return `${measureName(body, guide)}, ${body.phase}: ${values.join(", ")}`;
  }
  return kind === "finding" ? guide.finding(body) : JSON.stringify(body, null, 1);
}

const UNITS = { range: "°", pressure_threshold: " kg/cm²" };

/** A figure with its unit. */
export const withUnit = (value, measure) => `${plain(value)}${UNITS[measure] ?? ""}`;

const MEASURES = {
  pain: "Pain", pressure_threshold: "Pressure threshold", psfs: "Own activities", peg: "PEG",
  pgic: "Change as the client sees it",
};

/** "Pain: outer upper arm, right". */
export function measureName({ measure, target, side }, guide) {
  if (!target) return MEASURES[measure] ?? measure;
  const where = withSide(guide.name(target), side);
  return measure === "range" ? where : `${MEASURES[measure] ?? measure}: ${where}`;
}

