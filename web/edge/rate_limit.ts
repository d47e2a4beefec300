/**
 * Token buckets in fixed memory. A name falls into one slot of each of two tables and is refused only when both
 * are empty, so a stranger in one slot harms nobody. Tables are seeded per process: slots cannot be aimed at.
 */

export interface RateOptions {
  /** Refill per second. */
  readonly perSecond: number;
  /** Size of a bucket. */
  readonly burst: number;
  readonly seed: number;
  /** Slots per table, a power of two. */
  readonly slots?: number;
}

const SLOTS = 1 << 16;

export class RateLimit {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #seed: number;
  readonly #mask: number;
  /** By slot: tokens in use, and when that was; side by side, for one miss of the cache. */
  readonly #slots: Float64Array;

  constructor(options: RateOptions) {
    const slots = options.slots ?? SLOTS;
    this.#perMs = options.perSecond / 1_000;
    this.#burst = options.burst;
    this.#seed = options.seed | 0;
    this.#mask = slots - 1;
    this.#slots = new Float64Array(4 * slots);
  }

  /** Takes one token; false if there is none, and then nothing is taken. */
  take(name: string, nowMs: number): boolean {
    let hash = this.#seed;
    for (let i = 0; i < name.length; i++) {
      hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    }
    hash ^= hash >>> 15;
    const first = 2 * (hash & this.#mask);
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const second = 2 * ((hash & this.#mask) + this.#mask + 1);
    const usedFirst = this.#level(first, nowMs);
    const usedSecond = this.#level(second, nowMs);
    const free = this.#burst - 1;
    if (usedFirst > free && usedSecond > free) return false;
    this.#slots[first] = Math.min(usedFirst + 1, this.#burst);
    this.#slots[second] = Math.min(usedSecond + 1, this.#burst);
    return true;
  }

  /** How long until one token is back, at most. */
  get waitMs(): number {
    return this.#perMs > 0 ? Math.ceil(1 / this.#perMs) : 60_000;
  }

  /** Tokens in use, after what has flowed back. */
  #level(slot: number, nowMs: number): number {
    const slots = this.#slots;
    const elapsedMs = nowMs - (slots[slot + 1] ?? 0);
    const used = Math.max(0, (slots[slot] ?? 0) - elapsedMs * this.#perMs);
    slots[slot] = used;
    slots[slot + 1] = nowMs;
    return used;
  }
}
