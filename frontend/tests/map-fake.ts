/** A map that is none, and what the directory finds around home. */

import { vi } from "vitest";

import type { Found } from "../src/map/search";
import type { ShellEvNearby } from "../src/nearby";
import type { Hass, HassEntity } from "../src/types";
import { makeHass, settle, type FakeHass, type Setting } from "./fake";

import "../src/map/map-view";

export interface MapConfig {
  entities: { entity: string; label_mode?: string; attribute?: string; color?: string }[];
  cluster: boolean;
  auto_fit: boolean;
  fit_zones: boolean;
}

export interface FakeMap extends HTMLElement {
  hass?: { states: Record<string, HassEntity> };
  setConfig(config: MapConfig): void;
}

/** An hour after it was told whether they are free. */
export const NOW = new Date("2026-11-21T12:27:00Z");

export const PLACE: Found = {
  account: "entry",
  name: "Dam 1",
  evse_id: "NL*TNM*E1*0",
  device_id: null,
  distance: 350,
  availability: "available",
  availability_updated: "2026-11-21T11:27:00+00:00",
  operator: "Shell Recharge",
  address: "Dam 1, Amsterdam",
  latitude: 52.371,
  longitude: 4.9,
  maximum_power: 22.08,
  connectors: [{ type: "type_2", maximum_power: 22.08 }],
  price_per_kwh: 0.44,
  price_per_minute: null,
  start_fee: null,
  currency: "EUR",
};

export const FAR: Found = {
  ...PLACE,
  name: "<img onerror>",
  evse_id: "NL*TNM*E2*0",
  latitude: 52.38,
  distance: 1250,
  availability: "occupied",
  maximum_power: 150,
  connectors: [
    { type: "chademo", maximum_power: 50 },
    { type: "type_2_combo", maximum_power: 150 },
  ],
  price_per_kwh: null,
};

export const OWN = { entity: "sensor.home_availability" };

/** The maps that were made, each with the configurations it was given. */
export const made: { configs: MapConfig[]; map: FakeMap }[] = [];

export function useMaps(): void {
  made.length = 0;
  window.loadCardHelpers = (async () => ({
    createCardElement: (config: MapConfig) => {
      const map = document.createElement("div") as unknown as FakeMap;
      const configs = [config];
      map.setConfig = (next) => void configs.push(next);
      made.push({ configs, map });
      return map;
    },
    showConfirmationDialog: vi.fn(async () => true),
  })) as never;
}

/** The map that is shown. */
export function map(): FakeMap {
  const { map: last } = made.at(-1) ?? {};
  if (!last) throw new Error("There is no map");
  return last;
}

export function entities(): MapConfig["entities"] {
  return made.at(-1)?.configs.at(-1)?.entities ?? [];
}

/** A Home Assistant whose directory finds these. */
export function finding(found: Found[], setting: Setting = {}): FakeHass {
  const hass = makeHass(setting);
  for (const device of Object.values(hass.devices)) Object.assign(device ?? {}, { config_entries: ["entry"] });
  hass.states["zone.home"] = { entity_id: "zone.home", state: "0", attributes: {} };
  hass.callService.mockImplementation((async (_domain: string, service: string) =>
    service === "find_charge_points" ? { response: { charge_points: [...found] } } : undefined) as never);
  return hass;
}

/** Open the page. Of one's own that are not named nobody knows the place. */
export async function open(hass: FakeHass, own = [OWN]): Promise<ShellEvNearby> {
  for (const [id, state] of Object.entries(hass.states))
    if (state?.attributes["latitude"] && !own.some(({ entity }) => entity === id)) hass.states[id] = { ...state, attributes: {} };
  const card = document.createElement("shell-ev-nearby") as ShellEvNearby;
  card.setConfig({ type: "custom:shell-ev-nearby" });
  card.hass = hass as unknown as Hass;
  document.body.append(card);
  await settle();
  await settle();
  return card;
}

export async function update(card: ShellEvNearby, hass: FakeHass): Promise<void> {
  card.hass = hass as unknown as Hass;
  await settle();
}

export function tap(entityId: string): CustomEvent {
  const event = new CustomEvent("hass-more-info", { bubbles: true, composed: true, detail: { entityId } });
  map().dispatchEvent(event);
  return event;
}

type Root = { renderRoot: ShadowRoot };

export function view(card: ShellEvNearby): ShadowRoot {
  return (card.renderRoot.querySelector("shell-ev-map") as unknown as Root).renderRoot;
}

export function sheet(card: ShellEvNearby): ShadowRoot | undefined {
  return (view(card).querySelector("shell-ev-place") as unknown as Root | null)?.renderRoot;
}

/** What is written, in one line. */
export function words(root: ParentNode | null | undefined): string {
  return (root?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** A button by what it says, or by how it is called. */
export function button(root: ParentNode | undefined, name: string): HTMLButtonElement | undefined {
  return [...(root?.querySelectorAll("button") ?? [])].find(
    (each) => words(each) === name || each.getAttribute("aria-label") === name,
  );
}

export async function press(root: ParentNode | undefined, name: string): Promise<void> {
  const found = button(root, name);
  if (!found) throw new Error(`There is no button ${name}`);
  found.click();
  await settle();
}

/** Home Assistant's dialog, beside its map: what it asks is said yes to. */
export function useDialog(): ReturnType<typeof vi.fn> {
  const confirm = vi.fn(async () => true);
  const load = window.loadCardHelpers;
  window.loadCardHelpers = async () => ({ ...(await load?.()), showConfirmationDialog: confirm as never });
  return confirm;
}
