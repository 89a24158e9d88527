/** What the directory lists around home. It is asked once in ten minutes, whatever is opened. */

import type { Hass } from "../types";

const LIMIT = 50;
export const RADIUS_M = 3000;
/** A page that is opened again soon asks Shell nothing. */
const FRESH_MS = 10 * 60 * 1000;

/** A connector of a charge point. Power in kW. */
export interface Connector {
  type: string | null;
  maximum_power: number | null;
}

/** What the action `shell_ev.find_charge_points` finds. Distance in metres, power in kW. */
export interface Found {
  account: string;
  name: string;
  evse_id: string;
  device_id: string | null;
  distance: number;
  availability: string | null;
  /** When the availability was last told, ISO 8601. */
  availability_updated: string | null;
  operator: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  maximum_power: number | null;
  connectors: Connector[];
  price_per_kwh: number | null;
  price_per_minute: number | null;
  start_fee: number | null;
  currency: string | null;
}

let last: { at: number; found: Found[] } | undefined;
let asking: Promise<Found[]> | undefined;
/** By EVSE ID, with the device once that is there. */
const added = new Map<string | null, string | undefined>();

/** Forget what was found, for a page that begins anew. */
export function forgetNearby(): void {
  last = asking = undefined;
  added.clear();
}

/** Milliseconds until what was found is old; 0 where it is, or nothing was. */
export function freshFor(): number {
  const age = last ? Date.now() - last.at : FRESH_MS;
  // A clock that was set back would keep it fresh for as long as that.
  return age < 0 ? 0 : Math.max(0, FRESH_MS - age);
}

/**
 * What is around home, as of the last ten minutes. Several that ask at once ask once. An account that is
 * not loaded or not subscribed is not all of them: the next is asked.
 */
export function find(hass: Hass, accounts: (string | undefined)[]): Promise<Found[]> {
  if (last && freshFor()) return Promise.resolve(last.found);
  return (asking ??= ask(hass, accounts).finally(() => (asking = undefined)));
}

async function ask(hass: Hass, [account, ...others]: (string | undefined)[]): Promise<Found[]> {
  try {
    const { response } = (await hass.callService(
      "shell_ev",
      "find_charge_points",
      { radius: RADIUS_M, limit: LIMIT, ...(account ? { account } : {}) },
      undefined,
      false,
      true,
    )) as { response: { charge_points: Found[] } };
    added.clear();
    last = { at: Date.now(), found: response.charge_points };
    return last.found;
  } catch (error) {
    if (!others.length) throw error;
    return ask(hass, others);
  }
}

/** Remember that one has become a charge point of the user's own, and its device. */
export function remember(evseId: string | null, device?: string): void {
  added.set(evseId, device);
}

/** Whether one has been added since, and not removed: it is not offered again. */
export function isAdded(hass: Hass, evseId: string | null): boolean {
  const device = added.get(evseId);
  return added.has(evseId) && (device === undefined || !!hass.devices[device]);
}
