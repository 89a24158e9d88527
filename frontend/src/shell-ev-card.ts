/** The card: a row for every charge point. */

import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import {
  KEYS,
  cardEntities,
  chargeCards,
  chargePointOf,
  chargePoints,
  stateOf,
  type ChargePoint,
  type Device,
} from "./charge-points";
import type { ShellEvChargePoint } from "./charge-point-row";
import { cardStyles } from "./charging/card-styles";
import { RECEIPT_S } from "./charging/charge-point-reading";
import { ago, uptime } from "./charging/countdown";
import { Glide } from "./charging/glide";
import { shownStates } from "./charging/last-seen";
import { Order } from "./charging/order";
import { payers } from "./charging/figures";
import { ShellEvEditor } from "./editor";
import { SEARCH, WALLET } from "./icons";
import { pageLanguage, speaks, text, type TextKey } from "./localize";
import { property, state } from "./properties";
import { Changes } from "./sessions/changes";
import type { CardConfig, Details, Hass, NamedCard } from "./types";

const CONFIRM = ["auto", "always", "never"] as const;
const MAX_SESSIONS = 100;
const DEFAULTS = { confirm: "auto", sessions: 0, compact: false } as const;
/** From so many on they can be searched. */
const MANY = 8;

const FORM_LABELS: Record<string, TextKey> = {
  title: "form.title",
  charge_points: "form.charge_points",
  compact: "form.compact",
  confirm: "form.confirm",
  sessions: "form.sessions",
};

function fail(what: string): never {
  throw new Error(`shell-ev-card: ${what}`);
}

/** Refuse what cannot be meant. The message is for whoever writes the YAML. */
export function checkConfig(config: CardConfig): void {
  const { charge_points, confirm, sessions, sessions_path, title } = config;
  if (charge_points !== undefined && !Array.isArray(charge_points))
    fail("charge_points is a list of device ids");
  if (confirm !== undefined && !CONFIRM.includes(confirm)) fail(`confirm is one of ${CONFIRM.join(", ")}`);
  if (title !== undefined && typeof title !== "string") fail("title is a text");
  if (sessions_path !== undefined && !/^[\w-]+$/.test(String(sessions_path)))
    fail("sessions_path is the path of a view");
  if (sessions !== undefined && !(Number.isInteger(sessions) && sessions >= 0 && sessions <= MAX_SESSIONS))
    fail(`sessions is a whole number from 0 to ${MAX_SESSIONS}`);
}

export class ShellEvCard extends LitElement {
  static override styles = cardStyles;

  @property({ attribute: false }) hass?: Hass;
  @state() private config?: CardConfig;
  @state() private chosen = "";
  @state() private sought = "";
  /** How often there was news of commands where no charge point is configured. */
  @state() private away = 0;
  /** What was read of the charge points: which card pays, which ones may, and what tells their power. */
  @state() private told: ReadonlyMap<string, Details & { at: number }> = new Map();

  private readonly order = new Order(() => this.requestUpdate());
  private readonly glide = new Glide(this, () => this.parts());
  private shown: ChargePoint[] = [];

  /** What holds unless it is chosen otherwise, so that the editor shows it. */
  static getStubConfig(): Omit<CardConfig, "type"> {
    return { ...DEFAULTS };
  }

  static getConfigElement(): HTMLElement {
    return ShellEvEditor.of(ShellEvCard);
  }

  static getConfigForm(): object {
    const say = (key: TextKey) => text(pageLanguage(), key);
    return {
      schema: [
        { name: "title", selector: { text: {} } },
        {
          name: "charge_points",
          selector: {
            device: {
              multiple: true,
              filter: [{ integration: "shell_ev" }],
              entity: [{ integration: "shell_ev", domain: "switch" }],
            },
          },
        },
        {
          name: "confirm",
          selector: {
            select: {
              mode: "dropdown",
              options: CONFIRM.map((value) => ({ value, label: say(`form.confirm.${value}`) })),
            },
          },
        },
        {
          name: "sessions",
          selector: { number: { min: 0, max: MAX_SESSIONS, mode: "box" } },
        },
        { name: "compact", selector: { boolean: {} } },
      ],
      computeLabel: (item: { name: string }) => {
        const key = FORM_LABELS[item.name];
        return key ? say(key) : undefined;
      },
      computeHelper: (item: { name: string }) =>
        item.name === "charge_points" ? say("form.charge_points.help") : undefined,
      assertConfig: checkConfig,
    };
  }

  setConfig(config: CardConfig): void {
    checkConfig(config);
    this.config = config;
  }

  getCardSize(): number {
    return (this.points().length || 1) + 1;
  }

