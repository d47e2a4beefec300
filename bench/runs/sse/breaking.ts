/** When a rise of subscribers has gone too far. */
import type { Breaking } from "./messages.ts";
import type { SecondSample } from "./tally.ts";

/** Time at p95 from being pushed to arriving from which states count as stale. */
export const STALE_MS = 1_000;
/** Measured seconds in a row. */
const SECONDS = 2;
/** The generator's own timers late by so much: it, and not the product, is what gives way. */
export const GENERATOR_LAG_MS = 500;

/** Watches second by second. */
export class BreakingWatch {
  #stale = 0;
  #refused = 0;
  #lost = 0;

  /** Not null from the second on at which it broke. */
  take(second: SecondSample): Breaking | null {
    const { subscribers, counts, durations } = second;
    const ageMs = durations.frame[1] ?? null;
    if (ageMs !== null) this.#stale = ageMs > STALE_MS ? this.#stale + 1 : 0;
    this.#refused = counts.refused > 0 ? this.#refused + 1 : 0;
    this.#lost = counts.lost > 0 ? this.#lost + 1 : 0;
    if (this.#stale >= SECONDS) {
      const why = `pushed states take ${Math.round(ageMs ?? 0)} ms to arrive (p95)`;
      return { subscribers, why: why + this.#generator(second) };
    }
    if (this.#refused >= SECONDS) return { subscribers, why: "newcomers are asked to come again" };
    return this.#lost >= SECONDS ? { subscribers, why: "streams end or cannot be opened" } : null;
  }

  #generator({ generatorLagMs }: SecondSample): string {
    if (generatorLagMs < GENERATOR_LAG_MS) return "";
    return `, but the generator itself was late by ${Math.round(generatorLagMs)} ms`;
  }
}
