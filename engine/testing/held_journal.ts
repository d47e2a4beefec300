/** A journal for tests whose verdicts leave only when the test says so. */
import type {
  Acquired,
  AcquireRequest,
  Due,
  FeedEntry,
  Journal,
  ShardAppend,
  SnapshotWrite,
  Stored,
  Verdict,
} from "../journal/journal.ts";

interface Held {
  readonly append: ShardAppend;
  readonly resolve: (verdict: Verdict) => void;
}

export class HeldJournal implements Journal {
  readonly durability = "held by a test";
  readonly lanes: "one" | "shard";
  /** Appends pass at once while this is false. */
  holding = false;
  held: Held[] = [];
  appends = 0;
  loads = 0;
  snapshots = 0;
  /** Snapshots are refused while this is true. */
  refusingSnapshots = false;
  reachable = true;
  #inner: Journal;

  constructor(inner: Journal, lanes: "one" | "shard" = "one") {
    this.#inner = inner;
    this.lanes = lanes;
  }

  append(appends: readonly ShardAppend[]): Promise<Verdict>[] {
    this.appends += appends.length;
    if (!this.holding) return this.#inner.append(appends);
    return appends.map((append) =>
      new Promise<Verdict>((resolve) => this.held.push({ append, resolve }))
    );
  }

  /** Writes everything held and lets its verdicts go. */
  async write(): Promise<void> {
    for (const { append, resolve } of this.held.splice(0)) {
      const [verdict] = await Promise.all(this.#inner.append([append]));
      if (verdict !== undefined) resolve(verdict);
    }
  }

  /** Gives everything held this verdict; nothing is written. Returns the appends. */
  refuse(verdict: Verdict): readonly ShardAppend[] {
    const held = this.held.splice(0);
    for (const { resolve } of held) resolve(verdict);
    return held.map(({ append }) => append);
  }

  open(): Promise<void> {
    return this.#inner.open();
  }
  acquire(requests: readonly AcquireRequest[]): Promise<Acquired>[] {
    if (this.reachable) return this.#inner.acquire(requests);
    return requests.map(() => Promise.resolve({ kind: "failed", message: "out of reach" }));
  }
  load(shard: number, actor: string): Promise<Stored> {
    this.loads++;
    return this.reachable
      ? this.#inner.load(shard, actor)
      : Promise.reject(new Error("out of reach"));
  }
  due(shard: number, limit: number): Promise<readonly Due[]> {
    return this.#inner.due(shard, limit);
  }
  snapshot(write: SnapshotWrite): Promise<Verdict> {
    this.snapshots++;
    if (this.refusingSnapshots) return Promise.resolve({ kind: "failed", message: "no" });
    return this.#inner.snapshot(write);
  }
  feed(shard: number, position: number, limit: number): Promise<readonly FeedEntry[]> {
    return this.#inner.feed(shard, position, limit);
  }
  archived(shard: number, position: number): Promise<void> {
    return this.#inner.archived(shard, position);
  }
  ping(): Promise<boolean> {
    return Promise.resolve(this.reachable);
  }
  close(): Promise<void> {
    return this.#inner.close();
  }
}
