/** Asks in Home Assistant's own dialog. */

import { text } from "./localize";
import type { Hass } from "./types";

interface CardHelpers {
  showConfirmationDialog?(element: HTMLElement, params: object): Promise<boolean>;
}

declare global {
  interface Window {
    loadCardHelpers?(): Promise<CardHelpers>;
  }
}

export interface Question {
  title: string;
  text: string;
  confirmText: string;
  dismissText: string;
}

/** After an update an open page asks for a part of Home Assistant that is gone. */
async function loaded(): Promise<CardHelpers | undefined> {
  try {
    return await window.loadCardHelpers?.();
  } catch {
    return undefined;
  }
}

export async function confirmed(element: HTMLElement, question: Question): Promise<boolean> {
  const helpers = await loaded();
  if (helpers?.showConfirmationDialog) return helpers.showConfirmationDialog(element, question);
  return window.confirm(`${question.title}\n\n${question.text}`);
}

/** A question about a start, of the sentences that there are. */
export function startQuestion(hass: Hass, title: string, said: string[]): Question {
  return {
    title,
    text: said.filter(Boolean).join(" "),
    confirmText: text(hass.language, "start"),
    dismissText: text(hass.language, "confirm.cancel"),
  };
}

/** Look, ask, and look again: between question and answer another may have started, or the price changed. */
export async function agreed(
  element: HTMLElement,
  look: () => Promise<unknown>,
  may: () => boolean,
  question: () => Question | undefined,
): Promise<boolean> {
  await look();
  for (let before = ""; may(); ) {
    const next = question();
    if (!next || next.text === before) return true;
    before = next.text;
    if (!(await confirmed(element, next))) return false;
    await look();
  }
  return false;
}
