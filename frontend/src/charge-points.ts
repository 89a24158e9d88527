/** Finds charge points and charge cards in the registries: by what they are, not by their names. */

import type { Hass, HassEntity } from "./types";

const PLATFORM = "shell_ev";

export const KEYS = [
  "charging",
  "session_state",
  "session_started",
  "last_error",
  "availability",
  "availability_updated",
  "maximum_power",
  "connector",
  "price",
  "session_energy",
  "session_cost",
  "last_session_end",
  "session",
] as const;
export type Key = (typeof KEYS)[number];

export interface Device {
  id: string;
  name: string;
  /** The account's device. */
  account: string | undefined;
}

export interface ChargePoint extends Device {
  entities: Partial<Record<Key, string>>;
}

/** The entities of our devices, by device and translation key. */
function ourEntities(hass: Hass): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const entry of Object.values(hass.entities)) {
    if (entry?.platform !== PLATFORM || !entry.device_id || !entry.translation_key) continue;
    let keys = found.get(entry.device_id);
    if (!keys) found.set(entry.device_id, (keys = new Map()));
    keys.set(entry.translation_key, entry.entity_id);
  }
  return found;
}

function device(hass: Hass, id: string): Device {
  const entry = hass.devices[id];
  return {
    id,
    name: entry?.name_by_user || entry?.name || id,
    account: entry?.via_device_id ?? undefined,
  };
}

/** As people count: 2 before 10. */
const byName = (a: Device, b: Device) => a.name.localeCompare(b.name, undefined, { numeric: true });

/** What only charge cards have. Any of it may be switched off. */
const CARD_KEYS = ["active_sessions", "charge_point", "sessions"];

const isCard = (keys: Map<string, string>) => CARD_KEYS.some((key) => keys.has(key));

/** The charge points that are chosen, in their order, or all of them by name. */
export function chargePoints(hass: Hass, chosen?: string[]): ChargePoint[] {
  const points = new Map<string, ChargePoint>();
  for (const [id, keys] of ourEntities(hass)) {
    if (!keys.has("charging")) continue;
    const entities: ChargePoint["entities"] = {};
    for (const key of KEYS) {
      const entityId = keys.get(key);
      if (entityId) entities[key] = entityId;
    }
    points.set(id, { ...device(hass, id), entities });
  }
  if (!chosen?.length) return [...points.values()].sort(byName);
  return chosen.map((id) => points.get(id)).filter((it) => it !== undefined);
}

/** The charge cards of an account, by name. */
export function chargeCards(hass: Hass, account: string | undefined): Device[] {
  const cards: Device[] = [];
  for (const [id, keys] of ourEntities(hass)) {
    if (isCard(keys)) cards.push(device(hass, id));
  }
  return cards.filter((card) => card.account === account).sort(byName);
}

/** The entities that tell of the sessions of the charge cards, wherever they are; whether there is a card. */
export function cardEntities(hass: Hass): { counts: string[]; states: string[]; paid: boolean } {
  const cards = [...ourEntities(hass).values()].filter(isCard);
  const ids = (key: string) => cards.flatMap((keys) => keys.get(key) ?? []);
  return {
    counts: ids("active_sessions"),
    states: ["session_state", ...CARD_KEYS].flatMap(ids),
    paid: cards.length > 0,
  };
}

/** The device of an entity, where that is a charge point. */
export function chargePointOf(hass: Hass, entityId: string): string | undefined {
  const entry = hass.entities[entityId];
  if (entry?.platform !== PLATFORM) return undefined;
  return chargePoints(hass).find((it) => it.id === entry.device_id)?.id;
}

/** The state of a charge point's entity. */
export function stateOf(hass: Pick<Hass, "states">, point: ChargePoint, key: Key): HassEntity | undefined {
  const entityId = point.entities[key];
  return entityId ? hass.states[entityId] : undefined;
}

/** The same, where it says something. */
export function knownState(hass: Pick<Hass, "states">, point: ChargePoint, key: Key): HassEntity | undefined {
  const state = stateOf(hass, point, key);
  return state && state.state !== "unknown" && state.state !== "unavailable" ? state : undefined;
}
