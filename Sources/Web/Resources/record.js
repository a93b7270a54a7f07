// The drawing as a part of a record: kept with a complaint by the therapist, or sent with the first form by the client.
// Without either in the address the page stands alone and keeps nothing.

import { el } from "./words.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the address says the drawing is for. */
export function recordPlace(search) {
  const query = new URLSearchParams(search);
  const [client, complaint, entry] = ["client", "complaint", "entry"].map((name) => query.get(name) ?? "");
  const intake = query.get("intake") ?? "";
  if (intake) return { kind: "intake", token: intake, store: "tautband.intake" };
  if (UUID.test(client) && UUID.test(complaint)) {
    return { kind: "complaint", client, complaint, store: `tautband.complaint.${complaint}` };
  }
  if (UUID.test(client) && UUID.test(entry)) {
    return { kind: "entry", client, entry, store: `tautband.entry.${entry}` };
  }
  return { kind: "none", store: "tautband.v1" };
}

/** The drawing with everything that the page needs to show it again; other readers see the case alone. */
function documentOf(state) {
  return JSON.stringify({ ...state.toCase(), page: state.toPage() });
}

/** Wires the bar above the drawing. `locator` gives the answer, if there is one. */
export async function wireRecord(place, { state, announce }, locator) {
  if (place.kind === "none") return;
  const bar = el("section", { class: "record-bar", "aria-label": "This drawing" });
  document.querySelector("main").prepend(bar);
  if (place.kind === "intake") return wireIntake(place, state, bar);
  if (place.kind === "entry") return showEntry(place, state, bar);
  return wireComplaint(place, state, bar, locator, announce);
}

// The client

function wireIntake({ token }, state, bar) {
  document.body.classList.add("by-client");
  const words = el("textarea", { id: "intake-text", rows: "3", maxlength: "10000" });
  const message = el("p", { class: "message", role: "alert" });
  const send = el("button", { type: "button", class: "primary" }, "Send to my therapist");
  bar.append(
    el("h2", {}, "Draw where it hurts"),
    el("p", {}, "Paint on the body, then say in a few words since when, and what makes it better or worse."),
    el("label", { for: "intake-text" }, "In your words"), words, send, message,
  );
  send.addEventListener("click", async () => {
    if (state.complaint.isEmpty && !words.value.trim()) {
      message.textContent = "Nothing is painted and nothing is written yet.";
      return;
    }
    send.disabled = true;
    const body = new URLSearchParams({ t: token, text: words.value, drawing: documentOf(state) });
    const response = await fetch("/intake", { method: "POST", body, headers: { Accept: "application/json" } })
      .catch(() => null);
    send.disabled = false;
    if (response?.ok) {
      localStorage.removeItem("tautband.intake");
      state.forget();
      bar.replaceChildren(
        el("h2", { tabindex: "-1" }, "Thank you"),
        el("p", {}, "Your therapist finds the drawing in your record. You can close the page."),
      );
      bar.querySelector("h2").focus();
      return;
    }
    message.textContent = response?.status === 404
      ? "This link was used already or is out of date. Ask your therapist for a new one."
      : "It could not be sent. What you drew is kept in this browser; please try again.";
  });
}

// The therapist

async function read(address, bar) {
  const response = await fetch(address).catch(() => null);
  if (response?.ok) return (await response.json()).entries;
  const back = encodeURIComponent(location.pathname + location.search);
  bar.append(response?.status === 401
    ? el("p", {}, "You are signed out. ", el("a", { href: `/sign-in?next=${back}` }, "Sign in"), " to reach the record.")
    : el("p", { role: "alert" }, "The record cannot be reached. Load the page again to try once more."));
  return null;
}

async function showEntry({ client, entry }, state, bar) {
  const entries = await read(`/api/clients/${client}/entries?kinds=intake`, bar);
  const found = entries?.find((one) => one.id === entry);
  if (!found) return;
  takeUp(found.body.drawing, state);
  bar.append(
    el("h2", {}, "Drawn by the client"),
    found.body.text ? el("p", { class: "written" }, found.body.text) : "",
    el("p", {}, el("a", { href: `/clients/${client}` }, "Back to the client")),
  );
}

