// The chart by keyboard: a cursor that goes from place to place, and keys for what the tools do.

/** Directions of the arrow keys in the picture. */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * Makes the chart answer keys.
 * @param {Chart} chart
 * @param {{tool(name), intensity(step), mirror()}} tools What keys beyond the chart's own do.
 */
export function listenToKeys(chart, tools) {
  const actions = {
    Enter: () => paint(chart),
    " ": () => paint(chart),
    Delete: () => erase(chart),
    Backspace: () => erase(chart),
    ",": () => chart.turn(-1),
    ".": () => chart.turn(1),
    b: () => tools.tool("brush"),
    e: () => tools.tool("eraser"),
    m: () => tools.mirror(),
    "+": () => tools.intensity(1),
    "=": () => tools.intensity(1),
    "-": () => tools.intensity(-1),
  };
  chart.box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !chart.view) return;
    const arrow = ARROWS[event.key];
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = arrow ? () => move(chart, ...arrow) : actions[name];
    if (!action) return;
    event.preventDefault();
    action();
  });
  chart.box.addEventListener("blur", () => setCursor(chart, null, false));
}

/** Moves the cursor to the nearest place in a direction and says its name. */
function move(chart, dx, dy) {
  const from = chart.cursor ?? chart.lastCursor;
  const known = from && chart.view.place.get(from.key);
  if (!known) setCursor(chart, topmost(chart.view.places));
  else setCursor(chart, chart.cursor ? nearest(chart.view.places, known, dx, dy) ?? known : known);
}

const topmost = (places) => places.reduce((best, place) => (place.y < best.y ? place : best));

/** The place that one would call next in a direction: near, and not far off to the side. */
function nearest(places, from, dx, dy) {
  let best = null;
  let least = Infinity;
  for (const place of places) {
    const along = (place.x - from.x) * dx + (place.y - from.y) * dy;
    const aside = Math.abs((place.x - from.x) * dy) + Math.abs((place.y - from.y) * dx);
    const cost = along + 2 * aside;
    if (along > 0.5 && aside <= 3 * along && cost < least) [best, least] = [place, cost];
  }
  return best;
}

function setCursor(chart, place, speaks = true) {
  chart.lastCursor = place ?? chart.cursor ?? chart.lastCursor;
  chart.cursor = place;
  chart.redraw();
  if (place && speaks) chart.announce(chart.describe(place.key));
}

/** Paints the whole place under the cursor, or erases it when the eraser is the tool. */
function paint(chart) {
  if (chart.brush.tool === "eraser") {
    erase(chart);
    return;
  }
  const { intensity, quality } = chart.brush;
  edit(chart, (complaint, key) => {
    complaint.paintPlace(chart.state.surface, key, { intensity, quality, stroke: chart.state.nextStroke() });
  });
}

function erase(chart) {
  edit(chart, (complaint, key) => complaint.erasePlace(chart.state.surface, key));
}

/** Changes the place under the cursor as one step; without a cursor the first key only sets it. */
function edit(chart, action) {
  if (!chart.cursor) {
    move(chart, 0, 0);
    return;
  }
  const { key } = chart.cursor;
  chart.state.change((complaint) => action(complaint, key));
  chart.announce(chart.describe(key));
}
