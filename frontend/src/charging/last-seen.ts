/**
 * What was last seen of a charge point. It is shown on while its account is loaded anew or Home
 * Assistant starts again, and outlives the row: dashboards build their cards anew then.
 */

import { stateOf, type ChargePoint } from "../charge-points";
import type { Connection, Details, Hass } from "../types";

interface Seen {
  states?: Hass["states"];
  details?: Details;
  /** When that was answered, in seconds since the page began. */
  readAt: number;
  /** Since when nothing is known. */
  lostAt?: number;
}

const all = new WeakMap<Connection, Record<string, Seen>>();

export function lastSeen({ connection }: Hass, { id }: ChargePoint): Seen {
  const seen = all.get(connection) ?? {};
  all.set(connection, seen);
  return (seen[id] ??= { readAt: 0 });
}

/** Whether nothing is known of it now. */
export function isLost(hass: Hass, point: ChargePoint): boolean {
  return !hass.connected || (stateOf(hass, point, "charging")?.state ?? "unavailable") === "unavailable";
}

/** The states to show: those that were last known where there are none. */
export function shownStates(hass: Hass, point: ChargePoint): Pick<Hass, "states"> {
  return { states: (isLost(hass, point) && lastSeen(hass, point).states) || hass.states };
}
