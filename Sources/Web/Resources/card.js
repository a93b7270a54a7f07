// The card of one origin: why, why not, where it sends pain, where its points are, what feels alike.

import { el, KIND_WORDS, LEVEL_WORDS, nats } from "./words.js";

const FIELD_WORDS = {
  essential: "where most people feel it", own_site: "over the structure itself", spillover: "where some people feel it",
};

/** Weights that would read as 0.0 are left out. */
const LEAST_WEIGHT = 0.05;

/** The level of evidence of a statement; its meaning is the tooltip and stands in full on the card. */
export function levelMark(level) {
  return el("span", { class: `level ${level}`, title: LEVEL_WORDS[level] ?? level }, level);
}

/** Works, folded away. */
export function sources(citations) {
  if (citations.length === 0) return null;
  return el("details", { class: "sources" },
    el("summary", {}, `Sources (${citations.length})`),
    el("ul", {}, citations.map((line) => el("li", {}, line))));
}

/** Everything that is known about an origin and this drawing. */
export function card(origin, id) {
  const isBare = origin.refers_to.length === 0 && origin.evidence_for.length === 0;
  return el("div", { class: "card", id },
    isBare ? el("p", { class: "muted" }, "It is too far down the list for a full explanation.") : null,
    origin.parts.length > 1 ? parts(origin.parts) : null,
    reasons("Why", origin.evidence_for, "Nothing speaks for it beyond how common it is."),
    reasons("Why not", origin.evidence_against, "Nothing that was told speaks against it."),
    isBare ? null : scale(),
    section("Where it sends pain", fields(origin.refers_to)),
    section("Where feeling is lost or tingles", fields(origin.numb_at ?? [])),
    section("Where to press or look", points(origin.points)),
    section("What feels alike, and how to tell it apart", alike(origin.confused_with)),
    origin.note ? el("p", {}, origin.note) : null,
    fullCard(origin),
    levels(origin.level),
    sources(origin.citations));
}

const LISTS = { muscle: "muscles", nerve: "nerves", entrapment: "entrapments", joint: "joints", viscus: "organs" };

/** The way to everything that is known: how to find it, what not to press, how to hold. */
function fullCard({ source, name }) {
  const colon = source.indexOf(":");
  const list = LISTS[source.slice(0, colon)];
  if (!list) return null;
  return el("a", { class: "full-card", href: `/${list}/${source.slice(colon + 1).split("/part/")[0]}` },
    `Everything about ${name}: finding it, hazards, hold, home`);
}

const section = (title, list) => (list ? [el("h5", {}, title), list] : []);

const listOf = (items) => (items.length > 0 ? el("ul", {}, items) : null);

function parts(all) {
  const word = ({ name, kind, probability }) =>
    `${name === "whole" ? "as a whole" : `${name.replaceAll("_", " ")} part`} (${KIND_WORDS[kind] ?? kind}): `
    + `${Math.round(probability * 100)} %`;
  return el("p", { class: "muted" }, all.map(word).join("; "));
}

function reasons(title, items, none) {
  const row = ({ text, nats: weight }) => el("li", {}, text, " ", el("span", { class: "nats" }, nats(weight)));
  const rows = items.filter(({ nats: weight }) => Math.abs(weight) >= LEAST_WEIGHT).map(row);
  return [el("h5", {}, title), listOf(rows) ?? el("p", { class: "muted" }, none)];
}

function scale() {
  return el("p", { class: "muted" },
    "The numbers are weights of evidence (natural logarithm of the odds): +0.7 doubles the odds, −0.7 halves them.");
}

function fields(all) {
  const rows = Object.entries(FIELD_WORDS).flatMap(([kind, words]) => {
    const names = all.filter((field) => field.kind === kind).map((field) => field.name);
    return names.length > 0 ? [el("li", {}, `${words}: ${names.join("; ")}`)] : [];
  });
  return listOf(rows);
}

const points = (all) => listOf(all.map(({ text, level }) => el("li", {}, text, " ", levelMark(level))));

const alike = (all) => listOf(all.map(({ name, tell_apart: tell }) =>
  el("li", {}, el("strong", {}, name), `: ${tell}`)));

function levels(level) {
  const rows = Object.entries(LEVEL_WORDS).map(([name, words]) => el("li", {}, levelMark(name), ` ${words}`));
  return [
    el("h5", {}, "How well this is known"),
    el("p", {}, levelMark(level), ` ${LEVEL_WORDS[level] ?? ""}`),
    el("details", { class: "sources" }, el("summary", {}, "The five levels"), el("ul", {}, rows)),
  ];
}
