/** Tables of the sqlite driver and how a connection is set up. */
import type { DatabaseSync } from "node:sqlite";
import { shardMismatch, unavailable } from "./integrity.ts";

/**
 * An append touches few pages: entries are written at the end of their table, whatever their actor, and chained by
 * `prev` from the actor's row, since an index over them would dirty a page per actor. Actors and shards are dense
 * rows. The feed has no index either: a shard's positions ascend with the rows, and who follows it reads them all.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shard (
  id INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  nonce TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  address TEXT NOT NULL,
  batch TEXT NOT NULL DEFAULT '',
  feed INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0,
  backlog INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS actor (
  id INTEGER PRIMARY KEY,
  shard INTEGER NOT NULL,
  name TEXT NOT NULL UNIQUE,
  head INTEGER NOT NULL,
  last INTEGER NOT NULL,
  snapshot_seq INTEGER NOT NULL DEFAULT 0,
  due_ms REAL
);
CREATE INDEX IF NOT EXISTS actor_due ON actor (shard, due_ms, name) WHERE due_ms IS NOT NULL;
CREATE TABLE IF NOT EXISTS snapshot (
  actor INTEGER PRIMARY KEY,
  crc INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS entry (
  id INTEGER PRIMARY KEY,
  actor INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  count INTEGER NOT NULL,
  prev INTEGER NOT NULL,
  shard INTEGER NOT NULL,
  position INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  body TEXT NOT NULL
);
`;

/** Write-ahead pages before they are copied into the main file: 16 MB. */
const CHECKPOINT_PAGES = 4_096;
const CACHE_KIB = 65_536;
const BUSY_MS = 1_000;

/** Settings of the writing connection. `synchronous=FULL` makes COMMIT return after the write-ahead log is synced. */
export function configureWriter(database: DatabaseSync): void {
  database.exec(`
    PRAGMA busy_timeout=${BUSY_MS};
    PRAGMA journal_mode=WAL;
    PRAGMA synchronous=FULL;
    PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES};
    PRAGMA cache_size=-${CACHE_KIB};
    PRAGMA temp_store=MEMORY;
  `);
}

/** Creates what is missing and compares the stored number of shards. */
export function createSchema(
  database: DatabaseSync,
  options: { readonly shards: number },
): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec(TABLES);
    database.exec("DROP INDEX IF EXISTS entry_feed");
    database.prepare("INSERT OR IGNORE INTO meta VALUES ('shards', ?)").run(options.shards);
    const stored = Number(
      database.prepare("SELECT value FROM meta WHERE name = 'shards'").get()?.value,
    );
    if (stored !== options.shards) throw shardMismatch(stored, options.shards);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** What the connection says about its own settings; anything but WAL with FULL would lose acknowledged records. */
export function durabilityOf(database: DatabaseSync): string {
  const mode = pragma(database, "journal_mode");
  const synchronous = pragma(database, "synchronous");
  if (mode !== "wal" || synchronous !== SYNCHRONOUS_FULL) {
    throw unavailable(
      `Cannot open journal: journal_mode is ${mode} and synchronous ${synchronous}, not wal and 2`,
    );
  }
  return `fsync of the log returned (sqlite, journal_mode=${mode}, synchronous=FULL)`;
}

const SYNCHRONOUS_FULL = 2;

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}
