/** What a place tells of what was begun there, and for how long. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { forgetNearby, type Found } from "../src/map/search";
import type { ShellEvNearby } from "../src/nearby";
import type { Elsewhere } from "../src/types";
import { NOTHING, RUNNING, settle, type FakeHass, type Setting, type Wire } from "./fake";
import { FAR, NOW, OWN, PLACE, button, finding, open, press, sheet, update, useMaps, view, words } from "./map-fake";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  forgetNearby();
  useMaps();
});

afterEach(() => {
  document.body.replaceChildren();
  delete window.loadCardHelpers;
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const AWAY: Elsewhere = {
  account: "entry",
  key: "k",
  session_id: "s",
  card: { device_id: "card", name: "Card" },
  place: "Dam 1",
  evse_id: PLACE.evse_id,
  state: "started",
  since: 60,
  stop_guard: null,
  may_stop: true,
  may_add: true,
};

const told = (card: ShellEvNearby) => words(sheet(card)?.querySelector("section"));

async function openLine(card: ShellEvNearby, line = 0): Promise<void> {
  view(card).querySelectorAll<HTMLElement>(".place")[line]?.click();
  await settle();
  await settle();
}

async function openPlace(hass: FakeHass, own: { entity: string }[] = []): Promise<ShellEvNearby> {
  const card = await open(hass, own);
  await openLine(card);
  return card;
}

function at(found: Partial<Found> = {}, setting: Setting = {}): FakeHass {
  return finding([{ ...PLACE, ...found }], setting);
}

function answering(hass: FakeHass, answer: () => Promise<unknown>): void {
  const before = hass.callService.getMockImplementation() as (...all: unknown[]) => Promise<unknown>;
  hass.callService.mockImplementation(((...all: unknown[]) =>
    all[1] === "start_session" ? answer() : before(...all)) as never);
}

const became = (state: string, more: object = {}) => ({
  response: { state, error_text: null, start_request_id: "r-1", ...more },
});

/** What is told of sessions elsewhere from now on, and the states that say so. */
function turn(hass: FakeHass, sessions: Elsewhere[], more: object = {}): FakeHass {
  const before = hass.callWS.getMockImplementation();
  hass.callWS.mockImplementation(async (message) =>
    (message as { type: string }).type === "shell_ev/elsewhere" ? { sessions } : before?.(message),
  );
  const id = "sensor.card_active_sessions";
  const state = { entity_id: id, state: String(sessions.length), attributes: {} };
  return { ...hass, ...more, states: { ...hass.states, [id]: state } };
}

describe("what a sheet says of a command", () => {
  it("is no longer that charging has started once it is over", async () => {
    const hass = at({}, { points: {} });
    answering(hass, async () => became("started"));
    const card = await openPlace(hass);
    await press(sheet(card), "Start charging at Dam 1");
    let next = turn(hass, [AWAY]);
    await update(card, next);
    await settle();
    // Stopped from the charging card on the same dashboard.
    next = turn(next, []);
    await update(card, next);
    await settle();
    expect(button(sheet(card), "Start charging at Dam 1")).toBeDefined();
    expect(told(card)).not.toContain("Charging has started.");
  });

  it("is no longer that charging has stopped once it charges again", async () => {
    const hass = at({}, { points: {}, elsewhere: [AWAY] });
    const card = await openPlace(hass);
    turn(hass, []);
    await press(sheet(card), "Stop charging at Dam 1");
    await settle();
    expect(told(card)).toContain("Charging has stopped.");
    await update(card, turn(hass, [{ ...AWAY, session_id: "s2", key: "k2" }]));
    await settle();
    expect(button(sheet(card), "Stop charging at Dam 1")).toBeDefined();
    expect(told(card)).not.toContain("Charging has stopped.");
  });

  it("is no refusal any more after ten minutes", async () => {
    const hass = at({}, { points: {} });
    answering(hass, async () => became("failed_to_start", { error_text: "Plug in the car first." }));
    const card = await openPlace(hass);
    await press(sheet(card), "Start charging at Dam 1");
    expect(told(card)).toContain("Plug in the car first.");
    await vi.advanceTimersByTimeAsync(10 * 60_000 + 2000);
    expect(told(card)).not.toContain("Plug in the car first.");
  });

  it("is no refusal any more once it charges there", async () => {
    const hass = at({}, { points: {} });
    answering(hass, async () => became("failed_to_start", { error_text: "Plug in the car first." }));
    const card = await openPlace(hass);
    await press(sheet(card), "Start charging at Dam 1");
    // Another browser, or the charge card held to the reader, has started it.
    await update(card, turn(hass, [AWAY]));
    await settle();
    expect(button(sheet(card), "Stop charging at Dam 1")).toBeDefined();
    expect(told(card)).not.toContain("Plug in the car first.");
  });

  it("is not that a start failed, where the connection was lost and it charges", async () => {
    const hass = at({}, { points: {} });
    let lose = (_: unknown) => {};
    answering(hass, () => new Promise((_, reject) => (lose = reject)));
    const card = await openPlace(hass);
    button(sheet(card), "Start charging at Dam 1")?.click();
    await settle();
    // As home-assistant-js-websocket does with all that was asked.
    await update(card, { ...hass, connected: false });
    lose({ type: "result", success: false, error: { code: 3, message: "Connection lost" } });
    await settle();
    await update(card, turn(hass, [AWAY], { connected: true }));
    await settle();
    await settle();
    expect(button(sheet(card), "Stop charging at Dam 1")).toBeDefined();
    expect(sheet(card)?.querySelector("[role=alert]")).toBeNull();
  });

  it("is why it failed, when one comes back to the place from another", async () => {
    const hass = finding([PLACE, FAR], { points: {} });
    let answer = (_: unknown) => {};
    answering(hass, () => new Promise((resolve) => (answer = resolve)));
    const card = await openPlace(hass);
    button(sheet(card), "Start charging at Dam 1")?.click();
    await settle();
    await openLine(card, 1);
    answer(became("failed_to_start", { error_text: "Plug in the car first." }));
    await settle();
    await openLine(card, 0);
    expect(told(card)).toContain("Plug in the car first.");
  });
});

