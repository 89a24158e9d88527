/** What the bars are made of: a colour and a pattern for each place, and how high everything is. */

import { chargePoints } from "../charge-points";
import type { Hass } from "../types";
import type { Bar, Named } from "./types";

/** So many patterns can be told apart; the places that are left share one of their own. */
export const PATTERNS = 8;
/** The colours of the own charge points, then those of all other places. */
const OWN_TONES = 3;
const OTHER_TONES = 8;
const MOST_TICKS = 4;

export interface Series {
  tone: number;
  pattern: number;
  /** `null` for places that share a pattern. */
  name: string | null;
  places: string[];
}

export interface Part {
  /** Which of the series. */
  series: number;
  energy: number;
}

export interface Column {
  day: string;
  energy: number;
  sessions: number;
  /** How many of the sessions have an energy that is not known. */
  lacks: number;
  parts: Part[];
}

/** The keys of the own charge points, oldest first: one that is added changes no other's colour. */
export function ownPlaces(hass: Hass): string[] {
  return chargePoints(hass)
    .flatMap(({ id }) => hass.devices[id]?.identifiers ?? [])
    .filter(([domain]) => domain === "shell_ev")
    .map(([, key]) => key)
    .sort();
}

/** FNV-1a: the same number for the same key, everywhere. */
function hash(key: string): number {
  let sum = 0x811c9dc5;
  for (const letter of new TextEncoder().encode(key)) sum = Math.imul(sum ^ letter, 0x01000193) >>> 0;
  return sum;
}

/** A place's colour, and the pattern it has unless another has it: of its key alone. */
function looks(key: string, own: string[]): { tone: number; pattern: number } {
  const at = own.indexOf(key);
  if (at >= 0) return { tone: at % OWN_TONES, pattern: at % PATTERNS };
  const sum = hash(key);
  return { tone: OWN_TONES + (sum % OTHER_TONES), pattern: (sum >>> 8) % PATTERNS };
}

/**
 * The places that have a bar, in the order in which they are stacked. A place has the same colour
 * in every month and on every screen. Its pattern tells it apart from those that stand with it: of
 * two that would have the same, the one that comes first in the order of keys keeps it.
 */
export function seriesOf(places: Named[], bars: Bar[], own: string[]): Series[] {
  const energy = new Map<string, number>();
  for (const part of bars.flatMap(({ parts }) => parts))
    if (part.energy) energy.set(part.place, (energy.get(part.place) ?? 0) + part.energy);
  const most = [...energy.keys()].sort((a, b) => (energy.get(b) ?? 0) - (energy.get(a) ?? 0) || (a < b ? -1 : 1));
  const isOwn = (key: string) => Number(own.includes(key));
  const told = most
    .slice(0, PATTERNS)
    .sort((a, b) => isOwn(b) - isOwn(a) || (a < b ? -1 : 1));
  const names = new Map(places.map(({ key, name }) => [key, name]));
  const taken = new Set<number>();
  const series = told.map((key) => {
    const { tone, pattern: wanted } = looks(key, own);
    let pattern = wanted;
    while (taken.has(pattern)) pattern = (pattern + 1) % PATTERNS;
    taken.add(pattern);
    return { tone, pattern, name: names.get(key) ?? key, places: [key] };
  });
  const rest = most.slice(PATTERNS);
  return rest.length
    ? [...series, { tone: OWN_TONES + OTHER_TONES, pattern: PATTERNS, name: null, places: rest }]
    : series;
}

/** A column for each day, its parts from the bottom up. */
export function columns(days: string[], bars: Bar[], series: Series[]): Column[] {
  const byDay = new Map(bars.map((bar) => [bar.day, bar.parts]));
  const seriesOfPlace = new Map(series.flatMap(({ places }, index) => places.map((key) => [key, index])));
  return days.map((day) => {
    const energies = new Map<number, number>();
    let sessions = 0;
    let lacks = 0;
    for (const part of byDay.get(day) ?? []) {
      sessions += part.sessions;
      lacks += part.without_energy;
      const at = seriesOfPlace.get(part.place);
      if (part.energy && at !== undefined) energies.set(at, (energies.get(at) ?? 0) + part.energy);
    }
    const parts = [...energies].map(([at, energy]) => ({ series: at, energy })).sort((a, b) => a.series - b.series);
    return { day, sessions, lacks, parts, energy: parts.reduce((sum, part) => sum + part.energy, 0) };
  });
}

/** The lines of the scale, from nothing to no less than the highest column. */
export function ticks(highest: number): number[] {
  const rough = (highest || 1) / MOST_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const lines = Math.ceil((highest || 1) / step - 1e-9);
  return Array.from({ length: lines + 1 }, (_, index) => index * step);
}
