import { describe, expect, it } from "vitest";

import { columns, ownPlaces, seriesOf, ticks } from "../src/sessions/series";
import type { Bar, Named } from "../src/sessions/types";
import { parsed, typed } from "../src/sessions/figures";
import type { Hass } from "../src/types";
import { makeHass } from "./fake";

const bars = (...parts: [string, number | null][]): Bar[] => [
  { day: "2026-11-03", parts: parts.map(([place, energy]) => ({ place, energy, sessions: 1, without_energy: energy === null ? 1 : 0 })) },
];

const OWN = ["own0", "own1"];
const PUBLIC = Array.from({ length: 40 }, (_, index) => `NLTNME${index}`);
const named = (...keys: string[]): Named[] => keys.map((key) => ({ key, name: `Name of ${key}` }));
const shown = (...parts: [string, number | null][]) => seriesOf(named(...parts.map(([key]) => key)), bars(...parts), OWN);
const toneOf = (key: string, ...others: string[]) =>
  shown([key, 1], ...others.map((other): [string, number] => [other, 1])).find(({ places: [first] }) => first === key)?.tone;

describe("colours and patterns", () => {
  it("have a place's colour of its key alone, whatever else is shown", () => {
    for (const key of [...OWN, ...PUBLIC])
      for (const others of [PUBLIC.slice(0, 4), PUBLIC.slice(20, 26), OWN])
        expect(toneOf(key, ...others.filter((other) => other !== key))).toBe(toneOf(key));
    expect(new Set(PUBLIC.map((key) => toneOf(key))).size).toBeGreaterThan(4);
  });

  it("tell places apart by pattern, and give no other place the colour of an own charge point", () => {
    for (let from = 0; from < 33; from++) {
      const series = shown(...PUBLIC.slice(from, from + 6).map((key): [string, number] => [key, 1]), ["own0", 1], ["own1", 1]);
      expect(new Set(series.map(({ pattern }) => pattern)).size).toBe(8);
      expect(series.slice(0, 2).map(({ tone, places: [key] }) => [key, tone])).toEqual([["own0", 0], ["own1", 1]]);
      for (const { tone } of series.slice(2)) expect(tone).toBeGreaterThan(2);
    }
  });

  it("are not given to places without a bar", () => {
    expect(shown(["own1", null], ["NLTNME1", 9], ["NLTNME2", 0]).map(({ name }) => name)).toEqual(["Name of NLTNME1"]);
  });

  it("are shared by the places that took least, where there are too many", () => {
    const many = PUBLIC.slice(0, 10).map((key, index): [string, number] => [key, 20 - index]);
    const series = shown(...many);
    expect(series).toHaveLength(9);
    expect(series.at(-1)).toMatchObject({ name: null, pattern: 8, places: ["NLTNME8", "NLTNME9"] });
    const [column] = columns(["2026-11-03"], bars(...many), series);
    expect(column?.parts.at(-1)).toEqual({ series: 8, energy: 12 + 11 });
  });

  it("know the own charge points by their age, and those alone", () => {
    const hass = makeHass({ points: { b: {}, a: {} } }) as unknown as Hass;
    const devices = { ...hass.devices };
    for (const id of ["a", "b", "card", "account"])
      devices[id] = { ...(devices[id] ?? { name: id }), id, identifiers: [["other", "x"], ["shell_ev", `key-${id}`]] };
    expect(ownPlaces({ ...hass, devices })).toEqual(["key-a", "key-b"]);
    expect(ownPlaces(hass)).toEqual([]);
  });
});

describe("columns", () => {
  it("say of how many sessions the energy is not known, and add nothing for it", () => {
    const parts = bars(["own0", 2], ["own1", null]);
    expect(columns(["2026-11-02", "2026-11-03"], parts, shown(["own0", 2], ["own1", null]))).toEqual([
      { day: "2026-11-02", energy: 0, sessions: 0, lacks: 0, parts: [] },
      { day: "2026-11-03", energy: 2, sessions: 2, lacks: 1, parts: [{ series: 0, energy: 2 }] },
    ]);
  });
});

describe("the scale", () => {
  it.each([
    [0, [0, 0.5, 1]],
    [3, [0, 1, 2, 3]],
    [40, [0, 10, 20, 30, 40]],
    [41, [0, 20, 40, 60]],
    [0.3, [0, 0.1, 0.2, 0.3]],
    [12_345, [0, 5000, 10_000, 15_000]],
  ])("up to %f has lines at %o", (highest, lines) => {
    const made = ticks(highest);
    expect(made).toHaveLength(lines.length);
    made.forEach((line, index) => expect(line).toBeCloseTo(lines[index] ?? NaN));
  });
});

describe("what is typed", () => {
  it.each([
    ["", null],
    ["  ", null],
    ["11.412", 11.412],
    ["11,412", 11.412],
    ["1.234,5", 1234.5],
    ["1,234.5", 1234.5],
    ["1 234,5", 1234.5],
    ["1.234.567", 1234567],
    [".5", 0.5],
    ["7", 7],
    ["-1", undefined],
    ["1e400", undefined],
    ["a lot", undefined],
    [",", undefined],
  ])("%j is %s", (input, number) => {
    expect(parsed(input)).toBe(number);
  });

  it.each([
    ["decimal_comma", "11,412"],
    ["comma_decimal", "11.412"],
  ])("is shown again as with %s", (number_format, shown) => {
    const hass = makeHass() as unknown as Hass;
    const own = { ...hass, locale: { ...hass.locale, number_format } };
    expect(typed(own, 11.412)).toBe(shown);
    expect(typed(own, null)).toBe("");
    expect(parsed(typed(own, 11.412))).toBe(11.412);
    expect(parsed(typed(own, 10.5, 2))).toBe(10.5);
    expect(typed(own, 10.5, 2)).toHaveLength(5);
    expect(typed(own, 11.412, 2)).toBe(shown);
  });
});
