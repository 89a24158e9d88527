/** A card that is there at once, as every card must be; what it shows is fetched where it stands on a page. */

import { LitElement, css, html, nothing, type TemplateResult } from "lit";

import { speaks, text } from "./localize";
import { property, state } from "./properties";
import type { Hass } from "./types";

export abstract class FetchedCard<Config> extends LitElement {
  static override styles = css`
    :host {
      display: block;
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
  @state() protected config?: Config;
  @state() private view: "awaited" | "there" | "failed" = "awaited";

  /** The room that is kept for what is fetched, as style. */
  protected abstract readonly room: string;

  /** Fetch what it shows. */
  protected abstract load(): Promise<unknown>;

  /** What it shows, once that is there. */
  protected abstract renderView(hass: Hass, config: Config): TemplateResult;

  setConfig(config: Config): void {
    this.config = config;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fetch();
  }

  /** After an update an open page asks for a part that is gone: only the page anew knows its new name. */
  private async fetch(): Promise<void> {
    try {
      await this.load();
      this.view = "there";
    } catch {
      this.view = "failed";
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { hass, config } = this;
    if (!hass || !config) return nothing;
    const view = speaks(hass.language, () => this.requestUpdate()) ? this.view : "awaited";
    if (view === "there") return this.renderView(hass, config);
    if (view === "awaited") return html`<ha-card style=${this.room}></ha-card>`;
    return html`<ha-card class="failed" role="alert">
      <p>${text(hass.language, "sessions.reload")}</p>
      <button type="button" @click=${() => window.location.reload()}>
        ${text(hass.language, "sessions.reload.now")}
      </button>
    </ha-card>`;
  }
}
