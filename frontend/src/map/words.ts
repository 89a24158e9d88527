/** A charge point nearby in words. What is not known has none. */

import { formatMoney, formatNumber } from "../format";
import { text, type TextKey } from "../localize";
import type { Hass } from "../types";
import { availabilityAt, availabilityOf, isOwn, type Outlet, type Place } from "./places";
import type { Connector } from "./search";

/** Prices are told in fractions of a cent. */
const PRICE_DIGITS = 4;
/** What a marker has room for. */
const LABEL_LENGTH = 6;

export interface Prices {
  currency: string | null;
  per_kwh: number | null;
  per_minute: number | null;
  start_fee: number | null;
}

export function pricesOf(outlet: Outlet): Prices {
  return {
    currency: outlet.currency,
    per_kwh: outlet.price_per_kwh,
    per_minute: outlet.price_per_minute,
    start_fee: outlet.start_fee,
  };
}

/** All that there is to pay, and that there is nothing where a price says so. */
export function priceWords(hass: Hass, prices: Prices): string[] {
  const { currency, per_kwh, per_minute, start_fee } = prices;
  const say = (key: TextKey, price: string) => text(hass.language, key, { price });
  if (!currency) return [];
  const amount = (value: number) => formatMoney(hass, value, currency, PRICE_DIGITS);
  if (per_kwh === 0 && !per_minute && !start_fee) return [text(hass.language, "map.free_of_charge")];
  return [
    per_kwh ? `${amount(per_kwh)}/kWh` : per_kwh === 0 ? text(hass.language, "map.free_energy") : "",
    per_minute ? say("sessions.per_minute", amount(per_minute)) : "",
    start_fee ? say("sessions.start_fee", amount(start_fee)) : "",
  ].filter(Boolean);
}

/** The price as a marker has room for it: its number alone where the currency is long. */
export function priceLabel(hass: Hass, { price_per_kwh, currency }: Outlet): string | null {
  if (price_per_kwh === null || !currency) return null;
  if (price_per_kwh === 0) return text(hass.language, "map.free_label");
  const amount = formatMoney(hass, price_per_kwh, currency);
  return amount.length > LABEL_LENGTH ? formatNumber(hass, price_per_kwh, 2) : amount;
}

export function distanceWords(hass: Hass, metres: number): string {
  return metres < 1000
    ? `${formatNumber(hass, metres, 0)} m`
    : `${formatNumber(hass, metres / 1000, 1)} km`;
}

export function powerWords(hass: Hass, kilowatts: number): string {
  return `${formatNumber(hass, kilowatts, 0)} kW`;
}

export function connectorName(hass: Hass, type: string): string {
  return hass.localize(`component.shell_ev.entity.sensor.connector.state.${type}`) || type;
}

/** A connector with its power, such as "CCS 2, 150 kW". */
export function connectorWords(hass: Hass, { type, maximum_power }: Connector): string {
  const parts = [
    type && connectorName(hass, type),
    maximum_power === null ? null : powerWords(hass, maximum_power),
  ];
  return parts.filter(Boolean).join(", ");
}

export function availabilityWords(hass: Hass, availability: string | null): string {
  if (!availability) return "";
  const key = `component.shell_ev.entity.sensor.availability.state.${availability}`;
  return hass.localize(key) || availability;
}

/** How much of a place is free: counted where there are several. */
export function freeWords(hass: Hass, place: Place): string {
  const all = place.outlets.map((outlet) => availabilityOf(hass, outlet));
  const free = all.filter((each) => each === "available").length;
  if (place.outlets.length === 1 || !free) return availabilityWords(hass, availabilityAt(hass, place));
  return text(hass.language, "map.free_of", {
    free: formatNumber(hass, free, 0),
    count: formatNumber(hass, all.length, 0),
  });
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

/** What a place is called: as the best known outlet there. */
export function placeName(place: Place): string {
  const own = place.outlets.find((outlet) => outlet.device_id !== null);
  return (own ?? place.outlets[0])?.name ?? "";
}
