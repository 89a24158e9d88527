import { describe, expect, it } from "vitest";

import { append, kilowatts, powerOfSteps, sinceReset, sparkline, type Sample } from "../src/charging/power";

/** Readings a number of seconds apart. */
const every = (seconds: number, ...values: number[]): Sample[] =>
  values.map((value, index) => ({ at: 1000 + index * seconds, value }));

describe("a power sensor", () => {
  it.each([
    ["11040", "W", 11.04],
    ["11.04", "kW", 11.04],
    ["0.011", "MW", 11],
    ["-200", "W", -0.2],
    ["unavailable", "W", null],
    ["", "W", null],
    ["1e400", "W", null],
    ["5", "kWh", null],
    ["5", undefined, null],
  ])("tells %s %s as %s kW", (state, unit, power) => {
    const told = kilowatts(state, unit);
    if (power === null) expect(told).toBeNull();
    else expect(told).toBeCloseTo(power);
  });
});

describe("readings", () => {
  it("are kept in their order, and only where they are numbers", () => {
    const samples: Sample[] = [];
    for (const [at, value] of [
      [10, 1],
      [20, Number.NaN],
      [Number.NaN, 2],
      [5, 3],
      [10, 4],
      [30, 5],
    ] as const)
      append(samples, { at, value });
    expect(samples).toEqual([
      { at: 10, value: 1 },
      { at: 30, value: 5 },
    ]);
  });

  it("do not grow without end", () => {
    const samples: Sample[] = [];
    for (let at = 1; at <= 6000; at++) append(samples, { at, value: at });
    expect(samples).toHaveLength(5000);
    expect(samples[0]?.value).toBe(1001);
  });

  it("begin where the meter last began anew", () => {
    expect(sinceReset(every(10, 8, 9, 0, 1, 2)).map(({ value }) => value)).toEqual([0, 1, 2]);
    expect(sinceReset(every(10, 1, 2))).toHaveLength(2);
    expect(sinceReset([])).toEqual([]);
  });
});

describe("power out of a meter's steps", () => {
  it("is the mean of at least a minute", () => {
    // 11 kW are 0.0305… kWh in ten seconds.
    const steps = every(10, ...Array.from({ length: 13 }, (_, index) => (index * 11) / 360));
    expect(powerOfSteps(steps, 1120)).toBeCloseTo(11);
    // The last minute counts, not what was before it.
    const slower = [...every(60, 0, 1), { at: 1120, value: 1.1 }];
    expect(powerOfSteps(slower, 1121)).toBeCloseTo(6);
  });

  it("is not known before a minute has gone by, nor of a meter that has said nothing", () => {
    expect(powerOfSteps(every(30, 0, 0.1), 1031)).toBeNull();
    expect(powerOfSteps([], 1000)).toBeNull();
  });

  it("does not take a new session for a power that flows back", () => {
    expect(powerOfSteps([...every(60, 12.4), { at: 1070, value: 0 }], 1071)).toBeNull();
  });

  it("is not known any more once the steps have stopped, and waits longer for a coarse meter", () => {
    expect(powerOfSteps(every(60, 0, 0.2), 1060 + 299)).toBeCloseTo(12);
    expect(powerOfSteps(every(60, 0, 0.2), 1060 + 301)).toBeNull();
    expect(powerOfSteps(every(330, 0, 1), 1330 + 900)).toBeCloseTo(3600 / 330);
    expect(powerOfSteps(every(330, 0, 1), 1330 + 1000)).toBeNull();
  });
});

describe("the line of a power", () => {
  it("goes from the start to now, as high as its highest", () => {
    const line = sparkline(every(60, 0, 10, 10, 5), 1000, 1240);
    expect(line?.top).toBe(10);
    expect(line?.end).toBeCloseTo(96 - 44);
    expect(line?.line).toMatch(/^M0 96\.0L0\.8 96\.0L.*L100 52\.0$/);
    expect(line?.area).toBe(`${line?.line}V100H0Z`);
  });

  it("weighs readings by how long they held", () => {
    const samples = [
      { at: 0, value: 0 },
      { at: 45, value: 40 },
      { at: 60, value: 0 },
    ];
    // A bucket is a minute: 15 of its 60 seconds at 40.
    expect(sparkline(samples, 0, 3600)?.top).toBeCloseTo(10);
  });

  it("takes what held at the start from before it, and nothing from after now", () => {
    expect(sparkline([{ at: 0, value: 7 }, { at: 9999, value: 99 }], 1000, 1600)?.top).toBe(7);
  });

  it.each([
    ["one reading", every(1, 5), 1000, 2000],
    ["no time", every(30, 5, 5), 1000, 1030],
    ["no power at all", every(60, 0, 0), 1000, 1200],
    ["what only flows back", every(60, -1, -2), 1000, 1200],
    ["a time that is none", every(60, 5, 5), Number.NaN, 1200],
    ["what is all to come", every(60, 5, 5), 0, 500],
  ])("is not there for %s", (_what, samples, from, to) => {
    expect(sparkline(samples, from, to)).toBeNull();
  });
});
