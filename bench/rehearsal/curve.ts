/**
 * How customers arrive: a few before the start, then the peak within half a second, held as long as it takes to sell
 * what is on sale, then half as many in equal steps. Each release is such a wave of its own.
 */
import { type Arrivals, arrivedBy, type Stage } from "../k6/profiles.ts";

/** One wave: what is on sale from an instant on. */
export interface Wave {
  /** s after the start. */
  readonly atS: number;
  /** Arrivals that it takes to sell it. */
  readonly wanted: number;
}

/** Time for the few that wait for the start. */
export const LEAD_S = 2;
export const RISE_S = 0.5;
/** Of the peak, before the start and as the quiet end of a wave. */
const QUIET_SHARE = 1 / 32;
const HELD_S_MIN = 1;
/** Of a wave at most this is spent at the peak: what follows shows how it calms down. */
const HELD_SHARE_MAX = 0.6;
const HALVINGS = 4;
/** The longer the rush, the longer it takes to calm down, but no less than this for each half. */
const STEP_S_MIN = 2;

/** The arrivals of waves that end where the next one begins, the last one at `endS`. */
export function curveOf(
  waves: readonly Wave[],
  { peakPerSecond, endS }: { readonly peakPerSecond: number; readonly endS: number },
): Arrivals {
  return startingWith(
    quietRate(peakPerSecond),
    waves.flatMap(({ atS, wanted }, n) =>
      waveOf({ peakPerSecond, seconds: (waves[n + 1]?.atS ?? endS) - atS, wanted })
    ),
  );
}

/** The same start at another rate, held and cut off: what a search for the breakpoint offers. */
export function plateauOf(perSecond: number, seconds: number): Arrivals {
  return startingWith(quietRate(perSecond), [
    { seconds: RISE_S, target: perSecond },
    { seconds, target: perSecond },
  ]);
}

/** Customers that come in all. */
export function arrivalsOf(arrivals: Arrivals): number {
  return Math.round(arrivedBy(arrivals, secondsOf(arrivals)));
}

/** Length of the load, the time before the start included. */
export function secondsOf({ stages }: Pick<Arrivals, "stages">): number {
  return stages.reduce((sum, { seconds }) => sum + seconds, 0);
}

function startingWith(startRate: number, stages: readonly Stage[]): Arrivals {
  return {
    startRate,
    stages: [{ seconds: LEAD_S, target: startRate }, ...stages],
    opensAfterMs: LEAD_S * 1_000,
  };
}

function waveOf(
  { peakPerSecond, seconds, wanted }: {
    readonly peakPerSecond: number;
    readonly seconds: number;
    readonly wanted: number;
  },
): Stage[] {
  const heldS = Math.min(
    Math.max(HELD_S_MIN, wanted / peakPerSecond - RISE_S / 2),
    seconds * HELD_SHARE_MAX,
  );
  const restS = seconds - RISE_S - heldS;
  const stepS = Math.min(restS / HALVINGS, Math.max(STEP_S_MIN, heldS / 2));
  const quietS = restS - stepS * HALVINGS;
  const quiet = quietRate(peakPerSecond);
  return [
    { seconds: RISE_S, target: peakPerSecond },
    { seconds: heldS, target: peakPerSecond },
    ...Array.from({ length: HALVINGS }, (_, n) => ({
      seconds: stepS,
      target: Math.max(1, Math.round(peakPerSecond / 2 ** (n + 1))),
    })),
    ...quietS >= RISE_S ? [{ seconds: quietS, target: quiet }] : [],
  ];
}

function quietRate(peakPerSecond: number): number {
  return Math.max(1, Math.round(peakPerSecond * QUIET_SHARE));
}
