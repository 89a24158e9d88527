/** Seconds that the server counted, counted on by a clock that nobody sets. */

/** Seconds since the page began. */
export function uptime(): number {
  return performance.now() / 1000;
}

/** Whole seconds that are left of a wait, never fewer than it takes. */
export function left(seconds: number | null | undefined, readAt: number, now: number): number {
  return seconds ? Math.max(0, Math.ceil(seconds - (now - readAt))) : 0;
}

/** How long ago something was that was so long ago when it was read. */
export function ago(seconds: number, readAt: number, now: number): number {
  return seconds + (now - readAt);
}
