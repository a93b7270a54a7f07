// The pressure that is held: a countdown in whole seconds that says itself and unlocks what may be recorded after it.

import { el } from "./words.js";

export class Hold {
  #timer = 0;
  #left = 0;

  /**
   * @param {HTMLElement} box Where the countdown shows while it runs.
   * @param {function(string)} onDone Called with the key of the step that was held.
   */
  constructor(box, onDone) {
    Object.assign(this, { box, onDone });
    this.number = el("span", { class: "hold-number" });
    this.words = el("span", {}, "Keep the pressure. Does the pain stay, or does it travel?");
    box.replaceChildren(this.number, this.words);
    box.hidden = true;
  }

  get isRunning() { return this.#timer !== 0; }

  start(key, seconds) {
    this.stop();
    this.#left = seconds;
    this.box.hidden = false;
    this.#show();
    this.#timer = setInterval(() => this.#tick(key), 1000);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.box.hidden = true;
  }

  #tick(key) {
    this.#left -= 1;
    this.#show();
    if (this.#left > 0) return;
    this.stop();
    this.onDone(key);
  }

  #show() { this.number.textContent = String(this.#left); }
}
