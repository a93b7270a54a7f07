// The sheet for print: front, back and every inset that carries paint, with the chosen origin, on one page.

import { originName } from "./answer.js";
import { findingText } from "./findings.js";
import { crossLayer, fieldLayer, paintLayer } from "./layers.js";
import { VIEWS } from "./views.js";
import { el } from "./words.js";

const ALWAYS = ["front", "back"];
/** So many insets fit beside front and back. */
const MOST_INSETS = 2;

/**
 * Fills the sheet; all of it comes from what is already fetched, since printing does not wait.
 * @param {HTMLElement} sheet
 * @param {{state, store, origin}} page
 */
export function fillSheet(sheet, { state, store, origin }) {
  const { body } = state.settings;
  const fetched = VIEWS.map(([id]) => store.cached(id, body)).filter(Boolean);
  const figures = [
    ...fetched.filter(({ id }) => ALWAYS.includes(id)).sort((a, b) => ALWAYS.indexOf(a.id) - ALWAYS.indexOf(b.id)),
    ...insets(fetched, state),
  ];
  sheet.replaceChildren(
    el("p", { class: "sheet-title" }, title(state)),
    el("div", { class: "figures" }, figures.map((view) => figure(view, state, origin))),
    legend(origin),
    el("p", {}, el("strong", {}, "A hypothesis for examination, not a diagnosis."), " A drawing alone tells little."));
}

/** Insets with places that no whole-body view shows as well. */
function insets(fetched, { complaint, surface }) {
  const onBody = new Set(fetched.filter(({ id }) => ALWAYS.includes(id)).flatMap(({ place }) => [...place.keys()]));
  const areas = complaint.areas(surface);
  const isPaintedOnlyHere = (view) => areas.some(({ key }) => view.place.has(key) && !onBody.has(key));
  const isPainted = (view) => areas.some(({ key }) => view.place.has(key));
  const others = fetched.filter(({ id }) => !ALWAYS.includes(id) && !["left", "right"].includes(id)).filter(isPainted);
  others.sort((a, b) => Number(isPaintedOnlyHere(b)) - Number(isPaintedOnlyHere(a)));
  return others.slice(0, MOST_INSETS);
}

function title({ complaint, patient }) {
  const date = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const person = [patient.age === null ? "" : `age ${patient.age}`, patient.sex].filter(Boolean).join(", ");
  const findings = complaint.findings.map(findingText).join("; ");
  return [`Pain drawing of ${date}, complaint ${complaint.id}`, person, findings].filter(Boolean).join(" · ");
}

function figure(view, { complaint, surface }, origin) {
  const prefix = `print-${view.id}`;
  const picture = view.picture(prefix);
  picture.append(
    fieldLayer(view, origin, prefix), paintLayer(view, complaint, surface, prefix), crossLayer(view, origin));
  return el("figure", {}, picture, el("figcaption", {}, view.title));
}

function legend(origin) {
  const shown = origin ? ` Blue-green: where ${originName(origin)} sends pain; crosses: its points.` : "";
  const drawn = "Red: pain as drawn, with its intensity from 0 to 10; patterns tell how it feels.";
  return el("p", { class: "muted" }, drawn + shown);
}
