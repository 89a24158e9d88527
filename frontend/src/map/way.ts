/** A link that the device's own navigation opens. */

import type { Place } from "./places";

/** Apple's devices know no `geo:`, and open their maps by an address of their own. */
export function wayTo({ latitude, longitude }: Place, name: string, platform = navigator.userAgent): string {
  const at = `${latitude},${longitude}`;
  return /iPhone|iPad|iPod|Macintosh/.test(platform)
    ? `https://maps.apple.com/?daddr=${at}`
    : `geo:${at}?q=${at}(${encodeURIComponent(name)})`;
}
