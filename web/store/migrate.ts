/** Runs the numbered SQL files that a database has not seen yet, in order, each in one transaction. */
import { createHash } from "node:crypto";
import type postgres from "postgres";

/** One file. */
export interface Migration {
  /** `0001_schemas`. */
  readonly name: string;
  readonly text: string;
}

const FOLDER = new URL("./migrations/", import.meta.url);
const SHAPE = /^\d{4}_[a-z0-9_]+\.sql$/;
/** Any number, the same in every process: one migrates, the others wait. */
const LOCK = 7_301_957;

/** The files of this release, in order. */
export async function readMigrations(folder: URL = FOLDER): Promise<readonly Migration[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (SHAPE.test(name)) names.push(name);
    else throw new Error(`Cannot use migration "${name}": its name must be like 0001_words.sql`);
  }
  return await Promise.all(
    names.sort().map(async (name) => ({
      name: name.replace(".sql", ""),
      text: await Deno.readTextFile(new URL(name, folder)),
    })),
  );
}

/**
 * Brings a database up to date; says what it ran. Safe for two processes at once.
 *
 * Rejects, having changed nothing, when a file that ran before reads differently now.
 */
export async function migrate(
  sql: postgres.Sql,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await sql`
    create table if not exists public.migration (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`;
  const ran: string[] = [];
  for (const { name, text } of migrations) {
    const checksum = createHash("sha256").update(text).digest("hex");
    const isNew = await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      const [row] = await tx<{ checksum: string }[]>`
        select checksum from public.migration where name = ${name}`;
      if (row !== undefined) {
        if (row.checksum === checksum) return false;
        throw new Error(`Cannot migrate: "${name}" has changed since it ran`);
      }
      await tx.unsafe(text);
      await tx`insert into public.migration (name, checksum) values (${name}, ${checksum})`;
      return true;
    });
    if (isNew) ran.push(name);
  }
  return ran;
}
