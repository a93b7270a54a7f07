// Sends a recording in parts: with its progress, a way to end it, and a second try without sending it again.

import { byId, el } from "./words.js";

const mount = byId("attach");
const form = document.querySelector('form[enctype="multipart/form-data"]');
/** How often a part is tried again when the connection fails, and how long the first pause is, in milliseconds. */
const TRIES = 5;
const PAUSE = 800;
/** Milliseconds between two questions how far the reading is. */
const ASK = 400;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class Refused extends Error {
  constructor(problem, field) {
    super(problem);
    this.field = field;
  }
}

/** Asks the server; its refusals are thrown in its words. */
async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { Accept: "application/json", ...options.headers } });
  if (answer.status === 401) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
    throw new Refused("Please sign in.");
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const { error } = await answer.json().catch(() => ({ error: {} }));
  const problem = [error?.field, error?.value, error?.problem].filter(Boolean).join(" ");
  throw Object.assign(new Refused(problem || "It did not work."), { status: answer.status });
}

class Attaching {
  constructor() {
    this.base = `/api/clients/${mount.dataset.client}`;
    this.part = Number(mount.dataset.part);
    this.bar = el("progress", { max: "1", value: "0", "aria-label": "How far it is" });
    this.line = el("p", { role: "status" });
    this.problem = el("p", { class: "error", role: "alert" });
    this.cancelButton = el("button", { type: "button", onclick: () => this.cancel() }, "Cancel");
    this.box = el("div", { class: "block sending", hidden: true }, this.line, this.bar, this.cancelButton);
    mount.replaceChildren(this.problem, this.box, ...this.waiting());
    form.file.multiple = true;
    form.signals.closest(".field-row").hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    addEventListener("beforeunload", (event) => { if (this.isBusy) event.preventDefault(); });
  }

  /** What was sent earlier and is not in the record yet. */
  waiting() {
    const all = JSON.parse(mount.dataset.arriving || "[]");
    if (all.length === 0) return [];
    const items = all.map(({ id, name }) => el("li", {},
      `${name} `,
      el("button", { type: "button", "aria-label": `Read ${name}`, onclick: () => this.again(id) }, "Read it"), " ",
      el("button", { type: "button", "aria-label": `Remove ${name}`, onclick: (event) => this.remove(id, event) },
        "Remove")));
    return [el("section", { class: "block" }, el("h2", {}, "Sent and not read yet"),
      el("p", { class: "hint" }, "Say the rate or the unit below if they were missing, then read it."),
      el("ul", { class: "arriving" }, items))];
  }

  say(text, share) {
    this.line.textContent = text;
    if (share === undefined) this.bar.removeAttribute("value");
    else this.bar.value = share;
  }

  begin() {
    this.isBusy = true;
    this.isCancelled = false;
    this.problem.textContent = "";
    this.box.hidden = false;
    form.querySelector('button[type="submit"]').disabled = true;
  }

  end() {
    this.isBusy = false;
    this.box.hidden = true;
    form.querySelector('button[type="submit"]').disabled = false;
  }

  fail(error) {
    this.end();
    this.problem.textContent = error.message;
    this.problem.scrollIntoView({ block: "center" });
    const field = error.field && form.elements[error.field];
    (field ?? form.file).focus();
  }

  async send() {
    const files = [...form.file.files];
    if (files.length === 0) return this.fail(new Refused("Choose a file first.", "file"));
    if (form.reason?.value.trim() === "") {
      return this.fail(new Refused("Say why it is added after the signature.", "reason"));
    }
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const largest = Number(mount.dataset.largest);
    if (total > largest) {
      return this.fail(new Refused(`${files[0].name} is larger than ${largest / 1048576} MB.`, "file"));
    }
    // A second try of the same files needs no second sending.
    const key = files.map((file) => `${file.name} ${file.size} ${file.lastModified}`).join("\n");
    this.begin();
    try {
      if (this.sent?.key !== key) await this.sendParts(files, total, key);
      await this.read(this.sent.id);
    } catch (error) {
      if (this.isCancelled) return this.end();
      this.fail(error instanceof Refused ? error : new Refused("The connection failed. Nothing is lost; please try again."));
    }
  }

  async sendParts(files, total, key) {
    this.say("Sending …", 0);
    const { id } = await ask(`${this.base}/visits/${mount.dataset.visit}/recordings`, {
      method: "POST", body: JSON.stringify({ files: files.map(({ name, size }) => ({ name, bytes: size })) }),
      headers: { "Content-Type": "application/json" },
    });
    this.id = id;
    let done = 0;
    for (const [number, file] of files.entries()) {
      for (let place = 0; place * this.part < file.size; place += 1) {
        const part = file.slice(place * this.part, (place + 1) * this.part);
        await this.put(`${this.base}/recordings/${id}/files/${number}/parts/${place}`, part);
        done += part.size;
        this.say(`Sending: ${(done / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`, done / total);
      }
    }
    this.sent = { id, key };
  }

  /** Sends one part; a connection that fails is tried again, each time after a longer pause. */
  async put(address, part) {
    for (let turn = 1; ; turn += 1) {
      if (this.isCancelled) throw new Refused("Cancelled.");
      try {
        this.abort = new AbortController();
        await ask(address, {
          method: "PUT", body: part, signal: this.abort.signal, headers: { "Content-Type": "application/octet-stream" },
        });
        return;
      } catch (error) {
        const isFinal = error instanceof Refused && ![429, 500, 503].includes(error.status);
        if (this.isCancelled || isFinal || turn === TRIES) throw error;
        this.say("The connection failed; it is tried again …", this.bar.value);
        await wait(PAUSE * 2 ** turn);
      }
    }
  }

  async read(id) {
    this.id = id;
    this.say("Reading the file …");
    await ask(`${this.base}/recordings/${id}/reading`, {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        rate: form.rate.value, unit: form.unit.value, whole: form.whole.checked, reason: form.reason?.value ?? "",
      }),
    });
    for (;;) {
      await wait(ASK);
      const now = await ask(`${this.base}/recordings/${id}/work`).catch((error) => {
        if (error instanceof Refused) throw error;
        return null;
      });
      if (now?.state === "running") this.say(`Reading the file: ${Math.round(now.share * 100)} %`, now.share);
      if (now?.state === "failed") throw new Refused(now.problem, now.field);
      if (now?.state === "none") return location.reload();
      if (now?.state === "cancelled") return this.end();
      if (now?.state === "done") {
        this.isBusy = false;
        return location.assign(now.to);
      }
    }
  }

  async again(id) {
    this.begin();
    try { await this.read(id); } catch (error) { this.fail(error); }
  }

  async cancel() {
    this.isCancelled = true;
    this.abort?.abort();
    const id = this.id;
    this.sent = null;
    if (id) await ask(`${this.base}/recordings/${id}`, { method: "DELETE" }).catch(() => null);
    this.end();
    this.problem.textContent = "Cancelled; nothing was attached.";
  }

  async remove(id, event) {
    await ask(`${this.base}/recordings/${id}`, { method: "DELETE" }).catch(() => null);
    const list = event.target.closest("section");
    event.target.closest("li").remove();
    if (!list.querySelector("li")) list.remove();
    form.file.focus();
  }
}

if (mount && form) new Attaching();
