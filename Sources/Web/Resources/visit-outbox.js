// What was written and is not with the server yet: kept in this browser first, then sent, again and again if need be.
//
// One key of the storage for each thing, so that two tabs never overwrite each other's. A version that was tried once
// is never changed again (the server takes a repeated one as done); what is typed meanwhile becomes the next version.

/** Milliseconds to the next attempt after so many failures. */
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** A request that takes longer has failed. */
const PATIENCE = 15_000;

/**
 * Fires "change" whenever anything in it is new, "kept" (detail: {item, entries}), "conflict" (detail: item), and
 * "elsewhere" when another tab has sent something.
 *
 * Item: {key, entry: {id, version, kind, …, body}, ready (ms; not to be sent before), order, wasTried, problem}.
 */
export class Outbox extends EventTarget {
  #timer = 0;
  #isWorking = false;
  #failures = 0;
  #order = 0;
  #waiting = [];

  /**
   * @param {string} prefix Of the keys in the storage: names account and visit.
   * @param {function(Object): [string, string, Object]} request Method, address and document that send an entry.
   */
  constructor(prefix, request) {
    super();
    Object.assign(this, { prefix, request });
    /** Key → item. */
    this.items = new Map();
    this.isSignedOut = false;
    /** Whether the browser keeps it; private windows and full stores do not. */
    this.isStored = true;
    /** When the server last kept something. */
    this.lastKept = 0;
    this.#read();
    addEventListener("online", () => this.hurry());
    addEventListener("storage", (event) => { if (event.key?.startsWith(prefix)) this.#readAgain(event); });
    addEventListener("pagehide", () => this.#farewell());
    // A phone that is put away may never come back to the page: nothing waits any longer.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush() : this.hurry()));
  }

  /** Items in the order in which they were made. */
  get all() { return [...this.items.values()].sort((a, b) => a.order - b.order); }

  get problems() { return this.all.filter(({ problem }) => problem); }

  get isFailing() { return this.#failures > 0; }

  of(id) { return this.all.filter(({ entry }) => entry.id === id); }

  /** Puts an entry in, in place of one with the same key. */
  put(entry, { delay = 0, key = `${entry.id}.${entry.version}` } = {}) {
    const order = this.items.get(key)?.order ?? ++this.#order;
    const item = { key, entry, order, ready: Date.now() + delay, wasTried: false, problem: null };
    this.items.set(key, item);
    this.#store(item);
    this.#tell();
    this.#plan();
    return item;
  }

  remove({ key }) {
    this.items.delete(key);
    try { localStorage.removeItem(this.prefix + key); } catch { /* Nothing was kept. */ }
    this.#tell();
  }

  /** Sends now what can be sent; resolves when the box is empty, or with what is left when it cannot be emptied. */
  async flush() {
    for (const item of this.items.values()) item.ready = 0;
    this.hurry();
    if (this.items.size > 0) await new Promise((resolve) => this.#waiting.push(resolve));
    return this.all;
  }

  hurry() {
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.#work();
  }

  /** Tries an item again after its problem was dealt with. */
  retry(item, reason = item.entry.reason) {
    item.problem = null;
    item.entry = { ...item.entry, reason };
    this.#store(item);
    this.#tell();
    this.hurry();
  }

  // Sending

  #plan() {
    clearTimeout(this.#timer);
    if (this.#isWorking) return;
    const wait = this.#pause();
    if (wait !== null) this.#timer = setTimeout(() => this.#work(), wait);
  }

  #pause() {
    if (this.#failures > 0) return PAUSES[Math.min(this.#failures, PAUSES.length) - 1];
    const open = this.all.filter((item) => !item.problem).map(untilReady);
    return open.length > 0 ? Math.min(...open) : null;
  }

  /** The next to be sent: never a version before the one that precedes it. */
  #next() {
    return this.all.find((item) => !item.problem && untilReady(item) === 0 && this.#isFirst(item));
  }

  #isFirst({ entry }) {
    return !this.all.some((one) => one.entry.id === entry.id && one.entry.version < entry.version);
  }

  async #work() {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let item = this.#next(); item; item = this.#next()) {
      const isDone = await this.#attempt(item);
      this.#failures = isDone ? 0 : this.#failures + 1;
      this.#tell();
      if (!isDone) break;
    }
    this.#isWorking = false;
    if (this.#failures > 0 || !this.#next()) for (const resolve of this.#waiting.splice(0)) resolve();
    this.#plan();
  }

  /** Sends all that may go while the page is left; whether it arrived is seen when the page comes back. */
  #farewell() {
    for (const item of this.all.filter((one) => !one.problem && this.#isFirst(one))) {
      item.wasTried = true;
      this.#store(item);
      exchange(...this.request(item.entry));
    }
  }

  /** Whether the server has answered for good. */
  async #attempt(item) {
    item.wasTried = true;
    this.#store(item);
    this.#tell();
    const [method, address, document] = this.request(item.entry);
    const answer = await exchange(method, address, document);
    if (answer.status !== 0) this.isSignedOut = answer.status === 401;
    if (answer.status === 0 || answer.status === 401 || answer.status === 429 || answer.status >= 500) return false;
    if (answer.ok) {
      // What was put in its place meanwhile goes next.
      if (this.items.get(item.key) === item) this.remove(item);
      this.lastKept = Date.now();
      this.dispatchEvent(new CustomEvent("kept", { detail: { item, entries: answer.document?.entries ?? [] } }));
    } else {
      const { problem, field = "", value = "" } = answer.document?.error ?? {};
      item.problem = { status: answer.status, problem: problem ?? `status ${answer.status}`, field, value };
      this.#store(item);
      if (answer.status === 412) this.dispatchEvent(new CustomEvent("conflict", { detail: item }));
    }
    return true;
  }

  // The browser's storage

  #store(item) {
    try {
      localStorage.setItem(this.prefix + item.key, JSON.stringify(item));
    } catch {
      this.isStored = false;
    }
  }

  #read() {
    try {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(this.prefix))) {
        const item = JSON.parse(localStorage.getItem(name));
        if (item?.entry?.id && item.key) this.items.set(item.key, item);
      }
    } catch {
      this.isStored = false;
    }
    this.#order = Math.max(0, ...this.all.map(({ order }) => order));
    this.#plan();
  }

  /** Another tab of this browser has put something in or sent it. */
  #readAgain({ key: name, newValue }) {
    const key = name.slice(this.prefix.length);
    if (newValue === null) {
      this.items.delete(key);
      this.dispatchEvent(new Event("elsewhere"));
    } else if (!this.items.get(key)?.wasTried) this.items.set(key, JSON.parse(newValue));
    this.#tell();
  }

  #tell() { this.dispatchEvent(new Event("change")); }
}

/** Milliseconds until it may be sent. Waits are short: a longer one means that the device's clock was set. */
function untilReady({ ready }) {
  const wait = ready - Date.now();
  return wait > 0 && wait <= 10_000 ? wait : 0;
}

/** A request as {ok, status, document}; status 0 when nothing came back. */
export async function exchange(method, address, document) {
  const body = document ? JSON.stringify(document) : undefined;
  try {
    const response = await fetch(address, {
      method, body, signal: AbortSignal.timeout(PATIENCE),
      // What is small goes out even while the page is being left.
      keepalive: Boolean(body) && body.length < 30_000,
      headers: { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) },
    });
    const answer = await response.json().catch(() => null);
    // An answer that was cut off is none: what it was about is asked for again.
    const isCut = response.ok && answer === null;
    return { ok: response.ok && !isCut, status: isCut ? 0 : response.status, document: answer };
  } catch {
    return { ok: false, status: 0, document: null };
  }
}
