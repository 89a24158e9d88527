/**
 * The card of the sessions. It is there at once, as every card must be; what it shows is fetched
 * where it stands on a page, and nowhere else.
 */

import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { pageLanguage, text, type TextKey } from "./localize";
import { PERIODS, ROWS, type SessionsConfig } from "./sessions-options";
import type { Hass } from "./types";

export type { SessionsConfig };


const MOST_ROWS = 200;
/** What three numbers, bars and a page of sessions take, in rows of 50 pixels. */
const SIZE = 16;

const PICKER = "hui-card-picker";

const LABELS: Record<string, TextKey> = {
  title: "form.title",
  period: "form.period",
  rows: "form.rows",
};

function fail(what: string): never {
  throw new Error(`shell-ev-sessions: ${what}`);
}

/** Refuse what cannot be meant. The message is for whoever writes the YAML. */
export function checkSessionsConfig({ title, period, rows }: SessionsConfig): void {
  if (title !== undefined && typeof title !== "string") fail("title is a text");
  if (period !== undefined && !PERIODS.includes(period)) fail(`period is one of ${PERIODS.join(", ")}`);
  if (rows !== undefined && !(Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS))
    fail(`rows is a whole number from 1 to ${MOST_ROWS}`);
}

function isWithin(element: Element, name: string): boolean {
  const parent = (node: Node) => (node instanceof ShadowRoot ? node.host : node.parentNode);
  for (let node = parent(element); node; node = parent(node))
    if (node instanceof Element && node.localName === name) return true;
  return false;
}

export class ShellEvSessions extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    .wait {
      min-block-size: 400px;
    }
    .failed {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 12px;
      padding: 16px;
    }
    p {
      flex: 1 1 200px;
      margin: 0;
    }
    button {
      min-block-size: 44px;
      padding-inline: 16px;
      border: none;
      border-radius: 22px;
      font: inherit;
      font-weight: 500;
      color: var(--text-primary-color, #fff);
      /* Home Assistant's own blue is too light for white letters. */
      background: color-mix(in srgb, var(--primary-color, #03749c) 75%, #000);
      cursor: pointer;
    }
    button:focus-visible {
      outline: 2px solid var(--primary-color, #03749c);
      outline-offset: 2px;
    }
  `;

  @property({ attribute: false }) hass?: Hass;
  /** Whether it is shown beside its options, or on a dashboard that is edited. */
  @property({ type: Boolean }) preview = false;
  @state() private config?: SessionsConfig;
  /** Whether it is shown to be picked, of which Home Assistant tells nothing. */
  @state() private picked = false;
  @state() private view: "awaited" | "there" | "failed" = "awaited";

  static getStubConfig(): Omit<SessionsConfig, "type"> {
    return { period: PERIODS[0], rows: ROWS };
  }

  static getConfigForm(): object {
    const say = (key: TextKey) => text(pageLanguage(), key);
    return {
      schema: [
        { name: "title", selector: { text: {} } },
        {
          name: "period",
          default: PERIODS[0],
          selector: {
            select: {
              mode: "dropdown",
              options: PERIODS.map((value) => ({ value, label: say(`sessions.period.${value}`) })),
            },
          },
        },
        { name: "rows", default: ROWS, selector: { number: { min: 1, max: MOST_ROWS, mode: "box" } } },
      ],
      computeLabel: (item: { name: string }) => {
        const key = LABELS[item.name];
        return key ? say(key) : undefined;
      },
      assertConfig: checkSessionsConfig,
    };
  }

  setConfig(config: SessionsConfig): void {
    checkSessionsConfig(config);
    this.config = config;
  }

  getCardSize(): number {
    return SIZE;
  }

  getGridOptions(): object {
    return { columns: "full", min_columns: 6, rows: "auto" };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.picked = isWithin(this, PICKER);
    void this.fetch();
  }

  /** After an update an open page asks for a part that is gone: only the page anew knows its new name. */
  private async fetch(): Promise<void> {
    try {
      await import("./sessions/sessions-view");
      this.view = "there";
    } catch {
      this.view = "failed";
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config, view } = this;
    if (!hass || !config) return nothing;
    if (view === "there")
      return html`<shell-ev-sessions-view
        .hass=${hass}
        .config=${config}
        .preview=${this.preview || this.picked}
      ></shell-ev-sessions-view>`;
    if (view === "awaited") return html`<ha-card class="wait"></ha-card>`;
    return html`<ha-card class="failed" role="alert">
      <p>${text(hass.language, "sessions.reload")}</p>
      <button type="button" @click=${() => window.location.reload()}>
        ${text(hass.language, "sessions.reload.now")}
      </button>
    </ha-card>`;
  }
}
