import { A as e, B as t, C as n, D as r, E as i, F as a, G as o, H as s, I as c, L as l, M as u, N as d, O as f, P as ee, R as p, S as m, T as h, U as g, V as _, W as v, a as te, b as y, c as ne, d as re, g as ie, i as b, k as x, m as ae, n as oe, p as se, s as ce, t as S, u as le, y as C, z as ue } from "./shared-sI71qtlK.js";
// src/command.ts
var de = {
	start_requested: "start",
	stop_requested: "stop"
};
function fe(e, t) {
	return e?.kind ?? (t ? de[t.state] : void 0);
}
function w(e, t) {
	return e.answered && t !== e.before;
}
// src/charging/countdown.ts
function T() {
	return performance.now() / 1e3;
}
function pe(e, t, n) {
	return e ? Math.max(0, Math.ceil(e - (n - t))) : 0;
}
function E(e, t, n) {
	return e + (n - t);
}
// src/charging/errors-shown.ts
var me = /* @__PURE__ */ new Set(), he = (e, t) => `${e} ${t.reference ?? t.text}`;
function ge(e, t) {
	me.add(he(e, t));
}
function _e(e, t) {
	return me.has(he(e, t));
}
var ve = 3, ye = 300, D = 60, be = 5e3, xe = {
	W: .001,
	kW: 1,
	MW: 1e3
};
function Se(e, t) {
	let n = xe[String(t)], r = e.trim() === "" ? NaN : Number(e);
	return n === void 0 || !Number.isFinite(r) ? null : r * n;
}
function O(e, { at: t, value: n }) {
	let r = e.at(-1);
	!Number.isFinite(t) || !Number.isFinite(n) || r && t <= r.at || (e.push({
		at: t,
		value: n
	}), e.length > be && e.splice(0, e.length - be));
}
function Ce(e) {
	let t = 0;
	return e.forEach((n, r) => {
		r && n.value < e[r - 1].value && (t = r);
	}), e.slice(t);
}
function we(e, t) {
	let n = Ce(e), r = n.at(-1);
	if (!r) return null;
	let i = n.filter(({ at: e }) => r.at - e >= 60).at(-1);
	if (!i) return null;
	let a = r.at - i.at;
	return t - r.at > Math.max(ye, ve * a) ? null : (r.value - i.value) / a * 3600;
}
function Te(e, t, n) {
	let r = (n - t) / D, i = Array(D).fill(0), a = Array(D).fill(0);
	return e.forEach((o, s) => {
		let c = Math.max(o.at, t), l = Math.min(e[s + 1]?.at ?? n, n);
		for (let e = Math.floor((c - t) / r); e < D; e++) {
			let n = Math.min(l, t + (e + 1) * r) - Math.max(c, t + e * r);
			if (n <= 0) break;
			i[e] = i[e] + n * o.value, a[e] = a[e] + n;
		}
	}), a.map((e, t) => e ? i[t] / e : null);
}
function Ee(e, t, n) {
	if (e.length < 2 || !(n - t >= 60)) return null;
	let r = Te(e, t, n).flatMap((e, t) => e === null ? [] : [{
		x: (t + .5) / D * 100,
		value: Math.max(0, e)
	}]), i = Math.max(...r.map(({ value: e }) => e));
	if (r.length < 2 || !(i > 0)) return null;
	let a = r.map(({ x: e, value: t }) => ({
		x: e,
		y: 96 - t / i * 88
	})), o = a.map(({ x: e, y: t }) => `${e.toFixed(1)} ${t.toFixed(1)}`), [s, c] = [a[0], a.at(-1)], l = `M0 ${s.y.toFixed(1)}L${o.join("L")}L100 ${c.y.toFixed(1)}`;
	return {
		line: l,
		area: `${l}V100H0Z`,
		top: i,
		end: c.y
	};
}
// src/charging/power-watch.ts
var k = (e) => Date.parse(e ?? "") / 1e3, De = class {
	constructor(e) {
		this.changed = e, this.samples = [], this.from = 0;
	}
	get entity() {
		return this.source?.entity;
	}
	follow(e, t, n, r) {
		let i = k(r), a = t ? e.states[t] : void 0, o = a && Se(a.state, a.attributes.unit_of_measurement) !== null, s = o ? t : n;
		if (!s || !Number.isFinite(i)) return this.forget();
		(s !== this.source?.entity || i !== this.from) && (this.source = {
			entity: s,
			counts: !o
		}, this.from = i, this.samples = [], this.unit = e.states[s]?.attributes.unit_of_measurement, this.read(e, this.source)), this.take(e.states[s]);
	}
	forget() {
		this.source = void 0, this.samples = [];
	}
	value(e) {
		return this.source?.counts ? e.trim() === "" ? NaN : Number(e) : Se(e, this.unit) ?? NaN;
	}
	take(e) {
		e && O(this.samples, {
			at: k(e.last_updated),
			value: this.value(e.state)
		});
	}
	async read(e, t) {
		try {
			let n = await e.callWS({
				type: "history/history_during_period",
				start_time: (/* @__PURE__ */ new Date(this.from * 1e3)).toISOString(),
				entity_ids: [t.entity],
				include_start_time_state: !t.counts,
				significant_changes_only: !1,
				minimal_response: !0,
				no_attributes: !0
			});
			if (this.source !== t) return;
			let r = this.samples;
			this.samples = [];
			for (let { s: e, lu: r } of n[t.entity] ?? []) O(this.samples, {
				at: Math.max(r, this.from),
				value: this.value(e)
			});
			for (let e of r) O(this.samples, e);
			this.changed();
		} catch {}
	}
	now(e) {
		let t = this.samples.at(-1);
		if (!this.source || !t) return null;
		let n = this.source.counts ? we(this.samples, this.from + e) : t.value;
		return n === null ? null : {
			power: n,
			estimated: this.source.counts
		};
	}
	line(e) {
		return !this.source || this.source.counts ? null : Ee(this.samples, this.from, Math.max(this.from + e, this.samples.at(-1)?.at ?? 0));
	}
}, A = 250, Oe = 5, j = 900, ke = [
	"charging",
	"session_state",
	"last_error",
	"session",
	"price"
], M = class extends _ {
	constructor(...e) {
		super(...e), this.chosen = "", this.names = !1, this.unreadable = !1, this.forbidden = !1, this.asked = !1, this.now = T(), this.readAt = 0, this.whole = 0, this.power = new De(() => this.requestUpdate()), this.seen = () => {
			document.visibilityState === "visible" && this.ask(0);
		};
	}
	disconnectedCallback() {
		super.disconnectedCallback(), document.removeEventListener("visibilitychange", this.seen);
		for (let e of [
			this.clock,
			this.asking,
			this.following
		]) window.clearTimeout(e);
		this.clock = this.asking = this.following = void 0, this.command = void 0, this.power.forget();
	}
	connectedCallback() {
		super.connectedCallback(), document.addEventListener("visibilitychange", this.seen), this.hasUpdated && this.ask(0);
	}
	shouldUpdate(e) {
		if (e.size !== 1 || !e.has("hass")) return !0;
		let t = e.get("hass");
		return t === void 0 || this.differs(t);
	}
	differs(e) {
		let { hass: n, point: r } = this, i = this.power.entity;
		return e.connected !== n.connected || e.locale !== n.locale || e.language !== n.language || e.entities !== n.entities || e.devices !== n.devices || e.localize !== n.localize || i !== void 0 && e.states[i] !== n.states[i] || ee.some((i) => t(e, r, i) !== t(n, r, i));
	}
	willUpdate(e) {
		this.now = T();
		let n = t(this.hass, this.point, "session_state");
		this.command && w(this.command, n) && (this.command = void 0);
		let r = e.get("hass");
		e.has("hass") && r && this.follow(r), (e.has("config") || e.has("hass") && this.isNews(r)) && this.ask(r ? A : 0), this.runs() && this.details ? this.power.follow(this.hass, this.details.power_sensor, this.details.energy_sensor, ue(this.hass, this.point, "session_started")?.state) : this.power.forget();
		let { wait: i } = this.act();
		this.whole = i ? Math.max(i, this.whole) : 0, this.toggleAttribute("hidden", this.forbidden), this.setAttribute("tone", this.tone());
	}
	follow(e) {
		e.connected || this.power.forget();
		let n = t(this.hass, this.point, "session_state");
		t(e, this.point, "session_state")?.state !== n?.state && (n?.state === "start_requested" || n?.state === "started") && (this.error = void 0);
	}
	updated() {
		window.clearTimeout(this.clock), this.clock = void 0;
		let e = this.isConnected ? this.pause() : void 0;
		e !== void 0 && (this.clock = window.setTimeout(() => {
			this.clock = void 0;
			let { details: e } = this;
			e?.command && this.now - this.readAt >= 2 && this.ask(0), this.requestUpdate();
		}, e * 1e3));
	}
	pause() {
		if (this.runs() || this.act().wait > 0 || this.details?.command || this.command) return 1;
		let { details: e, error: t } = this, n = [
			e?.receipt && 3600 - this.ago(e.receipt.ended_ago),
			e?.receipt && j - this.ago(e.receipt.ended_ago),
			e?.error && 600 - this.ago(e.error.ago),
			t && 600 - (this.now - t.at)
		].filter((e) => typeof e == "number" && e > 0);
		return n.length ? Math.min(...n) + .1 : void 0;
	}
	ago(e) {
		return E(e, this.readAt, this.now);
	}
	isNews(e) {
		return !e || e.connected !== this.hass.connected || ke.some((n) => t(e, this.point, n) !== t(this.hass, this.point, n));
	}
	ask(e = A) {
		!this.asking && this.hass.connected && this.isConnected && (this.asking = window.setTimeout(async () => {
			this.asking = void 0, await this.read();
		}, e));
	}
	async read() {
		try {
			let e = await this.hass.callWS({
				type: "shell_ev/charge_point",
				device_id: this.point.id,
				limit: this.config.sessions ?? 0
			});
			this.details = e, this.unreadable = this.forbidden = !1, this.readAt = this.now = T();
			let { error: t } = this, { command: n } = e;
			t && n?.kind === "start" && this.readAt - n.since > t.at && (this.error = void 0), this.told?.(this.point.id, e);
		} catch (e) {
			this.unreadable = !0, this.forbidden = i(e);
		}
	}
	mayControl() {
		return this.details?.may_control ?? (this.unreadable || this.hass.user?.is_admin === !0);
	}
	known(e) {
		return ue(this.hass, this.point, e);
	}
	isOn() {
		return t(this.hass, this.point, "charging")?.state === "on";
	}
	runs() {
		return this.isOn() && t(this.hass, this.point, "session_state")?.state !== "start_requested";
	}
	isLost() {
		let e = t(this.hass, this.point, "charging");
		return !this.hass.connected || !e || e.state === "unavailable";
	}
	pending() {
		let e = fe(this.command, t(this.hass, this.point, "session_state")), n = this.details?.command?.kind;
		return e ?? (n && n === "stop" === this.runs() ? n : void 0);
	}
	startingFor() {
		let e = this.details?.command;
		return this.command ? this.now - this.command.at : e?.kind === "start" ? this.ago(e.since) : 0;
	}
	guard(e) {
		let t = (e) => pe(e, this.readAt, this.now);
		return e === "stop" ? t(this.details?.stop_guard) : Math.max(t(this.details?.start_guard), t(this.details?.held));
	}
	act() {
		let e = this.pending(), t = e === "start" && this.startingFor() >= Oe, n = e !== void 0 && !t, r = e ? t ? "stop" : e : this.isOn() ? "stop" : "start", i = n || this.isLost() ? 0 : this.guard(r);
		return {
			kind: r,
			wait: i,
			busy: n || this.asked,
			blocked: this.isLost() || n || i > 0
		};
	}
	availability() {
		return this.known("availability")?.state;
	}
	justLeft() {
		let e = this.details?.receipt;
		return this.availability() === "occupied" && (this.details?.session?.own === !0 || !!e && this.ago(e.ended_ago) < j);
	}
	tone() {
		return this.isLost() ? "lost" : this.pending() ? "pending" : this.isOn() ? "charging" : this.availability() === "out_of_service" ? "error" : this.availability() === "occupied" && !this.justLeft() ? "occupied" : "free";
	}
	text(t, n) {
		return e(this.hass.language, t, n);
	}
};
h([d({ attribute: !1 })], M.prototype, "hass", void 0), h([d({ attribute: !1 })], M.prototype, "point", void 0), h([d({ attribute: !1 })], M.prototype, "config", void 0), h([d()], M.prototype, "chosen", void 0), h([d({ type: Boolean })], M.prototype, "names", void 0), h([d({ attribute: !1 })], M.prototype, "told", void 0), h([u()], M.prototype, "command", void 0), h([u()], M.prototype, "error", void 0), h([u()], M.prototype, "details", void 0), h([u()], M.prototype, "unreadable", void 0), h([u()], M.prototype, "forbidden", void 0), h([u()], M.prototype, "asked", void 0);
// src/charging/words.ts
var Ae = 4, N = "\xA0";
function P(e) {
	return e.replace(/ /g, N);
}
function F(e) {
	return `≈${N}${e}`;
}
function I(t, n) {
	let { currency: r, per_kwh: i, per_minute: a, start_fee: o } = n, s = (e) => C(t, e, r, Ae), c = [
		i ? `${s(i)}/kWh` : "",
		a ? e(t.language, "sessions.per_minute", { price: s(a) }) : "",
		o ? e(t.language, "per_start", { fee: C(t, o, r) }) : ""
	].filter(Boolean);
	return (c.length || i !== 0 ? c : [e(t.language, "free")]).map(P);
}
function je(e, t) {
	let [n, r] = String(e?.attributes.unit_of_measurement ?? "").split("/"), i = Number(e?.state);
	return !e || !n || r !== "kWh" || !Number.isFinite(i) ? t ?? null : {
		currency: n,
		per_kwh: i,
		per_minute: t?.per_minute ?? null,
		start_fee: t?.start_fee ?? null
	};
}
function L(e, t) {
	let r = (t, r) => n(e, t, r, "short"), i = Math.max(0, Math.floor(t));
	if (i < 60) return P(r(i, "second"));
	let [a, o] = [Math.floor(i / 3600), Math.floor(i / 60) % 60];
	return P(a ? o ? `${r(a, "hour")} ${r(o, "minute")}` : r(a, "hour") : r(o, "minute"));
}
function R(e, t) {
	return y(e, t, t < 1 ? 2 : 1);
}
function z(e, t) {
	return `${R(e, t)}${N}kWh`;
}
function Me(e, { power: t, estimated: n }) {
	let r = `${y(e, Math.max(0, t), 1)}${N}kW`;
	return n ? F(r) : r;
}
function Ne(t, n) {
	let { duration: r, energy: i, cost: a, currency: o, cost_source: s } = n, c = r === null ? "" : L(t, r), l = i === null ? "" : z(t, i), u = l && c ? e(t.language, "receipt", {
		energy: l,
		time: c
	}) : l ? e(t.language, "receipt.energy", { energy: l }) : c ? e(t.language, "receipt.time", { time: c }) : e(t.language, "receipt.done");
	if (a === null || !o) return [u];
	let d = P(C(t, a, o));
	return [u, s === "bill" ? d : F(d)];
}
function Pe(t, n) {
	return e(t.language, n === 1 ? "wait.one" : "wait.other", { seconds: n });
}
// src/charging/parts.ts
var Fe = 2, Ie = 4;
function B(e) {
	return e.flatMap((e) => e ? [g`<span class="fact"><bdi>${e}</bdi></span>`] : []);
}
function Le(e, t, n, r) {
	return g`<span class="ring" aria-hidden="true">
      <svg viewBox="0 0 32 32">
        <circle class="track" cx="16" cy="16" r="14"></circle>
        <circle
          class="left"
          cx="16"
          cy="16"
          r="14"
          pathLength="1"
          stroke-dashoffset=${1 - t / n}
        ></circle>
      </svg>
      <span>${t}</span> </span
    ><span class="word" aria-hidden="true">${r}</span><span class="unseen">${Pe(e, t)}</span>`;
}
function V(e) {
	return g`<span class="spinner" aria-hidden="true"></span><span class="word">${e}</span>`;
}
function Re(t, n) {
	if (!n) return s;
	let r = Me(t, {
		power: n.top,
		estimated: !1
	});
	return g`<div class="chart" role="img" aria-label=${e(t.language, "power.since", { power: r })}>
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      ${v`<path class="area" d=${n.area}></path><path class="line" d=${n.line}></path>`}
    </svg>
    <span class="dot" style="inset-block-start:${n.end}%"></span>
  </div>`;
}
function H(t, n, r) {
	return r ? g`<div><dt>${e(t.language, n)}</dt><dd><bdi>${r}</bdi></dd></div>` : s;
}
function ze(t, n) {
	let { energy: r, currency: i, average_price: a, started_at: o, stopped_at: s, charge_card: c, session_id: l } = n, u = n.origin === "here" ? "sessions.origin.here" : "sessions.origin.elsewhere";
	return g`<details>
    <summary>${e(t.language, "details")}</summary>
    <dl>
      ${H(t, "sessions.started", o && m(t, o))}
      ${H(t, "sessions.stopped", s && m(t, s))}
      ${H(t, "sessions.energy", r === null ? null : `${y(t, r, Fe)} kWh`)}
      ${H(t, "sessions.average", a === null || !i ? null : `${C(t, a, i, Ie)}/kWh`)}
      ${H(t, "sessions.card", c)}
      ${H(t, "sessions.origin", e(t.language, u))}
      ${H(t, "sessions.session_id", l)}
    </dl>
  </details>`;
}
function Be(t, n, r) {
	let i = r ? g`<span class="fact"
        ><a href="/${window.location.pathname.split("/")[1]}/${r}">${e(t.language, "details")}</a></span
      >` : s;
	return g`<div class="below receipt">
    <p>${B(Ne(t, n))}${i}</p>
    ${r ? s : ze(t, n)}
  </div>`;
}
function Ve(t, n) {
	let { started_at: r, stopped_at: i, energy: a, cost: o, currency: c } = n, l = [
		r && i ? L(t, (Date.parse(i) - Date.parse(r)) / 1e3) : i ? null : e(t.language, "session.running"),
		a === null ? null : P(`${y(t, a, Fe)} kWh`),
		o === null || !c ? null : P(C(t, o, c))
	], u = r ?? i;
	return g`<li>
    <span>${u ? m(t, u) : ""}</span>
    <span class="muted">${B(l)}</span>
    ${n.error_text ? g`<span class="why">${n.error_text}</span>` : s}
  </li>`;
}
function He(t, n, r) {
	let i = (n) => e(t.language, n);
	return g`<details class="below">
    <summary>${i("sessions")}</summary>
    ${r ? g`<p class="muted">${i("sessions.failed")}</p>` : n.length ? g`<ul>
            ${n.map((e) => Ve(t, e))}
          </ul>` : g`<p class="muted">${i("sessions.none")}</p>`}
  </details>`;
}
// src/charging/live-styles.ts
var Ue = o` .hero{padding: 10px 12px 12px;margin-block-end: 6px;background: linear-gradient( 160deg,color-mix(in srgb,var(--point-color) 16%,transparent),color-mix(in srgb,var(--point-color) 5%,transparent) )}:host([tone="charging"]) .hero .icon::after{content: "";position: absolute;inset: 0;border-radius: 50%;border: 2px solid currentColor;animation: pulse 2.4s ease-out infinite}.live{grid-column: 1 / -1;display: grid;grid-template-columns: auto minmax(72px,1fr);grid-template-rows: 52px 22px;column-gap: 20px;margin-block-start: 8px}.big{font-size: 46px;line-height: 52px;font-weight: 400;letter-spacing: -1px;white-space: nowrap;font-variant-numeric: tabular-nums}.big .unit{font-size: 18px;letter-spacing: 0;color: var(--dim)}.minor{font-size: 15px;line-height: 22px;white-space: nowrap;overflow: hidden;text-overflow: ellipsis;font-variant-numeric: tabular-nums}.minor .fact{vertical-align: top}.minor .fact:first-child::before{content: none}.flow{grid-column: 2;grid-row: 1 / 3;position: relative;min-inline-size: 0}.power{text-align: end;font-size: 15px;font-weight: 500;line-height: 20px;white-space: nowrap;font-variant-numeric: tabular-nums}.chart{position: absolute;inset: 24px 4px 2px 0}.chart svg{inline-size: 100%;block-size: 100%;overflow: visible}.chart{direction: ltr}.area{fill: var(--point-color);opacity: 0.18}.line{fill: none;stroke: var(--point-color);stroke-width: 2px;stroke-linejoin: round;stroke-linecap: round;vector-effect: non-scaling-stroke}.dot{position: absolute;right: 0;inline-size: 8px;block-size: 8px;margin: -4px;border-radius: 50%;background: var(--point-color);box-shadow: 0 0 0 4px color-mix(in srgb,var(--point-color) 25%,transparent)}:host([tone="charging"]) .dot{animation: glow 2.4s ease-in-out infinite}@container (max-width: 300px){.hero .act{grid-row: auto;grid-column: 1 / -1;order: 1;inline-size: 100%;margin-block-start: 10px}.hero .info,.hero .what{grid-column-end: -1}.below{order: 2}.live{grid-template-columns: auto minmax(0,1fr);column-gap: 8px}.power{font-size: 13px}.minor{grid-column: 1 / -1;grid-row: 2}.flow{grid-row: 1}.big{font-size: 36px}}@keyframes pulse{0%{transform: scale(1);opacity: 0.6}70%,100%{transform: scale(1.45);opacity: 0}}@keyframes glow{50%{box-shadow: 0 0 0 7px color-mix(in srgb,var(--point-color) 12%,transparent)}}`, We = o` :host{display: block;--ink: var(--primary-text-color,#212121);--dim: color-mix(in srgb,var(--ink) 74%,transparent);--point-color: var(--state-inactive-color,#9e9e9e);--accent: var(--primary-color,#03749c);color: var(--ink)}:host([hidden]){display: none}:host([tone="charging"]),[tone="charging"]{--point-color: var(--success-color,#2e7d32)}:host([tone="pending"]),[tone="pending"]{--point-color: var(--warning-color,#b26a00)}:host([tone="error"]){--point-color: var(--error-color,#c62828)}:host([tone="free"]){--point-color: var(--accent)}.row{position: relative;display: grid;grid-template-columns: 36px minmax(0,1fr) auto;align-items: center;column-gap: 10px;min-block-size: 56px;padding-inline: 2px;border-radius: 12px}.info{grid-column: 1 / 3;grid-row: 1;align-self: stretch;min-block-size: 44px;margin-inline: -2px;padding: 0;border: none;border-radius: 10px;background: var(--ink);opacity: 0;cursor: pointer;transition: opacity 180ms ease-in-out}.info:hover{opacity: 0.05}.info:active{opacity: 0.12}.info:focus-visible{opacity: 1;background: transparent}.icon{position: relative;grid-column: 1;grid-row: 1;display: grid;place-items: center;inline-size: 36px;block-size: 36px;color: var(--point-color);pointer-events: none}.icon::before{content: "";position: absolute;inset: 0;border-radius: 50%;background: currentColor;opacity: 0.2}.info:hover + .icon::before{opacity: 0.35}.icon svg{position: relative;inline-size: 24px;block-size: 24px;fill: currentColor}.what{grid-column: 2;grid-row: 1;min-inline-size: 0;padding-block: 6px;overflow: hidden;pointer-events: none}.name{font-size: 14px;font-weight: 500;line-height: 20px;letter-spacing: 0.1px;overflow-wrap: anywhere}.facts{margin-inline-start: -1em;color: var(--dim);font-size: 12px;line-height: 16px;letter-spacing: 0.2px;font-variant-numeric: tabular-nums}.fact{display: inline-block;max-inline-size: 100%;overflow: hidden;text-overflow: ellipsis;white-space: nowrap;vertical-align: bottom}.fact::before{content: "·";display: inline-block;inline-size: 1em;text-align: center}.state{color: var(--ink)}button{font: inherit;color: inherit}.act{position: relative;grid-column: 3;grid-row: 1;display: inline-flex;align-items: center;justify-content: center;gap: 8px;min-inline-size: 88px;min-block-size: 44px;box-sizing: border-box;padding-inline: 16px;border: 2px solid transparent;border-radius: 22px;font-size: 14px;font-weight: 500;white-space: nowrap;background: none;cursor: pointer;--tint: var(--accent);--fill: 18%}.acts{grid-column: 3;display: flex;flex-wrap: wrap;justify-content: flex-end;gap: 8px}.act.start{color: color-mix(in srgb,var(--accent) 55%,var(--ink));background: color-mix(in srgb,var(--tint) var(--fill),transparent)}.act.start:hover{--fill: 28%}.act.start:active{--fill: 38%}.act.quiet{color: var(--dim);--tint: var(--ink);--fill: 0%}.act.quiet:hover{--fill: 6%}.act.stop{color: var(--ink);border-color: color-mix(in srgb,var(--point-color) 70%,var(--ink));background: color-mix(in srgb,var(--card-background-color,#fff) 60%,transparent)}.act.stop:hover{background: color-mix(in srgb,var(--point-color) 20%,transparent)}.act.stop:active{background: color-mix(in srgb,var(--point-color) 32%,transparent)}.act[aria-disabled="true"]{color: var(--dim);border-color: transparent;background: color-mix(in srgb,var(--ink) 7%,transparent);cursor: default}.act.waits{padding-inline: 8px 16px}.act > svg{display: none;inline-size: 24px;block-size: 24px;fill: currentColor}.ring{position: relative;display: grid;place-items: center;inline-size: 30px;block-size: 30px;font-size: 12px;color: var(--ink);font-variant-numeric: tabular-nums}.ring svg{position: absolute;inset: 0;rotate: -90deg}.ring circle{fill: none;stroke: currentColor;stroke-width: 3;opacity: 0.18}.ring .left{stroke: var(--point-color);stroke-dasharray: 1;stroke-linecap: round;opacity: 1;transition: stroke-dashoffset 1s linear}.spinner{inline-size: 16px;block-size: 16px;box-sizing: border-box;border: 2px solid color-mix(in srgb,currentColor 30%,transparent);border-block-start-color: currentColor;border-radius: 50%;animation: turn 900ms linear infinite}.unseen{position: absolute;inline-size: 1px;block-size: 1px;overflow: hidden;clip-path: inset(50%);white-space: nowrap}button:focus-visible,summary:focus-visible,a:focus-visible{outline: 2px solid var(--accent);outline-offset: 2px}.below{grid-column: 1 / -1;min-inline-size: 0}.below p{margin: 0}.space{min-block-size: 44px}.space.tall{min-block-size: 78px}.receipt{padding-inline-start: 46px;min-block-size: 44px;font-size: 14px;line-height: 22px}.receipt p{padding-block: 11px;margin-inline-start: -1em;clip-path: inset(0 0 0 1em)}.receipt p:dir(rtl){clip-path: inset(0 1em 0 0)}.receipt p + details{margin-block-start: -11px}a{color: var(--ink)}.receipt a{display: inline-block;min-inline-size: 44px;margin-block: -11px;padding-block: 11px}.error{display: grid;grid-template-columns: minmax(0,1fr) 44px;margin-block: 2px 6px;padding-inline-start: 12px;border-radius: 10px;font-size: 14px;line-height: 20px;background: color-mix(in srgb,var(--error-color,#c62828) 14%,transparent)}.error p{padding-block: 12px;overflow-wrap: anywhere}.close{display: grid;place-items: center;inline-size: 44px;block-size: 44px;padding: 0;border: none;border-radius: 50%;background: none;cursor: pointer}.close:hover{background: color-mix(in srgb,var(--ink) 8%,transparent)}.close svg{inline-size: 20px;block-size: 20px;fill: currentColor}summary{cursor: pointer;color: var(--dim);font-size: 14px;line-height: 44px;border-radius: 4px}.error summary{margin-block-start: -10px}code{display: block;padding-block-end: 12px;overflow-wrap: anywhere;font-size: 12px}dl{margin: 0;font-size: 12px;line-height: 20px}dl div{display: flex;flex-wrap: wrap;justify-content: space-between;column-gap: 12px}dt{color: var(--dim)}dd{margin: 0;overflow-wrap: anywhere}ul{margin: 0;padding: 0;list-style: none}li{display: flex;flex-wrap: wrap;justify-content: space-between;gap: 0 12px;padding-block: 4px;border-block-start: 1px solid var(--divider-color,rgba(127,127,127,0.3));font-size: 0.9em}li .why{flex-basis: 100%}.muted{color: var(--dim)}@container (max-width: 420px){.facts{min-block-size: 32px}.away .what{grid-column-end: -1}.away .acts{grid-column: 1 / -1;margin-block-end: 6px}.away .act{flex: 1}.away{min-block-size: 114px}}@container (max-width: 300px){.row:not(.hero,.away) .facts{min-block-size: 48px}.away{min-block-size: 134px}.receipt{padding-inline-start: 2px}.row:not(.hero,.away) > .act{min-inline-size: 44px;padding-inline: 6px}.row:not(.hero,.away) > .act > svg{display: block}.row:not(.hero,.away) > .act > .word{position: absolute;inline-size: 1px;block-size: 1px;overflow: hidden;clip-path: inset(50%)}}@keyframes turn{to{rotate: 360deg}}@media (prefers-reduced-motion: reduce){*,*::before,*::after{animation: none !important;transition: none !important}}`, Ge = 5e3, Ke = 43200, qe = class extends M {
	static {
		this.styles = [We, Ue];
	}
	async press() {
		if (this.asked || this.act().blocked) return;
		if (this.act().kind === "stop") return this.run("stop");
		this.asked = !0;
		let e = !1;
		try {
			e = await this.mayStart();
		} finally {
			this.asked = !1;
		}
		if (e) return this.run("start");
	}
	async mayStart() {
		await this.read();
		let e = this.question();
		for (; e && this.mayStill();) {
			if (!await ae(this, e)) return !1;
			await this.read();
			let t = this.question();
			if (!t || t.text === e.text) break;
			e = t;
		}
		return this.mayStill();
	}
	mayStill() {
		let { kind: e, blocked: t } = this.act();
		return this.isConnected && e === "start" && !t && !this.details?.session;
	}
	question() {
		let e = this.config.confirm ?? "auto", t = this.details?.prices, n = !this.details?.known;
		if (e === "never" || e === "auto" && !t?.start_fee && !n) return;
		let r = this.payingCard(), i = [t?.start_fee ? this.text("confirm.fee", { fee: C(this.hass, t.start_fee, t.currency) }) : n ? this.text("confirm.unknown") : "", r ? this.text("confirm.card", { card: r }) : this.text("confirm.text")];
		return {
			title: this.text("confirm.title", { name: this.point.name }),
			text: i.filter(Boolean).join(" "),
			confirmText: this.text("start"),
			dismissText: this.text("confirm.cancel")
		};
	}
	chosenHere() {
		let { chosen: e, details: t, hass: n, point: r } = this;
		return e && n.devices[e]?.via_device_id === r.account && (t?.may_use.includes(e) ?? !0) ? e : void 0;
	}
	payingCard() {
		let e = this.chosenHere(), t = e ? this.hass.devices[e] : void 0;
		return t ? t.name_by_user || t.name : this.details?.charge_card?.name;
	}
	async run(e) {
		let { hass: n, point: r } = this, i = {
			kind: e,
			before: t(n, r, "session_state"),
			answered: !1,
			at: T()
		};
		this.command = i, this.error = void 0;
		let a = e === "start" ? this.chosenHere() : void 0;
		this.ask();
		try {
			await n.callService("shell_ev", `${e}_session`, {
				charge_point: r.id,
				...a ? { charge_card: a } : {}
			}, void 0, !1), this.command === i && this.answered(i);
		} catch (e) {
			this.command === i && (this.command = void 0), this.error = {
				...await f(n, e),
				at: T()
			};
		}
		this.ask();
	}
	answered(e) {
		e.answered = !0;
		let n = () => {
			this.command === e && (this.command = void 0);
		};
		w(e, t(this.hass, this.point, "session_state")) ? n() : this.following = window.setTimeout(n, Ge);
	}
	openMore() {
		let e = this.point.entities.charging;
		this.dispatchEvent(new CustomEvent("hass-more-info", {
			bubbles: !0,
			composed: !0,
			detail: { entityId: e }
		}));
	}
	dismiss(e) {
		ge(this.point.id, e), this.error = void 0, this.requestUpdate();
		let t = this.renderRoot;
		(t.querySelector(".act") ?? t.querySelector(".info"))?.focus();
	}
	render() {
		if (this.forbidden) return s;
		let { hass: e, config: t, details: n, point: r } = this, i = this.runs() && !t.compact;
		return g`
      <section class="row ${i ? "hero" : ""}" aria-label=${r.name}>
        <button
          type="button"
          class="info"
          aria-label=${this.text("more_info", { name: r.name })}
          @click=${this.openMore}
        ></button>
        <div class="icon" aria-hidden="true">
          <svg viewBox="0 0 24 24">${v`<path d=${this.isOn() ? b : ne}></path>`}</svg>
        </div>
        <div class="what">
          <div class="name">${r.name}</div>
          <div class="facts">
            <span class="fact state" role="status" aria-live="polite"><bdi>${this.stateText()}</bdi></span
            >${B(this.runs() ? this.runningFacts() : this.idleFacts())}
          </div>
        </div>
        ${this.mayControl() ? this.renderButton() : s} ${i ? this.renderLive() : s}
        ${this.renderError()} ${t.compact ? s : this.renderReceipt()}
        ${t.compact || !t.sessions || n?.sessions === null ? s : He(e, n?.sessions ?? [], this.unreadable)}
      </section>
    `;
	}
	stateText() {
		let e = t(this.hass, this.point, "session_state");
		if (this.isLost() || e?.state === "unavailable") return this.text("lost");
		let n = this.pending();
		if (n) return this.text(n === "start" ? "starting" : "stopping");
		if (this.isOn()) return this.text("charging");
		if (this.justLeft()) return this.text("just_stopped");
		let r = this.known("availability") ?? e;
		return r ? this.hass.formatEntityState(r) : "";
	}
	idleFacts() {
		let e = this.prices(), t = this.names ? this.payingCard() : void 0;
		return [...e ? I(this.hass, e) : [], t ?? ""];
	}
	runningFacts() {
		let { hass: e, config: t, details: n } = this;
		if (t.compact) return this.figures();
		let r = this.known("session_started")?.state, i = this.since() ?? 0, a = r && (i > Ke ? m(e, r) : ie(e, r));
		return [a ? P(this.text("since", { time: a })) : "", n?.session?.charge_card?.name ?? ""];
	}
	counted(e, t) {
		let n = this.known(e), r = n ? Number(n.state) : NaN;
		return Number.isFinite(r) ? r : t ?? null;
	}
	energy() {
		return this.counted("session_energy", this.details?.session?.energy);
	}
	cost() {
		let e = this.details?.session, t = this.counted("session_cost", e?.cost), n = this.known("session_cost")?.attributes.unit_of_measurement ?? e?.currency;
		return t === null || !n ? void 0 : F(P(C(this.hass, t, String(n))));
	}
	time() {
		let e = this.since();
		return e === void 0 ? "" : L(this.hass, e);
	}
	figures() {
		let e = this.energy();
		return [
			e === null ? "" : z(this.hass, e),
			this.cost() ?? "",
			this.time()
		];
	}
	prices() {
		return je(this.known("price"), this.details?.prices);
	}
	since() {
		let e = this.details?.session?.since;
		return typeof e == "number" ? Math.max(0, this.ago(e)) : void 0;
	}
	renderLive() {
		let { hass: e } = this, t = this.energy(), n = this.since(), r = n === void 0 ? null : this.power.now(n), i = this.prices(), a = t === null ? i ? I(e, i) : [] : [this.cost(), this.time()];
		return g`<div class="live">
      <div class="big">
        ${t === null ? g`<bdi>${this.time()}</bdi>` : g`<bdi>${R(e, t)}<span class="unit">\u00a0kWh</span></bdi>`}
      </div>
      <div class="minor">${B(a)}</div>
      <div class="flow">
        <div class="power"><bdi>${r ? Me(e, r) : ""}</bdi></div>
        ${n === void 0 ? s : Re(e, this.power.line(n))}
      </div>
    </div>`;
	}
	renderButton() {
		let { kind: e, wait: t, busy: n, blocked: r } = this.act(), i = this.pending(), a = e === "start" && [
			"occupied",
			"error",
			"lost"
		].includes(this.tone()), o = !r && !n, c = this.text(e);
		return g`<button
      type="button"
      class="act ${e} ${a ? "quiet" : ""} ${t ? "waits" : ""}"
      aria-disabled=${r ? "true" : "false"}
      aria-busy=${n ? "true" : "false"}
      aria-label=${o ? this.text(`${e}.label`, { name: this.point.name }) : s}
      @click=${this.press}
    >
      ${n ? V(i ? this.text(i === "start" ? "starting" : "stopping") : c) : t ? Le(this.hass, t, this.whole, c) : g`<svg viewBox="0 0 24 24" aria-hidden="true">
                ${v`<path d=${e === "start" ? ce : re}></path>`}</svg
              ><span class="word">${c}</span>`}
    </button>`;
	}
	renderError() {
		let e = this.shownError();
		return e ? g`<div class="below error" role="alert">
      <div>
        <p>${e.text}</p>
        ${e.reference ? g`<details>
              <summary>${this.text("details")}</summary>
              <code>${e.reference}</code>
            </details>` : s}
      </div>
      <button type="button" class="close" aria-label=${this.text("dismiss")} @click=${() => this.dismiss(e)}>
        <svg viewBox="0 0 24 24" aria-hidden="true">${v`<path d=${te}></path>`}</svg>
      </button>
    </div>` : this.expects("last_error", 600) ? g`<div class="below space tall"></div>` : s;
	}
	shownError() {
		let { error: e } = this, t = (e && this.now - e.at < 600 ? e : void 0) ?? this.lastError();
		return t && !_e(this.point.id, t) ? t : void 0;
	}
	lastError() {
		let e = this.details?.error;
		if (!(!e || this.pending() || this.ago(e.ago) >= 600)) return {
			text: e.text,
			reference: e.request_id && r(this.hass, e.request_id)
		};
	}
	renderReceipt() {
		let e = this.details?.receipt;
		return this.isOn() || this.pending() ? s : e ? this.ago(e.ended_ago) >= 3600 ? s : Be(this.hass, e, this.config.sessions_path) : this.expects("last_session_end", 3600) ? g`<div class="below space ${this.config.sessions_path ? "" : "tall"}"></div>` : s;
	}
	expects(e, t) {
		let n = this.known(e);
		if (this.details || this.unreadable || !n || n.state === "none" || this.isOn()) return !1;
		let r = Date.parse(e === "last_error" ? n.last_changed ?? "" : n.state);
		return Date.now() - r < t * 1e3;
	}
}, Je = 5, Ye = 60, U = class extends _ {
	constructor(...e) {
		super(...e), this.news = "", this.expected = 0, this.deeds = {}, this.errors = {}, this.readAt = 0, this.now = 0, this.whole = 0, this.asked = 0;
	}
	static {
		this.styles = We;
	}
	connectedCallback() {
		super.connectedCallback(), this.hasUpdated && this.read();
	}
	disconnectedCallback() {
		super.disconnectedCallback(), window.clearTimeout(this.clock), this.clock = void 0, this.deeds = {};
	}
	shouldUpdate(e) {
		let t = e.get("hass");
		return e.size !== 1 || !t || t.connected !== this.hass.connected || t.locale !== this.hass.locale || t.language !== this.hass.language;
	}
	willUpdate(e) {
		this.now = T();
		let t = e.get("hass"), n = t !== void 0 && !t.connected && this.hass.connected;
		(e.has("news") || n) && this.read();
		let r = Math.max(0, ...(this.sessions ?? []).map((e) => this.guard(e)));
		this.whole = r ? Math.max(r, this.whole) : 0, this.toggleAttribute("hidden", !(this.sessions ? this.sessions.length : this.expected));
	}
	updated() {
		window.clearTimeout(this.clock), this.clock = void 0;
		let e = this.isConnected ? this.sessions ?? [] : [];
		if (!e.length) return;
		let t = e.some(({ state: e }) => e === "stop_requested"), n = e.some((e) => this.guard(e) > 0) ? 1 : t ? Je : Ye;
		this.clock = window.setTimeout(() => {
			this.clock = void 0, n > 1 ? this.read() : this.requestUpdate();
		}, n * 1e3);
	}
	async read() {
		let e = ++this.asked, t = [];
		try {
			({sessions: t} = await this.hass.callWS({ type: "shell_ev/elsewhere" }));
		} catch {}
		e === this.asked && (this.readAt = T(), this.sessions = t);
	}
	guard(e) {
		return pe(e.stop_guard, this.readAt, this.now);
	}
	text(t, n) {
		return e(this.hass.language, t, n);
	}
	async run(e, t) {
		let { hass: n } = this, { key: r, account: i, session_id: a, evse_id: o } = e;
		if (!(this.deeds[r] || t === "stop" && this.guard(e) > 0)) {
			this.deeds = {
				...this.deeds,
				[r]: t
			}, this.errors = {
				...this.errors,
				[r]: void 0
			};
			try {
				t === "stop" ? await n.callService("shell_ev", "stop_session", {
					session_id: a,
					account: i
				}, void 0, !1) : await n.callWS({
					type: "shell_ev/add_charge_point",
					account: i,
					evse_id: o
				}), await this.read();
			} catch (e) {
				this.errors = {
					...this.errors,
					[r]: await f(n, e)
				};
			}
			this.deeds = {
				...this.deeds,
				[r]: void 0
			};
		}
	}
	render() {
		return this.sessions ? g`${oe(this.sessions, ({ account: e, key: t }) => `${e} ${t}`, (e) => this.renderSession(e))}` : g`${Array.from({ length: this.expected }, () => g`<div class="row away"></div>`)}`;
	}
	renderSession(e) {
		let { hass: t } = this, { place: n, card: r, since: i, state: a } = e, o = a === "stop_requested" || this.deeds[e.key] === "stop", c = i === null ? null : L(t, E(i, this.readAt, this.now)), l = o ? "stopping" : a === "start_requested" ? "starting" : "charging";
		return g`<section class="row away" aria-label=${n} tone=${o ? "pending" : "charging"}>
      <div class="icon" aria-hidden="true"><svg viewBox="0 0 24 24">${v`<path d=${b}></path>`}</svg></div>
      <div class="what">
        <div class="name">${n}</div>
        <div class="facts">
          <span class="fact state" role="status"><bdi>${this.text(l)}</bdi></span
          >${B([c, r.name])}
        </div>
      </div>
      <div class="acts">
        ${e.may_add ? this.renderAdd(e) : s}
        ${e.may_stop ? this.renderStop(e, o) : s}
      </div>
      ${this.renderError(e)}
    </section>`;
	}
	renderAdd(e) {
		let t = this.deeds[e.key] === "add";
		return g`<button
      type="button"
      class="act start"
      aria-disabled=${t ? "true" : "false"}
      aria-busy=${t ? "true" : "false"}
      aria-label=${t ? s : this.text("add.label", { name: e.place })}
      @click=${() => this.run(e, "add")}
    >
      ${t ? V(this.text("adding")) : this.text("add")}
    </button>`;
	}
	renderStop(e, t) {
		let n = t ? 0 : this.guard(e);
		return g`<button
      type="button"
      class="act stop ${n ? "waits" : ""}"
      aria-disabled=${t || n ? "true" : "false"}
      aria-busy=${t ? "true" : "false"}
      aria-label=${t || n ? s : this.text("stop.label", { name: e.place })}
      @click=${() => !t && this.run(e, "stop")}
    >
      ${t ? V(this.text("stopping")) : n ? Le(this.hass, n, this.whole, this.text("stop")) : this.text("stop")}
    </button>`;
	}
	renderError({ key: e }) {
		let t = this.errors[e];
		return t ? g`<div class="below error" role="alert">
      <p>${t.text}</p>
      <button
        type="button"
        class="close"
        aria-label=${this.text("dismiss")}
        @click=${() => this.errors = {
			...this.errors,
			[e]: void 0
		}}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">${v`<path d=${te}></path>`}</svg>
      </button>
    </div>` : s;
	}
};
h([d({ attribute: !1 })], U.prototype, "hass", void 0), h([d()], U.prototype, "news", void 0), h([d({ type: Number })], U.prototype, "expected", void 0), h([u()], U.prototype, "sessions", void 0), h([u()], U.prototype, "deeds", void 0), h([u()], U.prototype, "errors", void 0);
// src/nearby.ts
var W = class extends _ {
	constructor(...e) {
		super(...e), this.view = "awaited";
	}
	static {
		this.styles = o` :host{display: block}.wait{aspect-ratio: 1}button{min-block-size: 44px;padding-inline: 16px;border: none;border-radius: 22px;font: inherit;color: inherit;background: color-mix(in srgb,currentColor 12%,transparent);cursor: pointer}`;
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
	connectedCallback() {
		super.connectedCallback(), this.fetch();
	}
	async fetch() {
		try {
			await import("./map-view-C-x7oE96.js"), this.view = "there";
		} catch {
			this.view = "failed";
		}
	}
	render() {
		let { hass: t, config: n, view: r } = this;
		return !t || !n ? s : r === "there" ? g`<shell-ev-map .hass=${t} .config=${n}></shell-ev-map>` : r === "awaited" ? g`<div class="wait"></div>` : g`<p role="alert">${e(t.language, "sessions.reload")}</p>
      <button type="button" @click=${() => window.location.reload()}>
        ${e(t.language, "sessions.reload.now")}
      </button>`;
	}
};
h([d({ attribute: !1 })], W.prototype, "hass", void 0), h([u()], W.prototype, "config", void 0), h([u()], W.prototype, "view", void 0);
// src/sessions-card.ts
var G = 200, Xe = 16, Ze = "hui-card-picker", Qe = {
	title: "form.title",
	period: "form.period",
	rows: "form.rows"
};
function K(e) {
	throw Error(`shell-ev-sessions: ${e}`);
}
function $e({ title: e, period: t, rows: n }) {
	e !== void 0 && typeof e != "string" && K("title is a text"), t !== void 0 && !S.includes(t) && K(`period is one of ${S.join(", ")}`), n !== void 0 && !(Number.isInteger(n) && n >= 1 && n <= G) && K(`rows is a whole number from 1 to ${G}`);
}
function et(e, t) {
	let n = (e) => e instanceof ShadowRoot ? e.host : e.parentNode;
	for (let r = n(e); r; r = n(r)) if (r instanceof Element && r.localName === t) return !0;
	return !1;
}
var q = class extends _ {
	constructor(...e) {
		super(...e), this.preview = !1, this.picked = !1, this.view = "awaited";
	}
	static {
		this.styles = o` :host{display: block}.wait{min-block-size: 400px}.failed{display: flex;flex-wrap: wrap;align-items: center;gap: 12px;padding: 16px}p{flex: 1 1 200px;margin: 0}button{min-block-size: 44px;padding-inline: 16px;border: none;border-radius: 22px;font: inherit;font-weight: 500;color: var(--text-primary-color,#fff);background: color-mix(in srgb,var(--primary-color,#03749c) 75%,#000);cursor: pointer}button:focus-visible{outline: 2px solid var(--primary-color,#03749c);outline-offset: 2px}`;
	}
	static getStubConfig() {
		return {
			period: S[0],
			rows: 20
		};
	}
	static getConfigForm() {
		let t = (t) => e(x(), t);
		return {
			schema: [
				{
					name: "title",
					selector: { text: {} }
				},
				{
					name: "period",
					default: S[0],
					selector: { select: {
						mode: "dropdown",
						options: S.map((e) => ({
							value: e,
							label: t(`sessions.period.${e}`)
						}))
					} }
				},
				{
					name: "rows",
					default: 20,
					selector: { number: {
						min: 1,
						max: G,
						mode: "box"
					} }
				}
			],
			computeLabel: (e) => {
				let n = Qe[e.name];
				return n ? t(n) : void 0;
			},
			assertConfig: $e
		};
	}
	setConfig(e) {
		$e(e), this.config = e;
	}
	getCardSize() {
		return Xe;
	}
	getGridOptions() {
		return {
			columns: "full",
			min_columns: 6,
			rows: "auto"
		};
	}
	connectedCallback() {
		super.connectedCallback(), this.picked = et(this, Ze), this.fetch();
	}
	async fetch() {
		try {
			await import("./sessions-view-BnoCAmOC.js"), this.view = "there";
		} catch {
			this.view = "failed";
		}
	}
	render() {
		let { hass: t, config: n, view: r } = this;
		return !t || !n ? s : r === "there" ? g`<shell-ev-sessions-view
        .hass=${t}
        .config=${n}
        .preview=${this.preview || this.picked}
      ></shell-ev-sessions-view>` : r === "awaited" ? g`<ha-card class="wait"></ha-card>` : g`<ha-card class="failed" role="alert">
      <p>${e(t.language, "sessions.reload")}</p>
      <button type="button" @click=${() => window.location.reload()}>
        ${e(t.language, "sessions.reload.now")}
      </button>
    </ha-card>`;
	}
};
h([d({ attribute: !1 })], q.prototype, "hass", void 0), h([d({ type: Boolean })], q.prototype, "preview", void 0), h([u()], q.prototype, "config", void 0), h([u()], q.prototype, "picked", void 0), h([u()], q.prototype, "view", void 0);
// src/charging/card-styles.ts
var tt = o` :host{display: block}ha-card{display: flex;flex-direction: column;gap: 4px;padding: 10px;container-type: inline-size}h2{margin: 2px 2px 6px;font-size: var(--ha-card-header-font-size,1.25em);line-height: 1.3;font-weight: 400;overflow-wrap: anywhere}p{margin: 0;padding: 6px 2px;color: var(--secondary-text-color,#5f6368)}p a{display: inline-block;line-height: 44px;color: var(--primary-text-color,#212121)}.tools{display: grid;grid-template-columns: repeat(auto-fit,minmax(min(100%,190px),1fr));gap: 8px}.tools:not(.foot){margin-block-end: 4px}label{display: flex;align-items: center;gap: 8px;min-inline-size: 0;min-block-size: 44px;box-sizing: border-box;padding-inline: 12px;border-radius: 12px;color: var(--primary-text-color,#212121);background: color-mix(in srgb,var(--primary-text-color,#212121) 6%,transparent);font-size: 14px;cursor: pointer}label:focus-within{outline: 2px solid var(--primary-color,#03749c);outline-offset: 1px}label svg{flex: none;inline-size: 20px;block-size: 20px;fill: currentColor;opacity: 0.7}label span{white-space: nowrap}.foot{justify-items: start}.foot label{max-inline-size: 100%}select,input{flex: 1;min-inline-size: 0;min-block-size: 44px;border: none;outline: none;padding: 0;font: inherit;font-weight: 500;color: inherit;background: transparent;text-overflow: ellipsis}option{color: var(--primary-text-color,#212121);background: var(--card-background-color,#fff)}select{cursor: pointer}`, J = [
	"auto",
	"always",
	"never"
], Y = 100, X = {
	confirm: "auto",
	sessions: 0,
	compact: !1
}, nt = 36e5, rt = 8, it = {
	title: "form.title",
	charge_points: "form.charge_points",
	compact: "form.compact",
	confirm: "form.confirm",
	sessions: "form.sessions"
};
function Z(e) {
	throw Error(`shell-ev-card: ${e}`);
}
function at(e) {
	let { charge_points: t, confirm: n, sessions: r, sessions_path: i, title: a } = e;
	t !== void 0 && !Array.isArray(t) && Z("charge_points is a list of device ids"), n !== void 0 && !J.includes(n) && Z(`confirm is one of ${J.join(", ")}`), a !== void 0 && typeof a != "string" && Z("title is a text"), i !== void 0 && !/^[\w-]+$/.test(String(i)) && Z("sessions_path is the path of a view"), r !== void 0 && !(Number.isInteger(r) && r >= 0 && r <= Y) && Z(`sessions is a whole number from 0 to ${Y}`);
}
var Q = class extends _ {
	constructor(...e) {
		super(...e), this.chosen = "", this.sought = "", this.told = /* @__PURE__ */ new Map(), this.hears = (e, t) => {
			let n = this.told.get(e), r = (e) => JSON.stringify([
				e?.charge_card,
				e?.may_use,
				e?.power_sensor,
				e?.energy_sensor
			]);
			r(n) !== r(t) && (this.told = new Map(this.told).set(e, t));
		};
	}
	static {
		this.styles = tt;
	}
	static getStubConfig() {
		return { ...X };
	}
	static getConfigForm() {
		let t = (t) => e(x(), t);
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
					default: X.confirm,
					selector: { select: {
						mode: "dropdown",
						options: J.map((e) => ({
							value: e,
							label: t(`form.confirm.${e}`)
						}))
					} }
				},
				{
					name: "sessions",
					default: X.sessions,
					selector: { number: {
						min: 0,
						max: Y,
						mode: "box"
					} }
				},
				{
					name: "compact",
					default: X.compact,
					selector: { boolean: {} }
				}
			],
			computeLabel: (e) => {
				let n = it[e.name];
				return n ? t(n) : void 0;
			},
			computeHelper: (e) => e.name === "charge_points" ? t("form.charge_points.help") : void 0,
			assertConfig: at
		};
	}
	setConfig(e) {
		at(e), this.config = e;
	}
	getCardSize() {
		return (this.points().length || 1) + 1;
	}
	getGridOptions() {
		return {
			columns: 12,
			min_columns: 6,
			rows: "auto"
		};
	}
	shouldUpdate(e) {
		let n = e.get("hass"), { hass: r } = this;
		return !n || !r || e.size > 1 || n.entities !== r.entities || n.devices !== r.devices || n.locale !== r.locale || n.language !== r.language || n.localize !== r.localize || n.connected !== r.connected || [...this.registry().states, ...this.sensors()].some((e) => n.states[e] !== r.states[e]) || this.points().some((e) => ee.some((i) => t(n, e, i) !== t(r, e, i)));
	}
	registry() {
		let { hass: e, config: t, known: n } = this;
		if (!e) return {
			points: [],
			cards: [],
			counts: [],
			states: []
		};
		if (n?.entities === e.entities && n.devices === e.devices && n.config === t) return n;
		let r = p(e, t?.charge_points), i = new Set(r.map((e) => e.account));
		return this.known = {
			entities: e.entities,
			devices: e.devices,
			config: t,
			points: r,
			cards: [...i].flatMap((t) => c(e, t)),
			...a(e)
		}, this.known;
	}
	points() {
		return this.registry().points;
	}
	sorted(e) {
		let n = ot(this.sought), r = this.points().filter((e) => ot(e.name).includes(n));
		if (this.config?.charge_points?.length) return r;
		let i = (n) => t(e, n, "charging")?.state === "on" ? 0 : Date.now() - Date.parse(t(e, n, "last_session_end")?.state ?? "") < nt ? 1 : t(e, n, "availability")?.state === "available" ? 2 : 3;
		return [...r].sort((e, t) => i(e) - i(t));
	}
	willUpdate() {
		let e = (this.shadowRoot?.activeElement)?.shadowRoot?.activeElement;
		e && this.updateComplete.then(() => {
			e.isConnected && this.shadowRoot?.activeElement === null && e.focus();
		});
	}
	sensors() {
		return [...this.told.values()].flatMap((e) => [e.power_sensor ?? [], e.energy_sensor ?? []].flat());
	}
	elsewhere(e) {
		let n = this.registry().counts.reduce((t, n) => t + (Number(e.states[n]?.state) || 0), 0), r = this.points().filter((n) => t(e, n, "charging")?.state === "on");
		return Math.max(0, n - r.length);
	}
	render() {
		let { hass: t, config: n } = this;
		if (!t || !n) return s;
		let r = this.points(), i = r.length >= rt, a = this.ownCards(), o = this.sorted(t), c = this.registry().states.map((e) => t.states[e]?.state);
		return g`<ha-card>
      ${n.title ? g`<h2>${n.title}</h2>` : s}
      ${i ? g`<div class="tools">${this.renderSearch(t)}${this.renderCards(t, a)}</div>` : s}
      ${n.charge_points?.length || !this.registry().counts.length ? s : g`<shell-ev-elsewhere
            .hass=${t}
            .news=${c.join(" ")}
            .expected=${this.elsewhere(t)}
          ></shell-ev-elsewhere>`}
      ${oe(o, (e) => e.id, (e) => g`<shell-ev-charge-point
          .hass=${t}
          .point=${e}
          .config=${n}
          .chosen=${this.chosen}
          .names=${a.length > 1}
          .told=${this.hears}
        ></shell-ev-charge-point>`)}
      ${r.length ? o.length ? s : g`<p role="status">${e(t.language, "search.none")}</p>` : g`<p>
            ${e(t.language, "empty")}
            <a href="/config/integrations/integration/shell_ev"
              >${e(t.language, "empty.add")}</a
            >
          </p>`}
      ${i ? s : this.renderCards(t, a)}
    </ha-card>`;
	}
	ownCards() {
		let e = [...this.told.values()].flatMap((e) => e.charge_card ?? []);
		return [...new Map(e.map((e) => [e.device_id ?? e.name, e])).values()];
	}
	renderSearch(t) {
		let n = e(t.language, "search");
		return g`<label>
      <svg viewBox="0 0 24 24" aria-hidden="true">${v`<path d=${le}></path>`}</svg>
      <input
        type="search"
        placeholder=${n}
        aria-label=${n}
        .value=${this.sought}
        @input=${(e) => this.sought = e.target.value}
      />
    </label>`;
	}
	renderCards(t, n) {
		let r = [...this.told.values()], i = new Set(r.flatMap((e) => e.may_use)), { cards: a } = this.registry(), o = r.length ? a.filter((e) => i.has(e.id)) : a;
		if (a.length < 2 || o.length === 0) return s;
		let c = n.length === 1 ? n[0] : void 0;
		return g`<div class=${this.points().length >= rt ? "pay" : "tools foot"}>
      <label>
        <svg viewBox="0 0 24 24" aria-hidden="true">${v`<path d=${se}></path>`}</svg>
        <span>${e(t.language, "pay_with")}</span>
        <select
          .value=${this.chosen}
          @change=${(e) => this.chosen = e.target.value}
        >
          <option value="">
            ${c?.name ?? (r.length ? e(t.language, "own_card") : "…")}
          </option>
          ${o.filter((e) => e.id !== c?.device_id).map((e) => g`<option value=${e.id}>${e.name}</option>`)}
        </select>
      </label>
    </div>`;
	}
};
h([d({ attribute: !1 })], Q.prototype, "hass", void 0), h([u()], Q.prototype, "config", void 0), h([u()], Q.prototype, "chosen", void 0), h([u()], Q.prototype, "sought", void 0), h([u()], Q.prototype, "told", void 0);
function ot(e) {
	return e.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
function st(e, t) {
	let n = l(e, t);
	return n ? { config: {
		type: "custom:shell-ev-card",
		charge_points: [n]
	} } : null;
}
// src/strategy.ts
var ct = 72, lt = 3;
function $(e, ...t) {
	return {
		type: "grid",
		cards: [{
			type: "heading",
			heading: e
		}, ...t]
	};
}
function ut(e, n) {
	return n.map((n) => t(e, n, "availability")).filter((e) => e?.attributes.latitude !== void 0).map((e) => ({
		entity: e?.entity_id,
		label_mode: "icon"
	}));
}
var dt = class extends HTMLElement {
	static {
		this.registryDependencies = ["entities", "devices"];
	}
	static async generate(t, n) {
		let r = (t) => e(n.language, t), i = p(n), a = ut(n, i), o = i.flatMap((e) => e.entities.session ?? []), s = [
			$(r("view.title"), {
				type: "custom:shell-ev-card",
				sessions_path: "sessions"
			}),
			...i.length ? [$(r("view.map"), {
				type: "custom:shell-ev-nearby",
				entities: a
			})] : [],
			...o.length ? [$(r("view.log"), {
				type: "logbook",
				target: { entity_id: o },
				hours_to_show: ct
			})] : []
		];
		return {
			title: r("view.title"),
			views: [{
				title: r("view.title"),
				path: "charging",
				type: "sections",
				sections: s
			}, {
				title: r("view.sessions"),
				path: "sessions",
				type: "sections",
				max_columns: lt,
				sections: [{
					type: "grid",
					column_span: lt,
					cards: [{ type: "custom:shell-ev-sessions" }]
				}]
			}]
		};
	}
};
// src/index.ts
if (!customElements.get("shell-ev-card")) {
	customElements.define("shell-ev-charge-point", qe), customElements.define("shell-ev-elsewhere", U), customElements.define("shell-ev-card", Q), customElements.define("shell-ev-nearby", W), customElements.define("shell-ev-sessions", q), customElements.define("ll-strategy-dashboard-shell-ev", dt);
	let t = e(x(), "card.name");
	(window.customCards ??= []).push({
		type: "shell-ev-card",
		name: t,
		description: e(x(), "card.description"),
		preview: !0,
		getEntitySuggestion: st
	}, {
		type: "shell-ev-sessions",
		name: e(x(), "sessions.name"),
		description: e(x(), "sessions.description"),
		preview: !0
	}), (window.customStrategies ??= []).push({
		type: "shell-ev",
		strategyType: "dashboard",
		name: t,
		description: e(x(), "strategy.description")
	});
}
