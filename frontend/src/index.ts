/** Registers the cards and the dashboard. Loaded twice, it is there once. */

import { ShellEvChargePoint } from "./charge-point-row";
import { ShellEvElsewhere } from "./charging/elsewhere";
import { EDITOR, ShellEvEditor } from "./editor";
import { pageLanguage, speaks, text, type TextKey } from "./localize";
import { ShellEvNearby } from "./nearby";
import { ShellEvSessions } from "./sessions-card";
import { ShellEvCard, entitySuggestion } from "./shell-ev-card";
import { ShellEvStrategy } from "./strategy";

declare global {
  interface Window {
    customCards?: object[];
    customStrategies?: object[];
  }
}

if (!customElements.get("shell-ev-card")) {
  customElements.define("shell-ev-charge-point", ShellEvChargePoint);
  customElements.define("shell-ev-elsewhere", ShellEvElsewhere);
  customElements.define("shell-ev-card", ShellEvCard);
  customElements.define(EDITOR, ShellEvEditor);
  customElements.define("shell-ev-nearby", ShellEvNearby);
  customElements.define("shell-ev-sessions", ShellEvSessions);
  customElements.define("ll-strategy-dashboard-shell-ev", ShellEvStrategy);
  // Asked for when they are offered: the language may be there later than the card.
  speaks(pageLanguage(), () => undefined);
  const offer = (offered: object, name: TextKey, description: TextKey) =>
    Object.defineProperties(offered, {
      name: { enumerable: true, get: () => text(pageLanguage(), name) },
      description: { enumerable: true, get: () => text(pageLanguage(), description) },
    });
  (window.customCards ??= []).push(
    offer(
      { type: "shell-ev-card", preview: true, getEntitySuggestion: entitySuggestion },
      "card.name",
      "card.description",
    ),
    offer({ type: "shell-ev-sessions", preview: true }, "sessions.name", "sessions.description"),
  );
  (window.customStrategies ??= []).push(
    offer({ type: "shell-ev", strategyType: "dashboard" }, "card.name", "strategy.description"),
  );
}
