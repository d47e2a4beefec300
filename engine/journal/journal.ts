/**
 * The journal port: where events become durable.
 *
 * The caller promises: one append in flight per lane; records of one actor in order; `body` is text
 * that it can parse again; ownership is acquired before anything else.
 *
 * The implementer promises: an append is all or nothing per shard; `ok` means durable as the driver's
 * documentation says; nothing is written under an epoch and nonce other than the newest acquired; a
 * promise of this port never rejects, it resolves with a verdict (`open`, `load`, `feed` and the like may reject
 * with a `Fault`).
 */

/** Records of one actor within one append. */
export interface Entry {
  /** `kind/key`. */
  readonly actor: string;
  /** Sequence number of the actor's newest stored record, 0 for none. */
  readonly expectedSeq: number;
  /** Number of records in `body`; they take expectedSeq + 1 … expectedSeq + count. */
  readonly count: number;
  /** The records, encoded by the engine; opaque to drivers. */
  readonly body: string;
  /** Next instant (ms) at which the actor must be woken; null clears it; undefined leaves it. */
  readonly dueAtMs?: number | null | undefined;
}

/** One append to one shard; without entries it only asks how the shard stands. At most `appendEntriesMax` entries and `appendBytesMax` bytes. */
export interface ShardAppend {
  readonly shard: number;
  readonly epoch: number;
  readonly nonce: string;
  /** Unique per append. A repeated append with the same id that took effect is `ok`. */
  readonly batchId: string;
  readonly entries: readonly Entry[];
}

/** What became of one shard's append. */
export type Verdict =
  /** Durable. `feed` is the shard's newest feed number, `backlogBytes` what is not yet archived. */
  | { readonly kind: "ok"; readonly feed: number; readonly backlogBytes: number }
  /** Another epoch or nonce owns the shard; nothing was written. */
  | { readonly kind: "fenced"; readonly message: string }
  /** An actor's sequence number was not the expected one; nothing was written. */
  | { readonly kind: "conflict"; readonly message: string }
  /** Known not to have been written (disk full, connection refused, over a bound). */
  | { readonly kind: "failed"; readonly message: string; readonly full?: boolean }
  /** May have been written or may still be (time-out, lost connection). */
  | { readonly kind: "unknown"; readonly message: string };

/** Who owns a shard. */
export interface Owner {
  readonly nonce: string;
  /** Distinguishes restarts of one node. */
  readonly incarnation: string;
  /** Where other nodes reach it; empty for a single node. */
  readonly address: string;
}

/** A wish to own a shard. */
export interface AcquireRequest {
  readonly shard: number;
  readonly owner: Owner;
  /** Only if the owner record still is this one; absent: take it whoever has it. */
  readonly held?: { readonly epoch: number; readonly nonce: string };
}

export type Acquired =
  | { readonly kind: "ok"; readonly epoch: number }
  | { readonly kind: "taken"; readonly epoch: number; readonly address: string }
  | { readonly kind: "failed"; readonly message: string };

/** An actor that must be woken. */
export interface Due {
  readonly actor: string;
  readonly atMs: number;
}

/** What is stored of one actor. */
export interface Stored {
  readonly snapshot: { readonly seq: number; readonly body: string } | null;
  /**
   * Entries with records after the snapshot, ascending; `seq` is that of the entry's first record. The
   * first may begin before the snapshot ends.
   */
  readonly tail: readonly { readonly seq: number; readonly count: number; readonly body: string }[];
  /** Sequence number of the newest record, 0 for none. */
  readonly head: number;
}

/** An actor's snapshot to be stored. Its epoch and nonce are checked as in an append. */
export interface SnapshotWrite {
  readonly shard: number;
  readonly epoch: number;
  readonly nonce: string;
  readonly actor: string;
  /** The newest record that the snapshot contains; at most the stored head. */
  readonly seq: number;
  readonly body: string;
}

/** One entry of a shard's feed. */
export interface FeedEntry {
  /** 1, 2, 3 … per shard, without gaps. */
  readonly position: number;
  readonly actor: string;
  readonly seq: number;
  readonly count: number;
  readonly body: string;
}

export interface Journal {
  /** `one`: one append in flight carries every shard. `shard`: one in flight per shard. */
  readonly lanes: "one" | "shard";
  /** What `ok` means here, in words, for pages and reports. */
  readonly durability: string;
  /**
   * Connects, creates what is missing and checks the stored number of shards. Rejects with a `Fault`
   * whose message is one clear line.
   */
  open(): Promise<void>;
  /** One promise per request, in order. A take-over raises the epoch by one. */
  acquire(requests: readonly AcquireRequest[]): Promise<Acquired>[];
  /** One promise per shard, in order; shards are distinct. */
  append(appends: readonly ShardAppend[]): Promise<Verdict>[];
  /** Everything stored of one actor, in one round trip. */
  load(shard: number, actor: string): Promise<Stored>;
  /** The soonest due actors of a shard, ascending by instant. */
  due(shard: number, limit: number): Promise<readonly Due[]>;
  /**
   * Stores a snapshot and trims the records that it contains, as far as they are archived (all of them where
   * the journal was made with `archive: false`).
   */
  snapshot(write: SnapshotWrite): Promise<Verdict>;
  /**
   * Entries of a shard after `position` that are not yet archived, ascending; none where the journal was made
   * with `archive: false`.
   */
  feed(shard: number, position: number, limit: number): Promise<readonly FeedEntry[]>;
  /** The projector has stored everything up to `position`: it may be trimmed. Never runs backwards. */
  archived(shard: number, position: number): Promise<void>;
  /** Whether the store answers now. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/** Options that every driver takes. */
export interface JournalOptions {
  /** Number of virtual shards; stored on first start, a mismatch later is an error. */
  readonly shards: number;
  /** True: keep records until `archived`; false: nobody follows the feed, a snapshot is enough. */
  readonly archive: boolean;
  /** After this many ms without an answer an append is `unknown`. */
  readonly timeoutMs: number;
  /** Entries of one shard's append; more is `failed`. Default: the limit of the same name. */
  readonly appendEntriesMax?: number;
  /** UTF-8 bytes of the bodies of one shard's append; more is `failed`. Default: the limit of the same name. */
  readonly appendBytesMax?: number;
}
