/** Statements of the sqlite driver and what they do for each call; the caller opens and ends the transaction. */
import { Buffer } from "node:buffer";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { aheadMessage, checksum, conflictMessage, fencedMessage } from "./integrity.ts";
import type {
  Acquired,
  AcquireRequest,
  Entry,
  JournalOptions,
  ShardAppend,
  SnapshotWrite,
  Stored,
  Verdict,
} from "./journal.ts";
import { prepareLoad } from "./sqlite_read.ts";
import { Backlog } from "./sqlite_backlog.ts";
import { type ActorRow, Rows, type ShardRow } from "./sqlite_rows.ts";
import { configureWriter, createSchema, durabilityOf } from "./sqlite_schema.ts";

/** Options of the sqlite driver. */
export interface SqliteOptions extends JournalOptions {
  /** File of the database; made with its `-wal` and `-shm` files where missing. */
  readonly path: string;
  /** Pages of 4 KiB that the file may have, to bound it; default: the disk. */
  readonly pagesMax?: number;
}

/** The connection with its prepared statements. */
export interface Store extends Readonly<Record<keyof typeof STATEMENTS, StatementSync>> {
  readonly database: DatabaseSync;
  readonly durability: string;
  readonly load: (actor: string) => Stored;
  /** What appends know without reading. */
  readonly rows: Rows;
  readonly backlog: Backlog;
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
  advanceActorDue: "UPDATE actor SET head = ?, last = ?, due_ms = ? WHERE id = ?",
  dataVersion: "PRAGMA data_version",
  /** Trimmed ones included, so that no row takes the place of another that a reader has seen. */
  lastEntry: `SELECT max(coalesce((SELECT max(id) FROM entry), 0),
    coalesce((SELECT max(last) FROM actor), 0)) AS id`,
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
  snapshotted: "SELECT id FROM actor WHERE snapshot_seq > 0",
  toTrim: `SELECT actor.last, actor.shard, actor.snapshot_seq AS snapshotSeq, shard.archived
    FROM actor JOIN shard ON shard.id = actor.shard WHERE actor.id = ?`,
  /** Entries of one actor that its snapshot contains, newest first. */
  contained: `WITH RECURSIVE chain (id, seq, count, position, prev) AS (
      SELECT id, seq, count, position, prev FROM entry WHERE id = :last AND actor = :actor
      UNION ALL
      SELECT entry.id, entry.seq, entry.count, entry.position, entry.prev
      FROM chain JOIN entry ON entry.id = chain.prev
      WHERE entry.actor = :actor AND entry.seq < chain.seq
    )
    SELECT id, position FROM chain WHERE seq + count - 1 <= :until ORDER BY seq DESC`,
  dropEntry: "DELETE FROM entry WHERE id = ?",
  entriesSince: `SELECT id, shard, position, octet_length(body) AS bytes FROM entry
    WHERE id > ? ORDER BY id`,
  /** Nobody follows the feed any more: nothing waits for it. */
  forgetFeed: "UPDATE shard SET archived = feed, backlog = 0 WHERE id = ?",
} as const;

