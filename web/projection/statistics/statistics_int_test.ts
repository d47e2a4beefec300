import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type postgres from "postgres";
import { eachDatabase } from "../../store/testing/databases.ts";
import type { ProjectedRecord } from "../projection.ts";
import type { LogRecord } from "./book.ts";
import { dayText } from "./day.ts";
import { histories, type History, MANAGERS, OUTLETS } from "./fixtures/history.ts";
import { MemoryRows } from "./fixtures/memory_rows.ts";
import { columnOf, MEASURES } from "./measures.ts";
import { statistics } from "./statistics.ts";

const RUNS = 12;

eachDatabase(
  "statistics' rows are the fold of the log, whatever the pages and the order",
  async (sql) => {
    await staff(sql);
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(), async (history, seed) => {
        await begin(sql, history);
        for (const page of pagesOf(history.records, seed)) await apply(sql, page);
        const inTime = await rowsOf(sql);
        assertEquals(inTime, expected(history));
        assertEquals(await unitRowsOf(sql), await sumsOfUnits(sql));
        const dump = await dumpOf(sql);

        await begin(sql, history);
        for (const page of Map.groupBy(history.records, ({ actor }) => actor).values()) {
          await apply(sql, page);
        }
        assertEquals(await dumpOf(sql), dump);
      }),
      { numRuns: RUNS },
    );
  },
);

async function staff(sql: postgres.Sql): Promise<void> {
  const unit = (id: string, kind: string, parent: string | null) =>
    sql`insert into bank.unit (id, parent, kind, name, opened_ms)
      values (${id}, ${parent}, ${kind}, ${id}, 0)`;
  await unit("jx", "province", null);
  for (const bank of ["jx.3601", "jx.3602"]) await unit(bank, "bank", "jx");
  for (const outlet of OUTLETS) await unit(outlet, "outlet", outlet.slice(0, 7));
  for (const manager of MANAGERS) {
    await sql`insert into bank.staff (id, name, role, unit, joined_ms)
      values (${manager}, ${manager}, 'manager', ${OUTLETS[0]}, 0)`;
  }
}

async function begin(sql: postgres.Sql, { moves }: History): Promise<void> {
  await sql.unsafe(`truncate ${statistics.tables.join(", ")}, bank.assignment`);
  for (const { manager, unit, fromMs } of moves) {
    await sql`insert into bank.assignment (staff_id, unit, from_ms, to_ms)
      values (${manager}, ${unit}, ${fromMs}, ${fromMs})`;
  }
}

function apply(sql: postgres.Sql, records: readonly LogRecord[]): Promise<unknown> {
  const batch: ProjectedRecord[] = records.map((one) => ({
    ...one,
    shard: 0,
    position: 1,
    seq: 1,
    atMs: one.atMs + 0.25,
  }));
  return sql.begin((tx) => statistics.apply(tx, batch));
}

/** Figures by key, zeros left out. */
function expected({ records, moves }: History): unknown {
  const memory = new MemoryRows(moves);
  memory.apply(records);
  return [...memory.daily.values()].map(({ day, unit, bank, manager, campaign, figures }) => ({
    key: [dayText(day), unit, bank, manager, campaign].join(" "),
    figures: MEASURES.filter((name) => figures[name] !== 0).map((name) => [name, figures[name]]),
  })).sort(byKey);
}

async function rowsOf(sql: postgres.Sql): Promise<unknown> {
  const rows = await sql<Record<string, string>[]>`
    select d.*, d.day::text as day from projected.daily d`;
  return rows.map((row) => ({
    key: ["day", "unit", "bank", "manager", "campaign"].map((name) => row[name]).join(" "),
    figures: MEASURES.filter((name) => row[columnOf(name)] !== "0")
      .map((name) => [name, Number(row[columnOf(name)])]),
  })).sort(byKey);
}

/** The rows of units, and what the rows of managers add up to. */
async function unitRowsOf(sql: postgres.Sql): Promise<readonly unknown[]> {
  const rows = await sql.unsafe(`
    select day::text as day, unit, bank, campaign, ${MEASURES.map(columnOf).join(", ")}
    from projected.unit_daily order by 1, 2, 4`);
  return [...rows];
}

async function sumsOfUnits(sql: postgres.Sql): Promise<readonly unknown[]> {
  const sums = MEASURES.map(columnOf).map((name) => `sum(${name})::bigint as ${name}`);
  const rows = await sql.unsafe(`
    select day::text as day, unit, bank, campaign, ${sums.join(", ")}
    from projected.daily group by day, unit, bank, campaign order by 1, 2, 4`);
  return [...rows];
}

function byKey(one: { readonly key: string }, other: { readonly key: string }): number {
  return one.key < other.key ? -1 : 1;
}

/** All tables, as text. */
async function dumpOf(sql: postgres.Sql): Promise<readonly string[]> {
  const dump: string[] = [];
  for (const table of statistics.tables) {
    const rows = await sql<{ line: string }[]>`
      select t::text as line from ${sql(table)} t order by 1`;
    dump.push(...rows.map(({ line }) => `${table} ${line}`));
  }
  return dump;
}

function* pagesOf(records: readonly LogRecord[], seed: number): Generator<readonly LogRecord[]> {
  let at = 0;
  for (let i = seed; at < records.length; i = (i * 7 + 3) % 1_009) {
    const end = at + 1 + i % 17;
    yield records.slice(at, end);
    at = end;
  }
}
