/** Commands that another browser has given, and of which no state tells yet. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Details, Elsewhere } from "../src/types";
import { NOTHING, RUNNING, asked, changed, isBlocked, label, makeHass, row, settle, show, shown, update } from "./fake";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-20T11:00:00Z") });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

type Told = Partial<Details>;
const STARTING: Told = { command: { kind: "start", confirmed: false, since: 1 } };
const STOPPING: Told = { command: { kind: "stop", confirmed: false, since: 1 }, session: RUNNING };
const ON = { charging: "on", session_state: "started" };
const REQUESTED = { charging: "on", session_state: "start_requested" };

describe("a command of another browser", () => {
  it.each([
    ["a start", {}, STARTING, "Starting"],
    ["a stop", ON, STOPPING, "Stopping"],
    ["a stop of what has not begun", REQUESTED, STOPPING, "Stopping"],
  ])("is shown while it is out, and no longer (%s)", async (_, states, details, words) => {
    const hass = makeHass({ points: { home: { states }, work: {} } });
    const card = await show(hass);
    const before = label(card);
    const answers: Record<string, Told> = { home: details };
    hass.callWS.mockImplementation(async (message) => ({
      ...NOTHING,
      ...answers[(message as { device_id: string }).device_id],
    }));
    await hass.connection.command("home");
    expect(shown(card)).toContain(words);
    expect(label(card)).toBe(words);
    expect(isBlocked(card)).toBe(true);
    expect(row(card).getAttribute("tone")).toBe("pending");
    answers["home"] = {};
    await hass.connection.command("home");
    expect(label(card)).toBe(before);
    expect(isBlocked(card)).toBe(before !== "Stop" && before !== "Start");
  });

  it("is asked about by the row of its charge point alone", async () => {
    const hass = makeHass({ points: { home: {}, work: {} } });
    await show(hass);
    const before = asked(hass).length;
    await hass.connection.command("work");
    expect(asked(hass).slice(before)).toEqual([{ type: "shell_ev/charge_point", device_id: "work", limit: 0, language: "en" }]);
    await hass.connection.command("gone");
    expect(asked(hass)).toHaveLength(before + 1);
  });

  it("is asked about where no charge point is configured", async () => {
    const session = { account: "a", key: "k", session_id: "s", place: "Dam 1", state: "started", since: 60 };
    const elsewhere = [{ ...session, card: { device_id: "card", name: "Card" }, may_stop: true } as Elsewhere];
    const hass = makeHass({ elsewhere });
    const card = await show(hass);
    const away = () => card.renderRoot.querySelector("shell-ev-elsewhere")?.shadowRoot?.textContent;
    expect(away()).toContain("Charging");
    elsewhere[0] = { ...elsewhere[0], state: "stop_requested" } as Elsewhere;
    await hass.connection.command(null);
    expect(away()).toContain("Stopping");
    expect(asked(hass)).toHaveLength(1);
  });
});

describe("listening", () => {
  it("is done once a card, and ends with it", async () => {
    const hass = makeHass({ points: { a: {}, b: {} } });
    const card = await show(hass);
    expect(hass.connection.subscribeMessage.mock.calls.map(([, message]) => message)).toEqual([
      { type: "shell_ev/subscribe_commands" },
    ]);
    await update(card, changed(hass, "a", ON));
    expect(hass.connection.listening.size).toBe(1);
    for (let times = 0; times < 100; times++) {
      card.remove();
      await settle();
      expect(hass.connection.listening.size).toBe(0);
      document.body.append(card);
      await settle();
      expect(hass.connection.listening.size).toBe(1);
    }
  });

  it("begins anew after the connection was lost, and where it was refused", async () => {
    const hass = makeHass();
    hass.connection.refuses = true;
    const card = await show(hass);
    expect(hass.connection.listening.size).toBe(0);
    hass.connection.refuses = false;
    await update(card, changed(hass, "home", ON));
    expect(hass.connection.listening.size).toBe(1);
    hass.connection.listening.clear();
    await update(card, { ...hass, connected: false });
    expect(hass.connection.listening.size).toBe(0);
    await update(card, { ...hass, connected: true });
    expect(hass.connection.listening.size).toBe(1);
  });
});
