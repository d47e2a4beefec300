/** How far the rows have come behind the engine, shard by shard. */
import type { Scheduler } from "../../engine/mod.ts";

interface ShardProgress {
  /** Newest feed number that is durable. */
  head: number;
  /** The newest that is in the rows; 0 before the projector has said any. */
  position: number;
  /** Engine time of the oldest that is not, roughly; null where there is none. */
  behindSinceMs: number | null;
}

interface Barrier {
  /** Positions that must be reached. */
  readonly targets: Map<number, number>;
  readonly reached: () => void;
}

export class Progress {
  readonly #nowMs: () => number;
  readonly #shards = new Map<number, ShardProgress>();
  readonly #barriers = new Set<Barrier>();
  /** Since when the rows are not known to be complete, whatever shards say: a start, a restart. */
  #unknownSinceMs: number | null;
  #everLevel = false;
  /** When rows began to stand still, for good. */
  #brokenSinceMs: number | null = null;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#unknownSinceMs = nowMs();
  }

  /** Nothing durable is missing from the rows. */
  get isLevel(): boolean {
    if (this.#unknownSinceMs !== null) return false;
    for (const { head, position } of this.#shards.values()) if (head > position) return false;
    return true;
  }

  moved(shard: number, feed: number): void {
    const known = this.#shards.get(shard);
    if (known === undefined) {
      this.#shards.set(shard, { head: feed, position: 0, behindSinceMs: this.#nowMs() });
    } else if (feed > known.head) {
      known.head = feed;
      if (feed > known.position) known.behindSinceMs ??= this.#nowMs();
    }
  }

  wrote(moves: readonly (readonly [shard: number, position: number, atMs: number | null])[]): void {
    for (const [shard, position, atMs] of moves) {
      const known = this.#shards.get(shard);
      if (known === undefined) {
        this.#shards.set(shard, { head: position, position, behindSinceMs: null });
        continue;
      }
      known.position = Math.max(known.position, position);
      // Its feed may be read before the engine's word of it arrives.
      known.head = Math.max(known.head, position);
      if (known.head <= known.position) known.behindSinceMs = null;
      else known.behindSinceMs = atMs ?? known.behindSinceMs;
    }
    this.#pass();
  }

  /** Every feed was read to its end. */
  caughtUp(): void {
    this.#unknownSinceMs = null;
    this.#everLevel = true;
    this.#pass();
  }

  /** Rows are not complete any more, and will not be by themselves: a projection was left out. */
  broke(): void {
    this.#brokenSinceMs ??= this.#nowMs();
  }

  /** The projector is gone for now. */
  lost(): void {
    this.#unknownSinceMs ??= this.#nowMs();
  }

  /** Resolves with true once everything that is durable now is in the rows, or with false after `maxMs`. */
  reached(scheduler: Scheduler, maxMs: number): Promise<boolean> {
    if (this.isLevel) return Promise.resolve(true);
    const targets = new Map<number, number>();
    for (const [shard, { head, position }] of this.#shards) {
      if (head > position) targets.set(shard, head);
    }
    return new Promise((resolve) => {
      const cancel = scheduler.after(maxMs, () => {
        this.#barriers.delete(barrier);
        resolve(false);
      });
      const barrier: Barrier = {
        targets,
        reached() {
          cancel();
          resolve(true);
        },
      };
      this.#barriers.add(barrier);
    });
  }

  /** Null: the projector has not caught up since the start. */
  asOfMs(): number | null {
    if (!this.#everLevel) return null;
    return Math.min(this.#nowMs() - this.lagMs(), this.#brokenSinceMs ?? Infinity);
  }

  /** Age of the oldest that is not in the rows; 0 where everything is. */
  lagMs(): number {
    const nowMs = this.#nowMs();
    let sinceMs = this.#unknownSinceMs ?? nowMs;
    for (const { behindSinceMs } of this.#shards.values()) {
      if (behindSinceMs !== null) sinceMs = Math.min(sinceMs, behindSinceMs);
    }
    return Math.max(0, nowMs - sinceMs);
  }

  behind(): number {
    let entries = 0;
    for (const { head, position } of this.#shards.values()) entries += Math.max(0, head - position);
    return entries;
  }

  position(): number {
    let entries = 0;
    for (const { position } of this.#shards.values()) entries += position;
    return entries;
  }

  /** Positions by shard, where any is known. */
  positions(): ReadonlyMap<number, number> {
    const known = [...this.#shards].filter(([, { position }]) => position > 0);
    return new Map(known.map(([shard, { position }]) => [shard, position]));
  }

  shards(): Iterable<number> {
    return this.#shards.keys();
  }

  headsOf(shards: Iterable<number>): [number, number][] {
    return [...shards].map((shard) => [shard, this.#shards.get(shard)?.head ?? 0]);
  }

  #pass(): void {
    if (this.#unknownSinceMs !== null) return;
    for (const barrier of this.#barriers) {
      for (const [shard, target] of barrier.targets) {
        if ((this.#shards.get(shard)?.position ?? 0) >= target) barrier.targets.delete(shard);
      }
      if (barrier.targets.size > 0) continue;
      this.#barriers.delete(barrier);
      barrier.reached();
    }
  }
}
