/** What is shown of a session: while it runs, after it, and what went wrong. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ShellEvCard } from "../src/shell-ev-card";
import type { CardConfig, Details, HassEntity } from "../src/types";
import {
  NOTHING,
  RECEIPT,
  RUNNING,
  asked,
  button,
  changed,
  entityId,
  find,
  isBlocked,
  label,
  makeHass,
  oneLine,
  row,
  settle,
  show,
  shown,
  update,
  type FakeHass,
} from "./fake";

const NOON = new Date("2026-11-20T11:00:00Z");
const BEGAN = "2026-11-20T10:30:00Z";
const ON = { charging: "on", session_state: "started", session_started: BEGAN };
const METERED = { ...ON, session_energy: "11.4", session_cost: "5.27" };
const at = (minutes: number) => Date.parse(BEGAN) / 1000 + minutes * 60;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});

afterEach(() => {
  document.body.replaceChildren();
  window.loadCardHelpers = undefined;
  vi.useRealTimers();
});

function charging(
  states: Record<string, string> = METERED,
  details: Partial<Details> = {},
  history: Record<string, { s: string; lu: number }[]> = {},
): FakeHass {
  return makeHass({
    points: { home: { name: "Home", states } },
    details: { session: RUNNING, ...details },
    history,
  });
}

function sensor(hass: FakeHass, id: string, state: string, unit: string, time = NOON): HassEntity {
  return (hass.states[id] = {
    entity_id: id,
    state,
    attributes: { unit_of_measurement: unit },
    last_updated: time.toISOString(),
  });
}

const part = (card: ShellEvCard, selector: string) =>
  oneLine(row(card).renderRoot.querySelector(selector));

describe("while it charges", () => {
  it("is large what was charged, with its cost as an estimate, and the time", async () => {
    const card = await show(charging());
    expect(part(card, ".big")).toBe("11.4 kWh");
    expect(part(card, ".minor")).toBe("≈ €5.2730 min");
    expect(part(card, ".facts")).toBe("Chargingsince 11:30Card");
    expect(label(card)).toBe("Stop");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(part(card, ".minor")).toBe("≈ €5.2731 min");
  });

  it("goes by the server's seconds, whatever the browser's clock says", async () => {
    const hass = charging();
    vi.setSystemTime(new Date(NOON.getTime() + 7_200_000));
    expect(part(await show(hass), ".minor")).toContain("30 min");
  });

  it("tells the day of a start that is long ago", async () => {
    const hass = charging({ ...METERED, session_started: "2026-11-19T10:30:00Z" });
    hass.callWS.mockResolvedValue({ ...NOTHING, session: { ...RUNNING, since: 88_200 } });
    expect(part(await show(hass), ".facts")).toContain("since Nov 19, 11:30");
  });

  it("shows time and price where no meter counts", async () => {
    const card = await show(charging(ON));
    expect(part(card, ".big")).toBe("30 min");
    expect(part(card, ".minor")).toBe("€0.31/kWh");
    const unpriced = await show(charging({ ...ON, price: "unknown" }, { prices: null }));
    expect(part(unpriced, ".minor")).toBe("");
  });

  it("takes from the answer what no sensor tells", async () => {
    const session = { ...RUNNING, energy: 3.4, cost: 1.5, currency: "CHF", charge_card: null };
    const card = await show(charging({ ...ON, session_energy: "unknown" }, { session }));
    expect(part(card, ".big")).toBe("3.4 kWh");
    expect(part(card, ".minor")).toBe("≈ CHF 1.5030 min");
    expect(part(card, ".facts")).toBe("Chargingsince 11:30");
  });

  it("invents no cost without a currency, and no time before it is known", async () => {
    const session = { ...RUNNING, since: null, energy: 3.4, cost: 1.5 };
    const card = await show(charging(ON, { session }));
    expect(part(card, ".minor")).toBe("");
    const compact = await show(charging(ON, { session }), { compact: true });
    expect(part(compact, ".facts")).toBe("Charging3.4 kWh");
  });

  it("is one row where that is wanted", async () => {
    const card = await show(charging(), { compact: true });
    expect(row(card).renderRoot.querySelector(".live")).toBeNull();
    expect(part(card, ".facts")).toBe("Charging11.4 kWh≈ €5.2730 min");
  });

  it("ticks only while it runs, and not when it has left the page", async () => {
    const hass = charging();
    const card = await show(hass);
    expect(vi.getTimerCount()).toBe(1);
    card.remove();
    expect(vi.getTimerCount()).toBe(0);
    document.body.append(card);
    hass.callWS.mockResolvedValue({ ...NOTHING });
    await update(card, changed(hass, "home", { charging: "off", session_state: "stopped" }));
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("power", () => {
  const steps = [0, 15, 28, 29, 29.5, 30].map((minute) => ({ s: String((minute * 11) / 60), lu: at(minute) }));

  it("is the power sensor's, with its line out of the recorder", async () => {
    const history = { "sensor.power": [{ s: "0", lu: at(-5) }, { s: "11000", lu: at(2) }] };
    const hass = charging(METERED, { power_sensor: "sensor.power", energy_sensor: "sensor.home_session_energy" }, history);
    sensor(hass, "sensor.power", "7400", "W");
    const card = await show(hass);
    expect(part(card, ".power")).toBe("7.4 kW");
    expect(find(card, ".chart").getAttribute("aria-label")).toBe("Power since the start, up to 11.0\u00a0kW");
    expect(find(card, ".line").getAttribute("d")).toMatch(/^M0 96/);
    expect(asked(hass, "history/history_during_period")).toEqual([
      expect.objectContaining({
        start_time: "2026-11-20T10:30:00.000Z",
        entity_ids: ["sensor.power"],
        include_start_time_state: true,
      }),
    ]);
    const next = { ...hass, states: { ...hass.states } };
    sensor(next as FakeHass, "sensor.power", "3700", "W", new Date(NOON.getTime() + 5000));
    await update(card, next as FakeHass);
    expect(part(card, ".power")).toBe("3.7 kW");
  });

  it("is an estimate out of the meter's steps where there is no sensor, and has no line", async () => {
    const energy = "sensor.home_session_energy";
    const hass = charging(METERED, { energy_sensor: energy }, { [energy]: steps });
    sensor(hass, energy, "5.5", "kWh", new Date(at(30) * 1000));
    const card = await show(hass);
    expect(part(card, ".power")).toBe("≈ 11.0 kW");
    expect(row(card).renderRoot.querySelector(".chart")).toBeNull();
  });

  it("goes by the meter while the sensor is away", async () => {
    const energy = "sensor.home_session_energy";
    const hass = charging(METERED, { power_sensor: "sensor.power", energy_sensor: energy }, { [energy]: steps });
    sensor(hass, "sensor.power", "unavailable", "W");
    expect(part(await show(hass), ".power")).toBe("≈ 11.0 kW");
  });

  it("is what states tell where there is no recorder", async () => {
    const hass = charging(METERED, { power_sensor: "sensor.power" });
    sensor(hass, "sensor.power", "11", "kW");
    const answer = hass.callWS.getMockImplementation();
    hass.callWS.mockImplementation(async (message) => {
      if ("type" in message && String(message.type).startsWith("history")) throw new Error("no recorder");
      return answer?.(message);
    });
    const card = await show(hass);
    expect(part(card, ".power")).toBe("11.0 kW");
    expect(row(card).renderRoot.querySelector(".chart")).toBeNull();
  });

  it("is not shown where nothing tells it", async () => {
    expect(part(await show(charging()), ".power")).toBe("");
    const energy = "sensor.home_session_energy";
    const hass = charging(METERED, { energy_sensor: energy });
    sensor(hass, energy, "", "kWh");
    expect(part(await show(hass), ".power")).toBe("");
  });

  it("forgets one session's for the next, and an answer that comes too late", async () => {
    const history = { "sensor.power": [{ s: "11", lu: at(1) }, { s: "11", lu: at(9) }] };
    const hass = charging(METERED, { power_sensor: "sensor.power" }, history);
    sensor(hass, "sensor.power", "11", "kW");
    let late: (value: unknown) => void = () => {};
    const answer = hass.callWS.getMockImplementation();
    hass.callWS.mockImplementation((message) => {
      const history = "type" in message && String(message.type).startsWith("history");
      return history
        ? new Promise((resolve) => (late = resolve))
        : (answer?.(message) ?? Promise.reject(new Error()));
    });
    const card = await show(hass);
    await update(card, changed(hass, "home", { charging: "off", session_state: "stopped" }));
    late(history);
    await settle();
    expect(row(card).renderRoot.querySelector(".chart")).toBeNull();
  });

  it("reads the recorder anew after a lost connection", async () => {
    const hass = charging(METERED, { power_sensor: "sensor.power" });
    sensor(hass, "sensor.power", "11", "kW");
    const card = await show(hass);
    await update(card, { ...hass, connected: false });
    await update(card, { ...hass, connected: true });
    expect(asked(hass, "history/history_during_period")).toHaveLength(2);
  });
});

describe("after it", () => {
  const ended = { session_state: "stopped" };
  const after = (details: Partial<Details> = {}, states: Record<string, string> = ended) =>
    makeHass({ points: { home: { name: "Home", states } }, details: { left_ago: 240, receipt: RECEIPT, ...details } });

  it("leaves a receipt with its facts behind a fold", async () => {
    const card = await show(after());
    expect(part(card, ".receipt p")).toBe("Charged 11.4 kWh in 56 min≈ €5.27");
    expect(part(card, ".receipt summary")).toBe("Details");
    expect(part(card, ".receipt dl")).toContain("Average price≈ €0.4623/kWh");
    expect(find<HTMLDetailsElement>(card, ".receipt details").open).toBe(false);
  });

  it("leaves out of the fold what is not known", async () => {
    const unknown = { ...RECEIPT, energy: null, average_price: null, started_at: null, charge_card: null };
    const card = await show(after({ receipt: { ...unknown, origin: "elsewhere" } }));
    const names = [...row(card).renderRoot.querySelectorAll("dt")].map(oneLine);
    expect(names).toEqual(["Stopped", "Started by", "Session ID"]);
    expect(part(card, "dl")).toContain("Charge card or app");
  });

  it("leads to the view of sessions where the dashboard has one", async () => {
    window.history.pushState(null, "", "/shell-ev/charging");
    const card = await show(after(), { sessions_path: "sessions" });
    expect(find(card, ".receipt a").getAttribute("href")).toBe(
      "/shell-ev/sessions?session=entry+k&at=2026-11-20T10%3A00%3A00Z",
    );
    expect(row(card).renderRoot.querySelector(".receipt details")).toBeNull();
  });

  it("goes after an hour by itself, and with the next start", async () => {
    const hass = after();
    const card = await show(hass);
    await vi.advanceTimersByTimeAsync(3_350_000);
    expect(part(card, ".receipt")).not.toBe("");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(row(card).renderRoot.querySelector(".receipt")).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
    const next = await show(after());
    await update(next, changed(hass, "home", { session_state: "start_requested", charging: "on" }));
    expect(row(next).renderRoot.querySelector(".receipt")).toBeNull();
  });

  it("is not in a compact row", async () => {
    expect(row(await show(after(), { compact: true })).renderRoot.querySelector(".receipt")).toBeNull();
  });

  it("is not occupied by oneself, until that must be somebody else", async () => {
    const card = await show(after({}, { ...ended, availability: "occupied" }));
    expect(part(card, ".state")).toBe("Just stopped");
    expect(row(card).getAttribute("tone")).toBe("free");
    await vi.advanceTimersByTimeAsync(700_000);
    expect(part(card, ".state")).toBe("occupied");
    expect(button(card).classList).toContain("quiet");
  });

  it("is not occupied by oneself where the receipt is not for one to see", async () => {
    const card = await show(after({ receipt: null }, { ...ended, availability: "occupied" }));
    expect(row(card).renderRoot.querySelector(".receipt")).toBeNull();
    expect(part(card, ".state")).toBe("Just stopped");
    await vi.advanceTimersByTimeAsync(700_000);
    expect(part(card, ".state")).toBe("occupied");
  });

  it("keeps its room until it is known", async () => {
    const hass = makeHass({ points: { home: { states: { last_session_end: "2026-11-20T10:56:00Z" } } } });
    hass.callWS.mockReturnValue(new Promise(() => {}));
    expect(row(await show(hass)).renderRoot.querySelector(".space.tall")).not.toBeNull();
    const path = await show(hass, { sessions_path: "sessions" });
    expect(find(path, ".space").classList).not.toContain("tall");
    const old = changed(hass, "home", { last_session_end: "2026-11-20T09:00:00Z" });
    expect(row(await show(old)).renderRoot.querySelector(".space")).toBeNull();
  });
});

describe("figures", () => {
  it("are kWh, whatever unit the user has given the session's energy", async () => {
    const hass = charging({ ...ON, session_energy: "11400" });
    const energy = hass.states[entityId("home", "session_energy")];
    Object.assign(energy?.attributes ?? {}, { unit_of_measurement: "Wh" });
    expect(oneLine(find(await show(hass), ".big"))).toBe("11.4 kWh");
  });

  it("of power are kW out of a meter's steps in Wh", async () => {
    const id = "sensor.home_session_energy";
    const start = Date.parse(BEGAN) / 1000;
    const hass = charging({ ...ON, session_energy: "400" }, { energy_sensor: id }, {
      [id]: [
        { s: "0", lu: start + 1380 },
        { s: "200", lu: start + 1500 },
        { s: "400", lu: start + 1620 },
      ],
    });
    Object.assign(hass.states[id]?.attributes ?? {}, { unit_of_measurement: "Wh" });
    Object.assign(hass.states[id] ?? {}, { last_updated: new Date((start + 1620) * 1000).toISOString() });
    const card = await show(hass);
    await settle();
    expect(oneLine(find(card, ".power"))).toBe("≈ 6.0 kW");
  });

  it("tell the start in the zone of the user's profile", async () => {
    // The browser's zone is Asia/Kolkata: 10:30 UTC is 16:00 there, and 11:30 where Home Assistant is.
    const hass = charging(ON);
    hass.locale.time_zone = "local";
    expect(shown(await show(hass))).toContain("since 16:00");
  });

  it("mark an estimated cost among the last sessions, as the receipt does", async () => {
    const past = { ...RECEIPT, cost_source: "meter" as const };
    const card = await show(makeHass({ details: { sessions: [past] } }), { sessions: 5 });
    expect(oneLine(find(card, "li")).replace(/\u00a0/g, " ")).toContain("≈ €5.27");
  });

  it("mark an estimated average price in the receipt", async () => {
    const card = await show(makeHass({ details: { receipt: RECEIPT } }));
    const average = [...row(card).renderRoot.querySelectorAll(".receipt dl div")].map(oneLine).find((it) => it.includes("/kWh"));
    expect(average?.replace(/\u00a0/g, " ")).toContain("≈ €0.4623/kWh");
  });

  it("call an average price of nothing free", async () => {
    const card = await show(makeHass({ details: { receipt: { ...RECEIPT, cost: 0, average_price: 0 } } }));
    expect(shown(card)).not.toContain("€0.00/kWh");
  });
});

describe("errors", () => {
  const failed = { last_error: "other", session_state: "failed_to_start" };
  const failing = (ago = 20, config: Partial<CardConfig> = {}, text = "Plug in the car first") =>
    show(
      makeHass({
        points: { home: { states: failed } },
        details: { error: { text, reference: null, ago } },
      }),
      config,
    );

  const error = (card: ShellEvCard) => row(card).renderRoot.querySelector(".error");

  it("is shown in one row, too", async () => {
    expect(oneLine(error(await failing(20, { compact: true })))).toBe("Plug in the car first");
  });

  it("is put away, and stays away when the row is built anew", async () => {
    const card = await failing(20, {}, "Put me away");
    find<HTMLButtonElement>(card, "button.close").click();
    await settle();
    expect(error(card)).toBeNull();
    expect(row(card).renderRoot.activeElement).toBe(button(card));
    button(card).blur();
    expect(error(await failing(20, {}, "Put me away"))).toBeNull();
    expect(error(await failing(20, {}, "Another one"))).not.toBeNull();
  });

  it("stays away when the page is loaded anew, for as long as it would be told", async () => {
    const card = await failing(20, {}, "Put away for good");
    find<HTMLButtonElement>(card, "button.close").click();
    const anew = async () => {
      vi.resetModules();
      return import("../src/charging/errors-shown");
    };
    const error = { text: "Put away for good", reference: null };
    const { dismiss, toShow } = await anew();
    const now = 1000;
    expect(toShow("home", now, undefined, { ...error, at: now - 20 })).toBeUndefined();
    expect(toShow("home", now, undefined, { ...error, at: now + 1 })).toBeDefined();
    expect(toShow("home", now, undefined, { ...error, reference: "r", at: now - 20 })).toBeDefined();
    await vi.advanceTimersByTimeAsync(601_000);
    dismiss("other", { text: "x", reference: "r" });
    expect(Object.keys(JSON.parse(localStorage.getItem("shell-ev-errors") ?? ""))).toEqual(["other"]);
    localStorage.setItem("shell-ev-errors", "{");
    expect((await anew()).toShow("other", now, undefined, { text: "x", reference: "r", at: now - 1 })).toBeDefined();
    localStorage.clear();
  });

  it("is put away on this page where the browser keeps nothing", async () => {
    const setItem = vi.fn(() => {
      throw new Error("full");
    });
    vi.stubGlobal("localStorage", { setItem });
    const card = await failing(20, {}, "Kept nowhere");
    find<HTMLButtonElement>(card, "button.close").click();
    await settle();
    expect(error(card)).toBeNull();
    expect(setItem).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });

  it("is gone after ten minutes", async () => {
    const card = await failing(20);
    await vi.advanceTimersByTimeAsync(575_000);
    expect(error(card)).not.toBeNull();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(error(card)).toBeNull();
    expect(error(await failing(601))).toBeNull();
  });

  it("of a press is gone after ten minutes, too", async () => {
    const hass = makeHass();
    hass.callService.mockRejectedValueOnce({ message: "Shell refused" });
    const card = await show(hass, { compact: true });
    button(card).click();
    await settle();
    expect(oneLine(error(card))).toBe("Shell refused");
    await vi.advanceTimersByTimeAsync(601_000);
    expect(error(card)).toBeNull();
  });

  it("is told in the same words in every browser, also in the one that started", async () => {
    const reference = "EvNotConnectedToEvse, RequestId 0b1c-r";
    const hass = makeHass();
    hass.callService.mockRejectedValueOnce({
      message: "The session failed to start. Plug in the car first.",
      translation_placeholders: { reference },
    });
    const card = await show(hass);
    hass.callWS.mockResolvedValue({ ...NOTHING, error: { text: "Plug in the car first", reference, ago: 1 } });
    button(card).click();
    await settle();
    expect(oneLine(error(card)?.querySelector("p"))).toBe("Plug in the car first");
    find<HTMLButtonElement>(card, "button.close").click();
    await settle();
    expect(error(card)).toBeNull();
  });

  it("of a press is gone with the next start, whoever gives it", async () => {
    const hass = makeHass();
    hass.callService.mockRejectedValue({ message: "Shell refused" });
    const card = await show(hass);
    button(card).click();
    await settle();
    expect(error(card)).not.toBeNull();
    await vi.advanceTimersByTimeAsync(5000);
    hass.callWS.mockResolvedValue({ ...NOTHING, command: { kind: "start", confirmed: false, since: 1 } });
    await update(card, changed(hass, "home", { last_error: "other" }));
    expect(error(card)).toBeNull();
    hass.callWS.mockResolvedValue({ ...NOTHING });
    const again = await show(hass);
    button(again).click();
    await settle();
    expect(error(again)).not.toBeNull();
    await update(again, changed(hass, "home", { charging: "on", session_state: "start_requested" }));
    expect(error(again)).toBeNull();
  });

  it("keeps its room until it is known", async () => {
    const hass = makeHass({ points: { home: { states: failed } } });
    hass.callWS.mockReturnValue(new Promise(() => {}));
    expect(row(await show(hass)).renderRoot.querySelectorAll(".space")).toHaveLength(1);
    vi.setSystemTime(new Date(NOON.getTime() + 700_000));
    expect(row(await show(hass)).renderRoot.querySelectorAll(".space")).toHaveLength(0);
  });

  it("of a press are told again for the next one, though the same words were put away before", async () => {
    const hass = makeHass();
    hass.callService.mockRejectedValue({ message: "Wait 30 seconds before the next start" });
    const card = await show(hass);
    button(card).click();
    await settle();
    find<HTMLButtonElement>(card, "button.close").click();
    await settle();
    expect(error(card)).toBeNull();
    button(card).click();
    await settle();
    expect(hass.callService).toHaveBeenCalledTimes(2);
    expect(oneLine(error(card))).toBe("Wait 30 seconds before the next start");
  });

  it("of another session is told, though an earlier one failed with the same words and was put away", async () => {
    const failed = { text: "The charge point did not answer (other day)", reference: null };
    const states = { last_error: "other", session_state: "failed_to_start" };
    const hass = makeHass({ points: { home: { states } }, details: { error: { ...failed, ago: 20 } } });
    const card = await show(hass);
    find<HTMLButtonElement>(card, "button.close").click();
    await settle();
    await vi.advanceTimersByTimeAsync(24 * 3600_000);
    hass.callWS.mockResolvedValue({ ...NOTHING });
    const next = changed(hass, "home", { session_state: "start_requested", charging: "on", last_error: "none" });
    await update(card, next);
    hass.callWS.mockResolvedValue({ ...NOTHING, error: { ...failed, ago: 3 } });
    await update(card, changed(next, "home", { ...states, charging: "off" }));
    expect(error(card)).not.toBeNull();
  });

  it("is not claimed where the connection was lost while the stop was out and it has stopped", async () => {
    const hass = charging();
    let fail: (reason: unknown) => void = () => {};
    hass.callService.mockReturnValueOnce(new Promise((_, reject) => (fail = reject)));
    const card = await show(hass);
    button(card).click();
    await settle();
    await update(card, { ...hass, connected: false });
    // As home-assistant-js-websocket refuses what was out: ERR_CONNECTION_LOST.
    fail({ type: "result", success: false, error: { code: 3, message: "Connection lost" } });
    await settle();
    hass.callWS.mockResolvedValue({ ...NOTHING, receipt: RECEIPT });
    await update(card, changed(hass, "home", { charging: "off", session_state: "stopped" }));
    await settle();
    expect(shown(card)).toContain("Charged 11.4 kWh");
    expect(oneLine(error(card))).toBe("");
  });
});

describe("commands", () => {
  const command = (kind: "start" | "stop", since: number, confirmed = false) => ({
    command: { kind, confirmed, since },
  });

  it("of another page is shown before any state tells of it", async () => {
    const card = await show(makeHass({ details: command("start", 1) }));
    expect(label(card)).toBe("Starting");
    expect(isBlocked(card)).toBe(true);
    expect(row(card).getAttribute("tone")).toBe("pending");
    const stopping = await show(charging(METERED, command("stop", 1)));
    expect(label(stopping)).toBe("Stopping");
  });

  it("is asked about until it is over", async () => {
    const hass = makeHass({ details: command("start", 1) });
    const card = await show(hass);
    await vi.advanceTimersByTimeAsync(3100);
    expect(asked(hass).length).toBeGreaterThanOrEqual(2);
    hass.callWS.mockResolvedValue({ ...NOTHING });
    await vi.advanceTimersByTimeAsync(3100);
    expect(label(card)).toBe("Start");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that started what runs by now is over, and so is one that stopped what does not", async () => {
    expect(label(await show(charging(METERED, command("start", 9))))).toBe("Stop");
    expect(label(await show(makeHass({ details: command("stop", 9) })))).toBe("Start");
  });

  it("to start may be stopped while it is not confirmed, but not by a second press in a hurry", async () => {
    const hass = makeHass();
    hass.callService.mockImplementationOnce(() => {
      hass.callWS.mockResolvedValue({ ...NOTHING, ...command("start", 0) });
      return new Promise(() => {});
    });
    const card = await show(hass);
    button(card).click();
    await settle();
    button(card).click();
    await settle();
    expect(hass.callService).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(label(card)).toBe("Stop");
    expect(oneLine(find(card, ".state"))).toBe("Starting");
    button(card).click();
    await settle();
    expect(hass.callService.mock.calls[1]?.slice(0, 2)).toEqual(["shell_ev", "stop_session"]);
    expect(label(card)).toBe("Stopping");
  });

  it("leaves nothing stale behind when the view is left in the middle", async () => {
    const hass = charging();
    hass.callService.mockReturnValueOnce(new Promise(() => {}));
    const card = await show(hass);
    button(card).click();
    await settle();
    expect(label(card)).toBe("Stopping");
    card.remove();
    document.body.append(card);
    await settle();
    expect(label(card)).toBe("Stop");
  });
});

describe("asking", () => {
  const FEE = { prices: { ...NOTHING.prices!, start_fee: 0.25 } };

  /** A dialog that is answered when the test says so. */
  function dialog() {
    const answers: ((yes: boolean) => void)[] = [];
    const show = vi.fn(
      (_element: HTMLElement, _params: object) =>
        new Promise<boolean>((resolve) => answers.push(resolve)),
    );
    window.loadCardHelpers = async () => ({ showConfirmationDialog: show });
    return { show, answer: (yes: boolean) => answers.shift()?.(yes) };
  }

  it("takes two presses for one", async () => {
    const { show: asks, answer } = dialog();
    const hass = makeHass({ details: FEE });
    const card = await show(hass);
    button(card).click();
    button(card).click();
    await settle();
    button(card).click();
    await settle();
    expect(asks).toHaveBeenCalledTimes(1);
    expect(button(card).getAttribute("aria-busy")).toBe("true");
    answer(true);
    await settle();
    expect(hass.callService).toHaveBeenCalledTimes(1);
  });

  it.each<[string, Partial<Details>]>([
    ["somebody else has started", { session: RUNNING }],
    ["another page is starting", { command: { kind: "start", confirmed: false, since: 1 } }],
    ["Shell wants us to wait", { held: 30 }],
  ])("looks again before it sends: nothing goes out where %s", async (_what, meanwhile) => {
    const { answer } = dialog();
    const hass = makeHass({ details: FEE });
    const card = await show(hass);
    button(card).click();
    await settle();
    hass.callWS.mockResolvedValue({ ...NOTHING, ...FEE, ...meanwhile });
    answer(true);
    await settle();
    expect(hass.callService).not.toHaveBeenCalled();
  });

  it("asks again where the fee is another by now, but not where there is none", async () => {
    const { show: asks, answer } = dialog();
    const hass = makeHass({ details: FEE });
    const card = await show(hass);
    button(card).click();
    await settle();
    hass.callWS.mockResolvedValue({ ...NOTHING, prices: { ...NOTHING.prices!, start_fee: 1 } });
    answer(true);
    await settle();
    expect(asks).toHaveBeenCalledTimes(2);
    expect(asks.mock.calls[1]?.[1]).toMatchObject({ text: expect.stringContaining("€1.00") });
    hass.callWS.mockResolvedValue({ ...NOTHING });
    answer(true);
    await settle();
    expect(hass.callService).toHaveBeenCalledTimes(1);
  });

  it("sends nothing where the view was left meanwhile", async () => {
    const { answer } = dialog();
    const hass = makeHass({ details: FEE });
    const card = await show(hass);
    button(card).click();
    await settle();
    card.remove();
    answer(true);
    await settle();
    expect(hass.callService).not.toHaveBeenCalled();
  });

  it.each([
    ["auto", 1],
    ["never", 0],
  ] as const)("with confirm %s asks %s times while prices may still come", async (confirm, times) => {
    const { show: asks } = dialog();
    const card = await show(makeHass({ details: { known: false, prices: null, charge_card: null } }), { confirm });
    button(card).click();
    await settle();
    expect(asks).toHaveBeenCalledTimes(times);
    if (times)
      expect(asks.mock.calls[0]?.[1]).toMatchObject({
        text: "The price is not known yet. There may be a start fee. The session is paid for with your charge card.",
      });
  });
});

