import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { forgetNearby, type Found } from "../src/map/search";
import type { HassEntity } from "../src/types";
import { makeHass, settle } from "./fake";
import { FAR, NOW, OWN, PLACE, button, entities, finding, made, map, open, press, sheet, tap, update, useMaps, view, words } from "./map-fake";

const MINUTES = 60 * 1000;

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

const searches = (hass: { callService: { mock: { calls: unknown[][] } } }) =>
  hass.callService.mock.calls.filter(([, service]) => service === "find_charge_points").length;

describe("the map of charge points nearby", () => {
  it("shows home, one's own and those that are found, but none twice", async () => {
    await open(finding([PLACE, FAR, { ...PLACE, latitude: 52.3, device_id: "home" }]));
    expect(made).toHaveLength(1);
    expect(made[0]?.configs[0]).toMatchObject({ type: "map", cluster: true, auto_fit: true, fit_zones: true });
    expect(entities()).toEqual([
      { entity: "zone.home" },
      { entity: "geo_location.shell_ev_nearby_0", color: "green", label_mode: "attribute", attribute: "price" },
      { entity: "geo_location.shell_ev_nearby_1", color: "green", label_mode: "attribute", attribute: "price" },
      { entity: "geo_location.shell_ev_nearby_2", color: "grey", label_mode: "icon" },
    ]);
    const states = map().hass?.states ?? {};
    const found = states["geo_location.shell_ev_nearby_1"];
    expect(found?.attributes).toMatchObject({ price: "0.44", latitude: 52.371, friendly_name: "Dam 1 · available · €0.44/kWh" });
    expect(Object.keys(states).filter((id) => id.startsWith("geo_location."))).toHaveLength(3);
  });

  it.each([
    [{ price_per_kwh: 0 }, "0.00"],
    [{ price_per_kwh: 0, price_per_minute: 0.1 }, null],
    [{ price_per_kwh: 0, start_fee: 5 }, null],
    [{ currency: "CHF" }, "0.44"],
    [{ currency: null }, null],
  ])("writes on a marker what it has room for", async (changed, label) => {
    await open(finding([{ ...PLACE, ...changed }], { points: {} }), []);
    expect(map().hass?.states["geo_location.shell_ev_nearby_0"]?.attributes["price"]).toBe(label);
  });

  it("shows one for each place, as the best there is, by the price of what is free", async () => {
    const taken = { ...PLACE, evse_id: "NL*TNM*E3*0", availability: "occupied", price_per_kwh: 0.2 };
    const dear = { ...PLACE, evse_id: "NL*TNM*E4*0", price_per_kwh: 0.6 };
    await open(finding([taken, dear, PLACE], { points: {} }), []);
    expect(entities()).toHaveLength(2);
    expect(entities()[1]?.color).toBe("green");
    expect(map().hass?.states["geo_location.shell_ev_nearby_0"]?.attributes["price"]).toBe("0.44");
  });

  it("leaves out what nobody knows the place of", async () => {
    const card = await open(finding([{ ...PLACE, latitude: null }], { points: {} }), []);
    expect(made).toHaveLength(0);
    expect(words(view(card))).toContain("No charge points within 3.0 km of home.");
  });

  it("asks Shell once in ten minutes, however often it is opened, and never by itself", async () => {
    const hass = finding([PLACE]);
    const card = await open(hass);
    await open(hass);
    card.remove();
    document.body.append(card);
    await settle();
    expect(searches(hass)).toBe(1);
    await vi.advanceTimersByTimeAsync(60 * MINUTES);
    expect(searches(hass)).toBe(1);
    await open(hass);
    expect(searches(hass)).toBe(2);
  });

  it("asks once where two are opened at once, and anew where the clock was set back", async () => {
    const hass = finding([PLACE]);
    await Promise.all([open(hass), open(hass)]);
    expect(searches(hass)).toBe(1);
    vi.setSystemTime(Date.now() - 60 * MINUTES);
    await open(hass);
    expect(searches(hass)).toBe(2);
  });

  it("can look again once it is old", async () => {
    const hass = finding([PLACE]);
    const card = await open(hass);
    expect(button(view(card), "Look again")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(10 * MINUTES);
    await press(view(card), "Look again");
    expect(searches(hass)).toBe(2);
    expect(made).toHaveLength(2);
    expect(button(view(card), "Look again")).toBeUndefined();
  });

  it("asks the first account where there are several", async () => {
    const hass = finding([PLACE]);
    await open(hass);
    expect(hass.callService.mock.calls[0]?.at(2)).toEqual({ radius: 3000, limit: 50 });
    forgetNearby();
    Object.assign(hass.devices["card"] ?? {}, { config_entries: ["other"] });
    await open(hass);
    expect(hass.callService.mock.calls[1]?.at(2)).toEqual({ radius: 3000, limit: 50, account: "entry" });
  });

  it("asks the next account where the first one does not answer", async () => {
    const hass = finding([{ ...PLACE, account: "other" }]);
    Object.assign(hass.devices["card"] ?? {}, { config_entries: ["other"] });
    const answer = hass.callService.getMockImplementation() as (...all: unknown[]) => Promise<unknown>;
    hass.callService.mockImplementation((async (...all: unknown[]) => {
      // The first account's credentials have expired: it is not loaded.
      if ((all[2] as { account?: string }).account !== "other") throw { code: "service_validation_error", message: "no" };
      return answer(...all);
    }) as never);
    const card = await open(hass, []);
    await settle();
    expect(words(view(card).querySelector(".place"))).toContain("Dam 1");
  });

  it.each([
    ["states", true],
    ["hassConfig", false],
  ])("adds what was found where the map asks the page for %s", async (context, added) => {
    await open(finding([PLACE], { points: {} }), []);
    const given = vi.fn();
    const request = Object.assign(new Event("context-request", { bubbles: true, composed: true }), {
      context,
      callback: given,
    });
    document.body.addEventListener(
      "context-request",
      (event) => (event as typeof request).callback({ other: 1 }),
      { once: true },
    );
    map().dispatchEvent(request);
    expect("geo_location.shell_ev_nearby_0" in given.mock.calls[0]?.[0]).toBe(added);
    expect(given.mock.calls[0]?.[0].other).toBe(1);
  });

  it("gives the markers the colours of what is free, taken and broken", async () => {
    const broken = { ...FAR, latitude: 52.4, availability: "out_of_service" };
    const unknown = { ...FAR, latitude: 52.5, availability: null };
    const style = vi.spyOn(CSSStyleSheet.prototype, "replaceSync");
    const hass = finding([{ ...PLACE, device_id: "home" }, FAR, broken, unknown]);
    const card = await open(hass);
    const root = map().attachShadow({ mode: "open" });
    const inner = document.createElement("ha-map");
    root.append(inner);
    const ask = () => {
      const request = new Event("context-request", { bubbles: true, composed: true });
      inner.dispatchEvent(Object.assign(request, { context: "states", callback: vi.fn() }));
    };
    ask();
    ask();
    expect(root.adoptedStyleSheets).toHaveLength(1);
    const rules = () => style.mock.lastCall?.[0].split("\n") ?? [];
    expect(rules()).toHaveLength(4);
    expect(rules()[0]).toMatch(/shell_ev_nearby_0.*green-color.*background-color/);
    expect(rules()[1]).toMatch(/shell_ev_nearby_1.*grey-color/);
    expect(rules()[2]).toMatch(/shell_ev_nearby_2.*red-color/);
    expect(rules()[3]).not.toMatch(/(green|grey|red)-color/);
    const state = hass.states[OWN.entity] as HassEntity;
    await update(card, { ...hass, states: { ...hass.states, [OWN.entity]: { ...state, state: "occupied" } } });
    expect(rules()[0]).toMatch(/grey-color/);
    expect(entities()[1]?.color).toBe("grey");
  });

  it("shows and opens every place where Home Assistant's map has no such markers to colour", async () => {
    const card = await open(finding([PLACE, FAR]));
    const root = map().attachShadow({ mode: "open" });
    root.append(document.createElement("ha-other-map"));
    const request = new Event("context-request", { bubbles: true, composed: true });
    const given = vi.fn();
    document.body.addEventListener("context-request", (event) => (event as unknown as { callback: typeof given }).callback({}), { once: true });
    root.firstElementChild?.dispatchEvent(Object.assign(request, { context: "states", callback: given }));
    expect(root.adoptedStyleSheets).toHaveLength(0);
    expect(Object.keys(given.mock.calls[0]?.[0])).toContain("geo_location.shell_ev_nearby_1");
    expect(entities()).toHaveLength(4);
    tap("geo_location.shell_ev_nearby_1");
    await settle();
    expect(sheet(card)).toBeDefined();
  });

  it("follows the states", async () => {
    const hass = finding([PLACE]);
    const card = await open(hass);
    await update(card, { ...hass, states: { ...hass.states, more: undefined } });
    expect("more" in (map().hass?.states ?? {})).toBe(true);
    expect(made[0]?.configs).toHaveLength(1);
  });

  it("says so where the directory cannot be read, shows one's own, and can be asked again", async () => {
    const hass = makeHass();
    hass.callService.mockRejectedValueOnce(new Error("no"));
    const card = await open(hass);
    expect(words(view(card))).toContain("directory could not be read");
    expect(entities()).toHaveLength(1);
    hass.callService.mockResolvedValue({ response: { charge_points: [PLACE] } });
    await press(view(card), "Look again");
    expect(words(view(card))).not.toContain("directory could not be read");
    expect(made).toHaveLength(2);
  });

  it("keeps what was found where looking again fails", async () => {
    const hass = finding([PLACE]);
    const card = await open(hass);
    await vi.advanceTimersByTimeAsync(10 * MINUTES);
    hass.callService.mockRejectedValue(new Error("no"));
    await press(view(card), "Look again");
    expect(words(view(card))).toContain("directory could not be read");
    expect(words(view(card))).toContain("Dam 1");
    expect(made).toHaveLength(1);
  });

  it("shows one's own, and no error, to a user who may not ask", async () => {
    const hass = makeHass();
    hass.callService.mockRejectedValue({ code: "unauthorized", message: "Unauthorized" });
    const card = await open(hass);
    expect(words(view(card))).not.toContain("directory could not be read");
    expect(words(view(card))).not.toContain("No charge point");
    expect(entities()).toHaveLength(1);
  });

  it("has no map where there is nothing to show, or Home Assistant has none", async () => {
    const card = await open(finding([], { points: {} }), []);
    expect(made).toHaveLength(0);
    expect(view(card).querySelector(".map")).toBeNull();
    expect(card.getGridOptions()).toEqual({ columns: 12, rows: "auto" });
    delete window.loadCardHelpers;
    forgetNearby();
    expect(words(view(await open(finding([PLACE]))))).toContain("Dam 1");
  });

  it("leaves no timer behind", async () => {
    const hass = finding([PLACE]);
    const card = await open(hass);
    for (let time = 0; time < 100; time++) {
      card.remove();
      document.body.append(card);
      await settle();
    }
    card.remove();
    await settle();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("asks for the page anew where a part of it is gone", async () => {
    const card = await open(finding([]));
    (card as unknown as { view: string }).view = "failed";
    await settle();
    expect(words(card.renderRoot.querySelector("[role=alert]"))).toContain("reload the page");
  });
});

describe("the list below the map", () => {
  it("tells of each place in a line, as text, one's own first and then the nearest", async () => {
    const card = await open(finding([FAR, PLACE]));
    const lines = [...view(card).querySelectorAll(".place")].map(words);
    expect(lines).toEqual([
      "home €0.31/kWh Yours · available",
      "Dam 1 €0.44/kWh 350 m · available · 22 kW · type_2",
      "<img onerror> 1.3 km · occupied · 150 kW · chademo · type_2_combo",
    ]);
    expect(view(card).querySelector("img")).toBeNull();
  });

  it("counts what is free at a place, and shows the first five until asked for all", async () => {
    const many = [...Array(7).keys()].map((each) => ({ ...PLACE, latitude: 52 + each, evse_id: `E${each}` }));
    const card = await open(finding([PLACE, { ...PLACE, evse_id: "NL*TNM*E9*0", availability: "occupied" }, ...many], { points: {} }), []);
    expect(words(view(card).querySelector(".place"))).toContain("1 of 2 available");
    expect(view(card).querySelectorAll(".place")).toHaveLength(5);
    await press(view(card), "Show all 8");
    expect(view(card).querySelectorAll(".place")).toHaveLength(8);
    expect(button(view(card), "Show all 8")).toBeUndefined();
  });

  it("opens a place, and comes back where it was left", async () => {
    const card = await open(finding([PLACE]));
    const line = view(card).querySelectorAll<HTMLElement>(".place")[1];
    line?.click();
    await settle();
    expect(line?.getAttribute("aria-expanded")).toBe("true");
    expect(sheet(card)?.activeElement?.localName).toBe("h3");
    await press(sheet(card), "Close");
    expect(sheet(card)).toBeUndefined();
    expect(view(card).activeElement).toBe(line);
  });

  it("closes a place with Escape, and with no other key", async () => {
    const card = await open(finding([PLACE]));
    const line = view(card).querySelectorAll<HTMLElement>(".place")[1];
    line?.click();
    await settle();
    const key = (name: string) =>
      sheet(card)?.querySelector("h3")?.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, composed: true }));
    key("Enter");
    await settle();
    expect(sheet(card)).toBeDefined();
    key("Escape");
    await settle();
    expect(sheet(card)).toBeUndefined();
    expect(view(card).activeElement).toBe(line);
  });

  it.each([{ price_per_minute: 0.1 }, { start_fee: 5 }])("calls nothing free where there is %o to pay", async (more) => {
    const card = await open(finding([{ ...PLACE, price_per_kwh: 0, ...more }], { points: {} }), []);
    expect(words(view(card).querySelector(".price"))).toMatch(/€/);
  });

  it("calls nothing free, taken or broken by what was told more than a day ago", async () => {
    const old = { ...PLACE, availability_updated: "2025-11-25T06:43:00Z" };
    const card = await open(finding([old, FAR], { points: {} }), []);
    expect(words(view(card).querySelector(".place"))).toBe("Dam 1 €0.44/kWh 350 m · 22 kW · type_2");
    expect(entities()[1]?.color).toBeUndefined();
    await press(view(card), "Available now");
    expect(view(card).querySelector(".place")).toBeNull();
  });

  it("calls a place of several by the name that they share", async () => {
    const two = ["(1)", "(2)"].map((which) => ({ ...PLACE, name: `Dam 1 ${which}`, evse_id: which }));
    const card = await open(finding(two, { points: {} }), []);
    expect(words(view(card).querySelector(".name"))).toBe("Dam 1");
  });
});

