/** What is shown of what was found. Nothing is asked anew for it. */

import type { Hass } from "../types";
import { statusOf, type Outlet, type Place } from "./places";

/** kW from which charging is quick. */
export const STRONG_KW = 50;
const COMMON = ["type_2", "type_2_combo", "chademo"];

export interface Filters {
  free: boolean;
  strong: boolean;
  /** Any of these; none means any at all. */
  connectors: ReadonlySet<string>;
}

export const NO_FILTERS: Filters = { free: false, strong: false, connectors: new Set() };

export function isFiltered({ free, strong, connectors }: Filters): boolean {
  return free || strong || connectors.size > 0;
}

/** The connectors to choose from, the common ones first: one that is gone can be put away all the same. */
export function connectorsOf(places: Place[], chosen: ReadonlySet<string>): string[] {
  const there = new Set([
    ...places.flatMap(({ outlets }) => outlets.flatMap(({ connectors }) => connectors.map(({ type }) => type))),
    ...chosen,
  ]);
  const rank = (type: string) => (COMMON.indexOf(type) + COMMON.length + 1) % (COMMON.length + 1);
  return [...there]
    .filter((type) => type !== null)
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** Whether a strong one is among them: there is nothing to choose otherwise. */
export function hasStrong(places: Place[]): boolean {
  const strong = { ...NO_FILTERS, strong: true };
  return places.some((place) => place.outlets.some((outlet) => fits(outlet, null, strong)));
}

/** The places where one outlet has all that is asked for. */
export function filtered(hass: Hass, places: Place[], filters: Filters): Place[] {
  return places.filter((place) =>
    place.outlets.some((outlet) => fits(outlet, statusOf(hass, outlet), filters)),
  );
}

function fits(outlet: Outlet, status: string | null, filters: Filters): boolean {
  if (filters.free && status !== "available") return false;
  const { connectors } = filters;
  const usable = outlet.connectors.filter(({ type }) => !connectors.size || (type && connectors.has(type)));
  if (connectors.size && !usable.length) return false;
  // The power is that of the connector that fits, where it is told.
  const powers = usable.map((each) => each.maximum_power).filter((power) => power !== null);
  const power = powers.length ? Math.max(...powers) : outlet.maximum_power;
  return !filters.strong || (power !== null && power >= STRONG_KW);
}
