// The steps Before and After: pain of areas, ranges, thresholds and questionnaires, each with what it was before.

import {
  ChangeMeasure, GRACE, PainMeasure, QuestionsMeasure, RangeMeasure, ThresholdMeasure,
} from "./visit-measure.js";
import { StruckList, strikeOut } from "./visit-strikes.js";
import { Picker } from "./visit-picker.js";
import { measureName, withUnit } from "./visit-dialogs.js";
import { figure, plain, withSide } from "./visit-words.js";
import { el, upperFirst } from "./words.js";

const KINDS = {
  pain: PainMeasure, range: RangeMeasure, pressure_threshold: ThresholdMeasure, psfs: QuestionsMeasure,
  peg: QuestionsMeasure, pgic: ChangeMeasure,
};
const GROUPS = { pain: "Pain, 0 to 10", range: "Range of motion", pressure_threshold: "Pressure threshold" };
/** At most so many own activities. */
const MOST_ACTIVITIES = 5;

const keyOf = ({ measure, target, side }) => `${measure} ${target} ${side}`;

export class MeasureStep {
  #shown = new Map();
  #asked = [];

  /**
   * @param {"before"|"after"} phase
   * @param {Object} page What the steps share: record, guide, earlier, undo.
   */
  constructor(phase, page) {
    Object.assign(this, { phase, page });
    const names = [...Object.keys(GROUPS), "more"];
    this.groups = Object.fromEntries(names.map((name) => [name, el("div", { class: "measures" })]));
    this.pickers = phase === "before" ? this.#pickers() : {};
    this.struck = new StruckList(page, ({ kind, body }) => kind === "measurement" && body.phase === phase);
    this.empty = el("p", { class: "empty" }, "Nothing was measured before. ",
      el("button", { type: "button", onclick: () => page.show("before") }, "Measure it now"));
    this.box = el("fieldset", { class: "plain" },
      el("legend", { class: "visually-hidden" }, `Measured ${phase}`), this.empty, this.#sections(), this.#more(),
      this.struck.element);
  }

