/** Where one can charge around home: what the directory found, and one's own, by place. */

import { chargePoints, knownState, type ChargePoint } from "../charge-points";
import type { Hass } from "../types";
import type { Found } from "./search";

/** One charge point at a place. What an own one was not found with, its entities tell. */
export interface Outlet extends Omit<Found, "account" | "evse_id" | "distance"> {
  account: string | null;
  evse_id: string | null;
  distance: number | null;
  /** Of one's own: the entity that is on the map. */
  entity: string | null;
}

export interface Place {
  key: string;
  latitude: number;
  longitude: number;
  distance: number | null;
  outlets: Outlet[];
}

const BEST = ["available", "occupied", "out_of_service"];

/** What an outlet is known by, on this page. */
export function keyOf(outlet: Outlet): string {
  return outlet.device_id ?? outlet.evse_id ?? outlet.name;
}

/** Where everything is, one's own first, then nearest first. One place is one marker. */
export function placesOf(hass: Hass, found: Found[], own: string[]): Place[] {
  const points = new Map(chargePoints(hass).map((point) => [point.id, point]));
  const mine = new Map<string, string>();
  for (const entity of own) {
    const device = hass.entities[entity]?.device_id;
    if (device) mine.set(device, entity);
  }
  const outlets: Outlet[] = found.map((each) => {
    const entity = (each.device_id && mine.get(each.device_id)) || null;
    const point = each.device_id ? points.get(each.device_id) : undefined;
    return { ...each, entity, name: point?.name ?? each.name };
  });
  for (const [device, entity] of mine) {
    const point = points.get(device);
    if (point && !found.some((each) => each.device_id === device))
      outlets.unshift(notFound(hass, point, entity));
  }
  return grouped(outlets);
}

function notFound(hass: Hass, point: ChargePoint, entity: string): Outlet {
  const attributes = hass.states[entity]?.attributes ?? {};
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  const price = knownState(hass, point, "price");
  const perKwh = price ? Number(price.state) : NaN;
  return {
    account: null,
    name: point.name,
    evse_id: null,
    device_id: point.id,
    distance: null,
    availability: null,
    availability_updated: null,
    operator: null,
    address: null,
    latitude: number(attributes["latitude"]),
    longitude: number(attributes["longitude"]),
    maximum_power: null,
    connectors: [],
    price_per_kwh: Number.isFinite(perKwh) ? perKwh : null,
    price_per_minute: null,
    start_fee: null,
    currency: String(price?.attributes["unit_of_measurement"] ?? "").split("/")[0] || null,
    entity,
  };
}

function grouped(outlets: Outlet[]): Place[] {
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
  const far = (place: Place) => (isOwn(place) ? -1 : (place.distance ?? 0));
  return [...places.values()].sort((a, b) => far(a) - far(b));
}

export function isOwn(place: Place): boolean {
  return place.outlets.some((outlet) => outlet.device_id !== null);
}

/** Whether an outlet is free: one's own as its entity says now, the rest as it was found. */
export function availabilityOf(hass: Hass, outlet: Outlet): string | null {
  const state = outlet.entity ? hass.states[outlet.entity]?.state : undefined;
  return state && BEST.includes(state) ? state : outlet.availability;
}

/** The best that there is at a place: a free outlet counts before an occupied one. */
export function availabilityAt(hass: Hass, place: Place): string | null {
  const all = place.outlets.map((outlet) => availabilityOf(hass, outlet));
  return BEST.find((each) => all.includes(each)) ?? null;
}

/** The outlet that a place is shown with: the cheapest, of the free ones if there are. */
export function shownOutlet(hass: Hass, place: Place): Outlet {
  const free = place.outlets.filter((outlet) => availabilityOf(hass, outlet) === "available");
  const price = (outlet: Outlet) => outlet.price_per_kwh ?? Infinity;
  return (free.length ? free : place.outlets).reduce((best, outlet) =>
    price(outlet) < price(best) ? outlet : best,
  );
}

/** The entity of one's own that marks a place, the free one if there is. */
export function ownEntity(hass: Hass, place: Place): string | null {
  const own = place.outlets.filter((outlet) => outlet.entity);
  const free = own.find((outlet) => availabilityOf(hass, outlet) === "available");
  return (free ?? own[0])?.entity ?? null;
}
