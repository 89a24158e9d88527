/** Where one can charge around home: what the directory found, and one's own, by place. */

import { chargePoints, knownState, stateOf, type ChargePoint } from "../charge-points";
import { pricesOf } from "../charging/figures";
import type { Hass, Prices } from "../types";
import { RADIUS_M, isAdded, remember, type Found } from "./search";

/** One charge point at a place. What an own one was not found with, its entities tell. */
export interface Outlet extends Omit<Found, "account" | "evse_id" | "distance"> {
  account: string | null;
  evse_id: string | null;
  distance: number | null;
  /** One's own, with its entities. */
  point: ChargePoint | undefined;
}

export interface Place {
  key: string;
  latitude: number;
  longitude: number;
  distance: number | null;
  outlets: Outlet[];
}

/** What a charge point does: by our own session, or as the directory tells. */
export type Status = "charging" | "starting" | "stopping" | "just_stopped" | "available" | "occupied" | "out_of_service";

const MINE: readonly Status[] = ["charging", "starting", "stopping"];
const TOLD: readonly Status[] = ["available", "occupied", "out_of_service"];
/** What a place is shown as where its outlets differ: the first of these. */
const BEST: readonly Status[] = [...MINE, "available", "just_stopped", "occupied", "out_of_service"];

/** What was told longer ago says nothing about now. */
const DAY_MS = 86_400_000;
/** So long Shell's directory may call occupied what we have just left. */
const LEFT_S = 900;
const HOME = "zone.home";
const EARTH_M = 6_371_000;

/** What an outlet is known by, on this page, also when it becomes one's own. */
export function keyOf(outlet: Outlet): string {
  return outlet.evse_id ?? outlet.device_id ?? outlet.name;
}

/** Where everything is: what charges for us, one's own that are near, then nearest first. One place is one marker. */
export function placesOf(hass: Hass, found: Found[]): Place[] {
  const points = chargePoints(hass);
  const outlets: Outlet[] = found.map((each) => {
    // What was removed since is nobody's own.
    const device_id = each.device_id && hass.devices[each.device_id] ? each.device_id : null;
    const point = points.find(({ id }) => id === device_id);
    return { ...each, device_id, point, name: point?.name ?? each.name };
  });
  for (const point of points.filter(({ id }) => !outlets.some(({ device_id }) => device_id === id))) {
    const own = notFound(hass, point);
    const { point: _, device_id, name } = own;
    const twin = twinOf(hass, point, own, outlets);
    const there = twin ?? addedSince(hass, own, outlets);
    if (!there) outlets.unshift(own);
    // Of two accounts that have it, the one that charges there is shown.
    else if (!twin || isOn(hass, point)) Object.assign(there, { point, device_id, name });
  }
  return grouped(hass, outlets);
}

const isAt = (a: Outlet, b: Outlet) => a.latitude !== null && a.latitude === b.latitude && a.longitude === b.longitude;
const isOn = (hass: Hass, point: ChargePoint) => stateOf(hass, point, "charging")?.state === "on";

/** The same charge point in another account. Devices tell no EVSE ID, so it is known by its place and name. */
function twinOf(hass: Hass, point: ChargePoint, own: Outlet, outlets: Outlet[]): Outlet | undefined {
  const name = hass.devices[point.id]?.name;
  return outlets.find(
    (each) =>
      each.point &&
      each.point.account !== point.account &&
      isAt(each, own) &&
      hass.devices[each.point.id]?.name === name,
  );
}

/** What was found that has become one's own since, known by its place as well. */
function addedSince(hass: Hass, own: Outlet, outlets: Outlet[]): Outlet | undefined {
  const device = own.device_id ?? "";
  const name = hass.devices[device]?.name;
  const there = outlets.filter((each) => each.device_id === null && isAt(each, own));
  const added = there.filter(({ evse_id }) => isAdded(hass, evse_id));
  const found = added.find((each) => each.name === name) ?? added[0];
  if (found) remember(found.evse_id, device);
  return found ?? there.find((each) => each.name === name);
}

/** Metres between two points of the earth. */
function metres(a: [number, number], b: [number, number]): number {
  const [[lat, lon], [lat2, lon2]] = [a, b].map((at) => at.map((degree) => (degree * Math.PI) / 180)) as [
    [number, number],
    [number, number],
  ];
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(half(lat2 - lat) + Math.cos(lat) * Math.cos(lat2) * half(lon2 - lon)));
}

function coordinates(hass: Hass, entity: string | undefined): [number, number] | null {
  const { latitude, longitude } = hass.states[entity ?? ""]?.attributes ?? {};
  return typeof latitude === "number" && typeof longitude === "number" ? [latitude, longitude] : null;
}

