/** Which cards may pay at a place, and where its user may start. */

import { chargeCards, chargePoints, type Device } from "../charge-points";
import { isUnauthorized } from "../errors";
import type { DeviceEntry, Hass } from "../types";
import type { Outlet, Place } from "./places";
import type { Prices } from "./words";

/** What the websocket command `shell_ev/charge_point` tells, as far as it is used here. */
interface Told {
  may_control: boolean;
  /** Devices of cards. */
  may_use: string[];
  charge_card?: { device_id: string | null } | null;
  prices?: Prices | null;
}

export interface Rights {
  /** The cards that may pay, by name. */
  cards: Device[];
  /** The card that pays unless another is chosen. */
  usual: string | undefined;
  /** What is told of one's own, by device. */
  own: ReadonlyMap<string, Told | "forbidden" | undefined>;
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
  const told = new Map(
    await Promise.all(asked.map(async (id) => [id, await ask(hass, id)] as const)),
  );
  const answers = [...told.values()].filter((each) => each !== undefined && each !== "forbidden");
  const usable = answers[0]?.may_use;
  return {
    cards: chargeCards(hass, account).filter((card) => usable?.includes(card.id) ?? true),
    usual: own.length ? (answers[0]?.charge_card?.device_id ?? undefined) : undefined,
    own: told,
  };
}

async function ask(hass: Hass, device: string): Promise<Told | "forbidden" | undefined> {
  try {
    return await hass.callWS<Told>({ type: "shell_ev/charge_point", device_id: device, limit: 0 });
  } catch (error) {
    return isUnauthorized(error) ? "forbidden" : undefined;
  }
}

/** Whether a start is offered. Where that is not known it may be tried: Home Assistant has the last word. */
export function mayStart({ cards, own }: Rights, outlet: Outlet): boolean {
  if (!outlet.device_id) return cards.length > 0 && outlet.evse_id !== null;
  const told = own.get(outlet.device_id);
  return told !== "forbidden" && (told?.may_control ?? true) && cards.length > 0;
}

/** The prices of one's own in force, where Home Assistant has told them. */
export function ownPrices({ own }: Rights, outlet: Outlet): Prices | null {
  const told = outlet.device_id ? own.get(outlet.device_id) : undefined;
  return told && told !== "forbidden" ? (told.prices ?? null) : null;
}
