/** Power out of what the recorder and the states tell: now, and since the session began. */

/** A reading at a time, in seconds since 1970 by Home Assistant's clock. */
export interface Sample {
  at: number;
  value: number;
}

/** Over less time a meter's steps say more about its display than about the car. */
export const LEAST_SPAN_S = 60;
/** After so many of its own spans without a step a meter says nothing about now. */
const STALE_SPANS = 3;
const LEAST_STALE_S = 300;
/** More points than a sparkline has pixels help nobody. */
const BUCKETS = 60;
const KEPT = 5000;

/** What Home Assistant lets its user choose as units: these, and with a prefix. */
const KILOWATTS: Units = { W: 1e-3 };
const KILOWATT_HOURS: Units = { Wh: 1e-3, J: 1 / 3.6e6, cal: 4.184 / 3.6e6 };
const PREFIXES: Units = { m: 1e-3, "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };
type Units = Record<string, number | undefined>;

function converted(state: string, unit: unknown, units: Units): number | null {
  const [, prefix = "", name = ""] = /^([mkMGT]?)(Wh?|J|cal)$/.exec(String(unit)) ?? [];
  const value = state.trim() === "" ? Number.NaN : Number(state);
  const known = (units[name] ?? Number.NaN) * (PREFIXES[prefix] as number) * value;
  return Number.isFinite(known) ? known : null;
}

/** A power in kW out of a sensor's state, where it is one. */
export function kilowatts(state: string, unit: unknown): number | null {
  return converted(state, unit, KILOWATTS);
}

/** An energy in kWh out of a sensor's state, where it is one. */
export function kilowattHours(state: string, unit: unknown): number | null {
  return converted(state, unit, KILOWATT_HOURS);
}

/** Add a reading: neither what is no number nor what is older than the last. */
export function append(samples: Sample[], { at, value }: Sample): void {
  const last = samples.at(-1);
  if (!Number.isFinite(at) || !Number.isFinite(value) || (last && at <= last.at)) return;
  samples.push({ at, value });
  if (samples.length > KEPT) samples.splice(0, samples.length - KEPT);
}

/** Readings of a meter since it last began anew: a drop is a new session, or another meter. */
export function sinceReset(samples: Sample[]): Sample[] {
  let begin = 0;
  samples.forEach((sample, index) => {
    if (index && sample.value < (samples[index - 1] as Sample).value) begin = index;
  });
  return samples.slice(begin);
}

/** The power in kW that a meter's last steps of kWh stand for, where they say something about now. */
export function powerOfSteps(readings: Sample[], now: number): number | null {
  const samples = sinceReset(readings);
  const last = samples.at(-1);
  if (!last) return null;
  const first = samples.filter(({ at }) => last.at - at >= LEAST_SPAN_S).at(-1);
  if (!first) return null;
  const span = last.at - first.at;
  if (now - last.at > Math.max(LEAST_STALE_S, STALE_SPANS * span)) return null;
  return ((last.value - first.value) / span) * 3600;
}

export interface Sparkline {
  /** Paths in a square of 100 by 100, its origin at the top. */
  line: string;
  area: string;
  /** The highest value, and where the line ends. */
  top: number;
  end: number;
}

/** The means of so many stretches of time. A reading holds until the next one. */
function means(samples: Sample[], from: number, to: number): (number | null)[] {
  const width = (to - from) / BUCKETS;
  const sums = new Array<number>(BUCKETS).fill(0);
  const spans = new Array<number>(BUCKETS).fill(0);
  samples.forEach((sample, index) => {
    const begin = Math.max(sample.at, from);
    const end = Math.min(samples[index + 1]?.at ?? to, to);
    for (let bucket = Math.floor((begin - from) / width); bucket < BUCKETS; bucket++) {
      const span = Math.min(end, from + (bucket + 1) * width) - Math.max(begin, from + bucket * width);
      if (span <= 0) break;
      sums[bucket] = (sums[bucket] as number) + span * sample.value;
      spans[bucket] = (spans[bucket] as number) + span;
    }
  });
  return spans.map((span, bucket) => (span ? (sums[bucket] as number) / span : null));
}

/** Power over time as a line, where there is anything to draw. */
export function sparkline(samples: Sample[], from: number, to: number): Sparkline | null {
  if (samples.length < 2 || !(to - from >= LEAST_SPAN_S)) return null;
  const known = means(samples, from, to).flatMap((value, bucket) =>
    value === null ? [] : [{ x: ((bucket + 0.5) / BUCKETS) * 100, value: Math.max(0, value) }],
  );
  const top = Math.max(...known.map(({ value }) => value));
  if (known.length < 2 || !(top > 0)) return null;
  const spots = known.map(({ x, value }) => ({ x, y: 96 - (value / top) * 88 }));
  const drawn = spots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  const [first, last] = [spots[0], spots.at(-1)] as [{ x: number; y: number }, { x: number; y: number }];
  const line = `M0 ${first.y.toFixed(1)}L${drawn.join("L")}L100 ${last.y.toFixed(1)}`;
  return { line, area: `${line}V100H0Z`, top, end: last.y };
}
