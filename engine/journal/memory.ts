/** The memory driver: for tests and simulation. Nothing survives the process. */
import { Buffer } from "node:buffer";
import { appendBounds, isShard, noShard, overBound } from "./bounds.ts";
import {
  aheadMessage,
  checksum,
  conflictMessage,
  fencedMessage,
  requireUnbroken,
  shardMismatch,
  unavailable,
  verified,
} from "./integrity.ts";
import type {
  Acquired,
  AcquireRequest,
  Due,
  FeedEntry,
  Journal,
  JournalOptions,
  ShardAppend,
  SnapshotWrite,
  Stored,
  Verdict,
} from "./journal.ts";

/** An entry as kept. */
interface KeptEntry {
  readonly seq: number;
  readonly count: number;
  readonly position: number;
  readonly bytes: number;
  readonly crc: number;
  body: string;
}

/** An actor as kept. */
interface KeptActor {
  head: number;
  snapshot: { readonly seq: number; readonly crc: number; body: string } | null;
  entries: KeptEntry[];
}

/** A shard as kept. */
interface KeptShard {
  epoch: number;
  nonce: string;
  address: string;
  batchId: string;
  feed: number;
  archived: number;
  backlogBytes: number;
  readonly actors: Map<string, KeptActor>;
  readonly due: Map<string, number>;
  /** What is not yet archived; empty without archive. */
  readonly waiting: { readonly actor: string; readonly entry: KeptEntry }[];
}

/** What outlives a driver object: open another one over it and it is the same journal after a crash. */
export interface MemoryStore {
  shards: number | null;
  readonly kept: Map<number, KeptShard>;
}

/** An empty store. */
export function createMemoryStore(): MemoryStore {
  return { shards: null, kept: new Map() };
}

/** A journal in memory; takes effect at once, answers on a microtask. */
export function createMemoryJournal(
  options: JournalOptions & { readonly store?: MemoryStore },
): Journal {
  return new MemoryJournal(options, options.store ?? createMemoryStore());
}

class MemoryJournal implements Journal {
  readonly lanes = "shard";
  readonly durability = "nothing survives the process";
  readonly #options: JournalOptions;
  readonly #store: MemoryStore;
  #open = false;

  constructor(options: JournalOptions, store: MemoryStore) {
    this.#options = options;
    this.#store = store;
  }

