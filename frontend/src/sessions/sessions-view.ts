/** The sessions view: what was charged in a month, a year or a span, and each session's receipt. */

import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { readError } from "../errors";
import { formatDay, formatNumber, isElsewhere } from "../format";
import { BACK, BOLT, PLUG, SAVE } from "../icons";
import { text, type TextKey } from "../localize";
import { property, state } from "../properties";
import { ROWS, type SessionsConfig } from "../sessions-options";
import type { Hass } from "../types";
import { arrivalAt, intoSight } from "./arrival";
import { ShellEvBars } from "./bars";
import { TextFile } from "./file";
import { memoryKey, recall, remember, type Doing, type Draft } from "./memory";
import { icon, renderNumbers } from "./numbers";
import {
  columnsOf,
  daysOf,
  hasEarlier,
  hasLater,
  isBackward,
  moved,
  shownAt,
  switched,
  todayIn,
  unitOf,
  type Kind,
  type Period,
  type Steps,
} from "./period";
import { Reading, type Wish } from "./reading";
import { ShellEvReceipt } from "./receipt";
import { columns, ownPlaces, seriesOf } from "./series";
import { controls } from "./styles";
import { nameOf, renderTable } from "./table";
import { tableStyles } from "./table-styles";
import type { Answer, Named, Query, Row, Unit } from "./types";
import { viewStyles } from "./view-styles";
import { cardName } from "./figures";

/** Where a card is only shown to be chosen, and the dashboard around it edited. */
const PREVIEW_ROWS = 3;
const KINDS = ["month", "year", "span"] as const;
/** Home Assistant tells of every state, and of those none matters here. */
const MATTERS = ["language", "locale", "localize", "connected", "config", "devices", "entities", "user"] as const;

export class ShellEvSessionsView extends LitElement {
  static override styles = [controls, viewStyles, tableStyles];

  @property({ attribute: false }) hass?: Hass;
  @property({ attribute: false }) config?: SessionsConfig;

  /** Whether it is only to be looked at. */
  @property({ type: Boolean }) preview = false;

  @state() private period?: Period;
  /** Where the bars were that led here, the last one last. */
  @state() private trail: Period[] = [];
  @state() private place?: Named;
  @state() private card?: Named;
  /** The session whose receipt is open. */
  @state() private opened?: string;
  @state() private drafts: Record<string, Draft> = {};
  @state() private saveError?: string;

  private readonly reading = new Reading(this, () => this.wish());
  private asked?: string;
  private memory?: string;
  /** How many sessions were listed when the page was left. */
  private left = 0;
  /** The columns that the bars were drawn in last. */
  private drawn: { unit: Unit; days: string[] } = { unit: "day", days: [] };
  private readonly file = new TextFile("text/csv;charset=utf-8");

  /** Whether the session that is open is still to be brought into sight. */
  private unseen = false;

