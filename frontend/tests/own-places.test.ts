/** One's own charge points among those nearby. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { forgetNearby, type Found } from "../src/map/search";
import type { ShellEvNearby } from "../src/nearby";
import { NOTHING, entityId, makeHass, settle, type FakeHass } from "./fake";
import { NOW, OWN, PLACE, button, entities, finding, made, open, press, sheet, update, useDialog, useMaps, view, words } from "./map-fake";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  forgetNearby();
  useMaps();
  useDialog();
});

afterEach(() => {
  document.body.replaceChildren();
  delete window.loadCardHelpers;
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const told = (card: ShellEvNearby) => words(sheet(card)?.querySelector("section"));
const lines = (card: ShellEvNearby) => [...view(card).querySelectorAll(".place")].map(words);
const starts = (hass: FakeHass) =>
  hass.callService.mock.calls.filter(([, service]: unknown[]) => service === "start_session") as unknown[][];

async function openLine(card: ShellEvNearby, line: number): Promise<void> {
  view(card).querySelectorAll<HTMLElement>(".place")[line]?.click();
  await settle();
}

describe("a charge point of one's own", () => {
  const own = (id: string, more: Partial<Found> = {}): Found => ({
    ...PLACE,
    name: id,
    evse_id: `NL*TNM*E${id}*0`,
    device_id: id,
    ...more,
  });

  it("is paid for with its own card, also beside another of one's own", async () => {
    const hass = finding([own("x"), own("y")], {
      points: { x: { name: "X" }, y: { name: "Y" } },
      cards: { a: "Anna", b: "Bert" },
    });
    hass.callWS.mockImplementation(async (message) => ({
      ...NOTHING,
      may_use: ["a", "b"],
      charge_card:
        (message as { device_id?: string }).device_id === "x"
          ? { device_id: "a", name: "Anna" }
          : { device_id: "b", name: "Bert" },
    }));
    const card = await open(hass, []);
    await openLine(card, 0);
    await press(sheet(card), "Start charging at Y NL*TNM*Ey*0");
    expect(starts(hass)[0]?.[2]).toEqual({ charge_point: "y", charge_card: "b" });
  });

  it("has the price on the list that the charging card shows", async () => {
    const hass = finding([own("home", { price_per_kwh: 0.44 })]);
    const card = await open(hass, [OWN]);
    expect(lines(card)[0]).toContain("€0.31/kWh");
  });

  it("is no longer one's own once it was removed", async () => {
    const hass = finding([own("home")]);
    const card = await open(hass, [OWN]);
    expect(lines(card)[0]).toContain("Yours");
    const rest = Object.fromEntries(Object.entries(hass.entities).filter(([, entry]) => entry?.device_id !== "home"));
    const { home: _gone, ...devices } = hass.devices;
    const next = { ...hass, entities: rest, devices, states: { ...hass.states, [entityId("home", "availability")]: undefined } };
    await update(card, next as unknown as FakeHass);
    expect(lines(card)[0]).not.toContain("Yours");
  });

  it("is there once after it was added from the map", async () => {
    const hass = finding([{ ...PLACE, latitude: 52.37 }], { points: {} });
    hass.user = { is_admin: true };
    const card = await open(hass, []);
    await openLine(card, 0);
    await press(sheet(card), "Add Dam 1 to your charge points");
    // The account is loaded anew with the charge point.
    const more = makeHass({ points: { home: { name: "Dam 1" } } });
    Object.assign(more.devices["home"] ?? {}, { config_entries: ["entry"] });
    const next = {
      ...hass,
      entities: { ...hass.entities, ...more.entities },
      devices: { ...hass.devices, ...more.devices },
      states: { ...hass.states, ...more.states },
    };
    await update(card, next);
    expect(sheet(card)?.querySelectorAll("li.outlet")).toHaveLength(1);
  });

  it("is on the map, though the dashboard was opened before its place was known", async () => {
    // As after a restart: the entities are unavailable, and have no attributes, when the dashboard is made.
    const hass = finding([]);
    const id = entityId("home", "availability");
    const state = hass.states[id];
    const early = { ...hass, states: { ...hass.states, [id]: { entity_id: id, state: "unavailable", attributes: {} } } };
    const card = await open(early as unknown as FakeHass);
    expect(lines(card)).toEqual([]);
    await update(card, { ...hass, states: { ...hass.states, [id]: state } });
    await settle();
    expect(lines(card).join()).toContain("home");
  });

  it("does not call an own charge point occupied as of a time when it was free", async () => {
    const found = { ...PLACE, device_id: "home", latitude: 52.37 };
    const hass = finding([found]);
    const card = await open(hass, [OWN]);
    await openLine(card, 0);
    const id = entityId("home", "availability");
    const state = { ...hass.states[id], entity_id: id, state: "occupied", attributes: hass.states[id]?.attributes ?? {} };
    await update(card, { ...hass, states: { ...hass.states, [id]: state } });
    const said = words(sheet(card)?.querySelector(".outlet"));
    expect(said).toContain("occupied");
    expect(said).not.toContain("as of Nov 21, 12:27");
  });
  it.each<[Record<string, string>, string, string, number?]>([
    [{ charging: "on", session_state: "started" }, "Charging", "primary"],
    [{ charging: "on", session_state: "start_requested" }, "Starting", "primary"],
    [{ charging: "on", session_state: "stop_requested" }, "Stopping", "primary"],
    [{ last_session_end: "2026-11-21T12:20:00Z" }, "Just stopped", "primary", 420],
    [{ last_session_end: "2026-11-21T12:00:00Z" }, "occupied", "grey", 1620],
    [{ last_session_end: "unknown" }, "occupied", "grey"],
  ])("is not called occupied for being charged at by oneself: %o", async (states, said, color, ago) => {
    const points = { home: { states: { availability: "occupied", ...states } } };
    const hass = finding([], { points, details: { left_ago: ago ?? null } });
    const card = await open(hass);
    expect(lines(card)[0]).toBe(`home €0.31/kWh Yours · ${said}`);
    expect(entities()[1]?.color).toBe(color);
    await openLine(card, 0);
    expect(words(sheet(card)?.querySelector(".outlet .state > div"))).toBe(said);
  });

  it("is told as of when its own sensor says", async () => {
    const states = { availability: "available", availability_updated: "2025-11-21T12:23:00Z" };
    const card = await open(finding([own("home")], { points: { home: { states } } }));
    await openLine(card, 0);
    expect(words(sheet(card)?.querySelector(".outlet"))).toContain("available as of Nov 21, 2025, 13:23");
  });

  it("has distance, price and power where it was not found, and sets no fit where it is far", async () => {
    const states = { maximum_power: "22", connector: "type_2" };
    const hass = finding([PLACE], { points: { home: { states }, near: { states: { maximum_power: "unknown" } } } });
    const at = (id: string, latitude: number) => {
      const state = hass.states[id] ?? { entity_id: id, state: "0", attributes: {} };
      hass.states[id] = { ...state, attributes: { ...state.attributes, latitude, longitude: 4.9 } };
    };
    at("zone.home", 52.37);
    at(entityId("home", "availability"), 52.47);
    at(entityId("near", "availability"), 52.38);
    const card = await open(hass, [OWN, { entity: entityId("near", "availability") }, { entity: "zone.home" }]);
    expect(lines(card)).toEqual([
      "near €0.31/kWh Yours · 1.1 km · available",
      "Dam 1 €0.44/kWh 350 m · available · 22 kW · type_2",
      "home €0.31/kWh Yours · 11.1 km · available · 22 kW · type_2",
    ]);
    expect(entities().map((each) => "focus" in each)).toEqual([false, false, false, true]);
  });

  it("stays where it was while it is away, and comes onto an empty map", async () => {
    const hass = finding([]);
    const id = entityId("home", "availability");
    const away = { ...hass, states: { ...hass.states, [id]: { entity_id: id, state: "unavailable", attributes: {} } } };
    const card = await open(away as unknown as FakeHass);
    expect(made).toHaveLength(0);
    await update(card, hass);
    expect(made).toHaveLength(1);
    await update(card, away as unknown as FakeHass);
    expect(lines(card)).toEqual(["home €0.31/kWh Yours"]);
  });

  it("is the one of several at its place that is called as it, or else none of them", async () => {
    const three = [
      { ...PLACE, latitude: 52.37, name: "Dam 1 (1)", evse_id: "A" },
      { ...PLACE, latitude: 52.37, name: "Dam 1 (2)", evse_id: "B" },
    ];
    const card = await open(finding(three, { points: { home: { name: "Dam 1 (2)" } } }));
    await openLine(card, 0);
    expect(sheet(card)?.querySelectorAll("li.outlet")).toHaveLength(2);
    expect(button(sheet(card), "Start charging at Dam 1 (2) B")).toBeDefined();
    card.remove();
    forgetNearby();
    const other = await open(finding(three, { points: { home: { name: "Garage" } } }));
    await openLine(other, 0);
    expect(sheet(other)?.querySelectorAll("li.outlet")).toHaveLength(3);
  });

  it("is paid with another card than its own where that is chosen for all there", async () => {
    const hass = finding([own("x"), own("y")], { points: { x: {}, y: {} }, cards: { a: "Anna", b: "Bert" } });
    hass.callWS.mockImplementation(async (message) => {
      const { device_id } = message as { device_id?: string };
      return { ...NOTHING, may_use: ["a", "b"], charge_card: { device_id: device_id === "x" ? "a" : "b", name: "" } };
    });
    const card = await open(hass, []);
    await openLine(card, 0);
    const select = sheet(card)?.querySelector("select");
    expect([...(select?.options ?? [])].map((option) => option.text)).toEqual(["Default", "Anna", "Bert"]);
    if (select) select.value = "a";
    select?.dispatchEvent(new Event("change"));
    await settle();
    await press(sheet(card), "Start charging at y NL*TNM*Ey*0");
    expect(starts(hass)[0]?.[2]).toEqual({ charge_point: "y", charge_card: "a" });
  });

  it("is called by its name where there are several of one's own", async () => {
    const two = [own("x", { name: "Dam 1 (2)" }), own("y", { name: "Dam 1 (3)" })];
    const card = await open(finding(two, { points: { x: { name: "Dam 1 (2)" }, y: { name: "Garage" } } }));
    expect(lines(card)[0]).toContain("Dam 1 ");
    expect(lines(card)[0]).not.toContain("(2)");
    await openLine(card, 0);
    const outlets = [...(sheet(card)?.querySelectorAll("li.outlet") ?? [])].map(words);
    expect(outlets[0]).toContain("Dam 1 (2)");
    expect(outlets[1]).toContain("Garage");
  });

  it("is first on the list while it charges, however far it is", async () => {
    const near = { ...PLACE, name: "Near", evse_id: "NL*1", distance: 10, latitude: 52.1, longitude: 4.1 };
    const far = own("home", { distance: 11_000, latitude: 52.9, longitude: 4.9 });
    const card = await open(finding([near, far]), []);
    expect(lines(card)[0]).toContain("Near");
    card.remove();
    forgetNearby();
    const states = { charging: "on", session_state: "started" };
    const charging = await open(finding([near, far], { points: { home: { states } } }), []);
    expect(lines(charging)[0]).toContain("Yours");
  });

  it("is offered no start while one is out there, given on the card above or in another browser", async () => {
    const details = { command: { kind: "start", confirmed: false, since: 2 } as const, session: null };
    const card = await open(finding([], { details }));
    await openLine(card, 0);
    expect(button(sheet(card), "Start charging at home")).toBeUndefined();
  });

  it("is offered no start while Shell asks the account to wait, as on the card above", async () => {
    const card = await open(finding([], { details: { held: 600 } }));
    await openLine(card, 0);
    const start = button(sheet(card), "Start charging at home");
    expect(!start || start.disabled || start.getAttribute("aria-disabled") === "true").toBe(true);
  });

  it("is offered a start when the wait is over, which counts down on the button", async () => {
    const card = await open(finding([], { details: { start_guard: 3, held: 2 } }));
    await openLine(card, 0);
    expect(words(sheet(card)?.querySelector("button.start .unseen"))).toMatch(/Wait [23] seconds/);
    await vi.advanceTimersByTimeAsync(3000);
    expect(button(sheet(card), "Start charging at home")).toBeDefined();
  });

  it("is not called occupied for our own session by a browser whose clock is an hour ahead", async () => {
    const ended = new Date(NOW.getTime() - 60_000 - 3_600_000).toISOString();
    const states = { availability: "occupied", last_session_end: ended, charging: "off", session_state: "stopped" };
    const hass = finding([], { points: { home: { states } }, details: { left_ago: 60 } });
    const card = await open(hass);
    await openLine(card, 0);
    expect(words(sheet(card)?.querySelector(".outlet .state > div"))).toContain("Just stopped");
  });

  it("says as of when, as the others do, with the sensors that are there by default", async () => {
    const found = { ...PLACE, device_id: "home", latitude: 52.37 };
    const hass = finding([found]);
    expect(hass.entities[entityId("home", "availability_updated")]).toBeUndefined();
    const card = await open(hass);
    await openLine(card, 0);
    expect(told(card)).toContain("as of Nov 21, 12:27");
  });

  it("is not free now by what was told three days ago", async () => {
    const updated = new Date(NOW.getTime() - 3 * 86_400_000).toISOString();
    const found = { ...PLACE, device_id: "home", latitude: 52.37, availability_updated: updated };
    const card = await open(finding([found]));
    await openLine(card, 0);
    expect(told(card)).toContain("Last known");
  });

  it("can be added from the map again after it was removed", async () => {
    const ADD = "Add Dam 1 to your charge points";
    const hass = finding([{ ...PLACE, latitude: 52.37 }], { points: {} });
    hass.user = { is_admin: true };
    const card = await open(hass, []);
    await openLine(card, 0);
    await press(sheet(card), ADD);
    const more = makeHass({ points: { home: { name: "Dam 1" } } });
    Object.assign(more.devices["home"] ?? {}, { config_entries: ["entry"] });
    await update(card, {
      ...hass,
      entities: { ...hass.entities, ...more.entities },
      devices: { ...hass.devices, ...more.devices },
      states: { ...hass.states, ...more.states },
    });
    await settle();
    // A mistake: it is removed in the settings, and the map is opened anew, an hour later.
    vi.setSystemTime(NOW.getTime() + 3_600_000);
    document.body.replaceChildren();
    const again = await open(hass, []);
    await openLine(again, 0);
    expect(button(sheet(again), ADD)).toBeDefined();
  });

  it("can be added again within the ten minutes that what was found is kept", async () => {
    const ADD = "Add Dam 1 to your charge points";
    const hass = finding([{ ...PLACE, latitude: 52.37 }], { points: {} });
    hass.user = { is_admin: true };
    const card = await open(hass, []);
    await openLine(card, 0);
    await press(sheet(card), ADD);
    expect(told(card)).toContain("Added to your charge points.");
    await update(card, { ...hass, ...makeHass({ points: { home: { name: "Dam 1" } } }), callWS: hass.callWS, user: hass.user });
    expect(button(sheet(card), ADD)).toBeUndefined();
    expect(told(card)).toContain("Added to your charge points.");
    // Its user may not start there, perhaps.
    expect(hass.callWS).toHaveBeenCalledWith({ type: "shell_ev/charge_point", device_id: "home", limit: 0 });
    await update(card, { ...hass });
    expect(button(sheet(card), ADD)).toBeDefined();
  });

  it("that another account has as well is one outlet, by the account that charges there", async () => {
    const found = { ...PLACE, device_id: "home", latitude: 52.37 };
    const hass = finding([found], { points: { home: {}, again: { name: "home" } } });
    Object.assign(hass.devices["again"] ?? {}, { via_device_id: "other", config_entries: ["other"] });
    const twins = [OWN, { entity: entityId("again", "availability") }];
    const card = await open(hass, twins);
    expect(lines(card)[0]).not.toContain("of 2");
    const asked = (device_id: string) => hass.callWS.mock.calls.filter(([each]) => (each as { device_id?: string }).device_id === device_id);
    const id = entityId("again", "charging");
    const on = { entity_id: id, state: "on", attributes: {} };
    await update(card, { ...hass, states: { ...hass.states, [id]: on } });
    expect(lines(card)[0]).toContain("Charging");
    await openLine(card, 0);
    expect(asked("again")).toHaveLength(1);
    expect(asked("home")).toHaveLength(0);
  });

  it("is not taken for another of the same name in the same account", async () => {
    const found = { ...PLACE, device_id: "home", latitude: 52.37 };
    const hass = finding([found], { points: { home: {}, again: { name: "home" } } });
    const card = await open(hass, [OWN, { entity: entityId("again", "availability") }]);
    expect(lines(card)[0]).toContain("2 of 2");
  });
});
