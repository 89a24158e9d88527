/** The map of what is nearby, with its filters, the place that is chosen, and all of it as a list. */

import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { chargePoints } from "../charge-points";
import { isUnauthorized } from "../errors";
import { formatNumber } from "../format";
import { text, type TextKey } from "../localize";
import { property, state } from "../properties";
import type { DeviceEntry, Hass, HassEntity } from "../types";
import { NO_FILTERS, STRONG_KW, connectorsOf, filtered, hasStrong, isFiltered, type Filters } from "./filters";
import { mapColors, mapConfig, mapStates, placeAt, type MapCard } from "./ha-map";
import { hasMoved, placesOf, shownOutlet, statusAt, type Place } from "./places";
import { RADIUS_M, find, freshFor, type Found } from "./search";
import { ShellEvPlace, parted } from "./sheet";
import { mapStyles } from "./styles";
import { connectorName, distanceWords, firstPrice, placeFacts, placeName } from "./place-texts";

/** Places in the list before it is asked for all of them. */
const FEW = 5;

/** Of the context protocol of the web components community group. */
interface ContextRequest extends Event {
  context: unknown;
  callback: (value: unknown, unsubscribe?: () => void) => void;
}

interface CardHelpers {
  createCardElement(config: object): MapCard;
}

/** The accounts to ask one after the other, where there are several: that of the first device of ours is the first. */
function accountsOf(hass: Hass): (string | undefined)[] {
  const entries = new Set<string>();
  for (const entity of Object.values(hass.entities)) {
    if (entity?.platform !== "shell_ev" || !entity.device_id) continue;
    const device = hass.devices[entity.device_id] as (DeviceEntry & { config_entries?: string[] }) | undefined;
    for (const entry of device?.config_entries ?? []) entries.add(entry);
  }
  return entries.size > 1 ? [...entries] : [undefined];
}

export class ShellEvMap extends LitElement {
  static override styles = mapStyles;

  @property({ attribute: false }) hass!: Hass;

  @state() private found?: Found[];
  @state() private failed = false;
  @state() private looking = false;
  @state() private old = false;
  @state() private chosen?: string;
  @state() private filters: Filters = NO_FILTERS;
  @state() private all = false;
  @state() private map?: MapCard;

  private places: Place[] = [];
  /** The entities that tell where one's own are, and whether they charge. */
  private own: string[] = [];
  private switches: string[] = [];
  private states: Record<string, HassEntity> = {};
  private entities = "";
  private rims = "";
  private rimSheet = new CSSStyleSheet();
  /** It stays while it is closed: what was begun in it goes on. */
  private readonly full = document.createElement("shell-ev-place") as ShellEvPlace;
  private opener?: HTMLElement;
  private ageing?: number;

