/** The sqlite driver: one file, no server to install, the default. */
import { DatabaseSync } from "node:sqlite";
import { reason, unavailable } from "./integrity.ts";
import type { Journal, Stored } from "./journal.ts";
import { RemoteJournal } from "./remote.ts";
import type { SqliteOptions } from "./sqlite_journal.ts";
import { prepareLoad } from "./sqlite_read.ts";

export type { SqliteOptions } from "./sqlite_journal.ts";

/** A journal in the file `path`, written in a Worker; `ok` means that fsync returned. */
export function createSqliteJournal(options: SqliteOptions): Journal {
  return new RemoteJournal({
    ...options,
    lanes: "one",
    durability: "fsync of the write-ahead log",
    setup: options,
    spawn: () => new Worker(new URL("./sqlite_worker.ts", import.meta.url), { type: "module" }),
  });
}

/** Reads actors as stored; what is appended meanwhile is seen by later loads. */
export interface JournalReader {
  /** Throws a `Fault` where what is stored cannot be read. */
  load(actor: string): Stored;
  close(): void;
}

/** Opens a second, read-only connection on a journal, for an audit in another Worker. */
export function openSqliteReader(path: string): JournalReader {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    database.exec("PRAGMA busy_timeout=1000");
    const load = prepareLoad(database);
    return {
      // One transaction, so that actor, snapshot and entries are of one instant.
      load: (actor) => {
        database.exec("BEGIN");
        try {
          return load(actor);
        } finally {
          database.exec("COMMIT");
        }
      },
      close: () => database.close(),
    };
  } catch (error) {
    throw unavailable(`Cannot read journal "${path}": ${reason(error)}`, error);
  }
}
