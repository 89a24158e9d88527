/** The card of the sessions: its options, and how it is offered. */

import { html, type TemplateResult } from "lit";

import { FetchedCard } from "./fetched-card";
import { pageLanguage, text, type TextKey } from "./localize";
import { property, state } from "./properties";
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

export class ShellEvSessions extends FetchedCard<SessionsConfig> {
  protected override readonly room = "min-block-size:400px";

  /** Whether it is shown beside its options, or on a dashboard that is edited. */
  @property({ type: Boolean }) preview = false;
  /** Whether it is shown to be picked, of which Home Assistant tells nothing. */
  @state() private picked = false;

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

  override setConfig(config: SessionsConfig): void {
    checkSessionsConfig(config);
    super.setConfig(config);
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
  }

  protected override load(): Promise<unknown> {
    return import("./sessions/sessions-view");
  }

  protected override renderView(hass: Hass, config: SessionsConfig): TemplateResult {
    return html`<shell-ev-sessions-view
      .hass=${hass}
      .config=${config}
      .preview=${this.preview || this.picked}
    ></shell-ev-sessions-view>`;
  }
}
