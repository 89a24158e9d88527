import { A as e, D as t, E as n, G as r, H as i, I as a, M as o, N as s, O as c, R as l, S as u, T as d, U as f, V as p, b as m, j as ee, m as h, n as g, y as _, z as te } from "./shared-sI71qtlK.js";
// src/map/places.ts
var v = [
	"available",
	"occupied",
	"out_of_service"
];
function y(e) {
	return e.device_id ?? e.evse_id ?? e.name;
}
function ne(e, t, n) {
	let r = new Map(l(e).map((e) => [e.id, e])), i = /* @__PURE__ */ new Map();
	for (let t of n) {
		let n = e.entities[t]?.device_id;
		n && i.set(n, t);
	}
	let a = t.map((e) => {
		let t = e.device_id && i.get(e.device_id) || null, n = e.device_id ? r.get(e.device_id) : void 0;
		return {
			...e,
			entity: t,
			name: n?.name ?? e.name
		};
	});
	for (let [n, o] of i) {
		let i = r.get(n);
		i && !t.some((e) => e.device_id === n) && a.unshift(re(e, i, o));
	}
	return ie(a);
}
function re(e, t, n) {
	let r = e.states[n]?.attributes ?? {}, i = (e) => typeof e == "number" ? e : null, a = te(e, t, "price"), o = a ? Number(a.state) : NaN;
	return {
		account: null,
		name: t.name,
		evse_id: null,
		device_id: t.id,
		distance: null,
		availability: null,
		availability_updated: null,
		operator: null,
		address: null,
		latitude: i(r.latitude),
		longitude: i(r.longitude),
		maximum_power: null,
		connectors: [],
		price_per_kwh: Number.isFinite(o) ? o : null,
		price_per_minute: null,
		start_fee: null,
		currency: String(a?.attributes.unit_of_measurement ?? "").split("/")[0] || null,
		entity: n
	};
}
function ie(e) {
	let t = /* @__PURE__ */ new Map();
	for (let n of e) {
		let { latitude: e, longitude: r, distance: i } = n;
		if (e === null || r === null) continue;
		let a = `${e} ${r}`, o = t.get(a);
		o ? (o.outlets.push(n), o.distance ??= i) : t.set(a, {
			key: a,
			latitude: e,
			longitude: r,
			distance: i,
			outlets: [n]
		});
	}
	let n = (e) => b(e) ? -1 : e.distance ?? 0;
	return [...t.values()].sort((e, t) => n(e) - n(t));
}
function b(e) {
	return e.outlets.some((e) => e.device_id !== null);
}
function x(e, t) {
	let n = t.entity ? e.states[t.entity]?.state : void 0;
	return n && v.includes(n) ? n : t.availability;
}
function S(e, t) {
	let n = t.outlets.map((t) => x(e, t));
	return v.find((e) => n.includes(e)) ?? null;
}
function C(e, t) {
	let n = t.outlets.filter((t) => x(e, t) === "available"), r = (e) => e.price_per_kwh ?? Infinity;
	return (n.length ? n : t.outlets).reduce((e, t) => r(t) < r(e) ? t : e);
}
function w(e, t) {
	let n = t.outlets.filter((e) => e.entity);
	return (n.find((t) => x(e, t) === "available") ?? n[0])?.entity ?? null;
}
var T = [
	"type_2",
	"type_2_combo",
	"chademo"
], E = {
	free: !1,
	strong: !1,
	connectors: /* @__PURE__ */ new Set()
};
function ae(e) {
	let t = new Set(e.flatMap(({ outlets: e }) => e.flatMap(({ connectors: e }) => e.map(({ type: e }) => e)))), n = (e) => (T.indexOf(e) + T.length + 1) % (T.length + 1);
	return [...t].filter((e) => e !== null).sort((e, t) => n(e) - n(t) || e.localeCompare(t));
}
function oe(e) {
	let t = {
		...E,
		strong: !0
	};
	return e.some((e) => e.outlets.some((e) => D(e, null, t)));
}
function se(e, t, n) {
	return t.filter((t) => t.outlets.some((t) => D(t, x(e, t), n)));
}
function D(e, t, n) {
	if (n.free && t !== "available") return !1;
	let { connectors: r } = n, i = e.connectors.filter(({ type: e }) => !r.size || e && r.has(e));
	if (r.size && !i.length) return !1;
	let a = i.map((e) => e.maximum_power).filter((e) => e !== null), o = a.length ? Math.max(...a) : e.maximum_power;
	return !n.strong || o !== null && o >= 50;
}
// src/map/words.ts
var ce = 4, le = 6;
function O(e) {
	return {
		currency: e.currency,
		per_kwh: e.price_per_kwh,
		per_minute: e.price_per_minute,
		start_fee: e.start_fee
	};
}
function k(t, n) {
	let { currency: r, per_kwh: i, per_minute: a, start_fee: o } = n, s = (n, r) => e(t.language, n, { price: r });
	if (!r) return [];
	let c = (e) => _(t, e, r, ce);
	return i === 0 && !a && !o ? [e(t.language, "map.free_of_charge")] : [
		i ? `${c(i)}/kWh` : i === 0 ? e(t.language, "map.free_energy") : "",
		a ? s("sessions.per_minute", c(a)) : "",
		o ? s("sessions.start_fee", c(o)) : ""
	].filter(Boolean);
}
function A(t, { price_per_kwh: n, currency: r }) {
	if (n === null || !r) return null;
	if (n === 0) return e(t.language, "map.free_label");
	let i = _(t, n, r);
	return i.length > le ? m(t, n, 2) : i;
}
function j(e, t) {
	return t < 1e3 ? `${m(e, t, 0)} m` : `${m(e, t / 1e3, 1)} km`;
}
function M(e, t) {
	return `${m(e, t, 0)} kW`;
}
function N(e, t) {
	return e.localize(`component.shell_ev.entity.sensor.connector.state.${t}`) || t;
}
function ue(e, { type: t, maximum_power: n }) {
	return [t && N(e, t), n === null ? null : M(e, n)].filter(Boolean).join(", ");
}
function P(e, t) {
	if (!t) return "";
	let n = `component.shell_ev.entity.sensor.availability.state.${t}`;
	return e.localize(n) || t;
}
function F(t, n) {
	let r = n.outlets.map((e) => x(t, e)), i = r.filter((e) => e === "available").length;
	return n.outlets.length === 1 || !i ? P(t, S(t, n)) : e(t.language, "map.free_of", {
		free: m(t, i, 0),
		count: m(t, r.length, 0)
	});
}
function de(t, n) {
	let { outlets: r, distance: i } = n, a = Math.max(...r.map((e) => e.maximum_power ?? 0)), o = new Set(r.flatMap(({ connectors: e }) => e.map(({ type: e }) => e)));
	return [
		b(n) ? e(t.language, "map.own") : "",
		i === null ? "" : j(t, i),
		F(t, n),
		a ? M(t, a) : "",
		...[...o].map((e) => e ? N(t, e) : "")
	].filter(Boolean);
}
function I(e) {
	return (e.outlets.find((e) => e.device_id !== null) ?? e.outlets[0])?.name ?? "";
}
// src/map/ha-map.ts
var fe = "geo_location.shell_ev_nearby_", L = "zone.home", R = {
	available: "green",
	occupied: "grey",
	out_of_service: "red"
}, pe = {
	green: "#4caf50",
	grey: "#9e9e9e",
	red: "#f44336"
};
function z(e, t, n) {
	return w(e, t) ?? `${fe}${n.indexOf(t)}`;
}
function me(e, t, n) {
	return n.find((r) => r.outlets.some(({ entity: e }) => e === t) || z(e, r, n) === t);
}
function B(e, t, n) {
	return {
		type: "map",
		aspect_ratio: "1:1",
		auto_fit: !0,
		fit_zones: !0,
		cluster: !0,
		entities: [...e.states[L] ? [{ entity: L }] : [], ...t.map((t) => {
			let r = R[S(e, t) ?? ""], i = !w(e, t) && A(e, C(e, t));
			return {
				entity: z(e, t, n),
				...r ? { color: r } : {},
				...i ? {
					label_mode: "attribute",
					attribute: "price"
				} : { label_mode: "icon" }
			};
		})]
	};
}
function he(e, t) {
	return Object.fromEntries(t.filter((t) => !w(e, t)).map((n) => {
		let r = z(e, n, t), i = A(e, C(e, n)), a = {
			friendly_name: [
				I(n),
				F(e, n),
				i
			].filter(Boolean).join(" · "),
			icon: "mdi:ev-plug-type2",
			latitude: n.latitude,
			longitude: n.longitude,
			price: i
		};
		return [r, {
			entity_id: r,
			state: S(e, n) ?? "unknown",
			attributes: a
		}];
	}));
}
function ge(e, t) {
	return t.map((n) => {
		let r = R[S(e, n) ?? ""], i = r ? `var(--${r}-color, ${pe[r]})` : "var(--card-background-color, #fff)", a = w(e, n) ? `background-color: color-mix(in srgb, ${i} 30%, var(--card-background-color, #fff));` : "";
		return `ha-map::part(marker-${z(e, n, t).replace(".", "-")}) { border-color: ${i}; letter-spacing: -0.4px; ${a} }`;
	}).join("\n");
}
// src/map/search.ts
var _e = 50, V = 3e3, H = 6e5, U, W, G = /* @__PURE__ */ new Set();
function K() {
	let e = U ? Date.now() - U.at : H;
	return e < 0 ? 0 : Math.max(0, H - e);
}
function ve(e, t) {
	return U && K() ? Promise.resolve(U.found) : W ??= ye(e, t).finally(() => W = void 0);
}
async function ye(e, t) {
	let { response: n } = await e.callService("shell_ev", "find_charge_points", {
		radius: V,
		limit: _e,
		...t ? { account: t } : {}
	}, void 0, !1, !0);
	return U = {
		at: Date.now(),
		found: n.charge_points
	}, U.found;
}
function be(e) {
	G.add(e);
}
function xe(e) {
	return e !== null && G.has(e);
}
// src/map/rights.ts
function Se(e, t, n) {
	return n === null || (e.devices[t]?.config_entries ?? []).includes(n);
}
function Ce(e, { outlets: t }) {
	let n = t.find((e) => e.device_id)?.device_id;
	if (n) return e.devices[n]?.via_device_id ?? void 0;
	let r = t[0]?.account ?? null;
	return Object.values(e.entities).filter((t) => t?.platform === "shell_ev" && t.device_id && Se(e, t.device_id, r)).map((t) => e.devices[t?.device_id ?? ""]?.via_device_id).find((e) => e) ?? void 0;
}
async function we(e, t) {
	let n = Ce(e, t), r = t.outlets.map((e) => e.device_id).filter((e) => e !== null), i = l(e).find((e) => e.account === n)?.id, o = r.length ? r : i ? [i] : [], s = new Map(await Promise.all(o.map(async (t) => [t, await Te(e, t)]))), c = [...s.values()].filter((e) => e !== void 0 && e !== "forbidden"), u = c[0]?.may_use;
	return {
		cards: a(e, n).filter((e) => u?.includes(e.id) ?? !0),
		usual: r.length ? c[0]?.charge_card?.device_id ?? void 0 : void 0,
		own: s
	};
}
async function Te(e, t) {
	try {
		return await e.callWS({
			type: "shell_ev/charge_point",
			device_id: t,
			limit: 0
		});
	} catch (e) {
		return n(e) ? "forbidden" : void 0;
	}
}
function q({ cards: e, own: t }, n) {
	if (!n.device_id) return e.length > 0 && n.evse_id !== null;
	let r = t.get(n.device_id);
	return r !== "forbidden" && (r?.may_control ?? !0) && e.length > 0;
}
function J({ own: e }, t) {
	let n = t.device_id ? e.get(t.device_id) : void 0;
	return n && n !== "forbidden" ? n.prices ?? null : null;
}
// src/map/styles.ts
var Y = r` :host{display: block;color: var(--primary-text-color,#212121);--dim: var(--secondary-text-color,#5f6368);--line: var(--divider-color,rgba(127,127,127,0.3))}.map{--ha-marker-font-size: 13px;--ha-font-size-s: 11px;aspect-ratio: 1;border-radius: var(--ha-card-border-radius,12px);overflow: hidden}.map.empty{background: color-mix(in srgb,currentColor 6%,transparent)}p{margin: 8px 4px 0}button,a,select{box-sizing: border-box;min-block-size: 44px;font: inherit;color: inherit}button{border: none;background: none;cursor: pointer}button:disabled{cursor: default}:focus-visible{outline: 2px solid var(--primary-color,#03749c);outline-offset: 2px}.tonal,.chip{padding-inline: 16px;border-radius: 22px;font-weight: 500;white-space: nowrap}.tonal{background: color-mix(in srgb,currentColor 12%,transparent)}.chips{display: flex;flex-wrap: wrap;gap: 8px;margin-block-start: 8px}.chip{border: 1px solid var(--dim);color: var(--primary-text-color,#212121)}.chip[aria-pressed="true"]{border-color: var(--primary-color,#03749c);background: color-mix(in srgb,var(--primary-color,#03749c) 24%,transparent)}.chip[aria-pressed="true"]::before{content: "✓ ";content: "✓ " / ""}.card{margin-block-start: 8px;border: 1px solid var(--ha-card-border-color,var(--line));border-radius: var(--ha-card-border-radius,12px);background: var(--ha-card-background,var(--card-background-color,#fff))}ul{margin: 0;padding: 0;list-style: none}li + li{border-block-start: 1px solid var(--line)}.place{display: grid;grid-template-columns: 12px minmax(0,1fr) auto;align-items: center;gap: 2px 12px;inline-size: 100%;min-block-size: 56px;padding: 8px 16px;text-align: start}.place .facts{grid-column: 2 / -1}.place[aria-expanded="true"]{background: color-mix(in srgb,var(--primary-color,#03749c) 12%,transparent)}.place:focus-visible{outline-offset: -2px}.name{font-weight: 500;overflow-wrap: anywhere}.facts{color: var(--dim);font-size: 0.86em;line-height: 1.4;font-variant-numeric: tabular-nums}.facts bdi,.price{white-space: nowrap}.facts bdi.long{white-space: normal;overflow-wrap: anywhere}.dot{inline-size: 12px;block-size: 12px;border-radius: 50%;background: var(--dim)}.dot.available{background: var(--green-color,#4caf50)}.dot.occupied{background: var(--grey-color,#9e9e9e)}.dot.out_of_service{background: var(--red-color,#f44336)}.more{inline-size: 100%;border-block-start: 1px solid var(--line);font-weight: 500}.again{display: flex;flex-wrap: wrap;align-items: center;gap: 8px;margin-block-start: 8px}.again p{flex: 1 1 180px;margin: 0 4px}`, Ee = r` header{display: grid;grid-template-columns: minmax(0,1fr) 44px;padding: 12px 4px 0 16px;padding-inline: 16px 4px}h3{margin: 0;padding-block: 8px 2px;font-size: 1.15em;font-weight: 500;overflow-wrap: anywhere}h3:focus{outline: none}.close{inline-size: 44px;padding: 10px;border-radius: 50%}svg{inline-size: 24px;block-size: 24px;fill: currentColor}header .facts{grid-column: 1 / -1}.outlet{padding: 12px 16px}.outlet:not(:has(.acts > *)) .acts{display: none}.state{display: flex;flex-wrap: wrap;align-items: center;gap: 4px 8px}.lines > div{margin-block-start: 4px}.acts,.pay,.way{display: flex;flex-wrap: wrap;align-items: center;gap: 8px;margin-block-start: 8px}.pay,.way{padding-inline: 16px}.way{padding-block-end: 12px}.start{min-inline-size: 96px;color: var(--text-primary-color,#fff);background: color-mix(in srgb,var(--primary-color,#03749c) 75%,#000)}.start.quiet,.start:disabled{color: inherit;background: color-mix(in srgb,currentColor 12%,transparent)}a{display: inline-flex;align-items: center;text-decoration: none}select{flex: 1 1 140px;min-inline-size: 0;padding-inline: 8px;border: 1px solid var(--dim);border-radius: 8px;background: var(--card-background-color,#fff)}.told{margin-block-start: 8px}.told:empty{display: none}.told.error{padding: 8px 12px;border-radius: 8px;border-inline-start: 4px solid var(--error-color,#c62828);background: var(--ha-color-fill-danger-quiet-resting,rgba(198,40,40,0.08))}code{display: block;margin-block-start: 4px;font-size: 0.86em;overflow-wrap: anywhere}`;
// src/map/way.ts
function De({ latitude: e, longitude: t }, n, r = navigator.userAgent) {
	let i = `${e},${t}`;
	return /iPhone|iPad|iPod|Macintosh/.test(r) ? `https://maps.apple.com/?daddr=${i}` : `geo:${i}?q=${i}(${encodeURIComponent(n)})`;
}
// src/map/sheet.ts
var Oe = "M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12z", X = class extends p {
	constructor(...e) {
		super(...e), this.card = "", this.waiting = !1;
	}
	static {
		this.styles = [Y, Ee];
	}
	focus() {
		this.heading?.focus();
	}
	willUpdate(e) {
		let t = e.get("place");
		e.has("place") && t?.key !== this.place.key && (this.outcome = this.rights = void 0, this.card = "", this.ask());
	}
	async ask() {
		let { place: e } = this, t = await we(this.hass, e);
		if (e.key !== this.place.key) return;
		this.rights = t;
		let n = t.cards.find((e) => e.id === t.usual) ?? t.cards[0];
		this.card = n?.id ?? "";
	}
	text(t, n) {
		return e(this.hass.language, t, n);
	}
	prices(e) {
		return (this.rights && J(this.rights, e)) ?? O(e);
	}
	async doing(e, t) {
		if (this.busy) return;
		let { key: n } = this.place;
		this.busy = y(e), this.outcome = void 0;
		let r;
		try {
			r = await t();
		} catch (e) {
			r = {
				...await c(this.hass, e),
				failed: !0
			};
		}
		this.busy = void 0, this.waiting = !1, r && n === this.place.key && (this.outcome = {
			...r,
			key: y(e)
		});
	}
	start(e) {
		return this.doing(e, async () => {
			let { card: t } = this;
			if (!await this.mayStart(e) || !this.isConnected) return;
			this.waiting = !0;
			let n = e.device_id ? { charge_point: e.device_id } : { evse_id: e.evse_id }, { response: r } = await this.hass.callService("shell_ev", "start_session", {
				...n,
				charge_card: t
			}, void 0, !1, !0);
			return this.becameOf(r);
		});
	}
	mayStart(e) {
		let { start_fee: t, currency: n } = this.prices(e), r = this.rights?.cards.find((e) => e.id === this.card)?.name, i = x(this.hass, e), a = k(this.hass, {
			...this.prices(e),
			start_fee: null
		}).join(" · ");
		return h(this, {
			title: this.text("confirm.title", { name: e.name }),
			text: [
				a && `${a}.`,
				t && n ? this.text("confirm.fee", { fee: _(this.hass, t, n) }) : "",
				r ? this.text("map.pays", { card: r }) : "",
				i === null || i === "available" ? "" : this.text("map.taken")
			].filter(Boolean).join(" "),
			confirmText: this.text("start"),
			dismissText: this.text("confirm.cancel")
		});
	}
	becameOf(e) {
		let { state: n, error_text: r, start_request_id: i } = e ?? {};
		return n === "started" ? {
			text: this.text("map.started"),
			reference: null,
			failed: !1
		} : n === "failed_to_start" ? {
			text: r ?? this.text("error.unknown"),
			reference: i ? t(this.hass, i) : null,
			failed: !0
		} : {
			text: this.text("map.unconfirmed"),
			reference: null,
			failed: !1
		};
	}
	add(e) {
		return this.doing(e, async () => {
			let { account: t, evse_id: n } = e;
			return await this.hass.callWS({
				type: "shell_ev/add_charge_point",
				account: t,
				evse_id: n
			}), be(n ?? ""), {
				text: this.text("map.added"),
				reference: null,
				failed: !1
			};
		});
	}
	render() {
		let { hass: e, place: t } = this, n = I(t), { operator: r, address: a } = t.outlets.find((e) => e.operator) ?? t.outlets[0] ?? {}, o = [
			r,
			a,
			t.distance === null ? "" : j(e, t.distance)
		];
		return f`<section class="card" aria-labelledby="name">
      <header>
        <h3 id="name" tabindex="-1"><bdi>${n}</bdi></h3>
        <button
          type="button"
          class="close"
          aria-label=${this.text("map.close")}
          @click=${() => this.dispatchEvent(new Event("place-closed"))}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${Oe}></path></svg>
        </button>
        <div class="facts">
          ${o.filter(Boolean).map((e, t) => f`${t ? " · " : i}<bdi class="long">${e}</bdi>`)}
        </div>
      </header>
      ${this.renderCards()}
      <ul>
        ${g(t.outlets, y, (e) => f`<li class="outlet">${this.renderOutlet(e)}</li>`)}
      </ul>
      <div class="way">
        <a
          class="tonal"
          href=${De(t, n)}
          target="_blank"
          rel="noopener noreferrer"
          aria-label=${this.text("map.navigate.label", { name: n })}
          >${this.text("map.navigate")}</a
        >
      </div>
    </section>`;
	}
	renderCards() {
		let { rights: e, place: t } = this;
		return !e || e.cards.length < 2 || !t.outlets.some((t) => q(e, t)) ? i : f`<label class="pay">
      ${this.text("pay_with")}
      <select
        ?disabled=${this.busy !== void 0}
        @change=${(e) => this.card = e.target.value}
      >
        ${e.cards.map((e) => f`<option value=${e.id} ?selected=${e.id === this.card}>${e.name}</option>`)}
      </select>
    </label>`;
	}
	renderOutlet(e) {
		let { hass: t } = this, n = x(t, e), r = e.availability_updated, a = e.connectors.map((e) => ue(t, e)).filter(Boolean), o = e.maximum_power, s = a.length ? a : o === null ? [] : [M(t, o)], c = k(t, this.prices(e));
		return f`<div class="state">
        <span class="dot ${n ?? ""}"></span>
        <span>${P(t, n)}</span>
        ${r && !Number.isNaN(Date.parse(r)) ? f`<span class="facts">${this.text("map.as_of", { time: u(t, r) })}</span>` : i}
      </div>
      <div class="lines">
        <div>${Z(c.length ? c : [this.text("map.no_price")])}</div>
        ${s.length ? f`<div>${Z(s)}</div>` : i}
        ${e.evse_id ? f`<div class="facts"><bdi>${e.evse_id}</bdi></div>` : i}
      </div>
      ${this.renderActs(e)} ${this.renderOutcome(e)}`;
	}
	renderActs(e) {
		let { rights: t, busy: n } = this, r = n === y(e) && this.waiting, a = x(this.hass, e), o = this.label(e), s = e.account && e.evse_id && !e.device_id && !xe(e.evse_id);
		return f`<div class="acts">
      ${t && q(t, e) ? f`<button
            type="button"
            class="tonal start ${a === null || a === "available" ? "" : "quiet"}"
            ?disabled=${n !== void 0 || !this.hass.connected}
            aria-busy=${r ? "true" : "false"}
            aria-label=${r ? i : this.text("start.label", { name: o })}
            @click=${() => this.start(e)}
          >
            ${this.text(r ? "starting" : "start")}
          </button>` : i}
      ${s && this.hass.user?.is_admin ? f`<button
            type="button"
            class="tonal"
            ?disabled=${n !== void 0 || !this.hass.connected}
            aria-label=${this.text("map.add.label", { name: o })}
            @click=${() => this.add(e)}
          >
            ${this.text("map.add")}
          </button>` : i}
    </div>`;
	}
	label({ name: e, evse_id: t }) {
		return this.place.outlets.length > 1 && t ? `${e} ${t}` : e;
	}
	renderOutcome(e) {
		let t = y(e), n = this.outcome?.key === t ? this.outcome : void 0, r = this.waiting && this.busy === t;
		return f`<div class="told" role="status">${r ? this.text("map.waiting") : n && !n.failed ? n.text : i}</div>
      ${n?.failed ? f`<div class="told error" role="alert">
            ${n.text} ${n.reference ? f`<code>${n.reference}</code>` : i}
          </div>` : i}`;
	}
};
d([s({ attribute: !1 })], X.prototype, "hass", void 0), d([s({ attribute: !1 })], X.prototype, "place", void 0), d([o()], X.prototype, "rights", void 0), d([o()], X.prototype, "card", void 0), d([o()], X.prototype, "busy", void 0), d([o()], X.prototype, "waiting", void 0), d([o()], X.prototype, "outcome", void 0), d([ee("h3")], X.prototype, "heading", void 0);
function Z(e) {
	return f`${e.map((e, t) => f`${t ? " · " : i}<bdi>${e}</bdi>`)}`;
}
// src/map/map-view.ts
var ke = 5;
function Ae(e) {
	let t = /* @__PURE__ */ new Set();
	for (let n of Object.values(e.entities)) {
		if (n?.platform !== "shell_ev" || !n.device_id) continue;
		let r = e.devices[n.device_id];
		for (let e of r?.config_entries ?? []) t.add(e);
	}
	return t.size > 1 ? [...t][0] : void 0;
}
var Q = class extends p {
	static {
		this.styles = Y;
	}
	constructor() {
		super(), this.failed = !1, this.looking = !1, this.old = !1, this.filters = E, this.all = !1, this.places = [], this.states = {}, this.entities = "", this.rims = "", this.sheet = new CSSStyleSheet(), this.addEventListener("context-request", (e) => this.asked(e), !0);
	}
	connectedCallback() {
		super.connectedCallback(), this.hasUpdated && this.look();
	}
	disconnectedCallback() {
		super.disconnectedCallback(), window.clearTimeout(this.ageing), this.opener = void 0;
	}
	firstUpdated() {
		this.look();
	}
	asked(e) {
		if (e.context !== "states") return;
		let t = e.callback;
		e.callback = (e, n) => t({
			...e,
			...this.states
		}, n), this.paint(e.composedPath()[0]);
	}
	paint(e) {
		if (!(e instanceof HTMLElement) || e.localName !== "ha-map") return;
		let t = e.getRootNode();
		t instanceof ShadowRoot && !t.adoptedStyleSheets.includes(this.sheet) && (t.adoptedStyleSheets = [...t.adoptedStyleSheets, this.sheet]);
	}
	async look() {
		if (this.looking) return;
		let e = this.found;
		this.looking = !0, this.failed = this.old = !1;
		try {
			this.found = await ve(this.hass, Ae(this.hass));
		} catch (t) {
			this.failed = !n(t), this.found = e ?? [];
		}
		this.looking = !1, this.found !== e && (this.map = void 0, this.place(this.hass)), this.age(), await this.draw();
	}
	age() {
		window.clearTimeout(this.ageing), this.isConnected && K() && (this.ageing = window.setTimeout(() => this.old = !0, K()));
	}
	place(e) {
		let t = (this.config.entities ?? []).map((e) => e.entity);
		this.places = ne(e, this.found ?? [], t), this.states = he(e, this.places);
	}
	shown() {
		return se(this.hass, this.places, this.filters);
	}
	async draw() {
		let e = await window.loadCardHelpers?.();
		if (this.map || !this.places.length || !e) return;
		let t = B(this.hass, this.shown(), this.places);
		this.entities = JSON.stringify(t.entities), this.map = e.createCardElement(t);
	}
	willUpdate(e) {
		let { hass: t, map: n } = this, r = e.get("hass"), i = r && (r.entities !== t.entities || r.devices !== t.devices);
		if (this.found && (i || e.has("config")) && this.place(t), !n) return;
		(e.has("hass") || !n.hass) && (n.hass = {
			...t,
			states: {
				...t.states,
				...this.states
			}
		});
		let a = B(t, this.shown(), this.places), o = JSON.stringify(a.entities);
		o !== this.entities && a.entities.length && (this.entities = o, n.setConfig?.(a));
		let s = ge(t, this.places);
		s !== this.rims && this.sheet.replaceSync(this.rims = s);
	}
	tapped(e) {
		let t = me(this.hass, e.detail.entityId ?? "", this.places);
		t && (e.stopPropagation(), this.open(t, e.composedPath()[0]));
	}
	async open(e, t) {
		this.opener = t instanceof HTMLElement ? t : void 0, this.chosen = e.key, await this.updateComplete;
		let n = this.renderRoot.querySelector("shell-ev-place");
		await n?.updateComplete, n?.focus();
	}
	close() {
		this.chosen = void 0, this.opener?.focus(), this.opener = void 0;
	}
	toggle(e) {
		let t = new Set(this.filters.connectors);
		t.delete(e) || t.add(e), this.filters = {
			...this.filters,
			connectors: t
		};
	}
	text(t, n) {
		return e(this.hass.language, t, n);
	}
	render() {
		let e = this.places.find((e) => e.key === this.chosen), t = this.found !== void 0 && !this.places.length;
		return f`${t ? i : f`<div class="map ${this.map ? "" : "empty"}" @hass-more-info=${this.tapped}>
            ${this.map ?? i}
          </div>`}
      ${this.renderFilters()}
      ${e ? f`<shell-ev-place .hass=${this.hass} .place=${e} @place-closed=${this.close}></shell-ev-place>` : i}
      ${this.renderList()} ${this.renderAgain()}`;
	}
	renderFilters() {
		let { hass: e, filters: t, places: n } = this;
		if (n.length < 2) return i;
		let r = ae(n);
		return f`<div class="chips" role="group" aria-label=${this.text("map.filters")}>
      ${$(this.text("map.free_now"), t.free, () => {
			this.filters = {
				...t,
				free: !t.free
			};
		})}
      ${oe(n) ? $(this.text("map.strong", { power: m(e, 50, 0) }), t.strong, () => {
			this.filters = {
				...t,
				strong: !t.strong
			};
		}) : i}
      ${r.length > 1 ? r.map((n) => $(N(e, n), t.connectors.has(n), () => this.toggle(n))) : i}
    </div>`;
	}
	renderList() {
		let { places: e } = this;
		if (!e.length) return i;
		let t = this.shown();
		if (!t.length) return f`<p role="status">${this.text("map.no_match")}</p>`;
		let n = this.all ? t : t.slice(0, ke);
		return f`<div class="card">
      <ul aria-label=${this.text("map.list")}>
        ${g(n, ({ key: e }) => e, (e) => f`<li>${this.renderPlace(e)}</li>`)}
      </ul>
      ${n.length < t.length ? f`<button type="button" class="more" @click=${() => this.all = !0}>
            ${this.text("map.all", { count: m(this.hass, t.length, 0) })}
          </button>` : i}
    </div>`;
	}
	renderPlace(e) {
		let { hass: t } = this, { currency: n, per_kwh: r } = O(C(t, e)), [i] = k(t, {
			currency: n,
			per_kwh: r,
			per_minute: null,
			start_fee: null
		});
		return f`<button
      type="button"
      class="place"
      aria-expanded=${e.key === this.chosen ? "true" : "false"}
      @click=${(t) => this.open(e, t.currentTarget ?? void 0)}
    >
      <span class="dot ${S(t, e) ?? ""}"></span>
      <span class="name"><bdi>${I(e)}</bdi></span>
      <bdi class="price">${i}</bdi>
      <span class="facts">${Z(de(t, e))}</span>
    </button>`;
	}
	renderAgain() {
		let { failed: e, old: t, looking: n, found: r } = this, a = r && !e && !this.places.length, o = e ? this.text("nearby.failed") : n ? this.text("map.looking") : a && K() ? this.text("map.nothing", { distance: j(this.hass, V) }) : "";
		return f`<div class="again">
      <p role="status">${o}</p>
      ${e || t ? f`<button type="button" class="tonal" ?disabled=${n} @click=${this.look}>
            ${this.text("map.again")}
          </button>` : i}
    </div>`;
	}
};
d([s({ attribute: !1 })], Q.prototype, "hass", void 0), d([s({ attribute: !1 })], Q.prototype, "config", void 0), d([o()], Q.prototype, "found", void 0), d([o()], Q.prototype, "failed", void 0), d([o()], Q.prototype, "looking", void 0), d([o()], Q.prototype, "old", void 0), d([o()], Q.prototype, "chosen", void 0), d([o()], Q.prototype, "filters", void 0), d([o()], Q.prototype, "all", void 0), d([o()], Q.prototype, "map", void 0);
function $(e, t, n) {
	return f`<button type="button" class="chip" aria-pressed=${t ? "true" : "false"} @click=${n}>
    <bdi>${e}</bdi>
  </button>`;
}
customElements.get("shell-ev-map") || (customElements.define("shell-ev-place", X), customElements.define("shell-ev-map", Q));
