/** Follows the power of a session: what the recorder has of it, and what states add. */

import type { Hass, HassEntity } from "../types";
import { append, kilowattHours, kilowatts, powerOfSteps, sparkline, type Sample, type Sparkline } from "./power";

/** As `history/history_during_period` answers without attributes: states and times in seconds. */
type History = Record<string, { s: string; lu: number }[] | undefined>;

interface Source {
  entity: string;
  /** Whether it counts energy, rather than telling power. */
  counts: boolean;
}

const seconds = (iso: string | undefined) => Date.parse(iso ?? "") / 1000;

export class PowerWatch {
  private samples: Sample[] = [];
  private source?: Source;
  private from = 0;
  private unit: unknown;

  /** Calls back when the recorder has answered. */
  constructor(private readonly changed: () => void) {}

  /** The entity that is followed. */
  get entity(): string | undefined {
    return this.source?.entity;
  }

  /** Follow the power sensor while it says something, else the meter's steps, since a session began. */
  follow(hass: Hass, power: string | null, energy: string | null, from: string | undefined): void {
    const start = seconds(from);
    const state = power ? hass.states[power] : undefined;
    const measures =
      state && kilowatts(state.state, state.attributes["unit_of_measurement"]) !== null;
    const entity = measures ? power : energy;
    if (!entity || !Number.isFinite(start)) return this.forget();
    if (entity !== this.source?.entity || start !== this.from) {
      this.source = { entity, counts: !measures };
      this.from = start;
      this.samples = [];
      this.unit = hass.states[entity]?.attributes["unit_of_measurement"];
      void this.read(hass, this.source);
    }
    this.take(hass.states[entity]);
  }

  /** Begin anew the next time. */
  forget(): void {
    this.source = undefined;
    this.samples = [];
  }

  private value(state: string): number {
    return (this.source?.counts ? kilowattHours : kilowatts)(state, this.unit) ?? Number.NaN;
  }

  private take(state: HassEntity | undefined): void {
    if (!state) return;
    append(this.samples, { at: seconds(state.last_updated), value: this.value(state.state) });
  }

  private async read(hass: Hass, source: Source): Promise<void> {
    try {
      const history = await hass.callWS<History>({
        type: "history/history_during_period",
        start_time: new Date(this.from * 1000).toISOString(),
        entity_ids: [source.entity],
        // Before the session a meter has shown another one.
        include_start_time_state: !source.counts,
        significant_changes_only: false,
        minimal_response: true,
        no_attributes: true,
      });
      if (this.source !== source) return;
      const live = this.samples;
      this.samples = [];
      for (const { s, lu } of history[source.entity] ?? [])
        append(this.samples, { at: Math.max(lu, this.from), value: this.value(s) });
      for (const sample of live) append(this.samples, sample);
      this.changed();
    } catch {
      // Without a recorder there is what states tell from now on.
    }
  }

  /** Power in kW, and whether it is an estimate. `since` are the seconds since the session began. */
  now(since: number): { power: number; estimated: boolean } | null {
    const last = this.samples.at(-1);
    if (!this.source || !last) return null;
    const power = this.source.counts ? powerOfSteps(this.samples, this.from + since) : last.value;
    return power === null ? null : { power, estimated: this.source.counts };
  }

  /** Power since the session began, where a sensor has told it. */
  line(since: number): Sparkline | null {
    if (!this.source || this.source.counts) return null;
    return sparkline(this.samples, this.from, Math.max(this.from + since, this.samples.at(-1)?.at ?? 0));
  }
}
