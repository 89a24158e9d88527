/** What Home Assistant's own map card is given: entities, states for what is none, and colours. */

import type { Hass, HassEntity } from "../types";
import { isFar, isOwn, shownOutlet, statusAt, type Place } from "./places";
import { firstPrice, markerName, priceLabel } from "./place-texts";

/** As Home Assistant's own map shows it: no such entity is, so none can be taken for it. */
const PREFIX = "geo_location.shell_ev_nearby_";
const HOME = "zone.home";

export interface MapCard extends HTMLElement {
  hass?: Hass;
  setConfig?(config: object): void;
}

/** What is not here is ours: what charges by our cards, or did until a moment ago. */
const COLORS: Record<string, string> = {
  available: "green",
  occupied: "grey",
  out_of_service: "red",
};
/** Those of Home Assistant's default theme, for a theme without them. */
const HEX: Record<string, string> = { green: "#4caf50", grey: "#9e9e9e", red: "#f44336", primary: "#03749c" };

function colorOf(hass: Hass, place: Place): string | null {
  const status = statusAt(hass, place);
  return status && (COLORS[status] ?? "primary");
}

/** The entity that marks a place, which there is for the map alone. */
const markerOf = (index: number) => `${PREFIX}${index}`;

/** The place of a marker. */
export function placeAt(entityId: string, all: Place[]): Place | undefined {
  return all.find((_, index) => markerOf(index) === entityId);
}

/** The configuration of the map card: home and every place, by its price where that is known. */
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
        const color = colorOf(hass, place);
        const priced = priceLabel(hass, shownOutlet(hass, place));
        return {
          entity: markerOf(all.indexOf(place)),
          ...(color ? { color } : {}),
          ...(priced ? { label_mode: "attribute", attribute: "price" } : { label_mode: "icon" }),
          // What is far away would leave no room for what is near.
          ...(isFar(place) ? { focus: false } : {}),
        };
      }),
    ],
  } as { entities: object[] };
}

type States = Record<string, HassEntity>;

/** Every place as a state: Home Assistant knows none of them. What says the same as before stays what it was. */
export function mapStates(hass: Hass, all: Place[], before: States): States {
  return Object.fromEntries(
    all.map((place, index) => {
      const entity_id = markerOf(index);
      const outlet = shownOutlet(hass, place);
      const attributes = {
        friendly_name: markerName(hass, place, firstPrice(hass, outlet)),
        icon: "mdi:ev-plug-type2",
        latitude: place.latitude,
        longitude: place.longitude,
        price: priceLabel(hass, outlet),
      };
      const now = { entity_id, state: statusAt(hass, place) ?? "unknown", attributes };
      const then = before[entity_id];
      return [entity_id, then && JSON.stringify(then) === JSON.stringify(now) ? then : now];
    }),
  );
}

/** The rims of the markers, as style: the map shows an entity's colour on what is selected alone. */
export function mapColors(hass: Hass, all: Place[]): string {
  // Where Home Assistant no longer exports such a part its rule matches nothing: markers look as the map makes them.
  return all
    .map((place, index) => {
      const color = colorOf(hass, place);
      const back = "var(--card-background-color, #fff)";
      const rim = color ? `var(--${color}-color, ${HEX[color]})` : back;
      // One's own are filled as well.
      const fill = isOwn(place) ? `background-color: color-mix(in srgb, ${rim} 30%, ${back});` : "";
      return `ha-map::part(marker-${markerOf(index).replace(".", "-")}) { border-color: ${rim}; ${fill} }`;
    })
    .join("\n");
}
