/**
 * What a person was doing, for when the page is loaded anew or Home Assistant puts another card in
 * this one's place, as it does after a restart. It is the tab's own, and ends with it.
 */

import type { Hass } from "../types";
import type { Period } from "./period";
import type { Named } from "./types";

/** What was typed into a receipt's fields. A field that was left alone has none. */
export type Draft = Partial<Record<"energy" | "amount" | "currency", string>>;

export interface Doing {
  period: Period;
  /** Where a bar was chosen that led here, the last one last. */
  trail: Period[];
  place?: Named;
  card?: Named;
  /** The session whose receipt is open. */
  opened?: string;
  /** By session. */
  drafts: Record<string, Draft>;
  /** How many sessions were listed. */
  listed: number;
}

/** Another person, page or card has other things to do. */
export function memoryKey(hass: Hass, title: string, period: string): string {
  return `shell-ev-sessions ${hass.user?.id ?? ""} ${window.location.pathname} ${period} ${title}`;
}

const isText = (value: unknown) => typeof value === "string";
const isEnd = (value: unknown) => value === null || isText(value);

function isPeriod(value: unknown): value is Period {
  const { kind, at, from, to } = (value ?? {}) as Record<string, unknown>;
  return kind === "span" ? isEnd(from) && isEnd(to) : (kind === "month" || kind === "year") && isEnd(at);
}

/** What was remembered, where it is what this version remembers. */
export function recall(key: string): Doing | undefined {
  try {
    const doing = JSON.parse(sessionStorage.getItem(key) ?? "null") as Doing | null;
    if (!doing || !isPeriod(doing.period) || !doing.drafts) return undefined;
    return Array.isArray(doing.trail) && doing.trail.every(isPeriod) ? doing : undefined;
  } catch {
    return undefined;
  }
}

/** A browser that keeps nothing keeps nothing. */
export function remember(key: string, doing: Doing): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(doing));
  } catch {
    // Full, or not allowed.
  }
}
