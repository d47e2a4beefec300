/**
 * Looks for the breakpoint: the highest rate of arrivals that was carried, beside the lowest that was not. It doubles
 * until something gives way, then halves the distance. What was not measured is not claimed.
 */

/** What one rate showed. */
export interface Probe {
  /** As it was asked for. */
  readonly asked: number;
  /** Arrivals per second that were offered at the peak, as counted. */
  readonly perSecond: number;
  /** `generator`: it could not offer the rate, so the product was not asked. */
  readonly outcome: "carried" | "gave-way" | "generator";
  /** Far from its bounds: the next rate may be further away. */
  readonly isEasy: boolean;
}

export interface Found<One extends Probe> {
  /** The highest rate that was carried; null: none that was tried. */
  readonly carried: One | null;
  /** The lowest that was not; null: none, the time was over before. */
  readonly broke: One | null;
  /** What ended the search before both were close to each other; null: nothing. */
  readonly cut: "time" | "interrupted" | null;
}

export interface SearchOptions<One extends Probe> {
  /** At the expected peak: the campaign itself. */
  readonly first: One;
  readonly expectedPerSecond: number;
  /** Tries one rate on a fresh copy of the campaign; null where it was interrupted. */
  probe(perSecond: number): Promise<One | null>;
  /** Whether there is time for one more. */
  hasTime(): boolean;
}

const EASY_FACTOR = 4;
const FACTOR = 2;
/** Downwards the next rate is what was answered, but no further away than this. */
const DOWN_MAX = 16;
/** Both ends this close together: noise is larger. */
const CLOSE = 1.15;
/** Of the expected peak: what carries less does not carry it at all. */
const LEAST_SHARE = 1 / 64;

/** Searches from what the campaign itself showed, upwards or downwards. */
export async function searchBreakpoint<One extends Probe>(
  options: SearchOptions<One>,
): Promise<Found<One>> {
  const { first, expectedPerSecond } = options;
  let carried: One | null = first.outcome === "carried" ? first : null;
  let broke: One | null = first.outcome === "carried" ? null : first;
  const least = Math.ceil(expectedPerSecond * LEAST_SHARE);
  /** Rates as they were asked for; what was counted is near them. */
  let low = carried === null ? 0 : expectedPerSecond;
  let high = broke === null ? Infinity : expectedPerSecond;
  for (;;) {
    const next = nextRate({
      low,
      high,
      isEasy: carried?.isEasy ?? false,
      answered: broke?.perSecond ?? 0,
      least,
    });
    if (next === null) return { carried, broke, cut: null };
    if (!options.hasTime()) return { carried, broke, cut: "time" };
    const probe = await options.probe(next);
    if (probe === null) return { carried, broke, cut: "interrupted" };
    if (probe.outcome === "carried") {
      carried = probe;
      low = next;
    } else {
      broke = probe;
      high = next;
    }
  }
}

interface Ends {
  readonly low: number;
  readonly high: number;
  readonly isEasy: boolean;
  /** Arrivals per second that were answered where it broke: a hint, never a result. */
  readonly answered: number;
  /** Below it does not matter any more. */
  readonly least: number;
}

/** Null where both ends are close enough. */
function nextRate({ low, high, isEasy, answered, least }: Ends): number | null {
  if (high === Infinity) return low * (isEasy ? EASY_FACTOR : FACTOR);
  if (low === 0) {
    if (high <= least) return null;
    const down = Math.min(high / FACTOR, Math.max(answered, high / DOWN_MAX));
    return Math.max(least, Math.floor(down));
  }
  const middle = Math.round(Math.sqrt(low * high));
  return high / low <= CLOSE || middle <= low || middle >= high ? null : middle;
}
