/** Who comes from a card to see one session finds it open and in sight. */

import { todayIn, type Period } from "./period";

export interface Arrival {
  /** The session, named with its account. */
  session: string;
  period: Period;
}

/** What the address asks to be shown, once: a page that is loaded anew goes on with what was done meanwhile. */
export function arrivalAt(zone: string): Arrival | undefined {
  const { search, pathname, hash } = window.location;
  const asked = new URLSearchParams(search);
  const session = asked.get("session");
  if (!session) return undefined;
  window.history.replaceState(window.history.state, "", `${pathname}${hash}`);
  const time = Date.parse(asked.get("at") ?? "");
  const month = (at?: number) => todayIn(zone, at).slice(0, 7);
  const at = Number.isFinite(time) && month(time) !== month() ? month(time) : null;
  return { session, period: { kind: "month", at } };
}

/** Bring into sight what stands below bars that are still to be drawn, each in a picture of its own. */
export function intoSight(element: Element, pictures = 3): void {
  if (pictures) requestAnimationFrame(() => intoSight(element, pictures - 1));
  else element.scrollIntoView({ block: "center" });
}
