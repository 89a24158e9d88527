/**
 * The map of charge points nearby: one's own, and those that Shell's directory lists around home.
 * What it shows is fetched where it stands on a page.
 */

import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { text } from "./localize";
import type { Hass } from "./types";

export interface NearbyConfig {
  type: string;
  /** The entities of one's own charge points. */
  entities?: { entity: string }[];
}

export class ShellEvNearby extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    .wait {
      aspect-ratio: 1;
    }
    button {
      min-block-size: 44px;
      padding-inline: 16px;
      border: none;
      border-radius: 22px;
      font: inherit;
      color: inherit;
      background: color-mix(in srgb, currentColor 12%, transparent);
      cursor: pointer;
    }
  `;

  @property({ attribute: false }) hass?: Hass;
  @state() private config?: NearbyConfig;
  @state() private view: "awaited" | "there" | "failed" = "awaited";

  setConfig(config: NearbyConfig): void {
    this.config = config;
  }

  getGridOptions(): object {
    return { columns: 12, rows: "auto" };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fetch();
  }

  /** After an update an open page asks for a part that is gone: only the page anew knows its new name. */
  private async fetch(): Promise<void> {
    try {
      await import("./map/map-view");
      this.view = "there";
    } catch {
      this.view = "failed";
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config, view } = this;
    if (!hass || !config) return nothing;
    if (view === "there") return html`<shell-ev-map .hass=${hass} .config=${config}></shell-ev-map>`;
    if (view === "awaited") return html`<div class="wait"></div>`;
    return html`<p role="alert">${text(hass.language, "sessions.reload")}</p>
      <button type="button" @click=${() => window.location.reload()}>
        ${text(hass.language, "sessions.reload.now")}
      </button>`;
  }
}
