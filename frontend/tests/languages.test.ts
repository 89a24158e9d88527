import { readFileSync, readdirSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { text, type TextKey } from "../src/localize";
import en from "../src/translations/en.json";

const FOLDER = "src/translations";
const LANGUAGES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();
}

describe.each(LANGUAGES)("the language %s", (language) => {
  const texts = JSON.parse(readFileSync(`${FOLDER}/${language}.json`, "utf8")) as Record<
    string,
    string
  >;

  it("is named by its code", () => {
    expect(language).toMatch(/^[a-z]{2}(-[A-Z][A-Za-z]+)?$/);
  });

  it("says all that English says, with its placeholders", () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
    for (const [key, sentence] of Object.entries(en)) {
      expect(placeholders(texts[key] ?? ""), key).toEqual(placeholders(sentence));
    }
  });

  it("is what the card speaks", () => {
    const key = "start" as TextKey;
    expect(text(language, key)).toBe(texts[key]);
  });
});
