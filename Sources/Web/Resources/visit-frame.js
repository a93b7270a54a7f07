// What stands around the steps: tabs, the line that says what is saved, and the last thing that can be taken back.

import { timeOf } from "./visit-words.js";
import { el } from "./words.js";

/** How long something can be taken back, in milliseconds. */
const OFFERED = 4_000;

/** Tabs that the arrow keys go through and Enter opens. */
export class Tabs {
  /**
   * @param {[string, string][]} steps Key and word of each.
   * @param {function(string)} onShow
   */
  constructor(steps, onShow) {
    this.onShow = onShow;
    this.tabs = new Map(steps.map(([key, word]) => [key, el("button", {
      type: "button", role: "tab", id: `tab-${key}`, "aria-controls": `panel-${key}`, "aria-selected": "false",
      tabindex: -1, onclick: () => onShow(key), onkeydown: (event) => this.#key(event, key),
    }, word, el("span", { class: "done", hidden: true }, el("span", { class: "visually-hidden" }, ", charted")))]));
    const name = { role: "tablist", class: "step-tabs", "aria-label": "Steps of the visit" };
    this.element = el("div", name, [...this.tabs.values()]);
  }

  select(key) {
    for (const [one, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(one === key));
      tab.tabIndex = one === key ? 0 : -1;
    }
  }

  /** Marks a step in which something is charted. */
  mark(key, isDone) { this.tabs.get(key).querySelector(".done").hidden = !isDone; }

  #key(event, key) {
    const keys = [...this.tabs.keys()];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? keys.length - 1
      : step ? (keys.indexOf(key) + step + keys.length) % keys.length : null;
    if (next === null) return;
    event.preventDefault();
    this.tabs.get(keys[next]).focus();
  }
}

/** "Saved 14:03", "Kept on this phone, not sent yet", and what stands in the way. */
export class StatusLine {
  /** @param {{onChoose: function(), onReason: function()}} does What the buttons in it do. */
  constructor(record, zone, does) {
    Object.assign(this, { record, zone, ...does });
    this.said = el("p", { class: "saved", role: "status" });
    this.action = el("span", { class: "saved-action" });
    this.element = el("div", { class: "save-line" }, this.said, this.action);
  }

  update() {
    const [state, text, action] = this.#state();
    this.element.dataset.state = state;
    this.element.classList.toggle("is-saving", state === "saving");
    if (state !== "saving" && this.said.textContent !== text) this.said.textContent = text;
    if (this.action.dataset.for === `${state} ${text}`) return;
    this.action.dataset.for = `${state} ${text}`;
    this.action.replaceChildren(...(action ? [action].flat() : []));
  }

  #state() {
    const { record } = this;
    const { outbox } = record;
    const count = outbox.items.size;
    if (outbox.isSignedOut) {
      const next = encodeURIComponent(location.pathname);
      return ["signed-out", `You are signed out.${count > 0 ? " All is kept on this phone." : ""}`,
        el("a", { href: `/sign-in?next=${next}` }, "Sign in")];
    }
    if (!record.isLoaded) return ["loading", "Reading the record…"];
    const [problem] = outbox.problems;
    if (problem) return this.#problem(problem);
    const saved = outbox.lastKept > 0 ? `Saved ${timeOf(outbox.lastKept, this.zone)}` : "All is saved";
    if (count === 0) return ["saved", saved];
    if (!outbox.isStored) return ["unsent", "This browser keeps nothing: do not close the page"];
    if (outbox.isFailing || !navigator.onLine) return ["unsent", `Kept on this phone, not sent yet (${count})`];
    return ["saving", "", el("span", { "aria-hidden": "true" }, "Saving…")];
  }

  #problem(item) {
    const button = (word, onclick) => el("button", { type: "button", onclick }, word);
    if (item.problem.status === 412) {
      return ["conflict", "Changed somewhere else as well.", button("Choose", () => this.onChoose(item))];
    }
    if (item.problem.field === "reason") {
      return ["reason", "The visit is signed: a reason is needed.", button("Say why", () => this.onReason())];
    }
    const { outbox } = this.record;
    return ["refused", `Not taken: ${item.problem.field} ${item.problem.problem}`,
      [button("Try again", () => outbox.retry(item)), button("Drop it", () => outbox.remove(item))]];
  }
}

/** The last thing that was done and can be taken back for a moment. */
export class UndoBar {
  #timer = 0;

  constructor() {
    this.said = el("span", {});
    this.button = el("button", { type: "button" }, "Undo");
    this.element = el("div", { class: "undo-bar", role: "status" }, this.said, this.button);
    this.clear();
  }

  offer(text, action, word = "Undo") {
    this.said.textContent = text;
    this.button.textContent = word;
    this.button.onclick = () => {
      this.clear();
      action();
    };
    this.element.classList.add("is-offered");
    this.button.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), OFFERED);
  }

  clear() {
    clearTimeout(this.#timer);
    this.element.classList.remove("is-offered");
    this.said.textContent = "";
    this.button.hidden = true;
  }
}