function takeUp(drawing, state) {
  try {
    const { page } = JSON.parse(drawing || "{}");
    if (page) state.adopt(page);
  } catch {
    // A drawing that cannot be read leaves the page empty.
  }
}

async function wireComplaint({ client, complaint }, state, bar, locator, announce) {
  const entries = await read(`/api/clients/${client}/entries?kinds=complaint&complaint=${complaint}`, bar);
  let kept = entries?.find((one) => one.id === complaint);
  if (!kept) return;
  const isUntouched = state.complaints.every((one) => one.isEmpty && one.findings.length === 0);
  if (isUntouched) takeUp(kept.body.drawing, state);
  const said = el("p", { role: "status", class: "record-said" });
  const save = el("button", { type: "button", class: "primary" }, "Keep in the record");
  const letter = el("button", { type: "button" }, "Write a letter to a physician");
  bar.append(
    el("h2", {}, kept.body.title), el("p", { class: "row" }, save, " ", letter), said,
    el("p", {}, el("a", { href: `/clients/${client}/complaints/${complaint}` }, "Back to the complaint")),
  );
  if (!isUntouched && kept.body.drawing) {
    said.textContent = "This browser holds a drawing that goes on from an earlier look. ";
    said.append(el("button", {
      type: "button", onclick: () => { takeUp(kept.body.drawing, state); said.textContent = "The kept drawing is shown."; },
    }, "Show the kept one instead"));
  }
  letter.addEventListener("click", async () => {
    letter.disabled = true;
    const response = await fetch(`/api/clients/${client}/complaints/${complaint}/letters`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(state.toCase()),
    }).catch(() => null);
    letter.disabled = false;
    if (!response?.ok) {
      said.textContent = "The letter could not be written; please try again.";
      return;
    }
    said.textContent = "The letter is kept with the complaint. ";
    said.append(el("a", { href: (await response.json()).path }, "Read and print it"));
    announce("The letter is kept with the complaint.");
  });
  save.addEventListener("click", async () => {
    save.disabled = true;
    const drawing = documentOf(state);
    const wire = [{
      id: complaint, version: kept.version + 1, kind: "complaint", body: { ...kept.body, drawing },
    }];
    const assessment = assessmentOf(locator.answer, drawing);
    if (assessment) {
      wire.push({ id: crypto.randomUUID(), version: 1, kind: "assessment", complaint, body: assessment });
    }
    const response = await fetch(`/api/clients/${client}/entries`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ entries: wire }),
    }).catch(() => null);
    save.disabled = false;
    if (response?.ok) {
      kept = (await response.json()).entries[0];
      said.textContent = assessment ? "Kept, with what the drawing says." : "Kept.";
      announce("Kept in the record.");
    } else if (response?.status === 412) {
      const [newest] = await read(`/api/clients/${client}/entries?kinds=complaint&complaint=${complaint}`, bar) ?? [];
      if (newest) kept = newest;
      said.textContent = "Someone else has kept another drawing meanwhile. Press again to keep yours as the newest; theirs stays in the history.";
    } else {
      said.textContent = response?.status === 401
        ? "You are signed out; sign in in another tab, then press again. The drawing is kept in this browser."
        : "It could not be kept. The drawing stays in this browser; please try again.";
    }
  });
}

/** What the record keeps of an answer; `null` without one. */
function assessmentOf(answer, drawing) {
  if (!answer?.ranking) return null;
  return {
    knowledge: answer.computation?.knowledge_version ?? "",
    origins: answer.ranking.slice(0, 20).map(({ source, side, probability }) => ({ source, side, probability })),
    redFlags: (answer.red_flags ?? []).map(({ id }) => id),
    drawing,
  };
}
