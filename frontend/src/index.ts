/** Registers the cards and the dashboard. Loaded twice, it is there once. */

import { ShellEvChargePoint } from "./charge-point-row";
import { ShellEvElsewhere } from "./charging/elsewhere";
import { EDITOR, ShellEvEditor } from "./editor";
import { pageLanguage, text } from "./localize";
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
  const name = text(pageLanguage(), "card.name");
  (window.customCards ??= []).push(
    {
      type: "shell-ev-card",
      name,
      description: text(pageLanguage(), "card.description"),
      preview: true,
      getEntitySuggestion: entitySuggestion,
    },
    {
      type: "shell-ev-sessions",
      name: text(pageLanguage(), "sessions.name"),
      description: text(pageLanguage(), "sessions.description"),
      preview: true,
    },
  );
  (window.customStrategies ??= []).push({
    type: "shell-ev",
    strategyType: "dashboard",
    name,
    description: text(pageLanguage(), "strategy.description"),
  });
}