  getGridOptions(): object {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  /** Rows look after themselves; the card changes with the registries, and passes states on. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get("hass") as Hass | undefined;
    const { hass } = this;
    if (!before || !hass || changed.size > 1) return true;
    return (
      before.entities !== hass.entities ||
      before.devices !== hass.devices ||
      before.locale !== hass.locale ||
      before.language !== hass.language ||
      before.localize !== hass.localize ||
      before.connected !== hass.connected ||
      [...this.registry().states, ...this.sensors()].some((id) => before.states[id] !== hass.states[id]) ||
      this.points().some((point) =>
        KEYS.some((key) => stateOf(before, point, key) !== stateOf(hass, point, key)),
      )
    );
  }

  private known?: {
    entities: unknown;
    devices: unknown;
    config: unknown;
    points: ChargePoint[];
    cards: Device[];
    counts: string[];
    states: string[];
    paid: boolean;
  };

  /** What the registries say; looked for again when they or the options change. */
  private registry() {
    const { hass, config, known } = this;
    if (!hass) return { points: [], cards: [], counts: [], states: [], paid: false };
    if (
      known?.entities === hass.entities &&
      known.devices === hass.devices &&
      known.config === config
    )
      return known;
    const points = chargePoints(hass, config?.charge_points);
    const accounts = new Set(points.map((point) => point.account));
    this.known = {
      entities: hass.entities,
      devices: hass.devices,
      config,
      points,
      cards: [...accounts].flatMap((account) => chargeCards(hass, account)),
      ...cardEntities(hass),
    };
    return this.known;
  }

  private points(): ChargePoint[] {
    return this.registry().points;
  }

  /** Charging, then those with a receipt, then available, then the rest; but in their order where they were chosen in one. */
  private sorted(hass: Hass): ChargePoint[] {
    const points = this.points();
    if (this.config?.charge_points?.length) return points;
    const rank = (point: ChargePoint) => {
      const seen = shownStates(hass, point);
      if (stateOf(seen, point, "charging")?.state === "on") return 0;
      if (this.hasReceipt(seen, point)) return 1;
      return stateOf(seen, point, "availability")?.state === "available" ? 2 : 3;
    };
    return this.order.of([...points].sort((a, b) => rank(a) - rank(b)), rank);
  }

  /** By what was answered, and until then by a state and the browser's clock, which may be wrong. */
  private hasReceipt(seen: Pick<Hass, "states">, point: ChargePoint): boolean {
    const told = this.told.get(point.id);
    const end = stateOf(seen, point, "last_session_end")?.state ?? "";
    const since = told ? told.receipt && ago(told.receipt.ended_ago, told.at, uptime()) : (Date.now() - Date.parse(end)) / 1000;
    return since !== null && since < RECEIPT_S;
  }

  /** Those that are searched for, where there are so many that they can be. */
  private found(): ChargePoint[] {
    const words = this.shown.length < MANY ? "" : fold(this.sought).trim();
    return this.shown.filter((point) => fold(point.name).includes(words));
  }

  /** What stands one below the other on the card. */
  private parts(): HTMLElement[] {
    const away = this.renderRoot.querySelector("shell-ev-elsewhere")?.shadowRoot;
    return [
      ...this.renderRoot.querySelectorAll<HTMLElement>("ha-card > *"),
      ...(away?.querySelectorAll<HTMLElement>("section") ?? []),
    ];
  }

  /** A pointer or a key on the card: whoever is at it finds everything where it was. */
  private readonly touched = {
    handleEvent: (event: Event): void => {
      this.order.touch();
      this.glide.take(event);
    },
    capture: true,
  };

  private readonly hovers = ({ type }: Event): void => {
    this.order.touch(type === "pointerenter");
    // When it has gone the order settles.
    this.requestUpdate();
  };

  /** Where a row is moved, what had the focus has it again. */
  protected override willUpdate(): void {
    if (this.hass) this.shown = this.sorted(this.hass);
    const row = this.shadowRoot?.activeElement;
    const inner = row?.shadowRoot?.activeElement as HTMLElement | null | undefined;
    if (!inner) return;
    void this.updateComplete.then(() => {
      if (inner.isConnected && this.shadowRoot?.activeElement === null) inner.focus();
    });
  }

  /** A command is out, or has come back, which no state tells: the row of that charge point asks about it. */
  private readonly commands = new Changes(({ device_id }) => {
    if (device_id === null) this.away++;
    for (const row of this.renderRoot.querySelectorAll<ShellEvChargePoint>("shell-ev-charge-point"))
      if (row.point.id === device_id) row.ask(0);
  }, "commands");

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.commands.end();
    this.order.end();
    this.glide.end();
  }

  protected override updated(): void {
    if (!this.hass?.connected) this.commands.lost();
    else if (this.isConnected) this.commands.begin(this.hass);
    this.glide.soon();
  }