  constructor() {
    super();
    this.addEventListener("context-request", (event) => this.asked(event as ContextRequest), true);
    this.full.addEventListener("place-closed", () => this.close());
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.chosen) this.close();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.ageing);
    this.opener = undefined;
  }

  protected override firstUpdated(): void {
    void this.look();
  }

  /** The map asks the page for states by itself: it is given those of the places as well. */
  private asked(event: ContextRequest): void {
    if (event.context !== "states") return;
    const give = event.callback;
    event.callback = (states, unsubscribe) =>
      give({ ...(states as object), ...this.marked() }, unsubscribe);
    this.paint(event.composedPath()[0]);
  }

  /** The map shows each marker's part by a name of its own: its rim says whether it is free. */
  private paint(target: EventTarget | undefined): void {
    if (!(target instanceof HTMLElement) || target.localName !== "ha-map") return;
    const root = target.getRootNode();
    if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(this.rimSheet))
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.rimSheet];
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    const before = this.found;
    this.looking = true;
    this.failed = this.old = false;
    try {
      this.found = await find(this.hass, accountsOf(this.hass));
    } catch (error) {
      // Who may not ask is shown its own charge points, and told nothing of the rest.
      this.failed = !isUnauthorized(error);
      this.found = before ?? [];
    }
    this.looking = false;
    if (this.found !== before) {
      this.map = undefined;
      this.place(this.hass);
    }
    this.age();
    await this.draw();
  }

  /** When what was found gets old, it may be looked for again. */
  private age(): void {
    window.clearTimeout(this.ageing);
    if (this.isConnected && freshFor())
      this.ageing = window.setTimeout(() => (this.old = true), freshFor());
  }

  private place(hass: Hass): void {
    const points = chargePoints(hass);
    this.own = points.flatMap(({ entities }) => entities.availability ?? []);
    this.switches = points.flatMap(({ entities }) => entities.charging ?? []);
    this.places = placesOf(hass, this.found ?? []);
  }

  /** The places as states, with what they say now. */
  private marked(): Record<string, HassEntity> {
    return (this.states = mapStates(this.hass, this.places, this.states));
  }

  private shown(): Place[] {
    return filtered(this.hass, this.places, this.filters);
  }

  /** A map of what was found; what is filtered changes the same one. */
  private async draw(): Promise<void> {
    const helpers = (await window.loadCardHelpers?.()) as unknown as CardHelpers | undefined;
    if (this.map || !this.places.length || !helpers) return;
    const config = mapConfig(this.hass, this.shown(), this.places);
    this.entities = JSON.stringify(config.entities);
    this.map = helpers.createCardElement(config);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { hass, map } = this;
    const before = changed.get("hass") as Hass | undefined;
    if (this.found && before && this.moved(before)) {
      this.place(hass);
      void this.draw();
    }
    if (!map) return;
    if (changed.has("hass") || !map.hass) map.hass = { ...hass, states: { ...hass.states, ...this.marked() } };
    const config = mapConfig(hass, this.shown(), this.places);
    const entities = JSON.stringify(config.entities);
    // A map of nothing is refused: then it stays what it was.
    if (entities !== this.entities && config.entities.length) {
      this.entities = entities;
      map.setConfig?.(config);
    }
    const rims = mapColors(hass, this.places);
    if (rims !== this.rims) this.rimSheet.replaceSync((this.rims = rims));
  }

  /** Whether there are others of one's own, or elsewhere. */
  private moved(before: Hass): boolean {
    const { hass } = this;
    return (
      before.entities !== hass.entities ||
      before.devices !== hass.devices ||
      this.switches.some((entity) => before.states[entity]?.state !== hass.states[entity]?.state) ||
      this.own.some((entity) => hasMoved(before, hass, entity))
    );
  }

  // What a person does

  /** Home Assistant has no dialog for what it does not know: it is told below the map. */
  private tapped(event: CustomEvent<{ entityId: string | null }>): void {
    const place = placeAt(event.detail.entityId ?? "", this.places);
    if (!place) return;
    event.stopPropagation();
    void this.open(place, event.composedPath()[0]);
  }

  private async open(place: Place, opener: EventTarget | undefined): Promise<void> {
    this.opener = opener instanceof HTMLElement ? opener : undefined;
    this.chosen = place.key;
    await this.updateComplete;
    await this.full.updateComplete;
    this.full.focus();
  }

  private close(): void {
    this.chosen = undefined;
    this.opener?.focus();
    this.opener = undefined;
  }

  /** What no longer matches is not shown in full either. */
  private filter(changed: Partial<Filters>): void {
    this.filters = { ...this.filters, ...changed };
    if (!this.shown().some(({ key }) => key === this.chosen)) this.chosen = undefined;
  }

  private toggle(connector: string): void {
    const connectors = new Set(this.filters.connectors);
    if (!connectors.delete(connector)) connectors.add(connector);
    this.filter({ connectors });
  }

  // What a person sees

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass.language, key, values);
  }

  protected override render(): TemplateResult {
    const place = this.places.find((each) => each.key === this.chosen);
    const none = this.found !== undefined && !this.places.length;
    return html`${none
        ? nothing
        : html`<div class="map ${this.map ? "" : "empty"}" @hass-more-info=${this.tapped}>
            ${this.map ?? nothing}
          </div>`}
      ${this.renderFilters()}
      ${place ? Object.assign(this.full, { hass: this.hass, place }) : nothing}
      ${this.renderList()} ${this.renderAgain()}`;
  }

  private renderFilters(): TemplateResult | typeof nothing {
    const { hass, filters, places } = this;
    if (places.length < 2 && !isFiltered(filters)) return nothing;
    const connectors = connectorsOf(places, filters.connectors);
    return html`<div class="chips" role="group" aria-label=${this.text("map.filters")}>
      ${chip(this.text("map.free_now"), filters.free, () => this.filter({ free: !filters.free }))}
      ${filters.strong || hasStrong(places)
        ? chip(this.text("map.strong", { power: formatNumber(hass, STRONG_KW, 0) }), filters.strong, () =>
            this.filter({ strong: !filters.strong }),
          )
        : nothing}
      ${connectors.length > 1 || filters.connectors.size
        ? connectors.map((type) =>
            chip(connectorName(hass, type), filters.connectors.has(type), () => this.toggle(type)),
          )
        : nothing}
    </div>`;
  }

  private renderList(): TemplateResult | typeof nothing {
    const { places } = this;
    if (!places.length) return nothing;
    const shown = this.shown();
    if (!shown.length) return html`<p role="status">${this.text("map.no_match")}</p>`;
    const listed = this.all ? shown : shown.slice(0, FEW);
    return html`<div class="card">
      <ul aria-label=${this.text("map.list")}>
        ${repeat(
          listed,
          ({ key }) => key,
          (place) => html`<li>${this.renderPlace(place)}</li>`,
        )}
      </ul>
      ${listed.length < shown.length
        ? html`<button type="button" class="more" @click=${() => (this.all = true)}>
            ${this.text("map.all", { count: formatNumber(this.hass, shown.length, 0) })}
          </button>`
        : nothing}
    </div>`;
  }

  private renderPlace(place: Place): TemplateResult {
    const { hass } = this;
    return html`<button
      type="button"
      class="place"
      aria-expanded=${place.key === this.chosen ? "true" : "false"}
      @click=${(event: Event) => this.open(place, event.currentTarget ?? undefined)}
    >
      <span class="dot ${statusAt(hass, place) ?? ""}"></span>
      <span class="name"><bdi>${placeName(place)}</bdi></span>
      <bdi class="price">${firstPrice(hass, shownOutlet(hass, place))}</bdi>
      <span class="facts">${parted(placeFacts(hass, place))}</span>
    </button>`;
  }

  private renderAgain(): TemplateResult | typeof nothing {
    const { failed, old, looking, found } = this;
    const none = found && !failed && !this.places.length;
    const said = failed
      ? this.text("nearby.failed")
      : looking
        ? this.text("map.looking")
        : none && freshFor()
          ? this.text("map.nothing", { distance: distanceWords(this.hass, RADIUS_M) })
          : "";
    return html`<div class="again">
      <p role="status">${said}</p>
      ${failed || old
        ? html`<button type="button" class="tonal" ?disabled=${looking} @click=${this.look}>
            ${this.text("map.again")}
          </button>`
        : nothing}
    </div>`;
  }
}

function chip(label: string, pressed: boolean, press: () => void): TemplateResult {
  return html`<button type="button" class="chip" aria-pressed=${pressed ? "true" : "false"} @click=${press}>
    <bdi>${label}</bdi>
  </button>`;
}

// After an update of an open page the elements may be there already.
if (!customElements.get("shell-ev-map")) {
  customElements.define("shell-ev-place", ShellEvPlace);
  customElements.define("shell-ev-map", ShellEvMap);
}
