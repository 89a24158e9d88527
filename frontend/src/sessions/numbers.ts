/** The large numbers, and what they lack. */

import { html, nothing, svg, type TemplateResult } from "lit";

import { formatLength, formatNumber, formatShare } from "../format";
import { BOLT, PLUG, SUN, WALLET } from "../icons";
import { text, type TextKey } from "../localize";
import type { Hass } from "../types";
import type { Costs, Totals } from "./types";
import { counted, kwh, money, pricePerKwh } from "./figures";

const DIGITS = 1;

export const icon = (path: string): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path fill-rule="evenodd" d=${path}></path>`}</svg>`;

/** Marks what a bill says. */
export const billed = (hass: Hass): TemplateResult =>
  html`<span class="billed">${text(hass.language, "sessions.billed")}</span>`;

export function renderNumbers(hass: Hass, totals: Totals): TemplateResult {
  const { energy, sessions, duration } = totals;
  const lacks = [
    totals.without_energy ? counted(hass, "sessions.no_energy", totals.without_energy) : "",
    totals.without_cost ? counted(hass, "sessions.no_cost", totals.without_cost) : "",
  ].filter(Boolean);
  return html`<dl class="numbers">
      ${renderNumber(hass, "energy", BOLT, "sessions.energy", {
        big: energy === null ? "–" : html`${formatNumber(hass, energy, DIGITS)}<small>kWh</small>`,
      })}
      ${renderNumber(hass, "cost", WALLET, "sessions.cost", costs(hass, totals))}
      ${renderNumber(hass, "count", PLUG, "sessions.sessions", {
        big: formatNumber(hass, sessions, 0),
        under: duration ? formatLength(hass, duration) : "",
      })}
      ${renderSun(hass, totals)}
    </dl>
    ${lacks.length ? html`<p class="lack">${lacks.join(" · ")}</p>` : nothing}`;
}

interface Figure {
  big: unknown;
  under?: unknown;
  /** From 0 to 1, of a number that is one. */
  share?: number;
}

function renderNumber(
  hass: Hass,
  name: string,
  path: string,
  label: TextKey,
  { big, under, share = 0 }: Figure,
): TemplateResult {
  return html`<div class="number ${name}" style="--share: ${share}">
    <dt><span class="bubble">${icon(path)}</span>${text(hass.language, label)}</dt>
    <dd class="big"><bdi>${big}</bdi></dd>
    ${under ? html`<dd class="under"><bdi>${under}</bdi></dd>` : nothing}
  </div>`;
}

function renderSun(hass: Hass, totals: Totals): TemplateResult | typeof nothing {
  const { solar_energy, solar_covered, solar_share } = totals;
  if (solar_share === null || solar_energy === null || solar_covered === null) return nothing;
  return renderNumber(hass, "sun", SUN, "sessions.sun", {
    big: formatShare(hass, solar_share),
    under: text(hass.language, "sessions.sun.part", {
      energy: formatNumber(hass, solar_energy, DIGITS),
      covered: kwh(hass, solar_covered, DIGITS),
    }),
    share: solar_share,
  });
}

/** A sum for each currency. */
function costs(hass: Hass, { costs, without_energy, without_cost }: Totals): Figure {
  const average: TextKey = without_energy || without_cost ? "sessions.average.of" : "sessions.average.is";
  const sum = ({ cost, currency, estimated }: Costs) => money(hass, cost, currency, estimated);
  const price = ({ average_price, currency, estimated }: Costs) =>
    html`${average_price === null
      ? nothing
      : text(hass.language, average, {
          price: pricePerKwh(hass, average_price, currency, estimated),
        })}
    ${estimated ? nothing : billed(hass)}`;
  const [first, ...others] = costs;
  if (!first) return { big: "–" };
  if (!others.length) return { big: sum(first), under: price(first) };
  return {
    big: costs.map(
      (each) => html`<span class="two">${sum(each)}</span> <span class="under">${price(each)}</span>`,
    ),
  };
}
