/** Every row of a schema, for tests that compare before and after. */
import type postgres from "postgres";

/** Rows by table, each in the order of its text. */
export async function dumpSchema(
  sql: postgres.Sql,
  schema: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = ${schema} order by table_name`;
  const dump: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const rows = await sql<{ row: string }[]>`
      select to_jsonb(t)::text as row from ${sql(`${schema}.${name}`)} t order by 1`;
    dump[name] = rows.map(({ row }) => row);
  }
  return dump;
}
