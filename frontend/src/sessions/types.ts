/** What the websocket commands of the sessions answer. Energy in kWh, durations in seconds. */

export interface Named {
  key: string;
  /** `null` for charge cards that are no longer configured. */
  name: string | null;
}

export interface Costs {
  currency: string;
  cost: number;
  /** Per kWh. */
  average_price: number | null;
  sessions: number;
  /** Whether any part of it is an estimate. */
  estimated: boolean;
}

export interface Totals {
  sessions: number;
  energy: number | null;
  without_energy: number;
  duration: number | null;
  without_duration: number;
  /** One for each currency. */
  costs: Costs[];
  without_cost: number;
  solar_energy: number | null;
  /** The energy for which the share of sun is known. */
  solar_covered: number | null;
  solar_share: number | null;
  without_solar: number;
}

export interface Bar {
  /** A day such as 2026-11-03, or a month such as 2026-11, of Home Assistant's zone. */
  day: string;
  parts: { place: string; energy: number | null; sessions: number; without_energy: number }[];
}

type Source = "meter" | "bill" | null;

export interface Row {
  account: string;
  /** With the account it names the session in commands. */
  key: string;
  session_id: string;
  state: string;
  live: boolean;
  place: Named;
  location: string | null;
  evse_id: string;
  card: Named;
  started_at: string;
  stopped_at: string | null;
  day: string;
  duration: number | null;
  energy: number | null;
  energy_source: Source;
  cost: number | null;
  currency: string | null;
  cost_source: Source;
  average_price: number | null;
  solar_energy: number | null;
  solar_covered: number | null;
  metered: { energy: number | null; cost: number | null; currency: string | null } | null;
  billed: { energy: number | null; amount: number | null; currency: string | null } | null;
  /** In force when the session began. */
  prices: {
    currency: string;
    per_kwh: number | null;
    per_minute: number | null;
    start_fee: number | null;
  } | null;
  origin: "here" | "elsewhere";
  error_text: string | null;
  start_request_id: string | null;
  stop_request_id: string | null;
  /** Whether the user may say what was billed. */
  may_change: boolean;
}

/** What `shell_ev/sessions` answers. */
export interface Answer {
  today: string;
  /** The day of the oldest session that the user may see. */
  first: string | null;
  /** Home Assistant's. */
  currency: string;
  /** Of all sessions in the span, whatever is filtered; by name. */
  /** The accounts whose sessions are missing, since they are not loaded. */
  away: string[];
  places: Named[];
  cards: Named[];
  totals: Totals;
  /** Those with sessions, oldest first. */
  bars: Bar[];
  count: number;
  /** The page, newest first. */
  sessions: Row[];
}

/** What is asked about. Days of Home Assistant's zone; `to` is not part of it. */
export interface Query {
  from: string | null;
  to: string | null;
  by: Unit;
  places?: string[];
  cards?: string[];
}

export type Unit = "day" | "month";
