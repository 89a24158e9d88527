/** What the card uses of Home Assistant's frontend. */

export interface HassEntity {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
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
    callback: () => void,
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
}

/** What the websocket command `shell_ev/charge_point` answers. Times are ISO 8601. */
export interface Details {
  start_guarded_until: string | null;
  stop_guarded_until: string | null;
  held_until: string | null;
  error: { text: string; request_id: string | null } | null;
  start_fee: number | null;
  /** Whether the user may start and stop here. */
  may_control: boolean;
  /** The devices of the charge cards that the user may start with. */
  may_use: string[];
  /** `null` where the user may see the sessions of no card. */
  sessions: Session[] | null;
}
