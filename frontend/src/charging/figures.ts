/** What a charge point and its session cost and last, in words. Nothing in a unit may wrap. */

import { formatMoney, formatNumber, formatUnit } from "../format";
import { numbered, text } from "../localize";
import type { Hass, HassEntity, Prices, Receipt } from "../types";

/** Prices are told in fractions of a cent. */
const PRICE_DIGITS = 4;
const SPACE = "\u00a0";

/** Keep together what is one unit. */
export function unbroken(words: string): string {
  return words.replace(/ /g, SPACE);
}

/** An amount that is not billed yet. */
export function about(words: string): string {
  return `≈${SPACE}${words}`;
}

/** The parts of a price, each to be kept together: the price, the time, the start. */
export function priceParts(hass: Hass, prices: Prices): string[] {
  const { currency, per_kwh, per_minute, start_fee } = prices;
  const price = (value: number) => formatMoney(hass, value, currency, PRICE_DIGITS);
  const parts = [
    per_kwh ? `${price(per_kwh)}/kWh` : "",
    per_minute ? text(hass.language, "sessions.per_minute", { price: price(per_minute) }) : "",
    start_fee ? text(hass.language, "per_start", { fee: formatMoney(hass, start_fee, currency) }) : "",
  ].filter(Boolean);
  return (parts.length || per_kwh !== 0 ? parts : [text(hass.language, "free")]).map(unbroken);
}

/**
 * The prices of a charge point: the sensor's, which follows the hours, with what only the answer
 * says. A sensor that says nothing leaves what was answered.
 */
export function pricesOf(sensor: HassEntity | undefined, told: Prices | null | undefined): Prices | null {
  const [currency, per] = String(sensor?.attributes["unit_of_measurement"] ?? "").split("/");
  const value = Number(sensor?.state);
  if (!sensor || !currency || per !== "kWh" || !Number.isFinite(value)) return told ?? null;
  return {
    currency,
    per_kwh: value,
    per_minute: told?.per_minute ?? null,
    start_fee: told?.start_fee ?? null,
  };
}

/** Hours and minutes: 1 hr 12 min. Seconds where it is less than a minute. */
export function lasting(hass: Hass, seconds: number): string {
  const part = (value: number, unit: "second" | "minute" | "hour") => formatUnit(hass, value, unit, "short");
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return unbroken(part(whole, "second"));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (!hours) return unbroken(part(minutes, "minute"));
  return unbroken(minutes ? `${part(hours, "hour")} ${part(minutes, "minute")}` : part(hours, "hour"));
}

/** The number of kWh as it is read from across the room: two digits count while there is little. */
export function energyFigure(hass: Hass, energy: number): string {
  return formatNumber(hass, energy, energy < 1 ? 2 : 1);
}

export function energyOf(hass: Hass, energy: number): string {
  return `${energyFigure(hass, energy)}${SPACE}kWh`;
}

/** A power in kW; what is an estimate says so. */
export function powerOf(hass: Hass, { power, estimated }: { power: number; estimated: boolean }): string {
  const written = `${formatNumber(hass, Math.max(0, power), 1)}${SPACE}kW`;
  return estimated ? about(written) : written;
}

/** "Charged 11.4 kWh in 56 min", and what it cost: what a bill says is no estimate. */
export function receiptParts(hass: Hass, receipt: Receipt): string[] {
  const { duration, energy, cost, currency, cost_source } = receipt;
  const time = duration === null ? "" : lasting(hass, duration);
  const charged = energy === null ? "" : energyOf(hass, energy);
  const said =
    charged && time
      ? text(hass.language, "receipt", { energy: charged, time })
      : charged
        ? text(hass.language, "receipt.energy", { energy: charged })
        : time
          ? text(hass.language, "receipt.time", { time })
          : text(hass.language, "receipt.done");
  if (cost === null || !currency) return [said];
  const paid = unbroken(formatMoney(hass, cost, currency));
  return [said, cost_source === "bill" ? paid : about(paid)];
}

/** Who pays where none is chosen: where points have cards of their own, each is told beside its point. */
export function payers(hass: Hass, cards: ({ name?: string | null } | undefined)[]): string {
  const names = cards.flatMap((card) => card?.name || []);
  return (names.length === 1 && names[0]) || text(hass.language, "own_card");
}

/** A wait in words, for those who do not see the ring. */
export function waiting(hass: Hass, seconds: number): string {
  return numbered(hass.language, "wait", seconds);
}
