/** A session's figures in words. What is not known has none. */

import { formatDay, formatMoney, formatNumber, formatShare } from "../format";
import { numbered, text, type CountKey } from "../localize";
import type { Hass } from "../types";
import type { Row, Unit } from "./types";

const TABLE_DIGITS = 2;
/** Prices are told in fractions of a cent. */
const PRICE_DIGITS = 4;

export function kwh(hass: Hass, energy: number, digits = TABLE_DIGITS): string {
  return `${formatNumber(hass, energy, digits)} kWh`;
}

/** An amount, marked where it is an estimate. */
export function money(hass: Hass, amount: number, currency: string, estimated: boolean): string {
  const written = formatMoney(hass, amount, currency);
  return estimated ? `≈\u00a0${written}` : written;
}

export function pricePerKwh(hass: Hass, price: number, currency: string, estimated: boolean): string {
  return `${money(hass, price, currency, estimated)}/kWh`;
}

/** A sentence about so many things. */
export function counted(hass: Hass, key: CountKey, count: number): string {
  return numbered(hass.language, key, count, formatNumber(hass, count, 0));
}

/** The share of sun in what is known of it. */
export function sunShare(hass: Hass, { solar_energy, solar_covered }: Row): string | null {
  return solar_energy === null || !solar_covered ? null : formatShare(hass, solar_energy / solar_covered);
}

/** What was in force, as far as there was anything to pay. */
export function prices(hass: Hass, row: Row): string[] {
  if (!row.prices) return [];
  const { currency, per_kwh, per_minute, start_fee } = row.prices;
  const price = (value: number) => formatMoney(hass, value, currency, PRICE_DIGITS);
  return [
    per_kwh === null ? "" : `${price(per_kwh)}/kWh`,
    per_minute ? text(hass.language, "sessions.per_minute", { price: price(per_minute) }) : "",
    start_fee ? text(hass.language, "sessions.start_fee", { price: price(start_fee) }) : "",
  ].filter(Boolean);
}

export function cardName(hass: Hass, card: { name: string | null }): string {
  return card.name ?? text(hass.language, "sessions.card.gone");
}

/** A bar's day or month: in full, for the axis, and for an axis that is longer than a month or a year. */
export function dayNames(hass: Hass, day: string, unit: Unit): Record<"full" | "short" | "axis", string> {
  const say = (options: Intl.DateTimeFormatOptions) => formatDay(hass, day, options);
  return unit === "day"
    ? {
        full: say({ weekday: "long", day: "numeric", month: "long" }),
        short: say({ day: "numeric" }),
        axis: say({ day: "numeric", month: "short" }),
      }
    : {
        full: say({ month: "long", year: "numeric" }),
        short: say({ month: "short" }),
        axis: say({ month: "short", year: "2-digit" }),
      };
}

/** A number as it is typed into a field, with no fewer digits after the point than are usual. */
export function typed(hass: Hass, value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined) return "";
  const decimal = formatNumber(hass, 0.5, 1).includes(",") ? "," : ".";
  const exact = String(value);
  const usual = value.toFixed(digits);
  return (Number(usual) === value ? usual : exact).replace(".", decimal);
}

/**
 * A number that a person typed, `null` where nothing is, `undefined` where it is none. A point and
 * a comma both part off decimals: 11.412 is never eleven thousand.
 */
export function parsed(input: string): number | null | undefined {
  const digits = input.replace(/[\s'’]/g, "");
  if (!digits) return null;
  const at = Math.max(digits.lastIndexOf(","), digits.lastIndexOf("."));
  const mark = digits.charAt(at);
  const groups = at >= 0 && digits.indexOf(mark) !== at;
  const whole = at < 0 || groups ? digits : digits.slice(0, at);
  const rest = at < 0 || groups ? "" : digits.slice(at + 1);
  const plain = `${whole.replace(/[.,]/g, "")}.${rest}`;
  return /^(\d+\.\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}
