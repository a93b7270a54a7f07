// Everything the person told: complaints with their drawings and findings, age and sex, and the steps to undo.
// It is kept in this browser (localStorage) and goes to the server only as the case that is asked about.

import { Complaint } from "./complaint.js";
import { partsOf } from "./surface.js";
import { debounce } from "./words.js";

const MOST_STEPS = 200;
const MOST_COMPLAINTS = 12;

/**
 * Fires "change" after every finished change and "paint" while a stroke is under way.
 */
export class State extends EventTarget {
  #undo = [];
  #redo = [];
  #pending = null;
  #strokes = 0;
  #lastID = 1;
  #save = debounce(() => this.saveNow(), 300);
  #store;

  /** `store`: Where this browser keeps it. */
  constructor(surface, store) {
    super();
    this.surface = surface;
    this.#store = store;
    this.complaints = [new Complaint(1)];
    this.currentID = 1;
    this.patient = { age: null, sex: "" };
    /** View, body and layer, so that a reload shows the same picture; and the order of the examination. */
    this.settings = { view: "front", body: "average", layer: "origin", order: "shortest" };
  }

  /** The complaint that is being drawn. */
  get complaint() {
    return this.complaints.find((one) => one.id === this.currentID) ?? this.complaints[0];
  }

  get canUndo() { return this.#undo.length > 0; }
  get canRedo() { return this.#redo.length > 0; }
  get canAdd() { return this.complaints.length < MOST_COMPLAINTS; }

  /** A number that marks the paint of one stroke as belonging together. */
  nextStroke() { return Date.now() * 100 + (this.#strokes++ % 100); }

  // Steps

  /** Begins a step that ends with `commit` or `rollback`. */
  begin() { this.#pending = this.#snapshot(); }

  /** Tells that a step under way has changed the picture. */
  touch() { this.dispatchEvent(new Event("paint")); }

  /** Ends a step; it can be undone as one. */
  commit() {
    if (!this.#pending) return;
    this.#undo.push(this.#pending);
    if (this.#undo.length > MOST_STEPS) this.#undo.shift();
    this.#redo = [];
    this.#pending = null;
    this.#changed();
  }

  /** Ends a step as if it had not been. */
  rollback() {
    if (!this.#pending) return;
    this.#restore(this.#pending);
    this.#pending = null;
    this.#changed();
  }

  /** One step: `edit` changes the current complaint. */
  change(edit) {
    this.begin();
    edit(this.complaint);
    this.commit();
  }

  undo() { this.#step(this.#undo, this.#redo); }

  redo() { this.#step(this.#redo, this.#undo); }

  #step(from, to) {
    if (this.#pending || from.length === 0) return;
    to.push(this.#snapshot());
    this.#restore(from.pop());
    this.#changed();
  }

  #snapshot() {
    return { complaints: this.complaints.map((one) => one.clone()), currentID: this.currentID };
  }

  #restore({ complaints, currentID }) {
    this.complaints = complaints;
    this.currentID = currentID;
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
    this.#save();
  }

  // Complaints

  select(id) {
    if (id === this.currentID || !this.complaints.some((one) => one.id === id)) return;
    this.currentID = id;
    this.#changed();
  }

  /** Adds an empty complaint and turns to it. */
  addComplaint() {
    if (!this.canAdd) return;
    this.begin();
    this.complaints.push(new Complaint(++this.#lastID));
    this.currentID = this.#lastID;
    this.commit();
  }

  /** Removes the current complaint; the last one gives way to an empty one. */
  removeComplaint() {
    this.begin();
    const position = this.complaints.findIndex((one) => one.id === this.currentID);
    this.complaints.splice(position, 1);
    if (this.complaints.length === 0) this.complaints.push(new Complaint(++this.#lastID));
    this.currentID = this.complaints[Math.min(position, this.complaints.length - 1)].id;
    this.commit();
  }

  // Person and picture

  /** Remembers age, sex or a setting; this is no step to undo. */
  remember(part, values) {
    Object.assign(this[part], values);
    this.#changed();
  }

  // The case for the server

  /** The current complaint as the JSON that the server and the command line take. */
  toCase() {
    const { age, sex } = this.patient;
    return {
      patient: { ...(age === null ? {} : { age }), ...(sex ? { sex } : {}) },
      drawing: this.complaint.areas(this.surface).map((area) => this.#painted(area)),
      findings: this.complaint.findings.map(({ id, side, denied }) => ({
        id: denied ? `no:${id}` : id, ...(side ? { side } : {}),
      })),
    };
  }

  #painted(area) {
    const place = { ...partsOf(area.key), intensity: area.intensity, quality: area.qualities };
    return area.isWhole ? place : { ...place, cells: area.cells };
  }

  // This browser's memory

  /** All of the page as plain data. */
  toPage() {
    const { complaints, currentID, patient, settings } = this;
    return JSON.parse(JSON.stringify({ complaints, currentID, patient, settings }));
  }

  /** Shows what `toPage` wrote, as one step that can be undone. */
  adopt(page) {
    this.begin();
    this.#take(page);
    this.commit();
  }

  /** Shows an empty page and keeps nothing of the one before. */
  forget() {
    this.complaints = [new Complaint(++this.#lastID)];
    this.currentID = this.#lastID;
    [this.#undo, this.#redo] = [[], []];
    this.dispatchEvent(new Event("change"));
  }

  saveNow() {
    try {
      localStorage.setItem(this.#store, JSON.stringify(this.toPage()));
    } catch {
      // Private windows and full stores keep nothing; the drawing lasts as long as the page.
    }
  }

  /** Takes up what an earlier visit saved; anything broken is ignored. */
  load() {
    try {
      this.#take(JSON.parse(localStorage.getItem(this.#store) ?? "null"));
    } catch {
      // A damaged or foreign entry is as good as none.
    }
  }

  #take(saved) {
    try {
      if (!saved) return;
      const complaints = saved.complaints.slice(0, MOST_COMPLAINTS).map((one) => Complaint.fromJSON(one, this.surface));
      const ids = new Set(complaints.map((one) => one.id));
      if (complaints.length === 0 || ids.size !== complaints.length) return;
      this.complaints = complaints;
      this.#lastID = Math.max(...ids);
      this.currentID = ids.has(saved.currentID) ? saved.currentID : complaints[0].id;
      this.#loadPerson(saved.patient ?? {});
      for (const name of Object.keys(this.settings)) {
        if (typeof saved.settings?.[name] === "string") this.settings[name] = saved.settings[name];
      }
    } catch {
      // A damaged or foreign entry is as good as none.
    }
  }

  #loadPerson({ age, sex }) {
    if (Number.isFinite(age) && age >= 0 && age <= 130) this.patient.age = age;
    if (sex === "female" || sex === "male") this.patient.sex = sex;
  }
}
