/** Sessions as Home Assistant answers them, and a card that shows them. */

import { vi } from "vitest";

import type { Answer, Query, Row, Totals } from "../src/sessions/types";
import type { ShellEvSessions, SessionsConfig } from "../src/sessions-card";
import type { Hass } from "../src/types";
import { makeHass, settle, type FakeHass } from "./fake";

export const TODAY = "2026-11-21";

export const HOME = { key: "home", name: "Home" };
export const DAM = { key: "NLTNM1", name: "Dam 1" };
export const OWN = { key: "own", name: "Family car" };
export const GONE = { key: "", name: null };

export function makeRow(values: Partial<Row> = {}): Row {
  const number = values.key ?? "k0";
  return {
    account: "account",
    key: number,
    session_id: `session-${number}`,
    state: "stopped",
    live: false,
    place: HOME,
    location: null,
    evse_id: "NL*TNM*E1*0",
    card: OWN,
    started_at: "2026-11-03T18:02:00+01:00",
    stopped_at: "2026-11-03T20:16:00+01:00",
    day: "2026-11-03",
    duration: 8040,
    energy: 11.412,
    energy_source: "meter",
    cost: 5.27,
    currency: "EUR",
    cost_source: "meter",
    average_price: 0.4618,
    solar_energy: 5.1,
    solar_covered: 10.2,
    metered: { energy: 11.412, cost: 5.27, currency: "EUR" },
    billed: null,
    prices: { currency: "EUR", per_kwh: 0.4425, per_minute: 0.05, start_fee: 0.35 },
    origin: "here",
    error_text: null,
    start_request_id: "start-request",
    stop_request_id: null,
    may_change: true,
    ...values,
  };
}

export const TOTALS: Totals = {
  sessions: 1,
  energy: 11.412,
  without_energy: 0,
  duration: 8040,
  without_duration: 0,
  costs: [{ currency: "EUR", cost: 5.27, average_price: 0.4618, sessions: 1, estimated: true }],
  without_cost: 0,
  solar_energy: 5.1,
  solar_covered: 10.2,
  solar_share: 0.5,
  without_solar: 0,
};

export function makeAnswer(values: Partial<Answer> = {}): Answer {
  return {
    today: TODAY,
    first: "2025-10-05",
    currency: "EUR",
    away: [],
    places: [DAM, HOME],
    cards: [OWN, GONE],
    totals: TOTALS,
    bars: [{ day: "2026-11-03", parts: [{ place: "home", energy: 11.412, sessions: 1, without_energy: 0 }] }],
    count: 1,
    sessions: [makeRow()],
    ...values,
  };
}

export interface Asked extends Query {
  type: string;
  offset: number;
  limit: number;
}

/** Those who listen to changes of sessions, and how to refuse them. */
export class FakeConnection {
  listening = new Set<() => void>();
  refuses = false;

  subscribeMessage = vi.fn(async (callback: () => void, _message: object, _options?: object) => {
    if (this.refuses) throw { code: "unknown_command" };
    this.listening.add(callback);
    return async () => void this.listening.delete(callback);
  });

  /** What was subscribed to ends with the connection. */
  drop(): void {
    this.listening.clear();
  }
}

export type SessionsHass = FakeHass & { connection: FakeConnection };

/** A Home Assistant that answers what is asked about sessions. */
export function answering(answer: (asked: Asked) => unknown = () => makeAnswer()): SessionsHass {
  const hass = makeHass();
  hass.callWS = vi.fn(async (message?: unknown) => answer(message as Asked));
  return Object.assign(hass, { connection: new FakeConnection() });
}

/** Home Assistant tells of a session that has changed. */
export async function tell({ connection }: SessionsHass): Promise<void> {
  for (const callback of connection.listening) callback();
  await settle();
}

/** What was asked, of a type. */
export function asked(hass: FakeHass, type = "shell_ev/sessions"): Asked[] {
  const calls = hass.callWS.mock.calls as unknown as [Asked][];
  return calls.map(([message]) => message).filter((message) => message.type === type);
}

let observers: { callback: IntersectionObserverCallback; gone: boolean }[] = [];
let inView = true;

/** Whether what is on the page is in view, as the browser tells it. */
export function see(seen: boolean): void {
  inView = seen;
  for (const { callback, gone } of observers)
    if (!gone) callback([{ isIntersecting: seen } as IntersectionObserverEntry], null as never);
}

/** How many elements ask the browser whether they are in view. */
export const watched = () => observers.filter(({ gone }) => !gone).length;

export function fakeObserver(): void {
  observers = [];
  inView = true;
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      private readonly own: (typeof observers)[number];
      constructor(callback: IntersectionObserverCallback) {
        this.own = { callback, gone: false };
        observers.push(this.own);
      }
      observe(): void {
        queueMicrotask(() => {
          if (!this.own.gone)
            this.own.callback([{ isIntersecting: inView } as IntersectionObserverEntry], null as never);
        });
      }
      disconnect(): void {
        this.own.gone = true;
      }
    },
  );
}

export type View = HTMLElement & { renderRoot: ShadowRoot; updateComplete: Promise<boolean> };

/** Put the card on a page. */
export async function open(hass: FakeHass, config: Partial<SessionsConfig> = {}): Promise<ShellEvSessions> {
  const card = document.createElement("shell-ev-sessions") as ShellEvSessions;
  card.setConfig({ type: "custom:shell-ev-sessions", ...config });
  card.hass = hass as unknown as Hass;
  document.body.append(card);
  await vi.dynamicImportSettled();
  await settle();
  return card;
}

export async function give(card: ShellEvSessions, hass: FakeHass): Promise<void> {
  card.hass = hass as unknown as Hass;
  await settle();
}

export function view(card: ShellEvSessions): View {
  return card.renderRoot.querySelector("shell-ev-sessions-view") as unknown as View;
}

export function all<T extends HTMLElement>(card: ShellEvSessions, selector: string): T[] {
  return [...view(card).renderRoot.querySelectorAll<T>(selector)];
}

export function one<T extends HTMLElement>(card: ShellEvSessions, selector: string): T {
  const [found] = all<T>(card, selector);
  if (!found) throw new Error(`There is no ${selector}`);
  return found;
}

const line = (text: string | null | undefined) => (text ?? "").replace(/\s+/g, " ").trim();

/** The text of what a selector finds, each in one line. */
export function said(card: ShellEvSessions, selector: string): string[] {
  return all(card, selector).map((found) => line(found.textContent));
}

export async function click(card: ShellEvSessions, selector: string): Promise<void> {
  one(card, selector).click();
  await settle();
}

export async function choose(card: ShellEvSessions, selector: string, name: string): Promise<void> {
  const select = one<HTMLSelectElement>(card, selector);
  const option = [...select.options].find((each) => line(each.textContent) === name);
  if (!option) throw new Error(`There is no ${name}`);
  select.value = option.value;
  select.dispatchEvent(new Event("change"));
  await settle();
}

/** Within another element of the view. */
export function inside<T extends HTMLElement>(card: ShellEvSessions, element: string, selector: string): T[] {
  const root = one(card, element).shadowRoot as ShadowRoot;
  return [...root.querySelectorAll<T>(selector)];
}
