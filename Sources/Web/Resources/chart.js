// The body chart: shows a view with its layers, and turns what pointer or keyboard do into paint.

import * as layers from "./layers.js";
import { Stroke } from "./stroke.js";
import { TURN, VIEWS } from "./views.js";

const LAYERS = ["origin", "dermatomes", "nerves", "zones", "none"];

/**
 * Fires "view" when another view is shown, "announce" (detail: text) with words for the status line, and "failure"
 * (detail: text) when a view cannot be had.
 */
export class Chart extends EventTarget {
  #picture = null;
  #parts = {};
  #frame = 0;
  #wanted = "";

  /**
   * @param {HTMLElement} box Where the picture goes.
   * @param {State} state
   * @param {ViewStore} store
   * @param {{tool, size, intensity, quality}} brush
   */
  constructor(box, state, store, brush) {
    super();
    Object.assign(this, { box, state, store, brush });
    /** The view that is shown, or `null` before the first has come. */
    this.view = null;
    /** The origin whose field and points are shown. */
    this.origin = null;
    /** The place that the keyboard's cursor is on. */
    this.cursor = null;
    state.addEventListener("change", () => this.redraw());
    state.addEventListener("paint", () => this.redraw());
    this.#listen();
  }

  // Views

  get viewID() {
    const { view } = this.state.settings;
    return VIEWS.some(([id]) => id === view) ? view : "front";
  }

  get layer() {
    return LAYERS.includes(this.state.settings.layer) ? this.state.settings.layer : "origin";
  }

  /** Shows a view; of several wanted in quick succession the last is shown. */
  async show(id = this.viewID) {
    const { body } = this.state.settings;
    this.#wanted = `${id} ${body}`;
    try {
      const view = await this.store.load(id, body);
      if (this.#wanted !== `${id} ${body}`) return;
      this.#mount(view);
      if (this.state.settings.view !== id) this.state.remember("settings", { view: id });
      this.dispatchEvent(new Event("view"));
    } catch (error) {
      this.dispatchEvent(new CustomEvent("failure", { detail: error.message }));
    }
  }

  /** Turns the body by a quarter: 1 forwards, -1 back; from an inset to the front. */
  turn(step) {
    const position = TURN.indexOf(this.viewID);
    return this.show(position < 0 ? TURN[0] : TURN[(position + step + TURN.length) % TURN.length]);
  }

  /** Shows the field and points of an origin; `null` shows none. */
  setOrigin(origin) {
    this.origin = origin;
    this.redraw();
  }

  #mount(view) {
    this.view = view;
    if (this.cursor) this.cursor = view.place.get(this.cursor.key) ?? null;
    this.#picture = view.picture();
    this.#picture.setAttribute("preserveAspectRatio", "xMidYMid meet");
    this.#parts = { brush: layers.brushCircle() };
    this.box.replaceChildren(this.#picture);
    this.#draw();
  }

  // Drawing

  /** Draws the layers anew with the next frame. */
  redraw() {
    if (this.#frame || !this.view) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    const { view, state } = this;
    const { surface } = state;
    const shown = this.layer;
    const origin = shown === "origin" ? this.origin : null;
    this.#picture.classList.toggle("show-zones", shown === "zones");
    const territory = { dermatomes: "dermatome", nerves: "nerve" }[shown];
    this.#put("dermatomes", territory ? layers.territoryLayer(view, surface, territory) : null);
    this.#put("field", layers.fieldLayer(view, origin));
    this.#put("painted", layers.paintLayer(view, state.complaint, surface));
    this.#put("crosses", layers.crossLayer(view, origin));
    this.#put("cursor", layers.cursorLayer(this.cursor));
    this.#picture.append(this.#parts.brush);
  }

  /** Puts a layer on top in place of its former self. */
  #put(name, part) {
    this.#parts[name]?.remove();
    this.#parts[name] = part;
    if (part) this.#picture.append(part);
  }

  // Pointer

  #listen() {
    const { box } = this;
    box.addEventListener("pointerdown", (event) => this.#press(event));
    box.addEventListener("pointermove", (event) => this.#move(event));
    box.addEventListener("pointerup", (event) => this.#lift(event));
    box.addEventListener("pointercancel", (event) => this.#cancel(event));
    box.addEventListener("pointerleave", () => this.#showBrush(null));
  }

  #press(event) {
    if (!this.view || this.stroke || event.button !== 0) return;
    event.preventDefault();
    this.box.focus({ preventScroll: true });
    this.box.setPointerCapture(event.pointerId);
    this.stroke = new Stroke(this, event.pointerId);
    this.stroke.start(this.#spot(event));
    this.#showBrush(event);
  }

  #move(event) {
    if (!this.view) return;
    this.#showBrush(event);
    if (this.stroke?.pointer !== event.pointerId) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length > 0 ? steps : [event]) this.stroke.extend(this.#spot(step));
  }

  #lift(event) {
    if (this.stroke?.pointer !== event.pointerId) return;
    const said = this.stroke.end();
    this.stroke = null;
    if (said) this.announce(said);
  }

  #cancel(event) {
    if (this.stroke?.pointer !== event.pointerId) return;
    this.stroke.cancel();
    this.stroke = null;
  }

  /** Where a pointer is in the view's units, how wide its brush is and which place lies under it. */
  #spot(event) {
    const matrix = this.#picture.getScreenCTM().inverse();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("path.zone");
    const place = under ? this.view.place.get(`${under.dataset.zone}:${under.dataset.side}`) : null;
    return { x, y, radius: this.#radius(event), place: place ?? null };
  }

  /** A pen that presses harder paints a little wider. */
  #radius(event) {
    const isPen = event.pointerType === "pen" && event.pressure > 0;
    return this.brush.size * (isPen ? 0.7 + 0.6 * event.pressure : 1);
  }

  #showBrush(event) {
    const ring = this.#parts.brush;
    if (!ring) return;
    ring.setAttribute("visibility", event ? "visible" : "hidden");
    if (!event) return;
    const { x, y, radius } = this.#spot(event);
    for (const circle of ring.children) {
      circle.setAttribute("cx", x);
      circle.setAttribute("cy", y);
      circle.setAttribute("r", radius);
    }
  }

  // Words

  announce(text) {
    this.dispatchEvent(new CustomEvent("announce", { detail: text }));
  }

  /** "front of shoulder, right; painted, intensity 6, aching" */
  describe(key) {
    const { surface, complaint } = this.state;
    const area = complaint.paintOf(surface, key);
    const words = [];
    if (!area) words.push("not painted");
    else {
      words.push(area.isWhole ? "painted" : "partly painted", `intensity ${area.intensity}`);
      words.push(...area.qualities.map((quality) => surface.qualityName(quality)));
    }
    return `${surface.placeName(key)}; ${words.join(", ")}`;
  }
}
