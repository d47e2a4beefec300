/** The database as routes ask for it. */
import { type Database, DatabaseUnavailable } from "../store/database.ts";
import { isoInstant } from "./instant.ts";
import type { Services } from "./services.ts";

/** The database; throws what becomes 503 `database-unavailable` where it does not answer now. */
export function databaseOf({ database }: Pick<Services, "database">): Database {
  if (database === null || !database.available()) {
    throw new DatabaseUnavailable("The database does not answer");
  }
  return database;
}

/**
 * Rows that follow the journal, with the caller's own writes of a moment ago: see `ProjectionView.reached`. Throws
 * like `databaseOf` while rows are incomplete: just after a start, and during a rebuild.
 */
export async function followedRows(
  services: Pick<Services, "database" | "projection" | "engine">,
  options: { readonly maxMs: number } = { maxMs: REACH_MS },
): Promise<{ readonly sql: Database["sql"]; readonly asOf: string }> {
  const { sql } = databaseOf(services);
  const { projection, engine } = services;
  const isReached = await projection.reached(options.maxMs);
  const asOfMs = projection.asOfMs() ?? (isReached ? engine.nowMs() : null);
  if (asOfMs === null) throw new DatabaseUnavailable("Rows are not complete yet");
  return { sql, asOf: isoInstant(asOfMs) };
}

/** How long a list waits for what was acknowledged before it. */
export const REACH_MS = 500;
