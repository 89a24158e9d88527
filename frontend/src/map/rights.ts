/** Which cards may pay at a place, where its user may start, and what runs there. */

import { chargeCards, chargePoints, type Device } from "../charge-points";
import { isUnauthorized } from "../errors";
import type { Details, DeviceEntry, Hass } from "../types";
import { keyOf, type Outlet, type Place } from "./places";
import { runningAt, sessionsElsewhere, type Running } from "./running";

export interface Rights {
  /** The cards that may pay, by name. */
  cards: Device[];
  /** What is told of one's own, by device. */
  own: ReadonlyMap<string, Details | "forbidden" | undefined>;
  /** What runs, by the outlet's key. */
  running: ReadonlyMap<string, Running>;
  /** Seconds that Shell asks the account to wait, when it was told. */
  held: number;
}

/** A device as the frontend's registry has it. */
type InEntry = DeviceEntry & { config_entries?: string[] };

function belongs(hass: Hass, device: string, entry: string | null): boolean {
  return entry === null || ((hass.devices[device] as InEntry | undefined)?.config_entries ?? []).includes(entry);
}

/** The account's device: of the outlets of one's own, or of whatever else the account has. */
function accountOf(hass: Hass, { outlets }: Place): string | undefined {
  const own = outlets.find((outlet) => outlet.device_id)?.device_id;
  if (own) return hass.devices[own]?.via_device_id ?? undefined;
  const entry = outlets[0]?.account ?? null;
  const ours = Object.values(hass.entities).filter(
    (each) => each?.platform === "shell_ev" && each.device_id && belongs(hass, each.device_id, entry),
  );
  const below = ours.map((each) => hass.devices[each?.device_id ?? ""]?.via_device_id);
  return below.find((account) => account) ?? undefined;
}

/** What may be done at a place, as Home Assistant tells it: Shell is not asked. */
export async function rightsAt(hass: Hass, place: Place): Promise<Rights> {
  const account = accountOf(hass, place);
  const own = place.outlets.map((outlet) => outlet.device_id).filter((id) => id !== null);
  // Which cards may be used is told with any charge point of the account.
  const any = chargePoints(hass).find((point) => point.account === account)?.id;
  const asked = own.length ? own : any ? [any] : [];
  const [elsewhere, ...answered] = await Promise.all([
    sessionsElsewhere(hass),
    ...asked.map(async (id) => [id, await ask(hass, id)] as const),
  ]);
  const told = new Map(answered);
  const answers = [...told.values()].map(known).filter((each) => each !== undefined);
  const usable = answers[0]?.may_use;
  return {
    cards: chargeCards(hass, account).filter((card) => usable?.includes(card.id) ?? true),
    own: told,
    running: runningAt(place.outlets, (device) => known(told.get(device)), elsewhere),
    held: Math.max(0, ...answers.map(({ held }) => held ?? 0)),
  };
}

const known = (told: Details | "forbidden" | undefined) => (told === "forbidden" ? undefined : told);

async function ask(hass: Hass, device: string): Promise<Details | "forbidden" | undefined> {
  try {
    return await hass.callWS<Details>({ type: "shell_ev/charge_point", device_id: device, limit: 0 });
  } catch (error) {
    return isUnauthorized(error) ? "forbidden" : undefined;
  }
}

/** What is told of one's own. */
export function ownAt({ own }: Rights, { device_id }: Outlet): Details | undefined {
  return device_id ? known(own.get(device_id)) : undefined;
}

/** The card that pays at an outlet: the chosen one, else its own, else the first. */
export function payingCard(rights: Rights, outlet: Outlet, chosen: string): Device | undefined {
  const { cards } = rights;
  const card = (id: string | null | undefined) => cards.find((each) => each.id === id);
  return card(chosen) ?? card(ownAt(rights, outlet)?.charge_card?.device_id) ?? cards[0];
}

/** Whether a start is offered. Where that is not known it may be tried: Home Assistant has the last word. */
export function mayStart({ cards, own, running }: Rights, outlet: Outlet): boolean {
  if (running.has(keyOf(outlet))) return false;
  if (!outlet.device_id) return cards.length > 0 && outlet.evse_id !== null;
  const told = own.get(outlet.device_id);
  return told !== "forbidden" && (told?.may_control ?? true) && cards.length > 0;
}
