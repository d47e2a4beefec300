/** Durations counted in buckets that grow with them: a million cost no more memory than ten. */

const STEPS_PER_DOUBLING = 64;
const DOUBLINGS = 34;
const PER_MS = 1_000;

/** What a histogram tells; all null while it is empty. */
export interface Spread {
  readonly count: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

/** Right to one part in sixty; the largest value exactly. */
export class Histogram {
  readonly #buckets = new Uint32Array(STEPS_PER_DOUBLING * DOUBLINGS);
  #count = 0;
  #maxMs = 0;

  get count(): number {
    return this.#count;
  }

  /** One duration; less than nothing, as a clock that is set back gives, is nothing. */
  add(ms: number): void {
    const kept = Math.max(0, ms);
    const bucket = bucketOf(kept);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#count++;
    if (kept > this.#maxMs) this.#maxMs = kept;
  }

  /** The duration that this share of all did not exceed; null while there is none. */
  quantileMs(share: number): number | null {
    if (this.#count === 0) return null;
    let left = Math.ceil(share * this.#count);
    for (let bucket = 0; bucket < this.#buckets.length; bucket++) {
      left -= this.#buckets[bucket] ?? 0;
      if (left <= 0) return Math.min(upperMs(bucket), this.#maxMs);
    }
    return this.#maxMs;
  }

  spread(): Spread {
    return {
      count: this.#count,
      p50Ms: this.quantileMs(0.5),
      p95Ms: this.quantileMs(0.95),
      p99Ms: this.quantileMs(0.99),
      maxMs: this.#count === 0 ? null : this.#maxMs,
    };
  }

  clear(): void {
    this.#buckets.fill(0);
    this.#count = 0;
    this.#maxMs = 0;
  }
}

function bucketOf(ms: number): number {
  const bucket = Math.floor(Math.log2(1 + ms * PER_MS) * STEPS_PER_DOUBLING);
  return Math.min(bucket, STEPS_PER_DOUBLING * DOUBLINGS - 1);
}

function upperMs(bucket: number): number {
  return (2 ** ((bucket + 1) / STEPS_PER_DOUBLING) - 1) / PER_MS;
}
