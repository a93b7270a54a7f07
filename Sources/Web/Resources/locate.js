// Asks the server where the pain comes from, keeps the answers of the complaints apart and drops those that come late.

import { post, unreachable } from "./ask.js";
import { debounce } from "./words.js";

/** A pause in drawing after which an answer is renewed, in milliseconds. */
const PAUSE = 500;

/**
 * Fires "answer" when the current complaint has a new answer, "turn" when another complaint is turned to, "busy"
 * (detail: whether), and "failure" (detail: {problem, field, value}).
 */
export class Locator extends EventTarget {
  /** Complaint → {text: the case that was asked, answer}. */
  #answers = new Map();
  /** The complaints that were asked about once: their answers are kept up to date. */
  #asked = new Set();
  #request = null;
  #shown;
  #renew = debounce(() => this.#renewNow(), PAUSE);

  constructor(state) {
    super();
    this.state = state;
    this.#shown = state.complaint.id;
    state.addEventListener("change", () => this.#changed());
  }

  /** The current complaint's last answer, or `null`. */
  get answer() { return this.#answers.get(this.state.complaint.id)?.answer ?? null; }

  /** Asks about the current complaint; an answer still under way is dropped. */
  async ask() {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const { id } = this.state.complaint;
    this.#asked.add(id);
    const text = JSON.stringify(this.state.toCase());
    this.#tell("busy", true);
    try {
      const answer = await post("/api/locate", text, request.signal);
      if (this.#request !== request) return;
      this.#take(id, text, answer);
    } catch (error) {
      if (this.#request === request) this.#tell("failure", error.detail ?? unreachable("the drawing is kept"));
    } finally {
      if (this.#request === request) {
        this.#request = null;
        this.#tell("busy", false);
      }
    }
  }

  /** Keeps an answer unless the drawing has gone on meanwhile. */
  #take(id, text, answer) {
    const isCurrent = id === this.state.complaint.id;
    if (isCurrent && text !== JSON.stringify(this.state.toCase())) {
      this.#renew();
      return;
    }
    this.#answers.set(id, { text, answer });
    if (isCurrent) this.#tell("answer");
  }

  #changed() {
    const { id } = this.state.complaint;
    if (id !== this.#shown) {
      this.#shown = id;
      this.#tell("turn");
    }
    if (this.#asked.has(id)) this.#renew();
  }

  /** Asks again if what was told differs from what was asked last. */
  #renewNow() {
    const { id } = this.state.complaint;
    const last = this.#answers.get(id)?.text;
    if (this.#asked.has(id) && last !== JSON.stringify(this.state.toCase())) this.ask();
  }

  #tell(name, detail = null) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
