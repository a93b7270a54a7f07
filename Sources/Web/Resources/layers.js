// What is laid over the drawn body: paint, an origin's field and points, dermatomes, nerve territories. Whatever colour
// says is also said by a pattern, a number or a mark. The same layers serve the page and its print.

import { keyOf, partsOf } from "./surface.js";
import { QUALITY_PATTERNS, svg } from "./words.js";

const PAIN = "#b3261e";
const FIELD = "#1d6f8a";
const FIELD_EDGE = "#0c4a5e";
const DERMATOME = "#3d5a80";
/** Painted discs reach a little beyond their cell, so that neighbours melt together. */
const SPREAD = 1.35;

const FIELD_LOOK = {
  essential: { "fill-opacity": 0.5 },
  own_site: { "fill-opacity": 0.28 },
  spillover: { "fill-opacity": 0.9, "stroke-dasharray": "4 3" },
};

const layer = (name, attributes = {}) => svg("g", { class: `layer ${name}`, ...attributes });

/** Text that stands out on any ground. */
function label(x, y, text, size, attributes = {}) {
  const node = svg("text", {
    x, y, "text-anchor": "middle", "dominant-baseline": "central", "font-family": "sans-serif", "font-size": size,
    "font-weight": 700, fill: "#3b0906", stroke: "#fff", "stroke-width": size / 4, "paint-order": "stroke",
    ...attributes,
  });
  node.textContent = text;
  return node;
}

// Paint

/** Everything painted in a complaint, as far as a view shows it. */
export function paintLayer(view, complaint, surface, prefix = view.id) {
  const painted = layer("painted");
  for (const group of paintGroups(view, complaint)) painted.append(...groupShapes(view, group, surface, prefix));
  return painted;
}

/** Paint of one intensity and one quality, which looks the same everywhere. */
function paintGroups(view, complaint) {
  const groups = new Map();
  const groupOf = ({ intensity, quality }) => {
    const name = `${intensity} ${quality}`;
    if (!groups.has(name)) groups.set(name, { intensity, quality, marks: [], places: [] });
    return groups.get(name);
  };
  for (const mark of view.cells) {
    const paint = complaint.cells.get(mark.cell);
    if (paint) groupOf(paint).marks.push(mark);
  }
  for (const place of view.places) {
    const paint = complaint.places.get(place.key);
    if (paint) groupOf(paint).places.push(place);
  }
  return [...groups.values()].sort((a, b) => a.intensity - b.intensity);
}

function groupShapes(view, { intensity, quality, marks, places }, surface, prefix) {
  const pattern = QUALITY_PATTERNS[surface.qualityGroup(quality)];
  const shapes = [];
  const add = (d, clip, attributes) => {
    shapes.push(filled(d, clip, { fill: PAIN, "fill-opacity": 0.25 + 0.06 * intensity, ...attributes }));
    if (pattern) shapes.push(filled(d, clip, { fill: `url(#${prefix}-${pattern})`, "fill-opacity": 0.8 }));
  };
  if (marks.length > 0) add(marks.map(disc).join(""), `url(#${prefix}-clip)`, {});
  for (const place of places) add(place.d, null, { stroke: "#7a120c", "stroke-width": 1 });
  for (const spot of numberSpots(marks, places)) {
    shapes.push(label(spot.x, spot.y, String(intensity), Math.max(view.height * 0.017, 11)));
  }
  return shapes;
}

const filled = (d, clip, attributes) => svg("path", { d, "clip-path": clip, "fill-rule": "nonzero", ...attributes });

/** A circle as path data; many in one path melt into one area of even tone. */
function disc({ x, y, radius }) {
  const r = (radius * SPREAD).toFixed(1);
  const across = (2 * radius * SPREAD).toFixed(1);
  const start = `M${(x - radius * SPREAD).toFixed(1)} ${y.toFixed(1)}`;
  return `${start}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0-${across} 0z`;
}

/** Where the intensity is written: in the largest painted patch and in every whole place. */
function numberSpots(marks, places) {
  const patch = largestPatch(marks);
  if (patch.length === 0) return places;
  const mean = (pick) => patch.reduce((sum, mark) => sum + pick(mark), 0) / patch.length;
  const centre = { x: mean((mark) => mark.x), y: mean((mark) => mark.y) };
  const distance = (mark) => Math.hypot(mark.x - centre.x, mark.y - centre.y);
  return [patch.reduce((best, mark) => (distance(mark) < distance(best) ? mark : best)), ...places];
}

