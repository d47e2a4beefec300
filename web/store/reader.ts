/** The database as a command reads it beside the product: no migrations, one connection, nothing written. */
import postgres from "postgres";
import type { Scheduler } from "../../engine/mod.ts";
import { clientOptions, type DatabaseSource } from "./database.ts";
import { startPglite } from "./pglite.ts";

export interface Reader {
  readonly sql: postgres.Sql;
  close(): Promise<void>;
}

/** Opens it; the first question finds out whether it answers. */
export async function openReader(
  source: DatabaseSource,
  options: { readonly scheduler: Scheduler; readonly statementMs: number },
): Promise<Reader> {
  const { scheduler, statementMs } = options;
  const client = (url: string) =>
    postgres(url, clientOptions({ connectionsMax: 1, statementMs, kind: source.kind }));
  if (source.kind === "postgres") {
    const sql = client(source.url);
    return { sql, close: () => sql.end() };
  }
  const failed = (message: string) => console.error(message);
  const embedded = await startPglite({ ...source, scheduler, failed });
  const sql = client(embedded.url);
  return {
    sql,
    async close() {
      await sql.end();
      await embedded.close();
    },
  };
}
