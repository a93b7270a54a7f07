// The answer: red flags first, then the ranked origins, what kind they are, what to examine next and how sure this is.

import { card, levelMark, sources } from "./card.js";
import { CLASS_WORDS, el, KIND_WORDS, percent } from "./words.js";

const FIRST_SHOWN = 10;

const URGENCY_WORDS = { emergency: "emergency, now", urgent: "urgent, soon", routine: "have it checked" };

/** Names an origin across answers. */
export const originKey = ({ source, side }) => `${source} ${side}`;

/** "infraspinatus, right" */
export const originName = ({ name, side }) => (side === "midline" ? name : `${name}, ${side}`);

/**
 * Fires "choose" (detail: the origin or `null`) when an origin's card is opened or closed, and "turn" (detail: a view's
 * id) when the view that shows it best is asked for.
 */
export class AnswerPanel extends EventTarget {
  #answer = null;
  #chosen = null;
  #showsAll = false;

  /** @param {HTMLElement} box */
  constructor(box) {
    super();
    this.box = box;
    this.showNone();
  }

  /** The origin whose card is open, or `null`. */
  get chosen() {
    return this.#answer?.ranking.find((origin) => originKey(origin) === this.#chosen) ?? null;
  }

  /** What stands here before the first answer. */
  showNone() {
    this.#answer = null;
    this.box.replaceChildren(el("p", { class: "empty" },
      "Paint where it hurts, on the body or by its list of zones, and add what you know. "
      + "Then press “Find the origin”: the likely muscles, nerves, joints and organs appear here, "
      + "each with its reasons."));
  }

  /**
   * Shows an answer; a card that is open stays open if its origin is still in the ranking.
   * @param {Object} answer What `/api/locate` answered.
   * @param {string|null} chosen The origin whose card is open.
   */
  show(answer, chosen) {
    const again = document.activeElement?.closest?.("#result") ? document.activeElement.dataset.focus : null;
    this.#answer = answer;
    this.#chosen = chosen;
    if (!this.chosen) this.#chosen = null;
    this.box.replaceChildren(...[
      redFlags(answer.red_flags), examineButton(answer.ranking), this.#origins(), classes(answer), next(answer.next),
      closing(answer),
    ].filter(Boolean));
    if (again) [...this.box.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === again)?.focus();
  }

  /** Offers the view that shows the chosen origin; `null` takes the offer back. */
  offerView(id, name) {
    this.box.querySelector(".elsewhere")?.remove();
    const open = this.box.querySelector(".card");
    if (!id || !open) return;
    open.prepend(el("p", { class: "elsewhere" }, el("button", {
      type: "button", onclick: () => this.dispatchEvent(new CustomEvent("turn", { detail: id })),
    }, `Show on ${name} view`)));
  }

  // Origins

