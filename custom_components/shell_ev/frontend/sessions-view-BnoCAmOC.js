import { A as e, G as t, H as n, K as r, M as i, N as a, O as o, R as s, T as c, U as l, V as u, W as d, _ as f, b as p, c as m, f as h, g as ee, h as te, i as g, l as ne, n as re, o as ie, p as ae, r as _, v, w as oe, x as y, y as b } from "./shared-sI71qtlK.js";
// src/sessions/patterns.ts
var se = [
	[1, "#4269d0"],
	[2, "#f4bd4a"],
	[4, "#6cc5b0"],
	[3, "#ff725c"],
	[5, "#a463f2"],
	[6, "#ff8ab7"],
	[7, "#9c6b4e"],
	[8, "#97bbf5"],
	[9, "#01ab63"],
	[11, "#094bad"],
	[15, "#048732"],
	[10, "#9498a0"]
].map(([e, t], n) => `.tone${n}{--place:var(--graph-color-${e},var(--color-${e},${t}))}`), ce = t` .fill{--ink: color-mix(in srgb,var(--card-background-color,#fff) 62%,transparent);box-sizing: border-box;border: 1px solid color-mix(in srgb,var(--place) 72%,var(--primary-text-color,#212121));background-color: var(--place);forced-color-adjust: none}${r(se.join(""))}.pattern1{background-image: repeating-linear-gradient(45deg,var(--ink) 0 2px,transparent 2px 6px)}.pattern2{background-image: radial-gradient(circle,var(--ink) 1.6px,transparent 2px);background-size: 6px 6px}.pattern3{background-image: repeating-linear-gradient(var(--ink) 0 2px,transparent 2px 6px)}.pattern4{background-image: repeating-linear-gradient(-45deg,var(--ink) 0 2px,transparent 2px 6px)}.pattern5{background-image: repeating-linear-gradient(90deg,var(--ink) 0 2px,transparent 2px 6px)}.pattern6{background-image: repeating-linear-gradient(var(--ink) 0 1px,transparent 1px 5px),repeating-linear-gradient(90deg,var(--ink) 0 1px,transparent 1px 5px)}.pattern7{background-image: conic-gradient(var(--ink) 25%,transparent 0 50%,var(--ink) 0 75%,transparent 0);background-size: 8px 8px}.pattern8{background-image: repeating-linear-gradient(45deg,var(--ink) 0 1px,transparent 1px 5px),repeating-linear-gradient(-45deg,var(--ink) 0 1px,transparent 1px 5px)}`, x = 3, le = 8, ue = 4;
function de(e) {
	return s(e).flatMap(({ id: t }) => e.devices[t]?.identifiers ?? []).filter(([e]) => e === "shell_ev").map(([, e]) => e).sort();
}
function fe(e) {
	let t = 2166136261;
	for (let n of new TextEncoder().encode(e)) t = Math.imul(t ^ n, 16777619) >>> 0;
	return t;
}
function pe(e, t) {
	let n = t.indexOf(e);
	if (n >= 0) return {
		tone: n % x,
		pattern: n % 8
	};
	let r = fe(e);
	return {
		tone: x + r % le,
		pattern: (r >>> 8) % 8
	};
}
function me(e, t, n) {
	let r = /* @__PURE__ */ new Map();
	for (let e of t.flatMap(({ parts: e }) => e)) e.energy && r.set(e.place, (r.get(e.place) ?? 0) + e.energy);
	let i = [...r.keys()].sort((e, t) => (r.get(t) ?? 0) - (r.get(e) ?? 0) || (e < t ? -1 : 1)), a = (e) => Number(n.includes(e)), o = i.slice(0, 8).sort((e, t) => a(t) - a(e) || (e < t ? -1 : 1)), s = new Map(e.map(({ key: e, name: t }) => [e, t])), c = /* @__PURE__ */ new Set(), l = o.map((e) => {
		let { tone: t, pattern: r } = pe(e, n), i = r;
		for (; c.has(i);) i = (i + 1) % 8;
		return c.add(i), {
			tone: t,
			pattern: i,
			name: s.get(e) ?? e,
			places: [e]
		};
	}), u = i.slice(8);
	return u.length ? [...l, {
		tone: 11,
		pattern: 8,
		name: null,
		places: u
	}] : l;
}
function he(e, t, n) {
	let r = new Map(t.map((e) => [e.day, e.parts])), i = new Map(n.flatMap(({ places: e }, t) => e.map((e) => [e, t])));
	return e.map((e) => {
		let t = /* @__PURE__ */ new Map(), n = 0, a = 0;
		for (let o of r.get(e) ?? []) {
			n += o.sessions, a += o.without_energy;
			let e = i.get(o.place);
			o.energy && e !== void 0 && t.set(e, (t.get(e) ?? 0) + o.energy);
		}
		let o = [...t].map(([e, t]) => ({
			series: e,
			energy: t
		})).sort((e, t) => e.series - t.series);
		return {
			day: e,
			sessions: n,
			lacks: a,
			parts: o,
			energy: o.reduce((e, t) => e + t.energy, 0)
		};
	});
}
function ge(e) {
	let t = (e || 1) / ue, n = 10 ** Math.floor(Math.log10(t)), r = ([
		1,
		2,
		5,
		10
	].find((e) => e * n >= t * (1 - 1e-9)) ?? 10) * n, i = Math.ceil((e || 1) / r - 1e-9);
	return Array.from({ length: i + 1 }, (e, t) => t * r);
}
// src/sessions/words.ts
var _e = 2, ve = 4;
function S(e, t, n = _e) {
	return `${p(e, t, n)} kWh`;
}
function C(e, t, n, r) {
	let i = b(e, t, n);
	return r ? `≈\u00a0${i}` : i;
}
function ye(e, t, n, r) {
	return `${C(e, t, n, r)}/kWh`;
}
function w(t, n, r) {
	let i = r === 1 ? `${n}.one` : `${n}.other`;
	return e(t.language, i, { count: p(t, r, 0) });
}
function be(e, { solar_energy: t, solar_covered: n }) {
	return t === null || !n ? null : y(e, t / n);
}
function xe(t, n) {
	if (!n.prices) return [];
	let { currency: r, per_kwh: i, per_minute: a, start_fee: o } = n.prices, s = (e) => b(t, e, r, ve);
	return [
		i === null ? "" : `${s(i)}/kWh`,
		a ? e(t.language, "sessions.per_minute", { price: s(a) }) : "",
		o ? e(t.language, "sessions.start_fee", { price: s(o) }) : ""
	].filter(Boolean);
}
function T(t, n) {
	return n.name ?? e(t.language, "sessions.card.gone");
}
function E(e, t, n) {
	let r = (n) => f(e, t, n);
	return n === "day" ? {
		full: r({
			weekday: "long",
			day: "numeric",
			month: "long"
		}),
		short: r({ day: "numeric" }),
		axis: r({
			day: "numeric",
			month: "short"
		})
	} : {
		full: r({
			month: "long",
			year: "numeric"
		}),
		short: r({ month: "short" }),
		axis: r({
			month: "short",
			year: "2-digit"
		})
	};
}
function D(e, t, n = 0) {
	if (t == null) return "";
	let r = p(e, .5, 1).includes(",") ? "," : ".", i = String(t), a = t.toFixed(n);
	return (Number(a) === t ? a : i).replace(".", r);
}
function Se(e) {
	let t = e.replace(/[\s'’]/g, "");
	if (!t) return null;
	let n = Math.max(t.lastIndexOf(","), t.lastIndexOf(".")), r = t.charAt(n), i = n >= 0 && t.indexOf(r) !== n, a = n < 0 || i ? t : t.slice(0, n), o = n < 0 || i ? "" : t.slice(n + 1), s = `${a.replace(/[.,]/g, "")}.${o}`;
	return /^(\d+\.\d*|\.\d+)$/.test(s) ? Number(s) : void 0;
}
// src/sessions/bars.ts
var Ce = 5, we = 6, O = 31, Te = 12, k = 1, A = class extends u {
	constructor(...e) {
		super(...e), this.columns = [], this.series = [], this.unit = "day", this.today = "", this.leave = () => {
			this.active = void 0;
		};
	}
	static {
		this.styles = [ce, t` :host{display: block;container-type: inline-size;color: var(--primary-text-color,#212121);font-variant-numeric: tabular-nums}.chart{display: grid;grid-template-columns: auto minmax(0,1fr);gap: 4px 8px}.scale,.plot{position: relative;block-size: 208px;margin-block-start: 20px}.scale{display: grid;color: var(--secondary-text-color,#5f6368);font-size: 12px;line-height: 16px}.scale span{grid-area: 1 / 1;align-self: end;justify-self: end;transform: translateY(calc(8px - var(--at) * 208px))}.line{position: absolute;inset-inline: 0;inset-block-end: calc(var(--at) * 100%);border-block-end: 1px solid var(--divider-color,rgba(127,127,127,0.25))}.line.ground{border-color: var(--secondary-text-color,#5f6368)}.columns,.axis{display: grid;grid-template-columns: repeat(var(--count),minmax(0,1fr))}.columns{position: absolute;inset: 0}.column{display: flex;flex-direction: column-reverse;position: relative;inline-size: 100%;min-inline-size: 0;max-inline-size: 120px;margin: 0 auto;padding: 0 min(14%,10px);border: none;border-radius: 4px 4px 0 0;background: none;font: inherit;color: inherit}button.column{cursor: default}button.column.leads{cursor: pointer}.column.active{background: color-mix(in srgb,currentColor 9%,transparent)}.column:focus-visible{outline: 2px solid var(--primary-color,#03749c);outline-offset: 1px}.fill{inline-size: 100%;max-inline-size: 44px;margin-inline: auto;block-size: calc(var(--share) * 100%);min-block-size: 2px}.column .fill:last-of-type{border-start-start-radius: 4px;border-start-end-radius: 4px}.lacks{box-sizing: border-box;inline-size: 8px;block-size: 8px;border: 1.5px solid var(--secondary-text-color,#5f6368);border-radius: 50%}.column .lacks{position: absolute;inset-block-start: calc(100% + 3px);inset-inline-start: calc(50% - 4px)}.lacking .axis{margin-block-start: 12px}.axis{grid-column: 2;color: var(--secondary-text-color,#5f6368);font-size: 12px;line-height: 16px}.axis span{justify-self: center;inline-size: 0;display: flex;justify-content: center;white-space: nowrap}.axis .today{color: var(--primary-text-color,#212121);font-weight: 600}.rare .axis span:not(.few){visibility: hidden}@container (max-width: 640px){.dense .axis span:not(.few){visibility: hidden}}@container (max-width: 460px){.axis span:not(.few){visibility: hidden}}.tip{--wide: min(220px,100%);--aside: calc(var(--x) * 100% + 50% / var(--count) + 8px);position: absolute;z-index: 1;inset-block-start: -8px;inset-inline-start: min(var(--aside),100% - var(--wide));inline-size: var(--wide);box-sizing: border-box;padding: 8px 10px;border: 1px solid var(--divider-color,rgba(127,127,127,0.3));border-radius: 8px;background: var(--card-background-color,#fff);box-shadow: 0 4px 14px rgba(0,0,0,0.22);font-size: 13px;line-height: 18px;pointer-events: none}.tip.before{inset-inline: auto min(100% - var(--x) * 100% + 50% / var(--count) + 8px,100% - var(--wide))}@container (max-width: 460px){.tip,.tip.before{inset-inline: 0;inset-block: auto calc(100% - 12px);inline-size: auto}}.tip b{display: block;font-weight: 500}.tip .part{display: grid;grid-template-columns: 12px minmax(0,1fr) auto;align-items: center;gap: 6px}.tip .part bdi{overflow-wrap: anywhere}.tip .dim{color: var(--secondary-text-color,#5f6368)}.tip .lacks{justify-self: center}.tip .fill,.legend .fill{inline-size: 12px;block-size: 12px;margin: 0;border-radius: 3px}.legend{display: flex;flex-wrap: wrap;gap: 4px 16px;margin: 8px 0 0;padding: 0;list-style: none;font-size: 13px;line-height: 20px}.legend li{display: flex;align-items: center;gap: 6px;overflow-wrap: anywhere}.legend .fill{flex: none;inline-size: 16px;block-size: 16px}.legend .lacks{margin-inline: 4px}@media (prefers-reduced-motion: no-preference){.column .fill{transition: block-size 0.25s ease-out}}`];
	}
	render() {
		let { columns: t } = this, r = ge(Math.max(0, ...t.map(({ energy: e }) => e))), i = r.at(-1) ?? 1, a = t.findIndex(({ day: e, sessions: t }) => e === this.active && t > 0), o = t.find(({ day: e, sessions: t }) => e === this.current && t > 0) ?? t.find(({ sessions: e }) => e > 0), s = t.length > O ? "rare" : t.length > Te ? "dense" : "", c = t.some(({ lacks: e }) => e) ? "lacking" : "";
		return l`<div class="chart ${s} ${c}" style="--count: ${t.length}">
        <div class="scale" aria-hidden="true">
          ${r.map((e, t) => l`<span style="--at: ${e / i}"
            >${p(this.hass, e, +!Number.isInteger(r[1] ?? 1))}${t === r.length - 1 ? " kWh" : ""}</span>`)}
        </div>
        <div class="plot">
          ${r.map((e) => l`<div class="line ${e ? "" : "ground"}" style="--at: ${e / i}"></div>`)}
          <div
            class="columns"
            role="group"
            aria-label=${e(this.hass.language, `sessions.bars.${this.unit}`)}
            @keydown=${this.pressed}
            @pointerleave=${this.leave}
          >
            ${t.map((e) => this.renderColumn(e, i, e === o))}
          </div>
          ${a < 0 ? n : this.renderTip(t[a], (a + .5) / t.length)}
        </div>
        <div class="axis" aria-hidden="true">
          ${t.map(({ day: e }, t) => this.renderName(e, t))}
        </div>
      </div>
      <ul class="legend">
        ${this.series.map((e) => l`<li>${this.renderFill(e)}<bdi>${this.nameOf(e)}</bdi></li>`)}
        ${c ? l`<li><span class="lacks"></span>${e(this.hass.language, "sessions.bar.lacks")}</li>` : n}
      </ul>`;
	}
	nameOf({ name: t }) {
		return t ?? e(this.hass.language, "sessions.other_places");
	}
	renderFill({ tone: e, pattern: t }, r) {
		return l`<span
      class="fill tone${e} pattern${t}"
      style=${r === void 0 ? n : `--share: ${r}`}
    ></span>`;
	}
	renderName(e, t) {
		let { length: n } = this.columns, r = E(this.hass, e, this.unit), i = this.unit === "day" && n <= O, a = i ? Number(e.slice(8)) : t, o = a % (i ? Ce : Math.ceil(n / we)) === 0 || i && a === 1, s = this.today.startsWith(e);
		return l`<span class="${o ? "few" : ""} ${s ? "today" : ""}"
      >${n > O ? r.axis : r.short}</span
    >`;
	}
	renderColumn(e, t, r) {
		let { day: i, sessions: a, lacks: o, parts: s } = e;
		if (!a) return l`<div class="column" @pointerenter=${this.leave}></div>`;
		let c = () => {
			this.active = i;
		};
		return l`<button
      type="button"
      class="column ${i === this.active ? "active" : ""} ${this.open ? "leads" : ""}"
      data-day=${i}
      tabindex=${r ? 0 : -1}
      aria-label=${this.told(e)}
      @pointerenter=${c}
      @focus=${() => {
			this.current = i, c();
		}}
      @blur=${this.leave}
      @click=${(e) => {
			let t = e.pointerType === "touch" && this.touched !== i;
			if (this.touched = i, t || !this.open) return c();
			this.touched = this.active = void 0, this.open(i);
		}}
    >
      ${s.map(({ series: e, energy: n }) => this.renderFill(this.series[e], n / t))}
      ${o ? l`<span class="lacks"></span>` : n}
    </button>`;
	}
	lines({ parts: e }) {
		return e.map(({ series: e, energy: t }) => {
			let n = this.series[e];
			return {
				series: n,
				name: this.nameOf(n),
				energy: S(this.hass, t, k)
			};
		});
	}
	lack({ lacks: e }) {
		return e ? w(this.hass, "sessions.no_energy", e) : "";
	}
	told(e) {
		let { full: t } = E(this.hass, e.day, this.unit), n = this.lines(e).map(({ name: e, energy: t }) => `${e} ${t}`);
		return `${t}: ${[
			e.parts.length ? S(this.hass, e.energy, k) : "",
			w(this.hass, "sessions.count", e.sessions),
			this.lack(e),
			...n
		].filter(Boolean).join(", ")}`;
	}
	renderTip(e, t) {
		return l`<div class="tip ${t > .5 ? "before" : ""}" aria-hidden="true" style="--x: ${t}">
      <b>${E(this.hass, e.day, this.unit).full}</b>
      ${e.parts.length ? l`<span>${S(this.hass, e.energy, k)} ·</span>` : n}
      <span class="dim">${w(this.hass, "sessions.count", e.sessions)}</span>
      ${this.lines(e).map(({ series: e, name: t, energy: n }) => l`<span class="part"
          >${this.renderFill(e)}<bdi>${t}</bdi><span>${n}</span></span
        >`)}
      ${e.lacks ? l`<span class="part"><span class="lacks"></span><span class="dim">${this.lack(e)}</span></span>` : n}
    </div>`;
	}
	pressed(e) {
		if (e.key === "Escape") return this.leave();
		let t = [...this.renderRoot.querySelectorAll("button.column")], n = t.indexOf(e.target), r = getComputedStyle(this).direction === "rtl" ? -1 : 1, i = {
			ArrowRight: n + r,
			ArrowLeft: n - r,
			Home: 0,
			End: t.length - 1
		}[e.key];
		i !== void 0 && (e.preventDefault(), t[Math.min(Math.max(i, 0), t.length - 1)]?.focus());
	}
};
c([a({ attribute: !1 })], A.prototype, "hass", void 0), c([a({ attribute: !1 })], A.prototype, "columns", void 0), c([a({ attribute: !1 })], A.prototype, "series", void 0), c([a()], A.prototype, "unit", void 0), c([a()], A.prototype, "today", void 0), c([a({ attribute: !1 })], A.prototype, "open", void 0), c([i()], A.prototype, "active", void 0), c([i()], A.prototype, "current", void 0);
// src/sessions/file.ts
var Ee = class {
	constructor(e) {
		this.type = e;
	}
	save(e, t) {
		this.forget(), this.url = URL.createObjectURL(new Blob([e], { type: this.type }));
		let n = document.createElement("a");
		n.href = this.url, n.download = t, document.body.append(n), n.click(), n.remove();
	}
	forget() {
		this.url && URL.revokeObjectURL(this.url), this.url = void 0;
	}
};
// src/sessions/memory.ts
function De(e, t, n) {
	return `shell-ev-sessions ${e.user?.id ?? ""} ${window.location.pathname} ${n} ${t}`;
}
var Oe = (e) => typeof e == "string", j = (e) => e === null || Oe(e);
function M(e) {
	let { kind: t, at: n, from: r, to: i } = e ?? {};
	return t === "span" ? j(r) && j(i) : (t === "month" || t === "year") && j(n);
}
function ke(e) {
	try {
		let t = JSON.parse(sessionStorage.getItem(e) ?? "null");
		return !t || !M(t.period) || !t.drafts ? void 0 : Array.isArray(t.trail) && t.trail.every(M) ? t : void 0;
	} catch {
		return;
	}
}
function Ae(e, t) {
	try {
		sessionStorage.setItem(e, JSON.stringify(t));
	} catch {}
}
// src/sessions/numbers.ts
var N = 1, P = (e) => l`<svg viewBox="0 0 24 24" aria-hidden="true">${d`<path fill-rule="evenodd" d=${e}></path>`}</svg>`, F = (t) => l`<span class="billed">${e(t.language, "sessions.billed")}</span>`;
function je(e, t) {
	let { energy: r, sessions: i, duration: a } = t, o = [t.without_energy ? w(e, "sessions.no_energy", t.without_energy) : "", t.without_cost ? w(e, "sessions.no_cost", t.without_cost) : ""].filter(Boolean);
	return l`<dl class="numbers">
      ${I(e, "energy", g, "sessions.energy", { big: r === null ? "–" : l`${p(e, r, N)}<small>kWh</small>` })}
      ${I(e, "cost", ae, "sessions.cost", Ne(e, t))}
      ${I(e, "count", m, "sessions.sessions", {
		big: p(e, i, 0),
		under: a ? v(e, a) : ""
	})}
      ${Me(e, t)}
    </dl>
    ${o.length ? l`<p class="lack">${o.join(" · ")}</p>` : n}`;
}
function I(t, r, i, a, { big: o, under: s, share: c = 0 }) {
	return l`<div class="number ${r}" style="--share: ${c}">
    <dt><span class="bubble">${P(i)}</span>${e(t.language, a)}</dt>
    <dd class="big"><bdi>${o}</bdi></dd>
    ${s ? l`<dd class="under"><bdi>${s}</bdi></dd>` : n}
  </div>`;
}
function Me(t, r) {
	let { solar_energy: i, solar_covered: a, solar_share: o } = r;
	return o === null || i === null || a === null ? n : I(t, "sun", h, "sessions.sun", {
		big: y(t, o),
		under: e(t.language, "sessions.sun.part", {
			energy: p(t, i, N),
			covered: S(t, a, N)
		}),
		share: o
	});
}
function Ne(t, { costs: r, without_energy: i, without_cost: a }) {
	let o = i || a ? "sessions.average.of" : "sessions.average.is", s = ({ cost: e, currency: n, estimated: r }) => C(t, e, n, r), c = ({ average_price: r, currency: i, estimated: a }) => l`${r === null ? n : e(t.language, o, { price: ye(t, r, i, a) })}
    ${a ? n : F(t)}`, [u, ...d] = r;
	return u ? d.length ? { big: r.map((e) => l`<span class="two">${s(e)}</span> <span class="under">${c(e)}</span>`) } : {
		big: s(u),
		under: c(u)
	} : { big: "–" };
}
// src/sessions/period.ts
var Pe = 62, L = 864e5, Fe = 36e5, Ie = 5e3, R = {
	month: 7,
	year: 4
}, z = (e) => Date.parse(`${e}T00:00:00Z`);
function B(e, t) {
	let n = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit",
		hourCycle: "h23",
		timeZone: e
	}).formatToParts(t);
	return Object.fromEntries(n.map(({ type: e, value: t }) => [e, t]));
}
function V(e, t = Date.now()) {
	let { year: n, month: r, day: i } = B(e, t);
	return `${n}-${r}-${i}`;
}
function Le(e, t = Date.now()) {
	let { hour: n, minute: r, second: i } = B(e, t), a = (Number(n) * 60 + Number(r)) * 60 + Number(i);
	return Math.min(L - a * 1e3 + Ie, Fe);
}
function H(e, t) {
	return new Date(z(e) + t * L).toISOString().slice(0, 10);
}
function U(e, t) {
	let [n = 0, r = 1] = e.split("-").map(Number), i = n * 12 + r - 1 + t;
	return `${String(Math.floor(i / 12)).padStart(4, "0")}-${String(i % 12 + 1).padStart(2, "0")}`;
}
function W(e, t) {
	return e.at ?? t.slice(0, R[e.kind]);
}
function G(e, t, n) {
	return e === "month" ? U(t, n) : U(`${t}-01`, n * 12).slice(0, 4);
}
var K = (e) => `${e}-01-01`.slice(0, 10);
function q(e, t) {
	if (e.kind === "span") {
		let n = e.to !== null && e.to > t ? t : e.to;
		return {
			from: e.from,
			to: n && H(n, 1)
		};
	}
	let n = W(e, t);
	return {
		from: K(n),
		to: K(G(e.kind, n, 1))
	};
}
function J(e, t) {
	return e.kind !== "span" || e.from === null ? !1 : e.from > t || e.to !== null && e.from > e.to;
}
function Re(e, t, n) {
	let { from: r, to: i } = q(e, t);
	if (e.kind !== "span") return {
		from: r ?? t,
		to: H(i ?? t, -1)
	};
	let a = n ?? r ?? t;
	return {
		from: r !== null && r > a ? r : a,
		to: i === null ? t : H(i, -1)
	};
}
function Y(e, t, n) {
	if (e.kind !== "span") return e.kind === "month" ? "day" : "month";
	if (n === null && e.from === null) return "month";
	let { from: r, to: i } = Re(e, t, n);
	return (z(i) - z(r)) / L < Pe ? "day" : "month";
}
function ze(e, t, n, r) {
	let { from: i, to: a } = Re(e, n, r), o = t === "day" ? 10 : 7, s = [];
	for (let e = i.slice(0, o); e <= a.slice(0, o); e = t === "day" ? H(e, 1) : U(e, 1)) s.push(e);
	return s;
}
function Be(e, t, n) {
	if (e.kind === "span") return e;
	let r = G(e.kind, W(e, n), t), i = n.slice(0, R[e.kind]);
	return {
		kind: e.kind,
		at: r >= i ? null : r
	};
}
function Ve(e, t, n) {
	return e.kind === "span" || n === null ? !1 : n < K(W(e, t));
}
function He(e, t) {
	return e.kind !== "span" && W(e, t) < t.slice(0, R[e.kind]);
}
function Ue(e, t, n) {
	if (t === e.kind) return e;
	if (t === "span") {
		let { from: r, to: i } = q(e, n), a = i ? H(i, -1) : n;
		return {
			kind: t,
			from: r,
			to: a < n ? a : n
		};
	}
	let r = e.kind === "span" ? e.to ?? n : W(e, n), i = (r.length === 4 ? `${r}-12` : r).slice(0, R[t]);
	return {
		kind: t,
		at: i >= n.slice(0, R[t]) ? null : i
	};
}
// src/sessions/changes.ts
var We = class {
	constructor(e) {
		this.heard = e;
	}
	begin({ connection: e }) {
		if (this.stop) return;
		let t = e.subscribeMessage(() => {
			this.stop === t && this.heard();
		}, { type: "shell_ev/subscribe_sessions" }, { resubscribe: !1 });
		this.stop = t, t.catch(() => {
			this.stop === t && (this.stop = void 0);
		});
	}
	end() {
		let { stop: e } = this;
		return this.stop = void 0, e?.then((e) => e()).catch(() => {}), e !== void 0;
	}
	lost() {
		this.stop = void 0;
	}
}, Ge = 250, Ke = 1e4, qe = 200, X = (e) => `${e.account} ${e.key}`;
function Je(e, t) {
	let n = new Set(e.map(X));
	return [...e, ...t.filter((e) => !n.has(X(e)))];
}
var Ye = class {
	constructor(e, t) {
		this.host = e, this.wish = t, this.busy = !1, this.stale = !0, this.wanted = 0, this.turn = 0, this.seen = !1, this.told = -Infinity, this.changes = new We(() => this.renewSoon()), this.look = () => {
			let e = this.seen && !document.hidden, t = this.wish();
			!e && this.changes.end() && (this.stale = !0), e && t?.hass.connected && (this.changes.begin(t.hass), this.stale && this.read(t));
		}, e.addController(this);
	}
	hostConnected() {
		document.addEventListener("visibilitychange", this.look), this.observer = new IntersectionObserver((e) => {
			this.seen = e.at(-1)?.isIntersecting ?? !1, this.look();
		}, { rootMargin: "200px" }), this.observer.observe(this.host);
	}
	hostDisconnected() {
		document.removeEventListener("visibilitychange", this.look), this.observer?.disconnect(), this.changes.end(), window.clearTimeout(this.soon), window.clearTimeout(this.midnight), this.soon = this.midnight = void 0, this.seen = this.busy = !1, this.stale = !0, this.turn++;
	}
	renew() {
		this.stale = !0, this.look();
	}
	lost() {
		this.changes.lost(), this.stale = !0;
	}
	renewSoon() {
		let e = Math.max(Ge, this.told + Ke - Date.now());
		this.soon ??= window.setTimeout(() => {
			this.soon = void 0, this.told = Date.now(), this.renew();
		}, e);
	}
	more() {
		let e = this.wish();
		e && this.answer && (this.wanted = this.answer.sessions.length + e.page, this.busy || this.stale ? this.renew() : this.read(e, this.answer));
	}
	replace(e) {
		if (this.answer) {
			let t = this.answer.sessions.map((t) => X(t) === X(e) ? e : t);
			this.answer = {
				...this.answer,
				sessions: t
			};
		}
		this.renew();
	}
	watchMidnight(e) {
		window.clearTimeout(this.midnight), this.midnight = window.setTimeout(() => {
			this.watchMidnight(e), this.answer && V(e) !== this.answer.today && this.renew();
		}, Le(e));
	}
	async read(e, t) {
		let n = ++this.turn, r = JSON.stringify(e.query);
		this.stale = !1, this.busy = !0, this.watchMidnight(e.hass.config.time_zone), this.host.requestUpdate(), r !== this.answered && (this.wanted = Math.max(e.page, e.least ?? 0));
		try {
			let i = await this.pages(e, Math.max(this.wanted, e.page), () => n === this.turn, t);
			if (n !== this.turn) return;
			this.answer = i, this.answered = r, this.error = void 0;
		} catch (t) {
			let r = await o(e.hass, t);
			if (n !== this.turn) return;
			this.wish()?.hass.connected === !1 ? this.stale = !0 : this.error = r.text;
		}
		this.busy = !1, this.host.requestUpdate();
	}
	async pages(e, t, n, r) {
		let i = r?.sessions ?? [];
		for (;;) {
			let a = await this.ask(e, i.length, Math.min(t - i.length, qe));
			if (r && a.count !== r.count) return this.pages(e, t, n);
			let o = Je(i, a.sessions), s = o.length >= Math.min(t, a.count) || o.length === i.length;
			if (i = o, s || !n()) return {
				...a,
				sessions: i
			};
		}
	}
	ask({ hass: e, query: t }, n, r) {
		return e.callWS({
			type: "shell_ev/sessions",
			...t,
			offset: n,
			limit: r
		});
	}
}, Xe = t` :host{display: block;container: receipt / inline-size}.paper{display: grid;grid-template-columns: minmax(0,3fr) minmax(0,2fr);gap: 16px 32px;padding: 16px;border-radius: 12px;background: color-mix(in srgb,currentColor 5%,transparent)}.paper > .error{grid-column: 1 / -1}dl{display: grid;grid-template-columns: minmax(96px,auto) minmax(0,1fr);gap: 6px 16px;margin: 0;align-content: start;line-height: 20px}dt{color: var(--dim)}dd{margin: 0;overflow-wrap: anywhere}code{font-size: 0.86em;user-select: all}form{display: grid;gap: 12px;align-content: start}h4{margin: 0;font-size: 1em;font-weight: 500}form p{font-size: 13px;line-height: 18px}.fields{display: grid;grid-template-columns: 1fr 1fr 84px;gap: 8px}.fields label{display: grid;gap: 4px;font-size: 13px;color: var(--dim)}.fields input{inline-size: 100%;font-size: 16px;color: var(--primary-text-color,#212121)}.buttons{display: flex;flex-wrap: wrap;gap: 8px}@container receipt (max-width: 600px){.paper{grid-template-columns: minmax(0,1fr);padding: 12px}.fields{grid-template-columns: minmax(0,1fr) minmax(0,1fr) 76px}}`, Ze = t` :host{--dim: var(--secondary-text-color,#5f6368);--line: var(--divider-color,rgba(127,127,127,0.3));--accent: var(--primary-color,#03749c);color: var(--primary-text-color,#212121)}button,select,input{box-sizing: border-box;min-block-size: 44px;font: inherit;color: inherit}select,input:not([type="radio"]){min-inline-size: 0;max-inline-size: 100%;padding-inline: 10px;border: 1px solid var(--line);border-radius: 12px;background: var(--card-background-color,#fff);color-scheme: inherit;text-overflow: ellipsis}.act{display: inline-flex;align-items: center;justify-content: center;gap: 8px;padding-inline: 16px;border: none;border-radius: 22px;font-weight: 500;white-space: nowrap;background: color-mix(in srgb,currentColor 11%,transparent);cursor: pointer}.act.main{color: var(--text-primary-color,#fff);background: color-mix(in srgb,var(--primary-color,#03749c) 75%,#000)}button:disabled{opacity: 0.4;cursor: default}button:focus-visible,select:focus-visible,input:focus-visible{outline: 2px solid var(--accent);outline-offset: 2px}svg{inline-size: 20px;block-size: 20px;fill: currentColor;flex: none}.error{padding: 8px 12px;border-radius: 8px;border-inline-start: 4px solid var(--error-color,#c62828);background: var(--ha-color-fill-danger-quiet-resting,rgba(198,40,40,0.08))}.dim{color: var(--dim)}.billed{display: inline-block;padding-inline: 6px;border-radius: 6px;font-size: 11px;line-height: 18px;white-space: nowrap;background: color-mix(in srgb,var(--accent) 16%,transparent)}p{margin: 0}`, Qe = 3, $e = {
	energy: null,
	amount: null,
	currency: null
}, Z = class extends u {
	constructor(...e) {
		super(...e), this.currency = "", this.draft = {}, this.busy = !1;
	}
	static {
		this.styles = [Ze, Xe];
	}
	known(e) {
		let { billed: t, currency: n } = this.row, r = t?.currency ?? n ?? this.currency;
		return e === "currency" ? r : e === "energy" ? D(this.hass, t?.energy) : D(this.hass, t?.amount, te(r));
	}
	field(e) {
		return this.draft[e] ?? this.known(e);
	}
	put(e, t) {
		let { [e]: n, ...r } = this.draft;
		this.draft = t === this.known(e) ? r : {
			...r,
			[e]: t
		}, this.keep(this.draft);
	}
	text(t, n) {
		return e(this.hass.language, t, n);
	}
	async save(e) {
		e.preventDefault();
		let { billed: t } = this.row, n = (e) => {
			let n = this.draft[e];
			return n === void 0 ? t?.[e] ?? null : Se(n);
		}, r = n("energy"), i = n("amount"), a = this.field("currency").trim().toUpperCase();
		r === void 0 || i === void 0 ? this.refuse("sessions.bill.no_number") : r === null && i === null ? this.refuse("sessions.bill.nothing") : i !== null && !/^[A-Z]{3}$/.test(a) ? this.refuse("sessions.bill.no_currency") : await this.send({
			energy: r,
			amount: i,
			currency: i === null ? null : a
		}, "sessions.bill.saved");
	}
	refuse(e) {
		this.error = this.text(e), this.said = void 0;
	}
	async send(e, t) {
		if (this.busy) return;
		let { hass: n, row: r, changed: i, draft: a, keep: s } = this;
		this.busy = !0, this.error = this.said = void 0;
		try {
			let o = await n.callWS({
				type: "shell_ev/set_session_figures",
				account: r.account,
				key: r.key,
				...e
			});
			i(o);
			let c = Object.entries(this.draft).filter(([e, t]) => t !== a[e]);
			this.draft = Object.fromEntries(c), s(this.draft), this.said = t, o.billed || this.renderRoot.querySelector("input")?.focus();
		} catch (e) {
			this.error = (await o(n, e)).text;
		}
		this.busy = !1;
	}
	render() {
		let { row: e } = this;
		return l`<div class="paper">
      ${e.error_text ? l`<p class="error">${e.error_text}</p>` : n}
      <dl>${this.facts().map(([e, t]) => this.renderFact(e, t))}</dl>
      ${e.may_change && !e.live ? this.renderForm() : n}
    </div>`;
	}
	renderFact(e, t) {
		return t ? l`<dt>${this.text(e)}</dt>
          <dd>${t}</dd>` : n;
	}
	facts() {
		let { hass: e, row: t } = this, { stopped_at: n, duration: r, error_text: i } = t, a = (e) => e && l`<code>${e}</code>`, o = xe(e, t).join(" + ");
		return [
			["sessions.started", this.time(t.started_at)],
			["sessions.stopped", n && this.time(n)],
			["sessions.duration", r === null ? "" : v(e, r)],
			["sessions.state", i || t.state !== "stopped" ? this.stateName() : ""],
			["sessions.place", t.place.name],
			["sessions.location", t.location === t.place.name ? "" : t.location],
			["sessions.evse_id", a(t.evse_id)],
			["sessions.card", T(e, t.card)],
			["sessions.energy", this.energyFact()],
			["sessions.sun", this.sunFact()],
			["sessions.cost", this.costFact()],
			["sessions.average", this.averageFact()],
			["sessions.prices", o],
			["sessions.origin", this.text(`sessions.origin.${t.origin}`)],
			["sessions.session_id", a(t.session_id)],
			["sessions.start_request", a(t.start_request_id)],
			["sessions.stop_request", a(t.stop_request_id)]
		];
	}
	time(e) {
		let { hass: t } = this;
		return `${f(t, e.slice(0, 10), {
			weekday: "short",
			day: "numeric",
			month: "short",
			year: "numeric"
		})}, ${ee(t, e)}`;
	}
	stateName() {
		let e = `component.shell_ev.entity.sensor.session_state.state.${this.row.state}`;
		return this.hass.localize(e) || this.row.state;
	}
	beside(e, t, r) {
		return l`${e}
      ${t ? l`<span class="billed">${this.text("sessions.billed")}</span>` : n}
      ${t && r ? l`<br /><span class="dim">${this.text("sessions.metered", { figure: r })}</span>` : n}`;
	}
	energyFact() {
		let { energy: e, energy_source: t, metered: n } = this.row;
		if (e === null) return "";
		let r = n?.energy ?? null;
		return this.beside(S(this.hass, e, Qe), t === "bill", r === null ? "" : S(this.hass, r, Qe));
	}
	costFact() {
		let { hass: e } = this, { cost: t, currency: n, cost_source: r, metered: i } = this.row;
		if (t === null || !n) return "";
		let a = i?.cost ?? null, o = r === "bill";
		return this.beside(C(e, t, n, !o), o, a === null || !i?.currency ? "" : C(e, a, i.currency, !0));
	}
	averageFact() {
		let { average_price: e, currency: t, cost_source: n } = this.row;
		return e === null || !t ? "" : ye(this.hass, e, t, n !== "bill");
	}
	sunFact() {
		let { solar_energy: e, solar_covered: t } = this.row;
		return e === null || !t ? "" : this.text("sessions.sun.of", {
			energy: S(this.hass, e),
			covered: S(this.hass, t),
			share: y(this.hass, e / t)
		});
	}
	renderForm() {
		let { row: e, busy: t } = this, r = e.metered !== null && (e.metered.energy !== null || e.metered.cost !== null);
		return l`<form novalidate @submit=${this.save}>
      <h4>${this.text("sessions.bill.title")}</h4>
      <p class="dim">${this.text(r ? "sessions.bill.help" : "sessions.bill.help.alone")}</p>
      <div class="fields">
        ${this.renderField("energy", "decimal")} ${this.renderField("amount", "decimal")}
        ${this.renderField("currency", "text")}
      </div>
      ${this.error ? l`<p class="error" role="alert">${this.error}</p>` : n}
      <div class="buttons">
        <button class="act main" aria-busy=${t}>${this.text("sessions.bill.save")}</button>
        ${e.billed ? l`<button
              type="button"
              class="act back"
              aria-busy=${t}
              @click=${() => this.send($e, "sessions.bill.taken_back")}
            >
              ${this.text("sessions.bill.take_back")}
            </button>` : n}
      </div>
      <p class="dim" role="status">${this.said ? this.text(this.said) : n}</p>
    </form>`;
	}
	renderField(e, t) {
		return l`<label
      >${this.text(`sessions.bill.${e}`)}
      <input
        type="text"
        inputmode=${t}
        autocomplete="off"
        .value=${this.field(e)}
        @input=${(t) => this.put(e, t.target.value)}
      />
    </label>`;
	}
};
c([a({ attribute: !1 })], Z.prototype, "hass", void 0), c([a({ attribute: !1 })], Z.prototype, "row", void 0), c([a()], Z.prototype, "currency", void 0), c([a({ attribute: !1 })], Z.prototype, "changed", void 0), c([a({ attribute: !1 })], Z.prototype, "draft", void 0), c([a({ attribute: !1 })], Z.prototype, "keep", void 0), c([i()], Z.prototype, "busy", void 0), c([i()], Z.prototype, "error", void 0), c([i()], Z.prototype, "said", void 0);
// src/sessions/table.ts
var et = {};
function Q({ account: e, key: t }) {
	return `${e} ${t}`;
}
function tt(t, r, i) {
	let a = r.totals.solar_share !== null, o = (n, r = !1) => l`<th role="columnheader" scope="col" class=${r ? "figure" : ""}>${e(t.language, n)}</th>`;
	return l`<table
    role="table"
    aria-label=${e(t.language, "sessions.sessions")}
    @keydown=${(e) => nt(e, r, i)}
  >
    <thead role="rowgroup">
      <tr role="row">
        ${o("sessions.date")}${o("sessions.place")}${o("sessions.duration", !0)}${o("sessions.energy", !0)}${o("sessions.cost", !0)}${a ? o("sessions.sun", !0) : n}${o("sessions.card")}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${re(r.sessions, Q, (e) => rt(t, e, a, r.currency, i))}
    </tbody>
  </table>`;
}
function nt(e, { sessions: t }, { opened: n, open: r }) {
	let i = t.find((e) => Q(e) === n);
	e.key === "Escape" && i && (e.currentTarget.querySelector(".opens[aria-expanded=true]")?.focus(), r(i));
}
function rt(e, t, r, i, a) {
	let o = Q(t), s = a.opened === o, c = be(e, t);
	return l`<tr role="row" class="row" @click=${() => a.open(t)}>
      <th role="rowheader" scope="row" class="when-cell">
        <button type="button" class="opens" aria-expanded=${s}>
          ${P(ie)}<bdi>${it(e, t)}</bdi>
        </button>
      </th>
      <td role="cell" class="place"><bdi>${t.place.name}</bdi></td>
      <td role="cell" class="figure long-cell">${at(e, t)}</td>
      <td role="cell" class="figure energy-cell">${t.energy === null ? n : l`<bdi>${S(e, t.energy)}</bdi>`}${t.energy_source === "bill" ? F(e) : n}</td>
      <td role="cell" class="figure cost-cell">${t.cost === null || !t.currency ? n : l`<bdi>${C(e, t.cost, t.currency, t.cost_source !== "bill")}</bdi>`}${t.cost_source === "bill" ? F(e) : n}</td>
      ${r ? l`<td role="cell" class="figure shine">${c ? l`${P(h)}${c}` : n}</td>` : n}
      <td role="cell" class="card-cell"><bdi>${T(e, t.card)}</bdi></td>
    </tr>
    ${s ? l`<tr role="row" class="receipt">
          <td role="cell" colspan="7">
            <shell-ev-receipt
              .hass=${e}
              .row=${t}
              .currency=${i}
              .draft=${a.drafts[o] ?? et}
              .keep=${(e) => a.keep(t, e)}
              .changed=${a.changed}
            ></shell-ev-receipt>
          </td>
        </tr>` : n}`;
}
function it(e, { day: t, started_at: n }) {
	return `${f(e, t, {
		weekday: "short",
		day: "numeric",
		month: "short"
	})}, ${ee(e, n)}`;
}
function at(t, { live: n, duration: r }) {
	return n ? l`<span class="live">${e(t.language, "session.running")}</span>` : r === null ? "" : v(t, r);
}
// src/sessions/table-styles.ts
var ot = t` table{inline-size: 100%;border-collapse: collapse;font-variant-numeric: tabular-nums}th,td{padding: 6px 8px;text-align: start;vertical-align: middle;font-weight: 400}th:first-child,td:first-child{padding-inline-start: 0}thead th{color: var(--dim);font-size: 13px;padding-block: 0 6px}.figure{text-align: end;white-space: nowrap}.figure .billed{display: block;inline-size: fit-content;margin-inline-start: auto}tbody tr{border-block-start: 1px solid var(--line)}tr.row{position: relative;cursor: pointer}tr.row:hover{background: color-mix(in srgb,currentColor 5%,transparent)}tr.receipt{border: none}tr.receipt td{padding: 0 0 16px}.opens{display: flex;align-items: center;gap: 8px;inline-size: 100%;padding: 0;border: none;background: none;text-align: start;white-space: nowrap;cursor: pointer}.opens svg{color: var(--dim)}.opens[aria-expanded="true"] svg{transform: scaleY(-1)}.opens::after{content: "";position: absolute;inset: 0}.opens:focus-visible{outline: none}.opens:focus-visible::after{outline: 2px solid var(--accent);outline-offset: -2px;border-radius: 8px}td.place{overflow-wrap: break-word}.live{color: color-mix(in srgb,var(--success-color,#2e7d32) 70%,var(--primary-text-color,#212121));font-weight: 500}.shine svg{inline-size: 16px;block-size: 16px;vertical-align: -3px;margin-inline-end: 4px;color: var(--amber-color,#ff9800)}.zone{font-size: 13px}@container view (max-width: 740px){table,tbody,tr.receipt,tr.receipt td{display: block}thead{position: absolute;inline-size: 1px;block-size: 1px;overflow: hidden;clip-path: inset(50%)}tr.row{display: grid;grid-template: "when cost" "place energy" "card long" "card sun" / minmax(0,1fr) auto;gap: 0 12px;padding-block: 4px 8px}tr.row td,tr.row th{padding: 0;line-height: 22px}tr.row .when-cell{grid-area: when}tr.row .cost-cell{grid-area: cost;align-self: center;font-weight: 500}tr.row .place{grid-area: place}tr.row .place,tr.row .card-cell{padding-inline-start: 28px}tr.row .energy-cell{grid-area: energy}tr.row .card-cell{grid-area: card;color: var(--dim);overflow-wrap: anywhere}tr.row .long-cell{grid-area: long;color: var(--dim)}tr.row .shine{grid-area: sun}tr.row:has(.cost-cell .billed) .energy-cell .billed{display: none}tr.row td:empty{display: none}}`, st = t` :host{display: block;container: view / inline-size}ha-card{display: grid;gap: 20px;padding: 16px;grid-template-columns: minmax(0,1fr)}h2{margin: 0;font-size: 1.2em;font-weight: 400}.bar,.when,.dates,.filters{display: flex;flex-wrap: wrap;align-items: center;gap: 8px}.bar{justify-content: space-between;gap: 12px}.when h3{margin: 0;min-inline-size: 150px;text-align: center;font-size: 1.15em;font-weight: 500;line-height: 28px}.step{display: grid;place-items: center;inline-size: 44px;padding: 0;border: none;border-radius: 50%;background: none;cursor: pointer}.step:hover:enabled{background: color-mix(in srgb,currentColor 8%,transparent)}.next svg,.back:dir(rtl) svg{transform: scaleX(-1)}.next:dir(rtl) svg{transform: none}.dates label{display: flex;align-items: center;gap: 6px;color: var(--dim)}.dates input{color: var(--primary-text-color,#212121)}fieldset{display: flex;margin: 0;padding: 2px;border: none;border-radius: 24px;background: color-mix(in srgb,currentColor 9%,transparent)}fieldset label{position: relative;display: grid;place-items: center;min-block-size: 44px;padding-inline: 16px;border-radius: 22px;cursor: pointer}fieldset input{position: absolute;inset: 0;margin: 0;opacity: 0;cursor: pointer}fieldset label:has(:checked){background: color-mix(in srgb,var(--accent) 26%,var(--card-background-color,#fff));box-shadow: inset 0 0 0 2px var(--accent);font-weight: 500}fieldset label:has(:focus-visible){outline: 2px solid var(--accent);outline-offset: 1px}.filters{flex: 1 1 100%}.filters select{inline-size: 190px}.return svg{margin-inline-start: -6px}.save{margin-inline-start: auto}.wait{min-block-size: 400px}.content{display: grid;gap: 20px;grid-template-columns: minmax(0,1fr)}.numbers{display: grid;grid-auto-flow: column;grid-auto-columns: minmax(0,1fr);gap: 12px;margin: 0}.number{padding: 14px;border-radius: 14px;background: color-mix(in srgb,var(--tone) 9%,transparent)}.number.energy{--tone: var(--primary-color,#03749c)}.number.cost{--tone: var(--success-color,#2e7d32)}.number.count{--tone: var(--deep-purple-color,#6e41ab)}.number.sun{--tone: var(--amber-color,#ff9800)}.bubble{display: grid;flex: none;place-items: center;inline-size: 40px;block-size: 40px;border-radius: 50%;color: color-mix(in srgb,var(--tone) 82%,var(--primary-text-color,#212121));background: color-mix(in srgb,var(--tone) 22%,transparent)}.sun .bubble{background: radial-gradient( closest-side,color-mix(in srgb,var(--tone) 24%,var(--card-background-color,#fff)) 84%,transparent 86% ),conic-gradient(var(--tone) calc(var(--share) * 100%),color-mix(in srgb,var(--tone) 22%,transparent) 0)}.number dt{display: flex;align-items: center;gap: 12px;color: var(--dim)}.number dd{margin: 0;font-variant-numeric: tabular-nums;overflow-wrap: anywhere}.number .big{margin-block-start: 8px;font-size: clamp(22px,3cqi,30px);line-height: 38px;font-weight: 500;letter-spacing: -0.01em}.number .big small{margin-inline-start: 0.3em;font-size: 15px;font-weight: 400;letter-spacing: 0}.number .two,.number .two + .under{display: block}.number .two{font-size: 20px;line-height: 27px}.number .under{color: var(--dim);font-size: 13px;font-weight: 400;line-height: 18px;letter-spacing: 0}.lack{font-size: 13px;color: var(--dim)}.more{justify-self: center}.empty{display: grid;justify-items: center;gap: 12px;padding: 40px 16px 48px;text-align: center}.empty .bubble{--tone: var(--primary-color,#03749c);inline-size: 72px;block-size: 72px}.empty .bubble svg{inline-size: 36px;block-size: 36px}.empty h3{margin: 0;font-size: 1.2em;font-weight: 500}.empty p{max-inline-size: 420px;color: var(--dim);line-height: 1.5}.hidden{position: absolute;inline-size: 1px;block-size: 1px;overflow: hidden;clip-path: inset(50%);white-space: nowrap}.old{opacity: 0.45}@media (prefers-reduced-motion: no-preference){.content{transition: opacity 0.15s}}@container view (max-width: 740px){.bar,.when{justify-content: space-between}.when,.dates,.filters,fieldset{flex: 1 1 100%}.when h3{flex: 1;min-inline-size: 0}fieldset label{flex: 1;padding-inline: 8px}.filters select,.save{flex: 1 1 120px}.save{flex-basis: auto}.return{flex: 1 1 100%}.dates label{flex: 1 1 190px}.dates input{flex: 1}.numbers{grid-auto-flow: row;grid-template-columns: repeat(2,minmax(0,1fr));gap: 8px}.number:last-child:nth-child(odd){grid-column: 1 / -1}.number{padding: 12px}.number dt{gap: 8px}.number .big{font-size: clamp(16px,5.2cqi,28px);line-height: 30px}.number .two{font-size: clamp(14px,4.8cqi,20px);line-height: 24px}}`, ct = 3, lt = [
	"month",
	"year",
	"span"
], ut = [
	"language",
	"locale",
	"localize",
	"connected",
	"config",
	"devices",
	"entities",
	"user"
], $ = class extends u {
	constructor(...e) {
		super(...e), this.preview = !1, this.trail = [], this.drafts = {}, this.reading = new Ye(this, () => this.wish()), this.left = 0, this.drawn = {
			unit: "day",
			days: []
		}, this.file = new Ee("text/csv;charset=utf-8"), this.openBar = (e) => {
			if (!this.period) return;
			let t = {
				kind: "month",
				at: e >= this.today.slice(0, 7) ? null : e
			}, n = [...this.trail, this.period];
			this.show(e.length === 7 ? t : {
				kind: "span",
				from: e,
				to: e
			}, n), this.focusOn(".return");
		}, this.changed = (e) => this.reading.replace(e), this.open = (e) => {
			this.opened = Q(e) === this.opened ? void 0 : Q(e);
		}, this.keep = (e, t) => {
			let { [Q(e)]: n, ...r } = this.drafts;
			this.drafts = Object.keys(t).length ? {
				...r,
				[Q(e)]: t
			} : r;
		};
	}
	static {
		this.styles = [
			Ze,
			st,
			ot
		];
	}
	disconnectedCallback() {
		super.disconnectedCallback(), this.file.forget();
	}
	shouldUpdate(e) {
		let t = e.get("hass"), { hass: n } = this;
		if (!t || !n) return !0;
		t.connected && !n.connected && this.reading.lost();
		let r = t.config !== n.config && this.reading.error !== void 0;
		return (!t.connected && n.connected || r) && this.reading.renew(), e.size > 1 || ut.some((e) => t[e] !== n[e]);
	}
	willUpdate(e) {
		(e.has("config") || e.has("preview")) && this.begin();
		let t = JSON.stringify(this.query());
		t !== this.asked && (this.asked = t, this.reading.renew());
	}
	updated() {
		let { memory: e, period: t, trail: n, place: r, card: i, opened: a, drafts: o } = this;
		e && t && Ae(e, {
			period: t,
			trail: n,
			place: r,
			card: i,
			opened: a,
			drafts: o,
			listed: this.isOld ? this.left : this.reading.answer?.sessions.length ?? 0
		});
	}
	begin() {
		let { hass: e, config: t, preview: n } = this;
		if (!e || !t) return;
		let { title: r = "", period: i = "month" } = t, a = n ? void 0 : De(e, r, i);
		if (this.period && a === this.memory && !n) return;
		this.memory = a;
		let o = a && ke(a) || {};
		this.period = o.period ?? {
			kind: i,
			at: null
		}, this.trail = o.trail ?? [], this.place = o.place, this.card = o.card, this.opened = o.opened, this.drafts = o.drafts ?? {}, this.left = o.listed ?? 0;
	}
	get today() {
		return this.reading.answer?.today ?? V(this.hass?.config.time_zone ?? "UTC");
	}
	get first() {
		return this.reading.answer?.first ?? null;
	}
	query() {
		let { period: e, today: t, first: n, place: r, card: i } = this;
		if (e && !J(e, t)) return {
			...q(e, t),
			by: Y(e, t, n),
			...r ? { places: [r.key] } : {},
			...i ? { cards: [i.key] } : {}
		};
	}
	wish() {
		let e = this.query();
		if (!this.hass || !e) return;
		let t = this.config?.rows ?? 20;
		return {
			hass: this.hass,
			query: e,
			page: this.preview ? Math.min(t, ct) : t,
			least: this.left
		};
	}
	get isOld() {
		return this.reading.answered !== this.asked;
	}
	text(t, n) {
		return e(this.hass?.language, t, n);
	}
	show(e, t = []) {
		this.period = e, this.trail = t, this.anew();
	}
	anew() {
		this.left = 0, this.saveError = void 0;
	}
	step(e) {
		this.period && this.show(Be(this.period, e, this.today));
	}
	switch(e) {
		this.period && this.show(Ue(this.period, e, this.today));
	}
	bound(e, t) {
		let { period: n } = this;
		n?.kind === "span" && this.show({
			...n,
			[e]: t.target.value || null
		});
	}
	filter(e, t, n) {
		this[e] = t[Number(n.target.value)], this.anew();
	}
	goBack() {
		let e = this.trail.at(-1);
		e && (this.show(e, this.trail.slice(0, -1)), this.focusOn("fieldset :checked"));
	}
	focusOn(e) {
		this.updateComplete.then(() => this.renderRoot.querySelector(e)?.focus());
	}
	async download() {
		let e = this.wish();
		if (!e) return;
		let { from: t, to: n, places: r, cards: i } = e.query;
		this.saveError = void 0;
		try {
			let { csv: a, filename: o } = await e.hass.callWS({
				type: "shell_ev/export_sessions",
				from: t,
				to: n,
				...r ? { places: r } : {},
				...i ? { cards: i } : {}
			});
			this.file.save(a, o), this.isConnected || this.file.forget();
		} catch (t) {
			this.saveError = (await o(e.hass, t)).text;
		}
	}
	render() {
		let { hass: e, config: t, period: r, reading: i } = this;
		if (!e || !t || !r) return n;
		let { answer: a } = i;
		return l`<ha-card>
      ${t.title ? l`<h2>${t.title}</h2>` : n}
      ${a && a.first === null && !a.away.length && !this.place && !this.card ? this.renderNothingYet() : l`${this.renderBar(e, r, a)}${this.renderProblem(r)}${a ? this.renderContent(e, r, a) : l`<div class="wait"></div>`}`}
      <span class="hidden" role="status">${i.busy ? this.text("sessions.reading") : n}</span>
    </ha-card>`;
	}
	renderNothingYet() {
		return l`<div class="empty">
      <span class="bubble">${P(g)}</span>
      <h3>${this.text("sessions.none_yet")}</h3>
      <p>${this.text("sessions.none_yet.help")}</p>
    </div>`;
	}
	renderProblem(e) {
		if (J(e, this.today)) return l`<p class="error" role="alert">${this.text("sessions.backward")}</p>`;
		let { error: t } = this.reading;
		if (t) return l`<div class="error" role="alert">
        <p>${t}</p>
        <button type="button" class="act" @click=${() => this.reading.renew()}>
          ${this.text("sessions.again")}
        </button>
      </div>`;
		if (this.saveError) return l`<p class="error" role="alert">${this.saveError}</p>`;
		let r = this.reading.answer?.away.join(", ");
		return r ? l`<p class="error">${this.text("sessions.away", { accounts: r })}</p>` : n;
	}
	renderBar(e, t, n) {
		let r = l`${t.kind === "span" ? this.renderDates(t) : this.renderSteps(e, t)}
    ${this.renderReturn(e)}`;
		return this.preview ? l`<div class="bar">${r}</div>` : l`<div class="bar">
      ${r}
      <fieldset>
        <legend class="hidden">${this.text("sessions.period")}</legend>
        ${lt.map((e) => l`<label
            ><input
              type="radio"
              name="kind"
              value=${e}
              .checked=${e === t.kind}
              @change=${() => this.switch(e)}
            />${this.text(`sessions.period.${e}`)}</label
          >`)}
      </fieldset>
      <div class="filters">
        ${this.renderFilter("place", "sessions.all_places", n?.places ?? [])}
        ${this.renderFilter("card", "sessions.all_cards", n?.cards ?? [])}
        <button
          type="button"
          class="act save"
          ?disabled=${!n?.count || !this.query()}
          @click=${this.download}
        >
          ${P(ne)}${this.text("sessions.download")}
        </button>
      </div>
    </div>`;
	}
	nameOf(e, t) {
		if (t.kind === "span") return this.text("sessions.period.span");
		let n = t.kind === "month" ? { month: "long" } : {};
		return f(e, W(t, this.today), {
			...n,
			year: "numeric"
		});
	}
	renderReturn(e) {
		let t = this.trail.at(-1);
		return t ? l`<button type="button" class="act return" @click=${this.goBack}>
      ${P(_)}${this.text("sessions.return", { period: this.nameOf(e, t) })}
    </button>` : n;
	}
	renderSteps(e, t) {
		let { today: n, first: r } = this, i = (e, n, r) => l`<button
        type="button"
        class="step ${e}"
        aria-label=${this.text(`sessions.${e}.${t.kind}`)}
        ?disabled=${!r}
        @click=${() => this.step(n)}
      >
        ${P(_)}
      </button>`;
		return l`<div class="when">
      ${i("back", -1, Ve(t, n, r))}
      <h3 aria-live="polite">${this.nameOf(e, t)}</h3>
      ${i("next", 1, He(t, n))}
    </div>`;
	}
	renderDates(e) {
		return l`<div class="dates">
      ${["from", "to"].map((t) => l`<label
          >${this.text(`sessions.${t}`)}
          <input
            type="date"
            class=${t}
            max=${this.today}
            .value=${e[t] ?? ""}
            @change=${(e) => this.bound(t, e)}
        /></label>`)}
    </div>`;
	}
	renderFilter(e, t, n) {
		let r = this[e], i = r && !n.some(({ key: e }) => e === r.key) ? [...n, r] : n, a = this.hass;
		return l`<select
      class=${e}
      aria-label=${this.text(`sessions.${e}`)}
      @change=${(t) => this.filter(e, i, t)}
    >
      <option value="-1" .selected=${!r}>${this.text(t)}</option>
      ${i.map((e, t) => l`<option value=${t} .selected=${e.key === r?.key}>
            ${T(a, e)}
          </option>`)}
    </select>`;
	}
	renderContent(e, t, n) {
		let { isOld: r } = this;
		return l`<div class="content ${r ? "old" : ""}" aria-busy=${this.reading.busy}>
      ${n.totals.sessions ? l`${je(e, n.totals)}${this.renderBars(e, t, n)}${this.renderList(e, n)}` : l`<div class="empty">
            <span class="bubble">${P(m)}</span>
            <h3>${this.text(this.place || this.card ? "sessions.none_filtered" : "sessions.none_here")}</h3>
          </div>`}
    </div>`;
	}
	renderBars(e, t, n) {
		let r = this.isOld ? this.drawn.unit : Y(t, n.today, n.first), i = this.isOld ? this.drawn.days : ze(t, r, n.today, n.first);
		this.drawn = {
			unit: r,
			days: i
		};
		let a = me(n.places, n.bars, de(e)), o = i.length > 1;
		return l`<shell-ev-bars
      .hass=${e}
      .columns=${he(i, n.bars, a)}
      .series=${a}
      .unit=${r}
      .today=${n.today}
      .open=${o && !this.preview ? this.openBar : void 0}
    ></shell-ev-bars>`;
	}
	renderList(e, t) {
		let { opened: r, drafts: i, open: a, keep: o, changed: s, preview: c } = this, u = e.config.time_zone, d = c ? t.sessions.slice(0, ct) : t.sessions;
		return l`${tt(e, {
			...t,
			sessions: d
		}, {
			opened: r,
			drafts: i,
			open: a,
			keep: o,
			changed: s
		})}
    ${oe(u) ? l`<p class="dim zone">${this.text("sessions.zone", { zone: u.replace(/_/g, " ") })}</p>` : n}
    ${c || t.sessions.length >= t.count ? n : l`<button type="button" class="act more" @click=${() => this.reading.more()}>
          ${this.text("sessions.more", {
			shown: p(e, t.sessions.length, 0),
			count: p(e, t.count, 0)
		})}
        </button>`}`;
	}
};
c([a({ attribute: !1 })], $.prototype, "hass", void 0), c([a({ attribute: !1 })], $.prototype, "config", void 0), c([a({ type: Boolean })], $.prototype, "preview", void 0), c([i()], $.prototype, "period", void 0), c([i()], $.prototype, "trail", void 0), c([i()], $.prototype, "place", void 0), c([i()], $.prototype, "card", void 0), c([i()], $.prototype, "opened", void 0), c([i()], $.prototype, "drafts", void 0), c([i()], $.prototype, "saveError", void 0), customElements.get("shell-ev-sessions-view") || (customElements.define("shell-ev-bars", A), customElements.define("shell-ev-receipt", Z), customElements.define("shell-ev-sessions-view", $));
