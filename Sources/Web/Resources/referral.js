// Where the client feels a muscle while it is pressed: zones tapped on a small body chart or found by name.

import { canRefer, referrals } from "./examined.js";
import { paintLayer } from "./layers.js";
import { refill, searchZones } from "./lists.js";
import { agreementWords } from "./live.js";
import { keyOf, partsOf } from "./surface.js";
import { VIEWS } from "./views.js";
import { el, fold, svg } from "./words.js";

const MOST_RESULTS = 12;
/** How much of the body is shown round the complaint, as a share of its height. */
const CLOSE_MARGIN = 0.2;

export class ReferralDrawing {
  #view = null;
  #picture = null;

  /**
   * @param {{examiner, state, store, announce(text)}} page
   * @param {Object} step A palpation of a muscle.
   */
  constructor({ examiner, state, store, announce }, step) {
    Object.assign(this, { examiner, state, store, announce, step });
    this.toggle = el("button", {
      type: "button", id: "referral-toggle", "aria-expanded": "false", "aria-controls": "referral-body",
      onclick: () => this.#open(this.body.hidden),
    }, "Draw where the client feels it");
    this.body = el("div", { id: "referral-body", class: "referral-body", hidden: true });
    this.node = el("section", { class: "referral", "aria-label": "Where the client feels the pressure" },
      this.toggle, this.body);
    this.#fill();
    if (this.#drawn().length > 0) this.#open(true);
  }

  #fill() {
    this.select = el("select", { id: "referral-view", onchange: () => this.#show(this.select.value) },
      VIEWS.map(([id, name]) => el("option", { value: id, selected: id === this.state.settings.view }, name)));
    this.near = el("input", { type: "checkbox", checked: true, onchange: () => { if (this.#view) this.#frame(); } });
    this.chart = el("div", { class: "referral-chart", onclick: (event) => this.#tap(event) });
    this.input = el("input", {
      type: "search", id: "referral-search", autocomplete: "off", oninput: () => this.#results(),
    });
    this.results = el("ul", { class: "zone-list", "aria-label": "Matching zones" });
    this.list = el("ul", { class: "chips", "aria-label": "Zones where the pressure is felt" });
    this.agreement = el("p", { class: "muted" });
    this.body.replaceChildren(
      el("p", { class: "muted" }, "While you press, the client shows where it is felt. Tap each zone; "
        + "tap again to take it back. Red: the complaint as drawn."),
      el("div", { class: "referral-tools" }, el("label", { class: "field" }, "View ", this.select),
        el("label", { class: "field" }, this.near, " near the complaint")), this.chart,
      el("label", { for: "referral-search" }, "Or search a place"), this.input, this.results,
      this.list, this.agreement);
  }

  #open(isOpen) {
    this.body.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen && !this.#view) this.#show(this.select.value);
  }

  /** Shows what is drawn now and how well it agrees. */
  render() {
    refill(this.list, this.#drawn().map(({ zone }) => this.#chip(zone)), this.input);
    const pressed = this.examiner.plan.pressed.find(({ source, side }) =>
      source === this.step.structure && (side ?? null) === (this.step.side ?? null));
    this.agreement.textContent = this.#drawn().length > 0 && pressed ? agreementWords(pressed) : "";
    this.#results();
    this.#paint();
  }

  /** What is drawn, as {zone, key}; the side is the muscle's, except where a zone has none. */
  #drawn() {
    const { complaint, surface } = this.state;
    if (!canRefer(this.step)) return [];
    return referrals(complaint, this.step)
      .map(({ id }) => surface.zone(id.split(":").slice(2).join(":"))).filter(Boolean)
      .map((zone) => ({ zone, key: this.#key(zone) }));
  }

  #key(zone) { return keyOf(zone.id, zone.paired ? this.step.side ?? "right" : "midline"); }

  #toggleZone(zone) {
    if (this.examiner.isBusy) return;
    const isDrawn = this.#drawn().some((one) => one.zone === zone);
    this.examiner.toggleReferral(zone);
    this.announce(`${isDrawn ? "Taken back" : "Felt at"}: ${zone.name}.`);
  }

  // Chart

  async #show(id) {
    try {
      const view = await this.store.load(id, this.state.settings.body);
      if (this.select.value !== id) return;
      this.#view = view;
      this.#picture = view.picture("refer");
      this.#picture.classList.add("show-zones");
      this.#picture.setAttribute("preserveAspectRatio", "xMidYMid meet");
      this.#frame();
      this.chart.replaceChildren(this.#picture);
      this.#paint();
    } catch (error) {
      this.announce(error.message);
    }
  }

  /** Shows the part of the body round the complaint, large enough for a finger; the whole body when asked for. */
  #frame() {
    const { complaint, surface } = this.state;
    const { width, height, place } = this.#view;
    const spots = complaint.areas(surface).map(({ key }) => place.get(key)).filter(Boolean);
    const isNear = this.near.checked && spots.length > 0;
    const margin = height * CLOSE_MARGIN;
    const edges = (values, end) =>
      [Math.max(0, Math.min(...values) - margin), Math.min(end, Math.max(...values) + margin)];
    const [left, right] = isNear ? edges(spots.map(({ x }) => x), width) : [0, width];
    const [top, bottom] = isNear ? edges(spots.map(({ y }) => y), height) : [0, height];
    this.#picture.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
  }

  #paint() {
    if (!this.#picture) return;
    this.#picture.querySelectorAll(".referral-mark, .layer.painted").forEach((node) => node.remove());
    const marks = svg("g", { class: "layer referral-mark" });
    for (const { key } of this.#drawn()) {
      const place = this.#view.place.get(key);
      if (place) marks.append(svg("path", { d: place.d }));
    }
    this.#picture.append(paintLayer(this.#view, this.state.complaint, this.state.surface, "refer"), marks);
  }

  #tap(event) {
    const path = event.target.closest("path.zone");
    if (!path) return;
    const zone = this.state.surface.zone(path.dataset.zone);
    const { side } = partsOf(this.#key(zone));
    if (path.dataset.side !== side) {
      this.announce(`Only the side of the pressed muscle can be drawn here: ${side}.`);
      return;
    }
    this.#toggleZone(zone);
  }

  // List

  #results() {
    const query = fold(this.input.value);
    const drawn = new Set(this.#drawn().map(({ zone }) => zone));
    const zones = query ? searchZones(this.state.surface, query).slice(0, MOST_RESULTS) : [];
    const rows = zones.map((zone) => el("li", { "data-zone": zone.id },
      el("span", {}, zone.name, " ", el("small", { class: "muted" }, zone.region)),
      el("button", {
        type: "button", "aria-pressed": String(drawn.has(zone)), "data-focus": `zone ${zone.id}`,
        "aria-label": `Felt at ${zone.name}`, onclick: () => this.#toggleZone(zone),
      }, drawn.has(zone) ? "Felt" : "Felt here")));
    if (query && rows.length === 0) {
      rows.push(el("li", { class: "muted" }, "No zone has these words. Try a simpler one."));
    }
    refill(this.results, rows, this.input);
  }

  #chip(zone) {
    return el("li", {}, zone.name, el("button", {
      type: "button", class: "remove", "aria-label": `Take back ${zone.name}`, "data-focus": `chip ${zone.id}`,
      onclick: () => this.#toggleZone(zone),
    }, "×"));
  }
}
