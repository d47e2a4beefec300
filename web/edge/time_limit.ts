/**
 * A bound on the time of a request. One timer serves all requests, since a timer for each would cost more than the
 * request; it runs only while something is under way.
 */
import type { Scheduler } from "../../engine/mod.ts";

/** Parts of the limit between two looks: what is late is found at most one part late. */
const PARTS = 8;

interface Pending {
  readonly tick: number;
  expire(): void;
}

export class TimeLimit {
  readonly #scheduler: Scheduler;
  readonly #partMs: number;
  /** Oldest first. */
  readonly #pending = new Set<Pending>();
  #tick = 0;
  #ticking = false;

  constructor(scheduler: Scheduler, ms: number) {
    this.#scheduler = scheduler;
    this.#partMs = ms / PARTS;
  }

  /** What `work` resolves to, or null when it takes too long; then its outcome is dropped. */
  within<Value>(work: Promise<Value>): Promise<Value | null> {
    return new Promise((resolve, reject) => {
      const pending = { tick: this.#tick, expire: () => resolve(null) };
      this.#pending.add(pending);
      this.#start();
      work.then((value) => {
        this.#pending.delete(pending);
        resolve(value);
      }, (error) => {
        this.#pending.delete(pending);
        reject(error);
      });
    });
  }

  #start(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.#scheduler.after(this.#partMs, () => {
      this.#ticking = false;
      this.#tick++;
      for (const pending of this.#pending) {
        if (this.#tick - pending.tick <= PARTS) break;
        this.#pending.delete(pending);
        pending.expire();
      }
      if (this.#pending.size > 0) this.#start();
    });
  }
}
