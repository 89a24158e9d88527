/** Hears that sessions or commands have changed, on whatever page or device they did. */

import type { Connection, Hass } from "../types";

type Stop = () => Promise<unknown>;
type Heard = Parameters<Connection["subscribeMessage"]>[0];

export class Changes {
  private stop?: Promise<Stop>;

  constructor(
    private readonly heard: Heard,
    private readonly of: "sessions" | "commands" = "sessions",
  ) {}

  /**
   * Listen, unless that is so already. Where it is refused, as by a Home Assistant that is still
   * starting, the next time asks again: so it is this, not the connection, that subscribes anew.
   */
  begin({ connection }: Hass): void {
    if (this.stop) return;
    const stop = connection.subscribeMessage(
      (event) => {
        if (this.stop === stop) this.heard(event);
      },
      { type: `shell_ev/subscribe_${this.of}` },
      { resubscribe: false },
    );
    this.stop = stop;
    stop.catch(() => {
      if (this.stop === stop) this.stop = undefined;
    });
  }

  /** Listen no more; whether it did. */
  end(): boolean {
    const { stop } = this;
    this.stop = undefined;
    // Where there is no connection by then, there is nothing to end.
    stop?.then((end) => end()).catch(() => {});
    return stop !== undefined;
  }

  /** The other end is gone. */
  lost(): void {
    this.stop = undefined;
  }
}
