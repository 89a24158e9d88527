/** Errors that a person has put away stay away, also when the page is loaded anew. */

import type { ShownError } from "../errors";

/** For so long an error says something about now. */
export const TOLD_S = 600;

/** An error of a moment, in seconds since the page began. */
export type Dated = ShownError & { at: number };

const KEPT_AT = "shell-ev-errors";

/** By charge point: what was put away last, and when by the browser's clock, in milliseconds. */
const dismissed: Record<string, Dated | undefined> = kept();

/** A browser may keep nothing, and others may have written there. */
function kept(): typeof dismissed {
  try {
    return { ...JSON.parse(localStorage.getItem(KEPT_AT) as string) };
  } catch {
    return {};
  }
}

/** What is older than an error lives is forgotten, and what is not yet: the clock was set. */
export function dismiss(point: string, { text, reference }: ShownError): void {
  const at = Date.now();
  for (const [id, last] of Object.entries(dismissed))
    if (!(Math.abs(at - Number(last?.at)) < TOLD_S * 1000)) delete dismissed[id];
  dismissed[point] = { text, reference, at };
  try {
    localStorage.setItem(KEPT_AT, JSON.stringify(dismissed));
  } catch {
    // It stays away until the page is loaded anew.
  }
}

/**
 * What is to be shown: what was refused here, unless Home Assistant tells the same to everybody.
 * Neither for longer than it says something about now.
 */
export function toShow(point: string, now: number, refused?: Dated, told?: Dated): ShownError | undefined {
  const isNew = (error?: Dated) => error && now - error.at < TOLD_S;
  const last = told && isNew(told) && !isDismissed(point, told, now) ? told : undefined;
  return refused && isNew(refused) && !(last?.reference && last.reference === refused.reference) ? refused : last;
}

/**
 * Whether an error has been put away. It is known by what is to be quoted; where there is nothing,
 * the same words of a later moment are another one.
 */
function isDismissed(point: string, error: Dated, now: number): boolean {
  const last = dismissed[point];
  if (!last) return false;
  return error.reference
    ? error.reference === last.reference
    : error.text === last.text && Date.now() - (now - error.at) * 1000 <= last.at;
}
