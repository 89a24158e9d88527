/** A place in full: what can be charged at, for how much, and what can be done about it. */

import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import { confirmed } from "../confirm";
import { named, readError, type ShownError } from "../errors";
import { formatMoney, formatTime } from "../format";
import { text, type TextKey } from "../localize";
import type { Hass } from "../types";
import { availabilityOf, keyOf, type Outlet, type Place } from "./places";
import { mayStart, ownPrices, rightsAt, type Rights } from "./rights";
import { isAdded, remember } from "./search";
import { mapStyles, sheetStyles } from "./styles";
import { wayTo } from "./way";
import {
  availabilityWords,
  connectorWords,
  distanceWords,
  placeName,
  powerWords,
  priceWords,
  pricesOf,
  type Prices,
} from "./words";

const CROSS = "M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12z";

/** What a start has come to, as the action answers it. */
interface Started {
  response?: {
    state: string;
    error_text: string | null;
    start_request_id: string | null;
  };
}

interface Outcome extends ShownError {
  /** The outlet it is about. */
  key: string;
  failed: boolean;
}

export class ShellEvPlace extends LitElement {
  static override styles = [mapStyles, sheetStyles];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) place!: Place;

  @state() private rights?: Rights;
  @state() private card = "";
  /** The outlet where something is under way, from the press to the answer. */
  @state() private busy?: string;
  @state() private waiting = false;
  @state() private outcome?: Outcome;
  @query("h3") private heading?: HTMLElement;

  /** Whoever has opened it goes on here. */
  override focus(): void {
    this.heading?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("place") as Place | undefined;
    if (!changed.has("place") || before?.key === this.place.key) return;
    this.outcome = this.rights = undefined;
    this.card = "";
    void this.ask();
  }

  private async ask(): Promise<void> {
    const { place } = this;
    const rights = await rightsAt(this.hass, place);
    if (place.key !== this.place.key) return;
    this.rights = rights;
    const usual = rights.cards.find((card) => card.id === rights.usual) ?? rights.cards[0];
    this.card = usual?.id ?? "";
  }

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass.language, key, values);
  }

  private prices(outlet: Outlet): Prices {
    return (this.rights && ownPrices(this.rights, outlet)) ?? pricesOf(outlet);
  }

  // What a person does

  /** One thing at a time, the question before it included. */
  private async doing(outlet: Outlet, deed: () => Promise<Omit<Outcome, "key"> | undefined>): Promise<void> {
    if (this.busy) return;
    const { key } = this.place;
    this.busy = keyOf(outlet);
    this.outcome = undefined;
    let outcome: Omit<Outcome, "key"> | undefined;
    try {
      outcome = await deed();
    } catch (error) {
      outcome = { ...(await readError(this.hass, error)), failed: true };
    }
    this.busy = undefined;
    this.waiting = false;
    // Of what was begun at another place nothing is told at this one.
    if (outcome && key === this.place.key) this.outcome = { ...outcome, key: keyOf(outlet) };
  }

  private start(outlet: Outlet): Promise<void> {
    return this.doing(outlet, async () => {
      const { card } = this;
      if (!(await this.mayStart(outlet)) || !this.isConnected) return undefined;
      this.waiting = true;
      const where = outlet.device_id ? { charge_point: outlet.device_id } : { evse_id: outlet.evse_id };
      const { response } = (await this.hass.callService(
        "shell_ev",
        "start_session",
        { ...where, charge_card: card },
        undefined,
        false,
        true,
      )) as Started;
      return this.becameOf(response);
    });
  }

  private mayStart(outlet: Outlet): Promise<boolean> {
    const { start_fee, currency } = this.prices(outlet);
    const card = this.rights?.cards.find((each) => each.id === this.card)?.name;
    const free = availabilityOf(this.hass, outlet);
    const costs = priceWords(this.hass, { ...this.prices(outlet), start_fee: null }).join(" · ");
    return confirmed(this, {
      title: this.text("confirm.title", { name: outlet.name }),
      text: [
        costs && `${costs}.`,
        start_fee && currency
          ? this.text("confirm.fee", { fee: formatMoney(this.hass, start_fee, currency) })
          : "",
        card ? this.text("map.pays", { card }) : "",
        free === null || free === "available" ? "" : this.text("map.taken"),
      ]
        .filter(Boolean)
        .join(" "),
      confirmText: this.text("start"),
      dismissText: this.text("confirm.cancel"),
    });
  }

  private becameOf(session: Started["response"]): Omit<Outcome, "key"> {
    const { state: now, error_text: why, start_request_id: id } = session ?? {};
    if (now === "started") return { text: this.text("map.started"), reference: null, failed: false };
    if (now === "failed_to_start")
      return {
        text: why ?? this.text("error.unknown"),
        reference: id ? named(this.hass, id) : null,
        failed: true,
      };
    return { text: this.text("map.unconfirmed"), reference: null, failed: false };
  }

  private add(outlet: Outlet): Promise<void> {
    return this.doing(outlet, async () => {
      const { account, evse_id } = outlet;
      await this.hass.callWS({ type: "shell_ev/add_charge_point", account, evse_id });
      remember(evse_id ?? "");
      return { text: this.text("map.added"), reference: null, failed: false };
    });
  }

  // What a person sees

  protected override render(): TemplateResult {
    const { hass, place } = this;
    const name = placeName(place);
    const { operator, address } = place.outlets.find((outlet) => outlet.operator) ?? place.outlets[0] ?? {};
    const where = [operator, address, place.distance === null ? "" : distanceWords(hass, place.distance)];
    return html`<section class="card" aria-labelledby="name">
      <header>
        <h3 id="name" tabindex="-1"><bdi>${name}</bdi></h3>
        <button
          type="button"
          class="close"
          aria-label=${this.text("map.close")}
          @click=${() => this.dispatchEvent(new Event("place-closed"))}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${CROSS}></path></svg>
        </button>
        <div class="facts">
          ${where
            .filter(Boolean)
            .map((each, index) => html`${index ? " · " : nothing}<bdi class="long">${each}</bdi>`)}
        </div>
      </header>
      ${this.renderCards()}
      <ul>
        ${repeat(place.outlets, keyOf, (outlet) => html`<li class="outlet">${this.renderOutlet(outlet)}</li>`)}
      </ul>
      <div class="way">
        <a
          class="tonal"
          href=${wayTo(place, name)}
          target="_blank"
          rel="noopener noreferrer"
          aria-label=${this.text("map.navigate.label", { name })}
          >${this.text("map.navigate")}</a
        >
      </div>
    </section>`;
  }

  /** Which card pays is asked where there are several. */
  private renderCards(): TemplateResult | typeof nothing {
    const { rights, place } = this;
    if (!rights || rights.cards.length < 2) return nothing;
    if (!place.outlets.some((outlet) => mayStart(rights, outlet))) return nothing;
    return html`<label class="pay">
      ${this.text("pay_with")}
      <select
        ?disabled=${this.busy !== undefined}
        @change=${(event: Event) => (this.card = (event.target as HTMLSelectElement).value)}
      >
        ${rights.cards.map(
          (card) =>
            html`<option value=${card.id} ?selected=${card.id === this.card}>${card.name}</option>`,
        )}
      </select>
    </label>`;
  }

  private renderOutlet(outlet: Outlet): TemplateResult {
    const { hass } = this;
    const availability = availabilityOf(hass, outlet);
    const updated = outlet.availability_updated;
    const connectors = outlet.connectors.map((each) => connectorWords(hass, each)).filter(Boolean);
    const power = outlet.maximum_power;
    const plugs = connectors.length ? connectors : power === null ? [] : [powerWords(hass, power)];
    const prices = priceWords(hass, this.prices(outlet));
    return html`<div class="state">
        <span class="dot ${availability ?? ""}"></span>
        <span>${availabilityWords(hass, availability)}</span>
        ${updated && !Number.isNaN(Date.parse(updated))
          ? html`<span class="facts">${this.text("map.as_of", { time: formatTime(hass, updated) })}</span>`
          : nothing}
      </div>
      <div class="lines">
        <div>${parted(prices.length ? prices : [this.text("map.no_price")])}</div>
        ${plugs.length ? html`<div>${parted(plugs)}</div>` : nothing}
        ${outlet.evse_id ? html`<div class="facts"><bdi>${outlet.evse_id}</bdi></div>` : nothing}
      </div>
      ${this.renderActs(outlet)} ${this.renderOutcome(outlet)}`;
  }

  private renderActs(outlet: Outlet): TemplateResult {
    const { rights, busy } = this;
    const here = busy === keyOf(outlet);
    const starting = here && this.waiting;
    const free = availabilityOf(this.hass, outlet);
    const label = this.label(outlet);
    const addable = outlet.account && outlet.evse_id && !outlet.device_id && !isAdded(outlet.evse_id);
    return html`<div class="acts">
      ${rights && mayStart(rights, outlet)
        ? html`<button
            type="button"
            class="tonal start ${free === null || free === "available" ? "" : "quiet"}"
            ?disabled=${busy !== undefined || !this.hass.connected}
            aria-busy=${starting ? "true" : "false"}
            aria-label=${starting ? nothing : this.text("start.label", { name: label })}
            @click=${() => this.start(outlet)}
          >
            ${this.text(starting ? "starting" : "start")}
          </button>`
        : nothing}
      ${addable && this.hass.user?.is_admin
        ? html`<button
            type="button"
            class="tonal"
            ?disabled=${busy !== undefined || !this.hass.connected}
            aria-label=${this.text("map.add.label", { name: label })}
            @click=${() => this.add(outlet)}
          >
            ${this.text("map.add")}
          </button>`
        : nothing}
    </div>`;
  }

  /** An outlet among several is told apart by its EVSE ID. */
  private label({ name, evse_id }: Outlet): string {
    return this.place.outlets.length > 1 && evse_id ? `${name} ${evse_id}` : name;
  }

  private renderOutcome(outlet: Outlet): TemplateResult {
    const key = keyOf(outlet);
    const outcome = this.outcome?.key === key ? this.outcome : undefined;
    const waits = this.waiting && this.busy === key;
    return html`<div class="told" role="status">${waits
        ? this.text("map.waiting")
        : outcome && !outcome.failed
          ? outcome.text
          : nothing}</div>
      ${outcome?.failed
        ? html`<div class="told error" role="alert">
            ${outcome.text} ${outcome.reference ? html`<code>${outcome.reference}</code>` : nothing}
          </div>`
        : nothing}`;
  }
}

/** Facts in one line, none of them broken in the middle. */
export function parted(facts: string[]): TemplateResult {
  return html`${facts.map((fact, index) => html`${index ? " · " : nothing}<bdi>${fact}</bdi>`)}`;
}