function notFound(hass: Hass, point: ChargePoint): Outlet {
  const [home, at] = [coordinates(hass, HOME), coordinates(hass, point.entities.availability)];
  const power = Number(knownState(hass, point, "maximum_power")?.state ?? NaN);
  const maximum_power = Number.isFinite(power) ? power : null;
  const type = knownState(hass, point, "connector")?.state;
  return {
    account: null,
    name: point.name,
    evse_id: null,
    device_id: point.id,
    distance: home && at && metres(home, at),
    availability: null,
    availability_updated: null,
    operator: null,
    address: null,
    latitude: at?.[0] ?? null,
    longitude: at?.[1] ?? null,
    maximum_power,
    connectors: type ? [{ type, maximum_power }] : [],
    price_per_kwh: null,
    price_per_minute: null,
    start_fee: null,
    currency: null,
    point,
  };
}

function grouped(hass: Hass, outlets: Outlet[]): Place[] {
  const places = new Map<string, Place>();
  for (const outlet of outlets) {
    const { latitude, longitude, distance } = outlet;
    if (latitude === null || longitude === null) continue;
    const key = `${latitude} ${longitude}`;
    const known = places.get(key);
    if (!known) places.set(key, { key, latitude, longitude, distance, outlets: [outlet] });
    else {
      known.outlets.push(outlet);
      known.distance ??= distance;
    }
  }
  const rank = (place: Place) =>
    isMine(statusAt(hass, place)) ? -2 : isOwn(place) && !isFar(place) ? -1 : (place.distance ?? 0);
  return [...places.values()].sort((a, b) => rank(a) - rank(b));
}

export function isOwn(place: Place): boolean {
  return place.outlets.some((outlet) => outlet.device_id !== null);
}

/** Whether it lies beyond what is looked through. */
export function isFar({ distance }: Place): boolean {
  return distance !== null && distance > RADIUS_M;
}

/** Whether one's own has come to a place, or to another one. What is away for a while stays where it was. */
export function hasMoved(before: Hass, hass: Hass, entity: string): boolean {
  const now = coordinates(hass, entity);
  return now !== null && String(now) !== String(coordinates(before, entity));
}

/** Whether a card of ours charges there. */
export function isMine(status: Status | null): boolean {
  return status !== null && MINE.includes(status);
}

/**
 * What the directory told of an outlet, and when: of one's own what its entities say. Where its sensor
 * of that is switched off, it is as of when it was found, if that was so then.
 */
export function toldOf(hass: Hass, outlet: Outlet): { status: Status | null; at: string | null } {
  const { point, availability, availability_updated } = outlet;
  const known = point && knownState(hass, point, "availability")?.state;
  const updated = known && knownState(hass, point, "availability_updated")?.state;
  const at = updated ?? (!known || known === availability ? availability_updated : null);
  return {
    status: TOLD.find((each) => each === (known ?? availability)) ?? null,
    at: at && !Number.isNaN(Date.parse(at)) ? at : null,
  };
}

/**
 * What an outlet does now, as far as that is known. How many seconds ago our own session there ended is
 * known where Home Assistant told it; until then the browser's clock says so, which may be wrong.
 */
export function statusOf(hass: Hass, outlet: Outlet, left?: number | null): Status | null {
  const { point } = outlet;
  const { status, at } = toldOf(hass, outlet);
  if (point && isOn(hass, point)) {
    const asked = stateOf(hass, point, "session_state")?.state;
    return asked === "start_requested" ? "starting" : asked === "stop_requested" ? "stopping" : "charging";
  }
  const ended = Date.parse((point && knownState(hass, point, "last_session_end")?.state) ?? "");
  const since = left === undefined ? Math.abs(Date.now() - ended) / 1000 : (left ?? Infinity);
  if (status === "occupied" && since < LEFT_S) return "just_stopped";
  return at && Date.now() - Date.parse(at) > DAY_MS ? null : status;
}

/** The best that there is at a place: what charges for us, else a free outlet before an occupied one. */
export function statusAt(hass: Hass, place: Place): Status | null {
  const all = place.outlets.map((outlet) => statusOf(hass, outlet));
  return BEST.find((each) => all.includes(each)) ?? null;
}

/** What there is to pay: at one's own the price of the charging card, with what else was told. */
export function pricesAt(hass: Hass, outlet: Outlet, told?: Prices | null): Prices | null {
  const { point, currency, price_per_kwh: per_kwh, price_per_minute: per_minute, start_fee } = outlet;
  const found = currency ? { currency, per_kwh, per_minute, start_fee } : null;
  return point ? pricesOf(stateOf(hass, point, "price"), told ?? found) : found;
}

/** The outlet that a place is shown with: the cheapest, of the free ones if there are. */
export function shownOutlet(hass: Hass, place: Place): Outlet {
  const free = place.outlets.filter((outlet) => statusOf(hass, outlet) === "available");
  const price = (outlet: Outlet) => pricesAt(hass, outlet)?.per_kwh ?? Infinity;
  return (free.length ? free : place.outlets).reduce((best, outlet) =>
    price(outlet) < price(best) ? outlet : best,
  );
}
