// The page of a recording: the trace with its tools, the marks that go into the form, and measuring with its progress.

import { byId, el } from "./words.js";
import { MarkList, Marks, readAll, readHolds, seconds } from "./signal-marks.js";
import { Trace } from "./signal-trace.js";

/** Milliseconds between two questions how far the measuring is. */
const ASK = 300;
const mount = byId("signal");
const form = document.querySelector("form.paired");
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class SignalPage {
  constructor() {
    const { trace, work, seconds: length, channel, channels, notes, writes, holds } = mount.dataset;
    this.work = work;
    this.writes = writes === "yes" && Boolean(form);
    this.marks = new Marks(readHolds(form?.holds.value || holds), Number(length));
    this.trace = new Trace({
      address: trace, length: Number(length), channel, marks: this.marks, notes: JSON.parse(notes), writes: this.writes,
    });
    this.said = el("p", { class: "signal-said", role: "status" });
    this.problem = el("p", { class: "error", role: "alert" });
    this.list = new MarkList(this.marks, ({ start, end }) => {
      const room = (end - start) * 0.3;
      this.trace.show(start - room, end + room);
      this.trace.point(start);
    });
    mount.replaceChildren(el("section", { class: "block" }, el("h2", {}, "Trace"), this.#tools(JSON.parse(channels)),
      this.problem, this.trace.canvas, this.trace.overview, this.said, this.#keys(), this.list.element));
    document.body.classList.add("has-trace");
    mount.nextElementSibling?.classList.add("whole");
    this.trace.addEventListener("moved", () => this.say());
    this.trace.addEventListener("failed", ({ detail }) => { this.problem.textContent = detail; });
    this.marks.addEventListener("change", () => this.#marked());
    if (this.writes) this.#wireForm();
    this.say();
  }

  #button(text, label, action) {
    return el("button", { type: "button", "aria-label": label, title: label, onclick: action }, text);
  }

  #tools(channels) {
    const { trace } = this;
    const choose = el("select", { id: "shown-channel", onchange: () => trace.choose(choose.value) },
      channels.map(({ number, label }) => el("option", { value: number, selected: number === trace.channel }, `${number} ${label}`)));
    const bar = el("div", { class: "signal-tools" },
      el("div", { class: "field-row" }, el("label", { for: "shown-channel" }, "Shown"), choose),
      this.#button("+", "Closer", () => trace.zoom(0.5)), this.#button("−", "Farther", () => trace.zoom(2)),
      this.#button("◀", "Earlier", () => trace.pan(-0.5)), this.#button("▶", "Later", () => trace.pan(0.5)),
      this.#button("Whole", "The whole recording", () => trace.whole()));
    if (this.writes) {
      this.marking = el("button", { type: "button", "aria-pressed": "false", onclick: () => this.#toggle() }, "Mark a hold");
      this.undoing = el("button", { type: "button", disabled: true, onclick: () => this.marks.undo() }, "Undo");
      bar.append(this.marking, this.undoing);
      const timed = readHolds(mount.dataset.timed);
      if (timed.length > 0) {
        bar.append(el("button", { type: "button", onclick: () => this.marks.set(timed) },
          timed.length === 1 ? "Take the hold of the visit" : `Take the ${timed.length} holds of the visit`));
      }
    }
    bar.append(el("button", { type: "button", onclick: () => print() }, "Print"));
    return bar;
  }

  #toggle() {
    this.trace.isMarking = !this.trace.isMarking;
    this.marking.setAttribute("aria-pressed", String(this.trace.isMarking));
    this.trace.canvas.classList.toggle("marking", this.trace.isMarking);
    this.say();
  }

  #keys() {
    const key = (name) => el("kbd", {}, name);
    const line = el("p", { class: "hint signal-keys", id: "signal-keys" }, "On the trace: ", key("←"), " ", key("→"),
      " move the line, with ", key("Shift"), " the window; ", key("+"), " ", key("−"), " ", key("0"), " closer, farther, all; ",
      key("↑"), " ", key("↓"), " higher, lower.");
    if (this.writes) {
      line.append(" ", key("["), " and ", key("]"), " begin and end a hold at the line, ", key("Delete"), " removes it, ",
        key("Ctrl Z"), " undoes. Edges can be dragged.");
    }
    return line;
  }

  say() {
    const { trace } = this;
    const begun = trace.begun === undefined ? "" : ` A hold begins at ${seconds(trace.begun)} s.`;
    const marking = trace.isMarking ? " Drag over the trace to mark a hold." : "";
    const reading = trace.reading ? `: ${trace.reading}` : "";
    this.said.textContent = `At ${seconds(trace.cursor)} s${reading}. Shown: ${seconds(trace.from)} to ${seconds(trace.to)} s.${begun}${marking}`;
  }

  #marked() {
    this.list.draw();
    if (this.undoing) this.undoing.disabled = !this.marks.canUndo;
    if (!form || form.holds.value === this.marks.text) return;
    form.holds.value = this.marks.text;
    form.holds.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #wireForm() {
    form.holds.addEventListener("change", () => {
      const holds = readAll(form.holds.value, this.marks.length);
      if (holds) this.marks.set(holds);
    });
    form.channel.addEventListener("change", () => {
      if (!form.channel.value) return;
      byId("shown-channel").value = form.channel.value;
      this.trace.choose(form.channel.value);
    });
    this.bar = el("progress", { max: "1", value: "0", "aria-label": "How far it is" });
    this.line = el("p", { role: "status" });
    this.wrong = el("p", { class: "error", role: "alert" });
    this.box = el("div", { class: "sending", hidden: true }, this.line, this.bar,
      el("button", { type: "button", onclick: () => fetch(this.work, { method: "DELETE" }) }, "Cancel"));
    form.after(this.wrong, this.box);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.measure();
    });
  }

  async measure() {
    const button = form.querySelector('button[type="submit"]');
    button.disabled = true;
    this.wrong.textContent = "";
    [this.box.hidden, this.line.textContent] = [false, "Measuring …"];
    const problem = await this.#run().catch(() => ({ text: "The connection failed. Nothing is lost; please try again." }));
    button.disabled = false;
    this.box.hidden = true;
    if (!problem) return;
    this.wrong.textContent = problem.text;
    form.elements[problem.field]?.focus();
  }

  /** Measures; gives back what is wrong. */
  async #run() {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
    });
    if (answer.status === 401) return location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
    if (answer.status !== 202) {
      const { error } = await answer.json().catch(() => ({}));
      return { text: [error?.value, error?.problem].filter(Boolean).join(" ") || "It did not work.", field: error?.field };
    }
    for (;;) {
      await wait(ASK);
      const now = await fetch(this.work, { headers: { Accept: "application/json" } }).then((one) => one.json());
      if (now.state === "running") {
        this.bar.value = now.share;
        this.line.textContent = `Measuring: ${Math.round(now.share * 100)} %`;
      }
      if (now.state === "failed") return { text: now.problem, field: now.field };
      if (now.state === "cancelled") return { text: "Cancelled; nothing was changed." };
      if (now.state === "none") return location.reload();
      if (now.state === "done") {
        // The address may differ in its last part alone, which loads nothing anew.
        history.replaceState(null, "", now.to);
        return location.reload();
      }
    }
  }
}

if (mount) new SignalPage();
