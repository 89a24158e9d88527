/** A start, a stop, what is added and a refusal as they look wherever something can be done. */

import { html, nothing, svg, type TemplateResult } from "lit";

import { busy, ring } from "./charging/parts";
import type { Deed } from "./deeds";
import type { ShownError } from "./errors";
import { CLOSE, PLAY, STOP } from "./icons";
import { text } from "./localize";
import type { Hass } from "./types";

const ICONS = { start: PLAY, stop: STOP, add: "" };
const WORKING = { start: "starting", stop: "stopping", add: "adding" } as const;

/** What can be done at a charge point, and how many seconds of how many it has to wait. */
export interface Act {
  kind: keyof typeof WORKING;
  name: string;
  /** What is under way there, this or another. */
  deed: Deed | undefined;
  away: boolean;
  wait: number;
  whole: number;
  quiet?: boolean;
}

/** The button that does it. It is there to be read while it waits, but does nothing then. */
export function actButton(hass: Hass, act: Act, press: () => unknown): TemplateResult {
  const { kind, name, deed, away, whole, quiet } = act;
  const asks = deed === "ask" && kind === "start";
  const works = asks || deed === kind;
  const wait = works ? 0 : act.wait;
  // One thing at a time.
  const blocked = away || wait > 0 || (deed !== undefined && !asks);
  const word = text(hass.language, works && !asks ? WORKING[kind] : kind);
  return html`<button
    type="button"
    class="act ${kind === "stop" ? kind : "start"} ${quiet ? "quiet" : ""} ${wait ? "waits" : ""}"
    aria-disabled=${blocked ? "true" : "false"}
    aria-busy=${works ? "true" : "false"}
    aria-label=${blocked || works ? nothing : text(hass.language, `${kind}.label`, { name })}
    @click=${() => blocked || works || press()}
  >
    ${works
      ? busy(word)
      : wait
        ? ring(hass, wait, whole, word)
        : html`<svg viewBox="0 0 24 24" aria-hidden="true">
              ${svg`<path d=${ICONS[kind]}></path>`}</svg
            ><span class="word">${word}</span>`}
  </button>`;
}

export function closeButton(label: string, press: (event: Event) => void): TemplateResult {
  return html`<button type="button" class="close" aria-label=${label} @click=${press}>
    <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${CLOSE}></path>`}</svg>
  </button>`;
}

/** Why something did not work, in a sentence, until it is put away. */
export function refusal(hass: Hass, error: ShownError, dismiss: (event: Event) => void): TemplateResult {
  return html`<div class="below error" role="alert">
    <div>
      <p>${error.text}</p>
      ${error.reference
        ? html`<details>
            <summary>${text(hass.language, "details")}</summary>
            <code>${error.reference}</code>
          </details>`
        : nothing}
    </div>
    ${closeButton(text(hass.language, "dismiss"), dismiss)}
  </div>`;
}
