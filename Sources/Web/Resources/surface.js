// The words and places of the body: zones, their sides, and the surface cells that a brush paints.
//
// A place is written as a key "zone:side", for example "lower_limb/knee/kneecap:right".

import { fold } from "./words.js";

const SIDES = ["midline", "right", "left"];
const OTHER_SIDE = { right: "left", left: "right", midline: "midline" };

/** The key of a zone on a side. */
export const keyOf = (zone, side) => `${zone}:${side}`;

/** Zone and side of a key. */
export function partsOf(key) {
  const colon = key.lastIndexOf(":");
  return { zone: key.slice(0, colon), side: key.slice(colon + 1) };
}

/** The body's surface, as `/api/surface` tells it. */
export class Surface {
  #cellsByKey = new Map();
  #keyByCell;
  #mirrors;
  #zoneByID;
  #qualityByID;

  constructor({ zones, cells, qualities }) {
    this.zones = zones.map((zone) => ({
      ...zone, folded: fold(`${zone.name} ${zone.synonyms.join(" ")} ${zone.region} ${zone.id}`),
    }));
    this.qualities = qualities.map(([id, name, group]) => ({ id, name, group }));
    this.#zoneByID = new Map(this.zones.map((zone) => [zone.id, zone]));
    this.#qualityByID = new Map(this.qualities.map((quality) => [quality.id, quality]));
    this.#keyByCell = cells.map(([zone, side]) => keyOf(zones[zone].id, SIDES[side]));
    this.#mirrors = cells.map((cell) => cell[2]);
    this.#keyByCell.forEach((key, cell) => {
      if (!this.#cellsByKey.has(key)) this.#cellsByKey.set(key, []);
      this.#cellsByKey.get(key).push(cell);
    });
  }

  get cellCount() { return this.#keyByCell.length; }

  zone(id) { return this.#zoneByID.get(id); }

  /** The key of the zone that a cell lies in. */
  keyOfCell(cell) { return this.#keyByCell[cell]; }

  /** All cells of a place; none for a place inside the body. */
  cellsOf(key) { return this.#cellsByKey.get(key) ?? []; }

  /** The cell at the same place of the other side. */
  mirrorCell(cell) { return this.#mirrors[cell]; }

  /** The same zone on the other side. */
  mirrorKey(key) {
    const { zone, side } = partsOf(key);
    return keyOf(zone, OTHER_SIDE[side] ?? side);
  }

  /** Whether such a place exists: a known zone, with a side exactly when it is paired. */
  knows(key) {
    const { zone, side } = partsOf(key);
    const known = this.zone(zone);
    return known !== undefined && (known.paired ? side === "right" || side === "left" : side === "midline");
  }

  /** "front of shoulder, right" */
  placeName(key) {
    const { zone, side } = partsOf(key);
    const name = this.zone(zone)?.name ?? zone;
    return side === "midline" ? name : `${name}, ${side}`;
  }

  /** The sides that a zone can be painted on. */
  sidesOf(zone) { return zone.paired ? ["right", "left"] : ["midline"]; }

  knowsQuality(id) { return id === "" || this.#qualityByID.has(id); }

  qualityName(id) { return this.#qualityByID.get(id)?.name ?? ""; }

  qualityGroup(id) { return this.#qualityByID.get(id)?.group ?? ""; }
}
