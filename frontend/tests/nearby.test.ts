import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { forgetNearby, type Found, type ShellEvNearby } from "../src/nearby";
import type { Hass, HassEntity } from "../src/types";
import { makeHass, settle, type FakeHass } from "./fake";

interface FakeMap extends HTMLElement {
  hass?: { states: Record<string, HassEntity> };
}

const PLACE: Found = {
  name: "Dam 1",
  device_id: null,
  distance: 350,
  availability: "available",
  latitude: 52.37,
  longitude: 4.9,
  maximum_power: 22.08,
  price_per_kwh: 0.44,
  currency: "EUR",
};
const FAR: Found = {
  ...PLACE,
  name: "<img onerror>",
  latitude: 52.38,
  distance: 1250,
  availability: "occupied",
  maximum_power: null,
  price_per_kwh: null,
};
const OWN = { entity: "sensor.home_availability", label_mode: "icon" };

let made: { config: { entities: object[] }; map: FakeMap }[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  forgetNearby();
  made = [];
  window.loadCardHelpers = (async () => ({
    createCardElement: (config: { entities: object[] }) => {
      const map = document.createElement("div") as FakeMap;
      made.push({ config, map });
      return map;
    },
  })) as never;
});

afterEach(() => {
  document.body.replaceChildren();
  delete window.loadCardHelpers;
  vi.useRealTimers();
});

function finding(...found: Found[]): FakeHass {
  const hass = makeHass();
  hass.callService.mockResolvedValue({ response: { charge_points: found } });
  return hass;
}

async function open(hass: FakeHass, entities = [OWN]): Promise<ShellEvNearby> {
  const card = document.createElement("shell-ev-nearby") as ShellEvNearby;
  card.setConfig({ type: "custom:shell-ev-nearby", entities });
  card.hass = hass as unknown as Hass;
  document.body.append(card);
  await settle();
  return card;
}

function tap(map: FakeMap, entityId: string): CustomEvent {
  const event = new CustomEvent("hass-more-info", {
    bubbles: true,
    composed: true,
    detail: { entityId },
  });
  map.dispatchEvent(event);
  return event;
}

describe("the map of charge points nearby", () => {
  it("shows one's own and those that are found, but none twice", async () => {
    const hass = finding(PLACE, FAR, { ...PLACE, device_id: "home" });
    await open(hass);
    expect(made).toHaveLength(1);
    const entities = made[0]?.config.entities as { entity: string }[];
    expect(entities).toHaveLength(3);
    expect(entities[0]).toEqual(OWN);
    const states = entities.map((it) => made[0]?.map.hass?.states[it.entity]);
    expect(states.map((it) => it?.state)).toEqual(["available", "available", "occupied"]);
    expect(states[1]?.attributes["latitude"]).toBe(52.37);
  });

  it("shows one for each place, a free one if there is", async () => {
    await open(finding({ ...FAR, name: "Taken" }, { ...FAR, name: "Free", availability: "available" }, FAR));
    const { states } = made[0]?.map.hass ?? { states: {} };
    expect(Object.keys(states).filter((it) => it.startsWith("geo_location."))).toHaveLength(1);
    expect(states["geo_location.shell_ev_nearby_0"]?.attributes["friendly_name"]).toBe("Free");
  });

  it("asks Shell once in ten minutes, however often it is opened", async () => {
    const hass = finding(PLACE);
    await open(hass);
    await open(hass);
    expect(hass.callService).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(11 * 60 * 1000);
    await open(hass);
    expect(hass.callService).toHaveBeenCalledTimes(2);
  });

  it.each([
    [0, "Dam 1 · 350 m · available · 22 kW · €0.44/kWh"],
    [1, "<img onerror> · 1.3 km · occupied"],
  ])("tells of what is tapped, as text", async (index, words) => {
    const card = await open(finding(PLACE, FAR));
    const seen = vi.fn();
    document.body.addEventListener("hass-more-info", seen);
    tap(made[0]?.map as FakeMap, `geo_location.shell_ev_nearby_${index}`);
    await settle();
    expect(card.renderRoot.querySelector("p")?.textContent).toBe(words);
    expect(card.renderRoot.querySelector("img")).toBeNull();
    expect(seen).not.toHaveBeenCalled();
    tap(made[0]?.map as FakeMap, "sensor.home_availability");
    expect(seen).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["states", true],
    ["hassConfig", false],
  ])("adds what was found where the map asks the page for %s", async (context, added) => {
    await open(finding(PLACE));
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
    made[0]?.map.dispatchEvent(request);
    expect("geo_location.shell_ev_nearby_0" in given.mock.calls[0]?.[0]).toBe(added);
    expect(given.mock.calls[0]?.[0].other).toBe(1);
  });

  it("follows the states", async () => {
    const hass = finding(PLACE);
    const card = await open(hass);
    card.hass = { ...hass, states: { ...hass.states, more: undefined } } as unknown as Hass;
    await settle();
    expect("more" in (made[0]?.map.hass?.states ?? {})).toBe(true);
  });

  it("says so where the directory cannot be read, and shows one's own", async () => {
    const hass = makeHass();
    hass.callService.mockRejectedValue(new Error("no"));
    const card = await open(hass);
    expect(card.renderRoot.textContent).toContain("directory could not be read");
    expect(made[0]?.config.entities).toEqual([OWN]);
  });

  it("shows one's own, and no error, to a user who may not ask", async () => {
    const hass = makeHass();
    hass.callService.mockRejectedValue({ code: "unauthorized", message: "Unauthorized" });
    const card = await open(hass);
    expect(card.renderRoot.textContent).not.toContain("directory could not be read");
    expect(made[0]?.config.entities).toEqual([OWN]);
  });

  it("has no map where there is nothing to show", async () => {
    const card = await open(finding(), []);
    expect(made).toHaveLength(0);
    expect(card.getGridOptions()).toEqual({ columns: 12, rows: "auto" });
  });
});
