/**
 * Plans and times of the heaviest queries of statistics, with the figures of a whole province: 86 banks, 2,000
 * outlets, 18,000 managers, 30 days of those that are stored. `deno run -A web/store/testing/statistics_plans.ts`
 * prints them for PostgreSQL, with `pglite` for the embedded one, `--stored=90` with older days, `--no-plans` bare.
 */
import postgres from "postgres";
import { dayNumber } from "../../projection/statistics/day.ts";
import { createLog, systemWorld } from "../../../engine/mod.ts";
import { openDatabase } from "../database.ts";
import type { Filter } from "../statistics/filter.ts";
import { ranks } from "../statistics/leaders.ts";
import { lines, total } from "../statistics/lines.ts";
import { best } from "../statistics/best.ts";
import { startPostgres } from "./postgres_server.ts";

/** Days that are asked for, and that are stored. */
const DAYS = 30;
const STORED = Number(Deno.args.find((one) => one.startsWith("--stored="))?.slice(9) ?? DAYS);
const TO_DAY = dayNumber(Date.UTC(2026, 10, 22));
const ROOT = "jx";

const world = systemWorld();
const embedded = Deno.args.includes("pglite");
const server = embedded ? null : await startPostgres();
const database = await openDatabase({
  source: server === null
    ? { kind: "pglite", folder: null, password: "plans" }
    : { kind: "postgres", url: server.url },
  log: createLog({ write: (line) => console.error(line), nowMs: world.clock.nowMs }),
  scheduler: world.scheduler,
  nowMs: world.clock.nowMs,
  connectionsMax: 2,
  statementMs: 600_000,
});
await database.ready(60_000);
const { sql } = database;
await plant();

const province: Filter = {
  unit: ROOT,
  reach: "below",
  manager: null,
  campaign: null,
  fromDay: TO_DAY - DAYS + 1,
  toDay: TO_DAY,
  credit: "all",
};
const bank: Filter = { ...province, unit: "jx.b01" };
const page = { after: null, limit: 50, root: ROOT };
const measured: Readonly<Record<string, (sql: postgres.Sql) => Promise<unknown>>> = {
  "province, 30 days, total": (sql) => total(sql, province),
  "province, 30 days, by day": (sql) => lines(sql, province, { ...page, by: "day" }),
  "province, 30 days, by bank": (sql) =>
    lines(sql, { ...province, credit: "credited" }, { ...page, by: "bank", limit: 100 }),
  "province, 30 days, 50 managers": (sql) =>
    lines(sql, { ...province, credit: "credited" }, { ...page, by: "manager" }),
  "province, 30 days, leaderboard": (sql) =>
    ranks(sql, province, { measure: "netFen", after: 0, limit: 20, me: "m00001" }),
  "bank, 30 days, by outlet": (sql) =>
    lines(sql, { ...bank, credit: "credited" }, { ...page, by: "outlet" }),
  "bank, 30 days, leaderboard": (sql) =>
    ranks(sql, bank, { measure: "netFen", after: 0, limit: 20, me: "m00001" }),
  "one sale, best managers": (sql) =>
    best(sql, { ...province, campaign: "sale1" }, { by: "manager", limit: 100 }),
};
for (const [name, run] of Object.entries(measured)) {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const begun = performance.now();
    await run(sql);
    times.push(Math.round(performance.now() - begun));
  }
  console.log(`\n## ${name}: ${Math.min(...times)} ms (${times.join(", ")})`);
  if (!Deno.args.includes("--no-plans")) await run(explaining(sql));
}
await database.close();
await server?.[Symbol.asyncDispose]();

/** Runs each statement, and prints its plan before. */
function explaining(sql: postgres.Sql): postgres.Sql {
  const explained = new Proxy(sql, {
    apply(target, self, args) {
      const query = Reflect.apply(target, self, args);
      const [first] = args;
      if (!Array.isArray(first) || !("raw" in first)) return query;
      const [head = ""] = first;
      if (!/^\s*(with|select)\s/.test(head)) return query;
      return (async () => {
        const strings = Object.assign([
          `explain (analyze, costs off, timing off) ${head}`,
          ...first.slice(1),
        ], {
          raw: [],
        });
        const plan = await Reflect.apply(target, self, [strings, ...args.slice(1)]);
        for (const row of plan) console.log(`    ${row["QUERY PLAN"]}`);
        return await query;
      })();
    },
  });
  return explained;
}

async function plant(): Promise<void> {
  await sql.unsafe(`
    insert into bank.unit (id, parent, kind, name, opened_ms)
      values ('jx', null, 'province', 'jx', 0) on conflict do nothing;
    insert into bank.unit (id, parent, kind, name, opened_ms)
      select 'jx.b' || lpad(b::text, 2, '0'), 'jx', 'bank', 'bank ' || b, 0
      from generate_series(1, 86) b;
    insert into bank.unit (id, parent, kind, name, opened_ms)
      select bank || '.' || lpad(o::text, 4, '0'), bank, 'outlet', 'outlet ' || o, 0
      from generate_series(1, 2000) o, lateral (
        select 'jx.b' || lpad((1 + o % 86)::text, 2, '0') as bank) of;
    insert into bank.staff (id, name, role, unit, joined_ms)
      select 'm' || lpad(m::text, 5, '0'), 'manager ' || m, 'manager', unit, 0
      from generate_series(1, 18000) m, lateral (
        select 1 + m % 2000 as o) one, lateral (
        select 'jx.b' || lpad((1 + o % 86)::text, 2, '0') || '.' || lpad(o::text, 4, '0') as unit) of;
    insert into bank.assignment (staff_id, unit, from_ms) select id, unit, 0 from bank.staff
      where id like 'm%' on conflict do nothing;
    insert into projected.sale_course (campaign, unit) values ('sale1', 'jx.b01'), ('sale2', 'jx');
    insert into projected.daily (day, unit, bank, manager, campaign, visits, visitors, clicks,
        grabs, orders, units, fen, counted_ms, grabbed_ms, confirmed_ms)
      select date '1970-01-01' + ${
    TO_DAY - STORED + 1
  } + d, s.unit, substr(s.unit, 1, 6), s.id, c.campaign,
        20 + d, 10 + d, 5, 3, 2, 2, 990 * (length(s.id) + d), 1000 + d, 1000 + d, 1000 + d
      from bank.staff s, generate_series(0, ${STORED - 1}) d,
        (values (''), ('sale1')) c (campaign)
      where s.id like 'm%' and (c.campaign = '' or d >= ${STORED - 3});
    insert into projected.daily (day, unit, bank, manager, campaign, grabs)
      select date '1970-01-01' + ${TO_DAY - DAYS + 1} + d, '', '', '', 'sale1', 100000
      from generate_series(0, ${DAYS - 1}) d;
    insert into projected.unit_daily (day, unit, bank, campaign, visits, visitors, clicks, grabs,
        orders, units, fen)
      select day, unit, bank, campaign, sum(visits), sum(visitors), sum(clicks), sum(grabs),
        sum(orders), sum(units), sum(fen)
      from projected.daily group by 1, 2, 3, 4;
    analyze;
  `);
  const [rows] = await sql`
    select count(*) as rows, pg_size_pretty(pg_total_relation_size('projected.daily')) as size
    from projected.daily`;
  console.log(database.kind, rows);
}
