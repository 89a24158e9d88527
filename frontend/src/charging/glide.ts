/**
 * Keeps a person from pressing what has just slid under the finger, and lets what moves by itself
 * glide: rows to their new places, and what stands below the card so slowly that nothing jumps.
 */

/** A press so soon after a move was meant for what was there before. */
const MOVED_MS = 700;
/** What moves so soon after a press is what the press did. */
const PRESSED_MS = 500;
/**
 * Less than browsers count as a shift of the page, even at thirty pictures a second: what glides
 * already when something else moves would count with all of its way.
 */
const PIXEL_MS = 18;
/** A row that goes to the top does not take for ever. */
const MOST_MS = 2500;
/** Room for the shadow of a card while its end is cut. */
const SHADOW = -24;

export class Glide {
  private tops = new Map<HTMLElement, number>();
  private moved = new WeakMap<EventTarget, number>();
  private height = 0;
  private width = 0;
  private pressed = -Infinity;
  private awaited = false;
  private readonly sizes = new ResizeObserver(() => this.look());

  /** `parts` stand one below the other. */
  constructor(
    private readonly card: HTMLElement,
    private readonly parts: () => HTMLElement[],
  ) {}

  end(): void {
    this.sizes.disconnect();
    this.tops.clear();
  }

  /** Take a press in before anything that is pressed; what has just moved does not hear of it. */
  take(event: Event): void {
    const now = performance.now();
    const moved = event.composedPath().find((each) => now - (this.moved.get(each) ?? -Infinity) < MOVED_MS);
    // Keys follow what has the focus, wherever it is.
    if (moved && event.type === "click" && (event as MouseEvent).detail) {
      event.stopPropagation();
      event.preventDefault();
    } else this.pressed = now;
  }

  /** A part has been rendered: look before that is painted. An observer of sizes would be a picture late. */
  soon(): void {
    if (this.awaited) return;
    this.awaited = true;
    queueMicrotask(() => {
      this.awaited = false;
      if (this.card.isConnected) this.look();
    });
  }

  /** Look where everything is. */
  private look(): void {
    const { tops: before, height, width } = this;
    const parts = this.parts();
    this.tops = new Map(parts.map((part) => [part, part.offsetTop]));
    for (const part of parts) if (!before.has(part)) this.sizes.observe(part);
    for (const part of before.keys()) if (!this.tops.has(part)) this.sizes.unobserve(part);
    this.height = this.card.offsetHeight;
    this.width = this.card.offsetWidth;
    // What is there for the first time, or in another width, has come from nowhere.
    if (!before.size || width !== this.width) return;
    const now = performance.now();
    const still = now - this.pressed < PRESSED_MS || matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const [part, top] of this.tops) {
      const from = before.get(part);
      if (from === top) continue;
      this.moved.set(part, now);
      if (from !== undefined && !still) slide(part, from - top);
    }
    if (!still && height !== this.height) push(this.card, height - this.height);
  }
}

/** From where it was to where it is. Several at once add up. */
function slide(part: HTMLElement, by: number): void {
  const frames = [{ transform: `translateY(${by}px)` }, { transform: "translateY(0)" }];
  part.animate(frames, { duration: Math.min(MOST_MS, Math.abs(by) * PIXEL_MS), composite: "add" });
}

/** What stands below a card: as if it had still the old height, and then along. */
function push(card: HTMLElement, by: number): void {
  const frame = (room: number, end: number) => ({
    marginBlockEnd: `${room}px`,
    ...(by < 0 ? { clipPath: `inset(${SHADOW}px ${SHADOW}px ${end}px)` } : {}),
  });
  const frames = [frame(by, -by), frame(0, SHADOW)];
  card.animate(frames, { duration: Math.abs(by) * PIXEL_MS, composite: "add" });
}
