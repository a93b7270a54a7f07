// Posts a case to the server and puts what it found wrong into plain words. Every question of the page goes this way.

import { findingText } from "./findings.js";
import { keyOf } from "./surface.js";

/**
 * Posts a case. Rejects with an error whose `detail` is {problem, field, value}: what the server found wrong.
 * @param {string} address
 * @param {string} text The case as JSON.
 * @param {AbortSignal} signal
 */
export async function post(address, text, signal) {
  const response = await fetch(address, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: text, signal,
  });
  const document = await response.json().catch(() => null);
  if (response.ok && document?.ranking) return document;
  const detail = document?.error ?? { problem: `the server answered with status ${response.status}` };
  throw Object.assign(new Error(detail.problem), { detail });
}

/** What is wrong when nothing came back at all. */
export const unreachable = (kept) => ({ problem: `the server cannot be reached; ${kept}, so try again` });

/** An error of the server in plain words: which of the things that were told, and with which value. */
export function explain({ problem, field, value }, state) {
  const about = field ? ` About ${fieldWords(field, state)}.` : "";
  const given = value ? ` Given: ${value}` : "";
  return `No answer: ${problem}.${about}${given}`;
}

function fieldWords(field, state) {
  const [, list, index] = /^(drawing|findings)\[(\d+)\]/.exec(field) ?? [];
  const { complaint, surface } = state;
  if (list === "drawing") {
    const painted = state.toCase().drawing[Number(index)];
    const name = painted ? surface.placeName(keyOf(painted.zone, painted.side)) : Number(index) + 1;
    return `the painted zone ${name} (${field})`;
  }
  if (list === "findings") {
    const finding = complaint.findings[Number(index)];
    return `the finding ${finding ? `“${findingText(finding)}”` : Number(index) + 1} (${field})`;
  }
  return field === "patient.age" ? "the age" : field === "patient.sex" ? "the sex" : field;
}
