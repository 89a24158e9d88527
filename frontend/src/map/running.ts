/** What charges at a place by our cards, and how it is stopped. Home Assistant tells, Shell is not asked. */

import type { Details, Elsewhere, Hass } from "../types";
import { keyOf, type Outlet } from "./places";

/** What `shell_ev/charge_point` tells of a session, as far as it is used here. */
export type ToldSession = Pick<Details, "may_control" | "stop_guard" | "session" | "command">;

export interface Running {
  /** What the action is told to stop. */
  what: { charge_point: string } | { session_id: string; account: string };
  state: "starting" | "charging" | "stopping";
  mayStop: boolean;
  /** Seconds until it may be stopped, when it was told. */
  guard: number | null;
}

/** Shell does not spell an EVSE ID the same everywhere. */
const compact = (evseId: string | null) => evseId?.replace(/[^a-z\d]/gi, "").toUpperCase();

/** Sessions at charge points that are not configured. Where they are not told there are none. */
export async function sessionsElsewhere(hass: Hass): Promise<Elsewhere[]> {
  try {
    return (await hass.callWS<{ sessions: Elsewhere[] }>({ type: "shell_ev/elsewhere" })).sessions;
  } catch {
    return [];
  }
}

/** What runs at these outlets, by their keys. */
export function runningAt(
  outlets: Outlet[],
  told: (device: string) => ToldSession | undefined,
  elsewhere: Elsewhere[],
): ReadonlyMap<string, Running> {
  const found = new Map<string, Running>();
  for (const outlet of outlets) {
    const { device_id, evse_id } = outlet;
    const own = device_id ? told(device_id) : undefined;
    const away = elsewhere.find((session) => compact(session.evse_id) === compact(evse_id));
    if (device_id && (own?.session || own?.command?.kind === "start")) found.set(keyOf(outlet), atOwn(device_id, own));
    else if (away) found.set(keyOf(outlet), atOthers(away));
  }
  return found;
}

function atOwn(device: string, { may_control, stop_guard, session, command }: ToldSession): Running {
  return {
    what: { charge_point: device },
    state: command ? (command.kind === "stop" ? "stopping" : "starting") : "charging",
    mayStop: may_control && session !== null,
    guard: stop_guard,
  };
}

function atOthers({ account, session_id, state, may_stop, stop_guard }: Elsewhere): Running {
  return {
    what: { session_id, account },
    state: state === "stop_requested" ? "stopping" : state === "start_requested" ? "starting" : "charging",
    mayStop: may_stop,
    guard: stop_guard,
  };
}
