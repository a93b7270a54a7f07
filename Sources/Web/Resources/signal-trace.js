// The trace of a recording on a canvas: zoom, pan, a cursor, and the holds on it; by mouse, finger and keys.

import { debounce, el } from "./words.js";
import { seconds } from "./signal-marks.js";

/** The narrowest window in seconds. */
const NARROWEST = 0.05;
/** Pixels within which the edge of a hold is taken hold of. */
const GRIP = 12;
const COLOURS = { line: "#0f4c5c", grid: "#dcd6cd", text: "#1c2529", hold: "#f3d7d4", edge: "#b3261e", cursor: "#8a5a00" };
/** Pixels above and below the trace. */
const MARGIN = { top: 18, bottom: 22 };

/** A step of 1, 2 or 5 times a power of ten, of which at most `most` fit into a length. */
function roundStep(length, most) {
  const raw = length / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= raw) ?? 10 * power;
}

/** Asks for stretches of the trace and keeps the last ones. */
class Source {
  #kept = new Map();

  constructor(address) { this.address = address; }

  async view(channel, from, to, pixels) {
    const key = `${channel} ${from} ${to} ${pixels}`;
    if (this.#kept.has(key)) return this.#kept.get(key);
    this.abort?.abort();
    this.abort = new AbortController();
    const query = new URLSearchParams({ channel, from, to, pixels });
    const answer = await fetch(`${this.address}?${query}`, { signal: this.abort.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error((await answer.json().catch(() => null))?.error?.problem ?? "it cannot be read");
    const view = await answer.json();
    this.#kept.set(key, view);
    if (this.#kept.size > 30) this.#kept.delete(this.#kept.keys().next().value);
    return view;
  }
}

/** Fires `moved` when window or cursor change, `failed` with a text when the trace cannot be read. */
export class Trace extends EventTarget {
  isMarking = false;
  #pointers = new Map();
  #drag = null;

  constructor({ address, length, channel, marks, notes, writes }) {
    super();
    Object.assign(this, { length, channel, marks, notes, writes });
    this.source = new Source(address);
    [this.from, this.to, this.cursor, this.gain] = [0, length, 0, 1];
    this.canvas = el("canvas", {
      class: "trace", tabindex: "0", role: "application", "aria-roledescription": "trace",
      "aria-label": "Trace of the recording", "aria-describedby": "signal-keys",
    });
    this.overview = el("canvas", { class: "overview", "aria-hidden": "true" });
    this.ask = debounce(() => this.#load(), 60);
    this.#listen();
    new ResizeObserver(() => { this.draw(); this.ask(); this.#loadOverview(); }).observe(this.canvas);
    marks.addEventListener("change", () => this.draw());
  }

  get pixels() { return Math.max(50, Math.min(3000, Math.round(this.canvas.clientWidth))); }

  x(time) { return (time - this.from) / (this.to - this.from) * this.canvas.clientWidth; }

  time(x) { return this.from + x / Math.max(this.canvas.clientWidth, 1) * (this.to - this.from); }

  // What can be done

  show(from, to) {
    const width = Math.min(Math.max(to - from, Math.min(NARROWEST, this.length)), this.length);
    this.from = Math.max(0, Math.min(from, this.length - width));
    this.to = this.from + width;
    this.cursor = Math.max(this.from, Math.min(this.to, this.cursor));
    this.#changed();
  }

  zoom(factor, centre = this.cursor) {
    const width = Math.max((this.to - this.from) * factor, Math.min(NARROWEST, this.length));
    const share = (centre - this.from) / (this.to - this.from);
    this.show(centre - share * width, centre + (1 - share) * width);
  }

  pan(share) {
    const step = (this.to - this.from) * share;
    const from = Math.max(0, Math.min(this.from + step, this.length - (this.to - this.from)));
    this.show(from, from + (this.to - this.from));
  }

  whole() { this.show(0, this.length); }

  point(time) {
    this.cursor = Math.max(0, Math.min(this.length, time));
    if (this.cursor < this.from || this.cursor > this.to) {
      const width = this.to - this.from;
      this.show(this.cursor - width / 2, this.cursor + width / 2);
    }
    this.#changed(false);
  }

  choose(channel) {
    this.channel = channel;
    this.view = null;
    this.far = null;
    this.ask();
    this.#loadOverview();
  }

  /** Lowest and highest value at the cursor, as text. */
  get reading() {
    if (!this.view) return "";
    const { from, to, lowest, highest, unit } = this.view;
    const place = Math.floor((this.cursor - from) / (to - from) * lowest.length);
    const [low, high] = [lowest[place], highest[place]];
    return low === undefined || low === null ? "no signal" : low === high ? `${low} ${unit}` : `${low} to ${high} ${unit}`;
  }

  #changed(isMoved = true) {
    this.draw();
    if (isMoved) this.ask();
    this.dispatchEvent(new Event("moved"));
  }

  // Reading

  async #load() {
    const { channel, from, to, pixels } = this;
    try {
      const view = await this.source.view(channel, from, to, pixels);
      if (channel === this.channel) this.view = view;
      this.draw();
      this.dispatchEvent(new Event("moved"));
      this.dispatchEvent(new CustomEvent("failed", { detail: "" }));
    } catch (error) {
      if (error.name === "AbortError") return;
      this.dispatchEvent(new CustomEvent("failed", { detail: `The trace cannot be shown: ${error.message}.` }));
    }
  }

  async #loadOverview() {
    const width = Math.round(this.overview.clientWidth);
    if (width < 10 || (this.far && this.far.lowest.length === width)) return this.#drawOverview();
    const far = new Source(this.source.address);
    this.far = await far.view(this.channel, 0, this.length, width).catch(() => null);
    this.#drawOverview();
  }

  // Drawing

  #context(canvas) {
    const scale = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
    if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    return { context, width, height };
  }

  draw() {
    const { context, width, height } = this.#context(this.canvas);
    if (width === 0) return;
    const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
    for (const [index, hold] of this.marks.holds.entries()) this.#drawHold(context, hold, index, top, bottom);
    this.#drawGrid(context, width, top, bottom);
    if (this.view) this.#drawLine(context, top, bottom);
    context.fillStyle = COLOURS.text;
    context.font = "12px system-ui, sans-serif";
    if (!this.view) context.fillText("Reading …", 8, height / 2);
    for (const note of this.notes) {
      const x = this.x(note.start);
      if (x < 0 || x > width) continue;
      context.fillRect(x, top, 1, 6);
      context.fillText(note.text.slice(0, 30), x + 3, top + 10);
    }
    this.#drawCursor(context, top, bottom);
    this.#drawOverview();
  }

  #drawHold(context, { start, end }, index, top, bottom) {
    const [left, right] = [this.x(start), this.x(end)];
    if (right < 0 || left > this.canvas.clientWidth) return;
    context.fillStyle = COLOURS.hold;
    context.fillRect(left, top, right - left, bottom - top);
    context.fillStyle = COLOURS.edge;
    context.fillRect(left - 1, top, 2, bottom - top);
    context.fillRect(right - 1, top, 2, bottom - top);
    context.font = "bold 12px system-ui, sans-serif";
    context.fillText(`Hold ${index + 1}`, Math.max(left, 0) + 4, top - 5);
  }

  #drawGrid(context, width, top, bottom) {
    const step = roundStep(this.to - this.from, Math.max(2, Math.floor(width / 90)));
    context.font = "12px system-ui, sans-serif";
    context.textAlign = "center";
    for (let time = Math.ceil(this.from / step) * step; time <= this.to; time += step) {
      const x = this.x(time);
      context.fillStyle = COLOURS.grid;
      context.fillRect(x, top, 1, bottom - top);
      context.fillStyle = COLOURS.text;
      if (x > 16 && x < width - 24) context.fillText(`${seconds(time)} s`, x, bottom + 15);
    }
    context.textAlign = "left";
  }

  #drawLine(context, top, bottom) {
    const { from, to, lowest, highest, unit } = this.view;
    let reach = 0;
    for (let place = 0; place < lowest.length; place += 1) {
      reach = Math.max(reach, Math.abs(lowest[place] ?? 0), Math.abs(highest[place] ?? 0));
    }
    reach = (reach || 1) / this.gain;
    const y = (value) => Math.max(top, Math.min(bottom, (top + bottom) / 2 - value / reach * (bottom - top) / 2));
    const width = (to - from) / lowest.length;
    context.strokeStyle = COLOURS.line;
    context.lineWidth = 1;
    context.beginPath();
    let last = null;
    for (let place = 0; place < lowest.length; place += 1) {
      if (lowest[place] === null) { last = null; continue; }
      const x = this.x(from + (place + 0.5) * width);
      if (x < -2 || x > this.canvas.clientWidth + 2) { last = null; continue; }
      const [low, high] = [y(lowest[place]), y(highest[place])];
      if (last === null) context.moveTo(x, high);
      else context.lineTo(x, high);
      context.lineTo(x, Math.max(low, high + 0.5));
      last = x;
    }
    context.stroke();
    context.fillStyle = COLOURS.text;
    context.textAlign = "right";
    context.fillText(`± ${Number(reach.toPrecision(3))} ${unit}`, this.canvas.clientWidth - 6, top - 5);
    context.textAlign = "left";
  }

