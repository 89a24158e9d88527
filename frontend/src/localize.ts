/** The card's texts, in the languages of the integration. */

import en from "./translations/en.json";

export type TextKey = keyof typeof en;

const LANGUAGES: Record<string, Partial<Record<TextKey, string>>> = { en };

/** A text in a language, English where that has none, with its placeholders filled in. */
export function text(
  language: string | undefined,
  key: TextKey,
  values: Record<string, string | number> = {},
): string {
  const short = (language ?? "en").split("-")[0] ?? "en";
  const found = LANGUAGES[language ?? ""]?.[key] ?? LANGUAGES[short]?.[key] ?? en[key];
  return found.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The language of the page, for what has no `hass` of its own. */
export function pageLanguage(): string {
  return document.documentElement.lang || navigator.language;
}