  #origins() {
    const { ranking } = this.#answer;
    if (ranking.length === 0) {
      return el("p", { class: "empty" },
        "Nothing to rank yet: paint at least one zone or add a finding, then ask again.");
    }
    const shown = this.#showsAll ? ranking : ranking.slice(0, FIRST_SHOWN);
    const rest = ranking.length - shown.length;
    return el("div", {},
      el("h3", {}, "Likely origins"),
      el("ol", { class: "origins" }, shown.map((origin, index) => this.#row(origin, index))),
      rest > 0 ? this.#moreButton(rest) : null);
  }

  #moreButton(rest) {
    const text = `Show more: ${rest} less likely`;
    return el("button", { type: "button", class: "more", onclick: () => this.#showAll() }, text);
  }

  #showAll() {
    this.#showsAll = true;
    this.show(this.#answer, this.#chosen);
    this.box.querySelectorAll(".origin")[FIRST_SHOWN]?.focus();
  }

  #row(origin, index) {
    const isOpen = originKey(origin) === this.#chosen;
    const id = `origin-card-${index}`;
    return el("li", { "data-source": origin.source, "data-side": origin.side },
      el("h4", { class: "origin-title" }, this.#button(origin, index, isOpen, id)),
      isOpen ? card(origin, id) : null);
  }

  #button(origin, index, isOpen, id) {
    const [first] = origin.evidence_for;
    const words = [origin.plain_name, KIND_WORDS[origin.kind] ?? origin.kind].filter(Boolean).join(" · ");
    return el("button", {
      type: "button", class: "origin", "aria-expanded": String(isOpen), "aria-controls": isOpen ? id : null,
      "data-focus": originKey(origin), onclick: () => this.#toggle(origin),
    },
    el("span", { class: "name" }, `${index + 1}. ${originName(origin)} `, el("span", { class: "plain" }, words)),
    el("span", { class: "percent" }, percent(origin.probability), spread(origin)),
    el("meter", { min: 0, max: 1, value: origin.probability, "aria-hidden": "true" }),
    first ? el("span", { class: "why" }, `Why: ${first.text}`) : null);
  }

  #toggle(origin) {
    const isOpen = originKey(origin) === this.#chosen;
    this.show(this.#answer, isOpen ? null : originKey(origin));
    this.dispatchEvent(new CustomEvent("choose", { detail: this.chosen }));
  }
}

/** How far a sampled probability may be off. */
function spread({ standard_error: error }) {
  return error ? el("span", { class: "muted" }, ` ±${Math.max(1, Math.round(error * 100))}`) : null;
}

// Red flags

function redFlags(flags) {
  if (flags.length === 0) {
    return el("p", { class: "muted" }, "No red flag is raised by what was told; that is no clearance.");
  }
  return redFlagBox(flags);
}

/** The red flags that were raised, said at once. */
export function redFlagBox(flags) {
  return el("div", { class: "flags", role: "alert" },
    el("h3", {}, "Act on this first"),
    el("ul", {}, flags.map(redFlag)));
}

function redFlag({ urgency, title, action, because, level, citations }) {
  return el("li", {},
    el("span", { class: `urgency ${urgency}` }, URGENCY_WORDS[urgency] ?? urgency),
    el("strong", {}, title),
    el("p", {}, action),
    el("p", { class: "muted" }, `Because: ${because.join("; ")} `, levelMark(level)),
    sources(citations));
}

// What kind

function classes({ class_probabilities: shares, unexplained, ranking }) {
  if (ranking.length === 0) return null;
  return el("div", { class: "summary kinds" },
    el("h3", {}, "What kind of origin"),
    classBars(shares),
    el("p", {}, unexplainedWords(unexplained)));
}

/** The classes of origins with their shares, most likely first. */
export function classBars(shares) {
  const rows = Object.entries(shares).sort((a, b) => b[1] - a[1]).flatMap(([name, share]) => [
    el("span", {}, CLASS_WORDS[name] ?? name),
    el("meter", { min: 0, max: 1, value: share, "aria-hidden": "true" }),
    el("span", { class: "percent" }, percent(share)),
  ]);
  return el("div", { class: "classes" }, rows);
}

function unexplainedWords(share) {
  if (share < 0.05) return "The leading origins explain nearly all that is drawn.";
  const size = share < 0.25 ? "A small part" : share < 0.6 ? "A good part" : "Most";
  return `${size} of the drawing (${percent(share)}) lies where none of the leading origins usually sends pain.`;
}

// What next

/** The way into the examination, which asks and presses step by step; its address is kept so that Back leaves it. */
function examineButton(ranking) {
  if (ranking.length === 0) return null;
  return el("button", {
    type: "button", id: "examine", class: "examine", onclick: () => { location.hash = "examine"; },
  }, "Examine step by step");
}

function next(steps) {
  if (steps.length === 0) return null;
  const row = ({ text, tells }) => el("li", {}, text,
    tells.length > 0 ? el("span", { class: "muted" }, ` (tells about ${[...new Set(tells)].join(", ")})`) : null);
  return el("div", { class: "summary next" },
    el("h3", {}, "Examine next"),
    el("p", { class: "muted" }, "What would change this ranking most, most useful first."),
    el("ol", { class: "steps" }, steps.map(row)));
}

function closing({ computation, statement }) {
  const { method, bound, knowledge_version: version } = computation;
  return el("div", { class: "summary closing" },
    el("p", {}, el("strong", {}, statement), " A drawing alone tells little: history and examination tell more."),
    el("p", { class: "seek" }, el("a", { href: "/find" }, "Find a therapist who can examine this")),
    el("p", { class: "muted computation" }, `Computed: ${method}, ${sureness(bound)}. Knowledge ${version}.`));
}

function sureness(bound) {
  if (bound === null || bound === undefined) return "sampled, so each percentage has a small random error";
  return bound === 0 ? "exact" : `error at most ${bound.toExponential(0)}`;
}
