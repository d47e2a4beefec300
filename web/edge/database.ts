/** The database as routes ask for it. */
import { type Database, DatabaseUnavailable } from "../store/database.ts";
import type { Services } from "./services.ts";

/** The database; throws what becomes 503 `database-unavailable` where it does not answer now. */
export function databaseOf({ database }: Pick<Services, "database">): Database {
  if (database === null || !database.available()) {
    throw new DatabaseUnavailable("The database does not answer");
  }
  return database;
}

/** Rows that follow the journal, with the caller's own writes of a moment ago: see `ProjectionView.reached`. */
export async function followedRows(
  services: Pick<Services, "database" | "projection" | "engine">,
  options: { readonly maxMs: number } = { maxMs: REACH_MS },
): Promise<{ readonly sql: Database["sql"]; readonly asOf: string }> {
  const { sql } = databaseOf(services);
  await services.projection.reached(options.maxMs);
  const asOfMs = services.projection.asOfMs() ?? services.engine.nowMs();
  return { sql, asOf: new Date(asOfMs).toISOString() };
}

/** How long a list waits for what was acknowledged before it. */
export const REACH_MS = 500;
