/** The map of charge points nearby: one's own, and those that Shell's directory lists around home. */

import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { isUnauthorized } from "./errors";
import { formatMoney, formatNumber } from "./format";
import { text } from "./localize";
import type { Hass, HassEntity } from "./types";

/** As Home Assistant's own map shows it: no such entity is, so none can be taken for it. */
const PREFIX = "geo_location.shell_ev_nearby_";
const LIMIT = 50;
const RADIUS_M = 3000;
/** A page that is opened again soon asks Shell nothing. */
const FRESH_MS = 10 * 60 * 1000;

/** What the action `shell_ev.find_charge_points` finds. Distance in metres, power in kW. */
export interface Found {
  name: string;
  device_id: string | null;
  distance: number;
  availability: string | null;
  latitude: number;
  longitude: number;
  maximum_power: number | null;
  price_per_kwh: number | null;
  currency: string | null;
}

interface MapCard extends HTMLElement {
  hass?: Hass;
}

/** Of the context protocol of the web components community group. */
interface ContextRequest extends Event {
  context: unknown;
  callback: (value: unknown, unsubscribe?: () => void) => void;
}

interface CardHelpers {
  createCardElement(config: object): MapCard;
}

export interface NearbyConfig {
  type: string;
  /** The entities of one's own charge points. */
  entities?: object[];
}

let last: { at: number; found: Found[] } | undefined;

/** Forget what was found, for a page that begins anew. */
export function forgetNearby(): void {
  last = undefined;
}

/** One for each place, a free one if there is: what stands side by side would hide each other. */
function places(found: Found[]): Found[] {
  const byPlace = new Map<string, Found>();
  for (const it of found.filter((each) => !each.device_id)) {
    const place = `${it.latitude} ${it.longitude}`;
    const known = byPlace.get(place);
    if (!known || (known.availability !== "available" && it.availability === "available"))
      byPlace.set(place, it);
  }
  return [...byPlace.values()];
}

async function find(hass: Hass): Promise<Found[]> {
  if (!last || Date.now() - last.at > FRESH_MS) {
    const { response } = (await hass.callService(
      "shell_ev",
      "find_charge_points",
      { radius: RADIUS_M, limit: LIMIT },
      undefined,
      false,
      true,
    )) as { response: { charge_points: Found[] } };
    last = { at: Date.now(), found: places(response.charge_points) };
  }
  return last.found;
}

export class ShellEvNearby extends LitElement {
  static override styles = css`
    p {
      margin: 8px 4px 0;
      color: var(--primary-text-color, #212121);
    }
  `;

  @property({ attribute: false }) hass?: Hass;
  @state() private config?: NearbyConfig;
  @state() private found?: Found[];
  @state() private failed = false;
  @state() private chosen?: Found;
  @state() private map?: MapCard;

  setConfig(config: NearbyConfig): void {
    this.config = config;
  }

  getGridOptions(): object {
    return { columns: 12, rows: "auto" };
  }

  constructor() {
    super();
    this.addEventListener("context-request", (event) => this.asked(event as ContextRequest), true);
  }

  protected override firstUpdated(): void {
    void this.look();
  }

  /** The map asks the page for states by itself: it is given those of the places as well. */
  private asked(event: ContextRequest): void {
    if (event.context !== "states") return;
    const give = event.callback;
    event.callback = (states, unsubscribe) =>
      give({ ...(states as object), ...this.places() }, unsubscribe);
  }

  private async look(): Promise<void> {
    if (!this.hass) return;
    try {
      this.found = await find(this.hass);
    } catch (error) {
      // Who may not ask is shown its own charge points, and told nothing of the rest.
      this.failed = !isUnauthorized(error);
      this.found = [];
    }
    const helpers = (await window.loadCardHelpers?.()) as unknown as CardHelpers | undefined;
    const entities = [
      ...(this.config?.entities ?? []),
      ...this.found.map((_, index) => ({ entity: `${PREFIX}${index}`, label_mode: "icon" })),
    ];
    if (entities.length) {
      this.map = helpers?.createCardElement({
        type: "map",
        aspect_ratio: "16:9",
        auto_fit: true,
        cluster: false,
        entities,
      });
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.map && this.hass && (changed.has("hass") || !this.map.hass)) {
      this.map.hass = { ...this.hass, states: { ...this.hass.states, ...this.places() } };
    }
  }

  /** What was found, as states: the map shows nothing else. */
  private places(): Record<string, HassEntity> {
    return Object.fromEntries(
      (this.found ?? []).map((it, index) => [
        `${PREFIX}${index}`,
        {
          entity_id: `${PREFIX}${index}`,
          state: it.availability ?? "unknown",
          attributes: {
            friendly_name: it.name,
            icon: it.availability === "available" ? "mdi:ev-station" : "mdi:car-off",
            latitude: it.latitude,
            longitude: it.longitude,
          },
        },
      ]),
    );
  }

  /** Home Assistant has no dialog for what it does not know: it is told below the map. */
  private tapped(event: CustomEvent<{ entityId: string | null }>): void {
    const entityId = event.detail.entityId ?? "";
    if (!entityId.startsWith(PREFIX)) return;
    event.stopPropagation();
    this.chosen = this.found?.[Number(entityId.slice(PREFIX.length))];
  }

  protected override render(): TemplateResult {
    const { hass, chosen } = this;
    return html`<div @hass-more-info=${this.tapped}>${this.map ?? nothing}</div>
      ${this.failed && hass
        ? html`<p>${text(hass.language, "nearby.failed")}</p>`
        : html`<p role="status">${chosen && hass ? this.told(hass, chosen) : nothing}</p>`}`;
  }

  private told(hass: Hass, it: Found): string {
    const far =
      it.distance < 1000
        ? `${it.distance} m`
        : `${formatNumber(hass, it.distance / 1000, 1)} km`;
    const availability =
      it.availability &&
      (hass.localize(`component.shell_ev.entity.sensor.availability.state.${it.availability}`) ||
        it.availability);
    const price =
      it.price_per_kwh !== null && it.currency
        ? `${formatMoney(hass, it.price_per_kwh, it.currency)}/kWh`
        : null;
    const power = it.maximum_power === null ? null : `${formatNumber(hass, it.maximum_power, 0)} kW`;
    return [it.name, far, availability, power, price].filter(Boolean).join(" · ");
  }
}
