// The examination as a flow: opens and closes its panel, wires its controls and keys, and says what happened.

import { originName } from "./answer.js";
import { explain, unreachable } from "./ask.js";
import { fillChecklist } from "./checklist.js";
import { Examiner, ORDERS } from "./examiner.js";
import { LiveView, REFERRING } from "./live.js";
import { StepsList } from "./steps.js";
import { StepView } from "./step.js";
import { byId, el, percent } from "./words.js";

const HASH = "#examine";
const OWN_KEYS = "input, select, textarea, .referral-chart";

/** Puts the examination on the page. @param {{state, store}} page */
export function wireExamination({ state, store }) {
  new Examination(state, store);
}

class Examination {
  #given = new Map();
  /** Whether opening has put an entry into the history that leaving takes back. */
  #hasEntry = false;

  constructor(state, store) {
    this.state = state;
    this.panel = byId("examination");
    this.examiner = new Examiner(state);
    const page = {
      state, store, examiner: this.examiner,
      announce: (text) => this.announce(text), openList: () => this.#showList(true),
    };
    this.stepView = new StepView(byId("exam-step"), page);
    this.live = new LiveView({
      flags: byId("exam-flags"), lead: byId("exam-lead"),
      conclusion: byId("exam-conclusion"), findings: byId("exam-findings"),
    }, page);
    this.list = new StepsList(byId("exam-list"), this.examiner, (key) => {
      this.#showList(false);
      this.examiner.show(key);
    });
    this.#listen();
    this.#wireControls();
    this.#wirePaper();
    if (location.hash === HASH) this.#open();
  }

  get isOpen() { return !this.panel.hidden; }

  announce(text) { byId("exam-status").textContent = text; }

  // Opening and leaving