describe("a stop", () => {
  it("that failed is told at the place: it charges on, and costs on", async () => {
    const hass = at({}, { points: {}, elsewhere: [AWAY] });
    const card = await openPlace(hass);
    const failed = { session_id: "s", state: "failed_to_stop", error_text: "The charge point is out of service." };
    hass.callService.mockImplementationOnce(async () => ({ response: { sessions: [failed] } }));
    turn(hass, [{ ...AWAY, state: "failed_to_stop" }]);
    await press(sheet(card), "Stop charging at Dam 1");
    await settle();
    expect(words(sheet(card)?.querySelector(".told")) + words(sheet(card)?.querySelector("[role=alert]"))).not.toBe("");
  });

  it("is not kept from one place by a start that is waited for at another", async () => {
    const other = { ...AWAY, evse_id: FAR.evse_id, place: FAR.name };
    const hass = finding([PLACE, FAR], { points: {}, elsewhere: [other] });
    answering(hass, () => new Promise(() => {}));
    const card = await openPlace(hass);
    button(sheet(card), "Start charging at Dam 1")?.click();
    await settle();
    await openLine(card, 1);
    const stop = button(sheet(card), "Stop charging at <img onerror>") ?? sheet(card)?.querySelector("button.stop");
    expect(stop?.getAttribute("aria-disabled")).toBe("false");
  });

  it("that failed at one's own is told with what is to be quoted, until it has ended", async () => {
    const hass = finding([], { details: { session: RUNNING } });
    const card = await openPlace(hass, [OWN]);
    const failed = { state: "failed_to_stop", error_text: null, stop_request_id: "r-2" };
    hass.callService.mockImplementationOnce(async () => ({ response: { sessions: [{ state: "stopped" }, failed] } }));
    await press(sheet(card), "Stop charging at home");
    const alert = () => sheet(card)?.querySelector("[role=alert]") ?? null;
    expect(words(alert())).toBe("That did not work. Try again in a minute. Details RequestId r-2");
    hass.callWS.mockResolvedValue(NOTHING);
    await (hass.connection as Wire).command("home");
    expect(alert()).toBeNull();
  });

  it("that is answered while another place is open is told by what runs at its own", async () => {
    const hass = finding([PLACE, FAR], { points: {}, elsewhere: [AWAY] });
    const card = await openPlace(hass);
    let answer = (_?: unknown) => {};
    hass.callService.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    button(sheet(card), "Stop charging at Dam 1")?.click();
    await openLine(card, 1);
    answer({ response: { sessions: [] } });
    await settle();
    await openLine(card, 0);
    expect(button(sheet(card), "Stop charging at Dam 1")).toBeDefined();
    expect(told(card)).not.toContain("Charging has stopped.");
  });
});

describe("a place that was closed", () => {
  it("tells what became of a start meanwhile, and takes no second one", async () => {
    const hass = at({}, { points: {} });
    let answer = (_: unknown) => {};
    answering(hass, () => new Promise((resolve) => (answer = resolve)));
    const card = await openPlace(hass);
    button(sheet(card), "Start charging at Dam 1")?.click();
    await settle();
    await press(sheet(card), "Close");
    await openLine(card);
    expect(words(sheet(card)?.querySelector("button.start"))).toBe("Starting");
    await press(sheet(card), "Close");
    answer(became("failed_to_start", { error_text: "Plug in the car first." }));
    await settle();
    await openLine(card);
    expect(told(card)).toContain("Plug in the car first.");
    expect(hass.connection.listening.size).toBe(1);
    await press(sheet(card), "Close");
    expect(hass.connection.listening.size).toBe(0);
  });

  it("is looked at anew when it is opened again", async () => {
    const hass = at({}, { points: {} });
    const card = await openPlace(hass);
    await press(sheet(card), "Close");
    turn(hass, [AWAY]);
    await openLine(card);
    expect(button(sheet(card), "Stop charging at Dam 1")).toBeDefined();
  });
});