describe("the row", () => {
  it("opens more information with a tap on icon or name", async () => {
    const card = await show(makeHass({ points: { home: { name: "Home" } } }));
    const opened = vi.fn();
    document.body.addEventListener("hass-more-info", opened, { once: true });
    const info = find<HTMLButtonElement>(card, "button.info");
    expect(info.getAttribute("aria-label")).toBe("Home: more information");
    info.click();
    expect((opened.mock.calls[0]?.[0] as CustomEvent).detail).toEqual({ entityId: "switch.home_charging" });
  });

  it.each([["occupied"], ["out_of_service"]])("has a quiet start where it is %s, that can be pressed", async (availability) => {
    const hass = makeHass({ points: { home: { states: { availability } } } });
    const card = await show(hass);
    expect(button(card).classList).toContain("quiet");
    button(card).click();
    await settle();
    expect(hass.callService).toHaveBeenCalledTimes(1);
  });

  it("looks again when a page that slept is seen", async () => {
    const hass = makeHass();
    await show(hass);
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(asked(hass)).toHaveLength(2);
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(asked(hass)).toHaveLength(2);
    vi.restoreAllMocks();
  });

  it("shows the price of the hour with its fee", async () => {
    const details = { prices: { ...NOTHING.prices!, per_kwh: 0.2, start_fee: 0.25 } };
    const card = await show(makeHass({ points: { home: { states: { price: "0.44" } } }, details }));
    expect(shown(card)).toContain("€0.44/kWh€0.25 per start");
  });

  it("leaves no listener and no timer behind, however often it is mounted", async () => {
    const listening = new Map<string, number>();
    const count = (type: string, by: number) => listening.set(type, (listening.get(type) ?? 0) + by);
    for (const target of [document, window] as EventTarget[]) {
      const [add, remove] = [target.addEventListener.bind(target), target.removeEventListener.bind(target)];
      vi.spyOn(target, "addEventListener").mockImplementation((type, listener, options) => {
        count(type, 1);
        add(type, listener, options);
      });
      vi.spyOn(target, "removeEventListener").mockImplementation((type, listener, options) => {
        count(type, -1);
        remove(type, listener, options);
      });
    }
    const hass = charging(METERED, { stop_guard: 20, receipt: RECEIPT });
    for (let turn = 0; turn < 100; turn++) {
      const card = await show(hass);
      card.remove();
    }
    await settle();
    expect(listening.get("visibilitychange")).toBe(0);
    expect([...listening.values()].filter((count) => count > 0)).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    vi.restoreAllMocks();
  });
});
