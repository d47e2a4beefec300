/** The outside world as the engine sees it. `system.ts` is the real one, `sim/` the simulated one. */

/** Wall clock at start plus monotonic time, slewed within a bound. */
export interface Clock {
  /** ms since 1970, with fractions; never runs backwards. */
  nowMs(): number;
}

/** Source of chance. */
export interface Random {
  /** `length` URL-safe characters. */
  id(length: number): string;
  /** A number in [0, 1). */
  fraction(): number;
}

/** Cancels what was scheduled; harmless afterwards. */
export type Cancel = () => void;

/** The event loop. */
export interface Scheduler {
  /** Runs after the events of this turn of the loop (`setImmediate`). */
  soon(run: () => void): void;
  /** Runs after `delayMs`; `background` timers do not keep the process alive. */
  after(delayMs: number, run: () => void): Cancel;
}

/** All ports of the outside world in one. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly scheduler: Scheduler;
}
