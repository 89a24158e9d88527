/** Errors that a person has put away stay away, also when the row is built anew. */

import type { ShownError } from "../errors";

/** For so long an error says something about now. */
export const TOLD_S = 600;

const dismissed = new Set<string>();

const mark = (point: string, error: ShownError) => `${point} ${error.reference ?? error.text}`;

export function dismiss(point: string, error: ShownError): void {
  dismissed.add(mark(point, error));
}

export function isDismissed(point: string, error: ShownError): boolean {
  return dismissed.has(mark(point, error));
}
