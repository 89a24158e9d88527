/**
 * The months, years and spans that can be shown, as Home Assistant's days: texts such as
 * 2026-11-03, reckoned as such. No zone of the browser has a part in it.
 */

import type { Unit } from "./types";

/** A present one goes with the time: `at` is `null`. Both ends of a span are part of it. */
export type Period =
  | { kind: "month" | "year"; at: string | null }
  | { kind: "span"; from: string | null; to: string | null };

/** A period that others stand beside. */
export type Steps = Exclude<Period, { kind: "span" }>;

export type Kind = Period["kind"];

export interface Days {
  from: string | null;
  /** The first day that is not part of it. */
  to: string | null;
}

/** So many days can be told apart as bars. */
const MOST_DAYS = 62;
const DAY_MS = 86_400_000;
const LONGEST_WAIT_MS = 3_600_000;
const MIDNIGHT_IS_OVER_MS = 5000;

const LENGTH = { month: 7, year: 4 };

const time = (day: string) => Date.parse(`${day}T00:00:00Z`);

function clock(zone: string, now: number): Record<string, string> {
  const parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).formatToParts(now);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** The day that it is in a zone. */
export function todayIn(zone: string, now = Date.now()): string {
  const { year, month, day } = clock(zone, now);
  return `${year}-${month}-${day}`;
}

/** Milliseconds until a zone may have another day: asked again at least every hour, clocks change. */
export function untilMidnight(zone: string, now = Date.now()): number {
  const { hour, minute, second } = clock(zone, now);
  const over = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return Math.min(DAY_MS - over * 1000 + MIDNIGHT_IS_OVER_MS, LONGEST_WAIT_MS);
}

export function plusDays(day: string, days: number): string {
  return new Date(time(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export function plusMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const all = year * 12 + number - 1 + months;
  return `${String(Math.floor(all / 12)).padStart(4, "0")}-${String((all % 12) + 1).padStart(2, "0")}`;
}

/** The month or the year that is shown, such as 2026-11 or 2026. */
export function shownAt(period: Steps, today: string): string {
  return period.at ?? today.slice(0, LENGTH[period.kind]);
}

function following(kind: "month" | "year", at: string, steps: number): string {
  return kind === "month" ? plusMonths(at, steps) : plusMonths(`${at}-01`, steps * 12).slice(0, 4);
}

const beginning = (at: string) => `${at}-01-01`.slice(0, 10);

export function daysOf(period: Period, today: string): Days {
  if (period.kind === "span") {
    const last = period.to !== null && period.to > today ? today : period.to;
    return { from: period.from, to: last && plusDays(last, 1) };
  }
  const at = shownAt(period, today);
  return { from: beginning(at), to: beginning(following(period.kind, at, 1)) };
}

/** Whether an end comes before its beginning, or the beginning is still to come. */
export function isBackward(period: Period, today: string): boolean {
  if (period.kind !== "span" || period.from === null) return false;
  return period.from > today || (period.to !== null && period.from > period.to);
}

/** The first and the last day that can have a bar: nothing was before the first session, or comes after today. */
function within(period: Period, today: string, first: string | null): { from: string; to: string } {
  const { from, to } = daysOf(period, today);
  if (period.kind !== "span") return { from: from ?? today, to: plusDays(to ?? today, -1) };
  const earliest = first ?? from ?? today;
  return {
    from: from !== null && from > earliest ? from : earliest,
    to: to === null ? today : plusDays(to, -1),
  };
}

/** What a bar stands for. */
export function unitOf(period: Period, today: string, first: string | null): Unit {
  if (period.kind !== "span") return period.kind === "month" ? "day" : "month";
  if (first === null && period.from === null) return "month";
  const { from, to } = within(period, today, first);
  return (time(to) - time(from)) / DAY_MS < MOST_DAYS ? "day" : "month";
}

/** The days or months of a period, those without a session as well. */
export function columnsOf(period: Period, unit: Unit, today: string, first: string | null): string[] {
  const { from, to } = within(period, today, first);
  const length = unit === "day" ? 10 : 7;
  const columns = [];
  for (
    let column = from.slice(0, length);
    column <= to.slice(0, length);
    column = unit === "day" ? plusDays(column, 1) : plusMonths(column, 1)
  )
    columns.push(column);
  return columns;
}

/** The month or year before or after. The present one stays the present one when time goes on. */
export function moved(period: Period, steps: number, today: string): Period {
  if (period.kind === "span") return period;
  const at = following(period.kind, shownAt(period, today), steps);
  const present = today.slice(0, LENGTH[period.kind]);
  return { kind: period.kind, at: at >= present ? null : at };
}

export function hasEarlier(period: Period, today: string, first: string | null): boolean {
  if (period.kind === "span" || first === null) return false;
  return first < beginning(shownAt(period, today));
}

export function hasLater(period: Period, today: string): boolean {
  return period.kind !== "span" && shownAt(period, today) < today.slice(0, LENGTH[period.kind]);
}

/** The same time in another kind: the month of a year, the year of a month, the days of either. */
export function switched(period: Period, kind: Kind, today: string): Period {
  if (kind === period.kind) return period;
  if (kind === "span") {
    const { from, to } = daysOf(period, today);
    const last = to ? plusDays(to, -1) : today;
    return { kind, from, to: last < today ? last : today };
  }
  const anchor = period.kind === "span" ? (period.to ?? today) : shownAt(period, today);
  // Of a year the last month that has been.
  const at = (anchor.length === 4 ? `${anchor}-12` : anchor).slice(0, LENGTH[kind]);
  return { kind, at: at >= today.slice(0, LENGTH[kind]) ? null : at };
}
