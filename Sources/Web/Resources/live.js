// What the findings say so far: red flags, conclusion, contradictions, ranking with changes, classes, pressed places.

import { classBars, originName, redFlagBox } from "./answer.js";
import { withdrawFinding } from "./examined.js";
import { el, percent, upperFirst } from "./words.js";

const MOST_ORIGINS = 5;
/** Conclusions after which a physician or another examiner must see the client. */
export const REFERRING = ["refer", "rule_out", "leave"];

/** How well what was drawn while pressing agrees with the complaint and with what is expected; both may be unknown. */
export function agreementWords({ overlap_complaint: complaint, overlap_expected: expected }) {
  const parts = [
    complaint === undefined ? null : `with the complaint by ${percent(complaint)}`,
    expected === undefined ? null : `with the expected field by ${percent(expected)}`,
  ].filter(Boolean);
  if (parts.length === 0) return "";
  return `Drawn while pressed: agrees ${parts.join(", ")}. `
    + "Two drawings of the same pain agree only by 0.4 to 0.6 (40 to 60 %).";
}

export class LiveView {
  #flags = "";

  /**
   * @param {{flags: HTMLElement, lead: HTMLElement, conclusion: HTMLElement, findings: HTMLElement}} boxes
   * @param {{examiner, state}} page
   */
  constructor(boxes, page) { Object.assign(this, { boxes, ...page }); }

  render() {
    const { plan, before } = this.examiner;
    this.#showFlags(plan.red_flags);
    this.boxes.lead.hidden = plan.red_flags.length > 0;
    this.boxes.lead.replaceChildren(...lead(plan, before));
    this.boxes.conclusion.dataset.action = plan.conclusion.action;
    this.boxes.conclusion.replaceChildren(...conclusion(plan.conclusion));
    this.boxes.findings.replaceChildren(...[
      this.#contradictions(plan.contradictions), ranking(plan.ranking, before), shares(plan), pressed(plan.pressed),
      el("p", { class: "muted statement" }, plan.statement),
    ].filter(Boolean));
  }

  /** An alert speaks when it is put in, so the same flags are not put in twice. */
  #showFlags(flags) {
    const text = JSON.stringify(flags);
    if (text === this.#flags) return;
    this.#flags = text;
    this.boxes.flags.replaceChildren(...(flags.length > 0 ? [redFlagBox(flags)] : []));
  }

  // Contradictions

  #contradictions(all) {
    if (all.length === 0) return null;
    return el("section", { class: "contradictions", "aria-label": "Contradictions" }, all.map((pair) => el("div", {},
      el("p", {}, el("strong", {}, "These two exclude each other; neither counts:")),
      el("ul", {}, [pair.first, pair.second].map((finding) => this.#contradicting(finding))))));
  }

  #contradicting(finding) {
    return el("li", {}, el("span", {}, finding.text), el("button", {
      type: "button", "aria-label": `Withdraw: ${finding.text}`,
      onclick: () => this.state.change((complaint) => withdrawFinding(complaint, finding)),
    }, "Withdraw"));
  }
}

/** One line for a small screen: what leads and whether it must be referred. */
function lead({ ranking: [first], conclusion: { action, headline }, contradictions }, before) {
  if (REFERRING.includes(action)) return [el("strong", { class: "refer-words" }, headline.replace(/ \(.*\)$/, ""))];
  if (contradictions.length > 0) {
    return [el("strong", { class: "refer-words" }, "Findings exclude each other: see below")];
  }
  if (!first) return ["Nothing is ranked yet."];
  const share = el("strong", {}, ` ${percent(first.probability)} `);
  return [el("span", {}, `Leading: ${originName(first)}`), share, change(first, before)];
}

function conclusion({ headline, because, open_nerve_findings: nerves, urgency }) {
  return [
    el("h3", {}, headline),
    urgency ? el("p", {}, el("span", { class: `urgency ${urgency}` }, urgency)) : null,
    because.length > 0 ? el("ul", {}, because.map((text) => el("li", {}, upperFirst(text)))) : null,
    nerves.length > 0 ? el("p", {}, el("strong", {}, "Open nerve findings: "), nerves.join("; ")) : null,
  ].filter(Boolean);
}

// Ranking

function ranking(origins, before) {
  if (origins.length === 0) return null;
  return el("section", { "aria-label": "Ranking" }, el("h3", {}, "Likely origins now"),
    el("ol", { class: "live-origins" }, origins.slice(0, MOST_ORIGINS).map((origin) => row(origin, before))));
}

function row(origin, before) {
  return el("li", { "data-source": origin.source, "data-side": origin.side },
    el("span", { class: "name" }, originName(origin)),
    el("span", { class: "percent" }, change(origin, before), " ", percent(origin.probability)),
    el("meter", { min: 0, max: 1, value: origin.probability, "aria-hidden": "true" }),
    origin.why ? el("span", { class: "why" }, origin.why) : null);
}

/** By how many points an origin rose or fell with the last answer. */
function change({ source, side, probability }, before) {
  if (before.size === 0) return el("span", { class: "move" });
  const former = before.get(`${source} ${side}`);
  if (former === undefined) return el("span", { class: "move up" }, "▲ new");
  const points = Math.round(probability * 100) - Math.round(former * 100);
  if (points === 0) return el("span", { class: "move" }, el("span", { class: "visually-hidden" }, "unchanged"));
  const isUp = points > 0;
  return el("span", { class: `move ${isUp ? "up" : "down"}` },
    el("span", { "aria-hidden": "true" }, `${isUp ? "▲" : "▼"} ${Math.abs(points)}`),
    el("span", { class: "visually-hidden" }, `${isUp ? "up" : "down"} ${Math.abs(points)} points`));
}

function shares({ class_probabilities: all, ranking: origins }) {
  if (origins.length === 0) return null;
  return el("section", { "aria-label": "Kinds of origin" }, el("h3", {}, "What kind of origin"), classBars(all));
}

// Pressed places

function pressed(all) {
  if (all.length === 0) return null;
  const row = ({ side = "midline", ...place }) => {
    const agreement = agreementWords(place);
    return el("li", { "data-source": place.source },
      el("strong", {}, originName({ ...place, side })), `: ${place.label}`,
      agreement ? el("small", { class: "muted" }, agreement) : null);
  };
  return el("section", { "aria-label": "Pressed places" }, el("h3", {}, "Pressed places"),
    el("ul", { class: "pressed" }, all.map(row)));
}
