/** What Home Assistant's own map card is given: entities, states for what is none, and colours. */

import type { Hass, HassEntity } from "../types";
import { availabilityAt, ownEntity, shownOutlet, type Place } from "./places";
import { freeWords, placeName, priceLabel } from "./words";

/** As Home Assistant's own map shows it: no such entity is, so none can be taken for it. */
const PREFIX = "geo_location.shell_ev_nearby_";
const HOME = "zone.home";

export interface MapCard extends HTMLElement {
  hass?: Hass;
  setConfig?(config: object): void;
}

const COLORS: Record<string, string> = {
  available: "green",
  occupied: "grey",
  out_of_service: "red",
};
/** Those of Home Assistant's default theme, for a theme without them. */
const HEX: Record<string, string> = { green: "#4caf50", grey: "#9e9e9e", red: "#f44336" };

/** The entity that marks a place: one's own, or one that there is for the map alone. */
export function markerOf(hass: Hass, place: Place, all: Place[]): string {
  return ownEntity(hass, place) ?? `${PREFIX}${all.indexOf(place)}`;
}

/** The place of a marker. */
export function placeAt(hass: Hass, entityId: string, all: Place[]): Place | undefined {
  return all.find((place) =>
    place.outlets.some(({ entity }) => entity === entityId)
      || markerOf(hass, place, all) === entityId,
  );
}

/** The configuration of the map card: home, one's own as icons, the rest by price. */
export function mapConfig(hass: Hass, shown: Place[], all: Place[]): { entities: object[] } {
  return {
    type: "map",
    aspect_ratio: "1:1",
    auto_fit: true,
    fit_zones: true,
    cluster: true,
    entities: [
      ...(hass.states[HOME] ? [{ entity: HOME }] : []),
      ...shown.map((place) => {
        const color = COLORS[availabilityAt(hass, place) ?? ""];
        const priced = !ownEntity(hass, place) && priceLabel(hass, shownOutlet(hass, place));
        return {
          entity: markerOf(hass, place, all),
          ...(color ? { color } : {}),
          ...(priced ? { label_mode: "attribute", attribute: "price" } : { label_mode: "icon" }),
        };
      }),
    ],
  } as { entities: object[] };
}

/** What was found, as states: the map shows nothing else. */
export function mapStates(hass: Hass, all: Place[]): Record<string, HassEntity> {
  return Object.fromEntries(
    all
      .filter((place) => !ownEntity(hass, place))
      .map((place) => {
        const entityId = markerOf(hass, place, all);
        const price = priceLabel(hass, shownOutlet(hass, place));
        const attributes = {
          // The map calls a marker by it: what is to be seen has to be in it, its colour too.
          friendly_name: [placeName(place), freeWords(hass, place), price].filter(Boolean).join(" · "),
          icon: "mdi:ev-plug-type2",
          latitude: place.latitude,
          longitude: place.longitude,
          price,
        };
        return [
          entityId,
          { entity_id: entityId, state: availabilityAt(hass, place) ?? "unknown", attributes },
        ];
      }),
  );
}

/** The rims of the markers, as style: the map shows an entity's colour on what is selected alone. */
export function mapColors(hass: Hass, all: Place[]): string {
  return all
    .map((place) => {
      const color = COLORS[availabilityAt(hass, place) ?? ""];
      const rim = color ? `var(--${color}-color, ${HEX[color]})` : "var(--card-background-color, #fff)";
      const back = "var(--card-background-color, #fff)";
      // One's own are filled as well.
      const fill = ownEntity(hass, place) ? `background-color: color-mix(in srgb, ${rim} 30%, ${back});` : "";
      const part = markerOf(hass, place, all).replace(".", "-");
      return `ha-map::part(marker-${part}) { border-color: ${rim}; letter-spacing: -0.4px; ${fill} }`;
    })
    .join("\n");
}