  override connectedCallback(): void {
    super.connectedCallback();
    // Home Assistant puts away a view and takes it out again as it was.
    if (this.hasUpdated) this.arrive();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.file.forget();
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get("hass") as Hass | undefined;
    const { hass } = this;
    if (!before || !hass) return true;
    if (before.connected && !hass.connected) this.reading.lost();
    // What failed may go well with another part of Home Assistant loaded.
    const grown = before.config !== hass.config && this.reading.error !== undefined;
    if ((!before.connected && hass.connected) || grown) this.reading.renew();
    return changed.size > 1 || MATTERS.some((key) => before[key] !== hass[key]);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("config") || changed.has("preview")) this.begin();
    const asked = JSON.stringify(this.query());
    if (asked === this.asked) return;
    this.asked = asked;
    this.reading.renew();
  }

  protected override updated(): void {
    this.bringIntoSight();
    const { memory, period, trail, place, card, opened, drafts } = this;
    if (!memory || !period) return;
    const listed = this.isOld ? this.left : (this.reading.answer?.sessions.length ?? 0);
    remember(memory, { period, trail, place, card, opened, drafts, listed });
  }

  /** Go on with what was being done here, where it is this that was being done. */
  private begin(): void {
    const { hass, config, preview } = this;
    if (!hass || !config) return;
    const { title = "", period: kind = "month" } = config;
    const memory = preview ? undefined : memoryKey(hass, title, kind);
    if (this.period && memory === this.memory && !preview) return;
    this.memory = memory;
    const doing: Partial<Doing> = (memory && recall(memory)) || {};
    this.period = doing.period ?? { kind, at: null };
    this.trail = doing.trail ?? [];
    this.place = doing.place;
    this.card = doing.card;
    this.opened = doing.opened;
    this.drafts = doing.drafts ?? {};
    this.left = doing.listed ?? 0;
    this.arrive();
  }

  /** Who asks for one session sees no filter, and its month. */
  private arrive(): void {
    const arrival = this.hass && !this.preview ? arrivalAt(this.hass.config.time_zone) : undefined;
    if (!arrival) return;
    this.place = this.card = undefined;
    this.opened = arrival.session;
    this.unseen = true;
    this.show(arrival.period);
  }

  private bringIntoSight(): void {
    const opened = this.unseen && !this.isOld && this.renderRoot.querySelector<HTMLElement>(".opens[aria-expanded=true]");
    if (!opened) return;
    this.unseen = false;
    opened.focus({ preventScroll: true });
    intoSight(opened);
  }

  // What is asked

  private get today(): string {
    return this.reading.answer?.today ?? todayIn(this.hass?.config.time_zone ?? "UTC");
  }

  private get first(): string | null {
    return this.reading.answer?.first ?? null;
  }

  private query(): Query | undefined {
    const { period, today, first, place, card } = this;
    if (!period || isBackward(period, today)) return undefined;
    return {
      ...daysOf(period, today),
      by: unitOf(period, today, first),
      ...(place ? { places: [place.key] } : {}),
      ...(card ? { cards: [card.key] } : {}),
    };
  }

  private wish(): Wish | undefined {
    const query = this.query();
    if (!this.hass || !query) return undefined;
    const rows = this.config?.rows ?? ROWS;
    return { hass: this.hass, query, page: this.preview ? Math.min(rows, PREVIEW_ROWS) : rows, least: this.left };
  }

  /** What was answered to what is asked now, or to what was asked before. */
  private get isOld(): boolean {
    return this.reading.answered !== this.asked;
  }

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass?.language, key, values);
  }

  // What a person does

  private show(period: Period, trail: Period[] = []): void {
    this.period = period;
    this.trail = trail;
    this.anew();
  }

  private anew(): void {
    this.left = 0;
    this.saveError = undefined;
  }

  private step(steps: number): void {
    if (this.period) this.show(moved(this.period, steps, this.today));
  }

  private switch(kind: Kind): void {
    if (this.period) this.show(switched(this.period, kind, this.today));
  }

  private bound(end: "from" | "to", event: Event): void {
    const { period } = this;
    if (period?.kind !== "span") return;
    this.show({ ...period, [end]: (event.target as HTMLInputElement).value || null });
  }

  private filter(which: "place" | "card", names: Named[], event: Event): void {
    this[which] = names[Number((event.target as HTMLSelectElement).value)];
    this.anew();
  }

  /** Show the day or the month of a bar, with a way back. */
  private readonly openBar = (day: string): void => {
    if (!this.period) return;
    const month = { kind: "month", at: day >= this.today.slice(0, 7) ? null : day } as const;
    const trail = [...this.trail, this.period];
    this.show(day.length === 7 ? month : { kind: "span", from: day, to: day }, trail);
    this.focusOn(".return");
  };

  private goBack(): void {
    const period = this.trail.at(-1);
    if (!period) return;
    this.show(period, this.trail.slice(0, -1));
    this.focusOn("fieldset :checked");
  }

  /** What had the focus is gone. */
  private focusOn(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  private readonly changed = (row: Row): void => this.reading.replace(row);

  private readonly open = (row: Row): void => {
    this.opened = nameOf(row) === this.opened ? undefined : nameOf(row);
  };

  private readonly keep = (row: Row, draft: Draft): void => {
    const { [nameOf(row)]: _, ...others } = this.drafts;
    this.drafts = Object.keys(draft).length ? { ...others, [nameOf(row)]: draft } : others;
  };

  private async download(): Promise<void> {
    const wish = this.wish();
    if (!wish) return;
    const { from, to, places, cards } = wish.query;
    this.saveError = undefined;
    try {
      const { csv, filename } = await wish.hass.callWS<{ csv: string; filename: string }>({
        type: "shell_ev/export_sessions",
        from,
        to,
        ...(places ? { places } : {}),
        ...(cards ? { cards } : {}),
      });
      this.file.save(csv, filename);
      // Who has left meanwhile does not come back to let go of it.
      if (!this.isConnected) this.file.forget();
    } catch (error) {
      this.saveError = (await readError(wish.hass, error)).text;
    }
  }

  // What a person sees

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config, period, reading } = this;
    if (!hass || !config || !period) return nothing;
    const { answer } = reading;
    return html`<ha-card>
      ${config.title ? html`<h2>${config.title}</h2>` : nothing}
      ${answer && answer.first === null && !answer.away.length && !this.place && !this.card
        ? this.renderNothingYet()
        : html`${this.renderBar(hass, period, answer)}${this.renderProblem(period)}${answer
            ? this.renderContent(hass, period, answer)
            : html`<div class="wait"></div>`}`}
      <span class="hidden" role="status">${reading.busy ? this.text("sessions.reading") : nothing}</span>
    </ha-card>`;
  }

  private renderNothingYet(): TemplateResult {
    return html`<div class="empty">
      <span class="bubble">${icon(BOLT)}</span>
      <h3>${this.text("sessions.none_yet")}</h3>
      <p>${this.text("sessions.none_yet.help")}</p>
    </div>`;
  }

  private renderProblem(period: Period): TemplateResult | typeof nothing {
    if (isBackward(period, this.today))
      return html`<p class="error" role="alert">${this.text("sessions.backward")}</p>`;
    const { error } = this.reading;
    if (error)
      return html`<div class="error" role="alert">
        <p>${error}</p>
        <button type="button" class="act" @click=${() => this.reading.renew()}>
          ${this.text("sessions.again")}
        </button>
      </div>`;
    if (this.saveError) return html`<p class="error" role="alert">${this.saveError}</p>`;
    const away = this.reading.answer?.away.join(", ");
    return away ? html`<p class="error">${this.text("sessions.away", { accounts: away })}</p>` : nothing;
  }

  private renderBar(hass: Hass, period: Period, answer: Answer | undefined): TemplateResult {
    const when = html`${period.kind === "span" ? this.renderDates(period) : this.renderSteps(hass, period)}
    ${this.renderReturn(hass)}`;
    if (this.preview) return html`<div class="bar">${when}</div>`;
    return html`<div class="bar">
      ${when}
      <fieldset>
        <legend class="hidden">${this.text("sessions.period")}</legend>
        ${KINDS.map(
          (kind) => html`<label
            ><input
              type="radio"
              name="kind"
              value=${kind}
              .checked=${kind === period.kind}
              @change=${() => this.switch(kind)}
            />${this.text(`sessions.period.${kind}`)}</label
          >`,
        )}
      </fieldset>
      <div class="filters">
        ${this.renderFilter("place", "sessions.all_places", answer?.places ?? [])}
        ${this.renderFilter("card", "sessions.all_cards", answer?.cards ?? [])}
        <button
          type="button"
          class="act save"
          ?disabled=${!answer?.count || !this.query()}
          @click=${this.download}
        >
          ${icon(SAVE)}${this.text("sessions.download")}
        </button>
      </div>
    </div>`;
  }

  private nameOf(hass: Hass, period: Steps): string {
    const month = period.kind === "month" ? ({ month: "long" } as const) : {};
    return formatDay(hass, shownAt(period, this.today), { ...month, year: "numeric" });
  }

  private renderReturn(hass: Hass): TemplateResult | typeof nothing {
    const period = this.trail.at(-1);
    if (!period) return nothing;
    return html`<button type="button" class="act return" @click=${this.goBack}>
      ${icon(BACK)}${period.kind === "span"
        ? this.text("sessions.return.span")
        : this.text("sessions.return", { period: this.nameOf(hass, period) })}
    </button>`;
  }

  private renderSteps(hass: Hass, period: Steps): TemplateResult {
    const { today, first } = this;
    const button = (side: "back" | "next", steps: number, enabled: boolean) =>
      html`<button
        type="button"
        class="step ${side}"
        aria-label=${this.text(`sessions.${side}.${period.kind}`)}
        ?disabled=${!enabled}
        @click=${() => this.step(steps)}
      >
        ${icon(BACK)}
      </button>`;
    return html`<div class="when">
      ${button("back", -1, hasEarlier(period, today, first))}
      <h3 aria-live="polite">${this.nameOf(hass, period)}</h3>
      ${button("next", 1, hasLater(period, today))}
    </div>`;
  }

  private renderDates(period: Period & { kind: "span" }): TemplateResult {
    return html`<div class="dates">
      ${(["from", "to"] as const).map(
        (end) => html`<label
          >${this.text(end === "from" ? "sessions.from" : "sessions.to")}
          <input
            type="date"
            class=${end}
            max=${this.today}
            .value=${period[end] ?? ""}
            @change=${(event: Event) => this.bound(end, event)}
        /></label>`,
      )}
    </div>`;
  }

  private renderFilter(which: "place" | "card", all: TextKey, known: Named[]): TemplateResult {
    const chosen = this[which];
    // What was chosen in another month stays chosen, though nothing was charged with it in this one.
    const names =
      chosen && !known.some(({ key }) => key === chosen.key) ? [...known, chosen] : known;
    const hass = this.hass as Hass;
    return html`<select
      class=${which}
      aria-label=${this.text(which === "place" ? "sessions.place" : "sessions.card")}
      @change=${(event: Event) => this.filter(which, names, event)}
    >
      <option value="-1" .selected=${!chosen}>${this.text(all)}</option>
      ${names.map(
        (name, index) =>
          html`<option value=${index} .selected=${name.key === chosen?.key}>
            ${cardName(hass, name)}
          </option>`,
      )}
    </select>`;
  }

  private renderContent(hass: Hass, period: Period, answer: Answer): TemplateResult {
    const { isOld } = this;
    return html`<div class="content ${isOld ? "old" : ""}" aria-busy=${this.reading.busy}>
      ${answer.totals.sessions
        ? html`${renderNumbers(hass, answer.totals)}${this.renderBars(hass, period, answer)}${this.renderList(
            hass,
            answer,
          )}`
        : html`<div class="empty">
            <span class="bubble">${icon(PLUG)}</span>
            <h3>${this.text(this.place || this.card ? "sessions.none_filtered" : "sessions.none_here")}</h3>
          </div>`}
    </div>`;
  }

  private renderBars(hass: Hass, period: Period, answer: Answer): TemplateResult {
    // While another time is read, the bars of the old one would stand on days that are not theirs.
    const unit = this.isOld ? this.drawn.unit : unitOf(period, answer.today, answer.first);
    const days = this.isOld ? this.drawn.days : columnsOf(period, unit, answer.today, answer.first);
    this.drawn = { unit, days };
    const series = seriesOf(answer.places, answer.bars, ownPlaces(hass));
    const leads = days.length > 1;
    return html`<shell-ev-bars
      .hass=${hass}
      .columns=${columns(days, answer.bars, series)}
      .series=${series}
      .unit=${unit}
      .today=${answer.today}
      .open=${leads && !this.preview ? this.openBar : undefined}
    ></shell-ev-bars>`;
  }

  private renderList(hass: Hass, answer: Answer): TemplateResult {
    const { opened, drafts, open, keep, changed, preview } = this;
    const zone = hass.config.time_zone;
    const sessions = preview ? answer.sessions.slice(0, PREVIEW_ROWS) : answer.sessions;
    return html`${renderTable(hass, { ...answer, sessions }, { opened, drafts, open, keep, changed })}
    ${isElsewhere(zone)
      ? html`<p class="dim zone">${this.text("sessions.zone", { zone: zone.replace(/_/g, " ") })}</p>`
      : nothing}
    ${preview || answer.sessions.length >= answer.count
      ? nothing
      : html`<button type="button" class="act more" @click=${() => this.reading.more()}>
          ${this.text("sessions.more", {
            shown: formatNumber(hass, answer.sessions.length, 0),
            count: formatNumber(hass, answer.count, 0),
          })}
        </button>`}`;
  }
}

if (!customElements.get("shell-ev-sessions-view")) {
  customElements.define("shell-ev-bars", ShellEvBars);
  customElements.define("shell-ev-receipt", ShellEvReceipt);
  customElements.define("shell-ev-sessions-view", ShellEvSessionsView);
}
