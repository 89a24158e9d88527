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
}, v = (e, t) => !l(e, t), y = {
	attribute: !0,
	type: String,
	converter: _,
	reflect: !1,
	useDefault: !1,
	hasChanged: v
};
Symbol.metadata ??= Symbol("metadata"), h.litPropertyMetadata ??= /* @__PURE__ */ new WeakMap();
var b = class extends HTMLElement {
	static addInitializer(e) {
		this._$Ei(), (this.l ??= []).push(e);
	}
	static get observedAttributes() {
		return this.finalize(), this._$Eh && [...this._$Eh.keys()];
	}
	static createProperty(e, t = y) {
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
		return this.elementProperties.get(e) ?? y;
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
b.elementStyles = [], b.shadowRootOptions = { mode: "open" }, b[g("elementProperties")] = /* @__PURE__ */ new Map(), b[g("finalized")] = /* @__PURE__ */ new Map(), ne?.({ ReactiveElement: b }), (h.reactiveElementVersions ??= []).push("2.1.2");
// node_modules/lit-html/lit-html.js
var x = globalThis, S = (e) => e, C = x.trustedTypes, re = C ? C.createPolicy("lit-html", { createHTML: (e) => e }) : void 0, w = "$lit$", T = `lit$${Math.random().toFixed(9).slice(2)}$`, E = "?" + T, ie = `<${E}>`, D = document, O = () => D.createComment(""), k = (e) => e === null || typeof e != "object" && typeof e != "function", A = Array.isArray, ae = (e) => A(e) || typeof e?.[Symbol.iterator] == "function", j = "[ 	\n\f\r]", M = /<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g, oe = /-->/g, se = />/g, N = RegExp(`>|${j}(?:([^\\s"'>=/]+)(${j}*=${j}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`, "g"), ce = /'/g, le = /"/g, ue = /^(?:script|style|textarea|title)$/i, de = (e) => (t, ...n) => ({
	_$litType$: e,
	strings: t,
	values: n
}), fe = de(1), pe = de(2), P = Symbol.for("lit-noChange"), F = Symbol.for("lit-nothing"), me = /* @__PURE__ */ new WeakMap(), I = D.createTreeWalker(D, 129);
function he(e, t) {
	if (!A(e) || !e.hasOwnProperty("raw")) throw Error("invalid template strings array");
	return re === void 0 ? t : re.createHTML(t);
}
var ge = (e, t) => {
	let n = e.length - 1, r = [], i, a = t === 2 ? "<svg>" : t === 3 ? "<math>" : "", o = M;
	for (let t = 0; t < n; t++) {
		let n = e[t], s, c, l = -1, u = 0;
		for (; u < n.length && (o.lastIndex = u, c = o.exec(n), c !== null);) u = o.lastIndex, o === M ? c[1] === "!--" ? o = oe : c[1] === void 0 ? c[2] === void 0 ? c[3] !== void 0 && (o = N) : (ue.test(c[2]) && (i = RegExp("</" + c[2], "g")), o = N) : o = se : o === N ? c[0] === ">" ? (o = i ?? M, l = -1) : c[1] === void 0 ? l = -2 : (l = o.lastIndex - c[2].length, s = c[1], o = c[3] === void 0 ? N : c[3] === "\"" ? le : ce) : o === le || o === ce ? o = N : o === oe || o === se ? o = M : (o = N, i = void 0);
		let d = o === N && e[t + 1].startsWith("/>") ? " " : "";
		a += o === M ? n + ie : l >= 0 ? (r.push(s), n.slice(0, l) + w + n.slice(l) + T + d) : n + T + (l === -2 ? t : d);
	}
	return [he(e, a + (e[n] || "<?>") + (t === 2 ? "</svg>" : t === 3 ? "</math>" : "")), r];
}, L = class e {
	constructor({ strings: t, _$litType$: n }, r) {
		let i;
		this.parts = [];
		let a = 0, o = 0, s = t.length - 1, c = this.parts, [l, u] = ge(t, n);
		if (this.el = e.createElement(l, r), I.currentNode = this.el.content, n === 2 || n === 3) {
			let e = this.el.content.firstChild;
			e.replaceWith(...e.childNodes);
		}
		for (; (i = I.nextNode()) !== null && c.length < s;) {
			if (i.nodeType === 1) {
				if (i.hasAttributes()) for (let e of i.getAttributeNames()) if (e.endsWith(w)) {
					let t = u[o++], n = i.getAttribute(e).split(T), r = /([.?@])?(.*)/.exec(t);
					c.push({
						type: 1,
						index: a,
						name: r[2],
						strings: n,
						ctor: r[1] === "." ? V : r[1] === "?" ? H : r[1] === "@" ? ve : B
					}), i.removeAttribute(e);
				} else e.startsWith(T) && (c.push({
					type: 6,
					index: a
				}), i.removeAttribute(e));
				if (ue.test(i.tagName)) {
					let e = i.textContent.split(T), t = e.length - 1;
					if (t > 0) {
						i.textContent = C ? C.emptyScript : "";
						for (let n = 0; n < t; n++) i.append(e[n], O()), I.nextNode(), c.push({
							type: 2,
							index: ++a
						});
						i.append(e[t], O());
					}
				}
			} else if (i.nodeType === 8) {
				if (i.data === E) c.push({
					type: 2,
					index: a
				});
				else {
					let e = -1;
					for (; (e = i.data.indexOf(T, e + 1)) !== -1;) c.push({
						type: 7,
						index: a
					}), e += T.length - 1;
				}
			}
			a++;
		}
	}
	static createElement(e, t) {
		let n = D.createElement("template");
		return n.innerHTML = e, n;
	}
};
function R(e, t, n = e, r) {
	if (t === P) return t;
	let i = r === void 0 ? n._$Cl : n._$Co?.[r], a = k(t) ? void 0 : t._$litDirective$;
	return i?.constructor !== a && (i?._$AO?.(!1), a === void 0 ? i = void 0 : (i = new a(e), i._$AT(e, n, r)), r === void 0 ? n._$Cl = i : (n._$Co ??= [])[r] = i), i !== void 0 && (t = R(e, i._$AS(e, t.values), i, r)), t;
}
var _e = class {
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
		let { el: { content: t }, parts: n } = this._$AD, r = (e?.creationScope ?? D).importNode(t, !0);
		I.currentNode = r;
		let i = I.nextNode(), a = 0, o = 0, s = n[0];
		for (; s !== void 0;) {
			if (a === s.index) {
				let t;
				s.type === 2 ? t = new z(i, i.nextSibling, this, e) : s.type === 1 ? t = new s.ctor(i, s.name, s.strings, this, e) : s.type === 6 && (t = new ye(i, this, e)), this._$AV.push(t), s = n[++o];
			}
			a !== s?.index && (i = I.nextNode(), a++);
		}
		return I.currentNode = D, r;
	}
	p(e) {
		let t = 0;
		for (let n of this._$AV) n !== void 0 && (n.strings === void 0 ? n._$AI(e[t]) : (n._$AI(e, n, t), t += n.strings.length - 2)), t++;
	}
}, z = class e {
	get _$AU() {
		return this._$AM?._$AU ?? this._$Cv;
	}
	constructor(e, t, n, r) {
		this.type = 2, this._$AH = F, this._$AN = void 0, this._$AA = e, this._$AB = t, this._$AM = n, this.options = r, this._$Cv = r?.isConnected ?? !0;
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
		e = R(this, e, t), k(e) ? e === F || e == null || e === "" ? (this._$AH !== F && this._$AR(), this._$AH = F) : e !== this._$AH && e !== P && this._(e) : e._$litType$ === void 0 ? e.nodeType === void 0 ? ae(e) ? this.k(e) : this._(e) : this.T(e) : this.$(e);
	}
	O(e) {
		return this._$AA.parentNode.insertBefore(e, this._$AB);
	}
	T(e) {
		this._$AH !== e && (this._$AR(), this._$AH = this.O(e));
	}
	_(e) {
		this._$AH !== F && k(this._$AH) ? this._$AA.nextSibling.data = e : this.T(D.createTextNode(e)), this._$AH = e;
	}
	$(e) {
		let { values: t, _$litType$: n } = e, r = typeof n == "number" ? this._$AC(e) : (n.el === void 0 && (n.el = L.createElement(he(n.h, n.h[0]), this.options)), n);
		if (this._$AH?._$AD === r) this._$AH.p(t);
		else {
			let e = new _e(r, this), n = e.u(this.options);
			e.p(t), this.T(n), this._$AH = e;
		}
	}
	_$AC(e) {
		let t = me.get(e.strings);
		return t === void 0 && me.set(e.strings, t = new L(e)), t;
	}
	k(t) {
		A(this._$AH) || (this._$AH = [], this._$AR());
		let n = this._$AH, r, i = 0;
		for (let a of t) i === n.length ? n.push(r = new e(this.O(O()), this.O(O()), this, this.options)) : r = n[i], r._$AI(a), i++;
		i < n.length && (this._$AR(r && r._$AB.nextSibling, i), n.length = i);
	}
	_$AR(e = this._$AA.nextSibling, t) {
		for (this._$AP?.(!1, !0, t); e !== this._$AB;) {
			let t = S(e).nextSibling;
			S(e).remove(), e = t;
		}
	}
	setConnected(e) {
		this._$AM === void 0 && (this._$Cv = e, this._$AP?.(e));
	}
}, B = class {
	get tagName() {
		return this.element.tagName;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	constructor(e, t, n, r, i) {
		this.type = 1, this._$AH = F, this._$AN = void 0, this.element = e, this.name = t, this._$AM = r, this.options = i, n.length > 2 || n[0] !== "" || n[1] !== "" ? (this._$AH = Array(n.length - 1).fill(/* @__PURE__ */ new String()), this.strings = n) : this._$AH = F;
	}
	_$AI(e, t = this, n, r) {
		let i = this.strings, a = !1;
		if (i === void 0) e = R(this, e, t, 0), a = !k(e) || e !== this._$AH && e !== P, a && (this._$AH = e);
		else {
			let r = e, o, s;
			for (e = i[0], o = 0; o < i.length - 1; o++) s = R(this, r[n + o], t, o), s === P && (s = this._$AH[o]), a ||= !k(s) || s !== this._$AH[o], s === F ? e = F : e !== F && (e += (s ?? "") + i[o + 1]), this._$AH[o] = s;
		}
		a && !r && this.j(e);
	}
	j(e) {
		e === F ? this.element.removeAttribute(this.name) : this.element.setAttribute(this.name, e ?? "");
	}
}, V = class extends B {
	constructor() {
		super(...arguments), this.type = 3;
	}
	j(e) {
		this.element[this.name] = e === F ? void 0 : e;
	}
}, H = class extends B {
	constructor() {
		super(...arguments), this.type = 4;
	}
	j(e) {
		this.element.toggleAttribute(this.name, !!e && e !== F);
	}
}, ve = class extends B {
	constructor(e, t, n, r, i) {
		super(e, t, n, r, i), this.type = 5;
	}
	_$AI(e, t = this) {
		if ((e = R(this, e, t, 0) ?? F) === P) return;
		let n = this._$AH, r = e === F && n !== F || e.capture !== n.capture || e.once !== n.once || e.passive !== n.passive, i = e !== F && (n === F || r);
		r && this.element.removeEventListener(this.name, this, n), i && this.element.addEventListener(this.name, this, e), this._$AH = e;
	}
	handleEvent(e) {
		typeof this._$AH == "function" ? this._$AH.call(this.options?.host ?? this.element, e) : this._$AH.handleEvent(e);
	}
}, ye = class {
	constructor(e, t, n) {
		this.element = e, this.type = 6, this._$AN = void 0, this._$AM = t, this.options = n;
	}
	get _$AU() {
		return this._$AM._$AU;
	}
	_$AI(e) {
		R(this, e);
	}
}, be = {
	M: w,
	P: T,
	A: E,
	C: 1,
	L: ge,
	R: _e,
	D: ae,
	V: R,
	I: z,
	H: B,
	N: H,
	U: ve,
	B: V,
	F: ye
}, xe = x.litHtmlPolyfillSupport;
xe?.(L, z), (x.litHtmlVersions ??= []).push("3.3.3");
var Se = (e, t, n) => {
	let r = n?.renderBefore ?? t, i = r._$litPart$;
	if (i === void 0) {
		let e = n?.renderBefore ?? null;
		r._$litPart$ = i = new z(t.insertBefore(O(), e), e, void 0, n ?? {});
	}
	return i._$AI(e), i;
}, U = globalThis, W = class extends b {
	constructor() {
		super(...arguments), this.renderOptions = { host: this }, this._$Do = void 0;
	}
	createRenderRoot() {
		let e = super.createRenderRoot();
		return this.renderOptions.renderBefore ??= e.firstChild, e;
	}
	update(e) {
		let t = this.render();
		this.hasUpdated || (this.renderOptions.isConnected = this.isConnected), super.update(e), this._$Do = Se(t, this.renderRoot, this.renderOptions);
	}
	connectedCallback() {
		super.connectedCallback(), this._$Do?.setConnected(!0);
	}
	disconnectedCallback() {
		super.disconnectedCallback(), this._$Do?.setConnected(!1);
	}
	render() {
		return P;
	}
};
W._$litElement$ = !0, W.finalized = !0, U.litElementHydrateSupport?.({ LitElement: W });
var Ce = U.litElementPolyfillSupport;
Ce?.({ LitElement: W }), (U.litElementVersions ??= []).push("4.2.2");
// src/charge-points.ts
var we = "shell_ev", Te = [
	"charging",
	"session_state",
	"session_started",
	"last_error",
	"availability",
	"price",
	"session_energy",
	"session_cost",
	"last_session_end",
	"session"
];
function G(e) {
	let t = /* @__PURE__ */ new Map();
	for (let n of Object.values(e.entities)) {
		if (n?.platform !== we || !n.device_id || !n.translation_key) continue;
		let e = t.get(n.device_id);
		e || t.set(n.device_id, e = /* @__PURE__ */ new Map()), e.set(n.translation_key, n.entity_id);
	}
	return t;
}
function Ee(e, t) {
	let n = e.devices[t];
	return {
		id: t,
		name: n?.name_by_user || n?.name || t,
		account: n?.via_device_id ?? void 0
	};
}
var De = (e, t) => e.name.localeCompare(t.name);
function Oe(e, t) {
	let n = /* @__PURE__ */ new Map();
	for (let [t, r] of G(e)) {
		if (!r.has("charging")) continue;
		let i = {};
		for (let e of Te) {
			let t = r.get(e);
			t && (i[e] = t);
		}
		n.set(t, {
			...Ee(e, t),
			entities: i
		});
	}
	return t?.length ? t.map((e) => n.get(e)).filter((e) => e !== void 0) : [...n.values()].sort(De);
}
function ke(e, t) {
	let n = [];
	for (let [t, r] of G(e)) r.has("active_sessions") && n.push(Ee(e, t));
	return n.filter((e) => e.account === t).sort(De);
}
function Ae(e) {
	let t = [...G(e).values()].filter((e) => e.has("active_sessions")), n = (e) => t.flatMap((t) => t.get(e) ?? []);
	return {
		counts: n("active_sessions"),
		states: [...n("active_sessions"), ...n("session_state")]
	};
}
function je(e, t) {
	let n = e.entities[t];
	if (n?.platform === we) return Oe(e).find((e) => e.id === n.device_id)?.id;
}
function K(e, t, n) {
	let r = t.entities[n];
	return r ? e.states[r] : void 0;
}
function Me(e, t, n) {
	let r = K(e, t, n);
	return r && r.state !== "unknown" && r.state !== "unavailable" ? r : void 0;
}
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
function Fe(e) {
	return (t, n) => typeof n == "object" ? Pe(e, t, n) : ((e, t, n) => {
		let r = t.hasOwnProperty(n);
		return t.constructor.createProperty(n, e), r ? Object.getOwnPropertyDescriptor(t, n) : void 0;
	})(e, t, n);
}
// node_modules/@lit/reactive-element/decorators/state.js
function Ie(e) {
	return Fe({
		...e,
		state: !0,
		attribute: !1
	});
}
// node_modules/@lit/reactive-element/decorators/base.js
var Le = (e, t, n) => (n.configurable = !0, n.enumerable = !0, Reflect.decorate && typeof t != "object" && Object.defineProperty(e, t, n), n);
// node_modules/@lit/reactive-element/decorators/query.js
function Re(e, t) {
	return (n, r, i) => {
		let a = (t) => t.renderRoot?.querySelector(e) ?? null;
		if (t) {
			let { get: e, set: t } = typeof r == "object" ? n : i ?? (() => {
				let e = Symbol();
				return {
					get() {
						return this[e];
					},
					set(t) {
						this[e] = t;
					}
				};
			})();
			return Le(n, r, { get() {
				let n = e.call(this);
				return n === void 0 && (n = a(this), (n !== null || this.hasUpdated) && t.call(this, n)), n;
			} });
		}
		return Le(n, r, { get() {
			return a(this);
		} });
	};
}
var ze = {
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
	charging: "Charging",
	just_stopped: "Just stopped",
	"wait.one": "Wait {seconds} second",
	"wait.other": "Wait {seconds} seconds",
	lost: "Lost connection",
	since: "since {time}",
	pay_with: "Pay with",
	own_card: "Each charge point's own card",
	details: "Details",
	dismiss: "Dismiss",
	more_info: "{name}: more information",
	free: "Free",
	per_start: "{fee} per start",
	"power.since": "Power since the start, {power} at the most",
	receipt: "Charged {energy} in {time}",
	"receipt.energy": "Charged {energy}",
	"receipt.time": "Charged for {time}",
	"receipt.done": "Charged",
	search: "Search charge points",
	"search.none": "No charge point is called that.",
	add: "Add",
	"add.label": "Add {name} as a charge point",
	adding: "Adding",
	request_id: "RequestId",
	sessions: "Last sessions",
	"sessions.none": "No session yet.",
	"sessions.failed": "The sessions could not be read.",
	"session.running": "under way",
	"confirm.title": "Start charging at {name}?",
	"confirm.fee": "A start costs {fee}.",
	"confirm.unknown": "What it costs is not known yet: there may be a fee for the start.",
	"confirm.text": "The session is paid with your charge card.",
	"confirm.card": "The session is paid with {card}.",
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
	"map.filters": "Show only",
	"map.free_now": "Free now",
	"map.strong": "≥ {power} kW",
	"map.list": "Charge points nearby",
	"map.looking": "Looking for charge points",
	"map.again": "Look again",
	"map.nothing": "No charge point within {distance} of home.",
	"map.no_match": "No charge point that was found has all of this. Show fewer or other ones.",
	"map.all": "Show all {count}",
	"map.own": "Yours",
	"map.free_of": "{free} of {count} free",
	"map.free_label": "Free",
	"map.free_of_charge": "Free of charge",
	"map.free_energy": "Energy free of charge",
	"map.no_price": "Price not known",
	"map.close": "Close",
	"map.navigate": "Navigate",
	"map.navigate.label": "Navigate to {name}",
	"map.add": "Add",
	"map.add.label": "Add {name} to your charge points",
	"map.added": "Added. It is one of your charge points now.",
	"map.as_of": "as of {time}",
	"map.pays": "{card} pays.",
	"map.taken": "It was not free when it was last looked up.",
	"map.waiting": "Waiting for the charge point. This takes up to a minute.",
	"map.started": "Charging has started.",
	"map.unconfirmed": "The start is not confirmed yet. What becomes of it is shown with your charge points.",
	"view.map": "Nearby",
	"view.log": "Activity",
	"form.period": "Show first",
	"form.rows": "Sessions on a page",
	"view.sessions": "Sessions",
	"sessions.name": "Shell EV Charging sessions",
	"sessions.description": "What was charged: months, costs, sun, receipts, and a file for your claims.",
	"sessions.reload": "This part of the page could not be loaded. Home Assistant may have been updated: reload the page.",
	"sessions.reload.now": "Reload",
	"sessions.reading": "Reading sessions",
	"sessions.again": "Try again",
	"sessions.period": "Period",
	"sessions.period.month": "Month",
	"sessions.period.year": "Year",
	"sessions.period.span": "Dates",
	"sessions.back.month": "Month before",
	"sessions.next.month": "Next month",
	"sessions.back.year": "Year before",
	"sessions.next.year": "Next year",
	"sessions.return": "Back to {period}",
	"sessions.from": "From",
	"sessions.to": "To",
	"sessions.away": "Without the sessions of {accounts}, which is not loaded",
	"sessions.backward": "The last day is before the first one, or the first one is still to come. Choose other dates.",
	"sessions.all_places": "All places",
	"sessions.all_cards": "All cards",
	"sessions.other_places": "Other places",
	"sessions.card.gone": "A card that is no longer set up",
	"sessions.download": "Download CSV",
	"sessions.none_yet": "Nothing charged yet",
	"sessions.none_yet.help": "Once you have charged, every session is here: what it took, what it cost and how much of it was sun, by month and year, with a file for your claims.",
	"sessions.none_here": "No sessions in this time",
	"sessions.none_filtered": "No sessions here with this place and card",
	"sessions.sessions": "Sessions",
	"sessions.energy": "Energy",
	"sessions.cost": "Cost",
	"sessions.sun": "Sun",
	"sessions.date": "Date",
	"sessions.place": "Place",
	"sessions.card": "Card",
	"sessions.duration": "Duration",
	"sessions.sun.part": "{energy} of {covered}",
	"sessions.sun.of": "{share}: {energy} of {covered} that were measured",
	"sessions.average.is": "{price} on average",
	"sessions.average.of": "{price} where both are known",
	"sessions.count.one": "{count} session",
	"sessions.count.other": "{count} sessions",
	"sessions.no_energy.one": "{count} session without energy",
	"sessions.no_energy.other": "{count} sessions without energy",
	"sessions.no_cost.one": "{count} session without cost",
	"sessions.no_cost.other": "{count} sessions without cost",
	"sessions.bars.day": "Energy by day",
	"sessions.bars.month": "Energy by month",
	"sessions.bar.lacks": "Energy not known",
	"sessions.zone": "Times of {zone}",
	"sessions.more": "Show more ({shown} of {count})",
	"sessions.billed": "as billed",
	"sessions.metered": "{figure} by your meter",
	"sessions.started": "Started",
	"sessions.stopped": "Stopped",
	"sessions.state": "State",
	"sessions.location": "Location",
	"sessions.evse_id": "EVSE ID",
	"sessions.average": "Average price",
	"sessions.prices": "Prices at the start",
	"sessions.per_minute": "{price}/min",
	"sessions.start_fee": "{price} per session",
	"sessions.origin": "Started by",
	"sessions.origin.here": "Home Assistant",
	"sessions.origin.elsewhere": "Charge card or app",
	"sessions.session_id": "Session ID",
	"sessions.start_request": "Start RequestId",
	"sessions.stop_request": "Stop RequestId",
	"sessions.bill.title": "What the bill says",
	"sessions.bill.help": "It counts instead of what your meter says, and is marked as billed.",
	"sessions.bill.help.alone": "It counts from then on, and is marked as billed.",
	"sessions.bill.energy": "kWh",
	"sessions.bill.amount": "Amount",
	"sessions.bill.currency": "Currency",
	"sessions.bill.save": "Save",
	"sessions.bill.take_back": "Take back",
	"sessions.bill.saved": "Saved.",
	"sessions.bill.taken_back": "Taken back.",
	"sessions.bill.no_number": "Enter numbers such as 11.4.",
	"sessions.bill.nothing": "Enter the energy or the amount of the bill.",
	"sessions.bill.no_currency": "Enter the currency as three letters, such as EUR."
}, Be = { en: ze };
function q(e, t, n = {}) {
	let r = (e ?? "en").split("-")[0] ?? "en";
	return (Be[e ?? ""]?.[t] ?? Be[r]?.[t] ?? ze[t]).replace(/\{(\w+)\}/g, (e, t) => String(n[t] ?? ""));
}
function Ve() {
	return document.documentElement.lang || navigator.language;
}
// src/errors.ts
function He(e) {
	return e?.code === "unauthorized";
}
async function Ue(e, t) {
	let { message: n, translation_domain: r, translation_key: i, translation_placeholders: a } = t ?? {}, o = n ?? "";
	r && i && (o = (await e.loadBackendTranslation("exceptions", r))(`component.${r}.exceptions.${i}.message`, a) || o);
	let s = a?.reference ?? null;
	return s && (o = o.replace(s, "").replace(/\s*RequestId\s*$/, "")), {
		text: o.trim() || q(e.language, "error.unknown"),
		reference: s && We(e, s)
	};
}
function We(e, t) {
	let n = q(e.language, "request_id");
	return t.includes(n) ? t : `${n} ${t}`;
}
// \0@oxc-project+runtime@0.156.0/helpers/esm/decorate.js
function Ge(e, t, n, r) {
	var i = arguments.length, a = i < 3 ? t : r === null ? r = Object.getOwnPropertyDescriptor(t, n) : r, o;
	if (typeof Reflect == "object" && typeof Reflect.decorate == "function") a = Reflect.decorate(e, t, n, r);
	else for (var s = e.length - 1; s >= 0; s--) (o = e[s]) && (a = (i < 3 ? o(a) : i > 3 ? o(t, n, a) : o(t, n)) || a);
	return i > 3 && a && Object.defineProperty(t, n, a), a;
}
// src/format.ts
var Ke = {
	comma_decimal: "en-US",
	decimal_comma: "de",
	space_comma: "fr",
	quote_decimal: "de-CH"
}, qe = 157248e5;
function Je(e) {
	let t = e.locale.number_format;
	return t === "system" ? void 0 : Ke[t] ?? e.locale.language;
}
var Ye = /* @__PURE__ */ new Map();
function J(e, t, n) {
	let r = `${e} ${JSON.stringify(t)}`, i = Ye.get(r) ?? n();
	return Ye.set(r, i), i;
}
function Y(e, t) {
	let n = {
		useGrouping: e.locale.number_format !== "none",
		...t
	}, r = Je(e);
	return J(r, n, () => new Intl.NumberFormat(r, n));
}
function X(e, t) {
	return J(e, t, () => new Intl.DateTimeFormat(e, t));
}
function Xe(e, t, n) {
	return Y(e, {
		minimumFractionDigits: n,
		maximumFractionDigits: n
	}).format(t);
}
function Ze(e, t, n, r) {
	return /^[a-z]{3}$/i.test(n) ? Y(e, {
		style: "currency",
		currency: n,
		maximumFractionDigits: r
	}).format(t) : `${Xe(e, t, 2)} ${n}`;
}
function Qe(e, t) {
	return Y(e, {
		style: "percent",
		maximumFractionDigits: 0
	}).format(t);
}
function $e(e, t, n, r) {
	let { language: i } = e.locale, a = {
		style: "unit",
		unit: n,
		unitDisplay: r
	};
	return J(i, a, () => new Intl.NumberFormat(i, a)).format(t);
}
function et(e, t) {
	let n = Math.max(0, Math.floor(t)), [r, i] = [Math.floor(n / 3600), Math.floor(n / 60) % 60], { DurationFormat: a } = Intl;
	if (a) {
		let { language: t } = e.locale, o = {
			style: "short",
			[n < 60 ? "secondsDisplay" : "minutesDisplay"]: "always"
		}, s = n < 60 ? { seconds: n } : r ? {
			hours: r,
			minutes: i
		} : { minutes: i };
		return J(t, o, () => new a(t, o)).format(s);
	}
	return n < 60 ? `${n} s` : r ? `${r} h ${i} min` : `${i} min`;
}
function tt(e, t = Date.now()) {
	let n = (e, t) => X("en", {
		dateStyle: "short",
		timeStyle: "short",
		timeZone: e
	}).format(t);
	return [t, t + qe].some((t) => n(e, t) !== n(void 0, t));
}
function nt(e) {
	return /^[a-z]{3}$/i.test(e) ? new Intl.NumberFormat("en", {
		style: "currency",
		currency: e
	}).resolvedOptions().maximumFractionDigits : 2;
}
function rt(e, t, n) {
	let r = /* @__PURE__ */ new Date(`${`${t}-01-01`.slice(0, 10)}T00:00:00Z`);
	return X(e.locale.language, {
		...n,
		timeZone: "UTC"
	}).format(r);
}
function it(e, t) {
	return X(e.locale.time_format === "system" ? void 0 : e.locale.language, {
		hour: "numeric",
		minute: "2-digit",
		hourCycle: at(e),
		timeZone: e.config.time_zone
	}).format(new Date(t));
}
function at(e) {
	return {
		12: "h12",
		24: "h23"
	}[e.locale.time_format];
}
function ot(e, t) {
	return X(e.locale.time_format === "system" ? void 0 : e.locale.language, {
		day: "numeric",
		month: "short",
		hour: "numeric",
		minute: "2-digit",
		hourCycle: at(e),
		timeZone: e.locale.time_zone === "server" ? e.config.time_zone : void 0
	}).format(new Date(t));
}
// src/confirm.ts
async function st(e, t) {
	let n = await window.loadCardHelpers?.();
	return n?.showConfirmationDialog ? n.showConfirmationDialog(e, t) : window.confirm(`${t.title}\n\n${t.text}`);
}
// src/icons.ts
var ct = "M11 21v-7H6l7-12v8h5z", lt = "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 1h2v3h-2zM11 20h2v3h-2zM1 11h3v2H1zM20 11h3v2h-3zM4.2 5.6l1.4-1.4 2.1 2.1-1.4 1.4zM16.3 17.7l1.4-1.4 2.1 2.1-1.4 1.4zM16.3 6.3l2.1-2.1 1.4 1.4-2.1 2.1zM4.2 18.4l2.1-2.1 1.4 1.4-2.1 2.1z", ut = "M4 5h14a2 2 0 0 1 2 2v1h-7a2 2 0 0 0-2 2v4a2 2 0 0 0 2 2h7v1a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM13 10h9v4h-9zM16 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2z", dt = "M9 2h2v5h2V2h2v5h2v4a5 5 0 0 1-4 4.9V22h-2v-6.1A5 5 0 0 1 7 11V7h2z", ft = "M11 3h2v9l3.5-3.5 1.4 1.4L12 15.8 6.1 9.9l1.4-1.4L11 12zM4 19h16v2H4z", pt = "M15.4 5.4 14 4l-8 8 8 8 1.4-1.4L8.8 12z", mt = "M5.4 8 4 9.4l8 8 8-8L18.6 8 12 14.6z", ht = "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z", gt = "M10 3a7 7 0 1 0 4.2 12.6L19.6 21 21 19.6l-5.4-5.4A7 7 0 0 0 10 3zM10 5a5 5 0 1 1 0 10 5 5 0 0 1 0-10z", _t = "M8 5v14l11-7z", vt = "M7 7h10v10H7z", yt = {
	ATTRIBUTE: 1,
	CHILD: 2,
	PROPERTY: 3,
	BOOLEAN_ATTRIBUTE: 4,
	EVENT: 5,
	ELEMENT: 6
}, bt = (e) => (...t) => ({
	_$litDirective$: e,
	values: t
}), xt = class {
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
}, { I: St } = be, Ct = (e) => e, wt = () => document.createComment(""), Z = (e, t, n) => {
	let r = e._$AA.parentNode, i = t === void 0 ? e._$AB : t._$AA;
	if (n === void 0) n = new St(r.insertBefore(wt(), i), r.insertBefore(wt(), i), e, e.options);
	else {
		let t = n._$AB.nextSibling, a = n._$AM, o = a !== e;
		if (o) {
			let t;
			n._$AQ?.(e), n._$AM = e, n._$AP !== void 0 && (t = e._$AU) !== a._$AU && n._$AP(t);
		}
		if (t !== i || o) {
			let e = n._$AA;
			for (; e !== t;) {
				let t = Ct(e).nextSibling;
				Ct(r).insertBefore(e, i), e = t;
			}
		}
	}
	return n;
}, Q = (e, t, n = e) => (e._$AI(t, n), e), Tt = {}, Et = (e, t = Tt) => e._$AH = t, Dt = (e) => e._$AH, $ = (e) => {
	e._$AR(), e._$AA.remove();
}, Ot = (e, t, n) => {
	let r = /* @__PURE__ */ new Map();
	for (let i = t; i <= n; i++) r.set(e[i], i);
	return r;
}, kt = bt(class extends xt {
	constructor(e) {
		if (super(e), e.type !== yt.CHILD) throw Error("repeat() can only be used in text expressions");
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
		let i = Dt(e), { values: a, keys: o } = this.dt(t, n, r);
		if (!Array.isArray(i)) return this.ut = o, a;
		let s = this.ut ??= [], c = [], l, u, d = 0, f = i.length - 1, p = 0, m = a.length - 1;
		for (; d <= f && p <= m;) if (i[d] === null) d++;
		else if (i[f] === null) f--;
		else if (s[d] === o[p]) c[p] = Q(i[d], a[p]), d++, p++;
		else if (s[f] === o[m]) c[m] = Q(i[f], a[m]), f--, m--;
		else if (s[d] === o[m]) c[m] = Q(i[d], a[m]), Z(e, c[m + 1], i[d]), d++, m--;
		else if (s[f] === o[p]) c[p] = Q(i[f], a[p]), Z(e, i[d], i[f]), f--, p++;
		else if (l === void 0 && (l = Ot(o, p, m), u = Ot(s, d, f)), l.has(s[d])) {
			if (l.has(s[f])) {
				let t = u.get(o[p]), n = t === void 0 ? null : i[t];
				if (n === null) {
					let t = Z(e, i[d]);
					Q(t, a[p]), c[p] = t;
				} else c[p] = Q(n, a[p]), Z(e, i[d], n), i[t] = null;
				p++;
			} else $(i[f]), f--;
		} else $(i[d]), d++;
		for (; p <= m;) {
			let t = Z(e, c[m + 1]);
			Q(t, a[p]), c[p++] = t;
		}
		for (; d <= f;) {
			let e = i[d++];
			e !== null && $(e);
		}
		return this.ut = o, Et(e, c), P;
	}
}), At = ["month", "year"];
export { q as A, K as B, $e as C, We as D, He as E, Ae as F, o as G, F as H, ke as I, a as K, je as L, Ie as M, Fe as N, Ue as O, Te as P, Oe as R, ot as S, Ge as T, fe as U, W as V, pe as W, rt as _, ht as a, Xe as b, dt as c, vt as d, lt as f, it as g, nt as h, ct as i, Re as j, Ve as k, ft as l, st as m, kt as n, mt as o, ut as p, pt as r, _t as s, At as t, gt as u, et as v, tt as w, Qe as x, Ze as y, Me as z };
