// Starts the page: fetches the words, puts the parts together and asks the server for the answer.

import { AnswerPanel, originKey, originName } from "./answer.js";
import { explain } from "./ask.js";
import { Chart } from "./chart.js";
import { listenToKeys } from "./cursor.js";
import { wireExamination } from "./examination.js";
import { FindingChips, FindingSearch } from "./findings.js";
import { PaintedList, qualityOptions, ZoneSearch } from "./lists.js";
import { Locator } from "./locate.js";
import { fillSheet } from "./print.js";
import { recordPlace, wireRecord } from "./record.js";
import { State } from "./state.js";
import { Surface } from "./surface.js";
import { viewName, VIEWS, ViewStore } from "./views.js";
import { byId, el, intensityWord, percent } from "./words.js";

const LEGENDS = {
  origin: "Red: drawn, number = intensity, pattern = how it feels. Blue-green: the origin's field. ×: its points.",
  dermatomes: "Letters: the nerve root that feels there.",
  nerves: "Words: the skin nerve that feels there.",
  zones: "Lines: borders of the zones.",
  none: "Red: drawn, number = intensity, pattern = how it feels.",
};

const brush = { tool: "brush", size: 22, intensity: 6, quality: "" };

async function fetchJSON(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

/** Loads everything and wires it together. */
async function start() {
  const [surfaceWire, findings] = await Promise.all([fetchJSON("/api/surface"), fetchJSON("/api/findings")]);
  const place = recordPlace(location.search);
  const state = new State(new Surface(surfaceWire), place.store);
  state.load();
  const store = new ViewStore(state.surface);
  const chart = new Chart(byId("chart"), state, store, brush);
  const page = { state, store, chart, brush, announce };
  wireChart(page);
  wireTools(page);
  wireComplaints(page);
  new ZoneSearch(page, byId("zone-search"), byId("zone-results"));
  new PaintedList(page, byId("painted"), byId("painted-count"), byId("zone-search"));
  new FindingSearch(state, findings, byId("finding-search"), byId("finding-results"));
  new FindingChips(state, byId("findings"), byId("finding-search"));
  wirePerson(state);
  foldList();
  const locator = wireAnswer(page);
  wireExamination(page);
  wirePrint(page);
  await wireRecord(place, page, locator);
  await chart.show();
  document.body.dataset.ready = "true";
  prefetch(page);
}

/** On a narrow screen the list starts folded, so that the answer is not far below; the way past the chart opens it. */
function foldList() {
  const panel = byId("list-panel");
  panel.open = !window.matchMedia("(max-width: 900px)").matches;
  document.querySelector(".skip").addEventListener("click", () => { panel.open = true; });
  let wasOpen = panel.open;
  window.addEventListener("beforeprint", () => { [wasOpen, panel.open] = [panel.open, true]; });
  window.addEventListener("afterprint", () => { panel.open = wasOpen; });
}

/** Says something in the chart's status line. */
function announce(text) { byId("chart-status").textContent = text; }

/** Tells what went wrong, or clears the message. */
function complain(text) { byId("message").textContent = text; }

/** Views that print needs are fetched while nothing else happens. */
function prefetch({ state, store }) {
  const fetchBoth = () => ["front", "back"].forEach((id) => store.load(id, state.settings.body).catch(() => {}));
  (window.requestIdleCallback ?? setTimeout)(fetchBoth);
}

// Chart and tools

function wireChart(page) {
  const { chart, state } = page;
  byId("views").append(...VIEWS.map(([id, name]) =>
    el("button", { type: "button", "data-view": id, "aria-pressed": "false", onclick: () => chart.show(id) }, name)));
  byId("turn-left").addEventListener("click", () => chart.turn(-1));
  byId("turn-right").addEventListener("click", () => chart.turn(1));
  chart.addEventListener("announce", (event) => announce(event.detail));
  chart.addEventListener("failure", (event) => announce(event.detail));
  chart.addEventListener("view", () => markView(chart));
  wireSetting(page, "body", () => { chart.show(); prefetch(page); });
  wireSetting(page, "layer", () => markLayer(state));
  markLayer(state);
}

/** A choice that is remembered; what was saved and does not exist falls back to the first. */
function wireSetting({ state }, name, onChange) {
  const select = byId(name);
  select.value = state.settings[name];
  if (select.selectedIndex < 0) {
    select.selectedIndex = 0;
    state.settings[name] = select.value;
  }
  select.addEventListener("change", () => {
    state.remember("settings", { [name]: select.value });
    onChange();
  });
}

function markView(chart) {
  for (const button of byId("views").children) {
    const isShown = button.dataset.view === chart.view.id;
    button.setAttribute("aria-pressed", String(isShown));
    if (isShown) scrollIntoRow(button);
  }
  if (!chart.cursor) announce(`${chart.view.title} view.`);
}

/** Scrolls the row of tabs alone, never the page. */
function scrollIntoRow(button) {
  const row = button.parentElement;
  row.scrollLeft = button.offsetLeft - row.offsetLeft - (row.clientWidth - button.offsetWidth) / 2;
}

function markLayer(state) { byId("legend").textContent = LEGENDS[state.settings.layer]; }

function wireTools({ state, chart }) {
  const stepIntensity = (step) => {
    setIntensity(brush.intensity + step);
    announce(`Intensity ${brush.intensity}, ${intensityWord(brush.intensity)}.`);
  };
  const tools = { tool: selectTool, intensity: stepIntensity, mirror: () => mirror(state) };
  listenToKeys(chart, tools);
  for (const name of ["brush", "eraser"]) byId(`tool-${name}`).addEventListener("click", () => selectTool(name));
  byId("brush-size").addEventListener("input", (event) => { brush.size = Number(event.target.value); });
  byId("intensity").addEventListener("input", (event) => setIntensity(Number(event.target.value)));
  byId("quality").append(...qualityOptions(state.surface));
  byId("quality").addEventListener("change", (event) => { brush.quality = event.target.value; });
  byId("undo").addEventListener("click", () => state.undo());
  byId("redo").addEventListener("click", () => state.redo());
  byId("mirror").addEventListener("click", () => mirror(state));
  byId("clear").addEventListener("click", () => clear(state));
  byId("save-case").addEventListener("click", () => saveCase(state));
  document.addEventListener("keydown", (event) => undoKey(event, state));
  state.addEventListener("change", () => markTools(state));
  readTools();
  markTools(state);
}

/** Takes over what the browser left in the controls after a reload. */
function readTools() {
  brush.size = Number(byId("brush-size").value);
  brush.quality = byId("quality").value;
  setIntensity(Number(byId("intensity").value));
}

function selectTool(name) {
  brush.tool = name;
  for (const tool of ["brush", "eraser"]) byId(`tool-${tool}`).setAttribute("aria-pressed", String(tool === name));
  announce(name === "brush" ? "Brush." : "Eraser.");
}

function setIntensity(wanted) {
  brush.intensity = Math.min(10, Math.max(0, wanted));
  const word = intensityWord(brush.intensity);
  byId("intensity").value = String(brush.intensity);
  byId("intensity-value").textContent = String(brush.intensity);
  byId("intensity-words").textContent = word;
}

function mirror(state) {
  if (state.complaint.isEmpty) {
    announce("Nothing is painted that could be mirrored.");
    return;
  }
  state.change((complaint) => complaint.mirror(state.surface));
  announce("Copied to the other side.");
}

/** Forgets drawing and findings of the current complaint; undo brings them back. */
function clear(state) {
  state.change((complaint) => {
    complaint.cells.clear();
    complaint.places.clear();
    complaint.findings = [];
    complaint.examined.clear();
  });
  announce("Cleared. Undo brings it back.");
}

/** Hands the case out as a file that the command line reads. */
function saveCase(state) {
  const blob = new Blob([JSON.stringify(state.toCase(), null, 2)], { type: "application/json" });
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: `tautband-complaint-${state.complaint.id}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Ctrl or Cmd with Z and Y, except where they belong to a text that is being written. */
function undoKey(event, state) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.matches?.("input[type=search], input[type=number]")) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) state.redo();
  else state.undo();
}

function markTools(state) {
  byId("undo").disabled = !state.canUndo;
  byId("redo").disabled = !state.canRedo;
}

// Complaints and person

function wireComplaints({ state }) {
  const box = byId("complaints");
  const draw = () => {
    const hadFocus = box.contains(document.activeElement);
    box.replaceChildren(...complaintButtons(state));
    if (hadFocus) box.querySelector("[aria-pressed=true]").focus();
  };
  state.addEventListener("change", draw);
  draw();
}

function complaintButtons(state) {
  const tab = ({ id }) => el("button", {
    type: "button", "aria-pressed": String(id === state.complaint.id), onclick: () => state.select(id),
  }, `Complaint ${id}`);
  const add = el("button", {
    type: "button", id: "add-complaint", onclick: () => state.addComplaint(),
  }, "Add complaint");
  add.disabled = !state.canAdd;
  const remove = state.complaints.length < 2 ? null : el("button", {
    type: "button", id: "remove-complaint", onclick: () => {
      state.removeComplaint();
      announce("Complaint deleted. Undo brings it back.");
    },
  }, `Delete complaint ${state.complaint.id}`);
  return [...state.complaints.map(tab), add, remove].filter(Boolean);
}

function wirePerson(state) {
  const { age, sex } = state.patient;
  byId("age").value = age ?? "";
  byId("sex").value = sex;
  byId("age").addEventListener("change", (event) => {
    const { value } = event.target;
    state.remember("patient", { age: value === "" ? null : Number(value) });
  });
  byId("sex").addEventListener("change", (event) => state.remember("patient", { sex: event.target.value }));
}

// Answer

function wireAnswer(page) {
  const { state, chart } = page;
  const panel = new AnswerPanel(byId("result"));
  const locator = new Locator(state);
  /** Complaint → the origin whose card is open. */
  const chosen = new Map();
  const render = () => {
    const answer = locator.answer;
    if (answer) panel.show(answer, chosen.get(state.complaint.id) ?? null);
    else panel.showNone();
    chart.setOrigin(panel.chosen);
    offerView(page, panel);
  };
  byId("find").addEventListener("click", () => locator.ask());
  locator.addEventListener("busy", (event) => markBusy(event.detail));
  locator.addEventListener("answer", () => { complain(""); render(); sayAnswer(locator.answer); });
  locator.addEventListener("failure", (event) => complain(explain(event.detail, state)));
  locator.addEventListener("turn", () => { complain(""); render(); });
  panel.addEventListener("choose", (event) => {
    chosen.set(state.complaint.id, event.detail ? originKey(event.detail) : null);
    chart.setOrigin(event.detail);
    offerView(page, panel);
  });
  panel.addEventListener("turn", (event) => chart.show(event.detail));
  chart.addEventListener("view", () => offerView(page, panel));
  return locator;
}

/** Offers another view when the present one shows none of the chosen origin's points. */
async function offerView({ state, store, chart }, panel) {
  const origin = panel.chosen;
  const isSeen = !origin || !chart.view || chart.view.shows(origin).points > 0;
  const best = isSeen ? null : await store.bestFor(origin, state.settings.body);
  if (origin !== panel.chosen) return;
  const isElsewhere = best && best.id !== chart.view?.id;
  panel.offerView(isElsewhere ? best.id : null, isElsewhere ? viewName(best.id).toLowerCase() : "");
}

function markBusy(isBusy) {
  const button = byId("find");
  button.setAttribute("aria-busy", String(isBusy));
  button.textContent = isBusy ? "Working…" : "Find the origin";
}

/** Says the outcome in one sentence to those who do not see the list appear. */
function sayAnswer({ ranking }) {
  const [first] = ranking;
  byId("answer-status").textContent = first
    ? `Most likely: ${originName(first)}, ${percent(first.probability)}. ${ranking.length} origins are ranked below.`
    : "Nothing to rank yet.";
}

function wirePrint({ state, store, chart }) {
  const sheet = byId("sheet");
  window.addEventListener("beforeprint", () => fillSheet(sheet, { state, store, origin: chart.origin }));
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("prints-drawing");
    sheet.replaceChildren();
  });
  byId("print").addEventListener("click", () => {
    document.body.classList.add("prints-drawing");
    window.print();
  });
  window.addEventListener("pagehide", () => state.saveNow());
}

start().catch(() => complain("The page could not load its data. Check that the server is running, then reload."));
