/** A database that is made for one rehearsal in the installation's PostgreSQL. */
import postgres from "postgres";
import { Refusal } from "../runs/plan.ts";
import { isGone, ownerText } from "./owner.ts";
import type { Taken } from "./stores.ts";

const PREFIX = "yundian_rehearsal_";
const CONNECT_S = 5;
const FORBIDDEN = "42501";

/** Makes one, and drops what rehearsals left that were killed. */
export async function takePostgres(url: string): Promise<Taken> {
  const name = `${PREFIX}${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
  await withPostgres(url, async (sql) => {
    await dropAbandoned(sql);
    // Nobody can be connected to this template, which would be in the way.
    await sql.unsafe(`CREATE DATABASE ${name} TEMPLATE template0`).catch((error: unknown) => {
      throw new Refusal(`Cannot rehearse on DATABASE_URL: ${whyOf(error)}`);
    });
    await sql.unsafe(`COMMENT ON DATABASE ${name} IS '${ownerText()}'`);
  });
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    env: { DATABASE_URL: own.href },
    said: {
      zh: `同一 PostgreSQL 的库 ${name}，演练后删除`,
      en: `the database ${name} of the same PostgreSQL, dropped afterwards`,
    },
    remove: () => withPostgres(url, (sql) => drop(sql, name)),
  };
}

/** What is still connected is the copy, which has been ended. */
async function drop(sql: postgres.Sql, name: string): Promise<void> {
  await sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function dropAbandoned(sql: postgres.Sql): Promise<void> {
  const found = await sql<{ name: string; owner: string | null }[]>`
    SELECT datname AS name, shobj_description(oid, 'pg_database') AS owner
    FROM pg_database WHERE datname LIKE ${`${PREFIX}%`}`;
  for (const { name, owner } of found) if (isGone(owner ?? "")) await drop(sql, name);
}

async function withPostgres(
  url: string,
  work: (sql: postgres.Sql) => Promise<void>,
): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: CONNECT_S, onnotice: () => {} });
  try {
    await sql`SELECT 1`.catch((error: unknown) => {
      throw new Refusal(`Cannot rehearse on DATABASE_URL: ${whyOf(error)}`);
    });
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function whyOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  if ("code" in error && error.code === FORBIDDEN) {
    return "its user may not make a database (it needs CREATEDB)";
  }
  if ("errors" in error && Array.isArray(error.errors)) return whyOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
