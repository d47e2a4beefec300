import { AssertionError } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { journalContract } from "./contract.ts";
import { createSqliteJournal } from "./sqlite.ts";

journalContract({
  name: "sqlite",
  create: async () => {
    const folder = await Deno.makeTempDir({ prefix: "yundian-journal-" });
    const path = `${folder}/journal.db`;
    const direct = <Result>(run: (database: DatabaseSync) => Result) => {
      const database = new DatabaseSync(path);
      try {
        return Promise.resolve(run(database));
      } finally {
        database.close();
      }
    };
    return {
      journal: (options) => createSqliteJournal({ ...options, path }),
      storedEntries: (_shard, actor) =>
        direct((database) =>
          Number(
            database.prepare(
              "SELECT count(*) AS n FROM entry JOIN actor ON actor.id = entry.actor WHERE name = ?",
            ).get(actor)?.n,
          )
        ),
      corrupt: (_shard, actor, what) =>
        direct((database) => {
          const { changes } = database.prepare(
            `UPDATE ${what} SET body = body || ' ' WHERE actor = (SELECT id FROM actor WHERE name = ?)`,
          ).run(actor);
          if (changes !== 1 && what === "snapshot") throw new AssertionError("nothing to corrupt");
        }),
      [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
    };
  },
});
