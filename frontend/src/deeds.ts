/** What a person begins at one of several: what is under way there, and what is told of it. */

import { uptime } from "./charging/countdown";
import { TOLD_S, type Dated } from "./charging/errors-shown";
import { readError, wasLost, type ShownError } from "./errors";
import type { Hass } from "./types";

/** `ask` is the question before a start. */
export type Deed = "ask" | "start" | "stop" | "add";

export interface Outcome extends ShownError {
  failed: boolean;
  /** Whether it charges as long as this is true. */
  charges?: boolean;
}

interface Host {
  hass: Hass;
  requestUpdate(): void;
}

/** Each has a key of its own. It is told for ten minutes, wherever one has looked meanwhile. */
export class Deeds {
  private readonly under = new Map<string, Deed>();
  private readonly said = new Map<string, Outcome & Dated>();

  constructor(private readonly host: Host) {}

  /** What is under way. */
  at(key: string): Deed | undefined {
    return this.under.get(key);
  }

  /** One thing at a time. What it answers is told, and what it is refused with. */
  async run(key: string, deed: Deed, act: () => Promise<Outcome | void>): Promise<void> {
    if (this.under.has(key)) return;
    this.under.set(key, deed);
    this.forget(key);
    const outcome = await act().catch((error: unknown) => this.refused(deed, error));
    if (outcome) this.said.set(key, { ...outcome, at: uptime() });
    this.under.delete(key);
    this.host.requestUpdate();
  }

  private async refused(deed: Deed, error: unknown): Promise<Outcome | void> {
    // What became of it is read once the connection is back.
    if (wasLost(error)) return;
    const charges = deed === "add" ? {} : { charges: deed === "stop" };
    return { ...(await readError(this.host.hass, error)), failed: true, ...charges };
  }

  told(key: string): (Outcome & Dated) | undefined {
    const said = this.said.get(key);
    return said && uptime() - said.at < TOLD_S ? said : undefined;
  }

  /** Seconds until something that is told is old. */
  pause(): number | undefined {
    const ends = [...this.said.values()].map(({ at }) => at + TOLD_S - uptime()).filter((seconds) => seconds > 0);
    return ends.length ? Math.min(...ends) : undefined;
  }

  /** Whether it charges has turned: what is told may be true no more. */
  turned(key: string, charges: boolean): void {
    if (this.said.get(key)?.charges === !charges) this.forget(key);
  }

  forget(key: string): void {
    this.said.delete(key);
    this.host.requestUpdate();
  }

  /** What is under way is Home Assistant's to tell. */
  leave(): void {
    this.under.clear();
  }
}
