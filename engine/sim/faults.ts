/** What may go wrong and how often, drawn anew for each seed. */
import type { Prng } from "./prng.ts";

/** Probabilities per call, unless said otherwise. */
export interface Faults {
  /** An append is refused before it takes effect. */
  failed: number;
  /** An append is given up and never takes effect. */
  lost: number;
  /** An append takes effect, its answer is lost. */
  landed: number;
  /** An append is given up and lands later, where nothing keeps it out. */
  late: number;
  slow: number;
  stalled: number;
  acquireFailed: number;
  readFailed: number;
  snapshotFailed: number;
  /** Nothing is in reach. */
  down: boolean;
  /** Share of replies at which the process dies as the reply leaves. */
  dieOnReply: number;
  /** A request is delivered twice. */
  duplicated: number;
  /** Mean time between crashes, take-overs by a second process, outages and clock jumps; 0 for never. */
  crashEveryMs: number;
  takeOverEveryMs: number;
  outageEveryMs: number;
  jumpEveryMs: number;
}

/** Nothing goes wrong. */
export function noFaults(): Faults {
  return {
    failed: 0,
    lost: 0,
    landed: 0,
    late: 0,
    slow: 0,
    stalled: 0,
    acquireFailed: 0,
    readFailed: 0,
    snapshotFailed: 0,
    down: false,
    dieOnReply: 0,
    duplicated: 0,
    crashEveryMs: 0,
    takeOverEveryMs: 0,
    outageEveryMs: 0,
    jumpEveryMs: 0,
  };
}

/** Each fault is in or out by a coin: a run with few kinds of faults goes deeper into those. */
export function drawFaults(chance: Prng): Faults {
  const rate = (most: number) => {
    const value = chance.fraction() ** 2 * most;
    return chance.chance(0.5) ? value : 0;
  };
  const every = (leastMs: number, mostMs: number) => {
    const valueMs = chance.between(leastMs, mostMs);
    return chance.chance(0.5) ? valueMs : 0;
  };
  return {
    failed: rate(0.2),
    lost: rate(0.2),
    landed: rate(0.2),
    late: rate(0.2),
    slow: rate(0.5),
    stalled: rate(0.05),
    acquireFailed: rate(0.3),
    readFailed: rate(0.3),
    snapshotFailed: rate(0.5),
    down: false,
    dieOnReply: rate(0.05),
    duplicated: rate(0.3),
    crashEveryMs: every(500, 15_000),
    takeOverEveryMs: every(1_000, 20_000),
    outageEveryMs: every(2_000, 30_000),
    jumpEveryMs: every(1_000, 20_000),
  };
}

/** Ends every fault. */
export function calm(faults: Faults): void {
  Object.assign(faults, noFaults());
}
