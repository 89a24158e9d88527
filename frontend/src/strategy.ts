/** The dashboard `shell-ev`: every charge point, the map and the log; and a view of what was charged. */

import { cardEntities, chargePoints } from "./charge-points";
import { speaks, text, type TextKey } from "./localize";
import type { Hass } from "./types";

type Card = Record<string, unknown>;

const LOG_HOURS = 72;
/** Those of the integration's own lines: the entity's, when it comes and goes, are left out. */
const LOGGED = ["started", "stopped", "start_failed", "stop_failed"];
/** Bars and table want the width of so many columns, where there is room for them. */
const WIDE = 3;

function section(title: string, ...cards: Card[]): Card {
  return { type: "grid", cards: [{ type: "heading", heading: title }, ...cards] };
}

export class ShellEvStrategy extends HTMLElement {
  static registryDependencies = ["entities", "devices"];

  static async generate(_config: object, hass: Hass): Promise<object> {
    await new Promise<void>((then) => speaks(hass.language, then) && then());
    const say = (key: TextKey) => text(hass.language, key);
    const points = chargePoints(hass);
    const log = points.flatMap((point) => point.entities.session ?? []);
    // What the heading ends in where sessions are no real ones, and the ids under which others were
    // told before they were renamed. Until a restart after an update nobody knows of either.
    const [note = "", ...former] = await hass.callWS<string[]>({ type: "shell_ev/dashboard" }).catch(() => []);
    const sections = [
      section(say("view.title") + note, { type: "custom:shell-ev-card", sessions_path: "sessions" }),
      // With a card alone, charge points are added from the map.
      ...(points.length || cardEntities(hass).counts.length
        ? [section(say("view.map"), { type: "custom:shell-ev-nearby" })]
        : []),
      ...(log.length
        ? [
            section(say("view.log"), {
              type: "logbook",
              target: { entity_id: [...log, ...former] },
              state_filter: LOGGED,
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
