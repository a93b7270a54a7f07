// Small helpers that every module shares: building elements, folding words for searching, and wording numbers.

const SVG = "http://www.w3.org/2000/svg";

/** Sets attributes; `on…` functions become listeners, `false` and `null` leave an attribute out. */
function decorate(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * An HTML element. Text always goes in as text, never as markup.
 * @param {string} tag
 * @param {Object} [attributes]
 * @param {...(Node|string|null|false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  decorate(node, attributes);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An SVG element. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  decorate(node, attributes);
  node.append(...children);
  return node;
}

/** The element with an id of the page. */
export const byId = (id) => document.getElementById(id);

/** Calls `action` once, `delay` milliseconds after the last call. */
export function debounce(action, delay) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), delay);
  };
}

/** "62 %", "<1 %" for something small but possible. */
export function percent(share) {
  return share > 0 && share < 0.005 ? "<1 %" : `${Math.round(share * 100)} %`;
}

/** A change in log odds with its sign: "+1.2", "−0.4". */
export function nats(value) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
}

/** The text with a capital at its beginning. */
export const upperFirst = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Lower case, without accents and punctuation, so that "Épaule" and "epaule" are one. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/**
 * How well folded `text` answers folded `query`: 0 when a word is missing, higher when words begin where the query's
 * words do. The order of the words does not matter.
 */
export function matchScore(query, text) {
  const padded = ` ${text}`;
  let score = 1;
  for (const word of query.split(" ")) {
    if (padded.includes(` ${word} `) || padded.endsWith(` ${word}`)) score += 3;
    else if (padded.includes(` ${word}`)) score += 2;
    else if (!padded.includes(word)) return 0;
  }
  return score + (text.startsWith(query) ? 2 : 0);
}

/** The intensity in a word. */
export function intensityWord(intensity) {
  if (intensity <= 0) return "none";
  if (intensity <= 3) return "mild";
  if (intensity <= 5) return "moderate";
  if (intensity <= 7) return "strong";
  return intensity < 10 ? "very strong" : "worst possible";
}

/** What kind of origin it is, in words. */
export const KIND_WORDS = {
  trigger_point: "trigger point in a muscle",
  knot: "local knot in a muscle",
  nerve_compression: "nerve under pressure or stretch",
  joint: "joint, tendon or bone",
  visceral: "organ or vessel",
};

/** The classes of origins, in words. */
export const CLASS_WORDS = {
  muscle: "muscle", nerve: "nerve", joint: "joint, tendon or bone", visceral: "organ or vessel",
};

/** The five evidence levels, strongest first, as the knowledge base means them. */
export const LEVEL_WORDS = {
  primary: "read in the full text of the study itself",
  abstract: "read in the abstract or on the paper's own page",
  secondary: "read on another page that restates it",
  convention: "standard anatomy or textbook teaching on which textbooks agree",
  unverified: "tradition or memory that nobody has checked yet",
};

/** Which pattern stands for a group of qualities; every other group is plain. */
export const QUALITY_PATTERNS = {
  deep: "dots", vascular: "rings", superficial: "lines", nerve: "zigzag",
  mechanical: "squares", organ: "waves", function: "dashes",
};