  open(): Promise<void> {
    const { shards } = this.#options;
    this.#store.shards ??= shards;
    if (this.#store.shards !== shards) {
      return Promise.reject(shardMismatch(this.#store.shards, shards));
    }
    this.#open = true;
    return Promise.resolve();
  }

  acquire(requests: readonly AcquireRequest[]): Promise<Acquired>[] {
    return requests.map((request) => Promise.resolve(this.#acquire(request)));
  }

  append(appends: readonly ShardAppend[]): Promise<Verdict>[] {
    return appends.map((append) => Promise.resolve(this.#append(append)));
  }

  load(shard: number, actor: string): Promise<Stored> {
    return this.#read(() => {
      const kept = this.#store.kept.get(shard)?.actors.get(actor);
      if (kept === undefined) return { snapshot: null, tail: [], head: 0 };
      const { snapshot, head } = kept;
      const from = snapshot?.seq ?? 0;
      const tail = kept.entries.filter((entry) => endOf(entry) > from).map((entry) => ({
        seq: entry.seq,
        count: entry.count,
        body: verified(actor, `record ${entry.seq}`, entry),
      }));
      requireUnbroken(actor, { from, tail, head });
      if (snapshot === null) return { snapshot, tail, head };
      const body = verified(actor, `snapshot ${snapshot.seq}`, snapshot);
      return { snapshot: { seq: snapshot.seq, body }, tail, head };
    });
  }

  due(shard: number, limit: number): Promise<readonly Due[]> {
    return this.#read(() =>
      [...this.#store.kept.get(shard)?.due ?? []]
        .map(([actor, atMs]) => ({ actor, atMs }))
        .sort((a, b) => a.atMs - b.atMs || (a.actor < b.actor ? -1 : 1))
        .slice(0, limit)
    );
  }

  snapshot(write: SnapshotWrite): Promise<Verdict> {
    return Promise.resolve(this.#snapshot(write));
  }

  feed(shard: number, position: number, limit: number): Promise<readonly FeedEntry[]> {
    return this.#read(() =>
      (this.#store.kept.get(shard)?.waiting ?? [])
        .filter(({ entry }) => entry.position > position)
        .slice(0, limit)
        .map(({ actor, entry }) => ({
          position: entry.position,
          actor,
          seq: entry.seq,
          count: entry.count,
          body: verified(actor, `record ${entry.seq}`, entry),
        }))
    );
  }

  archived(shard: number, position: number): Promise<void> {
    return this.#read(() => {
      const kept = this.#store.kept.get(shard);
      if (kept === undefined || position <= kept.archived) return;
      kept.archived = Math.min(position, kept.feed);
      while (kept.waiting[0] !== undefined && kept.waiting[0].entry.position <= kept.archived) {
        const { actor, entry } = kept.waiting[0];
        kept.waiting.shift();
        kept.backlogBytes -= entry.bytes;
        this.#trim(kept, actor);
      }
    });
  }

  ping(): Promise<boolean> {
    return Promise.resolve(this.#open);
  }

  close(): Promise<void> {
    this.#open = false;
    return Promise.resolve();
  }

  #read<Result>(read: () => Result): Promise<Result> {
    if (!this.#open) return Promise.reject(unavailable("Cannot read journal: it is closed"));
    try {
      return Promise.resolve(read());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #acquire({ shard, owner, held }: AcquireRequest): Acquired {
    if (!this.#open) return { kind: "failed", message: CLOSED };
    if (!isShard(shard, this.#options.shards)) {
      return { kind: "failed", message: noShard(shard, this.#options.shards) };
    }
    let kept = this.#store.kept.get(shard);
    if (held !== undefined && (kept?.epoch !== held.epoch || kept.nonce !== held.nonce)) {
      return { kind: "taken", epoch: kept?.epoch ?? 0, address: kept?.address ?? "" };
    }
    if (kept === undefined) this.#store.kept.set(shard, kept = emptyShard());
    if (!this.#options.archive) {
      kept.archived = kept.feed;
      kept.backlogBytes = 0;
      kept.waiting.length = 0;
    }
    kept.epoch++;
    kept.nonce = owner.nonce;
    kept.address = owner.address;
    return { kind: "ok", epoch: kept.epoch };
  }

  #append(append: ShardAppend): Verdict {
    if (!this.#open) return { kind: "failed", message: CLOSED };
    const bound = overBound(append, appendBounds(this.#options));
    if (bound !== null) return { kind: "failed", message: bound };
    const kept = this.#owned(append);
    if (kept === null) return this.#fenced(append);
    if (kept.batchId !== append.batchId) {
      for (const { actor, expectedSeq } of append.entries) {
        const head = kept.actors.get(actor)?.head ?? 0;
        if (head !== expectedSeq) {
          return { kind: "conflict", message: conflictMessage(actor, expectedSeq, head) };
        }
      }
      this.#write(kept, append);
    }
    return { kind: "ok", feed: kept.feed, backlogBytes: kept.backlogBytes };
  }

  #write(kept: KeptShard, append: ShardAppend): void {
    kept.batchId = append.batchId;
    for (const { actor, expectedSeq, count, body, dueAtMs } of append.entries) {
      let stored = kept.actors.get(actor);
      if (stored === undefined) {
        kept.actors.set(actor, stored = { head: 0, snapshot: null, entries: [] });
      }
      const entry: KeptEntry = {
        seq: expectedSeq + 1,
        count,
        position: ++kept.feed,
        bytes: Buffer.byteLength(body),
        crc: checksum(body),
        body,
      };
      stored.head = expectedSeq + count;
      stored.entries.push(entry);
      if (this.#options.archive) {
        kept.waiting.push({ actor, entry });
        kept.backlogBytes += entry.bytes;
      } else {
        kept.archived = kept.feed;
      }
      if (dueAtMs === null) kept.due.delete(actor);
      else if (dueAtMs !== undefined) kept.due.set(actor, dueAtMs);
    }
  }

  #snapshot(write: SnapshotWrite): Verdict {
    if (!this.#open) return { kind: "failed", message: CLOSED };
    const kept = this.#owned(write);
    if (kept === null) return this.#fenced(write);
    const stored = kept.actors.get(write.actor);
    if (stored === undefined || write.seq > stored.head) {
      return {
        kind: "conflict",
        message: aheadMessage(write.actor, write.seq, stored?.head ?? 0),
      };
    }
    if (write.seq >= (stored.snapshot?.seq ?? 0)) {
      stored.snapshot = { seq: write.seq, crc: checksum(write.body), body: write.body };
      this.#trim(kept, write.actor);
    }
    return { kind: "ok", feed: kept.feed, backlogBytes: kept.backlogBytes };
  }

  /** Forgets the records that the actor's snapshot contains, as far as they are archived. */
  #trim(kept: KeptShard, actor: string): void {
    const stored = kept.actors.get(actor);
    const until = stored?.snapshot?.seq;
    if (stored === undefined || until === undefined) return;
    stored.entries = stored.entries.filter((entry) =>
      endOf(entry) > until || entry.position > kept.archived
    );
  }

  #owned(own: { shard: number; epoch: number; nonce: string }): KeptShard | null {
    const kept = this.#store.kept.get(own.shard);
    return kept?.epoch === own.epoch && kept.nonce === own.nonce ? kept : null;
  }

  #fenced(own: { shard: number; epoch: number; nonce: string }): Verdict {
    const kept = this.#store.kept.get(own.shard) ?? null;
    return { kind: "fenced", message: fencedMessage(own.shard, own, kept) };
  }
}

const CLOSED = "Cannot write journal: it is closed";

/** Sequence number of an entry's last record. */
function endOf(entry: KeptEntry): number {
  return entry.seq + entry.count - 1;
}

function emptyShard(): KeptShard {
  return {
    epoch: 0,
    nonce: "",
    address: "",
    batchId: "",
    feed: 0,
    archived: 0,
    backlogBytes: 0,
    actors: new Map(),
    due: new Map(),
    waiting: [],
  };
}
