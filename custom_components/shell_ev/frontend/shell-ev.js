// node_modules/@lit/reactive-element/css-tag.js
var e = globalThis, t = e.ShadowRoot && (e.ShadyCSS === void 0 || e.ShadyCSS.nativeShadow) && "adoptedStyleSheets" in Document.prototype && "replace" in CSSStyleSheet.prototype, n = Symbol(), r = /* @__PURE__ */ new WeakMap(), i = class {
	constructor(e, t, r) {
		if (this._$cssResult$ = !0, r !== n) throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");
		this.cssText = e, this.t = t;
	}
	get styleSheet() {
		let e = this.o, n = this.t;
		if (t && e === void 0) {
			let t = n !== void 0 && n.length === 1;
			t && (e = r.get(n)), e === void 0 && ((this.o = e = new CSSStyleSheet()).replaceSync(this.cssText), t && r.set(n, e));
		}
		return e;
	}
	toString() {
		return this.cssText;
	}
}, a = (e) => new i(typeof e == "string" ? e : e + "", void 0, n), o = (e, ...t) => new i(e.length === 1 ? e[0] : t.reduce((t, n, r) => t + ((e) => {
	if (!0 === e._$cssResult$) return e.cssText;
	if (typeof e == "number") return e;
	throw Error("Value passed to 'css' function must be a 'css' function result: " + e + ". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.");
})(n) + e[r + 1], e[0]), e, n), s = (n, r) => {
	if (t) n.adoptedStyleSheets = r.map((e) => e instanceof CSSStyleSheet ? e : e.styleSheet);
	else for (let t of r) {
		let r = document.createElement("style"), i = e.litNonce;
		i !== void 0 && r.setAttribute("nonce", i), r.textContent = t.cssText, n.appendChild(r);
	}
}, c = t ? (e) => e : (e) => e instanceof CSSStyleSheet ? ((e) => {
	let t = "";
	for (let n of e.cssRules) t += n.cssText;
	return a(t);
})(e) : e, { is: l, defineProperty: u, getOwnPropertyDescriptor: d, getOwnPropertyNames: f, getOwnPropertySymbols: p, getPrototypeOf: m } = Object, h = globalThis, ee = h.trustedTypes, te = ee ? ee.emptyScript : "", ne = h.reactiveElementPolyfillSupport, g = (e, t) => e, _ = {
	toAttribute(e, t) {
		switch (t) {
			case Boolean:
				e = e ? te : null;
				break;
			case Object:
			case Array: e = e == null ? e : JSON.stringify(e);
		}
		return e;
	},
	fromAttribute(e, t) {
		let n = e;
		switch (t) {
			case Boolean:
				n = e !== null;
				break;
			case Number:
				n = e === null ? null : Number(e);
				break;
			case Object:
			case Array: try {
				n = JSON.parse(e);
			} catch {
				n = null;
			}
		}
		return n;
	}
}, v = (e, t) => !l(e, t), re = {
	attribute: !0,
	type: String,
	converter: _,
	reflect: !1,
	useDefault: !1,
	hasChanged: v
};
Symbol.metadata ??= Symbol("metadata"), h.litPropertyMetadata ??= /* @__PURE__ */ new WeakMap();
var y = class extends HTMLElement {
	static addInitializer(e) {
		this._$Ei(), (this.l ??= []).push(e);
	}
	static get observedAttributes() {
		return this.finalize(), this._$Eh && [...this._$Eh.keys()];
	}
	static createProperty(e, t = re) {
		if (t.state && (t.attribute = !1), this._$Ei(), this.prototype.hasOwnProperty(e) && ((t = Object.create(t)).wrapped = !0), this.elementProperties.set(e, t), !t.noAccessor) {
			let n = Symbol(), r = this.getPropertyDescriptor(e, n, t);
			r !== void 0 && u(this.prototype, e, r);
		}
	}
	static getPropertyDescriptor(e, t, n) {
		let { get: r, set: i } = d(this.prototype, e) ?? {
			get() {
				return this[t];
			},
			set(e) {
				this[t] = e;
			}
		};
		return {
			get: r,
			set(t) {
				let a = r?.call(this);
				i?.call(this, t), this.requestUpdate(e, a, n);
			},
			configurable: !0,
			enumerable: !0
		};
	}
	static getPropertyOptions(e) {
		return this.elementProperties.get(e) ?? re;
	}
	static _$Ei() {
		if (this.hasOwnProperty(g("elementProperties"))) return;
		let e = m(this);
		e.finalize(), e.l !== void 0 && (this.l = [...e.l]), this.elementProperties = new Map(e.elementProperties);
	}
	static finalize() {
		if (this.hasOwnProperty(g("finalized"))) return;
		if (this.finalized = !0, this._$Ei(), this.hasOwnProperty(g("properties"))) {
			let e = this.properties, t = [...f(e), ...p(e)];
			for (let n of t) this.createProperty(n, e[n]);
		}
		let e = this[Symbol.metadata];
		if (e !== null) {
			let t = litPropertyMetadata.get(e);
			if (t !== void 0) for (let [e, n] of t) this.elementProperties.set(e, n);
		}
		this._$Eh = /* @__PURE__ */ new Map();
		for (let [e, t] of this.elementProperties) {
			let n = this._$Eu(e, t);
			n !== void 0 && this._$Eh.set(n, e);
		}
		this.elementStyles = this.finalizeStyles(this.styles);
	}
	static finalizeStyles(e) {
		let t = [];
		if (Array.isArray(e)) {
			let n = new Set(e.flat(1 / 0).reverse());
			for (let e of n) t.unshift(c(e));
		} else e !== void 0 && t.push(c(e));
		return t;
	}
	static _$Eu(e, t) {
		let n = t.attribute;
		return !1 === n ? void 0 : typeof n == "string" ? n : typeof e == "string" ? e.toLowerCase() : void 0;
	}
	constructor() {
		super(), this._$Ep = void 0, this.isUpdatePending = !1, this.hasUpdated = !1, this._$Em = null, this._$Ev();
	}
	_$Ev() {
		this._$ES = new Promise((e) => this.enableUpdating = e), this._$AL = /* @__PURE__ */ new Map(), this._$E_(), this.requestUpdate(), this.constructor.l?.forEach((e) => e(this));
	}
	addController(e) {
		(this._$EO ??= /* @__PURE__ */ new Set()).add(e), this.renderRoot !== void 0 && this.isConnected && e.hostConnected?.();
	}
	removeController(e) {
		this._$EO?.delete(e);
	}
	_$E_() {
		let e = /* @__PURE__ */ new Map(), t = this.constructor.elementProperties;
		for (let n of t.keys()) this.hasOwnProperty(n) && (e.set(n, this[n]), delete this[n]);
		e.size > 0 && (this._$Ep = e);
	}
	createRenderRoot() {
		let e = this.shadowRoot ?? this.attachShadow(this.constructor.shadowRootOptions);
		return s(e, this.constructor.elementStyles), e;
	}
	connectedCallback() {
		this.renderRoot ??= this.createRenderRoot(), this.enableUpdating(!0), this._$EO?.forEach((e) => e.hostConnected?.());
	}
	enableUpdating(e) {}
	disconnectedCallback() {
		this._$EO?.forEach((e) => e.hostDisconnected?.());
	}
	attributeChangedCallback(e, t, n) {
		this._$AK(e, n);
	}
	_$ET(e, t) {
		let n = this.constructor.elementProperties.get(e), r = this.constructor._$Eu(e, n);
		if (r !== void 0 && !0 === n.reflect) {
			let i = (n.converter?.toAttribute === void 0 ? _ : n.converter).toAttribute(t, n.type);
			this._$Em = e, i == null ? this.removeAttribute(r) : this.setAttribute(r, i), this._$Em = null;
		}
	}
	_$AK(e, t) {
		let n = this.constructor, r = n._$Eh.get(e);
		if (r !== void 0 && this._$Em !== r) {
			let e = n.getPropertyOptions(r), i = typeof e.converter == "function" ? { fromAttribute: e.converter } : e.converter?.fromAttribute === void 0 ? _ : e.converter;
			this._$Em = r;
			let a = i.fromAttribute(t, e.type);
			this[r] = a ?? this._$Ej?.get(r) ?? a, this._$Em = null;
		}
	}
	requestUpdate(e, t, n, r = !1, i) {
		if (e !== void 0) {
			let a = this.constructor;
			if (!1 === r && (i = this[e]), n ??= a.getPropertyOptions(e), !((n.hasChanged ?? v)(i, t) || n.useDefault && n.reflect && i === this._$Ej?.get(e) && !this.hasAttribute(a._$Eu(e, n)))) return;
			this.C(e, t, n);
		}
		!1 === this.isUpdatePending && (this._$ES = this._$EP());
	}
	C(e, t, { useDefault: n, reflect: r, wrapped: i }, a) {
		n && !(this._$Ej ??= /* @__PURE__ */ new Map()).has(e) && (this._$Ej.set(e, a ?? t ?? this[e]), !0 !== i || a !== void 0) || (this._$AL.has(e) || (this.hasUpdated || n || (t = void 0), this._$AL.set(e, t)), !0 === r && this._$Em !== e && (this._$Eq ??= /* @__PURE__ */ new Set()).add(e));
	}
	async _$EP() {
		this.isUpdatePending = !0;
		try {
			await this._$ES;
		} catch (e) {
			Promise.reject(e);
		}
		let e = this.scheduleUpdate();
		return e != null && await e, !this.isUpdatePending;
	}
	scheduleUpdate() {
		return this.performUpdate();
	}
	performUpdate() {
		if (!this.isUpdatePending) return;
		if (!this.hasUpdated) {
			if (this.renderRoot ??= this.createRenderRoot(), this._$Ep) {
				for (let [e, t] of this._$Ep) this[e] = t;
				this._$Ep = void 0;
			}
			let e = this.constructor.elementProperties;
			if (e.size > 0) for (let [t, n] of e) {
				let { wrapped: e } = n, r = this[t];
				!0 !== e || this._$AL.has(t) || r === void 0 || this.C(t, void 0, n, r);
			}
		}
		let e = !1, t = this._$AL;
		try {
			e = this.shouldUpdate(t), e ? (this.willUpdate(t), this._$EO?.forEach((e) => e.hostUpdate?.()), this.update(t)) : this._$EM();
		} catch (t) {
			throw e = !1, this._$EM(), t;
		}
		e && this._$AE(t);
	}
	willUpdate(e) {}
	_$AE(e) {
		this._$EO?.forEach((e) => e.hostUpdated?.()), this.hasUpdated || (this.hasUpdated = !0, this.firstUpdated(e)), this.updated(e);
	}
	_$EM() {
		this._$AL = /* @__PURE__ */ new Map(), this.isUpdatePending = !1;
	}
	get updateComplete() {
		return this.getUpdateComplete();
	}
	getUpdateComplete() {
		return this._$ES;
	}
	shouldUpdate(e) {
		return !0;
	}
	update(e) {
		this._$Eq &&= this._$Eq.forEach((e) => this._$ET(e, this[e])), this._$EM();
	}
	updated(e) {}
	firstUpdated(e) {}
};
y.elementStyles = [], y.shadowRootOptions = { mode: "open" }, y[g("elementProperties")] = /* @__PURE__ */ new Map(), y[g("finalized")] = /* @__PURE__ */ new Map(), ne?.({ ReactiveElement: y }), (h.reactiveElementVersions ??= []).push("2.1.2");
// node_modules/lit-html/lit-html.js
var ie = globalThis, ae = (e) => e, b = ie.trustedTypes, oe = b ? b.createPolicy("lit-html", { createHTML: (e) => e }) : void 0, se = "$lit$", x = `lit$${Math.random().toFixed(9).slice(2)}$`, ce = "?" + x, le = `<${ce}>`, S = document, C = () => S.createComment(""), w = (e) => e === null || typeof e != "object" && typeof e != "function", ue = Array.isArray, de = (e) => ue(e) || typeof e?.[Symbol.iterator] == "function", T = "[ 	\n\f\r]", E = /<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g, fe = /-->/g, pe = />/g, D = RegExp(`>|${T}(?:([^\\s"'>=/]+)(${T}*=${T}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`, "g"), me = /'/g, he = /"/g, ge = /^(?:script|style|textarea|title)$/i, _e = (e) => (t, ...n) => ({
	_$litType$: e,
	strings: t,
	values: n
}), O = _e(1), ve = _e(2), k = Symbol.for("lit-noChange"), A = Symbol.for("lit-nothing"), ye = /* @__PURE__ */ new WeakMap(), j = S.createTreeWalker(S, 129);
function be(e, t) {
	if (!ue(e) || !e.hasOwnProperty("raw")) throw Error("invalid template strings array");
	return oe === void 0 ? t : oe.createHTML(t);
}
var xe = (e, t) => {
	let n = e.length - 1, r = [], i, a = t === 2 ? "<svg>" : t === 3 ? "<math>" : "", o = E;
	for (let t = 0; t < n; t++) {
		let n = e[t], s, c, l = -1, u = 0;
		for (; u < n.length && (o.lastIndex = u, c = o.exec(n), c !== null);) u = o.lastIndex, o === E ? c[1] === "!--" ? o = fe : c[1] === void 0 ? c[2] === void 0 ? c[3] !== void 0 && (o = D) : (ge.test(c[2]) && (i = RegExp("</" + c[2], "g")), o = D) : o = pe : o === D ? c[0] === ">" ? (o = i ?? E, l = -1) : c[1] === void 0 ? l = -2 : (l = o.lastIndex - c[2].length, s = c[1], o = c[3] === void 0 ? D : c[3] === "\"" ? he : me) : o === he || o === me ? o = D : o === fe || o === pe ? o = E : (o = D, i = void 0);
		let d = o === D && e[t + 1].startsWith("/>") ? " " : "";
		a += o === E ? n + le : l >= 0 ? (r.push(s), n.slice(0, l) + se + n.slice(l) + x + d) : n + x + (l === -2 ? t : d);
	}
	return [be(e, a + (e[n] || "<?>") + (t === 2 ? "</svg>" : t === 3 ? "</math>" : "")), r];
}, Se = class e {
	constructor({ strings: t, _$litType$: n }, r) {
		let i;
		this.parts = [];
		let a = 0, o = 0, s = t.length - 1, c = this.parts, [l, u] = xe(t, n);
		if (this.el = e.createElement(l, r), j.currentNode = this.el.content, n === 2 || n === 3) {
			let e = this.el.content.firstChild;
			e.replaceWith(...e.childNodes);
		}
		for (; (i = j.nextNode()) !== null && c.length < s;) {
			if (i.nodeType === 1) {
				if (i.hasAttributes()) for (let e of i.getAttributeNames()) if (e.endsWith(se)) {
					let t = u[o++], n = i.getAttribute(e).split(x), r = /([.?@])?(.*)/.exec(t);
					c.push({
						type: 1,
						index: a,
						name: r[2],
						strings: n,
						ctor: r[1] === "." ? we : r[1] === "?" ? Te : r[1] === "@" ? Ee : P
					}), i.removeAttribute(e);
				} else e.startsWith(x) && (c.push({
					type: 6,
					index: a
				}), i.removeAttribute(e));
				if (ge.test(i.tagName)) {
					let e = i.textContent.split(x), t = e.length - 1;
					if (t > 0) {
						i.textContent = b ? b.emptyScript : "";
						for (let n = 0; n < t; n++) i.append(e[n], C()), j.nextNode(), c.push({
							type: 2,
							index: ++a
						});
						i.append(e[t], C());
					}
				}
			} else if (i.nodeType === 8) {
				if (i.data === ce) c.push({
					type: 2,
					index: a
				});
				else {
					let e = -1;
					for (; (e = i.data.indexOf(x, e + 1)) !== -1;) c.push({
						type: 7,
						index: a
					}), e += x.length - 1;
				}
			}
			a++;
		}
	}
	static createElement(e, t) {
		let n = S.createElement("template");
		return n.innerHTML = e, n;
	}
};
function M(e, t, n = e, r) {
	if (t === k) return t;
	let i = r === void 0 ? n._$Cl : n._$Co?.[r], a = w(t) ? void 0 : t._$litDirective$;
	return i?.constructor !== a && (i?._$AO?.(!1), a === void 0 ? i = void 0 : (i = new a(e), i._$AT(e, n, r)), r === void 0 ? n._$Cl = i : (n._$Co ??= [])[r] = i), i !== void 0 && (t = M(e, i._$AS(e, t.values), i, r)), t;
}
var Ce = class {
	constructor(e, t) {
		this._$AV = [], this._$AN = void 0, this._$AD = e, this._$AM = t;
	}
	get parentNode() {
		return this._$AM.parentNode;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	u(e) {
		let { el: { content: t }, parts: n } = this._$AD, r = (e?.creationScope ?? S).importNode(t, !0);
		j.currentNode = r;
		let i = j.nextNode(), a = 0, o = 0, s = n[0];
		for (; s !== void 0;) {
			if (a === s.index) {
				let t;
				s.type === 2 ? t = new N(i, i.nextSibling, this, e) : s.type === 1 ? t = new s.ctor(i, s.name, s.strings, this, e) : s.type === 6 && (t = new De(i, this, e)), this._$AV.push(t), s = n[++o];
			}
			a !== s?.index && (i = j.nextNode(), a++);
		}
		return j.currentNode = S, r;
	}
	p(e) {
		let t = 0;
		for (let n of this._$AV) n !== void 0 && (n.strings === void 0 ? n._$AI(e[t]) : (n._$AI(e, n, t), t += n.strings.length - 2)), t++;
	}
}, N = class e {
	get _$AU() {
		return this._$AM?._$AU ?? this._$Cv;
	}
	constructor(e, t, n, r) {
		this.type = 2, this._$AH = A, this._$AN = void 0, this._$AA = e, this._$AB = t, this._$AM = n, this.options = r, this._$Cv = r?.isConnected ?? !0;
	}
	get parentNode() {
		let e = this._$AA.parentNode, t = this._$AM;
		return t !== void 0 && e?.nodeType === 11 && (e = t.parentNode), e;
	}
	get startNode() {
		return this._$AA;
	}
	get endNode() {
		return this._$AB;
	}
	_$AI(e, t = this) {
		e = M(this, e, t), w(e) ? e === A || e == null || e === "" ? (this._$AH !== A && this._$AR(), this._$AH = A) : e !== this._$AH && e !== k && this._(e) : e._$litType$ === void 0 ? e.nodeType === void 0 ? de(e) ? this.k(e) : this._(e) : this.T(e) : this.$(e);
	}
	O(e) {
		return this._$AA.parentNode.insertBefore(e, this._$AB);
	}
	T(e) {
		this._$AH !== e && (this._$AR(), this._$AH = this.O(e));
	}
	_(e) {
		this._$AH !== A && w(this._$AH) ? this._$AA.nextSibling.data = e : this.T(S.createTextNode(e)), this._$AH = e;
	}
	$(e) {
		let { values: t, _$litType$: n } = e, r = typeof n == "number" ? this._$AC(e) : (n.el === void 0 && (n.el = Se.createElement(be(n.h, n.h[0]), this.options)), n);
		if (this._$AH?._$AD === r) this._$AH.p(t);
		else {
			let e = new Ce(r, this), n = e.u(this.options);
			e.p(t), this.T(n), this._$AH = e;
		}
	}
	_$AC(e) {
		let t = ye.get(e.strings);
		return t === void 0 && ye.set(e.strings, t = new Se(e)), t;
	}
	k(t) {
		ue(this._$AH) || (this._$AH = [], this._$AR());
		let n = this._$AH, r, i = 0;
		for (let a of t) i === n.length ? n.push(r = new e(this.O(C()), this.O(C()), this, this.options)) : r = n[i], r._$AI(a), i++;
		i < n.length && (this._$AR(r && r._$AB.nextSibling, i), n.length = i);
	}
	_$AR(e = this._$AA.nextSibling, t) {
		for (this._$AP?.(!1, !0, t); e !== this._$AB;) {
			let t = ae(e).nextSibling;
			ae(e).remove(), e = t;
		}
	}
	setConnected(e) {
		this._$AM === void 0 && (this._$Cv = e, this._$AP?.(e));
	}
}, P = class {
	get tagName() {
		return this.element.tagName;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	constructor(e, t, n, r, i) {
		this.type = 1, this._$AH = A, this._$AN = void 0, this.element = e, this.name = t, this._$AM = r, this.options = i, n.length > 2 || n[0] !== "" || n[1] !== "" ? (this._$AH = Array(n.length - 1).fill(/* @__PURE__ */ new String()), this.strings = n) : this._$AH = A;
	}
	_$AI(e, t = this, n, r) {
		let i = this.strings, a = !1;
		if (i === void 0) e = M(this, e, t, 0), a = !w(e) || e !== this._$AH && e !== k, a && (this._$AH = e);
		else {
			let r = e, o, s;
			for (e = i[0], o = 0; o < i.length - 1; o++) s = M(this, r[n + o], t, o), s === k && (s = this._$AH[o]), a ||= !w(s) || s !== this._$AH[o], s === A ? e = A : e !== A && (e += (s ?? "") + i[o + 1]), this._$AH[o] = s;
		}
		a && !r && this.j(e);
	}
	j(e) {
		e === A ? this.element.removeAttribute(this.name) : this.element.setAttribute(this.name, e ?? "");
	}
}, we = class extends P {
	constructor() {
		super(...arguments), this.type = 3;
	}
	j(e) {
		this.element[this.name] = e === A ? void 0 : e;
	}
}, Te = class extends P {
	constructor() {
		super(...arguments), this.type = 4;
	}
	j(e) {
		this.element.toggleAttribute(this.name, !!e && e !== A);
	}
}, Ee = class extends P {
	constructor(e, t, n, r, i) {
		super(e, t, n, r, i), this.type = 5;
	}
	_$AI(e, t = this) {
		if ((e = M(this, e, t, 0) ?? A) === k) return;
		let n = this._$AH, r = e === A && n !== A || e.capture !== n.capture || e.once !== n.once || e.passive !== n.passive, i = e !== A && (n === A || r);
		r && this.element.removeEventListener(this.name, this, n), i && this.element.addEventListener(this.name, this, e), this._$AH = e;
	}
	handleEvent(e) {
		typeof this._$AH == "function" ? this._$AH.call(this.options?.host ?? this.element, e) : this._$AH.handleEvent(e);
	}
}, De = class {
	constructor(e, t, n) {
		this.element = e, this.type = 6, this._$AN = void 0, this._$AM = t, this.options = n;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	_$AI(e) {
		M(this, e);
	}
}, Oe = {
	M: se,
	P: x,
	A: ce,
	C: 1,
	L: xe,
	R: Ce,
	D: de,
	V: M,
	I: N,
	H: P,
	N: Te,
	U: Ee,
	B: we,
	F: De
}, ke = ie.litHtmlPolyfillSupport;
ke?.(Se, N), (ie.litHtmlVersions ??= []).push("3.3.3");
var Ae = (e, t, n) => {
	let r = n?.renderBefore ?? t, i = r._$litPart$;
	if (i === void 0) {
		let e = n?.renderBefore ?? null;
		r._$litPart$ = i = new N(t.insertBefore(C(), e), e, void 0, n ?? {});
	}
	return i._$AI(e), i;
}, je = globalThis, F = class extends y {
	constructor() {
		super(...arguments), this.renderOptions = { host: this }, this._$Do = void 0;
	}
	createRenderRoot() {
		let e = super.createRenderRoot();
		return this.renderOptions.renderBefore ??= e.firstChild, e;
	}
	update(e) {
		let t = this.render();
		this.hasUpdated || (this.renderOptions.isConnected = this.isConnected), super.update(e), this._$Do = Ae(t, this.renderRoot, this.renderOptions);
	}
	connectedCallback() {
		super.connectedCallback(), this._$Do?.setConnected(!0);
	}
	disconnectedCallback() {
		super.disconnectedCallback(), this._$Do?.setConnected(!1);
	}
	render() {
		return k;
	}
};
F._$litElement$ = !0, F.finalized = !0, je.litElementHydrateSupport?.({ LitElement: F });
var Me = je.litElementPolyfillSupport;
Me?.({ LitElement: F }), (je.litElementVersions ??= []).push("4.2.2");
// node_modules/@lit/reactive-element/decorators/property.js
var Ne = {
	attribute: !0,
	type: String,
	converter: _,
	reflect: !1,
	hasChanged: v
}, Pe = (e = Ne, t, n) => {
	let { kind: r, metadata: i } = n, a = globalThis.litPropertyMetadata.get(i);
	if (a === void 0 && globalThis.litPropertyMetadata.set(i, a = /* @__PURE__ */ new Map()), r === "setter" && ((e = Object.create(e)).wrapped = !0), a.set(n.name, e), r === "accessor") {
		let { name: r } = n;
		return {
			set(n) {
				let i = t.get.call(this);
				t.set.call(this, n), this.requestUpdate(r, i, e, !0, n);
			},
			init(t) {
				return t !== void 0 && this.C(r, void 0, e, t), t;
			}
		};
	}
	if (r === "setter") {
		let { name: r } = n;
		return function(n) {
			let i = this[r];
			t.call(this, n), this.requestUpdate(r, i, e, !0, n);
		};
	}
	throw Error("Unsupported decorator location: " + r);
};
function I(e) {
	return (t, n) => typeof n == "object" ? Pe(e, t, n) : ((e, t, n) => {
		let r = t.hasOwnProperty(n);
		return t.constructor.createProperty(n, e), r ? Object.getOwnPropertyDescriptor(t, n) : void 0;
	})(e, t, n);
}
// node_modules/@lit/reactive-element/decorators/state.js
function L(e) {
	return I({
		...e,
		state: !0,
		attribute: !1
	});
}
// src/charge-points.ts
var Fe = "shell_ev", R = [
	"charging",
	"session_state",
	"session_started",
	"last_error",
	"availability",
	"price",
	"session_energy",
	"session_cost",
	"session"
];
function Ie(e) {
	let t = /* @__PURE__ */ new Map();
	for (let n of Object.values(e.entities)) {
		if (n?.platform !== Fe || !n.device_id || !n.translation_key) continue;
		let e = t.get(n.device_id);
		e || t.set(n.device_id, e = /* @__PURE__ */ new Map()), e.set(n.translation_key, n.entity_id);
	}
	return t;
}
function Le(e, t) {
	let n = e.devices[t];
	return {
		id: t,
		name: n?.name_by_user || n?.name || t,
		account: n?.via_device_id ?? void 0
	};
}
var Re = (e, t) => e.name.localeCompare(t.name);
function ze(e, t) {
	let n = /* @__PURE__ */ new Map();
	for (let [t, r] of Ie(e)) {
		if (!r.has("charging")) continue;
		let i = {};
		for (let e of R) {
			let t = r.get(e);
			t && (i[e] = t);
		}
		n.set(t, {
			...Le(e, t),
			entities: i
		});
	}
	return t?.length ? t.map((e) => n.get(e)).filter((e) => e !== void 0) : [...n.values()].sort(Re);
}
function Be(e, t) {
	let n = [];
	for (let [t, r] of Ie(e)) r.has("active_sessions") && n.push(Le(e, t));
	return n.filter((e) => e.account === t).sort(Re);
}
function Ve(e) {
	return [...Ie(e).values()].map((e) => e.get("sessions")).filter((e) => e !== void 0).sort();
}
function He(e, t) {
	let n = e.entities[t];
	if (n?.platform === Fe) return ze(e).find((e) => e.id === n.device_id)?.id;
}
function z(e, t, n) {
	let r = t.entities[n];
	return r ? e.states[r] : void 0;
}
function B(e, t, n) {
	let r = z(e, t, n);
	return r && r.state !== "unknown" && r.state !== "unavailable" ? r : void 0;
}
// src/command.ts
var Ue = {
	start_requested: "start",
	stop_requested: "stop"
};
function We(e, t) {
	return e?.kind ?? (t ? Ue[t.state] : void 0);
}
function Ge(e, t) {
	return e.answered && t !== e.before;
}
// src/confirm.ts
async function Ke(e, t) {
	let n = await window.loadCardHelpers?.();
	return n?.showConfirmationDialog ? n.showConfirmationDialog(e, t) : window.confirm(`${t.title}\n\n${t.text}`);
}
var qe = {
	"card.name": "Shell EV Charging",
	"card.description": "Start, watch and stop charging at your charge points.",
	"strategy.description": "Your charge points, where they are, and what was charged.",
	empty: "There is no charge point yet.",
	"empty.add": "Add a charge point",
	start: "Start",
	"start.label": "Start charging at {name}",
	stop: "Stop",
	"stop.label": "Stop charging at {name}",
	starting: "Starting",
	stopping: "Stopping",
	wait: "Wait {seconds} s",
	lost: "Lost connection",
	since: "for {duration}",
	pay_with: "Pay with",
	own_card: "The charge point's own card",
	details: "Details",
	request_id: "RequestId",
	sessions: "Last sessions",
	"sessions.none": "No session yet.",
	"sessions.failed": "The sessions could not be read.",
	"session.running": "under way",
	"confirm.title": "Start charging at {name}?",
	"confirm.fee": "A start costs {fee}.",
	"confirm.text": "The session is paid with your charge card.",
	"confirm.cancel": "Cancel",
	"error.unknown": "That did not work. Try again in a minute.",
	"form.title": "Title",
	"form.charge_points": "Charge points",
	"form.charge_points.help": "None means all of them.",
	"form.compact": "One row for each charge point",
	"form.confirm": "Ask before a start",
	"form.confirm.auto": "Where a start has a fee",
	"form.confirm.always": "Always",
	"form.confirm.never": "Never",
	"form.sessions": "Last sessions to show",
	"view.title": "Charging",
	"nearby.failed": "Shell's directory could not be read, or is not part of your subscription.",
	"view.map": "Nearby",
	"view.calendar": "Sessions",
	"view.log": "Activity"
}, Je = { en: qe };
function V(e, t, n = {}) {
	let r = (e ?? "en").split("-")[0] ?? "en";
	return (Je[e ?? ""]?.[t] ?? Je[r]?.[t] ?? qe[t]).replace(/\{(\w+)\}/g, (e, t) => String(n[t] ?? ""));
}
function H() {
	return document.documentElement.lang || navigator.language;
}
// src/errors.ts
function Ye(e) {
	return e?.code === "unauthorized";
}
async function Xe(e, t) {
	let { message: n, translation_domain: r, translation_key: i, translation_placeholders: a } = t ?? {}, o = n ?? "";
	r && i && (o = (await e.loadBackendTranslation("exceptions", r))(`component.${r}.exceptions.${i}.message`, a) || o);
	let s = a?.reference ?? null;
	return s && (o = o.replace(s, "").replace(/\s*RequestId\s*$/, "")), {
		text: o.trim() || V(e.language, "error.unknown"),
		reference: s && Ze(e, s)
	};
}
function Ze(e, t) {
	let n = V(e.language, "request_id");
	return t.includes(n) ? t : `${n} ${t}`;
}
// src/format.ts
var Qe = {
	comma_decimal: "en-US",
	decimal_comma: "de",
	space_comma: "fr",
	quote_decimal: "de-CH"
}, $e = 4;
function et(e) {
	let t = e.locale.number_format;
	return t === "system" ? void 0 : Qe[t] ?? e.locale.language;
}
function tt(e, t, n) {
	return new Intl.NumberFormat(et(e), {
		minimumFractionDigits: n,
		maximumFractionDigits: n,
		useGrouping: e.locale.number_format !== "none"
	}).format(t);
}
function U(e, t, n, r) {
	return new Intl.NumberFormat(et(e), {
		style: "currency",
		currency: n,
		maximumFractionDigits: r,
		useGrouping: e.locale.number_format !== "none"
	}).format(t);
}
function nt(e, t) {
	let [n, r] = String(t.attributes.unit_of_measurement ?? "").split("/");
	return n && r ? `${U(e, Number(t.state), n, $e)}/${r}` : e.formatEntityState(t);
}
function rt(e) {
	let t = e.locale.time_format;
	return t === "12" || t === "24" ? t === "12" : void 0;
}
function it(e, t) {
	let n = e.locale.time_format === "system" ? void 0 : e.locale.language;
	return new Intl.DateTimeFormat(n, {
		day: "numeric",
		month: "short",
		hour: "numeric",
		minute: "2-digit",
		hour12: rt(e),
		timeZone: e.locale.time_zone === "server" ? e.config.time_zone : void 0
	}).format(new Date(t));
}
function at(e) {
	let t = Math.max(0, Math.floor(e / 1e3)), n = (e) => String(e).padStart(2, "0");
	return `${Math.floor(t / 3600)}:${n(Math.floor(t / 60) % 60)}:${n(t % 60)}`;
}
function W(e, t) {
	return e ? Math.max(0, Math.ceil((Date.parse(e) - t) / 1e3)) : 0;
}
// src/icons.ts
var ot = "M5 21V5a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v7h1a2 2 0 0 1 2 2v3.5a1 1 0 0 0 2 0V10l-2.5-2.5 1.4-1.4 2.5 2.5c.4.4.6.9.6 1.4v7.500a3 3 0 0 1-6 0V14h-1v7zM7 6v4h6V6z", st = "M11 21v-7H6l7-12v8h5z", ct = o`
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
`;
// \0@oxc-project+runtime@0.156.0/helpers/esm/decorate.js
function G(e, t, n, r) {
	var i = arguments.length, a = i < 3 ? t : r === null ? r = Object.getOwnPropertyDescriptor(t, n) : r, o;
	if (typeof Reflect == "object" && typeof Reflect.decorate == "function") a = Reflect.decorate(e, t, n, r);
	else for (var s = e.length - 1; s >= 0; s--) (o = e[s]) && (a = (i < 3 ? o(a) : i > 3 ? o(t, n, a) : o(t, n)) || a);
	return i > 3 && a && Object.defineProperty(t, n, a), a;
}
// src/charge-point-row.ts
var lt = 5e3, ut = 250, dt = /* @__PURE__ */ new Set(["idle", "stopped"]), K = class extends F {
	constructor(...e) {
		super(...e), this.now = Date.now(), this.unreadable = !1, this.forbidden = !1, this.card = "";
	}
	static {
		this.styles = ct;
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
		return e.connected !== t.connected || e.locale !== t.locale || e.language !== t.language || e.entities !== t.entities || e.devices !== t.devices || e.localize !== t.localize || R.some((r) => z(e, n, r) !== z(t, n, r));
	}
	willUpdate(e) {
		let t = z(this.hass, this.point, "session_state");
		this.command && Ge(this.command, t) && (this.command = void 0), (e.has("config") || e.has("hass") && this.isNews(e.get("hass"))) && this.ask(), this.setAttribute("tone", this.tone());
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
		].some((t) => z(e, this.point, t) !== z(this.hass, this.point, t));
	}
	ask() {
		!this.asking && this.hass.connected && (this.asking = window.setTimeout(async () => {
			this.asking = void 0, await this.read();
		}, ut));
	}
	async read() {
		try {
			this.details = await this.hass.callWS({
				type: "shell_ev/charge_point",
				device_id: this.point.id,
				limit: this.config.sessions ?? 5
			}), this.unreadable = this.forbidden = !1, this.now = Date.now();
		} catch (e) {
			this.unreadable = !0, this.forbidden = Ye(e);
		}
	}
	mayControl() {
		return this.details?.may_control ?? (this.unreadable || this.hass.user?.is_admin === !0);
	}
	ticks() {
		return this.since() !== void 0 || this.guard() > 0;
	}
	since() {
		let e = B(this.hass, this.point, "session_state")?.state, t = B(this.hass, this.point, "session_started");
		if (!(!t || e !== "started" && e !== "stop_requested")) return Date.parse(t.state);
	}
	isOn() {
		return z(this.hass, this.point, "charging")?.state === "on";
	}
	isLost() {
		let e = z(this.hass, this.point, "charging");
		return !this.hass.connected || !e || e.state === "unavailable";
	}
	pending() {
		return We(this.command, z(this.hass, this.point, "session_state"));
	}
	guard() {
		return this.isOn() ? W(this.details?.stop_guarded_until, this.now) : Math.max(W(this.details?.start_guarded_until, this.now), W(this.details?.held_until, this.now));
	}
	tone() {
		if (this.isLost()) return "lost";
		if (this.pending()) return "pending";
		if (this.isOn()) return "charging";
		let e = B(this.hass, this.point, "availability")?.state;
		return e === "out_of_service" ? "error" : e === "occupied" ? "occupied" : "free";
	}
	text(e, t) {
		return V(this.hass.language, e, t);
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
		let n = z(this.hass, this.point, "price"), r = String(n?.attributes.unit_of_measurement ?? "").split("/")[0], i = t && r ? this.text("confirm.fee", { fee: U(this.hass, t, r) }) : "";
		return Ke(this, {
			title: this.text("confirm.title", { name: this.point.name }),
			text: `${i} ${this.text("confirm.text")}`.trim(),
			confirmText: this.text("start"),
			dismissText: this.text("confirm.cancel")
		});
	}
	async run(e) {
		let { hass: t, point: n } = this, r = {
			kind: e,
			before: z(t, n, "session_state"),
			answered: !1
		};
		this.command = r, this.error = void 0;
		let i = {
			charge_point: n.id,
			...e === "start" && this.card ? { charge_card: this.card } : {}
		};
		try {
			await t.callService("shell_ev", `${e}_session`, i, void 0, !1), this.answered(r);
		} catch (e) {
			this.command = void 0, this.error = await Xe(t, e);
		}
		this.ask();
	}
	answered(e) {
		e.answered = !0;
		let t = () => {
			this.command === e && (this.command = void 0);
		};
		Ge(e, z(this.hass, this.point, "session_state")) ? t() : this.following = window.setTimeout(t, lt);
	}
	render() {
		return this.forbidden ? A : O`
      <section class="row" aria-label=${this.point.name}>
        <div class="icon" aria-hidden="true">
          <svg viewBox="0 0 24 24">${ve`<path d=${this.isOn() ? st : ot}></path>`}</svg>
        </div>
        <div>
          <div class="name">${this.point.name}</div>
          <div class="facts">${this.renderState()}${this.renderFacts()}</div>
        </div>
        ${this.mayControl() ? this.renderButton() : A}
        ${this.config.compact ? A : O`${this.renderError()}${this.renderCards()}${this.renderSessions()}`}
      </section>
    `;
	}
	renderState() {
		return O`<span class="state" role="status" aria-live="polite"><bdi>${this.stateText()}</bdi></span>`;
	}
	stateText() {
		let e = z(this.hass, this.point, "session_state");
		if (this.isLost() || e?.state === "unavailable") return this.text("lost");
		let t = this.pending();
		if (t) return this.text(t === "start" ? "starting" : "stopping");
		let n = B(this.hass, this.point, "availability"), r = n && (!e || dt.has(e.state)) ? n : e;
		return r ? this.hass.formatEntityState(r) : "";
	}
	renderFacts() {
		let { hass: e, point: t } = this, n = this.since(), r = (n) => B(e, t, n), i = r("price");
		return O`${[
			n === void 0 ? void 0 : this.text("since", { duration: at(this.now - n) }),
			...["session_energy", "session_cost"].map((t) => {
				let n = this.isOn() ? r(t) : void 0;
				return n && e.formatEntityState(n);
			}),
			i && nt(e, i)
		].map((e) => e ? O`<span><bdi>${e}</bdi></span>` : A)}`;
	}
	renderButton() {
		let e = this.isOn(), t = this.pending(), n = this.guard(), r = this.isLost() || t !== void 0 || n > 0, i = e ? "stop" : "start", a = t === "start" ? this.text("starting") : t === "stop" ? this.text("stopping") : n > 0 && !this.isLost() ? this.text("wait", { seconds: n }) : this.text(i);
		return O`<button
      type="button"
      class=${i}
      ?disabled=${r}
      aria-busy=${t ? "true" : "false"}
      aria-label=${r ? A : this.text(`${i}.label`, { name: this.point.name })}
      @click=${this.press}
    >
      ${a}
    </button>`;
	}
	renderError() {
		let e = this.error ?? this.lastError();
		return e ? O`<div class="below error" role="alert">
      ${e.text}
      ${e.reference ? O`<details>
            <summary>${this.text("details")}</summary>
            <code>${e.reference}</code>
          </details>` : A}
    </div>` : A;
	}
	lastError() {
		let e = this.details?.error;
		if (!e || this.pending()) return;
		let t = B(this.hass, this.point, "last_error");
		if (t && t.state !== "none") return {
			text: e.text,
			reference: e.request_id && Ze(this.hass, e.request_id)
		};
	}
	renderCards() {
		let e = this.details?.may_use, t = Be(this.hass, this.point.account);
		return t.length < 2 || this.isOn() || !this.mayControl() || e?.length === 0 ? A : O`<label class="below">
      ${this.text("pay_with")}
      <select
        .value=${this.card}
        @change=${(e) => this.card = e.target.value}
      >
        <option value="">${this.text("own_card")}</option>
        ${t.filter((t) => e?.includes(t.id) ?? !0).map((e) => O`<option value=${e.id}>${e.name}</option>`)}
      </select>
    </label>`;
	}
	renderSessions() {
		if (this.config.sessions === 0 || this.details?.sessions === null) return A;
		let e = this.details?.sessions ?? [];
		return O`<details class="below">
      <summary>${this.text("sessions")}</summary>
      ${this.unreadable ? O`<p class="muted">${this.text("sessions.failed")}</p>` : e.length ? O`<ul>
              ${e.map((e) => this.renderSession(e))}
            </ul>` : O`<p class="muted">${this.text("sessions.none")}</p>`}
    </details>`;
	}
	renderSession(e) {
		let { started_at: t, stopped_at: n, energy: r, cost: i, currency: a } = e, o = [
			t && n ? at(Date.parse(n) - Date.parse(t)) : n ? null : this.text("session.running"),
			r === null ? null : `${tt(this.hass, r, 2)} kWh`,
			i === null || !a ? null : U(this.hass, i, a)
		].filter((e) => e !== null), s = t ?? n;
		return O`<li>
      <span>${s ? it(this.hass, s) : ""}</span>
      <bdi class="muted">${o.join(" · ")}</bdi>
      ${e.error_text ? O`<span class="why">${e.error_text}</span>` : A}
    </li>`;
	}
};
G([I({ attribute: !1 })], K.prototype, "hass", void 0), G([I({ attribute: !1 })], K.prototype, "point", void 0), G([I({ attribute: !1 })], K.prototype, "config", void 0), G([L()], K.prototype, "now", void 0), G([L()], K.prototype, "command", void 0), G([L()], K.prototype, "error", void 0), G([L()], K.prototype, "details", void 0), G([L()], K.prototype, "unreadable", void 0), G([L()], K.prototype, "forbidden", void 0), G([L()], K.prototype, "card", void 0);
// src/nearby.ts
var q = "geo_location.shell_ev_nearby_", ft = 50, pt = 3e3, mt = 6e5, J;
function ht(e) {
	let t = /* @__PURE__ */ new Map();
	for (let n of e.filter((e) => !e.device_id)) {
		let e = `${n.latitude} ${n.longitude}`, r = t.get(e);
		(!r || r.availability !== "available" && n.availability === "available") && t.set(e, n);
	}
	return [...t.values()];
}
async function gt(e) {
	if (!J || Date.now() - J.at > mt) {
		let { response: t } = await e.callService("shell_ev", "find_charge_points", {
			radius: pt,
			limit: ft
		}, void 0, !1, !0);
		J = {
			at: Date.now(),
			found: ht(t.charge_points)
		};
	}
	return J.found;
}
var Y = class extends F {
	static {
		this.styles = o`
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
			this.found = await gt(this.hass);
		} catch (e) {
			this.failed = !Ye(e), this.found = [];
		}
		let e = await window.loadCardHelpers?.(), t = [...this.config?.entities ?? [], ...this.found.map((e, t) => ({
			entity: `${q}${t}`,
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
		return Object.fromEntries((this.found ?? []).map((e, t) => [`${q}${t}`, {
			entity_id: `${q}${t}`,
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
		t.startsWith(q) && (e.stopPropagation(), this.chosen = this.found?.[Number(t.slice(29))]);
	}
	render() {
		let { hass: e, chosen: t } = this;
		return O`<div @hass-more-info=${this.tapped}>${this.map ?? A}</div>
      ${this.failed && e ? O`<p>${V(e.language, "nearby.failed")}</p>` : O`<p role="status">${t && e ? this.told(e, t) : A}</p>`}`;
	}
	told(e, t) {
		let n = t.distance < 1e3 ? `${t.distance} m` : `${tt(e, t.distance / 1e3, 1)} km`, r = t.availability && (e.localize(`component.shell_ev.entity.sensor.availability.state.${t.availability}`) || t.availability), i = t.price_per_kwh !== null && t.currency ? `${U(e, t.price_per_kwh, t.currency)}/kWh` : null, a = t.maximum_power === null ? null : `${tt(e, t.maximum_power, 0)} kW`;
		return [
			t.name,
			n,
			r,
			a,
			i
		].filter(Boolean).join(" · ");
	}
};
G([I({ attribute: !1 })], Y.prototype, "hass", void 0), G([L()], Y.prototype, "config", void 0), G([L()], Y.prototype, "found", void 0), G([L()], Y.prototype, "failed", void 0), G([L()], Y.prototype, "chosen", void 0), G([L()], Y.prototype, "map", void 0);
// node_modules/lit-html/directive.js
var _t = {
	ATTRIBUTE: 1,
	CHILD: 2,
	PROPERTY: 3,
	BOOLEAN_ATTRIBUTE: 4,
	EVENT: 5,
	ELEMENT: 6
}, vt = (e) => (...t) => ({
	_$litDirective$: e,
	values: t
}), yt = class {
	constructor(e) {}
	get _$AU() {
		return this._$AM._$AU;
	}
	_$AT(e, t, n) {
		this._$Ct = e, this._$AM = t, this._$Ci = n;
	}
	_$AS(e, t) {
		return this.update(e, t);
	}
	update(e, t) {
		return this.render(...t);
	}
}, { I: bt } = Oe, xt = (e) => e, St = () => document.createComment(""), X = (e, t, n) => {
	let r = e._$AA.parentNode, i = t === void 0 ? e._$AB : t._$AA;
	if (n === void 0) n = new bt(r.insertBefore(St(), i), r.insertBefore(St(), i), e, e.options);
	else {
		let t = n._$AB.nextSibling, a = n._$AM, o = a !== e;
		if (o) {
			let t;
			n._$AQ?.(e), n._$AM = e, n._$AP !== void 0 && (t = e._$AU) !== a._$AU && n._$AP(t);
		}
		if (t !== i || o) {
			let e = n._$AA;
			for (; e !== t;) {
				let t = xt(e).nextSibling;
				xt(r).insertBefore(e, i), e = t;
			}
		}
	}
	return n;
}, Z = (e, t, n = e) => (e._$AI(t, n), e), Ct = {}, wt = (e, t = Ct) => e._$AH = t, Tt = (e) => e._$AH, Et = (e) => {
	e._$AR(), e._$AA.remove();
}, Dt = (e, t, n) => {
	let r = /* @__PURE__ */ new Map();
	for (let i = t; i <= n; i++) r.set(e[i], i);
	return r;
}, Ot = vt(class extends yt {
	constructor(e) {
		if (super(e), e.type !== _t.CHILD) throw Error("repeat() can only be used in text expressions");
	}
	dt(e, t, n) {
		let r;
		n === void 0 ? n = t : t !== void 0 && (r = t);
		let i = [], a = [], o = 0;
		for (let t of e) i[o] = r ? r(t, o) : o, a[o] = n(t, o), o++;
		return {
			values: a,
			keys: i
		};
	}
	render(e, t, n) {
		return this.dt(e, t, n).values;
	}
	update(e, [t, n, r]) {
		let i = Tt(e), { values: a, keys: o } = this.dt(t, n, r);
		if (!Array.isArray(i)) return this.ut = o, a;
		let s = this.ut ??= [], c = [], l, u, d = 0, f = i.length - 1, p = 0, m = a.length - 1;
		for (; d <= f && p <= m;) if (i[d] === null) d++;
		else if (i[f] === null) f--;
		else if (s[d] === o[p]) c[p] = Z(i[d], a[p]), d++, p++;
		else if (s[f] === o[m]) c[m] = Z(i[f], a[m]), f--, m--;
		else if (s[d] === o[m]) c[m] = Z(i[d], a[m]), X(e, c[m + 1], i[d]), d++, m--;
		else if (s[f] === o[p]) c[p] = Z(i[f], a[p]), X(e, i[d], i[f]), f--, p++;
		else if (l === void 0 && (l = Dt(o, p, m), u = Dt(s, d, f)), l.has(s[d])) {
			if (l.has(s[f])) {
				let t = u.get(o[p]), n = t === void 0 ? null : i[t];
				if (n === null) {
					let t = X(e, i[d]);
					Z(t, a[p]), c[p] = t;
				} else c[p] = Z(n, a[p]), X(e, i[d], n), i[t] = null;
				p++;
			} else Et(i[f]), f--;
		} else Et(i[d]), d++;
		for (; p <= m;) {
			let t = X(e, c[m + 1]);
			Z(t, a[p]), c[p++] = t;
		}
		for (; d <= f;) {
			let e = i[d++];
			e !== null && Et(e);
		}
		return this.ut = o, wt(e, c), k;
	}
}), kt = [
	"auto",
	"always",
	"never"
], At = 100, jt = {
	title: "form.title",
	charge_points: "form.charge_points",
	compact: "form.compact",
	confirm: "form.confirm",
	sessions: "form.sessions"
};
function Q(e) {
	throw Error(`shell-ev-card: ${e}`);
}
function Mt(e) {
	let { charge_points: t, confirm: n, sessions: r, title: i } = e;
	t !== void 0 && !Array.isArray(t) && Q("charge_points is a list of device ids"), n !== void 0 && !kt.includes(n) && Q(`confirm is one of ${kt.join(", ")}`), i !== void 0 && typeof i != "string" && Q("title is a text"), r !== void 0 && !(Number.isInteger(r) && r >= 0 && r <= At) && Q(`sessions is a whole number from 0 to ${At}`);
}
var Nt = class extends F {
	static {
		this.styles = o`
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
		let e = (e) => V(H(), e);
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
						options: kt.map((t) => ({
							value: t,
							label: e(`form.confirm.${t}`)
						}))
					} }
				},
				{
					name: "sessions",
					selector: { number: {
						min: 0,
						max: At,
						mode: "box"
					} }
				},
				{
					name: "compact",
					selector: { boolean: {} }
				}
			],
			computeLabel: (t) => {
				let n = jt[t.name];
				return n ? e(n) : void 0;
			},
			computeHelper: (t) => t.name === "charge_points" ? e("form.charge_points.help") : void 0,
			assertConfig: Mt
		};
	}
	setConfig(e) {
		Mt(e), this.config = e;
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
		return !t || !n || e.size > 1 || t.entities !== n.entities || t.devices !== n.devices || t.locale !== n.locale || t.language !== n.language || t.localize !== n.localize || t.connected !== n.connected || this.points().some((e) => R.some((r) => z(t, e, r) !== z(n, e, r)));
	}
	points() {
		let { hass: e, config: t, known: n } = this;
		if (!e) return [];
		if (n?.entities !== e.entities || n.devices !== e.devices || n.config !== t) {
			let n = ze(e, t?.charge_points);
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
		if (!e || !t) return A;
		let n = this.points();
		return O`<ha-card>
      ${t.title ? O`<h2>${t.title}</h2>` : A}
      ${n.length ? Ot(n, (e) => e.id, (n) => O`<shell-ev-charge-point
              .hass=${e}
              .point=${n}
              .config=${t}
            ></shell-ev-charge-point>`) : O`<p>
            ${V(e.language, "empty")}
            <a href="/config/integrations/integration/shell_ev"
              >${V(e.language, "empty.add")}</a
            >
          </p>`}
    </ha-card>`;
	}
};
G([I({ attribute: !1 })], Nt.prototype, "hass", void 0), G([L()], Nt.prototype, "config", void 0);
function Pt(e, t) {
	let n = He(e, t);
	return n ? { config: {
		type: "custom:shell-ev-card",
		charge_points: [n]
	} } : null;
}
// src/strategy.ts
var Ft = 72;
function $(e, ...t) {
	return {
		type: "grid",
		cards: [{
			type: "heading",
			heading: e
		}, ...t]
	};
}
function It(e, t) {
	return t.map((t) => z(e, t, "availability")).filter((e) => e?.attributes.latitude !== void 0).map((e) => ({
		entity: e?.entity_id,
		label_mode: "icon"
	}));
}
var Lt = class extends HTMLElement {
	static {
		this.registryDependencies = ["entities", "devices"];
	}
	static async generate(e, t) {
		let n = (e) => V(t.language, e), r = ze(t), i = It(t, r), a = Ve(t), o = r.flatMap((e) => e.entities.session ?? []), s = [
			$(n("view.title"), { type: "custom:shell-ev-card" }),
			...r.length ? [$(n("view.map"), {
				type: "custom:shell-ev-nearby",
				entities: i
			})] : [],
			...a.length ? [$(n("view.calendar"), {
				type: "calendar",
				entities: a,
				initial_view: "listWeek"
			})] : [],
			...o.length ? [$(n("view.log"), {
				type: "logbook",
				target: { entity_id: o },
				hours_to_show: Ft
			})] : []
		];
		return {
			title: n("view.title"),
			views: [{
				title: n("view.title"),
				path: "charging",
				type: "sections",
				sections: s
			}]
		};
	}
};
// src/index.ts
if (!customElements.get("shell-ev-card")) {
	customElements.define("shell-ev-charge-point", K), customElements.define("shell-ev-card", Nt), customElements.define("shell-ev-nearby", Y), customElements.define("ll-strategy-dashboard-shell-ev", Lt);
	let e = V(H(), "card.name");
	(window.customCards ??= []).push({
		type: "shell-ev-card",
		name: e,
		description: V(H(), "card.description"),
		preview: !0,
		getEntitySuggestion: Pt
	}), (window.customStrategies ??= []).push({
		type: "shell-ev",
		strategyType: "dashboard",
		name: e,
		description: V(H(), "strategy.description")
	});
}
