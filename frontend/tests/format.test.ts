import { readFileSync, readdirSync } from "node:fs";

import { describe, expect, it } from "vitest";

import {
  formatDuration,
  formatMoney,
  formatNumber,
  formatPrice,
  formatTime,
  secondsUntil,
} from "../src/format";
import { text } from "../src/localize";
import en from "../src/translations/en.json";
import type { Hass } from "../src/types";
import { makeHass } from "./fake";

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
    ["EUR/kWh", "€0.4425/kWh"],
    [undefined, "0.4425"],
  ])("writes a price in %s", (unit_of_measurement, written) => {
    const price = { entity_id: "sensor.x", state: "0.4425", attributes: { unit_of_measurement } };
    expect(formatPrice(hass({}), price).trim()).toBe(written);
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
    [0, "0:00:00"],
    [59_999, "0:00:59"],
    [3_723_000, "1:02:03"],
    [90_000_000, "25:00:00"],
    [-5, "0:00:00"],
  ])("writes %s ms as %s", (milliseconds, written) => {
    expect(formatDuration(milliseconds)).toBe(written);
  });

  it("never counts down to less than is left", () => {
    expect(secondsUntil("2026-11-20T11:00:01.200Z", Date.parse("2026-11-20T11:00:00Z"))).toBe(2);
    expect(secondsUntil("2026-11-20T10:00:00Z", Date.parse("2026-11-20T11:00:00Z"))).toBe(0);
    expect(secondsUntil(null, 0)).toBe(0);
  });
});

describe("texts", () => {
  it("falls back to English, and fills placeholders in", () => {
    expect(text("xx-YY", "wait", { seconds: 5 })).toBe("Wait 5 s");
    expect(text(undefined, "wait")).toBe("Wait  s");
    expect(text("en-GB", "start")).toBe("Start");
  });

  it("has no text that nothing asks for", () => {
    const files = readdirSync("src").filter((it) => it.endsWith(".ts"));
    const code = files.map((it) => readFileSync(`src/${it}`, "utf8")).join("\n");
    const built = [/^form\.confirm\.\w+$/, /^(start|stop)\.label$/];
    for (const key of Object.keys(en)) {
      const used = code.includes(`"${key}"`) || built.some((it) => it.test(key));
      expect(used, key).toBe(true);
    }
  });
});
