/** What can be chosen of the card of the sessions. */

export const PERIODS = ["month", "year"] as const;
/** How many sessions a page has, unless another number is chosen. */
export const ROWS = 20;

export interface SessionsConfig {
  type: string;
  title?: string;
  /** What is shown first. */
  period?: (typeof PERIODS)[number];
  /** How many sessions a page has. */
  rows?: number;
}