describe("the filters", () => {
  const chips = (card: Parameters<typeof view>[0]) => [...view(card).querySelectorAll(".chip")].map(words);
  const names = (card: Parameters<typeof view>[0]) => [...view(card).querySelectorAll(".name")].map(words);

  it("offer what there is, the common connectors first", async () => {
    const odd = { ...FAR, latitude: 52.4, connectors: [{ type: "avcon", maximum_power: null }, { type: null, maximum_power: 3 }] };
    const card = await open(finding([odd, FAR, PLACE]));
    expect(chips(card)).toEqual(["Available now", "≥ 50 kW", "type_2", "type_2_combo", "chademo", "avcon"]);
    const one = await open((forgetNearby(), finding([PLACE])));
    expect(chips(one)).toEqual(["Available now"]);
  });

  it.each([
    [["Available now"], ["Dam 1"]],
    [["≥ 50 kW"], ["<img onerror>"]],
    [["chademo"], ["<img onerror>"]],
    [["chademo", "type_2"], ["Dam 1", "<img onerror>"]],
    [["chademo", "chademo"], ["Dam 1", "<img onerror>"]],
    [["type_2", "≥ 50 kW"], []],
    [["Available now", "chademo"], []],
  ])("show %s of what was found, in the list and on the map, and ask nothing", async (pressed, left) => {
    const hass = finding([PLACE, FAR], { points: {} });
    const card = await open(hass, []);
    for (const each of pressed) await press(view(card), each);
    expect(names(card)).toEqual(left);
    expect(entities()).toHaveLength(1 + left.length);
    expect(words(view(card)).includes("No charge points match all of these filters")).toBe(!left.length);
    expect(made).toHaveLength(1);
    expect(searches(hass)).toBe(1);
  });

  it("leave the map as it was where it would show nothing", async () => {
    const hass = finding([PLACE, FAR], { points: {} });
    delete hass.states["zone.home"];
    const card = await open(hass, []);
    for (const each of ["Available now", "chademo"]) await press(view(card), each);
    expect(entities()).toHaveLength(1);
  });

  it("can be taken back where nothing has it after looking again", async () => {
    let found: Found[] = [PLACE, FAR];
    const hass = finding(found, { points: {} });
    hass.callService.mockImplementation((async () => ({ response: { charge_points: found } })) as never);
    const card = await open(hass, []);
    await press(view(card), "chademo");
    expect(names(card)).toHaveLength(1);
    const domestic = [{ type: "domestic", maximum_power: 3 }];
    found = [PLACE, { ...PLACE, name: "Dam 2", evse_id: "NL*TNM*E5*0", latitude: 52.375, connectors: domestic }];
    await vi.advanceTimersByTimeAsync(11 * MINUTES);
    await press(view(card), "Look again");
    await settle();
    expect(names(card)).toEqual([]);
    await press(view(card), "chademo");
    expect(names(card)).toEqual(["Dam 1", "Dam 2"]);
  });
  it("can be taken back where one place is left", async () => {
    let found: Found[] = [PLACE, FAR];
    const hass = finding(found, { points: {} });
    hass.callService.mockImplementation((async () => ({ response: { charge_points: found } })) as never);
    const card = await open(hass, []);
    await press(view(card), "Available now");
    found = [FAR];
    await vi.advanceTimersByTimeAsync(11 * MINUTES);
    await press(view(card), "Look again");
    await settle();
    expect(names(card)).toEqual([]);
    await press(view(card), "Available now");
    expect(names(card)).toEqual(["<img onerror>"]);
  });
  it("close the place that no longer matches, and no other", async () => {
    const card = await open(finding([PLACE, FAR], { points: {} }), []);
    view(card).querySelectorAll<HTMLElement>(".place")[0]?.click();
    await press(view(card), "Available now");
    expect(sheet(card)).toBeDefined();
    await press(view(card), "≥ 50 kW");
    expect(sheet(card)).toBeUndefined();
  });

  it("keep ≥ 50 kW, to be put away where nothing strong is left", async () => {
    let found: Found[] = [PLACE, FAR];
    const hass = finding(found, { points: {} });
    hass.callService.mockImplementation((async () => ({ response: { charge_points: found } })) as never);
    const card = await open(hass, []);
    await press(view(card), "≥ 50 kW");
    found = [PLACE];
    await vi.advanceTimersByTimeAsync(11 * MINUTES);
    await press(view(card), "Look again");
    await press(view(card), "≥ 50 kW");
    expect(names(card)).toEqual(["Dam 1"]);
  });

  it("say whether they are on", async () => {
    const card = await open(finding([PLACE, FAR]));
    const pressed = () => button(view(card), "Available now")?.getAttribute("aria-pressed");
    expect(pressed()).toBe("false");
    await press(view(card), "Available now");
    expect(pressed()).toBe("true");
  });
});

describe("a tap on the map", () => {
  it.each(["geo_location.shell_ev_nearby_1", "geo_location.shell_ev_nearby_0"])("opens %s below it", async (entity) => {
    const card = await open(finding([PLACE]));
    const seen = vi.fn();
    document.body.addEventListener("hass-more-info", seen);
    tap(entity);
    await settle();
    expect(sheet(card)).toBeDefined();
    expect(seen).not.toHaveBeenCalled();
    tap("zone.home");
    expect(seen).toHaveBeenCalledTimes(1);
  });
});
