// The client's own phone while pressure is held: more, less, good, stop, and pain if one wants. It reads nothing.

import { exchange } from "./visit-outbox.js";
import { scale, mark } from "./visit-measure.js";
import { uuid } from "./visit-words.js";
import { byId, el } from "./words.js";

const BUTTONS = [
  ["stop", "■", "STOP"], ["less", "▼", "Less pressure"], ["more", "▲", "More pressure"], ["good", "✓", "Good"],
];
/** Milliseconds between attempts while nothing can be reached. */
const AGAIN = 1_500;
/** What was felt so long ago would only mislead. */
const STALE = 20_000;

class Taps {
  #waiting = [];
  #isSending = false;

  constructor(mount) {
    this.token = mount.dataset.token;
    this.said = el("p", { class: "tap-said", role: "status" }, "Ready. Tap when you want to say something.");
    this.pain = scale("How strong is the pain, 0 to 10", (value) => {
      mark(this.pain, value);
      this.#tap("pain", `Pain ${value}`, value);
    });
    mount.replaceChildren(el("div", { class: "tap-buttons" }, BUTTONS.map(([kind, sign, word]) => el("button", {
      type: "button", "data-kind": kind, onclick: () => this.#tap(kind, word),
    }, el("span", { "aria-hidden": "true" }, sign), ` ${word}`))), this.said,
    el("p", { class: "tap-question" }, "How strong is the pain? Only if you like."), this.pain);
    addEventListener("online", () => this.#send());
  }

  #tap(kind, word, value) {
    const moment = { id: uuid(), kind, at: Date.now(), isClient: true, ...(value === undefined ? {} : { value }) };
    this.#waiting.push({ moment, word });
    navigator.vibrate?.(40);
    this.#say(`Sending: ${word}`, "sending");
    this.#send();
  }

  async #send() {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#waiting.length > 0) {
      this.#waiting = this.#waiting.filter(({ moment }) => moment.kind === "stop" || Date.now() - moment.at < STALE);
      const batch = [...this.#waiting];
      if (batch.length === 0) {
        this.#say("That was too long ago. Tap again.", "failed");
        break;
      }
      const { word } = batch[batch.length - 1];
      const answer = await exchange("POST", "/api/hold", { t: this.token, moments: batch.map(({ moment }) => moment) });
      const mayTryAgain = answer.status === 0 || answer.status === 429 || answer.status >= 500;
      if (mayTryAgain) {
        this.#say(`No connection. Say it aloud: ${word}`, "failed");
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
        continue;
      }
      this.#waiting = this.#waiting.filter((one) => !batch.includes(one));
      if (answer.ok) this.#say(`Your therapist sees: ${word}`, "sent");
      else if (answer.status === 404) this.#say(`Wait until the hold begins. If it hurts, say it aloud.`, "failed");
      else this.#say(`Not sent. Say it aloud: ${word}`, "failed");
    }
    this.#isSending = false;
  }

  #say(text, state) {
    this.said.textContent = text;
    this.said.dataset.state = state;
  }
}

const mount = byId("taps");
if (mount) new Taps(mount);
