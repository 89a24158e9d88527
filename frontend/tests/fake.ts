/** A Home Assistant of charge points, as much of it as the card sees. */

import { vi } from "vitest";

import "../src/index";
import type { ShellEvChargePoint } from "../src/charge-point-row";
import type { ShellEvCard } from "../src/shell-ev-card";
import type { CardConfig, Details, Elsewhere, Hass, HassEntity, Receipt } from "../src/types";

export const NOTHING: Details = {
  start_guard: null,
  stop_guard: null,
  held: null,
  command: null,
  session: null,
  left_ago: null,
  receipt: null,
  error: null,
  prices: { currency: "EUR", per_kwh: 0.31, per_minute: null, start_fee: null },
  known: true,
  charge_card: { device_id: "card", name: "Card" },
  power_sensor: null,
  energy_sensor: null,
  may_control: true,
  may_use: ["card"],
  sessions: [],
};

export const RUNNING: NonNullable<Details["session"]> = {
  session_id: "s",
  charge_card: { device_id: "card", name: "Card" },
  origin: "here",
  since: 1800,
  energy: null,
  cost: null,
  currency: null,
  own: true,
};

export const RECEIPT: Receipt = {
  account: "entry",
  key: "k",
  session_id: "s",
  state: "stopped",
  charge_card: "Card",
  started_at: "2026-11-20T10:00:00Z",
  stopped_at: "2026-11-20T10:56:00Z",
  error_text: null,
  energy: 11.4,
  cost: 5.27,
  currency: "EUR",
  duration: 3360,
  cost_source: "meter",
  average_price: 0.4623,
  origin: "here",
  ended_ago: 240,
};

const IDLE: Record<string, string> = {
  charging: "off",
  session_state: "idle",
  session_started: "unknown",
  last_error: "none",
  availability: "available",
  price: "0.31",
};

const DOMAINS: Record<string, string> = { charging: "switch", session: "event" };

export interface Setting {
  points?: Record<string, { name?: string; states?: Record<string, string> }>;
  cards?: Record<string, string>;
  details?: Partial<Details>;
  elsewhere?: Elsewhere[];
  /** What the entities in the log were called before. */
  former?: string[];
  /** What the dashboard's heading ends in. */
  note?: string;
  history?: Record<string, { s: string; lu: number }[]>;
}

export function entityId(point: string, key: string): string {
  return `${DOMAINS[key] ?? "sensor"}.${point}_${key}`;
}

type Hearing = (event: { device_id?: string | null }) => void;

/** The connection to Home Assistant, and what listens to it. */
export class Wire {
  listening = new Set<Hearing>();
  refuses = false;

  subscribeMessage = vi.fn(async (hear: Hearing, _message: object, _options?: object) => {
    if (this.refuses) throw { code: "unknown_command" };
    this.listening.add(hear);
    return async () => void this.listening.delete(hear);
  });

  /** A command is out at a charge point, or has come back: null is one that is not configured. */
  async command(device_id: string | null): Promise<void> {
    for (const hear of this.listening) hear({ device_id });
    await settle();
  }
}

export function makeHass({
  points = { home: {} },
  cards = { card: "Card" },
  details = {},
  elsewhere = [],
  history = {},
  former = [],
  note = "",
}: Setting = {}) {
  const hass = {
    states: {} as Hass["states"],
    entities: {} as Hass["entities"],
    devices: { account: { id: "account", name: "Account" } } as Hass["devices"],
    language: "en",
    locale: { language: "en", number_format: "language", time_format: "24", time_zone: "server" },
    config: { time_zone: "Europe/Amsterdam" },
    connected: true,
    connection: new Wire(),
    user: { is_admin: false },
    localize: (_key: string, _values?: Record<string, string>) => "",
    formatEntityState: (state: HassEntity) =>
      state.attributes["unit_of_measurement"]
        ? `${state.state} ${state.attributes["unit_of_measurement"]}`
        : state.state,
    loadBackendTranslation: vi.fn(async (): Promise<Hass["localize"]> => () => ""),
    callService: vi.fn(async (): Promise<unknown> => undefined),
    callWS: vi.fn(async (message: object): Promise<unknown> => {
      const { type } = message as { type: string };
      if (type === "shell_ev/elsewhere") return { sessions: elsewhere };
      if (type === "shell_ev/dashboard") return [note, ...former];
      if (type === "history/history_during_period") return history;
      return { ...NOTHING, may_use: Object.keys(cards), ...details };
    }),
  };
  for (const [id, { name, states }] of Object.entries(points)) {
    hass.devices[id] = { id, name: name ?? id, via_device_id: "account" };
    for (const [key, state] of Object.entries({ ...IDLE, ...states })) add(hass, id, key, state);
  }
  for (const [id, name] of Object.entries(cards)) {
    hass.devices[id] = { id, name, via_device_id: "account" };
    add(hass, id, "active_sessions", "0");
    hass.entities[`sensor.${id}_session_state`] = {
      entity_id: `sensor.${id}_session_state`,
      device_id: id,
      platform: "shell_ev",
      translation_key: "session_state",
    };
    hass.entities[`calendar.${id}`] = {
      entity_id: `calendar.${id}`,
      device_id: id,
      platform: "shell_ev",
      translation_key: "sessions",
    };
  }
  return hass;
}

