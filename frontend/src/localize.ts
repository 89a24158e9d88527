/** The card's texts. English is there at once; another language is fetched, where it is the user's. */

import en from "./translations/en.json";

export type TextKey = keyof typeof en;
/** What is told of a number, in one of several forms. */
export type CountKey = TextKey extends infer Key ? (Key extends `${infer Stem}_other` ? Stem : never) : never;

type Texts = Partial<Record<string, string>>;

const LANGUAGES: Record<string, Texts | undefined> = { en };
/** What fetches each of the others, by its file. */
export const OTHERS = import.meta.glob<{ default: Texts }>(["./translations/*.json", "!**/en.json"]);
/** A charge point must be usable, in whatever language. */
const PATIENCE_MS = 1500;
const fetched: Record<string, Promise<unknown> | undefined> = {};

function codeOf(language = "en"): string {
  return language.replace(/-.*/, "");
}

/**
 * Whether what is said in a language can be said now. Else its texts are fetched, and `then` is called
 * once they are there. Where they cannot be had, or not soon, English stands in for them.
 */
export function speaks(language: string | undefined, then: () => void): boolean {
  const code = codeOf(language);
  const fetch = OTHERS[`./translations/${code}.json`];
  if (LANGUAGES[code] || !fetch) return true;
  const standIn = () => {
    LANGUAGES[code] ??= en;
    then();
  };
  setTimeout(standIn, PATIENCE_MS);
  (fetched[code] ??= fetch().then((texts) => {
    LANGUAGES[code] = texts.default;
  })).then(then, standIn);
  return false;
}

function find(language: string | undefined, key: string): string | undefined {
  return LANGUAGES[codeOf(language)]?.[key] ?? (en as Texts)[key];
}

/** A text in a language, English where that has none, with its placeholders filled in. */
export function text(
  language: string | undefined,
  key: TextKey,
  values: Record<string, string | number> = {},
): string {
  return find(language, key)!.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A text about so many things, in the form that their number wants in a language. */
export function numbered(language: string, key: CountKey, number: number, shown: string | number = number): string {
  const form = `${key}_${new Intl.PluralRules(language).select(number)}` as TextKey;
  return text(language, find(language, form) ? form : `${key}_other`, { count: shown });
}

/** The language of the page, for what has no `hass` of its own. */
export function pageLanguage(): string {
  return document.documentElement.lang || navigator.language;
}
