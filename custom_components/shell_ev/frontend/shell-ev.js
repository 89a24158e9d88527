import { A as e, B as t, C as n, D as r, E as i, F as a, I as o, L as s, M as c, N as l, O as u, P as d, R as f, T as ee, V as p, _ as m, a as h, c as g, h as _, j as te, k as v, n as y, r as b, t as ne, v as x, w as S, x as C, y as w, z as T } from "./shared-g0reY0T9.js";
// src/command.ts
var E = {
	start_requested: "start",
	stop_requested: "stop"
};
function D(e, t) {
	return e?.kind ?? (t ? E[t.state] : void 0);
}
function O(e, t) {
	return e.answered && t !== e.before;
}
// src/confirm.ts
async function re(e, t) {
	let n = await window.loadCardHelpers?.();
	return n?.showConfirmationDialog ? n.showConfirmationDialog(e, t) : window.confirm(`${t.title}\n\n${t.text}`);
}
// src/styles.ts
var ie = p`
  :host {
    display: block;
    --point-color: var(--state-inactive-color, #9e9e9e);
    --dim: var(--secondary-text-color, #5f6368);
    color: var(--primary-text-color, #212121);
  }
  :host([tone="charging"]) {
    --point-color: var(--success-color, #2e7d32);
  }
  :host([tone="pending"]) {
    --point-color: var(--warning-color, #b26a00);
  }
  :host([tone="error"]) {
    --point-color: var(--error-color, #c62828);
  }
  :host([tone="free"]) {
    --point-color: var(--primary-color, #03749c);
  }
  .row {
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr) auto;
    align-items: center;
    gap: 4px 12px;
  }
  .icon {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    color: var(--point-color);
    --mdc-icon-size: 24px;
  }
  .icon::before {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: 50%;
    background: currentColor;
    opacity: 0.2;
  }
  .icon svg {
    position: relative;
    inline-size: 24px;
    block-size: 24px;
    fill: currentColor;
  }
  .name {
    font-weight: 500;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .facts {
    color: var(--dim);
    font-size: 0.86em;
    line-height: 18px;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .facts span:not(:last-child)::after {
    content: " · ";
  }
  .state {
    color: var(--primary-text-color, #212121);
  }
  button {
    min-inline-size: 88px;
    min-block-size: 40px;
    padding-inline: 16px;
    border: none;
    border-radius: 20px;
    font: inherit;
    font-weight: 500;
    color: var(--text-primary-color, #fff);
    /* Home Assistant's own blue is too light for white letters. */
    background: color-mix(in srgb, var(--primary-color, #03749c) 75%, #000);
    cursor: pointer;
  }
  button.stop,
  button:disabled {
    color: var(--primary-text-color, #212121);
    background: color-mix(in srgb, currentColor 14%, transparent);
  }
  button:disabled {
    cursor: default;
  }
  button:focus-visible,
  summary:focus-visible,
  select:focus-visible {
    outline: 2px solid var(--primary-color, #03749c);
    outline-offset: 2px;
  }
  .below {
    grid-column: 1 / -1;
    min-inline-size: 0;
  }
  .error {
    margin-block-start: 4px;
    padding: 8px 12px;
    border-radius: 8px;
    border-inline-start: 4px solid var(--error-color, #c62828);
    background: var(--ha-color-fill-danger-quiet-resting, rgba(198, 40, 40, 0.08));
  }
  summary {
    cursor: pointer;
    color: var(--dim);
    font-size: 0.86em;
    line-height: 32px;
    border-radius: 4px;
  }
  code {
    overflow-wrap: anywhere;
    font-size: 0.86em;
  }
  label {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    color: var(--dim);
    font-size: 0.86em;
  }
  select {
    flex: 1;
    min-inline-size: 120px;
    min-block-size: 36px;
    padding-inline: 8px;
    border: 1px solid var(--divider-color, #9e9e9e);
    border-radius: 8px;
    font: inherit;
    color: var(--primary-text-color, #212121);
    background: var(--card-background-color, #fff);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
    padding-block: 4px;
    border-block-start: 1px solid var(--divider-color, rgba(127, 127, 127, 0.3));
    font-size: 0.9em;
  }
  li .why {
    flex-basis: 100%;
    color: var(--error-color, #c62828);
  }
  .muted {
    color: var(--dim);
  }
`, ae = 5e3, oe = 250, se = /* @__PURE__ */ new Set(["idle", "stopped"]), k = class extends s {
	constructor(...e) {
		super(...e), this.now = Date.now(), this.unreadable = !1, this.forbidden = !1, this.card = "";
	}
	static {
		this.styles = ie;
	}
	disconnectedCallback() {
		super.disconnectedCallback(), window.clearInterval(this.clock), window.clearTimeout(this.asking), window.clearTimeout(this.following), this.clock = this.asking = this.following = void 0;
	}
	connectedCallback() {
		super.connectedCallback(), this.hasUpdated && this.ask();
	}
	shouldUpdate(e) {
		if (e.size > 1 || !e.has("hass")) return !0;
		let t = e.get("hass");
		return t === void 0 || this.differs(t);
	}
	differs(e) {
		let { hass: t, point: n } = this;
		return e.connected !== t.connected || e.locale !== t.locale || e.language !== t.language || e.entities !== t.entities || e.devices !== t.devices || e.localize !== t.localize || v.some((r) => d(e, n, r) !== d(t, n, r));
	}
	willUpdate(e) {
		let t = d(this.hass, this.point, "session_state");
		this.command && O(this.command, t) && (this.command = void 0), (e.has("config") || e.has("hass") && this.isNews(e.get("hass"))) && this.ask(), this.setAttribute("tone", this.tone());
	}
	updated() {
		let e = this.isConnected && this.ticks();
		e && !this.clock ? this.clock = window.setInterval(() => this.now = Date.now(), 1e3) : e || (window.clearInterval(this.clock), this.clock = void 0);
	}
	isNews(e) {
		return !e || e.connected !== this.hass.connected || [
			"session_state",
			"last_error",
			"session"
		].some((t) => d(e, this.point, t) !== d(this.hass, this.point, t));
	}
	ask() {
		!this.asking && this.hass.connected && (this.asking = window.setTimeout(async () => {
			this.asking = void 0, await this.read();
		}, oe));
	}
	async read() {
		try {
			this.details = await this.hass.callWS({
				type: "shell_ev/charge_point",
				device_id: this.point.id,
				limit: this.config.sessions ?? 5
			}), this.unreadable = this.forbidden = !1, this.now = Date.now();
		} catch (e) {
			this.unreadable = !0, this.forbidden = S(e);
		}
	}
	mayControl() {
		return this.details?.may_control ?? (this.unreadable || this.hass.user?.is_admin === !0);
	}
	ticks() {
		return this.since() !== void 0 || this.guard() > 0;
	}
	since() {
		let e = l(this.hass, this.point, "session_state")?.state, t = l(this.hass, this.point, "session_started");
		if (!(!t || e !== "started" && e !== "stop_requested")) return Date.parse(t.state);
	}
	isOn() {
		return d(this.hass, this.point, "charging")?.state === "on";
	}
	isLost() {
		let e = d(this.hass, this.point, "charging");
		return !this.hass.connected || !e || e.state === "unavailable";
	}
	pending() {
		return D(this.command, d(this.hass, this.point, "session_state"));
	}
	guard() {
		return this.isOn() ? n(this.details?.stop_guarded_until, this.now) : Math.max(n(this.details?.start_guarded_until, this.now), n(this.details?.held_until, this.now));
	}
	tone() {
		if (this.isLost()) return "lost";
		if (this.pending()) return "pending";
		if (this.isOn()) return "charging";
		let e = l(this.hass, this.point, "availability")?.state;
		return e === "out_of_service" ? "error" : e === "occupied" ? "occupied" : "free";
	}
	text(e, t) {
		return u(this.hass.language, e, t);
	}
	async press() {
		if (this.isOn()) return this.run("stop");
		if (await this.mayStart()) return this.run("start");
	}
	async mayStart() {
		let e = this.config.confirm ?? "auto";
		if (e === "never") return !0;
		this.details || await this.read();
		let t = this.details?.start_fee;
		if (e === "auto" && !t) return !0;
		let n = d(this.hass, this.point, "price"), r = String(n?.attributes.unit_of_measurement ?? "").split("/")[0], i = t && r ? this.text("confirm.fee", { fee: m(this.hass, t, r) }) : "";
		return re(this, {
			title: this.text("confirm.title", { name: this.point.name }),
			text: `${i} ${this.text("confirm.text")}`.trim(),
			confirmText: this.text("start"),
			dismissText: this.text("confirm.cancel")
		});
	}
	async run(e) {
		let { hass: t, point: n } = this, r = {
			kind: e,
			before: d(t, n, "session_state"),
			answered: !1
		};
		this.command = r, this.error = void 0;
		let a = {
			charge_point: n.id,
			...e === "start" && this.card ? { charge_card: this.card } : {}
		};
		try {
			await t.callService("shell_ev", `${e}_session`, a, void 0, !1), this.answered(r);
		} catch (e) {
			this.command = void 0, this.error = await i(t, e);
		}
		this.ask();
	}
	answered(e) {
		e.answered = !0;
		let t = () => {
			this.command === e && (this.command = void 0);
		};
		O(e, d(this.hass, this.point, "session_state")) ? t() : this.following = window.setTimeout(t, ae);
	}
	render() {
		return this.forbidden ? f : T`
      <section class="row" aria-label=${this.point.name}>
        <div class="icon" aria-hidden="true">
          <svg viewBox="0 0 24 24">${t`<path d=${this.isOn() ? h : g}></path>`}</svg>
        </div>
        <div>
          <div class="name">${this.point.name}</div>
          <div class="facts">${this.renderState()}${this.renderFacts()}</div>
        </div>
        ${this.mayControl() ? this.renderButton() : f}
        ${this.config.compact ? f : T`${this.renderError()}${this.renderCards()}${this.renderSessions()}`}
      </section>
    `;
	}
	renderState() {
		return T`<span class="state" role="status" aria-live="polite"><bdi>${this.stateText()}</bdi></span>`;
	}
	stateText() {
		let e = d(this.hass, this.point, "session_state");
		if (this.isLost() || e?.state === "unavailable") return this.text("lost");
		let t = this.pending();
		if (t) return this.text(t === "start" ? "starting" : "stopping");
		let n = l(this.hass, this.point, "availability"), r = n && (!e || se.has(e.state)) ? n : e;
		return r ? this.hass.formatEntityState(r) : "";
	}
	renderFacts() {
		let { hass: e, point: t } = this, n = this.since(), r = (n) => l(e, t, n), i = r("price"), a = [
			n === void 0 ? void 0 : this.text("since", { duration: _(this.now - n) }),
			...["session_energy", "session_cost"].map((t) => {
				let n = this.isOn() ? r(t) : void 0;
				return n && e.formatEntityState(n);
			}),
			i && w(e, i)
		];
		return T`${a.map((e) => e ? T`<span><bdi>${e}</bdi></span>` : f)}`;
	}
	renderButton() {
		let e = this.isOn(), t = this.pending(), n = this.guard(), r = this.isLost() || t !== void 0 || n > 0, i = e ? "stop" : "start", a = t === "start" ? this.text("starting") : t === "stop" ? this.text("stopping") : n > 0 && !this.isLost() ? this.text("wait", { seconds: n }) : this.text(i);
		return T`<button
      type="button"
      class=${i}
      ?disabled=${r}
      aria-busy=${t ? "true" : "false"}
      aria-label=${r ? f : this.text(`${i}.label`, { name: this.point.name })}
      @click=${this.press}
    >
      ${a}
    </button>`;
	}
	renderError() {
		let e = this.error ?? this.lastError();
		return e ? T`<div class="below error" role="alert">
      ${e.text}
      ${e.reference ? T`<details>
            <summary>${this.text("details")}</summary>
            <code>${e.reference}</code>
          </details>` : f}
    </div>` : f;
	}
	lastError() {
		let e = this.details?.error;
		if (!e || this.pending()) return;
		let t = l(this.hass, this.point, "last_error");
		if (t && t.state !== "none") return {
			text: e.text,
			reference: e.request_id && ee(this.hass, e.request_id)
		};
	}
	renderCards() {
		let t = this.details?.may_use, n = e(this.hass, this.point.account);
		return n.length < 2 || this.isOn() || !this.mayControl() || t?.length === 0 ? f : T`<label class="below">
      ${this.text("pay_with")}
      <select
        .value=${this.card}
        @change=${(e) => this.card = e.target.value}
      >
        <option value="">${this.text("own_card")}</option>
        ${n.filter((e) => t?.includes(e.id) ?? !0).map((e) => T`<option value=${e.id}>${e.name}</option>`)}
      </select>
    </label>`;
	}
	renderSessions() {
		if (this.config.sessions === 0 || this.details?.sessions === null) return f;
		let e = this.details?.sessions ?? [];
		return T`<details class="below">
      <summary>${this.text("sessions")}</summary>
      ${this.unreadable ? T`<p class="muted">${this.text("sessions.failed")}</p>` : e.length ? T`<ul>
              ${e.map((e) => this.renderSession(e))}
            </ul>` : T`<p class="muted">${this.text("sessions.none")}</p>`}
    </details>`;
	}
	renderSession(e) {
		let { started_at: t, stopped_at: n, energy: r, cost: i, currency: a } = e, o = [
			t && n ? _(Date.parse(n) - Date.parse(t)) : n ? null : this.text("session.running"),
			r === null ? null : `${x(this.hass, r, 2)} kWh`,
			i === null || !a ? null : m(this.hass, i, a)
		].filter((e) => e !== null), s = t ?? n;
		return T`<li>
      <span>${s ? C(this.hass, s) : ""}</span>
      <bdi class="muted">${o.join(" · ")}</bdi>
      ${e.error_text ? T`<span class="why">${e.error_text}</span>` : f}
    </li>`;
	}
};
b([o({ attribute: !1 })], k.prototype, "hass", void 0), b([o({ attribute: !1 })], k.prototype, "point", void 0), b([o({ attribute: !1 })], k.prototype, "config", void 0), b([a()], k.prototype, "now", void 0), b([a()], k.prototype, "command", void 0), b([a()], k.prototype, "error", void 0), b([a()], k.prototype, "details", void 0), b([a()], k.prototype, "unreadable", void 0), b([a()], k.prototype, "forbidden", void 0), b([a()], k.prototype, "card", void 0);
// src/nearby.ts
var A = "geo_location.shell_ev_nearby_", j = 50, M = 3e3, N = 6e5, P;
function F(e) {
	let t = /* @__PURE__ */ new Map();
	for (let n of e.filter((e) => !e.device_id)) {
		let e = `${n.latitude} ${n.longitude}`, r = t.get(e);
		(!r || r.availability !== "available" && n.availability === "available") && t.set(e, n);
	}
	return [...t.values()];
}
async function I(e) {
	if (!P || Date.now() - P.at > N) {
		let { response: t } = await e.callService("shell_ev", "find_charge_points", {
			radius: M,
			limit: j
		}, void 0, !1, !0);
		P = {
			at: Date.now(),
			found: F(t.charge_points)
		};
	}
	return P.found;
}
var L = class extends s {
	static {
		this.styles = p`
    p {
      margin: 8px 4px 0;
      color: var(--primary-text-color, #212121);
    }
  `;
	}
	setConfig(e) {
		this.config = e;
	}
	getGridOptions() {
		return {
			columns: 12,
			rows: "auto"
		};
	}
	constructor() {
		super(), this.failed = !1, this.addEventListener("context-request", (e) => this.asked(e), !0);
	}
	firstUpdated() {
		this.look();
	}
	asked(e) {
		if (e.context !== "states") return;
		let t = e.callback;
		e.callback = (e, n) => t({
			...e,
			...this.places()
		}, n);
	}
	async look() {
		if (!this.hass) return;
		try {
			this.found = await I(this.hass);
		} catch (e) {
			this.failed = !S(e), this.found = [];
		}
		let e = await window.loadCardHelpers?.(), t = [...this.config?.entities ?? [], ...this.found.map((e, t) => ({
			entity: `${A}${t}`,
			label_mode: "icon"
		}))];
		t.length && (this.map = e?.createCardElement({
			type: "map",
			aspect_ratio: "16:9",
			auto_fit: !0,
			cluster: !1,
			entities: t
		}));
	}
	willUpdate(e) {
		this.map && this.hass && (e.has("hass") || !this.map.hass) && (this.map.hass = {
			...this.hass,
			states: {
				...this.hass.states,
				...this.places()
			}
		});
	}
	places() {
		return Object.fromEntries((this.found ?? []).map((e, t) => [`${A}${t}`, {
			entity_id: `${A}${t}`,
			state: e.availability ?? "unknown",
			attributes: {
				friendly_name: e.name,
				icon: e.availability === "available" ? "mdi:ev-station" : "mdi:car-off",
				latitude: e.latitude,
				longitude: e.longitude
			}
		}]));
	}
	tapped(e) {
		let t = e.detail.entityId ?? "";
		t.startsWith(A) && (e.stopPropagation(), this.chosen = this.found?.[Number(t.slice(29))]);
	}
	render() {
		let { hass: e, chosen: t } = this;
		return T`<div @hass-more-info=${this.tapped}>${this.map ?? f}</div>
      ${this.failed && e ? T`<p>${u(e.language, "nearby.failed")}</p>` : T`<p role="status">${t && e ? this.told(e, t) : f}</p>`}`;
	}
	told(e, t) {
		let n = t.distance < 1e3 ? `${t.distance} m` : `${x(e, t.distance / 1e3, 1)} km`, r = t.availability && (e.localize(`component.shell_ev.entity.sensor.availability.state.${t.availability}`) || t.availability), i = t.price_per_kwh !== null && t.currency ? `${m(e, t.price_per_kwh, t.currency)}/kWh` : null, a = t.maximum_power === null ? null : `${x(e, t.maximum_power, 0)} kW`;
		return [
			t.name,
			n,
			r,
			a,
			i
		].filter(Boolean).join(" · ");
	}
};
b([o({ attribute: !1 })], L.prototype, "hass", void 0), b([a()], L.prototype, "config", void 0), b([a()], L.prototype, "found", void 0), b([a()], L.prototype, "failed", void 0), b([a()], L.prototype, "chosen", void 0), b([a()], L.prototype, "map", void 0);
// src/sessions-card.ts
var R = 200, z = 16, B = "hui-card-picker", V = {
	title: "form.title",
	period: "form.period",
	rows: "form.rows"
};
function H(e) {
	throw Error(`shell-ev-sessions: ${e}`);
}
function U({ title: e, period: t, rows: n }) {
	e !== void 0 && typeof e != "string" && H("title is a text"), t !== void 0 && !y.includes(t) && H(`period is one of ${y.join(", ")}`), n !== void 0 && !(Number.isInteger(n) && n >= 1 && n <= R) && H(`rows is a whole number from 1 to ${R}`);
}
function W(e, t) {
	let n = (e) => e instanceof ShadowRoot ? e.host : e.parentNode;
	for (let r = n(e); r; r = n(r)) if (r instanceof Element && r.localName === t) return !0;
	return !1;
}
var G = class extends s {
	constructor(...e) {
		super(...e), this.preview = !1, this.picked = !1, this.view = "awaited";
	}
	static {
		this.styles = p`
    :host {
      display: block;
    }
    .wait {
      min-block-size: 400px;
    }
    .failed {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 12px;
      padding: 16px;
    }
    p {
      flex: 1 1 200px;
      margin: 0;
    }
    button {
      min-block-size: 44px;
      padding-inline: 16px;
      border: none;
      border-radius: 22px;
      font: inherit;
      font-weight: 500;
      color: var(--text-primary-color, #fff);
      /* Home Assistant's own blue is too light for white letters. */
      background: color-mix(in srgb, var(--primary-color, #03749c) 75%, #000);
      cursor: pointer;
    }
    button:focus-visible {
      outline: 2px solid var(--primary-color, #03749c);
      outline-offset: 2px;
    }
  `;
	}
	static getStubConfig() {
		return {
			period: y[0],
			rows: 20
		};
	}
	static getConfigForm() {
		let e = (e) => u(r(), e);
		return {
			schema: [
				{
					name: "title",
					selector: { text: {} }
				},
				{
					name: "period",
					default: y[0],
					selector: { select: {
						mode: "dropdown",
						options: y.map((t) => ({
							value: t,
							label: e(`sessions.period.${t}`)
						}))
					} }
				},
				{
					name: "rows",
					default: 20,
					selector: { number: {
						min: 1,
						max: R,
						mode: "box"
					} }
				}
			],
			computeLabel: (t) => {
				let n = V[t.name];
				return n ? e(n) : void 0;
			},
			assertConfig: U
		};
	}
	setConfig(e) {
		U(e), this.config = e;
	}
	getCardSize() {
		return z;
	}
	getGridOptions() {
		return {
			columns: "full",
			min_columns: 6,
			rows: "auto"
		};
	}
	connectedCallback() {
		super.connectedCallback(), this.picked = W(this, B), this.fetch();
	}
	async fetch() {
		try {
			await import("./sessions-view-DOc8uoh0.js"), this.view = "there";
		} catch {
			this.view = "failed";
		}
	}
	render() {
		let { hass: e, config: t, view: n } = this;
		return !e || !t ? f : n === "there" ? T`<shell-ev-sessions-view
        .hass=${e}
        .config=${t}
        .preview=${this.preview || this.picked}
      ></shell-ev-sessions-view>` : n === "awaited" ? T`<ha-card class="wait"></ha-card>` : T`<ha-card class="failed" role="alert">
      <p>${u(e.language, "sessions.reload")}</p>
      <button type="button" @click=${() => window.location.reload()}>
        ${u(e.language, "sessions.reload.now")}
      </button>
    </ha-card>`;
	}
};
b([o({ attribute: !1 })], G.prototype, "hass", void 0), b([o({ type: Boolean })], G.prototype, "preview", void 0), b([a()], G.prototype, "config", void 0), b([a()], G.prototype, "picked", void 0), b([a()], G.prototype, "view", void 0);
// src/shell-ev-card.ts
var K = [
	"auto",
	"always",
	"never"
], q = 100, ce = {
	title: "form.title",
	charge_points: "form.charge_points",
	compact: "form.compact",
	confirm: "form.confirm",
	sessions: "form.sessions"
};
function J(e) {
	throw Error(`shell-ev-card: ${e}`);
}
function Y(e) {
	let { charge_points: t, confirm: n, sessions: r, title: i } = e;
	t !== void 0 && !Array.isArray(t) && J("charge_points is a list of device ids"), n !== void 0 && !K.includes(n) && J(`confirm is one of ${K.join(", ")}`), i !== void 0 && typeof i != "string" && J("title is a text"), r !== void 0 && !(Number.isInteger(r) && r >= 0 && r <= q) && J(`sessions is a whole number from 0 to ${q}`);
}
var X = class extends s {
	static {
		this.styles = p`
    ha-card {
      display: grid;
      gap: 16px;
      padding: 12px;
    }
    h2 {
      margin: 0;
      font-size: 1.2em;
      font-weight: 400;
    }
    p {
      margin: 0;
      color: var(--secondary-text-color, #5f6368);
    }
    a {
      color: var(--primary-color, #03749c);
    }
  `;
	}
	static getStubConfig() {
		return {};
	}
	static getConfigForm() {
		let e = (e) => u(r(), e);
		return {
			schema: [
				{
					name: "title",
					selector: { text: {} }
				},
				{
					name: "charge_points",
					selector: { device: {
						multiple: !0,
						filter: [{ integration: "shell_ev" }],
						entity: [{
							integration: "shell_ev",
							domain: "switch"
						}]
					} }
				},
				{
					name: "confirm",
					selector: { select: {
						mode: "dropdown",
						options: K.map((t) => ({
							value: t,
							label: e(`form.confirm.${t}`)
						}))
					} }
				},
				{
					name: "sessions",
					selector: { number: {
						min: 0,
						max: q,
						mode: "box"
					} }
				},
				{
					name: "compact",
					selector: { boolean: {} }
				}
			],
			computeLabel: (t) => {
				let n = ce[t.name];
				return n ? e(n) : void 0;
			},
			computeHelper: (t) => t.name === "charge_points" ? e("form.charge_points.help") : void 0,
			assertConfig: Y
		};
	}
	setConfig(e) {
		Y(e), this.config = e;
	}
	getCardSize() {
		let e = this.points().length || 1;
		return this.config?.compact ? e : e * 2 + 1;
	}
	getGridOptions() {
		return {
			columns: 12,
			min_columns: 6,
			rows: "auto"
		};
	}
	shouldUpdate(e) {
		let t = e.get("hass"), { hass: n } = this;
		return !t || !n || e.size > 1 || t.entities !== n.entities || t.devices !== n.devices || t.locale !== n.locale || t.language !== n.language || t.localize !== n.localize || t.connected !== n.connected || this.points().some((e) => v.some((r) => d(t, e, r) !== d(n, e, r)));
	}
	points() {
		let { hass: e, config: t, known: n } = this;
		if (!e) return [];
		if (n?.entities !== e.entities || n.devices !== e.devices || n.config !== t) {
			let n = c(e, t?.charge_points);
			this.known = {
				entities: e.entities,
				devices: e.devices,
				config: t,
				points: n
			};
		}
		return this.known?.points ?? [];
	}
	render() {
		let { hass: e, config: t } = this;
		if (!e || !t) return f;
		let n = this.points();
		return T`<ha-card>
      ${t.title ? T`<h2>${t.title}</h2>` : f}
      ${n.length ? ne(n, (e) => e.id, (n) => T`<shell-ev-charge-point
              .hass=${e}
              .point=${n}
              .config=${t}
            ></shell-ev-charge-point>`) : T`<p>
            ${u(e.language, "empty")}
            <a href="/config/integrations/integration/shell_ev"
              >${u(e.language, "empty.add")}</a
            >
          </p>`}
    </ha-card>`;
	}
};
b([o({ attribute: !1 })], X.prototype, "hass", void 0), b([a()], X.prototype, "config", void 0);
function Z(e, t) {
	let n = te(e, t);
	return n ? { config: {
		type: "custom:shell-ev-card",
		charge_points: [n]
	} } : null;
}
// src/strategy.ts
var le = 72, Q = 3;
function $(e, ...t) {
	return {
		type: "grid",
		cards: [{
			type: "heading",
			heading: e
		}, ...t]
	};
}
function ue(e, t) {
	return t.map((t) => d(e, t, "availability")).filter((e) => e?.attributes.latitude !== void 0).map((e) => ({
		entity: e?.entity_id,
		label_mode: "icon"
	}));
}
var de = class extends HTMLElement {
	static {
		this.registryDependencies = ["entities", "devices"];
	}
	static async generate(e, t) {
		let n = (e) => u(t.language, e), r = c(t), i = ue(t, r), a = r.flatMap((e) => e.entities.session ?? []), o = [
			$(n("view.title"), { type: "custom:shell-ev-card" }),
			...r.length ? [$(n("view.map"), {
				type: "custom:shell-ev-nearby",
				entities: i
			})] : [],
			...a.length ? [$(n("view.log"), {
				type: "logbook",
				target: { entity_id: a },
				hours_to_show: le
			})] : []
		];
		return {
			title: n("view.title"),
			views: [{
				title: n("view.title"),
				path: "charging",
				type: "sections",
				sections: o
			}, {
				title: n("view.sessions"),
				path: "sessions",
				type: "sections",
				max_columns: Q,
				sections: [{
					type: "grid",
					column_span: Q,
					cards: [{ type: "custom:shell-ev-sessions" }]
				}]
			}]
		};
	}
};
// src/index.ts
if (!customElements.get("shell-ev-card")) {
	customElements.define("shell-ev-charge-point", k), customElements.define("shell-ev-card", X), customElements.define("shell-ev-nearby", L), customElements.define("shell-ev-sessions", G), customElements.define("ll-strategy-dashboard-shell-ev", de);
	let e = u(r(), "card.name");
	(window.customCards ??= []).push({
		type: "shell-ev-card",
		name: e,
		description: u(r(), "card.description"),
		preview: !0,
		getEntitySuggestion: Z
	}, {
		type: "shell-ev-sessions",
		name: u(r(), "sessions.name"),
		description: u(r(), "sessions.description"),
		preview: !0
	}), (window.customStrategies ??= []).push({
		type: "shell-ev",
		strategyType: "dashboard",
		name: e,
		description: u(r(), "strategy.description")
	});
}
