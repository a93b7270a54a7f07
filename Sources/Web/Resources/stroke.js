// One stroke of the brush or the eraser, from pressing to lifting: one step to undo.

/** Pointer travel, in view units, that still counts as a tap. */
const TAP = 4;

export class Stroke {
  #last = null;
  #travelled = 0;
  #hits = 0;
  #hasChanged = false;

  /**
   * @param {Chart} chart
   * @param {number} pointer The pointer that draws it.
   */
  constructor(chart, pointer) {
    this.chart = chart;
    this.pointer = pointer;
    this.state = chart.state;
    this.erases = chart.brush.tool === "eraser";
    const { intensity, quality } = chart.brush;
    this.paint = Object.freeze({ intensity, quality, stroke: this.state.nextStroke() });
  }

  /** Begins at a spot. Starting on the icon of a place inside the body means that place and no skin. */
  start(spot) {
    this.state.begin();
    this.first = spot;
    this.#last = spot;
    if (spot.place?.isDeep) this.#wholePlace(spot.place);
    else this.#at(spot);
    this.state.touch();
  }

  /** Draws on to a spot, without gaps however fast the pointer is. */
  extend(spot) {
    const length = Math.hypot(spot.x - this.#last.x, spot.y - this.#last.y);
    this.#travelled += length;
    if (this.#travelled <= TAP) return;
    const steps = Math.max(1, Math.ceil(length / Math.max(spot.radius / 2, 1)));
    for (let step = 1; step <= steps; step += 1) {
      const part = step / steps;
      const x = this.#last.x + (spot.x - this.#last.x) * part;
      const y = this.#last.y + (spot.y - this.#last.y) * part;
      this.#at({ ...spot, x, y });
    }
    this.#last = spot;
    this.state.touch();
  }

  /** Ends the stroke. @returns {string} What it did, in words. */
  end() {
    if (this.#hits === 0) this.#tapNearest(this.first);
    if (!this.#hasChanged) {
      this.state.rollback();
      return "";
    }
    this.state.commit();
    return this.erases ? "Erased." : this.#words();
  }

  /** "Painted: front of shoulder, right, and 2 more." */
  #words() {
    const { complaint, surface } = this.state;
    const areas = complaint.areas(surface)
      .filter(({ strokes }) => strokes.has(this.paint.stroke))
      .sort((a, b) => b.cells.length - a.cells.length);
    if (areas.length === 0) return "Painted.";
    const more = areas.length > 1 ? `, and ${areas.length - 1} more` : "";
    return `Painted: ${surface.placeName(areas[0].key)}${more}.`;
  }

  cancel() { this.state.rollback(); }

  #at(spot) {
    const { view } = this.chart;
    const cells = view.cellsWithin(spot.x, spot.y, spot.radius);
    if (cells.length > 0) this.#cells(cells);
    if (spot.place && !spot.place.isDeep && !view.showsCells(spot.place.key)) this.#wholePlace(spot.place);
  }

  #cells(cells) {
    const { complaint, surface } = this.state;
    this.#hits += cells.length;
    if (this.erases) {
      const isPainted = (cell) => complaint.cells.has(cell) || complaint.places.has(surface.keyOfCell(cell));
      const painted = cells.filter(isPainted);
      complaint.eraseCells(surface, painted);
      this.#hasChanged ||= painted.length > 0;
    } else {
      complaint.paintCells(surface, cells.filter((cell) => complaint.cells.get(cell) !== this.paint), this.paint);
      this.#hasChanged = true;
    }
  }

  #wholePlace({ key }) {
    const { complaint, surface } = this.state;
    this.#hits += 1;
    if (!this.erases) {
      complaint.paintPlace(surface, key, this.paint);
      this.#hasChanged = true;
    } else if (complaint.paintOf(surface, key)) {
      complaint.erasePlace(surface, key);
      this.#hasChanged = true;
    }
  }

  /** A tap that met no cell paints the nearest one of the place under it: every tap on the body does something. */
  #tapNearest({ x, y, place }) {
    if (!place) return;
    const { surface } = this.state;
    const cell = this.chart.view.nearestCell(x, y, (one) => surface.keyOfCell(one) === place.key);
    if (cell === null) this.#wholePlace(place);
    else this.#cells([cell]);
  }
}
