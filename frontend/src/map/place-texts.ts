/** A charge point nearby in words. What is not known has none. */

import { priceParts, unbroken } from "../charging/figures";
import { formatNumber, formatTime } from "../format";
import { text } from "../localize";
import type { Hass } from "../types";
import { isOwn, pricesAt, statusAt, statusOf, type Outlet, type Place, type Status } from "./places";
import type { Connector } from "./search";

/** The price as a marker has room for it: its number alone. The list says the rest. */
export function priceLabel(hass: Hass, outlet: Outlet): string | null {
  const prices = pricesAt(hass, outlet);
  const { per_kwh, per_minute, start_fee } = prices ?? {};
  // A word for what is free is too long for a marker in most languages.
  return per_kwh || (per_kwh === 0 && !per_minute && !start_fee) ? formatNumber(hass, per_kwh, 2) : null;
}

/** What is to pay first. What else there is stands in the place itself. */
export function firstPrice(hass: Hass, outlet: Outlet): string | undefined {
  const prices = pricesAt(hass, outlet);
  return prices ? priceParts(hass, prices)[0] : undefined;
}

export function distanceWords(hass: Hass, metres: number): string {
  const [distance, unit] = metres < 1000 ? [formatNumber(hass, metres, 0), "m"] : [formatNumber(hass, metres / 1000, 1), "km"];
  return unbroken(`${distance} ${unit}`);
}

export function powerWords(hass: Hass, kilowatts: number): string {
  return unbroken(`${formatNumber(hass, kilowatts, 0)} kW`);
}

export function connectorName(hass: Hass, type: string): string {
  return hass.localize(`component.shell_ev.entity.sensor.connector.state.${type}`) || type;
}

/** A connector with its power, such as "CCS 2, 150 kW". */
function connectorWords(hass: Hass, { type, maximum_power }: Connector): string {
  const parts = [
    type && connectorName(hass, type),
    maximum_power === null ? null : powerWords(hass, maximum_power),
  ];
  return parts.filter(Boolean).join(", ");
}

/** With what one charges at an outlet, and how strongly. */
export function plugWords(hass: Hass, { connectors, maximum_power }: Outlet): string[] {
  const plugs = connectors.map((each) => connectorWords(hass, each)).filter(Boolean);
  return plugs.length || maximum_power === null ? plugs : [powerWords(hass, maximum_power)];
}

export function statusWords(hass: Hass, status: Status | null): string {
  switch (status) {
    case null:
      return "";
    case "available":
    case "occupied":
    case "out_of_service":
      return hass.localize(`component.shell_ev.entity.sensor.availability.state.${status}`) || status;
    default:
      return text(hass.language, status);
  }
}

/** When something was told, with the year where that is another one. */
export function asOf(hass: Hass, iso: string): string {
  const year = new Date(iso).getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return text(hass.language, "map.as_of", { time: formatTime(hass, iso, { year }) });
}

/** How much of a place is free: counted where there are several. */
function freeWords(hass: Hass, place: Place): string {
  const all = place.outlets.map((outlet) => statusOf(hass, outlet));
  const free = all.filter((each) => each === "available").length;
  const status = statusAt(hass, place);
  if (all.length === 1 || status !== "available") return statusWords(hass, status);
  return text(hass.language, "map.free_of", {
    free: formatNumber(hass, free, 0),
    count: formatNumber(hass, all.length, 0),
  });
}

/** What a marker is called: what is to be seen is in it, its colour too. */
export function markerName(hass: Hass, place: Place, price: string | null | undefined): string {
  return [placeName(place), freeWords(hass, place), price].filter(Boolean).join(" · ");
}

/** One line about a place: how far, free or not, how strong, and with which connectors. */
export function placeFacts(hass: Hass, place: Place): string[] {
  const { outlets, distance } = place;
  const power = Math.max(...outlets.map((outlet) => outlet.maximum_power ?? 0));
  const types = new Set(outlets.flatMap(({ connectors }) => connectors.map(({ type }) => type)));
  return [
    isOwn(place) ? text(hass.language, "map.own") : "",
    distance === null ? "" : distanceWords(hass, distance),
    freeWords(hass, place),
    power ? powerWords(hass, power) : "",
    ...[...types].map((type) => (type ? connectorName(hass, type) : "")),
  ].filter(Boolean);
}

/** What a place is called: as the only one of one's own there, or as all that is there but for its number. */
export function placeName({ outlets }: Place): string {
  const own = outlets.filter((outlet) => outlet.device_id !== null);
  const name = (own[0] ?? outlets[0])?.name ?? "";
  return (own.length || outlets.length) === 1 ? name : name.replace(/ *\(\d+\)$/, "");
}
