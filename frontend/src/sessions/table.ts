/** The sessions one by one, each with its receipt. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { formatClock, formatDay, formatLength } from "../format";
import { MORE, SUN } from "../icons";
import { text, type TextKey } from "../localize";
import type { Hass } from "../types";
import type { Draft } from "./memory";
import { billed, icon } from "./numbers";
import type { Answer, Row } from "./types";
import { cardName, kwh, money, sunShare } from "./figures";

export interface Deeds {
  /** The session whose receipt is open. */
  opened?: string;
  drafts: Record<string, Draft>;
  /** Opens or closes a receipt. */
  open: (row: Row) => void;
  keep: (row: Row, draft: Draft) => void;
  changed: (row: Row) => void;
}

const NO_DRAFT: Draft = {};

/** Names a session among those of all accounts. */
export function nameOf({ account, key }: Row): string {
  return `${account} ${key}`;
}

export function renderTable(hass: Hass, answer: Answer, deeds: Deeds): TemplateResult {
  const sunny = answer.totals.solar_share !== null;
  const head = (key: TextKey, figure = false) =>
    html`<th role="columnheader" scope="col" class=${figure ? "figure" : ""}>${text(hass.language, key)}</th>`;
  return html`<table
    role="table"
    aria-label=${text(hass.language, "sessions.sessions")}
    @keydown=${(event: KeyboardEvent) => close(event, answer, deeds)}
  >
    <thead role="rowgroup">
      <tr role="row">
        ${head("sessions.date")}${head("sessions.place")}${head("sessions.duration", true)}${head(
          "sessions.energy",
          true,
        )}${head("sessions.cost", true)}${sunny ? head("sessions.sun", true) : nothing}${head("sessions.card")}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${repeat(answer.sessions, nameOf, (row) => renderRow(hass, row, sunny, answer.currency, deeds))}
    </tbody>
  </table>`;
}

/** Close the receipt that is open, and go on from its session. */
function close(event: KeyboardEvent, { sessions }: Answer, { opened, open }: Deeds): void {
  const row = sessions.find((each) => nameOf(each) === opened);
  if (event.key !== "Escape" || !row) return;
  const table = event.currentTarget as HTMLElement;
  table.querySelector<HTMLElement>(".opens[aria-expanded=true]")?.focus();
  open(row);
}

function renderRow(hass: Hass, row: Row, sunny: boolean, currency: string, deeds: Deeds): TemplateResult {
  const name = nameOf(row);
  const open = deeds.opened === name;
  const share = sunShare(hass, row);
  return html`<tr role="row" class="row" @click=${() => deeds.open(row)}>
      <th role="rowheader" scope="row" class="when-cell">
        <button type="button" class="opens" aria-expanded=${open}>
          ${icon(MORE)}<bdi>${when(hass, row)}</bdi>
        </button>
      </th>
      <td role="cell" class="place"><bdi>${row.place.name}</bdi></td>
      <td role="cell" class="figure long-cell">${renderLength(hass, row)}</td>
      <td role="cell" class="figure energy-cell">${row.energy === null
          ? nothing
          : html`<bdi>${kwh(hass, row.energy)}</bdi>`}${row.energy_source === "bill" ? billed(hass) : nothing}</td>
      <td role="cell" class="figure cost-cell">${row.cost === null || !row.currency
          ? nothing
          : html`<bdi>${money(hass, row.cost, row.currency, row.cost_source !== "bill")}</bdi>`}${row.cost_source ===
        "bill"
          ? billed(hass)
          : nothing}</td>
      ${sunny
        ? html`<td role="cell" class="figure shine">${share ? html`${icon(SUN)}${share}` : nothing}</td>`
        : nothing}
      <td role="cell" class="card-cell"><bdi>${cardName(hass, row.card)}</bdi></td>
    </tr>
    ${open
      ? html`<tr role="row" class="receipt">
          <td role="cell" colspan="7">
            <shell-ev-receipt
              .hass=${hass}
              .row=${row}
              .currency=${currency}
              .draft=${deeds.drafts[name] ?? NO_DRAFT}
              .keep=${(draft: Draft) => deeds.keep(row, draft)}
              .changed=${deeds.changed}
            ></shell-ev-receipt>
          </td>
        </tr>`
      : nothing}`;
}

function when(hass: Hass, { day, started_at }: Row): string {
  const date = formatDay(hass, day, { weekday: "short", day: "numeric", month: "short" });
  return `${date}, ${formatClock(hass, started_at)}`;
}

function renderLength(hass: Hass, { live, duration }: Row): TemplateResult | string {
  if (live) return html`<span class="live">${text(hass.language, "session.running")}</span>`;
  return duration === null ? "" : formatLength(hass, duration);
}
