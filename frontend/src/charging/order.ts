/** The order of the rows. It stays as it is while a person is at them: no other row comes under the finger. */

import type { ChargePoint } from "../charge-points";

/** So long after a press, and after the pointer has gone, the order stays. */
export const SETTLED_MS = 10_000;

export class Order {
  private ids: string[] = [];
  private over = false;
  private touched = -Infinity;
  private clock?: number;

  /** Calls back when the rows may be sorted anew. */
  constructor(private readonly settle: () => void) {}

  /** A press, or a pointer that comes and goes. */
  touch(over = this.over): void {
    this.over = over;
    this.touched = performance.now();
  }

  end(): void {
    window.clearTimeout(this.clock);
    this.clock = undefined;
    this.over = false;
    this.touched = -Infinity;
    this.ids = [];
  }

  /** Those that are sorted, in the order that they have now. */
  of(sorted: ChargePoint[], rank: (point: ChargePoint) => number): ChargePoint[] {
    window.clearTimeout(this.clock);
    this.clock = undefined;
    const wait = this.touched + SETTLED_MS - performance.now();
    let points = sorted;
    if (this.ids.length && (this.over || wait > 0)) {
      // What charges where nobody has seen it yet comes first, and other new ones last.
      const place = (point: ChargePoint) => {
        const at = this.ids.indexOf(point.id);
        return at < 0 ? (rank(point) ? this.ids.length : -1) : at;
      };
      points = [...sorted].sort((a, b) => place(a) - place(b));
      if (wait > 0 && !this.over && points.some((point, index) => point !== sorted[index]))
        this.clock = window.setTimeout(this.settle, wait);
    }
    this.ids = points.map(({ id }) => id);
    return points;
  }
}
