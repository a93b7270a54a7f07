// What was answered in the examination. The server leaves out every step whose outcome is known, so the page remembers
// the steps it has seen: key → {phase, kind, structure, side, title, reason, figure, word, label, findings, answers}.

const PARTS = ["phase", "kind", "structure", "side", "title", "reason", "figure", "hold_seconds"];

/** Whether a finding of the complaint is one that the server named. */
const isSame = (own, named) => own.id === named.id && (own.side ?? null) === (named.side ?? null) && !own.denied;

const has = (complaint, finding) => complaint.findings.some((one) => isSame(one, finding));

/** The answer that a step was given and that still holds, as {word, label, findings}; `null` when there is none. */
export function answerOf(complaint, key) {
  const entry = complaint.examined.get(key);
  const holds = entry?.word && entry.findings.every((finding) => has(complaint, finding));
  return holds ? { word: entry.word, label: entry.label, findings: entry.findings } : null;
}

/** Remembers an answer; a former answer of the step gives way with all its findings. */
export function record(complaint, step, { word, label, findings }) {
  takeBack(complaint, step.key);
  for (const { id, side, text } of findings) complaint.addFinding({ id, text, side: side ?? null, denied: false });
  complaint.examined.set(step.key, { ...entryOf(step), word, label, findings });
}

/** Forgets a step's answer, its findings and what was drawn while pressing. */
export function withdraw(complaint, key) {
  const entry = complaint.examined.get(key);
  takeBack(complaint, key);
  if (entry) for (const finding of referrals(complaint, entry)) complaint.removeFinding(finding);
  complaint.examined.delete(key);
}

/** Whether a finding came from an answer of the examination or was drawn while pressing. */
export const isExamined = (complaint, finding) => finding.id.startsWith("palpation_refers:")
  || [...complaint.examined.values()].some(({ findings }) => findings.some((one) => isSame(finding, one)));

/** Takes a finding back; if it belongs to an answer, the whole answer. */
export function withdrawFinding(complaint, finding) {
  const owner = [...complaint.examined].find(([key]) =>
    answerOf(complaint, key)?.findings.some((one) => isSame(one, finding)));
  if (owner) takeBack(complaint, owner[0]);
  if (owner) complaint.examined.delete(owner[0]);
  const rows = complaint.findings.filter((one) =>
    (one.denied ? `no:${one.id}` : one.id) === finding.id && (one.side ?? null) === (finding.side ?? null));
  for (const one of rows) complaint.removeFinding(one);
}

function takeBack(complaint, key) {
  for (const finding of complaint.examined.get(key)?.findings ?? []) {
    const isShared = [...complaint.examined].some(([other, entry]) =>
      other !== key && entry.findings.some((one) => isSame(one, finding)));
    if (!isShared) complaint.removeFinding({ id: finding.id, side: finding.side ?? null });
  }
}

// Pain drawn while a muscle is pressed

const muscleOf = ({ structure }) => (structure?.startsWith("muscle:") ? structure.slice("muscle:".length) : null);

/** Whether the client can draw where pressing is felt: at muscles. */
export const canRefer = (step) => step.kind === "palpation" && muscleOf(step) !== null
  && (step.answers?.some(({ word }) => word === "referred") ?? true);

/** The finding that pressing a step's muscle is felt in a zone. */
export const referral = (step, zone) => ({
  id: `palpation_refers:${muscleOf(step)}:${zone.id}`, side: step.side ?? null, denied: false,
  text: `pressing ${step.title.replace(/^Press: /, "")}: felt at ${zone.name}`,
});

/** What was drawn while a step's muscle was pressed, as findings. */
export function referrals(complaint, step) {
  const start = `palpation_refers:${muscleOf(step)}:`;
  return complaint.findings.filter(({ id, side }) => id.startsWith(start) && side === (step.side ?? null));
}

/** Draws a zone where pressing is felt, or takes it back; the server leaves the step out now, so it is remembered. */
export function toggleReferral(complaint, step, zone) {
  const finding = referral(step, zone);
  if (has(complaint, finding)) complaint.removeFinding(finding);
  else complaint.addFinding(finding);
  const { examined } = complaint;
  if (!examined.has(step.key)) examined.set(step.key, { ...entryOf(step), word: null, label: "", findings: [] });
  if (!examined.get(step.key).word && referrals(complaint, step).length === 0) examined.delete(step.key);
}

/** The findings that a step's own answer and drawing have put into the case. */
export function ownFindings(complaint, key) {
  const entry = complaint.examined.get(key);
  return entry ? [...entry.findings, ...(canRefer(entry) ? referrals(complaint, entry) : [])] : [];
}

// Remembering

function entryOf(step) {
  const answers = step.answers.map(({ word, label, findings }) => ({ word, label, findings }));
  return { ...Object.fromEntries(PARTS.map((name) => [name, step[name] ?? null])), answers };
}

/** A remembered step in the form in which the server tells steps, without what only the server knows. */
export function rememberedStep(complaint, key) {
  const entry = complaint.examined.get(key);
  if (!entry) return null;
  const answers = entry.answers.map((answer) => ({ ...answer, changes: [] }));
  return { ...entry, key, how: [], hazards: [], answers };
}

/** Reads what was saved, leaving out what is no step. */
export function readExamined(saved) {
  const rows = Array.isArray(saved) ? saved : [];
  return new Map(rows.filter((row) => Array.isArray(row) && typeof row[0] === "string" && isEntry(row[1])));
}

const isFinding = (one) => typeof one?.id === "string" && typeof one.text === "string";

const isAnswer = (one) => typeof one?.word === "string" && typeof one.label === "string"
  && Array.isArray(one.findings) && one.findings.every(isFinding);

const isEntry = (one) => typeof one?.title === "string" && typeof one.phase === "string"
  && (one.word === null || typeof one.word === "string") && Array.isArray(one.findings) && one.findings.every(isFinding)
  && Array.isArray(one.answers) && one.answers.every(isAnswer);
