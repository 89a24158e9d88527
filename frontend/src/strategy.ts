/** The dashboard `shell-ev`: every charge point, the map, the calendar and the log. */

import { calendars, chargePoints, stateOf, type ChargePoint } from "./charge-points";
import { text, type TextKey } from "./localize";
import type { Hass } from "./types";

type Card = Record<string, unknown>;

const LOG_HOURS = 72;

function section(title: string, ...cards: Card[]): Card {
  return { type: "grid", cards: [{ type: "heading", heading: title }, ...cards] };
}

/** Those that the directory has put on the map. */
function placed(hass: Hass, points: ChargePoint[]): Card[] {
  return points
    .map((point) => stateOf(hass, point, "availability"))
    .filter((state) => state?.attributes["latitude"] !== undefined)
    .map((state) => ({ entity: state?.entity_id, label_mode: "icon" }));
}

export class ShellEvStrategy extends HTMLElement {
  static registryDependencies = ["entities", "devices"];

  static async generate(_config: object, hass: Hass): Promise<object> {
    const say = (key: TextKey) => text(hass.language, key);
    const points = chargePoints(hass);
    const map = placed(hass, points);
    const sessions = calendars(hass);
    const log = points.flatMap((point) => point.entities.session ?? []);
    const sections = [
      section(say("view.title"), { type: "custom:shell-ev-card" }),
      ...(points.length
        ? [section(say("view.map"), { type: "custom:shell-ev-nearby", entities: map })]
        : []),
      ...(sessions.length
        ? [
            section(say("view.calendar"), {
              type: "calendar",
              entities: sessions,
              initial_view: "listWeek",
            }),
          ]
        : []),
      ...(log.length
        ? [
            section(say("view.log"), {
              type: "logbook",
              target: { entity_id: log },
              hours_to_show: LOG_HOURS,
            }),
          ]
        : []),
    ];
    return {
      title: say("view.title"),
      views: [{ title: say("view.title"), path: "charging", type: "sections", sections }],
    };
  }
}