  private readonly hears = (id: string, details: Details): void => {
    const before = this.told.get(id);
    const used = (it: Details | undefined) =>
      JSON.stringify([it?.charge_card, it?.may_use, it?.power_sensor, it?.energy_sensor, it?.receipt?.session_id]);
    if (used(before) !== used(details)) this.told = new Map(this.told).set(id, { ...details, at: uptime() });
  };

  /** The sensors of others that rows show. */
  private sensors(): string[] {
    return [...this.told.values()].flatMap((it) => [it.power_sensor ?? [], it.energy_sensor ?? []].flat());
  }

  /** How many of our sessions are where no charge point is configured, as far as states tell. */
  private elsewhere(hass: Hass): number {
    const active = this.registry().counts.reduce((sum, id) => sum + (Number(hass.states[id]?.state) || 0), 0);
    const here = this.points().filter((point) => stateOf(hass, point, "charging")?.state === "on");
    return Math.max(0, active - here.length);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config } = this;
    if (!hass || !config || !speaks(hass.language, () => this.requestUpdate())) return nothing;
    const points = this.points();
    const many = points.length >= MANY;
    const own = this.ownCards();
    const shown = this.found();
    const news = this.registry().states.map((id) => hass.states[id]?.state);
    return html`<ha-card
      @pointerenter=${this.hovers}
      @pointerleave=${this.hovers}
      @shell-ev-command=${this.touched}
      @shell-ev-rendered=${() => this.glide.soon()}
      @pointerdown=${this.touched}
      @keydown=${this.touched}
      @click=${this.touched}
    >
      ${config.title ? html`<h2>${config.title}</h2>` : nothing}
      ${many ? html`<div class="tools">${this.renderSearch(hass)}${this.renderCards(hass, own)}</div>` : nothing}
      ${config.charge_points?.length || !this.registry().paid
        ? nothing
        : html`<shell-ev-elsewhere
            .hass=${hass}
            .news=${[...news, this.away].join(" ")}
            .expected=${this.elsewhere(hass)}
            .points=${points.length}
          ></shell-ev-elsewhere>`}
      ${repeat(
        shown,
        (point) => point.id,
        (point) => html`<shell-ev-charge-point
          .hass=${hass}
          .point=${point}
          .config=${config}
          .chosen=${this.chosen}
          .names=${own.length > 1}
          .told=${this.hears}
        ></shell-ev-charge-point>`,
      )}
      ${points.length
        ? shown.length
          ? nothing
          : html`<p role="status">${text(hass.language, "search.none")}</p>`
        : html`<p>
            ${text(hass.language, "empty")}
            <a href="/config/integrations/integration/shell_ev"
              >${text(hass.language, "empty.add")}</a
            >
          </p>`}
      ${many ? nothing : this.renderCards(hass, own)}
    </ha-card>`;
  }

  /** The names of the cards that pay where none is chosen. */
  private ownCards(): NamedCard[] {
    const cards = [...this.told.values()].flatMap((it) => it.charge_card ?? []);
    return [...new Map(cards.map((card) => [card.device_id ?? card.name, card])).values()];
  }

  private renderSearch(hass: Hass): TemplateResult {
    const label = text(hass.language, "search");
    return html`<label>
      <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${SEARCH}></path>`}</svg>
      <input
        type="search"
        placeholder=${label}
        aria-label=${label}
        .value=${this.sought}
        @input=${(event: Event) => (this.sought = (event.target as HTMLInputElement).value)}
      />
    </label>`;
  }

  /** Which card pays, once for all of them; where there is nothing to choose, nothing. */
  private renderCards(hass: Hass, own: NamedCard[]): TemplateResult | typeof nothing {
    const told = [...this.told.values()];
    const usable = new Set(told.flatMap((it) => it.may_use));
    const { cards } = this.registry();
    const mine = told.length ? cards.filter((card) => usable.has(card.id)) : cards;
    if (cards.length < 2 || mine.length === 0) return nothing;
    const only = own.length === 1 ? own[0] : undefined;
    return html`<div class=${this.points().length >= MANY ? "pay" : "tools foot"}>
      <label>
        <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${WALLET}></path>`}</svg>
        <span>${text(hass.language, "pay_with")}</span>
        <select
          .value=${this.chosen}
          @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}
        >
          <option value="">
            ${told.length ? payers(hass, own) : "\u2026"}
          </option>
          ${mine
            .filter((card) => card.id !== only?.device_id)
            .map((card) => html`<option value=${card.id}>${card.name}</option>`)}
        </select>
      </label>
    </div>`;
  }
}

/** Letters for searching: without their case and marks. */
function fold(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** What Home Assistant offers when one of our entities is put on a dashboard. */
export function entitySuggestion(hass: Hass, entityId: string): object | null {
  const device = chargePointOf(hass, entityId);
  return device ? { config: { type: "custom:shell-ev-card", charge_points: [device] } } : null;
}
