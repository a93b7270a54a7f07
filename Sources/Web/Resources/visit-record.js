// The record of one visit as this page sees it: what the server keeps, with what waits in the outbox laid over it.

import { Outbox, exchange } from "./visit-outbox.js";
import { isSame, uuid } from "./visit-words.js";
import { debounce } from "./words.js";

/** Fires "change" when entries, signature or the right to write are new, and "conflict" (detail: {item, theirs}). */
export class VisitRecord extends EventTarget {
  #server = new Map();

  /** @param {{client, visit, complaint, author, writes}} place Whose visit, and whether it may be written. */
  constructor(place) {
    super();
    this.place = place;
    this.path = `/api/clients/${place.client}`;
    /** Why a signed visit is amended; empty while it is not. */
    this.reason = "";
    this.isLoaded = false;
    this.outbox = new Outbox(`tautband.outbox.${place.author}.${place.visit}.`, (entry) => this.#request(entry));
    this.outbox.addEventListener("change", () => this.#tell());
    this.outbox.addEventListener("kept", ({ detail }) => this.#take(detail.entries));
    this.outbox.addEventListener("elsewhere", debounce(() => this.load(), 300));
    this.outbox.addEventListener("conflict", ({ detail }) => this.#meet(detail));
  }

  #request(entry) {
    if (entry.act) {
      const { id, act, reason, seen } = entry;
      return ["POST", `${this.path}/entries/${id}/strike`, { struck: act === "strike", reason, seen }];
    }
    if (entry.kind === "hold") {
      return ["PUT", `${this.path}/visits/${this.place.visit}/holds/${entry.id}`, entry.body];
    }
    return ["POST", `${this.path}/entries`, { entries: [entry] }];
  }

  // Reading

  /** Reads the visit anew. Whether it could be read. */
  async load() {
    const answer = await exchange("GET", `${this.path}/entries?visit=${this.place.visit}`);
    if (answer.status === 401) this.outbox.isSignedOut = true;
    if (answer.ok) {
      this.isLoaded = true;
      this.#take(answer.document.entries);
      for (const item of this.outbox.problems) if (item.problem.status === 412) this.#meet(item);
    }
    return answer.ok;
  }

  /** All of the complaint, for the comparison with earlier visits; `null` when it cannot be read. */
  async complaint() {
    const kinds = "complaint,visit,hold,measurement,note,finding,signature";
    const answer = await exchange("GET", `${this.path}/entries?complaint=${this.place.complaint}&kinds=${kinds}`);
    return answer.ok ? answer.document.entries : null;
  }

  /** All versions of the visit's entries, in the order in which they were written. */
  async versions() {
    const answer = await exchange("GET", `${this.path}/entries?visit=${this.place.visit}&history=all`);
    return answer.ok ? answer.document.entries : null;
  }

  /** The newest version, whether it was sent or not. */
  get(id) {
    const waiting = this.outbox.of(id);
    const known = this.#server.get(id);
    if (waiting.length === 0) return known;
    const { entry } = waiting[waiting.length - 1];
    return entry.kind === "hold" ? { ...entry, body: merged(known?.body, entry.body) } : entry;
  }

  /** The newest versions of a kind that count, oldest entry first. */
  all(kind) { return this.#newest.filter((entry) => entry.kind === kind && !entry.struck); }

  /** What is struck out: to be read, never to be counted. */
  get struck() { return this.#newest.filter((entry) => entry.struck); }

  get #newest() {
    const ids = new Set([...this.#server.keys(), ...this.outbox.all.map(({ entry }) => entry.id)]);
    return [...ids].map((id) => this.get(id));
  }

  get signature() { return this.all("signature")[0] ?? null; }

  /** Whether something may be written now. */
  get canWrite() { return this.place.writes && this.isLoaded && (!this.signature || this.reason !== ""); }

  /** Whether the newest version can still be taken back. */
  canUndo(id) { return this.outbox.of(id).some((item) => !item.wasTried); }

  // Writing

  /**
   * Keeps a new entry, or a new version of one.
   * @param {{id?: string, delay?: number}} options Milliseconds before it counts; until then it can be undone.
   * @returns {string} Its identifier.
   */
  write(kind, body, { id = uuid(), delay = 0 } = {}) {
    const { complaint, visit } = this.place;
    const newest = this.get(id);
    if (newest && isSame(newest.body, body)) return id;
    const open = this.outbox.of(id).find((item) => !item.wasTried && !item.entry.act);
    if (open && isSame(this.#before(open)?.body, body)) {
      this.outbox.remove(open);
      return id;
    }
    const version = open ? open.entry.version : (newest?.version ?? 0) + 1;
    this.outbox.put({ id, version, kind, complaint, visit, reason: this.reason, body }, { delay });
    return id;
  }

  /** Keeps a hold with its moments so far; nothing of it is ever taken back once it was sent. */
  hold(id, body, { delay = 0 } = {}) {
    const { complaint, visit } = this.place;
    this.outbox.put({ id, version: 0, kind: "hold", complaint, visit, reason: "", body }, { delay, key: `${id}.hold` });
  }

  /**
   * Strikes an entry out, or brings it back; both stay in the record with their day and reason.
   * @param {"strike"|"restore"} act
   * @param {string} reason
   * @param {{delay?: number}} options Milliseconds before it counts; until then it can be undone.
   */
  strike(id, act, reason, { delay = 0 } = {}) {
    const newest = this.get(id);
    const struck = act === "strike";
    if (!newest || Boolean(newest.struck) === struck) return;
    const open = this.outbox.of(id).find((item) => item.entry.act && !item.wasTried);
    if (open) return this.outbox.remove(open); // The other act was not sent yet.
    const { author } = this.place;
    const entry = { ...newest, version: newest.version + 1, act, struck, reason, author, at: Date.now(),
      seen: newest.kind === "hold" ? 0 : newest.version };
    this.outbox.put(entry, { delay });
  }

  /** Takes the newest version back, as long as nothing was sent. */
  undo(id) {
    const item = this.outbox.of(id).filter(({ wasTried }) => !wasTried).pop();
    if (item) this.outbox.remove(item);
  }

  #before({ entry }) {
    const earlier = this.outbox.of(entry.id).filter((one) => one.entry.version < entry.version).pop();
    return earlier?.entry ?? this.#server.get(entry.id);
  }

  /** Reads the hold that runs again: the client's taps come with it. */
  async poll() {
    const answer = await exchange("GET", `${this.path}/entries?visit=${this.place.visit}&kinds=hold`);
    if (answer.ok) this.#take(answer.document.entries);
  }

  // Signing, and the client's phone

  /** Signs what is there. @returns {Promise<string>} What went wrong, or nothing. */
  async sign() {
    const left = await this.outbox.flush();
    if (left.length > 0) return "Not signed: some entries are not with the server yet. Try again when you are online.";
    const answer = await exchange("POST", `${this.path}/visits/${this.place.visit}/signature`);
    if (answer.ok || answer.status === 409) {
      return (await this.load()) ? "" : "Signed, but the page is out of date. Reload it.";
    }
    if (answer.status === 401) return "Not signed: you are signed out.";
    return `Not signed: ${answer.document?.error?.problem ?? "the server cannot be reached"}.`;
  }

  /** The address for the client's own phone and its QR code, or `null`. */
  async tapLink() {
    const answer = await exchange("POST", `${this.path}/visits/${this.place.visit}/tap-link`);
    if (!answer.ok) return null;
    return { address: new URL(answer.document.path, location.href).href, code: answer.document.qr };
  }

  /** A note suggested from what is charted, or `null`. */
  async draft() {
    const answer = await exchange("GET", `${this.path}/visits/${this.place.visit}/draft`);
    return answer.ok ? answer.document : null;
  }

  /** Begins an amendment of the signed visit. */
  amend(reason) {
    this.reason = reason;
    for (const item of this.outbox.problems) if (item.problem.field === "reason") this.outbox.retry(item, reason);
    this.#tell();
  }

  // Two versions of one thing

  /** Somebody else wrote the same version: the newest is fetched, and unless it says the same, a person chooses. */
  async #meet(item) {
    if (!(await this.#fetch(item.entry.id))) return;
    const theirs = this.#server.get(item.entry.id);
    const mine = this.outbox.of(item.entry.id).pop()?.entry;
    if (!theirs || !mine) return;
    if (mine.act) {
      // What somebody else wrote meanwhile has to be read before it is struck out.
      this.resolve(item.entry.id, "theirs");
      if (Boolean(theirs.struck) !== mine.struck) this.dispatchEvent(new CustomEvent("changed", { detail: mine }));
    } else if (!theirs.struck && isSame(theirs.body, mine.body)) this.resolve(item.entry.id, "theirs");
    else this.dispatchEvent(new CustomEvent("conflict", { detail: { mine, theirs } }));
  }

  async #fetch(id) {
    const answer = await exchange("GET", `${this.path}/entries?visit=${this.place.visit}`);
    if (answer.ok) this.#take(answer.document.entries);
    return answer.ok && this.#server.has(id);
  }

  /** Ends a conflict: "mine", "theirs", or "both" (notes are joined, anything else is kept beside). */
  resolve(id, choice) {
    const mine = this.outbox.of(id).pop()?.entry;
    for (const item of this.outbox.of(id)) this.outbox.remove(item);
    if (!mine || choice === "theirs") return;
    const { body: theirs, struck } = this.#server.get(id);
    const joined = { ...mine.body, text: `${theirs.text}\n\n${mine.body.text}` };
    // What is struck out stays so; mine is another entry then.
    if (choice === "mine" && !struck) this.write(mine.kind, mine.body, { id });
    else if (mine.kind === "note") this.write("note", joined, { id });
    else this.write(mine.kind, mine.body);
  }

  #take(entries) {
    for (const entry of entries) {
      const known = this.#server.get(entry.id);
      if (!known || known.version <= entry.version) this.#server.set(entry.id, entry);
    }
    this.#tell();
  }

  #tell() { this.dispatchEvent(new Event("change")); }
}

/** A hold with the moments of both; the second says how it is meant. */
export function merged(one, other) {
  if (!one) return other;
  const known = new Map([...one.moments, ...other.moments].map((moment) => [moment.id.toLowerCase(), moment]));
  return { ...other, moments: [...known.values()].sort((a, b) => a.at - b.at) };
}
