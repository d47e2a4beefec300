/** The sqlite driver itself, synchronous inside; it runs in a Worker (`sqlite_worker.ts`). */
import { Buffer } from "node:buffer";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { Fault } from "../fault.ts";
import {
  aheadMessage,
  checksum,
  conflictMessage,
  fencedMessage,
  reason,
  unavailable,
  verified,
} from "./integrity.ts";
import type {
  Acquired,
  AcquireRequest,
  Due,
  Entry,
  FeedEntry,
  Journal,
  JournalOptions,
  ShardAppend,
  SnapshotWrite,
  Stored,
  Verdict,
} from "./journal.ts";
import { errorCode, prepareLoad } from "./sqlite_read.ts";
import { configureWriter, createSchema, durabilityOf } from "./sqlite_schema.ts";

/** Options of the sqlite driver. */
export interface SqliteOptions extends JournalOptions {
  /** File of the database; made with its `-wal` and `-shm` files where missing. */
  readonly path: string;
  /** Pages of 4 KiB that the file may have, to bound it; default: the disk. */
  readonly pagesMax?: number;
}

const SQLITE_FULL = 13;

interface ShardRow {
  readonly epoch: number;
  readonly nonce: string;
  readonly address: string;
  readonly batch: string;
  readonly feed: number;
  readonly archived: number;
  readonly backlog: number;
}

interface ActorRow {
  readonly id: number;
  readonly head: number;
  readonly last: number;
}

/** A journal in one sqlite file. */
export class SqliteJournal implements Journal {
  readonly lanes = "one";
  readonly #options: SqliteOptions;
  readonly #snapshots: { write: SnapshotWrite; resolve: (verdict: Verdict) => void }[] = [];
  #store: Store | null = null;

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
    const verdicts = this.#transaction<readonly Verdict[]>({
      run: (store) => appends.map((one) => append(store, one, archive)),
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