  #sections() {
    return Object.entries(GROUPS).map(([name, title]) => {
      const picker = this.pickers[name]?.element;
      const isFolded = name === "pressure_threshold" && this.phase === "before";
      const content = [this.groups[name], picker];
      return isFolded ? el("details", { class: "block", "data-group": name }, el("summary", {}, title), content)
        : el("section", { class: "block", "data-group": name }, el("h3", {}, title), content);
    });
  }

  #pickers() {
    const { guide } = this.page;
    const add = (measure) => (target, side) => this.#add({ measure, target, side });
    return {
      pain: new Picker({ label: "Add an area" }, guide.zones, add("pain")),
      range: new Picker({ label: "Movement" }, guide.movements, add("range")),
      pressure_threshold: new Picker(
        { label: "Muscle or place" }, [...guide.muscles, ...guide.zones], add("pressure_threshold")),
    };
  }

  #more() {
    const activity = el("input", { id: `activity-${this.phase}`, type: "text", maxlength: 120, autocomplete: "off" });
    const add = () => {
      if (activity.value.trim() === "") return activity.focus();
      this.#addActivity(activity.value.trim());
      activity.value = "";
    };
    activity.addEventListener("keydown", (event) => { if (event.key === "Enter") add(); });
    // Its questions come with the guide; without one there is nothing to ask.
    const ask = (measure, word) => el("p", {}, el("button", {
      type: "button", disabled: !this.page.guide.questionnaires.has(measure), onclick: () => this.#add({ measure, target: "", side: "" }),
    }, word));
    const questions = this.phase === "before" ? [
      el("label", { for: activity.id }, "An activity that matters to the client"),
      el("div", { class: "with-button" }, activity, el("button", { type: "button", onclick: add }, "Add")),
      ask("peg", "Ask the three PEG questions"),
    ] : [ask("pgic", "Ask how things have changed overall")];
    return el("details", { class: "block", "data-group": "more" }, el("summary", {}, "More measures"),
      this.groups.more, questions);
  }

  // What is shown

  update() {
    const { record } = this.page;
    this.box.disabled = !record.canWrite;
    const kept = this.#kept();
    const wanted = this.#wanted(kept);
    for (const what of wanted) this.#show(what, kept);
    const keys = new Set(wanted.map(keyOf));
    for (const [key, measure] of this.#shown) {
      if (keys.has(key)) continue;
      measure.element.remove();
      this.#shown.delete(key);
    }
    if (this.phase === "before") this.#suggest(wanted);
    this.struck.update();
    this.empty.hidden = this.phase === "before" || wanted.length > 0;
    for (const name of Object.keys(GROUPS)) {
      const section = this.box.querySelector(`[data-group="${name}"]`);
      section.hidden = this.phase === "after" && this.groups[name].children.length === 0;
      if (section.localName === "details" && this.groups[name].children.length > 0) section.open = true;
    }
    if (this.groups.more.children.length > 0) this.box.querySelector('[data-group="more"]').open = true;
  }

  /** The visit's measurements as entries; of each thing the newest. */
  #kept() {
    const kept = { before: new Map(), after: new Map() };
    for (const entry of this.page.record.all("measurement")) kept[entry.body.phase].set(keyOf(entry.body), entry);
    return kept;
  }

  #wanted(kept) {
    const bodies = (phase) => [...kept[phase].values()].map(({ body }) => body);
    // PEG asks about a week: it says nothing after an hour.
    const again = bodies("before").filter(({ measure }) => measure !== "peg");
    const all = this.phase === "after" ? [...again, ...bodies("after"), ...this.#asked]
      : [...this.#area(kept), ...bodies("before"), ...this.#asked];
    const byKey = new Map();
    for (const { measure, target, side, labels = [] } of all) {
      const what = { measure, target, side, labels, phase: this.phase };
      const known = byKey.get(keyOf(what));
      if (!known || known.labels.length < labels.length) byKey.set(keyOf(what), what);
    }
    return [...byKey.values()];
  }

  /** The area that is asked for unless another was chosen: where it hurt last time, or the strongest of the drawing. */
  #area(kept) {
    const hasPain = [...kept.before.keys()].some((key) => key.startsWith("pain"));
    if (hasPain || this.#asked.some(({ measure }) => measure === "pain")) return [];
    const [area] = this.page.earlier.areas;
    return area ? [{ measure: "pain", ...area }] : [];
  }

  #suggest(wanted) {
    const { guide, earlier } = this.page;
    const isNew = (measure) => (place) => !wanted.some((one) => one.measure === measure && one.target === place.target
      && one.side === place.side);
    const chips = (measure, places) => places.filter(isNew(measure)).map(({ target, side }) => ({ id: target, side }));
    const areas = wanted.filter(({ measure }) => measure === "pain");
    this.pickers.pain.suggest(chips("pain", earlier.areas), guide);
    this.pickers.range.suggest(chips("range", [...earlier.measured("range"), ...movementsNear(areas, guide)]), guide);
    this.pickers.pressure_threshold.suggest(chips("pressure_threshold", earlier.measured("pressure_threshold")), guide);
  }

  #show(what, kept) {
    const key = keyOf(what);
    const entry = kept[this.phase].get(key);
    let measure = this.#shown.get(key);
    if (!measure || measure.what.labels.length !== what.labels.length) measure = this.#make(what, measure);
    if (what.measure === "range") measure.norm = this.page.guide.get(what.target)?.norm;
    measure.show(entry?.body ?? null, { before: kept.before.get(key)?.body, note: this.#note(what, kept),
      isKept: Boolean(entry) && !this.page.record.canUndo(entry.id) });
  }

  #make(what, former) {
    const { guide } = this.page;
    const asked = guide.questionnaires.get(what.measure);
    const title = asked?.title ?? (what.target ? upperFirst(withSide(guide.name(what.target), what.side))
      : measureName(what, guide));
    const ends = asked ? `${asked.lead} ${asked.from} ${asked.low} · ${asked.to} ${asked.high}` : "";
    const full = { ...what, title, ends, steps: asked?.steps ?? {}, source: asked?.source ?? "" };
    const measure = new KINDS[what.measure](full, (values) => this.#told(what, values), () => {
      const entry = this.#kept()[this.phase].get(keyOf(what));
      if (entry) strikeOut(entry, this.page);
    });
    this.#shown.set(keyOf(what), measure);
    if (former) former.element.replaceWith(measure.element);
    else (this.groups[what.measure] ?? this.groups.more).append(measure.element);
    return measure;
  }

  /** What helps to judge a value: the norm, the other side, the last visit. */
  #note({ measure, target, side }, kept) {
    const { guide, earlier } = this.page;
    const notes = [];
    const norm = measure === "range" ? guide.get(target)?.norm : null;
    if (norm) notes.push(`norm ${plain(norm)}°`);
    const other = { right: "left", left: "right" }[side];
    const mirrored = other && kept[this.phase].get(keyOf({ measure, target, side: other }));
    if (mirrored && measure !== "pain") notes.push(`${other}: ${plain(figure(mirrored.body))}`);
    const last = this.phase === "before" ? earlier.last(measure, target, side) : "";
    if (last) notes.push(`last time ${last}`);
    return notes.join(" · ");
  }

  // What is done

  #add(what) {
    this.#asked.push({ labels: what.measure === "peg" ? this.#items("peg") : [], ...what });
    this.update();
    const section = this.#shown.get(keyOf(what))?.element;
    section?.scrollIntoView({ block: "center" });
    (section?.querySelector("input") ?? section?.querySelector("button"))?.focus({ preventScroll: true });
  }

  #items(measure) { return this.page.guide.questionnaires.get(measure)?.items.map(({ label }) => label) ?? []; }

  #addActivity(text) {
    const what = { measure: "psfs", target: "", side: "" };
    const labels = this.#shown.get(keyOf(what))?.what.labels ?? [];
    if (labels.length >= MOST_ACTIVITIES || labels.includes(text)) return;
    this.#asked.push({ ...what, labels: [...labels, text] });
    this.update();
  }

  #told(what, values) {
    const { record, guide, undo } = this.page;
    const entry = this.#kept()[this.phase].get(keyOf(what));
    if (values === null) {
      if (entry) record.undo(entry.id);
      return;
    }
    const { measure, target, side, labels } = what;
    const body = { measure, phase: this.phase, target, side, values, labels: labels.slice(0, values.length) };
    // The row stays when what was told is taken back.
    if (!this.#asked.some((one) => keyOf(one) === keyOf(what))) this.#asked.push({ measure, target, side, labels });
    const id = record.write("measurement", body, { id: entry?.id, delay: GRACE });
    const said = `${measureName(body, guide)}: ${values.map((value) => withUnit(value, measure)).join(", ")}`;
    if (record.canUndo(id)) undo.offer(said, () => record.undo(id));
  }
}

/** Movements of the joints that the areas lie at, those with a norm. */
function movementsNear(areas, guide) {
  return areas.flatMap(({ target, side }) => guide.movements
    .filter((one) => one.norm && target.split("/").includes(one.id.split("/")[0]))
    .map((one) => ({ target: one.id, side: one.paired ? (side === "midline" || !side ? "right" : side) : "midline" })));
}
