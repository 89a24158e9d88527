/** Asks in Home Assistant's own dialog. */

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

export async function confirmed(element: HTMLElement, question: Question): Promise<boolean> {
  const helpers = await window.loadCardHelpers?.();
  if (helpers?.showConfirmationDialog) return helpers.showConfirmationDialog(element, question);
  return window.confirm(`${question.title}\n\n${question.text}`);
}