  async archived(shard: number, position: number): Promise<void> {
    const failed = this.#transaction<Verdict | null>({
      run: (store) => {
        archived(store, shard, position);
        return null;
      },
      failed: (verdict) => verdict,
    });
    if (failed !== null && failed.kind !== "ok") throw unavailable(failed.message);
    await Promise.resolve();
  }

  ping(): Promise<boolean> {
    return Promise.resolve(this.#store !== null);
  }

  close(): Promise<void> {
    this.#store?.database.close();
    this.#store = null;
    return Promise.resolve();
  }

  #writeSnapshots(): void {
    const taken = this.#snapshots.splice(0);
    const verdicts = this.#transaction<readonly Verdict[]>({
      run: (store) => taken.map(({ write }) => snapshot(store, write)),
      failed: (verdict) => taken.map(() => verdict),
    });
    for (const [at, { resolve }] of taken.entries()) {
      resolve(verdicts[at] ?? { kind: "unknown", message: "Cannot store snapshot: no verdict" });
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

/** The connection with its prepared statements. */
interface Store extends Readonly<Record<keyof typeof STATEMENTS, StatementSync>> {
  readonly database: DatabaseSync;
  readonly durability: string;
  readonly load: (actor: string) => Stored;
}

const STATEMENTS = {
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  shard: "SELECT epoch, nonce, address, batch, feed, archived, backlog FROM shard WHERE id = ?",
  own: `INSERT INTO shard (id, epoch, nonce, incarnation, address) VALUES (?, 1, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET epoch = epoch + 1, nonce = excluded.nonce,
    incarnation = excluded.incarnation, address = excluded.address RETURNING epoch`,
  advance: "UPDATE shard SET batch = ?, feed = ?, archived = ?, backlog = ? WHERE id = ?",
  actor: "SELECT id, head, last FROM actor WHERE name = ?",
  addActor: "INSERT INTO actor (shard, name, head, last) VALUES (?, ?, 0, 0) RETURNING id",
  advanceActor: "UPDATE actor SET head = ?, last = ? WHERE id = ?",
  setDue: "UPDATE actor SET due_ms = ? WHERE id = ?",
  lastEntry: "SELECT coalesce(max(id), 0) AS id FROM entry",
  addEntry: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  due: `SELECT name AS actor, due_ms AS atMs FROM actor
    WHERE shard = ? AND due_ms IS NOT NULL ORDER BY due_ms, name LIMIT ?`,
  feed: `SELECT position, name AS actor, seq, count, crc, body
    FROM entry JOIN actor ON actor.id = entry.actor
    WHERE entry.shard = ? AND position > max((SELECT archived FROM shard WHERE id = ?), ?)
    ORDER BY position LIMIT ?`,
  snapshotSeq: "SELECT snapshot_seq AS seq FROM actor WHERE id = ?",
  addSnapshot: "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)",
  advanceSnapshot: "UPDATE actor SET snapshot_seq = ? WHERE id = ?",
  /** Entries of one actor that its snapshot contains and that nobody waits for. */
  trim: `DELETE FROM entry WHERE id IN (
    WITH RECURSIVE chain (id, seq, count, position, prev) AS (
      SELECT id, seq, count, position, prev FROM entry WHERE id = :last AND actor = :actor
      UNION ALL
      SELECT entry.id, entry.seq, entry.count, entry.position, entry.prev
      FROM chain JOIN entry ON entry.id = chain.prev
      WHERE entry.actor = :actor AND entry.seq < chain.seq
    )
    SELECT id FROM chain WHERE seq + count - 1 <= :until AND position <= :archived)`,
  trimFeed: `DELETE FROM entry WHERE shard = ? AND position > ? AND position <= ?
    AND seq + count - 1 <= (SELECT snapshot_seq FROM actor WHERE actor.id = entry.actor)`,
  backlog: `SELECT coalesce(sum(octet_length(body)), 0) AS bytes FROM entry
    WHERE shard = ? AND position > ? AND position <= ?`,
  /** Nobody follows the feed any more: nothing waits for it. */
  forgetFeed: "UPDATE shard SET archived = feed, backlog = 0 WHERE id = ?",
  archive: "UPDATE shard SET archived = ?, backlog = backlog - ? WHERE id = ?",
} as const;

function openStore(options: SqliteOptions): Store {
  const database = new DatabaseSync(options.path);
  try {
    configureWriter(database);
    createSchema(database, options);
    if (options.pagesMax !== undefined) {
      database.exec(`PRAGMA max_page_count=${options.pagesMax}`);
    }
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
    return {
      ...Object.fromEntries(prepared) as Record<keyof typeof STATEMENTS, StatementSync>,
      database,
      durability: durabilityOf(database),
      load: prepareLoad(database),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function rollBack({ database }: Store): void {
  // A full disk makes sqlite roll back by itself; then there is nothing left to undo.
  if (database.isTransaction) database.exec("ROLLBACK");
}

function acquire(store: Store, request: AcquireRequest, archive: boolean): Acquired {
  const { shard, owner, held } = request;
  if (held !== undefined) {
    const row = store.shard.get(shard) as ShardRow | undefined;
    if (row?.epoch !== held.epoch || row.nonce !== held.nonce) {
      return { kind: "taken", epoch: row?.epoch ?? 0, address: row?.address ?? "" };
    }
  }
  const row = store.own.get(shard, owner.nonce, owner.incarnation, owner.address);
  if (!archive) store.forgetFeed.run(shard);
  return { kind: "ok", epoch: Number(row?.epoch) };
}

function append(store: Store, append: ShardAppend, archive: boolean): Verdict {
  const { shard, entries } = append;
  const row = store.shard.get(shard) as ShardRow | undefined;
  if (row?.epoch !== append.epoch || row.nonce !== append.nonce) {
    return { kind: "fenced", message: fencedMessage(shard, append, row ?? null) };
  }
  if (row.batch === append.batchId) {
    return { kind: "ok", feed: row.feed, backlogBytes: row.backlog };
  }
  const actors: (ActorRow | undefined)[] = [];
  for (const { actor, expectedSeq } of entries) {
    const found = store.actor.get(actor) as ActorRow | undefined;
    const head = found?.head ?? 0;
    if (head !== expectedSeq) {
      return { kind: "conflict", message: conflictMessage(actor, expectedSeq, head) };
    }
    actors.push(found);
  }
  let id = Number(store.lastEntry.get()?.id);
  let feed = row.feed;
  let backlogBytes = row.backlog;
  for (const [at, entry] of entries.entries()) {
    write(store, { entry, actor: actors[at], shard, id: ++id, position: ++feed });
    if (archive) backlogBytes += Buffer.byteLength(entry.body);
  }
  store.advance.run(append.batchId, feed, archive ? row.archived : feed, backlogBytes, shard);
  return { kind: "ok", feed, backlogBytes };
}

function write(store: Store, place: {
  readonly entry: Entry;
  readonly actor: ActorRow | undefined;
  readonly shard: number;
  readonly id: number;
  readonly position: number;
}): void {
  const { shard, id, position, entry: { actor, expectedSeq, count, body, dueAtMs } } = place;
  const actorId = place.actor?.id ?? Number(store.addActor.get(shard, actor)?.id);
  const prev = place.actor?.last ?? 0;
  store.addEntry.run(
    id,
    actorId,
    expectedSeq + 1,
    count,
    prev,
    shard,
    position,
    checksum(body),
    body,
  );
  store.advanceActor.run(expectedSeq + count, id, actorId);
  if (dueAtMs !== undefined) store.setDue.run(dueAtMs, actorId);
}

function snapshot(store: Store, write: SnapshotWrite): Verdict {
  const row = store.shard.get(write.shard) as ShardRow | undefined;
  if (row?.epoch !== write.epoch || row.nonce !== write.nonce) {
    return { kind: "fenced", message: fencedMessage(write.shard, write, row ?? null) };
  }
  const actor = store.actor.get(write.actor) as ActorRow | undefined;
  if (actor === undefined || write.seq > actor.head) {
    const message = aheadMessage(write.actor, write.seq, actor?.head ?? 0);
    return { kind: "conflict", message };
  }
  if (write.seq >= Number(store.snapshotSeq.get(actor.id)?.seq)) {
    store.addSnapshot.run(actor.id, checksum(write.body), write.body);
    store.advanceSnapshot.run(write.seq, actor.id);
    store.trim.run({
      last: actor.last,
      actor: actor.id,
      until: write.seq,
      archived: row.archived,
    });
  }
  return { kind: "ok", feed: row.feed, backlogBytes: row.backlog };
}

function archived(store: Store, shard: number, position: number): void {
  const row = store.shard.get(shard) as ShardRow | undefined;
  if (row === undefined) return;
  const until = Math.min(position, row.feed);
  if (until <= row.archived) return;
  const bytes = Number(store.backlog.get(shard, row.archived, until)?.bytes);
  store.trimFeed.run(shard, row.archived, until);
  store.archive.run(until, bytes, shard);
}
