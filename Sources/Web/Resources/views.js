// The drawn views of the body: fetched once each, parsed into places and cells.

import { keyOf } from "./surface.js";

/** The views that the turn buttons go through, in the order in which the body turns. */
export const TURN = ["front", "left", "back", "right"];

/** Every view and the name of its tab. */
export const VIEWS = [
  ["front", "Front"], ["left", "Left"], ["back", "Back"], ["right", "Right"],
  ["face", "Face"], ["head_back", "Back of head"], ["face_left", "Head, left"], ["face_right", "Head, right"],
  ["mouth", "Mouth"],
  ["hand_palm_right", "Right palm"], ["hand_back_right", "Back of right hand"],
  ["hand_palm_left", "Left palm"], ["hand_back_left", "Back of left hand"],
  ["foot_top_right", "Right foot, top"], ["foot_sole_right", "Right sole"],
  ["foot_top_left", "Left foot, top"], ["foot_sole_left", "Left sole"],
  ["armpit_right", "Right armpit"], ["armpit_left", "Left armpit"],
  ["pelvis", "Pelvic floor"],
];

/** The tab's name of a view. */
export const viewName = (id) => VIEWS.find(([view]) => view === id)?.[1] ?? id;

/** One drawn view: its picture, its places and the cells that can be seen in it. */
export class View {
  #picture;
  #shown = new Set();

  /** @param {Object} wire The answer of `/api/chart/{view}`. */
  constructor({ id, title, width, height, svg, cells }, surface) {
    Object.assign(this, { id, title, width, height });
    this.#picture = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    /** {cell, x, y, radius} */
    this.cells = cells.map(([cell, x, y, radius]) => ({ cell, x, y, radius }));
    this.cell = new Map(this.cells.map((mark) => [mark.cell, mark]));
    for (const { cell } of this.cells) this.#shown.add(surface.keyOfCell(cell));
    /** {key, x, y, d} */
    this.places = [...this.#picture.querySelectorAll("path.zone")].map((path) => ({
      key: keyOf(path.dataset.zone, path.dataset.side),
      x: Number(path.dataset.x), y: Number(path.dataset.y), d: path.getAttribute("d"),
      isDeep: path.classList.contains("deep"),
    }));
    this.place = new Map(this.places.map((place) => [place.key, place]));
  }

  /** A copy of the picture; another prefix keeps its identifiers apart from those of a second copy. */
  picture(prefix = this.id) {
    const copy = document.importNode(this.#picture, true);
    if (prefix === this.id) return copy;
    for (const node of copy.querySelectorAll("[id]")) node.id = node.id.replace(this.id, prefix);
    return copy;
  }

  /** Whether the brush can paint parts of a place here; otherwise only the whole place can be painted. */
  showsCells(key) { return this.#shown.has(key); }

  /** The cells within `radius` of a point. */
  cellsWithin(x, y, radius) {
    const near = this.cells.filter((mark) => (mark.x - x) ** 2 + (mark.y - y) ** 2 <= radius ** 2);
    return near.map((mark) => mark.cell);
  }

  /** The nearest cell to a point among those that `belongs` takes; `null` when there is none. */
  nearestCell(x, y, belongs = () => true) {
    let best = null;
    let least = Infinity;
    for (const mark of this.cells) {
      const distance = (mark.x - x) ** 2 + (mark.y - y) ** 2;
      if (distance < least && belongs(mark.cell)) [best, least] = [mark.cell, distance];
    }
    return best;
  }

  /** Where a point of an origin lies: at its cell, or on the icon of a place that has no cells; `null` if unseen. */
  pointPosition(point, side) {
    if (point.cell !== null && point.cell !== undefined) return this.cell.get(point.cell) ?? null;
    return this.place.get(keyOf(point.zone, side)) ?? this.place.get(keyOf(point.zone, "midline")) ?? null;
  }

  /** How much of an origin can be seen here: its points first, then its field. */
  shows(origin) {
    const points = origin.points.filter((point) => this.pointPosition(point, origin.side)).length;
    const fields = origin.refers_to.filter(({ kind, zone, side }) =>
      kind === "essential" && this.place.has(keyOf(zone, side))).length;
    return { points, fields };
  }
}

/** Fetches views when they are first needed and keeps them. */
export class ViewStore {
  #views = new Map();
  #loading = new Map();

  constructor(surface) { this.surface = surface; }

  /** The view if it has been fetched already. */
  cached(id, body) { return this.#views.get(`${id} ${body}`) ?? null; }

  /** The view; rejects with a message in plain words. */
  load(id, body) {
    const name = `${id} ${body}`;
    if (!this.#loading.has(name)) {
      this.#loading.set(name, this.#fetch(id, body).catch((error) => {
        this.#loading.delete(name);
        throw error;
      }));
    }
    return this.#loading.get(name);
  }

  async #fetch(id, body) {
    const response = await fetch(`/api/chart/${id}?body=${encodeURIComponent(body)}`);
    if (!response.ok) throw new Error(`The view “${viewName(id)}” cannot be shown.`);
    const view = new View(await response.json(), this.surface);
    this.#views.set(`${id} ${body}`, view);
    return view;
  }

  /** The view that shows most of an origin: of the four turns, or of the insets when those show none of its points. */
  async bestFor(origin, body) {
    const insets = VIEWS.map(([id]) => id).filter((id) => !TURN.includes(id));
    return await this.#bestAmong(TURN, origin, body, 1) ?? await this.#bestAmong(insets, origin, body, 1)
      ?? await this.#bestAmong(TURN, origin, body, 0);
  }

  async #bestAmong(ids, origin, body, leastPoints) {
    const views = await Promise.allSettled(ids.map((id) => this.load(id, body)));
    let best = null;
    let most = 0;
    for (const { value: view } of views.filter((result) => result.status === "fulfilled")) {
      const { points, fields } = view.shows(origin);
      const score = points * 100 + fields;
      if (points >= leastPoints && score > most) [best, most] = [view, score];
    }
    return best;
  }
}
