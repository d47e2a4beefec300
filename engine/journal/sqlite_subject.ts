/** The sqlite driver as the suites see it: a file in a temporary folder for each test. */
import { DatabaseSync } from "node:sqlite";
import type { JournalSubject } from "./contract.ts";
import { createSqliteJournal } from "./sqlite.ts";

const ENTRIES = `SELECT count(*) AS entries FROM entry
  WHERE actor = (SELECT id FROM actor WHERE name = ?)`;

export const SQLITE_SUBJECT: JournalSubject = {
  name: "sqlite",
  create: async () => {
    const folder = await Deno.makeTempDir({ prefix: "yundian-journal-" });
    const path = `${folder}/journal.db`;
    return {
      journal: (options) => createSqliteJournal({ ...options, path }),
      storedEntries: (_shard, actor) =>
        direct(path, (database) => Number(database.prepare(ENTRIES).get(actor)?.entries)),
      corrupt: (_shard, actor, what) =>
        direct(path, (database) => {
          const { changes } = database.prepare(
            `UPDATE ${what} SET body = body || ' ' WHERE actor = (SELECT id FROM actor WHERE name = ?)`,
          ).run(actor);
          if (changes === 0) throw new Error(`Cannot corrupt "${actor}": nothing is stored`);
        }),
      [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
    };
  },
};

/** Runs something on a connection of its own, past the driver. */
function direct<Result>(path: string, run: (database: DatabaseSync) => Result): Promise<Result> {
  const database = new DatabaseSync(path);
  try {
    return Promise.resolve(run(database));
  } finally {
    database.close();
  }
}
