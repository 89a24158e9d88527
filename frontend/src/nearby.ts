/** The map of charge points nearby: one's own, and those that Shell's directory lists around home. */

import { html, type TemplateResult } from "lit";

import { FetchedCard } from "./fetched-card";
import type { Hass } from "./types";

export interface NearbyConfig {
  type: string;
}

export class ShellEvNearby extends FetchedCard<NearbyConfig> {
  protected override readonly room = "aspect-ratio:1";

  getGridOptions(): object {
    return { columns: 12, rows: "auto" };
  }

  protected override load(): Promise<unknown> {
    return import("./map/map-view");
  }

  protected override renderView(hass: Hass): TemplateResult {
    return html`<shell-ev-map .hass=${hass}></shell-ev-map>`;
  }
}
