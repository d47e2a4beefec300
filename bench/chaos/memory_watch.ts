/** Memory of the product while a fault runs, read from `/proc` a few times a second. */
import type { Expectation } from "./chaos_report.ts";
import { atMost } from "./judge.ts";
import { text } from "../machine/family.ts";

const EVERY_MS = 500;
const GROWTH_MAX = 1.25;
const FLAT = {
  zh: "产品内存：后三分之一与中间三分之一之比",
  en: "memory of the product, last third of the time beside the middle one",
};
const PAGE_BYTES = 4_096;

/** A reading; ms since the watch was started. */
export interface Resident {
  readonly atMs: number;
  readonly bytes: number;
}

export class Memory {
  readonly #readings: Resident[] = [];
  readonly #startMs = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  /** `pid` is asked for each time, since the product may be another one. */
  constructor(pid: () => number) {
    const read = () => {
      const pages = Number(text(`/proc/${pid()}/statm`)?.split(" ")[1] ?? 0);
      const bytes = pages * PAGE_BYTES;
      if (bytes > 0) this.#readings.push({ atMs: performance.now() - this.#startMs, bytes });
    };
    read();
    this.#timer = setInterval(read, EVERY_MS);
  }

  get readings(): readonly Resident[] {
    return this.#readings;
  }

  get nowMs(): number {
    return performance.now() - this.#startMs;
  }

  /** Mean of the readings within a span; 0 of none. */
  mean(fromMs: number, toMs: number): number {
    const within = this.#readings.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    return within.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, within.length);
  }

  /** Whether the last third since an instant is no higher than the middle one: a heap grows at first. */
  flat(fromMs: number): Expectation {
    const { nowMs } = this;
    const third = (nowMs - fromMs) / 3;
    const middle = this.mean(fromMs + third, fromMs + 2 * third);
    const last = this.mean(fromMs + 2 * third, nowMs);
    return atMost(FLAT, {
      ...{ unit: "×", most: GROWTH_MAX, measured: middle === 0 ? null : last / middle },
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
