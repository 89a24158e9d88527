/** What is shown of an error: a sentence, and the reference to quote to Shell apart from it. */

import { text } from "./localize";
import type { Hass } from "./types";

export interface ShownError {
  text: string;
  reference: string | null;
}

interface ServiceError {
  message?: string;
  translation_domain?: string;
  translation_key?: string;
  translation_placeholders?: Record<string, string>;
}

/** Whether Home Assistant refused something to its user. */
export function isUnauthorized(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "unauthorized";
}

/** What the connection refuses with everything that was out when it was lost. */
const CONNECTION_LOST = 3;

/** Whether nobody knows what became of it: Home Assistant tells that itself once it is back. */
export function wasLost(error: unknown): boolean {
  const refused = error as { error?: { code?: unknown } } | undefined;
  return error === CONNECTION_LOST || refused?.error?.code === CONNECTION_LOST;
}

/** Read what a service call was refused with, in the user's language where Home Assistant has it. */
export async function readError(hass: Hass, error: unknown): Promise<ShownError> {
  const { message, translation_domain, translation_key, translation_placeholders } = (error ??
    {}) as ServiceError;
  let sentence = message ?? "";
  if (translation_domain && translation_key) {
    // What was loaded is known to the new function alone, until `hass` is another.
    const localize = await hass.loadBackendTranslation("exceptions", translation_domain);
    sentence =
      localize(
        `component.${translation_domain}.exceptions.${translation_key}.message`,
        translation_placeholders,
      ) || sentence;
  }
  const reference = translation_placeholders?.["reference"] ?? null;
  if (reference) sentence = sentence.replace(reference, "").replace(/\s*RequestId\s*$/, "");
  return {
    text: sentence.trim() || text(hass.language, "error.unknown"),
    reference: reference && named(hass, reference),
  };
}

/** A reference that says what it is. */
export function named(hass: Hass, reference: string): string {
  const name = text(hass.language, "request_id");
  return reference.includes(name) ? reference : `${name} ${reference}`;
}
