import { describe, expect, it } from "vitest";

import {
  energyOf,
  lasting,
  powerOf,
  priceParts,
  pricesOf,
  receiptParts,
  waiting,
} from "../src/charging/figures";
import type { Hass, Prices, Receipt } from "../src/types";
import { RECEIPT, makeHass } from "./fake";

const hass = makeHass() as unknown as Hass;
const dutch = { ...hass, locale: { ...hass.locale, language: "nl" } };
const prices = (some: Partial<Prices>): Prices => ({
  currency: "EUR",
  per_kwh: null,
  per_minute: null,
  start_fee: null,
  ...some,
});

describe("a price", () => {
  it.each([
    [{ per_kwh: 0.44 }, ["€0.44/kWh"]],
    [{ per_kwh: 0.4425, start_fee: 0.25 }, ["€0.4425/kWh", "€0.25 per start"]],
    [{ per_kwh: 0.44, per_minute: 0.05, start_fee: 0 }, ["€0.44/kWh", "€0.05/min"]],
    [{ per_kwh: 0 }, ["Free"]],
    [{ per_kwh: 0, per_minute: 0, start_fee: 0 }, ["Free"]],
    [{ per_kwh: 0, start_fee: 0.5 }, ["€0.50 per start"]],
    [{}, []],
  ])("of %o is %o", (some, parts) => {
    expect(priceParts(hass, prices(some)).map((part) => part.replace(/\u00a0/g, " "))).toEqual(parts);
  });

  it("does not wrap inside a unit", () => {
    const parts = priceParts(dutch, prices({ per_kwh: 0.44, start_fee: 0.25 }));
    expect(parts.join("")).not.toContain(" ");
    expect(energyOf(hass, 11.4)).toBe("11.4\u00a0kWh");
  });

  const sensor = (state: string, unit?: string) => ({
    entity_id: "sensor.price",
    state,
    attributes: { unit_of_measurement: unit },
  });

  it("follows the sensor, with what only the answer knows", () => {
    const told = prices({ per_kwh: 0.4, start_fee: 0.25, per_minute: 0.1 });
    expect(pricesOf(sensor("0.5", "CHF/kWh"), told)).toEqual({ ...told, currency: "CHF", per_kwh: 0.5 });
    expect(pricesOf(sensor("0.5", "EUR/kWh"), null)).toEqual(prices({ per_kwh: 0.5 }));
  });

  it.each([[undefined], [sensor("x", "EUR/kWh")], [sensor("1", "EUR")], [sensor("1")]])(
    "is what was answered where the sensor says %o",
    (state) => {
      const told = prices({ per_kwh: 0.4 });
      expect(pricesOf(state, told)).toBe(told);
      expect(pricesOf(state, undefined)).toBeNull();
    },
  );
});

describe("times and figures", () => {
  it.each([
    [-5, "0 sec"],
    [42.9, "42 sec"],
    [60, "1 min"],
    [3359, "55 min"],
    [3600, "1 hr"],
    [4320, "1 hr 12 min"],
    [90_000, "25 hr"],
  ])("%s seconds last %s", (seconds, words) => {
    expect(lasting(hass, seconds)).toBe(words.replace(/ /g, "\u00a0"));
  });

  it("counts small amounts of energy in two digits", () => {
    expect(energyOf(hass, 0.123)).toBe("0.12\u00a0kWh");
    expect(energyOf(dutch, 11.44)).toBe("11,4\u00a0kWh");
  });

  it("marks a power that is an estimate, and charges with none that flows back", () => {
    expect(powerOf(hass, { power: 11.04, estimated: false })).toBe("11.0\u00a0kW");
    expect(powerOf(hass, { power: 11.04, estimated: true })).toBe("≈\u00a011.0\u00a0kW");
    expect(powerOf(hass, { power: -0.2, estimated: false })).toBe("0.0\u00a0kW");
  });

  it("waits for one second, and for more", () => {
    expect(waiting(hass, 1)).toBe("Wait 1 second");
    expect(waiting(hass, 12)).toBe("Wait 12 seconds");
  });
});

describe("a receipt", () => {
  it.each<[Partial<Receipt>, string[]]>([
    [{}, ["Charged 11.4 kWh in 56 min", "≈ €5.27"]],
    [{ cost_source: "bill" }, ["Charged 11.4 kWh in 56 min", "€5.27"]],
    [{ duration: null }, ["Charged 11.4 kWh", "≈ €5.27"]],
    [{ energy: null, cost: null }, ["Charged for 56 min"]],
    [{ energy: null, duration: null, currency: null }, ["Charged"]],
  ])("with %o says %o", (some, parts) => {
    const said = receiptParts(hass, { ...RECEIPT, ...some });
    expect(said.map((part) => part.replace(/\u00a0/g, " "))).toEqual(parts);
  });
});
