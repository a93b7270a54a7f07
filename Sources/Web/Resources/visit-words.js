// Words, numbers and names that all parts of the session page share, and the guide that knows muscles and movements.

import { fold, matchScore, upperFirst } from "./words.js";

export const TECHNIQUES = {
  pressure_release: "pressure release", ischemic_compression: "ischaemic compression", pincer: "pincer grip",
  flat_palpation: "flat palpation", tool: "with a tool", self_pressure: "by the client",
};

/** What a finger finds on a muscle: identifier of the vocabulary and the word on the button. */
export const MUSCLE_SIGNS = {
  taut_band: "taut band", tender_spot: "tender spot", familiar_pain: "their own pain",
  referred_pain: "pain goes elsewhere", spreading: "spreads in the muscle", local_twitch: "twitch",
  jump_sign: "jumps away", nodule: "lump", tight: "shortened", weak_pain: "weak with pain",
  no_tenderness: "nothing tender",
};

export const MOVEMENT_SIGNS = {
  limited: "limited", painful: "painful", full: "full and painless", weak: "weak",
  resisted_pain: "hurts against resistance",
};

export const NOTE_PARTS = {
  subjective: ["Subjective", "What the client says"], objective: ["Objective", "What was found and done"],
  assessment: ["Assessment", "What you make of it"], plan: ["Plan", "What comes next"],
};

/** A new identifier; pages without HTTPS have no `randomUUID`. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** "14:03" where the practice is. */
export function timeOf(moment, zone) { return format(moment, zone, { hour: "2-digit", minute: "2-digit" }); }

/** "26 Nov 2026, 14:03" where the practice is. */
export function dateOf(moment, zone) {
  const options = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
  return format(moment, zone, options);
}

function format(moment, zone, options) {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(moment);
  } catch { // A zone that this browser does not know.
    return new Intl.DateTimeFormat("en-GB", options).format(moment);
  }
}

/** At most one decimal, with a true minus. */
export const plain = (value) => String(Math.round(value * 10) / 10).replace("-", "−");

/** "−3", "+10", "no change". */
export function difference(before, after) {
  const change = Math.round((after - before) * 10) / 10;
  return change === 0 ? "no change" : `${change > 0 ? "+" : "−"}${plain(Math.abs(change))}`;
}

/** The number that somebody typed, with comma or point; `null` for anything else. */
export function readNumber(text) {
  const tidy = text.trim().replace(",", ".").replace("−", "-");
  return /^-?\d+(\.\d+)?$/.test(tidy) ? Number(tidy) : null;
}

/** The mean of a measurement's values: what is compared. */
export const figure = ({ values }) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** "infraspinatus, right". */
export const withSide = (name, side) => (side === "right" || side === "left" ? `${name}, ${side}` : name);

/** Whether two bodies say the same, whatever the order of their members. */
export function isSame(one, other) { return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)); }

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const pairs = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
}

/** What the server knows of muscles, movements, places and doses. */
export class Guide {
  constructor({ doses = {}, muscles = [], movements = [], zones = [], questionnaires = [] } = {}) {
    this.doses = doses;
    this.questionnaires = new Map(questionnaires.map((one) => [one.id, one]));
    this.muscles = muscles.map((one) => item(one, one.name, one.id.replace("muscle:", "")));
    this.movements = movements.map((one) => item(one, `${upperFirst(one.joint)}: ${one.name}`, one.id));
    this.zones = zones.map((one) => item(one, one.name, one.id));
    this.known = new Map([...this.muscles, ...this.movements, ...this.zones].map((one) => [one.id, one]));
  }

  /** The guide; an empty one when it cannot be read, so that charting goes on. */
  static async load() {
    const response = await fetch("/api/treatment", { signal: AbortSignal.timeout(8_000) }).catch(() => null);
    return new Guide(response?.ok ? await response.json().catch(() => ({})) : {});
  }

  get(id) { return this.known.get(id); }

  /** The name of a muscle, movement or place, as well as it is known. */
  name(id) { return this.get(id)?.name ?? (id.split(/[:/]/).pop() ?? id).replaceAll("_", " "); }

  isPaired(id) { return this.get(id)?.paired ?? true; }

  doseOf(id) { return this.doses[this.get(id)?.dose ?? "standard"] ?? this.doses.standard ?? null; }

  /** "taut band: infraspinatus, right". */
  finding({ finding, side, degrees }) {
    const [form, about, sign] = finding.split(":");
    const isPressed = form === "palpation";
    const word = isPressed ? MUSCLE_SIGNS[sign] : MOVEMENT_SIGNS[form];
    const name = isPressed ? this.name(`muscle:${about}`) : this.name(about ?? form);
    const measured = degrees === undefined || degrees === null ? "" : `, ${plain(degrees)}°`;
    return `${withSide(name, side)}: ${(word ?? sign ?? form).replaceAll("_", " ")}${measured}`;
  }
}

function item(one, name, id) {
  const words = `${name} ${id.replaceAll("/", " ").replaceAll("_", " ")} ${one.joint ?? ""}`;
  return { ...one, name, folded: fold(words), foldedName: fold(name) };
}

/** The items that answer what was typed, best first; what is likely here comes before what is not. */
export function found(items, query, likely, most) {
  const folded = fold(query);
  const rank = (one) => {
    const score = matchScore(folded, one.folded);
    return score === 0 ? 0 : score + matchScore(folded, one.foldedName) + (likely.has(one.id) ? 4 : 0);
  };
  return items.map((one) => [rank(one), one]).filter(([score]) => score > 0)
    .sort((a, b) => b[0] - a[0] || a[1].name.length - b[1].name.length).slice(0, most).map(([, one]) => one);
}
