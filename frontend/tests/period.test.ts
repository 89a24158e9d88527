import { describe, expect, it } from "vitest";

import {
  columnsOf,
  daysOf,
  hasEarlier,
  hasLater,
  isBackward,
  moved,
  plusDays,
  plusMonths,
  switched,
  todayIn,
  unitOf,
  untilMidnight,
  type Period,
} from "../src/sessions/period";

const TODAY = "2026-11-21";
const FIRST = "2025-10-05";
const month = (at: string | null): Period => ({ kind: "month", at });
const year = (at: string | null): Period => ({ kind: "year", at });
const span = (from: string | null, to: string | null): Period => ({ kind: "span", from, to });

describe("days", () => {
  it.each([
    ["2026-11-20T22:59:59Z", "2026-11-20"],
    ["2026-11-20T23:00:00Z", "2026-11-21"],
    ["2026-06-30T22:00:00Z", "2026-07-01"],
  ])("are Home Assistant's: %s is %s", (now, day) => {
    expect(todayIn("Europe/Amsterdam", Date.parse(now))).toBe(day);
  });

  it.each([
    ["2026-11-20T22:59:30Z", 35_000],
    ["2026-11-20T12:00:00Z", 3_600_000],
  ])("are another soon after midnight, and asked for every hour: at %s in %s ms", (now, wait) => {
    expect(untilMidnight("Europe/Amsterdam", Date.parse(now))).toBe(wait);
  });

  it("are reckoned over clocks that change, leap years and year's end", () => {
    expect(plusDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(plusDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(plusMonths("2026-12", 1)).toBe("2027-01");
    expect(plusMonths("2026-01", -1)).toBe("2025-12");
  });
});

describe("periods", () => {
  it.each([
    [month(null), { from: "2026-11-01", to: "2026-12-01" }],
    [month("2025-12"), { from: "2025-12-01", to: "2026-01-01" }],
    [year(null), { from: "2026-01-01", to: "2027-01-01" }],
    [year("2025"), { from: "2025-01-01", to: "2026-01-01" }],
    [span("2026-01-15", "2026-02-14"), { from: "2026-01-15", to: "2026-02-15" }],
    [span(null, null), { from: null, to: null }],
    // Nothing has been after today.
    [span("2026-01-15", "2030-01-01"), { from: "2026-01-15", to: "2026-11-22" }],
  ])("%o are the days %o", (period, days) => {
    expect(daysOf(period, TODAY)).toEqual(days);
  });

  it.each([
    [span("2026-11-05", "2026-11-04"), true],
    [span("2026-11-22", null), true],
    [span("2026-11-05", "2026-11-05"), false],
    [span(null, "2026-11-05"), false],
    [month(null), false],
  ])("%o ends before it begins: %s", (period, backward) => {
    expect(isBackward(period, TODAY)).toBe(backward);
  });

  it.each([
    [month("2026-01"), -1, month("2025-12")],
    [month("2026-10"), 1, month(null)],
    [year("2025"), 1, year(null)],
    [year(null), -1, year("2025")],
    [span("2026-01-01", null), 1, span("2026-01-01", null)],
  ])("%o, %i further, is %o", (period, steps, other) => {
    expect(moved(period, steps, TODAY)).toEqual(other);
  });

  it("go no further than there are sessions", () => {
    expect(hasEarlier(month(null), TODAY, FIRST)).toBe(true);
    expect(hasEarlier(month("2025-10"), TODAY, FIRST)).toBe(false);
    expect(hasEarlier(year("2026"), TODAY, FIRST)).toBe(true);
    expect(hasEarlier(month(null), TODAY, null)).toBe(false);
    expect(hasEarlier(span(null, null), TODAY, FIRST)).toBe(false);
    expect(hasLater(month("2026-10"), TODAY)).toBe(true);
    expect(hasLater(month(null), TODAY)).toBe(false);
    expect(hasLater(span(null, null), TODAY)).toBe(false);
  });

  it.each([
    [month("2025-10"), "year", year("2025")],
    [month(null), "year", year(null)],
    [year("2025"), "month", month("2025-12")],
    [year(null), "month", month(null)],
    [month(null), "span", span("2026-11-01", "2026-11-21")],
    [month("2025-10"), "span", span("2025-10-01", "2025-10-31")],
    [span("2025-01-01", "2025-03-05"), "month", month("2025-03")],
    [span("2025-01-01", null), "year", year(null)],
    [year("2025"), "year", year("2025")],
  ] as const)("%o as %s is %o", (period, kind, other) => {
    expect(switched(period, kind, TODAY)).toEqual(other);
  });
});

describe("columns", () => {
  it.each([
    [month(null), "day"],
    [year(null), "month"],
    [span("2026-09-01", "2026-11-01"), "day"],
    [span("2026-09-01", "2026-11-02"), "month"],
    // Until it is known when the first session was, there may be years.
    [span(null, null), "month"],
  ] as const)("of %o are by %s", (period, unit) => {
    expect(unitOf(period, TODAY, null)).toBe(unit);
  });

  it("know from the first session on how much there is", () => {
    expect(unitOf(span(null, null), TODAY, "2026-11-01")).toBe("day");
    expect(unitOf(span("2026-01-01", null), TODAY, "2026-11-01")).toBe("day");
  });

  it("are there for days without a session as well", () => {
    const days = columnsOf(month("2026-02"), "day", TODAY, FIRST);
    expect([days.length, days[0], days.at(-1)]).toEqual([28, "2026-02-01", "2026-02-28"]);
    expect(columnsOf(year("2025"), "month", TODAY, FIRST)).toHaveLength(12);
  });

  it("of a span are those that can have a session", () => {
    expect(columnsOf(span("0001-01-01", null), "month", TODAY, "2026-09-30")).toEqual([
      "2026-09",
      "2026-10",
      "2026-11",
    ]);
    expect(columnsOf(span("2026-11-19", "2040-01-01"), "day", TODAY, FIRST)).toEqual([
      "2026-11-19",
      "2026-11-20",
      "2026-11-21",
    ]);
    expect(columnsOf(span("2020-01-01", "2020-02-01"), "day", TODAY, FIRST)).toEqual([]);
    expect(columnsOf(span(null, null), "day", TODAY, null)).toEqual([TODAY]);
  });
});