  #follow(event) {
    const wanted = location.hash === HASH;
    if (wanted === this.isOpen) return;
    this.#hasEntry = wanted && !event.oldURL.endsWith(HASH);
    if (wanted) this.#open();
    else this.#close();
  }

  #open() {
    this.panel.hidden = false;
    document.body.classList.add("examining");
    window.scrollTo(0, 0);
    this.#showList(false);
    byId("examination-title").focus({ preventScroll: true });
    this.examiner.open();
  }

  #close() {
    this.examiner.close();
    this.panel.hidden = true;
    document.body.classList.remove("examining");
    (byId("examine") ?? byId("find")).focus();
  }

  #leave() {
    if (this.#hasEntry) {
      history.back();
      return;
    }
    history.replaceState(null, "", location.pathname + location.search);
    this.#close();
  }

  // What the examiner tells

  #listen() {
    const { examiner } = this;
    window.addEventListener("hashchange", (event) => this.#follow(event));
    examiner.addEventListener("busy", (event) => this.stepView.markBusy(event.detail));
    examiner.addEventListener("step", (event) => this.#render(event.detail));
    examiner.addEventListener("failure", (event) => this.#fail(event.detail));
    this.state.addEventListener("change", () => {
      byId("step-undo")?.toggleAttribute("disabled", !this.state.canUndo);
    });
  }

  #render(isMove) {
    byId("exam-message").replaceChildren();
    this.live.render();
    if (!byId("exam-list").hidden) this.list.render();
    const wasAtStep = byId("exam-list").hidden;
    this.stepView.render(isMove && wasAtStep);
    if (isMove && wasAtStep) this.#toTop();
    const { action } = this.examiner.plan.conclusion;
    byId("letter").classList.toggle("primary", REFERRING.includes(action));
    this.#sayOutcome();
  }

  /** A new step is read from its beginning, and red flags and messages above it come into sight. */
  #toTop() { window.scrollTo(0, 0); }

  #fail(detail) {
    const retry = el("button", { type: "button", id: "try-again", onclick: () => this.examiner.again() }, "Try again");
    const { given, plan } = this.examiner;
    const kept = given ? ` Your answer “${given.label}” is kept.` : "";
    byId("exam-message").replaceChildren(el("span", {}, `${explain(detail, this.state)}${kept}`), retry);
    if (plan) this.stepView.render(false);
    this.#toTop();
  }

  /** Says what was recorded or taken back and what leads now. */
  #sayOutcome() {
    const given = new Map(this.examiner.answered.map((one) => [one.key, one]));
    const added = [...given.values()].filter(({ key, label }) => this.#given.get(key)?.label !== label).pop();
    const lost = [...this.#given.values()].filter(({ key }) => !given.has(key)).pop();
    const isFirst = this.#given.size === 0 && given.size > 1;
    this.#given = given;
    if (isFirst || (!added && !lost)) return;
    const [first] = this.examiner.plan.ranking;
    const leading = first ? ` Leading: ${originName(first)}, ${percent(first.probability)}.` : "";
    const { headline } = this.examiner.plan.conclusion;
    const what = added ? `Recorded “${added.label}”.` : `Taken back: ${lost.title}.`;
    this.announce(`${what}${leading} ${headline}.`);
  }

  // Controls

  #wireControls() {
    for (const order of ORDERS) {
      byId(`order-${order}`).addEventListener("click", () => {
        this.examiner.setOrder(order);
        this.#markOrder();
      });
    }
    this.#markOrder();
    byId("leave").addEventListener("click", () => this.#leave());
    byId("all-steps").addEventListener("click", () => this.#showList(byId("exam-list").hidden));
    byId("exam-lead").addEventListener("click", () => byId("exam-live").scrollIntoView());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #markOrder() {
    for (const order of ORDERS) {
      byId(`order-${order}`).setAttribute("aria-pressed", String(order === this.examiner.order));
    }
  }

  #showList(isShown) {
    byId("exam-list").hidden = !isShown;
    byId("exam-step").hidden = isShown;
    byId("all-steps").setAttribute("aria-expanded", String(isShown));
    const words = isShown ? ["Back", el("span", { class: "wide-only" }, " to the step")] : ["All steps"];
    byId("all-steps").replaceChildren(...words);
    if (!this.examiner.plan) return;
    window.scrollTo(0, 0);
    if (isShown) {
      this.list.render();
      this.list.focus();
    } else this.stepView.focus();
  }

  /** Keys work while the focus is in the panel and not in something that takes keys itself. */
  #key(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    const isIn = target === document.body || this.panel.contains(target);
    if (!isIn) return;
    if (key === "Escape" && !byId("exam-list").hidden) this.#showList(false);
    if (target.closest(OWN_KEYS) || !byId("exam-list").hidden) return;
    const action = /^[1-9]$/.test(key) ? () => this.stepView.press(Number(key)) : {
      u: () => this.examiner.undo(), s: () => this.examiner.skip(),
      ArrowLeft: () => this.examiner.back(), ArrowRight: () => this.examiner.skip(),
    }[key.length === 1 ? key.toLowerCase() : key];
    if (!action || event.repeat) return;
    event.preventDefault();
    action();
  }

  // Paper

  #wirePaper() {
    byId("letter-form").addEventListener("submit", () => {
      byId("letter-case").value = JSON.stringify(this.state.toCase());
    });
    byId("print-checklist").addEventListener("click", () => this.#printChecklist());
    window.addEventListener("beforeprint", () => { if (this.isOpen && this.examiner.plan) this.#fillPaper(); });
    window.addEventListener("afterprint", () => {
      this.teaching = null;
      byId("checklist").replaceChildren();
    });
  }

  #fillPaper() { fillChecklist(byId("checklist"), this.state, this.teaching ?? this.examiner.plan); }

  async #printChecklist() {
    try {
      this.teaching = await this.examiner.teachingPlan();
      window.print();
    } catch (error) {
      const detail = error.detail ?? unreachable("the answers are kept");
      byId("exam-message").replaceChildren(el("span", {}, explain(detail, this.state)));
    }
  }
}