export type FakeHass = ReturnType<typeof makeHass>;

function add(hass: FakeHass, device: string, key: string, state: string): void {
  const id = entityId(device, key);
  hass.entities[id] = {
    entity_id: id,
    device_id: device,
    platform: "shell_ev",
    translation_key: key,
  };
  hass.states[id] = makeState(id, key, state);
}

function makeState(id: string, key: string, state: string): HassEntity {
  const attributes: Record<string, unknown> = {};
  if (key === "price") attributes["unit_of_measurement"] = "EUR/kWh";
  if (key === "session_energy") attributes["unit_of_measurement"] = "kWh";
  if (key === "session_cost") attributes["unit_of_measurement"] = "EUR";
  if (key === "availability") Object.assign(attributes, { latitude: 52.37, longitude: 4.9 });
  const now = new Date().toISOString();
  return { entity_id: id, state, attributes, last_changed: now, last_updated: now };
}

/** A new `hass`, as Home Assistant makes one for every change, with some states changed. */
export function changed(hass: FakeHass, point: string, states: Record<string, string>): FakeHass {
  const next = { ...hass, states: { ...hass.states } };
  for (const [key, state] of Object.entries(states)) {
    const id = entityId(point, key);
    next.states[id] = { ...makeState(id, key, state) };
  }
  return next;
}

/** Put the card on a page. */
export async function show(hass: FakeHass, config: Partial<CardConfig> = {}): Promise<ShellEvCard> {
  const card = document.createElement("shell-ev-card") as ShellEvCard;
  card.setConfig({ type: "custom:shell-ev-card", ...config });
  card.hass = hass as unknown as Hass;
  document.body.append(card);
  await settle();
  return card;
}

export async function update(card: ShellEvCard, hass: FakeHass): Promise<void> {
  card.hass = hass as unknown as Hass;
  await settle();
}

/** Let what was asked be answered and what changed be rendered. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(300);
}

export function rows(card: ShellEvCard): ShellEvChargePoint[] {
  return [...card.renderRoot.querySelectorAll<ShellEvChargePoint>("shell-ev-charge-point")];
}

export function row(card: ShellEvCard, index = 0): HTMLElement & { renderRoot: ShadowRoot } {
  return rows(card)[index] as unknown as HTMLElement & { renderRoot: ShadowRoot };
}

export function find<T extends Element>(card: ShellEvCard, selector: string, index = 0): T {
  const found = row(card, index).renderRoot.querySelector<T>(selector);
  if (!found) throw new Error(`There is no ${selector}`);
  return found;
}

/** Start or stop. */
export function button(card: ShellEvCard, index = 0): HTMLButtonElement {
  return find<HTMLButtonElement>(card, "button.act", index);
}

export function isBlocked(card: ShellEvCard, index = 0): boolean {
  return button(card, index).getAttribute("aria-disabled") === "true";
}

/** What a charge point was asked about, how often. */
export function asked(hass: FakeHass, type = "shell_ev/charge_point"): object[] {
  return hass.callWS.mock.calls.map(([message]) => message).filter((it) => "type" in it && it.type === type);
}

/** The text of a row, in one line. */
export function shown(card: ShellEvCard, index = 0): string {
  const root = row(card, index).renderRoot;
  return oneLine(root.querySelector("section"));
}

export function oneLine(element: Element | null | undefined): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** What a button says: of one that waits what is said to those who do not see its ring. */
export function label(card: ShellEvCard, index = 0): string {
  const shown = button(card, index);
  return oneLine(shown.querySelector(".unseen") ?? shown);
}
