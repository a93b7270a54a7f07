// The body as lists: searching a zone and painting it without the chart, and what is painted with its settings.

import { keyOf } from "./surface.js";
import { el, fold, intensityWord, matchScore } from "./words.js";

const MOST_RESULTS = 30;

/** Puts new rows into a list and keeps the keyboard's focus on the control with the same `data-focus`. */
export function refill(list, rows, fallback) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  list.replaceChildren(...rows);
  if (!focused) return;
  const again = [...list.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === focused);
  (again ?? list.querySelector("button") ?? fallback)?.focus();
}

/** The options of a choice of qualities, by group. */
export function qualityOptions(surface, chosen = "") {
  const option = (value, text) => el("option", { value, selected: value === chosen }, text);
  const groups = new Map();
  for (const { id, name, group } of surface.qualities) {
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(option(id, name));
  }
  const grouped = [...groups].map(([name, options]) => el("optgroup", { label: name || "other" }, options));
  return [option("", "not said"), ...grouped];
}

/** The zones that answer a folded query, best first. */
export function searchZones(surface, query) {
  return surface.zones
    .map((zone) => ({ zone, score: matchScore(query, zone.folded) + matchScore(query, fold(zone.name)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ zone }) => zone);
}

/** Searches zones by name, synonym, region or identifier, and paints the one that is chosen. */
export class ZoneSearch {
  /**
   * @param {{state, brush, announce(text)}} page
   * @param {HTMLInputElement} input
   * @param {HTMLUListElement} list
   */
  constructor(page, input, list) {
    Object.assign(this, { ...page, input, list });
    input.addEventListener("input", () => this.render());
    this.render();
  }

  render() {
    const query = fold(this.input.value);
    if (!query) {
      const count = this.state.surface.zones.length;
      this.list.replaceChildren(el("li", { class: "muted" }, `${count} zones can be searched and painted here.`));
      return;
    }
    const zones = searchZones(this.state.surface, query);
    const rows = zones.slice(0, MOST_RESULTS).map((zone) => this.#row(zone));
    if (rows.length === 0) rows.push(el("li", { class: "muted" }, "No zone has these words. Try a simpler one."));
    if (zones.length > MOST_RESULTS) {
      rows.push(el("li", { class: "muted" }, `${zones.length - MOST_RESULTS} more: add a word to narrow them.`));
    }
    this.list.replaceChildren(...rows);
  }

  #row(zone) {
    const words = [zone.region, ...zone.synonyms.slice(0, 2)].filter(Boolean).join(" · ");
    const button = (word, sides) => el("button", {
      type: "button", "aria-label": `${word}: paint ${zone.name}`, onclick: () => this.#paint(zone, sides),
    }, word);
    const buttons = zone.paired
      ? [button("Right", ["right"]), button("Left", ["left"]), button("Both", ["right", "left"])]
      : [button("Add", ["midline"])];
    const text = el("span", {}, zone.name, " ", el("small", { class: "muted" }, words));
    return el("li", { "data-zone": zone.id }, text, buttons);
  }

  #paint(zone, sides) {
    const { state, brush } = this;
    const paint = { intensity: brush.intensity, quality: brush.quality, stroke: state.nextStroke() };
    const keys = sides.map((side) => keyOf(zone.id, side));
    state.change((complaint) => {
      for (const key of keys) complaint.paintPlace(state.surface, key, paint);
    });
    const names = keys.map((key) => state.surface.placeName(key)).join(" and ");
    this.announce(`Painted ${names}, intensity ${brush.intensity}.`);
  }
}

/** What is painted: every place with its intensity, its quality and a button to remove it. */
export class PaintedList {
  /**
   * @param {{state}} page
   * @param {HTMLUListElement} list
   * @param {HTMLElement} count Tells how many places are painted.
   * @param {HTMLElement} fallback Takes the focus when the last row goes.
   */
  constructor(page, list, count, fallback) {
    Object.assign(this, { ...page, list, count, fallback });
    this.state.addEventListener("change", () => this.render());
    this.render();
  }

  render() {
    const areas = this.state.complaint.areas(this.state.surface);
    const rows = areas.map((area) => this.#row(area));
    if (rows.length === 0) rows.push(el("li", { class: "muted" }, "Nothing is painted yet."));
    refill(this.list, rows, this.fallback);
    this.count.textContent = areas.length > 0 ? ` (${areas.length} painted)` : "";
  }

  #row(area) {
    const name = this.state.surface.placeName(area.key);
    return el("li", { "data-key": area.key },
      el("span", {}, name, area.isWhole ? null : el("small", { class: "muted" }, " (brush)")),
      this.#intensity(area, name), this.#quality(area, name), this.#remove(area, name));
  }

  #intensity({ key, intensity }, name) {
    const output = el("output", { "aria-hidden": "true" }, String(intensity));
    const slider = el("input", {
      type: "range", min: 0, max: 10, step: 0.5, value: intensity, "data-focus": `intensity ${key}`,
      "aria-label": `Intensity of ${name}`, "aria-valuetext": `${intensity}, ${intensityWord(intensity)}`,
      oninput: () => { output.textContent = slider.value; },
      onchange: () => this.#adjust(key, { intensity: Number(slider.value) }),
    });
    return el("span", { class: "field" }, slider, output);
  }

  #quality({ key, qualities }, name) {
    const { surface } = this.state;
    const isMixed = qualities.length > 1;
    const select = el("select", {
      "aria-label": `How ${name} feels`, "data-focus": `quality ${key}`,
      onchange: () => { if (select.value !== "mixed") this.#adjust(key, { quality: select.value }); },
    }, isMixed ? el("option", { value: "mixed", selected: true }, "several") : null,
    qualityOptions(surface, isMixed ? "mixed" : qualities[0] ?? ""));
    return select;
  }

  #remove({ key }, name) {
    return el("button", {
      type: "button", "aria-label": `Remove ${name}`, "data-focus": `remove ${key}`,
      onclick: () => this.state.change((complaint) => complaint.erasePlace(this.state.surface, key)),
    }, "Remove");
  }

  #adjust(key, change) {
    this.state.change((complaint) => complaint.adjust(this.state.surface, key, change));
  }
}
