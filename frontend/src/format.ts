/** Times, durations, numbers and money as the user's profile wants them. */

import type { Hass } from "./types";

const NUMBER_LOCALES: Record<string, string | undefined> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
};

const HALF_A_YEAR_MS = 182 * 86_400_000;

function numberLocale(hass: Hass): string | undefined {
  const format = hass.locale.number_format;
  return format === "system" ? undefined : (NUMBER_LOCALES[format] ?? hass.locale.language);
}

/** A format takes long to make, and a list asks for the same ones over and over. */
const made = new Map<string, object>();

function reused<T extends object>(locale: string | undefined, options: object, make: () => T): T {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = (made.get(key) as T | undefined) ?? make();
  made.set(key, known);
  return known;
}

function numberFormat(hass: Hass, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const all = { useGrouping: hass.locale.number_format !== "none", ...options };
  const locale = numberLocale(hass);
  return reused(locale, all, () => new Intl.NumberFormat(locale, all));
}

function dateFormat(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return reused(locale, options, () => new Intl.DateTimeFormat(locale, options));
}

export function formatNumber(hass: Hass, value: number, digits: number): string {
  return numberFormat(hass, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** An amount, with as many digits as its currency has unless there may be more. */
export function formatMoney(hass: Hass, value: number, currency: string, digits?: number): string {
  // What is no code of a currency cannot be formatted as one, and is told as it is.
  if (!/^[a-z]{3}$/i.test(currency)) return `${formatNumber(hass, value, 2)} ${currency}`;
  return numberFormat(hass, {
    style: "currency",
    currency,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A share from 0 to 1 in per cent. */
export function formatShare(hass: Hass, share: number): string {
  return numberFormat(hass, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** So many of a unit, in the language of words. */
export function formatUnit(hass: Hass, value: number, unit: string, unitDisplay: "narrow" | "short"): string {
  const { language } = hass.locale;
  const options = { style: "unit", unit, unitDisplay } as const;
  return reused(language, options, () => new Intl.NumberFormat(language, options)).format(value);
}

/** What TypeScript does not know of yet, and not every browser has. */
interface DurationFormat {
  format(duration: Partial<Record<"hours" | "minutes" | "seconds", number>>): string;
}
type Durations = { DurationFormat?: new (locale: string, options: object) => DurationFormat };

/** Hours and minutes in the user's words: 2 hr, 14 min. Seconds where it is less than a minute. */
export function formatLength(hass: Hass, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const { DurationFormat } = Intl as unknown as Durations;
  if (DurationFormat) {
    const { language } = hass.locale;
    // Short: the narrow words of some languages are of two kinds, such as 2h, 14 Min.
    const options = { style: "short", [whole < 60 ? "secondsDisplay" : "minutesDisplay"]: "always" };
    const parts = whole < 60 ? { seconds: whole } : hours ? { hours, minutes } : { minutes };
    return reused(language, options, () => new DurationFormat(language, options)).format(parts);
  }
  if (whole < 60) return `${whole} s`;
  return hours ? `${hours} h ${minutes} min` : `${minutes} min`;
}

/** Whether clocks where Home Assistant is show another time than the browser's, now or in half a year. */
export function isElsewhere(zone: string, now = Date.now()): boolean {
  const clock = (timeZone: string | undefined, time: number) =>
    dateFormat("en", { dateStyle: "short", timeStyle: "short", timeZone }).format(time);
  return [now, now + HALF_A_YEAR_MS].some((time) => clock(zone, time) !== clock(undefined, time));
}

/** How many digits after the point an amount in a currency has. */
export function currencyDigits(currency: string): number {
  if (!/^[a-z]{3}$/i.test(currency)) return 2;
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits as number;
}

/** A day or month of Home Assistant, such as 2026-11-03 or 2026-11: the browser's zone moves it nowhere. */
export function formatDay(hass: Hass, day: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(`${`${day}-01-01`.slice(0, 10)}T00:00:00Z`);
  return dateFormat(hass.locale.language, { ...options, timeZone: "UTC" }).format(date);
}

/** The time of day where Home Assistant is: it goes with Home Assistant's day. */
export function formatClock(hass: Hass, iso: string): string {
  return dateFormat(clockLanguage(hass), { ...clock(hass), timeZone: hass.config.time_zone }).format(new Date(iso));
}

/** The time of day as the user's profile has it, as Home Assistant writes it everywhere else. */
export function formatMoment(hass: Hass, iso: string): string {
  return dateFormat(clockLanguage(hass), { ...clock(hass), timeZone: zoneOf(hass) }).format(new Date(iso));
}

function clockLanguage({ locale }: Hass): string | undefined {
  return locale.time_format === "system" ? undefined : locale.language;
}

function zoneOf({ locale, config }: Hass): string | undefined {
  return locale.time_zone === "server" ? config.time_zone : undefined;
}

/** With 24 hours a day begins at 00:00: some languages would call it 24:00 otherwise. */
function clock(hass: Hass): Intl.DateTimeFormatOptions {
  const wanted = { 12: "h12", 24: "h23" }[hass.locale.time_format];
  const usual = () => dateFormat(clockLanguage(hass), { hour: "numeric" }).resolvedOptions().hourCycle;
  const hourCycle = (wanted ?? usual()) === "h12" ? "h12" : "h23";
  return { hour: hourCycle === "h12" ? "numeric" : "2-digit", minute: "2-digit", hourCycle };
}

/** Day and time, short, and what else is asked for. */
export function formatTime(hass: Hass, iso: string, more: Intl.DateTimeFormatOptions = {}): string {
  return dateFormat(clockLanguage(hass), {
    day: "numeric",
    month: "short",
    ...clock(hass),
    timeZone: zoneOf(hass),
    ...more,
  }).format(new Date(iso));
}
