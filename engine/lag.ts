/** Lag of the event loop: how late a timer rings, smoothed. */
import type { Cancel, World } from "./ports.ts";

const SAMPLE_MS = 20;
const WEIGHT = 0.2;

export class Lag {
  /** Smoothed lag in ms. */
  ms = 0;
  #world: World;
  #observe: (ms: number) => void;
  #cancel: Cancel | null = null;

  constructor(world: World, observe: (ms: number) => void) {
    this.#world = world;
    this.#observe = observe;
  }

  start(): void {
    const dueMs = this.#world.clock.nowMs() + SAMPLE_MS;
    this.#cancel = this.#world.scheduler.after(SAMPLE_MS, () => {
      const lagMs = Math.max(0, this.#world.clock.nowMs() - dueMs);
      this.ms += (lagMs - this.ms) * WEIGHT;
      this.#observe(lagMs);
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
  }
}
