/** A session's receipt: what is known of it, and what was billed for it. */

import { LitElement, html, nothing, type TemplateResult } from "lit";

import { readError } from "../errors";
import { currencyDigits, formatClock, formatDay, formatLength, formatShare } from "../format";
import { text, type TextKey } from "../localize";
import { property, state } from "../properties";
import type { Hass } from "../types";
import type { Draft } from "./memory";
import { receiptStyles } from "./receipt-styles";
import { controls } from "./styles";
import type { Row } from "./types";
import { cardName, kwh, money, parsed, pricePerKwh, prices, typed } from "./figures";

/** As exact as a meter tells it. */
const EXACT_DIGITS = 3;

interface Figures {
  energy: number | null;
  amount: number | null;
  currency: string | null;
}

const NOTHING: Figures = { energy: null, amount: null, currency: null };

export class ShellEvReceipt extends LitElement {
  static override styles = [controls, receiptStyles];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) row!: Row;
  /** Home Assistant's currency. */
  @property() currency = "";
  /** Takes the session as it is after a change, also where this receipt is closed by then. */
  @property({ attribute: false }) changed!: (row: Row) => void;

  /** What is in the fields that a person has touched; the others follow what others change. */
  @property({ attribute: false }) draft: Draft = {};
  @property({ attribute: false }) keep!: (draft: Draft) => void;

  @state() private busy = false;
  @state() private error?: string;
  @state() private said?: TextKey;

  /** What a field has where nobody touches it. */
  private known(field: keyof Draft): string {
    const { billed, currency } = this.row;
    const code = billed?.currency ?? currency ?? this.currency;
    if (field === "currency") return code;
    return field === "energy"
      ? typed(this.hass, billed?.energy)
      : typed(this.hass, billed?.amount, currencyDigits(code));
  }

  private field(field: keyof Draft): string {
    return this.draft[field] ?? this.known(field);
  }

  private put(field: keyof Draft, value: string): void {
    const { [field]: _, ...others } = this.draft;
    this.draft = value === this.known(field) ? others : { ...others, [field]: value };
    this.keep(this.draft);
  }

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass.language, key, values);
  }

  // What a person does

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const { billed } = this.row;
    const number = (field: "energy" | "amount") => {
      const draft = this.draft[field];
      return draft === undefined ? (billed?.[field] ?? null) : parsed(draft);
    };
    const energy = number("energy");
    const amount = number("amount");
    const currency = this.field("currency").trim().toUpperCase();
    if (energy === undefined || amount === undefined) this.refuse("sessions.bill.no_number");
    else if (energy === null && amount === null) this.refuse("sessions.bill.nothing");
    else if (amount !== null && !/^[A-Z]{3}$/.test(currency)) this.refuse("sessions.bill.no_currency");
    else
      await this.send(
        { energy, amount, currency: amount === null ? null : currency },
        "sessions.bill.saved",
      );
  }

  private refuse(why: TextKey): void {
    this.error = this.text(why);
    this.said = undefined;
  }

  private async send(figures: Figures, said: TextKey): Promise<void> {
    if (this.busy) return;
    const { hass, row, changed, draft, keep } = this;
    this.busy = true;
    this.error = this.said = undefined;
    try {
      const after = await hass.callWS<Row>({
        type: "shell_ev/set_session_figures",
        account: row.account,
        key: row.key,
        language: hass.language,
        ...figures,
      });
      changed(after);
      // What was typed meanwhile stays.
      const later = Object.entries(this.draft).filter(([field, value]) => value !== draft[field as keyof Draft]);
      this.draft = Object.fromEntries(later);
      keep(this.draft);
      this.said = said;
      // The button that took it back is gone with it.
      if (!after.billed) this.renderRoot.querySelector("input")?.focus();
    } catch (error) {
      this.error = (await readError(hass, error)).text;
    }
    this.busy = false;
  }

  // What a person sees

  protected override render(): TemplateResult {
    const { row } = this;
    return html`<div class="paper">
      ${row.error_text ? html`<p class="error">${row.error_text}</p>` : nothing}
      <dl>${this.facts().map(([key, fact]) => this.renderFact(key, fact))}</dl>
      ${row.may_change && !row.live ? this.renderForm() : nothing}
    </div>`;
  }

  private renderFact(key: TextKey, fact: unknown): TemplateResult | typeof nothing {
    return fact ? html`<dt>${this.text(key)}</dt>
          <dd>${fact}</dd>` : nothing;
  }

  private facts(): [TextKey, unknown][] {
    const { hass, row } = this;
    const { stopped_at, duration, error_text } = row;
    const id = (value: string | null) => value && html`<code>${value}</code>`;
    const inForce = prices(hass, row).join(" + ");
    return [
      ["sessions.started", this.time(row.started_at)],
      ["sessions.stopped", stopped_at && this.time(stopped_at)],
      ["sessions.duration", duration === null ? "" : formatLength(hass, duration)],
      ["sessions.state", error_text || row.state !== "stopped" ? this.stateName() : ""],
      ["sessions.place", row.place.name],
      ["sessions.location", row.location === row.place.name ? "" : row.location],
      ["sessions.evse_id", id(row.evse_id)],
      ["sessions.card", cardName(hass, row.card)],
      ["sessions.energy", this.energyFact()],
      ["sessions.sun", this.sunFact()],
      ["sessions.cost", this.costFact()],
      ["sessions.average", this.averageFact()],
      ["sessions.prices", inForce],
      ["sessions.origin", this.text(`sessions.origin.${row.origin}`)],
      ["sessions.session_id", id(row.session_id)],
      ["sessions.start_request", id(row.start_request_id)],
      ["sessions.stop_request", id(row.stop_request_id)],
    ];
  }

  private time(iso: string): string {
    const { hass } = this;
    const day = formatDay(hass, iso.slice(0, 10), {
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
    });
    return `${day}, ${formatClock(hass, iso)}`;
  }

  private stateName(): string {
    const key = `component.shell_ev.entity.sensor.session_state.state.${this.row.state}`;
    return this.hass.localize(key) || this.row.state;
  }

  /** A figure, and beside one that was billed the one that was metered. */
  private beside(shown: string, billed: boolean, metered: string): TemplateResult {
    return html`${shown}
      ${billed ? html`<span class="billed">${this.text("sessions.billed")}</span>` : nothing}
      ${billed && metered
        ? html`<br /><span class="dim">${this.text("sessions.metered", { figure: metered })}</span>`
        : nothing}`;
  }

  private energyFact(): unknown {
    const { energy, energy_source, metered } = this.row;
    if (energy === null) return "";
    const own = metered?.energy ?? null;
    return this.beside(
      kwh(this.hass, energy, EXACT_DIGITS),
      energy_source === "bill",
      own === null ? "" : kwh(this.hass, own, EXACT_DIGITS),
    );
  }

  private costFact(): unknown {
    const { hass } = this;
    const { cost, currency, cost_source, metered } = this.row;
    if (cost === null || !currency) return "";
    const own = metered?.cost ?? null;
    const billed = cost_source === "bill";
    return this.beside(
      money(hass, cost, currency, !billed),
      billed,
      own === null || !metered?.currency ? "" : money(hass, own, metered.currency, true),
    );
  }

  private averageFact(): string {
    const { average_price, currency, cost_source } = this.row;
    if (average_price === null || !currency) return "";
    return pricePerKwh(this.hass, average_price, currency, cost_source !== "bill");
  }

  private sunFact(): string {
    const { solar_energy, solar_covered } = this.row;
    if (solar_energy === null || !solar_covered) return "";
    return this.text("sessions.sun.of", {
      energy: kwh(this.hass, solar_energy),
      covered: kwh(this.hass, solar_covered),
      share: formatShare(this.hass, solar_energy / solar_covered),
    });
  }

  private renderForm(): TemplateResult {
    const { row, busy } = this;
    const metered = row.metered !== null && (row.metered.energy !== null || row.metered.cost !== null);
    return html`<form novalidate @submit=${this.save}>
      <h4>${this.text("sessions.bill.title")}</h4>
      <p class="dim">${this.text(metered ? "sessions.bill.help" : "sessions.bill.help.alone")}</p>
      <div class="fields">
        ${this.renderField("energy", "decimal")} ${this.renderField("amount", "decimal")}
        ${this.renderField("currency", "text")}
      </div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      <div class="buttons">
        <button class="act main" aria-busy=${busy}>${this.text("sessions.bill.save")}</button>
        ${row.billed
          ? html`<button
              type="button"
              class="act back"
              aria-busy=${busy}
              @click=${() => this.send(NOTHING, "sessions.bill.taken_back")}
            >
              ${this.text("sessions.bill.take_back")}
            </button>`
          : nothing}
      </div>
      <p class="dim" role="status">${this.said ? this.text(this.said) : nothing}</p>
    </form>`;
  }

  private renderField(field: keyof Draft, mode: "decimal" | "text"): TemplateResult {
    return html`<label
      >${this.text(`sessions.bill.${field}`)}
      <input
        type="text"
        inputmode=${mode}
        autocomplete="off"
        .value=${this.field(field)}
        @input=${(event: Event) => this.put(field, (event.target as HTMLInputElement).value)}
      />
    </label>`;
  }
}
