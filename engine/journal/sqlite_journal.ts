/** The sqlite driver itself, synchronous inside; it runs in a Worker (`sqlite_worker.ts`). */
import { Fault } from "../fault.ts";
import { reason, unavailable, verified } from "./integrity.ts";
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
} from "./journal.ts";
import { errorCode } from "./sqlite_read.ts";
import {
  acquire,
  append,
  archived,
  openStore,
  rollBack,
  snapshot,
  type SqliteOptions,
  type Store,
} from "./sqlite_write.ts";
import { Trimmer } from "./sqlite_trim.ts";

export type { SqliteOptions } from "./sqlite_write.ts";

const SQLITE_FULL = 13;
const ARCHIVED_MS = 2;

/** A journal in one sqlite file. */
export class SqliteJournal implements Journal {
  readonly lanes = "one";
  readonly #options: SqliteOptions;
  readonly #snapshots: { write: SnapshotWrite; resolve: (verdict: Verdict) => void }[] = [];
  readonly #archives: {
    move: { shard: number; position: number };
    resolve: () => void;
    reject: (fault: Fault) => void;
  }[] = [];
  #store: Store | null = null;
  #trimmer: Trimmer | null = null;

  constructor(options: SqliteOptions) {
    this.#options = options;
  }

  get durability(): string {
    return this.#store?.durability ?? "closed";
  }

  async open(): Promise<void> {
    const { path } = this.#options;
    try {
      this.#store ??= openStore(this.#options);
      this.#trimmer ??= new Trimmer(this.#store);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw unavailable(`Cannot open journal "${path}": ${reason(error)}`, error);
    }
    await Promise.resolve();
  }

  acquire(requests: readonly AcquireRequest[]): Promise<Acquired>[] {
    const acquired = this.#transaction<readonly Acquired[]>({
      run: (store) => requests.map((request) => acquire(store, request, this.#options.archive)),
      failed: ({ message }) => requests.map(() => ({ kind: "failed", message })),
    });
    return acquired.map((one) => Promise.resolve(one));
  }

  append(appends: readonly ShardAppend[]): Promise<Verdict>[] {
    const { archive } = this.#options;
    this.#trimmer?.appended();
    const verdicts = this.#transaction<readonly Verdict[]>({
      run: (store) => {
        store.rows.begin();
        return appends.map((one) => append(store, one, archive));
      },
      failed: (verdict) => appends.map(() => verdict),
    });
    return verdicts.map((one) => Promise.resolve(one));
  }

  load(_shard: number, actor: string): Promise<Stored> {
    return this.#read((store) => store.load(actor));
  }

  due(shard: number, limit: number): Promise<readonly Due[]> {
    return this.#read((store) => store.due.all(shard, limit) as unknown as Due[]);
  }

  /** Snapshots asked for in one turn of the loop share a transaction. */
  snapshot(write: SnapshotWrite): Promise<Verdict> {
    return new Promise((resolve) => {
      this.#snapshots.push({ write, resolve });
      if (this.#snapshots.length === 1) queueMicrotask(() => this.#writeSnapshots());
    });
  }

  feed(shard: number, position: number, limit: number): Promise<readonly FeedEntry[]> {
    return this.#read((store) => {
      if (!this.#options.archive) return [];
      const rows = store.feed.all(
        shard,
        shard,
        position,
        limit,
      ) as unknown as (FeedEntry & { readonly crc: number })[];
      return rows.map((row) => ({
        position: row.position,
        actor: row.actor,
        seq: row.seq,
        count: row.count,
        body: verified(row.actor, `record ${row.seq}`, row),
      }));
    });
  }

  /** Shards that are told of at about the same time share a transaction and its sync. */
  archived(shard: number, position: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#archives.push({ move: { shard, position }, resolve, reject });
      if (this.#archives.length === 1) setTimeout(() => this.#writeArchived(), ARCHIVED_MS);
    });
  }

  ping(): Promise<boolean> {
    return Promise.resolve(this.#store !== null);
  }

  close(): Promise<void> {
    this.#trimmer?.close();
    this.#trimmer = null;
    this.#writeArchived();
    this.#store?.database.close();
    this.#store = null;
    return Promise.resolve();
  }

  #writeSnapshots(): void {
    const taken = this.#snapshots.splice(0);
    const written = this.#transaction<readonly ReturnType<typeof snapshot>[]>({
      run: (store) => taken.map(({ write }) => snapshot(store, write)),
      failed: (verdict) => taken.map(() => ({ verdict, actor: null })),
    });
    for (const { actor } of written) if (actor !== null) this.#trimmer?.owe(actor);
    for (const [at, { resolve }] of taken.entries()) {
      resolve(
        written[at]?.verdict ??
          { kind: "unknown", message: "Cannot store snapshot: no verdict" },
      );
    }
  }

  #writeArchived(): void {
    const taken = this.#archives.splice(0);
    if (taken.length === 0) return;
    const failed = this.#transaction<Verdict | null>({
      run: (store) => {
        archived(store, taken.map(({ move }) => move));
        return null;
      },
      failed: (verdict) => verdict,
    });
    for (const { move, resolve, reject } of taken) {
      if (failed !== null && failed.kind !== "ok") reject(unavailable(failed.message));
      else resolve();
      this.#trimmer?.archived(move.shard);
    }
  }

  /** Runs writes in one transaction; what is thrown undoes all of them and leaves the connection usable. */
  #transaction<Result>(work: {
    run: (store: Store) => Result;
    failed: (verdict: Exclude<Verdict, { kind: "ok" }>) => Result;
  }): Result {
    const store = this.#store;
    if (store === null) return work.failed({ kind: "failed", message: "the journal is closed" });
    let committing = false;
    try {
      store.begin.run();
      const result = work.run(store);
      committing = true;
      store.commit.run();
      return result;
    } catch (error) {
      rollBack(store);
      const message = `Cannot write journal: ${reason(error)}`;
      if (errorCode(error) === SQLITE_FULL) {
        return work.failed({ kind: "failed", message, full: true });
      }
      // A sync that failed may have left the commit in the log all the same.
      return work.failed({ kind: committing ? "unknown" : "failed", message });
    }
  }

  #read<Result>(read: (store: Store) => Result): Promise<Result> {
    const store = this.#store;
    if (store === null) return Promise.reject(unavailable("Cannot read journal: it is closed"));
    try {
      return Promise.resolve(read(store));
    } catch (error) {
      if (error instanceof Fault) return Promise.reject(error);
      return Promise.reject(unavailable(`Cannot read journal: ${reason(error)}`, error));
    }
  }
}
