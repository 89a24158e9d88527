import { readFileSync, readdirSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type * as Localize from "../src/localize";
import en from "../src/translations/en.json";

const FOLDER = "src/translations";
const LANGUAGES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
const FORM = /_(one|few|many|other)$/;

/** What a browser knows only once it has fetched it: each test begins with a page of its own. */
let page: typeof Localize;

beforeEach(async () => {
  vi.resetModules();
  page = await import("../src/localize");
});

afterEach(() => vi.useRealTimers());

function textsOf(language: string): Record<string, string> {
  return JSON.parse(readFileSync(`${FOLDER}/${language}.json`, "utf8")) as Record<string, string>;
}

function placeholders(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""))].sort();
}

/** Every language's word is governed by a number in as many forms as it has. Those of millions are not needed. */
function keysFor(language: string): string[] {
  const rules = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const forms = rules.includes("few") ? rules : rules.filter((form) => form !== "many");
  const stems = new Set(Object.keys(en).filter((key) => FORM.test(key)).map((key) => key.replace(FORM, "")));
  return [
    ...Object.keys(en).filter((key) => !FORM.test(key)),
    ...[...stems].flatMap((stem) => forms.map((form) => `${stem}_${form}`)),
  ].sort();
}

describe.each(LANGUAGES)("the language %s", (language) => {
  const texts = textsOf(language);

  it("is named by its code", () => {
    expect(language).toMatch(/^[a-z]{2}$/);
  });

  it("says all that English says, in the forms that its numbers want, with its placeholders", () => {
    expect(Object.keys(texts).sort()).toEqual(keysFor(language));
    for (const [key, sentence] of Object.entries(texts)) {
      const english = (en as Record<string, string>)[key] ?? en[key.replace(FORM, "_other") as keyof typeof en];
      expect(placeholders(sentence), key).toEqual(placeholders(english));
    }
  });

  it("is what the card speaks, also to who speaks it elsewhere", async () => {
    await new Promise<void>((then) => page.speaks(language, then) && then());
    expect(page.text(language, "start")).toBe(texts["start"]);
    expect(page.text(`${language}-XX`, "start")).toBe(texts["start"]);
  });

  it("has a form for every number", async () => {
    await new Promise<void>((then) => page.speaks(language, then) && then());
    const rules = new Intl.PluralRules(language);
    for (const number of [0, 1, 2, 5, 22, 1.5, 1_000_000]) {
      const said = page.numbered(language, "sessions.count", number, "n");
      const form = texts[`sessions.count_${rules.select(number)}`] ?? texts["sessions.count_other"];
      expect(said, String(number)).toBe(form?.replace("{count}", "n"));
    }
  });
});

describe("a language that is not there yet", () => {
  const slow = () => {
    let answer = (_: { default: object }) => {};
    let fail = () => {};
    const fetch = vi.fn(
      () => new Promise<{ default: object }>((resolve, reject) => {
        answer = resolve;
        fail = () => reject(new Error("gone"));
      }),
    );
    page.OTHERS["./translations/xx.json"] = fetch as never;
    return { fetch, answer: () => answer({ default: { start: "Xtart" } }), fail: () => fail() };
  };

  it("is fetched once for all who ask", async () => {
    const { fetch, answer } = slow();
    const [one, other] = [vi.fn(), vi.fn()];
    expect([page.speaks("xx", one), page.speaks("xx-YY", other)]).toEqual([false, false]);
    expect(fetch).toHaveBeenCalledTimes(1);
    answer();
    await vi.waitFor(() => expect(other).toHaveBeenCalledTimes(1));
    expect(one).toHaveBeenCalledTimes(1);
    expect(page.speaks("xx", one)).toBe(true);
    expect(page.text("xx", "start")).toBe("Xtart");
    expect(page.text("xx", "stop")).toBe("Stop");
  });

  it("is English where it cannot be had", async () => {
    const { fail } = slow();
    const told = vi.fn();
    page.speaks("xx", told);
    fail();
    await vi.waitFor(() => expect(told).toHaveBeenCalled());
    expect(page.speaks("xx", told)).toBe(true);
    expect(page.text("xx", "start")).toBe("Start");
  });

  it("is English meanwhile where it takes long", async () => {
    vi.useFakeTimers();
    const { answer } = slow();
    const told = vi.fn();
    page.speaks("xx", told);
    await vi.advanceTimersByTimeAsync(1499);
    expect(told).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(page.speaks("xx", told)).toBe(true);
    expect(page.text("xx", "start")).toBe("Start");
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toHaveBeenCalledTimes(2);
    expect(page.text("xx", "start")).toBe("Xtart");
  });

  it("is no matter where there are no texts of it", () => {
    expect(page.speaks("fi", vi.fn())).toBe(true);
    expect(page.speaks(undefined, vi.fn())).toBe(true);
  });
});