/** The largest set of marks that hang together. */
function largestPatch(marks) {
  const reach = 2.6 * (marks.map((mark) => mark.radius).sort((a, b) => a - b)[marks.length >> 1] ?? 1);
  const open = new Set(marks);
  let largest = [];
  while (open.size > largest.length) {
    const [first] = open;
    open.delete(first);
    const patch = [first];
    for (const mark of patch) {
      for (const other of open) {
        if (Math.abs(mark.x - other.x) > reach || Math.hypot(mark.x - other.x, mark.y - other.y) > reach) continue;
        open.delete(other);
        patch.push(other);
      }
    }
    if (patch.length > largest.length) largest = patch;
  }
  return largest;
}

// An origin

/** Where the chosen origin sends pain. */
export function fieldLayer(view, origin, prefix = view.id) {
  const field = layer("field");
  for (const { zone, side, kind } of origin?.refers_to ?? []) {
    const place = view.place.get(keyOf(zone, side));
    if (!place || !FIELD_LOOK[kind]) continue;
    const fill = kind === "spillover" ? `url(#${prefix}-spill)` : FIELD;
    field.append(svg("path", {
      d: place.d, fill, stroke: FIELD_EDGE, "stroke-width": 1, "data-kind": kind, ...FIELD_LOOK[kind],
    }));
  }
  return field;
}

/** A cross at every point of the chosen origin that the view shows. */
export function crossLayer(view, origin) {
  const crosses = layer("crosses");
  for (const point of origin?.points ?? []) {
    const spot = view.pointPosition(point, origin.side);
    if (spot) crosses.append(cross(spot.x, spot.y, Math.max(view.height * 0.0065, 4.5)));
  }
  return crosses;
}

function cross(x, y, size) {
  const d = `M${x - size} ${y - size}L${x + size} ${y + size}M${x - size} ${y + size}L${x + size} ${y - size}`;
  const line = (stroke, width) => svg("path", { d, stroke, "stroke-width": width, "stroke-linecap": "round" });
  return svg("g", { class: "cross" }, line("#fff", size * 0.95), line("#111", size * 0.45));
}

// Dermatomes and nerve territories

/**
 * Every zone with the main root ("dermatome") or skin nerve ("nerve") that feels there; neighbours differ in tone.
 * @param {"dermatome"|"nerve"} kind
 */
export function territoryLayer(view, surface, kind) {
  const territories = layer("dermatomes");
  const size = Math.max(view.height * (kind === "nerve" ? 0.0068 : 0.0105), kind === "nerve" ? 6.5 : 9);
  const words = [];
  const labels = [];
  for (const place of view.places) {
    const name = place.isDeep ? "" : surface.zone(partsOf(place.key).zone)?.[kind];
    if (!name) continue;
    const tone = 0.1 + 0.08 * ([...name].reduce((sum, letter) => sum * 31 + letter.codePointAt(0), 0) % 4);
    territories.append(
      svg("path", { d: place.d, fill: DERMATOME, "fill-opacity": tone, stroke: "#29415f", "stroke-width": 0.6 }));
    // A word that would run into another one is left to the larger views of that part.
    const half = name.length * size * 0.28;
    const hits = words.some(({ x, y, half: other }) =>
      Math.abs(x - place.x) < half + other && Math.abs(y - place.y) < size);
    if (hits) continue;
    words.push({ x: place.x, y: place.y, half });
    labels.push(label(place.x, place.y, name, size, { fill: "#12263f", "stroke-opacity": 0.8 }));
  }
  territories.append(...labels);
  return territories;
}

// Tools

/** The circle of the brush. */
export function brushCircle() {
  const ring = (stroke, width) => svg("circle", { fill: "none", stroke, "stroke-width": width });
  return svg("g", { class: "layer brush", visibility: "hidden" }, ring("#fff", 3), ring("#1c2529", 1.2));
}

/** The place that the keyboard's cursor is on. */
export function cursorLayer(place) {
  const cursor = layer("cursor");
  if (!place) return cursor;
  const line = (stroke, width) => svg("path", { d: place.d, fill: "none", stroke, "stroke-width": width });
  cursor.append(line("#fff", 5), line("#d98200", 3));
  return cursor;
}
