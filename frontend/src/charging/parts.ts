/** What a charge point's row is made of. */

import { html, nothing, svg, type TemplateResult } from "lit";

import { formatMoney, formatNumber, formatTime } from "../format";
import { text, type TextKey } from "../localize";
import type { Hass, Receipt, Session } from "../types";
import { about, powerOf, receiptParts, lasting, unbroken, waiting } from "./figures";
import type { Sparkline } from "./power";

const EXACT_DIGITS = 2;
const PRICE_DIGITS = 4;

/** An amount as it is known: only a bill is no estimate. */
function amount(written: string, source: Receipt["cost_source"]): string {
  return source === "bill" ? unbroken(written) : about(unbroken(written));
}

/** What a kWh came to. */
function averagePrice(hass: Hass, { average_price, currency, cost_source }: Receipt): string | null {
  if (average_price === null || !currency) return null;
  if (average_price === 0) return text(hass.language, "free");
  return amount(`${formatMoney(hass, average_price, currency, PRICE_DIGITS)}/kWh`, cost_source);
}

/** Facts side by side, none of them torn apart. */
export function facts(parts: (string | null | undefined)[]): TemplateResult[] {
  return parts.flatMap((part) => (part ? [html`<span class="fact"><bdi>${part}</bdi></span>`] : []));
}

/** What a button waits for: a ring that empties, with the seconds that are left in it. */
export function ring(hass: Hass, seconds: number, whole: number, then: string): TemplateResult {
  return html`<span class="ring" aria-hidden="true">
      <svg viewBox="0 0 32 32">
        <circle class="track" cx="16" cy="16" r="14"></circle>
        <circle
          class="left"
          cx="16"
          cy="16"
          r="14"
          pathLength="1"
          stroke-dashoffset=${1 - seconds / whole}
        ></circle>
      </svg>
      <span>${seconds}</span> </span
    ><span class="word" aria-hidden="true">${then}</span><span class="unseen">${waiting(hass, seconds)}</span>`;
}

/** What a button that works looks like. */
export function busy(label: string): TemplateResult {
  return html`<span class="spinner" aria-hidden="true"></span><span class="word">${label}</span>`;
}

/** Power since the start. */
export function chart(hass: Hass, line: Sparkline | null): TemplateResult | typeof nothing {
  if (!line) return nothing;
  const most = powerOf(hass, { power: line.top, estimated: false });
  return html`<div class="chart" role="img" aria-label=${text(hass.language, "power.since", { power: most })}>
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<path class="area" d=${line.area}></path><path class="line" d=${line.line}></path>`}
    </svg>
    <span class="dot" style="inset-block-start:${line.end}%"></span>
  </div>`;
}

/** A fact of a receipt's fold, with its name. */
function entry(hass: Hass, key: TextKey, value: string | null): TemplateResult | typeof nothing {
  return value ? html`<div><dt>${text(hass.language, key)}</dt><dd><bdi>${value}</bdi></dd></div>` : nothing;
}

function details(hass: Hass, receipt: Receipt): TemplateResult {
  const { energy, started_at, stopped_at, charge_card, session_id } = receipt;
  const origin = receipt.origin === "here" ? "sessions.origin.here" : "sessions.origin.elsewhere";
  return html`<details>
    <summary>${text(hass.language, "details")}</summary>
    <dl>
      ${entry(hass, "sessions.started", started_at && formatTime(hass, started_at))}
      ${entry(hass, "sessions.stopped", stopped_at && formatTime(hass, stopped_at))}
      ${entry(hass, "sessions.energy", energy === null ? null : `${formatNumber(hass, energy, EXACT_DIGITS)} kWh`)}
      ${entry(hass, "sessions.average", averagePrice(hass, receipt))}
      ${entry(hass, "sessions.card", charge_card)}
      ${entry(hass, "sessions.origin", text(hass.language, origin))}
      ${entry(hass, "sessions.session_id", session_id)}
    </dl>
  </details>`;
}

/** Where the view of sessions shows a session: it is named there with its account, and found by its time. */
function wayTo({ account, key, started_at, stopped_at }: Receipt, path: string): string {
  const session = new URLSearchParams({ session: `${account} ${key}`, at: started_at ?? stopped_at ?? "" });
  return `/${window.location.pathname.split("/")[1]}/${path}?${session}`;
}

/** What was charged: with a way to the view of sessions, or else with its facts in a fold. */
export function receipt(hass: Hass, ended: Receipt, path: string | undefined): TemplateResult {
  const link = path
    ? html`<span class="fact"
        ><a href=${wayTo(ended, path)}>${text(hass.language, "details")}</a></span
      >`
    : nothing;
  return html`<div class="below receipt">
    <p>${facts(receiptParts(hass, ended))}${link}</p>
    ${path ? nothing : details(hass, ended)}
  </div>`;
}

function session(hass: Hass, one: Session): TemplateResult {
  const { started_at, stopped_at, energy, cost, currency } = one;
  const said = [
    started_at && stopped_at
      ? lasting(hass, (Date.parse(stopped_at) - Date.parse(started_at)) / 1000)
      : stopped_at
        ? null
        : text(hass.language, "session.running"),
    energy === null ? null : unbroken(`${formatNumber(hass, energy, EXACT_DIGITS)} kWh`),
    cost === null || !currency ? null : amount(formatMoney(hass, cost, currency), one.cost_source),
  ];
  const when = started_at ?? stopped_at;
  return html`<li>
    <span>${when ? formatTime(hass, when) : ""}</span>
    <span class="muted">${facts(said)}</span>
    ${one.error_text ? html`<span class="why">${one.error_text}</span>` : nothing}
  </li>`;
}

/** The last sessions behind a fold, where they are wanted. */
export function lastSessions(hass: Hass, sessions: Session[], unreadable: boolean): TemplateResult {
  const say = (key: TextKey) => text(hass.language, key);
  return html`<details class="below">
    <summary>${say("sessions")}</summary>
    ${unreadable
      ? html`<p class="muted">${say("sessions.failed")}</p>`
      : sessions.length
        ? html`<ul>
            ${sessions.map((one) => session(hass, one))}
          </ul>`
        : html`<p class="muted">${say("sessions.none")}</p>`}
  </details>`;
}
