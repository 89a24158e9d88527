import { readFileSync, readdirSync } from "node:fs";

import { afterEach, describe, expect, it, vi } from "vitest";

import {
  currencyDigits,
  formatClock,
  formatDay,
  formatLength,
  formatMoney,
  formatNumber,
  formatShare,
  formatTime,
  isElsewhere,
} from "../src/format";
import { text } from "../src/localize";
import en from "../src/translations/en.json";
import type { Hass } from "../src/types";
import { makeHass } from "./fake";

const intl = Object.fromEntries(
  Object.getOwnPropertyNames(Intl).map((name) => [name, Intl[name as keyof typeof Intl]]),
);

/** What a newer browser has. */
class Durations {
  constructor(
    _locale: string,
    private readonly options: { style: string; secondsDisplay?: string; minutesDisplay?: string },
  ) {}
  format(parts: Record<string, number>): string {
    const { style, secondsDisplay } = this.options;
    const all = Object.entries(parts).map(([unit, value]) => `${value} ${unit}`);
    return `${style} ${secondsDisplay === "always" ? "seconds" : "minutes"}: ${all.join(" ")}`;
  }
}

afterEach(() => vi.unstubAllGlobals());

function hass(locale: Partial<Hass["locale"]>): Hass {
  const made = makeHass() as unknown as Hass;
  return { ...made, locale: { ...made.locale, ...locale } };
}

describe("formats", () => {
  it.each([
    ["language", "1,234.50"],
    ["comma_decimal", "1,234.50"],
    ["decimal_comma", "1.234,50"],
    ["none", "1234.50"],
  ])("writes numbers as %s", (number_format, written) => {
    expect(formatNumber(hass({ number_format }), 1234.5, 2)).toBe(written);
  });

  it("leaves numbers to the system where that is wanted", () => {
    expect(formatNumber(hass({ number_format: "system" }), 5, 0)).toBe("5");
  });

  it("writes money in its currency", () => {
    expect(formatMoney(hass({ language: "nl" }), 1.5, "EUR")).toMatch(/€\s1,50/);
  });

  it.each([
    ["24", "server", "Nov 20, 12:05"],
    ["12", "server", "Nov 20, 12:05 PM"],
  ])("writes times with %s hours", (time_format, time_zone, written) => {
    const shown = formatTime(hass({ time_format, time_zone }), "2026-11-20T11:05:00Z");
    expect(shown.replace(/\s/g, " ")).toBe(written);
  });

  it("leaves the clock to the system and the zone to the browser where that is wanted", () => {
    expect(
      formatTime(hass({ time_format: "system", time_zone: "local" }), "2026-11-20T11:05:00Z"),
    ).toMatch(/20, 0?4:35\sPM/);
  });

  it.each([
    [8040, "2 h 14 min"],
    [3600, "1 h 0 min"],
    [2700, "45 min"],
    [59, "59 s"],
    [-5, "0 s"],
  ])("tells how long %i s are", (seconds, written) => {
    vi.stubGlobal("Intl", { ...intl, DurationFormat: undefined });
    expect(formatLength(hass({}), seconds)).toBe(written);
  });

  it.each([
    [8040, "short minutes: 2 hours 14 minutes"],
    [2700, "short minutes: 45 minutes"],
    [0, "short seconds: 0 seconds"],
  ])("leaves the words for %i s to the browser, where it has them", (seconds, written) => {
    vi.stubGlobal("Intl", { ...intl, DurationFormat: Durations });
    expect(formatLength(hass({ language: "xx" }), seconds)).toBe(written);
  });

  it("has words of one kind", () => {
    expect(formatLength(hass({ language: "de" }), 8040)).toBe("2 Std., 14 Min.");
  });

  it.each([
    ["Asia/Calcutta", false],
    ["Europe/Amsterdam", true],
  ])("knows whether %s has other clocks than the browser's", (zone, elsewhere) => {
    expect(isElsewhere(zone)).toBe(elsewhere);
  });

  it.each([
    ["EUR", 2],
    ["JPY", 0],
    ["€", 2],
  ])("writes amounts in %s with %i digits", (currency, digits) => {
    expect(currencyDigits(currency)).toBe(digits);
  });

  it.each([
    ["2026-11-03", "November 3, 2026"],
    ["2026-01", "January 1, 2026"],
    ["2026", "January 1, 2026"],
  ])("moves %s nowhere", (day, written) => {
    expect(formatDay(hass({}), day, { dateStyle: "long" })).toBe(written);
  });

  it.each([
    ["24", "00:30"],
    ["system", "12:30 AM"],
  ])("tells the time where Home Assistant is, with a clock of %s", (time_format, written) => {
    const shown = formatClock(hass({ time_format, time_zone: "local" }), "2026-11-20T23:30:00Z");
    expect(shown.replace(/\s/g, " ")).toBe(written);
  });

  it("writes a share in per cent", () => {
    expect(formatShare(hass({}), 0.476)).toBe("48%");
  });

  it("writes an amount whose currency is no code of one", () => {
    expect(formatMoney(hass({}), 1.5, "€/x")).toBe("1.50 €/x");
  });
});

describe("texts", () => {
  it("falls back to English, and fills placeholders in", () => {
    expect(text("xx-YY", "wait_other", { count: 5 })).toBe("Wait 5 seconds");
    expect(text(undefined, "wait_other")).toBe("Wait  seconds");
    expect(text("en-GB", "start")).toBe("Start");
  });

  it("has no text that nothing asks for", () => {
    const all = readdirSync("src", { recursive: true, encoding: "utf8" });
    const files = all.filter((it) => it.endsWith(".ts"));
    const code = files.map((it) => readFileSync(`src/${it}`, "utf8")).join("\n");
    const built = [
      /^form\.confirm\.\w+$/,
      /^(start|stop|add)\.label$/,
      /^wait_(one|other)$/,
      /^sessions\.(count|no_energy|no_cost)_(one|other)$/,
      /^sessions\.period\.(month|year|span)$/,
      /^sessions\.(back|next)\.(month|year)$/,
      /^sessions\.bars\.(day|month)$/,
      /^sessions\.bill\.(energy|amount|currency)$/,
      /^sessions\.origin\.(here|elsewhere)$/,
    ];
    for (const key of Object.keys(en)) {
      const used = code.includes(`"${key}"`) || built.some((it) => it.test(key));
      expect(used, key).toBe(true);
    }
  });
});
