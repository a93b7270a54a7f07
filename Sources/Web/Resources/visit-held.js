// Holds in words.

import { isHalved, isRunning, painsOf, secondsOf } from "./hold-timer.js";
import { withSide } from "./visit-words.js";

const SEEN = { release: "released", twitch: "twitched", familiar: "their own pain", referred: "referred" };
export const TAPS = {
  more: ["▲", "more pressure"], less: ["▼", "less pressure"], good: ["✓", "good as it is"], stop: ["■", "stop"],
};

/** "infraspinatus, right". */
export const holdName = ({ source, side }, guide) => withSide(guide.name(source), side);

/** "92 s · pain 7 → 3, halved · referred". */
export function outcome(body) {
  const seconds = secondsOf(body);
  const pains = painsOf(body);
  const pain = pains.length > 1 ? `pain ${pains[0]} → ${pains[pains.length - 1]}${isHalved(body) ? ", halved" : ""}`
    : pains.length === 1 ? `pain ${pains[0]}` : "";
  const seen = Object.entries(SEEN).filter(([kind]) => body.moments.some((one) => one.kind === kind));
  const length = seconds !== null ? `${Math.round(seconds)} s` : isRunning(body) ? "still running" : "not begun";
  return [length, pain, ...seen.map(([, word]) => word)].filter(Boolean).join(" · ");
}

export const holdWords = (body, guide) => `${holdName(body, guide)}: ${outcome(body)}`;

/** How the length compares with what was meant. */
export function lengthWords(body) {
  const seconds = Math.round(secondsOf(body) ?? 0);
  const target = body.low === body.high ? `${body.low} s` : `${body.low}–${body.high} s`;
  if (seconds < body.low) return `shorter than the ${target} that was meant`;
  return seconds <= Math.max(body.high, body.low + 5) ? `within the ${target} that was meant`
    : `longer than the ${target} that was meant`;
}

/** The muscle that a hold or a finding is about: {id, side}. */
export function muscleOf({ kind, body }) {
  if (kind === "hold") return { id: body.source, side: body.side };
  const [form, muscle] = (body.finding ?? "").split(":");
  return form === "palpation" && !muscle.startsWith("joint.") ? { id: `muscle:${muscle}`, side: body.side } : null;
}

/** What the client taps, in words: "client: less pressure". */
export function tapWords({ kind, value }) {
  if (kind === "pain") return ["", `pain ${value}`];
  return TAPS[kind] ?? ["", kind];
}