/** Opens the file, creates what is missing and prepares every statement. */
export function openStore(options: SqliteOptions): Store {
  const database = new DatabaseSync(options.path);
  try {
    configureWriter(database);
    createSchema(database, options);
    if (options.pagesMax !== undefined) {
      database.exec(`PRAGMA max_page_count=${options.pagesMax}`);
    }
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
    const statements = Object.fromEntries(prepared) as Record<
      keyof typeof STATEMENTS,
      StatementSync
    >;
    return {
      ...statements,
      rows: new Rows(statements),
      backlog: new Backlog(statements.entriesSince),
      database,
      durability: durabilityOf(database),
      load: prepareLoad(database),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Undoes the open transaction. */
export function rollBack({ database, rows, backlog }: Store): void {
  rows.clear();
  backlog.clear();
  // A full disk makes sqlite roll back by itself; then there is nothing left to undo.
  if (database.isTransaction) database.exec("ROLLBACK");
}

/** Takes a shard, or says who has it. */
export function acquire(store: Store, request: AcquireRequest, archive: boolean): Acquired {
  const { shard, owner, held } = request;
  if (held !== undefined) {
    const row = store.shard.get(shard) as ShardRow | undefined;
    if (row?.epoch !== held.epoch || row.nonce !== held.nonce) {
      return { kind: "taken", epoch: row?.epoch ?? 0, address: row?.address ?? "" };
    }
  }
  store.rows.clear();
  const row = store.own.get(shard, owner.nonce, owner.incarnation, owner.address);
  if (!archive) store.forgetFeed.run(shard);
  return { kind: "ok", epoch: Number(row?.epoch) };
}

/** One shard's append: first every check, then every write. */
export function append(store: Store, append: ShardAppend, archive: boolean): Verdict {
  const { shard, entries } = append;
  const { rows } = store;
  const row = rows.shard(shard);
  if (row?.epoch !== append.epoch || row.nonce !== append.nonce) {
    return { kind: "fenced", message: fencedMessage(shard, append, row ?? null) };
  }
  if (row.batch === append.batchId) {
    return { kind: "ok", feed: row.feed, backlogBytes: row.backlog };
  }
  const actors: (ActorRow | undefined)[] = [];
  for (const { actor, expectedSeq } of entries) {
    const found = rows.actor(actor);
    const head = found?.head ?? 0;
    if (head !== expectedSeq) {
      return { kind: "conflict", message: conflictMessage(actor, expectedSeq, head) };
    }
    actors.push(found);
  }
  for (const [at, entry] of entries.entries()) {
    write(store, { entry, actor: actors[at], shard, id: ++rows.lastEntry, position: ++row.feed });
    if (archive) row.backlog += Buffer.byteLength(entry.body);
  }
  row.batch = append.batchId;
  if (!archive) row.archived = row.feed;
  store.advance.run(row.batch, row.feed, row.archived, row.backlog, shard);
  return { kind: "ok", feed: row.feed, backlogBytes: row.backlog };
}

function write(store: Store, place: {
  readonly entry: Entry;
  readonly actor: ActorRow | undefined;
  readonly shard: number;
  readonly id: number;
  readonly position: number;
}): void {
  const { shard, id, position, entry: { actor, expectedSeq, count, body, dueAtMs } } = place;
  const row = place.actor ?? added(store, shard, actor);
  store.addEntry.run(
    id,
    row.id,
    expectedSeq + 1,
    count,
    row.last,
    shard,
    position,
    checksum(body),
    body,
  );
  row.head = expectedSeq + count;
  row.last = id;
  if (dueAtMs === undefined) store.advanceActor.run(row.head, id, row.id);
  else store.advanceActorDue.run(row.head, id, dueAtMs, row.id);
}

function added(store: Store, shard: number, name: string): ActorRow {
  const row = { id: Number(store.addActor.get(shard, name)?.id), head: 0, last: 0 };
  store.rows.added(name, row);
  return row;
}

/** Stores a snapshot. Returns the actor's row beside the verdict where something may be trimmed now. */
export function snapshot(
  store: Store,
  write: SnapshotWrite,
): { readonly verdict: Verdict; readonly actor: number | null } {
  const row = store.shard.get(write.shard) as ShardRow | undefined;
  if (row?.epoch !== write.epoch || row.nonce !== write.nonce) {
    const message = fencedMessage(write.shard, write, row ?? null);
    return { verdict: { kind: "fenced", message }, actor: null };
  }
  const actor = store.actor.get(write.actor) as ActorRow | undefined;
  if (actor === undefined || write.seq > actor.head) {
    const message = aheadMessage(write.actor, write.seq, actor?.head ?? 0);
    return { verdict: { kind: "conflict", message }, actor: null };
  }
  const verdict = { kind: "ok", feed: row.feed, backlogBytes: row.backlog } as const;
  if (write.seq < Number(store.snapshotSeq.get(actor.id)?.seq)) return { verdict, actor: null };
  store.addSnapshot.run(actor.id, checksum(write.body), write.body);
  store.advanceSnapshot.run(write.seq, actor.id);
  return { verdict, actor: actor.id };
}

/** Moves archived positions. */
export function archived(
  store: Store,
  moves: readonly { readonly shard: number; readonly position: number }[],
): void {
  const { rows, backlog } = store;
  rows.begin();
  backlog.scan((shard) => rows.shard(shard)?.archived ?? 0);
  for (const { shard, position } of moves) {
    const row = rows.shard(shard);
    if (row === undefined) continue;
    const until = Math.min(position, row.feed);
    if (until <= row.archived) continue;
    row.archived = until;
    row.backlog -= backlog.take(shard, until);
    store.advance.run(row.batch, row.feed, row.archived, row.backlog, shard);
  }
}
