/** The card: a row for every charge point. */

import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import { KEYS, chargePointOf, chargePoints, stateOf, type ChargePoint } from "./charge-points";
import { pageLanguage, text, type TextKey } from "./localize";
import type { CardConfig, Hass } from "./types";

const CONFIRM = ["auto", "always", "never"] as const;
const MAX_SESSIONS = 100;

const FORM_LABELS: Record<string, TextKey> = {
  title: "form.title",
  charge_points: "form.charge_points",
  compact: "form.compact",
  confirm: "form.confirm",
  sessions: "form.sessions",
};

function fail(what: string): never {
  throw new Error(`shell-ev-card: ${what}`);
}

/** Refuse what cannot be meant. The message is for whoever writes the YAML. */
export function checkConfig(config: CardConfig): void {
  const { charge_points, confirm, sessions, title } = config;
  if (charge_points !== undefined && !Array.isArray(charge_points))
    fail("charge_points is a list of device ids");
  if (confirm !== undefined && !CONFIRM.includes(confirm)) fail(`confirm is one of ${CONFIRM.join(", ")}`);
  if (title !== undefined && typeof title !== "string") fail("title is a text");
  if (sessions !== undefined && !(Number.isInteger(sessions) && sessions >= 0 && sessions <= MAX_SESSIONS))
    fail(`sessions is a whole number from 0 to ${MAX_SESSIONS}`);
}

export class ShellEvCard extends LitElement {
  static override styles = css`
    ha-card {
      display: grid;
      gap: 16px;
      padding: 12px;
    }
    h2 {
      margin: 0;
      font-size: 1.2em;
      font-weight: 400;
    }
    p {
      margin: 0;
      color: var(--secondary-text-color, #5f6368);
    }
    a {
      color: var(--primary-color, #03749c);
    }
  `;

  @property({ attribute: false }) hass?: Hass;
  @state() private config?: CardConfig;

  static getStubConfig(): Omit<CardConfig, "type"> {
    return {};
  }

  static getConfigForm(): object {
    const say = (key: TextKey) => text(pageLanguage(), key);
    return {
      schema: [
        { name: "title", selector: { text: {} } },
        {
          name: "charge_points",
          selector: {
            device: {
              multiple: true,
              filter: [{ integration: "shell_ev" }],
              entity: [{ integration: "shell_ev", domain: "switch" }],
            },
          },
        },
        {
          name: "confirm",
          selector: {
            select: {
              mode: "dropdown",
              options: CONFIRM.map((value) => ({ value, label: say(`form.confirm.${value}`) })),
            },
          },
        },
        {
          name: "sessions",
          selector: { number: { min: 0, max: MAX_SESSIONS, mode: "box" } },
        },
        { name: "compact", selector: { boolean: {} } },
      ],
      computeLabel: (item: { name: string }) => {
        const key = FORM_LABELS[item.name];
        return key ? say(key) : undefined;
      },
      computeHelper: (item: { name: string }) =>
        item.name === "charge_points" ? say("form.charge_points.help") : undefined,
      assertConfig: checkConfig,
    };
  }

  setConfig(config: CardConfig): void {
    checkConfig(config);
    this.config = config;
  }

  getCardSize(): number {
    const rows = this.points().length || 1;
    return this.config?.compact ? rows : rows * 2 + 1;
  }

  getGridOptions(): object {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  /** Rows look after themselves; the card changes with the registries, and passes states on. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get("hass") as Hass | undefined;
    const { hass } = this;
    if (!before || !hass || changed.size > 1) return true;
    return (
      before.entities !== hass.entities ||
      before.devices !== hass.devices ||
      before.locale !== hass.locale ||
      before.language !== hass.language ||
      before.localize !== hass.localize ||
      before.connected !== hass.connected ||
      this.points().some((point) =>
        KEYS.some((key) => stateOf(before, point, key) !== stateOf(hass, point, key)),
      )
    );
  }

  private known?: { entities: unknown; devices: unknown; config: unknown; points: ChargePoint[] };

  /** The charge points of this card; looked for again when the registries or the options change. */
  private points(): ChargePoint[] {
    const { hass, config, known } = this;
    if (!hass) return [];
    if (
      known?.entities !== hass.entities ||
      known.devices !== hass.devices ||
      known.config !== config
    ) {
      const points = chargePoints(hass, config?.charge_points);
      this.known = { entities: hass.entities, devices: hass.devices, config, points };
    }
    return this.known?.points ?? [];
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config } = this;
    if (!hass || !config) return nothing;
    const points = this.points();
    return html`<ha-card>
      ${config.title ? html`<h2>${config.title}</h2>` : nothing}
      ${points.length
        ? repeat(
            points,
            (point) => point.id,
            (point) => html`<shell-ev-charge-point
              .hass=${hass}
              .point=${point}
              .config=${config}
            ></shell-ev-charge-point>`,
          )
        : html`<p>
            ${text(hass.language, "empty")}
            <a href="/config/integrations/integration/shell_ev"
              >${text(hass.language, "empty.add")}</a
            >
          </p>`}
    </ha-card>`;
  }
}

/** What Home Assistant offers when one of our entities is put on a dashboard. */
export function entitySuggestion(hass: Hass, entityId: string): object | null {
  const device = chargePointOf(hass, entityId);
  return device ? { config: { type: "custom:shell-ev-card", charge_points: [device] } } : null;
}
