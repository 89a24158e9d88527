/** The dashboard `shell-ev`: every charge point, the map and the log; and a view of what was charged. */

import { chargePoints, stateOf, type ChargePoint } from "./charge-points";
import { text, type TextKey } from "./localize";
import type { Hass } from "./types";

type Card = Record<string, unknown>;

const LOG_HOURS = 72;
/** Bars and table want the width of so many columns, where there is room for them. */
const WIDE = 3;

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
    const log = points.flatMap((point) => point.entities.session ?? []);
    const sections = [
      section(say("view.title"), { type: "custom:shell-ev-card", sessions_path: "sessions" }),
      ...(points.length
        ? [section(say("view.map"), { type: "custom:shell-ev-nearby", entities: map })]
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
      views: [
        { title: say("view.title"), path: "charging", type: "sections", sections },
        {
          title: say("view.sessions"),
          path: "sessions",
          type: "sections",
          max_columns: WIDE,
          sections: [
            { type: "grid", column_span: WIDE, cards: [{ type: "custom:shell-ev-sessions" }] },
          ],
        },
      ],
    };
  }
}
