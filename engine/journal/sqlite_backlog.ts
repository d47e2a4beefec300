/**
 * How many bytes of each shard wait for the archive, position by position. Read from the table in the order of its
 * rows, so that it needs no index: one over (shard, position) makes every append dirty a page for each of its shards.
 */
import type { StatementSync } from "node:sqlite";

interface Row {
  readonly id: number;
  readonly shard: number;
  readonly position: number;
  readonly bytes: number;
}

/** Positions and bytes side by side, ascending; what is before `from` is archived. */
interface Waiting {
  positions: number[];
  bytes: number[];
  from: number;
}

const CUT = 4_096;

export class Backlog {
  readonly #since: StatementSync;
  readonly #shards = new Map<number, Waiting>();
  #scanned = 0;

  /** `since` selects id, shard, position and bytes of entries after an id, ascending. */
  constructor(since: StatementSync) {
    this.#since = since;
  }

  /** Forgets what it took: the transaction did not come to stay. */
  clear(): void {
    this.#shards.clear();
    this.#scanned = 0;
  }

  /** Reads what was appended since the last time. `archived` tells how far a shard is archived already. */
  scan(archived: (shard: number) => number): void {
    for (const row of this.#since.iterate(this.#scanned)) {
      // Selected by this driver.
      const { id, shard, position, bytes } = row as unknown as Row;
      this.#scanned = id;
      if (position <= archived(shard)) continue;
      let waiting = this.#shards.get(shard);
      if (waiting === undefined) {
        this.#shards.set(shard, waiting = { positions: [], bytes: [], from: 0 });
      }
      waiting.positions.push(position);
      waiting.bytes.push(bytes);
    }
  }

  /** Takes a shard's entries up to a position out and returns their bytes. */
  take(shard: number, until: number): number {
    const waiting = this.#shards.get(shard);
    if (waiting === undefined) return 0;
    const { positions, bytes } = waiting;
    let sum = 0;
    while (waiting.from < positions.length && (positions[waiting.from] ?? Infinity) <= until) {
      sum += bytes[waiting.from] ?? 0;
      waiting.from++;
    }
    if (waiting.from === positions.length) this.#shards.delete(shard);
    else if (waiting.from > CUT) {
      waiting.positions = positions.slice(waiting.from);
      waiting.bytes = bytes.slice(waiting.from);
      waiting.from = 0;
    }
    return sum;
  }
}
