// One complaint: what is painted for it and what was found. Cells come from the brush, whole places from the list, the
// keyboard and places inside the body. Every paint is an immutable {intensity, quality, stroke}.

import { readExamined } from "./examined.js";

/** A zone of which less than this share is painted may be a mere spill of the brush. */
const SPILL_SHARE = 0.15;
/** So many cells are no spill, however large the zone. */
const SPILL_CELLS = 3;

const isPaint = (surface, intensity, quality) =>
  Number.isFinite(intensity) && intensity >= 0 && intensity <= 10
  && typeof quality === "string" && surface.knowsQuality(quality);

export class Complaint {
  /** @param {number} id Its number, which is also its name. */
  constructor(id) {
    this.id = id;
    /** Cell → paint. */
    this.cells = new Map();
    /** Key of a place → paint of the whole place. */
    this.places = new Map();
    /** {id, text, side, denied} in the order in which they were added. */
    this.findings = [];
    /** Key of a step of the examination → what was asked and answered there (see examined.js). */
    this.examined = new Map();
  }

  get isEmpty() { return this.cells.size === 0 && this.places.size === 0; }

  /** A copy that changes independently. */
  clone() {
    const copy = new Complaint(this.id);
    copy.cells = new Map(this.cells);
    copy.places = new Map(this.places);
    copy.findings = [...this.findings];
    copy.examined = new Map(this.examined);
    return copy;
  }

  // Painting

  paintCells(surface, cells, paint) {
    for (const cell of cells) {
      this.#unfold(surface, surface.keyOfCell(cell));
      this.cells.set(cell, paint);
    }
  }

  eraseCells(surface, cells) {
    for (const cell of cells) {
      this.#unfold(surface, surface.keyOfCell(cell));
      this.cells.delete(cell);
    }
  }

  /** Paints a place as a whole; single cells of it give way. */
  paintPlace(surface, key, paint) {
    for (const cell of surface.cellsOf(key)) this.cells.delete(cell);
    this.places.set(key, paint);
  }

  erasePlace(surface, key) {
    for (const cell of surface.cellsOf(key)) this.cells.delete(cell);
    this.places.delete(key);
  }

  /** Changes intensity or quality of everything painted in a place. */
  adjust(surface, key, change) {
    const place = this.places.get(key);
    if (place) this.places.set(key, { ...place, ...change });
    for (const cell of surface.cellsOf(key)) {
      const paint = this.cells.get(cell);
      if (paint) this.cells.set(cell, { ...paint, ...change });
    }
  }

  /** Copies what is painted on one side only to the other side. */
  mirror(surface) {
    for (const [key, paint] of [...this.places]) {
      const other = surface.mirrorKey(key);
      if (!this.places.has(other)) this.paintPlace(surface, other, paint);
    }
    for (const [cell, paint] of [...this.cells]) {
      const other = surface.mirrorCell(cell);
      if (!this.cells.has(other) && !this.places.has(surface.keyOfCell(other))) this.cells.set(other, paint);
    }
  }

  /** Turns a wholly painted place into its cells, so that a brush can change a part of it. */
  #unfold(surface, key) {
    const paint = this.places.get(key);
    if (!paint) return;
    this.places.delete(key);
    for (const cell of surface.cellsOf(key)) this.cells.set(cell, paint);
  }

  // What is painted, by place

  /**
   * The painted places without the brush's spills.
   * @returns {{key, isWhole, cells: number[], share, intensity, qualities: string[], strokes: Set}[]}
   */
  areas(surface) {
    const areas = [...this.places].map(([key, paint]) => area(key, true, [], [paint], 1));
    const cellsByKey = new Map();
    for (const cell of this.cells.keys()) {
      const key = surface.keyOfCell(cell);
      if (!cellsByKey.has(key)) cellsByKey.set(key, []);
      cellsByKey.get(key).push(cell);
    }
    for (const [key, cells] of cellsByKey) {
      const paints = cells.map((cell) => this.cells.get(cell));
      areas.push(area(key, false, cells.sort((a, b) => a - b), paints, cells.length / surface.cellsOf(key).length));
    }
    return areas.filter((one) => !isSpill(one, areas)).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** The paint that a place shows: of the whole, or the mean of its cells; `null` when it is bare. */
  paintOf(surface, key) {
    return this.areas(surface).find((one) => one.key === key) ?? null;
  }

  // Findings

  /** Adds a finding; denying one takes back its affirmations and the other way round. */
  addFinding(finding) {
    const said = statement(finding);
    const isReplaced = (one) => {
      const other = statement(one);
      const isOpposite = said.isDenied !== other.isDenied && (said.isEverywhere || other.isEverywhere);
      return other.fact === said.fact && (one.side === finding.side || isOpposite);
    };
    this.findings = [...this.findings.filter((one) => !isReplaced(one)), finding];
  }

  removeFinding({ id, side }) {
    this.findings = this.findings.filter((one) => one.id !== id || one.side !== side);
  }

  // Saving

  toJSON() {
    const row = ([name, paint]) => [name, paint.intensity, paint.quality, paint.stroke];
    return {
      id: this.id, cells: [...this.cells].map(row), places: [...this.places].map(row), findings: this.findings,
      examined: [...this.examined],
    };
  }

  /** Reads what `toJSON` wrote, leaving out what the present body does not know. */
  static fromJSON(saved, surface) {
    const complaint = new Complaint(Number.isInteger(saved.id) && saved.id > 0 ? saved.id : 1);
    for (const [cell, intensity, quality, stroke] of saved.cells ?? []) {
      const known = Number.isInteger(cell) && cell >= 0 && cell < surface.cellCount;
      if (known && isPaint(surface, intensity, quality)) complaint.cells.set(cell, { intensity, quality, stroke });
    }
    for (const [key, intensity, quality, stroke] of saved.places ?? []) {
      if (typeof key !== "string" || !surface.knows(key) || !isPaint(surface, intensity, quality)) continue;
      complaint.places.set(key, { intensity, quality, stroke });
    }
    complaint.findings = (saved.findings ?? [])
      .filter((one) => typeof one?.id === "string" && typeof one.text === "string")
      .map(({ id, text, side, denied }) => ({ id, text, side: side ?? null, denied: denied === true }));
    complaint.examined = readExamined(saved.examined);
    return complaint;
  }
}

/** What a finding says: the fact without its "no:", whether it is denied, and whether that holds for both sides. */
function statement({ id, side, denied }) {
  const isDenied = denied || id.startsWith("no:");
  return { fact: id.replace(/^no:/, ""), isDenied, isEverywhere: isDenied && !side };
}

/** One painted place with its mean intensity (to the half) and every quality used in it. */
function area(key, isWhole, cells, paints, share) {
  const mean = paints.reduce((sum, paint) => sum + paint.intensity, 0) / paints.length;
  return {
    key, isWhole, cells, share,
    intensity: Math.round(mean * 2) / 2,
    qualities: [...new Set(paints.map((paint) => paint.quality).filter((quality) => quality !== ""))].sort(),
    strokes: new Set(paints.map((paint) => paint.stroke)),
  };
}

/** Whether a few cells at a zone's edge came with strokes that cover another zone better. */
function isSpill(one, areas) {
  if (one.isWhole || one.share >= SPILL_SHARE || one.cells.length >= SPILL_CELLS) return false;
  return areas.some((other) => other.share > one.share && [...one.strokes].some((stroke) => other.strokes.has(stroke)));
}
