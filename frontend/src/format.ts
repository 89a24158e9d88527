/** Times, durations, numbers and money as the user's profile wants them. */

import type { Hass, HassEntity } from "./types";

const NUMBER_LOCALES: Record<string, string | undefined> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
};

/** Prices are told in fractions of a cent. */
const PRICE_DIGITS = 4;

function numberLocale(hass: Hass): string | undefined {
  const format = hass.locale.number_format;
  return format === "system" ? undefined : (NUMBER_LOCALES[format] ?? hass.locale.language);
}

export function formatNumber(hass: Hass, value: number, digits: number): string {
  return new Intl.NumberFormat(numberLocale(hass), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: hass.locale.number_format !== "none",
  }).format(value);
}

/** An amount, with as many digits as its currency has unless there may be more. */
export function formatMoney(hass: Hass, value: number, currency: string, digits?: number): string {
  return new Intl.NumberFormat(numberLocale(hass), {
    style: "currency",
    currency,
    maximumFractionDigits: digits,
    useGrouping: hass.locale.number_format !== "none",
  }).format(value);
}

/** A price such as €0.31/kWh, of a sensor whose unit is EUR/kWh. */
export function formatPrice(hass: Hass, price: HassEntity): string {
  const [currency, per] = String(price.attributes["unit_of_measurement"] ?? "").split("/");
  return currency && per
    ? `${formatMoney(hass, Number(price.state), currency, PRICE_DIGITS)}/${per}`
    : hass.formatEntityState(price);
}

function hour12(hass: Hass): boolean | undefined {
  const format = hass.locale.time_format;
  return format === "12" || format === "24" ? format === "12" : undefined;
}

/** Day and time, short. */
export function formatTime(hass: Hass, iso: string): string {
  const language = hass.locale.time_format === "system" ? undefined : hass.locale.language;
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
    hour12: hour12(hass),
    timeZone: hass.locale.time_zone === "server" ? hass.config.time_zone : undefined,
  }).format(new Date(iso));
}

/** Hours, minutes and seconds: 0:12:34. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Whole seconds until a time, never fewer than are left; 0 where it is over or not set. */
export function secondsUntil(iso: string | null | undefined, now: number): number {
  return iso ? Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000)) : 0;
}
