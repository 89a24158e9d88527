/** What the card uses of Home Assistant's frontend. */

export interface HassEntity {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
  /** ISO 8601, by Home Assistant's clock. */
  last_changed?: string;
  last_updated?: string;
}

export interface EntityEntry {
  entity_id: string;
  device_id?: string | null;
  platform?: string;
  translation_key?: string | null;
}

export interface DeviceEntry {
  id: string;
  name: string | null;
  name_by_user?: string | null;
  via_device_id?: string | null;
  identifiers?: [string, string][];
}

export interface Locale {
  language: string;
  number_format: string;
  time_format: string;
  time_zone: string;
}

export type Localize = (key: string, values?: Record<string, string>) => string;

export interface Connection {
  /** Answers how to end it. */
  subscribeMessage(
    callback: (event: { device_id?: string | null }) => void,
    message: object,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<unknown>>;
}

export interface Hass {
  states: Record<string, HassEntity | undefined>;
  entities: Record<string, EntityEntry | undefined>;
  devices: Record<string, DeviceEntry | undefined>;
  language: string;
  locale: Locale;
  config: { time_zone: string };
  connected: boolean;
  connection: Connection;
  user?: { id?: string; is_admin: boolean };
  localize: Localize;
  formatEntityState(state: HassEntity): string;
  loadBackendTranslation(category: string, integration: string): Promise<Localize>;
  callService(
    domain: string,
    service: string,
    data: object,
    target?: object,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<unknown>;
  callWS<T>(message: object): Promise<T>;
}

/** When a start is asked about: where it has a fee, always, or never. */
export type Confirm = "auto" | "always" | "never";

export interface CardConfig {
  type: string;
  title?: string;
  charge_points?: string[];
  compact?: boolean;
  confirm?: Confirm;
  sessions?: number;
  /** The path of the view on the same dashboard that shows sessions, where there is one. */
  sessions_path?: string;
}

export interface NamedCard {
  device_id: string | null;
  name: string | null;
}

/** A past session, as the websocket command tells it. Energy in kWh, cost in its currency. */
export interface Session {
  session_id: string;
  state: string;
  charge_card: string | null;
  started_at: string | null;
  stopped_at: string | null;
  error_text: string | null;
  energy: number | null;
  cost: number | null;
  currency: string | null;
  cost_source: "meter" | "bill" | null;
}

/** A session that has just ended, with what its receipt says. `duration` in seconds. */
export interface Receipt extends Session {
  /** With the account it names the session in commands. */
  account: string;
  key: string;
  duration: number | null;
  average_price: number | null;
  origin: "here" | "elsewhere";
  /** Seconds since it ended. */
  ended_ago: number;
}

/** What is paid, as far as it is known. */
export interface Prices {
  currency: string;
  per_kwh: number | null;
  per_minute: number | null;
  start_fee: number | null;
}

/**
 * What the websocket command `shell_ev/charge_point` answers. Waits are the seconds that are left,
 * ages the seconds that are gone, both when it answered: no clock of the browser is asked.
 */
export interface Details {
  start_guard: number | null;
  stop_guard: number | null;
  held: number | null;
  /** A command under way, whoever gave it. */
  command: { kind: "start" | "stop"; confirmed: boolean; since: number } | null;
  session: {
    session_id: string;
    charge_card: NamedCard | null;
    origin: "here" | "elsewhere";
    since: number | null;
    energy: number | null;
    cost: number | null;
    currency: string | null;
    /** Whether a card of ours charges: the charge point is occupied by ourselves. */
    own: boolean;
  } | null;
  /** Seconds since the last session of ours here ended, `null` where that was more than an hour ago. */
  left_ago: number | null;
  /** That session, where the user may see it. */
  receipt: Receipt | null;
  error: { text: string; reference: string | null; ago: number } | null;
  prices: Prices | null;
  /** `false` while prices may still come. */
  known: boolean;
  /** The charge card that pays unless another one is chosen. */
  charge_card: NamedCard | null;
  power_sensor: string | null;
  energy_sensor: string | null;
  /** Whether the user may start and stop here. */
  may_control: boolean;
  /** The devices of the charge cards that the user may start with. */
  may_use: string[];
  /** `null` where the user may see the sessions of no card. */
  sessions: Session[] | null;
}

/** A session at a charge point that is not configured, as `shell_ev/elsewhere` tells it. */
export interface Elsewhere {
  account: string;
  key: string;
  session_id: string;
  card: NamedCard;
  /** `null` where Shell does not say where it is. */
  place: string | null;
  evse_id: string;
  state: string;
  since: number | null;
  /** Why the last stop failed. Before Home Assistant has restarted after an update it is not told. */
  error?: Details["error"];
  stop_guard: number | null;
  may_stop: boolean;
  may_add: boolean;
}
