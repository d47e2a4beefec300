/** How fast units go: differences of what is taken, second by second, as the stream tells it. */
import { type ReadonlySignal, signal } from "@preact/signals";

/** The last minutes, oldest first; a second without news repeats what was known. */
export interface Pace {
  /** Start of the newest second, in s since 1970. */
  readonly atS: number;
  /** Units taken (held or sold) in each second; the newest is last. */
  readonly perSecond: readonly number[];
}

/** Seconds that are kept. */
export const PACE_SECONDS = 180;

/** Makes a counter. Units that come back are not counted against those that go. */
export function createPace(): {
  readonly now: ReadonlySignal<Pace>;
  observe(one: { atMs: number; taken: number }): void;
  /** Time goes on without news. */
  tick(nowMs: number): void;
} {
  const now = signal<Pace>({ atS: 0, perSecond: [] });
  let last: number | null = null;

  function advance(atS: number): number[] {
    const { atS: fromS, perSecond } = now.peek();
    if (fromS === 0) return [0];
    const passed = Math.min(PACE_SECONDS, Math.max(0, atS - fromS));
    return [...perSecond, ...Array<number>(passed).fill(0)].slice(-PACE_SECONDS);
  }

  return {
    now,
    observe: ({ atMs, taken }) => {
      const more = last === null ? 0 : Math.max(0, taken - last);
      last = taken;
      const atS = Math.max(now.peek().atS, Math.floor(atMs / 1000));
      const perSecond = advance(atS);
      perSecond[perSecond.length - 1] = (perSecond.at(-1) ?? 0) + more;
      now.value = { atS, perSecond };
    },
    tick: (nowMs) => {
      const atS = Math.floor(nowMs / 1000);
      const { atS: fromS } = now.peek();
      if (fromS === 0 || atS <= fromS) return;
      now.value = { atS, perSecond: advance(atS) };
    },
  };
}

const RECENT_SECONDS = 10;

/** Time until `available` units are gone at the pace of the last ten full seconds; null where nothing goes. */
export function sellOutInMs(pace: Pace, available: number): number | null {
  // The newest second is not over yet.
  const recent = pace.perSecond.slice(-RECENT_SECONDS - 1, -1);
  const taken = recent.reduce((sum, one) => sum + one, 0);
  if (taken === 0 || available === 0) return null;
  return Math.ceil((available * recent.length * 1000) / taken);
}

/** Most units within one second. */
export function peakOf(pace: Pace): number {
  return pace.perSecond.reduce((most, one) => Math.max(most, one), 0);
}