  #drawCursor(context, top, bottom) {
    const x = this.x(this.cursor);
    context.strokeStyle = COLOURS.cursor;
    context.setLineDash([5, 3]);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    context.setLineDash([]);
    const drag = this.#drag;
    if (drag?.kind !== "mark") return;
    context.fillStyle = "rgb(179 38 30 / .2)";
    context.fillRect(this.x(drag.start), top, this.x(drag.now) - this.x(drag.start), bottom - top);
  }

  #drawOverview() {
    const { context, width, height } = this.#context(this.overview);
    if (width === 0) return;
    const x = (time) => time / this.length * width;
    context.fillStyle = COLOURS.hold;
    for (const { start, end } of this.marks.holds) context.fillRect(x(start), 0, Math.max(1, x(end) - x(start)), height);
    if (this.far) {
      const { lowest, highest } = this.far;
      const reach = highest.reduce((most, high, place) => Math.max(most, Math.abs(high ?? 0), Math.abs(lowest[place] ?? 0)), 0) || 1;
      context.fillStyle = COLOURS.line;
      for (const [place, low] of lowest.entries()) {
        if (low === null) continue;
        const [from, to] = [height / 2 - highest[place] / reach * height / 2, height / 2 - low / reach * height / 2];
        context.fillRect(place / lowest.length * width, from, 1, Math.max(1, to - from));
      }
    }
    context.strokeStyle = COLOURS.cursor;
    context.lineWidth = 2;
    context.strokeRect(x(this.from) + 1, 1, Math.max(3, x(this.to) - x(this.from) - 2), height - 2);
    context.lineWidth = 1;
  }

  // Mouse and fingers

  #listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (event) => this.#up(event));
    // The wheel scrolls the page until the trace was pressed.
    canvas.addEventListener("wheel", (event) => {
      if (document.activeElement !== canvas && !event.ctrlKey) return;
      event.preventDefault();
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) this.pan(Math.sign(event.deltaX || event.deltaY) * 0.15);
      else this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.time(event.offsetX));
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => this.#key(event));
    this.overview.addEventListener("pointerdown", (event) => {
      const centre = event.offsetX / Math.max(this.overview.clientWidth, 1) * this.length;
      const half = (this.to - this.from) / 2;
      this.show(centre - half, centre + half);
    });
  }

  /** The edge of a hold within reach. */
  #edge(x) {
    if (!this.writes) return null;
    for (const [index, hold] of this.marks.holds.entries()) {
      for (const side of ["start", "end"]) if (Math.abs(this.x(hold[side]) - x) < GRIP) return { index, side };
    }
    return null;
  }

  #down(event) {
    if (event.button !== 0) return;
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, event.offsetX);
    if (this.#pointers.size === 2) {
      const [one, other] = [...this.#pointers.values()];
      this.#drag = { kind: "pinch", apart: Math.abs(one - other), centre: this.time((one + other) / 2) };
      return;
    }
    const [time, edge] = [this.time(event.offsetX), this.#edge(event.offsetX)];
    this.cursor = time;
    if (edge) {
      this.marks.remember();
      this.#drag = { kind: "edge", ...edge };
    } else if (this.isMarking) this.#drag = { kind: "mark", start: time, now: time };
    else this.#drag = { kind: "pan", x: event.offsetX, from: this.from };
    this.#changed(false);
  }

  #move(event) {
    const drag = this.#drag;
    if (!this.#pointers.has(event.pointerId)) {
      this.canvas.style.cursor = this.#edge(event.offsetX) ? "ew-resize" : "";
      return;
    }
    this.#pointers.set(event.pointerId, event.offsetX);
    if (!drag) return;
    const time = Math.max(0, Math.min(this.length, this.time(event.offsetX)));
    if (drag.kind === "pinch" && this.#pointers.size === 2) {
      const [one, other] = [...this.#pointers.values()];
      const apart = Math.max(10, Math.abs(one - other));
      this.zoom(drag.apart / apart, drag.centre);
      drag.apart = apart;
    } else if (drag.kind === "edge") {
      this.marks.move(drag.index, drag.side, time, false);
      this.cursor = time;
      this.#changed(false);
    } else if (drag.kind === "mark") {
      drag.now = time;
      this.cursor = time;
      this.#changed(false);
    } else if (drag.kind === "pan") {
      const width = this.to - this.from;
      const from = drag.from - (event.offsetX - drag.x) / Math.max(this.canvas.clientWidth, 1) * width;
      this.show(from, from + width);
    }
  }

  #up(event) {
    this.#pointers.delete(event.pointerId);
    const drag = this.#drag;
    this.#drag = null;
    if (drag?.kind === "mark") this.marks.add(drag.start, drag.now);
    this.#changed(false);
  }

  // Keys

  #key(event) {
    if (event.altKey || event.metaKey) return;
    const step = (this.to - this.from) / 50;
    const hold = this.marks.at(this.cursor);
    const keys = {
      ArrowLeft: () => event.shiftKey ? this.pan(-0.25) : this.point(this.cursor - step),
      ArrowRight: () => event.shiftKey ? this.pan(0.25) : this.point(this.cursor + step),
      ArrowUp: () => { this.gain = Math.min(64, this.gain * 1.25); this.draw(); },
      ArrowDown: () => { this.gain = Math.max(0.25, this.gain / 1.25); this.draw(); },
      PageUp: () => this.pan(-0.9), PageDown: () => this.pan(0.9), Home: () => this.point(0), End: () => this.point(this.length),
      "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2), "0": () => this.whole(),
    };
    const writing = {
      "[": () => { this.begun = this.cursor; this.dispatchEvent(new Event("moved")); },
      "]": () => {
        if (this.begun === undefined || !this.marks.add(this.begun, this.cursor)) return;
        this.begun = undefined;
        this.#changed(false);
      },
      Delete: () => hold >= 0 && this.marks.remove(hold), Backspace: () => hold >= 0 && this.marks.remove(hold),
    };
    if (event.ctrlKey) {
      if (event.key !== "z" || !this.writes) return;
      event.preventDefault();
      return this.marks.undo();
    }
    const action = keys[event.key] ?? (this.writes ? writing[event.key] : undefined);
    if (event.key === "Escape") this.begun = undefined;
    if (!action) return;
    event.preventDefault();
    action();
  }
}
