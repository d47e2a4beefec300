import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type postgres from "postgres";
import { eachDatabase } from "../../store/testing/databases.ts";
import { dumpSchema } from "../../store/testing/dump.ts";
import type { ProjectedRecord } from "../projection.ts";
import type { LogRecord } from "../statistics/book.ts";
import {
  type Counted,
  MANAGERS,
  OUTLETS,
  referralHistories,
  type ReferralHistory,
} from "./fixtures/history.ts";
import { addFigures, columnOf, noFigures, REFERRAL_MEASURES } from "./measures.ts";
import { referral } from "./referral.ts";

const RUNS = 12;
/** Tables of statistics that get a part of it. */
const SHARED = ["projected.daily", "projected.unit_daily"];

eachDatabase(
  "rows of a referral are what a naive reader makes of its log, whatever the pages and the order",
  async (sql) => {
    await staff(sql);
    await fc.assert(
      fc.asyncProperty(referralHistories, fc.nat(), async (history, seed) => {
        await begin(sql, history);
        for (const page of pagesOf(history.records, seed)) await apply(sql, page);
        assertEquals(await participants(sql), expectedParticipants(history));
        assertEquals(await rewards(sql), expectedRewards(history));
        assertEquals(await reviews(sql), expectedReviews(history));
        assertEquals(await daily(sql), expectedDaily(history));
        for (const table of SHARED) {
          assertEquals(await referred(sql, table), expectedReferred(history), table);
        }
        const inTime = await dumpSchema(sql, "projected");

        await begin(sql, history);
        const cells = Map.groupBy(history.records, ({ actor }) => actor);
        for (const name of [...cells.keys()].toSorted().toReversed()) {
          for (const page of pagesOf(cells.get(name) ?? [], seed)) await apply(sql, page);
        }
        assertEquals(await dumpSchema(sql, "projected"), inTime);

        await begin(sql, history);
        await apply(sql, [...cells.values()].flat());
        assertEquals(await dumpSchema(sql, "projected"), inTime);
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

async function begin(sql: postgres.Sql, { moves }: ReferralHistory): Promise<void> {
  const tables = [...referral.tables, ...SHARED].join(", ");
  await sql.unsafe(`truncate ${tables}, bank.assignment`);
  for (const { manager, unit, fromMs } of moves) {
    await sql`insert into bank.assignment (staff_id, unit, from_ms, to_ms)
      values (${manager}, ${unit}, ${fromMs}, ${fromMs})
      on conflict (staff_id, from_ms) do update set unit = excluded.unit`;
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
  return sql.begin((tx) => referral.apply(tx, batch));
}

async function participants(sql: postgres.Sql): Promise<readonly unknown[]> {
  const rows = await sql`
    select campaign, cell, n, customer, manager, channel, joined_ms::float8 as joined,
      inviter_cell || '.' || inviter_n as inviter, qualified_ms::float8 as qualified,
      qualified_event as event, removed
    from projected.referral_participant order by campaign, cell, n`;
  return rows.map((row) => ({ ...row }));
}

function expectedParticipants({ people }: ReferralHistory): readonly unknown[] {
  return sorted(people.map((one) => ({
    campaign: one.campaign,
    cell: one.cell,
    n: one.n,
    customer: one.customer,
    manager: one.via ?? "",
    channel: one.channel,
    joined: one.joinedMs,
    inviter: one.inviter === null ? null : `${one.inviter.cell}.${one.inviter.n}`,
    qualified: one.qualified?.atMs ?? null,
    event: one.qualified?.event.id ?? null,
    removed: one.removed,
  })));
}

async function rewards(sql: postgres.Sql): Promise<readonly unknown[]> {
  const rows = await sql`
    select campaign, cell, r as n, n as owner, "for", state, fen::float8 as fen,
      paid_ms::float8 as paid, clawed_ms::float8 as clawed, channel
    from projected.referral_reward order by campaign, cell, r`;
  return rows.map((row) => ({ ...row }));
}

function expectedRewards({ won }: ReferralHistory): readonly unknown[] {
  return sorted(won.map((one) => ({
    campaign: one.owner.campaign,
    cell: one.owner.cell,
    n: one.r,
    owner: one.owner.n,
    for: one.for,
    state: one.state,
    fen: one.fen,
    paid: one.paidMs,
    clawed: one.clawedMs,
    channel: one.paidMs === null ? null : (one.invitee ?? one.owner).channel,
  })));
}

async function reviews(sql: postgres.Sql): Promise<readonly unknown[]> {
  const rows = await sql`
    select campaign, cell, n, flags, others, flagged_ms::float8 as at, note
    from projected.referral_review order by campaign, cell, n`;
  return rows.map(({ others, ...row }) => ({
    ...row,
    others: others.map((one: { cell: number; n: number }) => `${one.cell}.${one.n}`),
  }));
}

function expectedReviews({ people }: ReferralHistory): readonly unknown[] {
  return sorted(
    people.filter(({ flaggedMs }) => flaggedMs !== null).map((one) => ({
      campaign: one.campaign,
      cell: one.cell,
      n: one.n,
      flags: one.flags,
      others: one.others.slice(0, 20),
      at: one.flaggedMs,
      note: one.note,
    })),
  );
}

function sorted<
  Row extends { readonly campaign: string; readonly cell: number; readonly n: number },
>(
  rows: readonly Row[],
): readonly Row[] {
  return rows.toSorted((one, other) =>
    one.campaign === other.campaign
      ? one.cell - other.cell || one.n - other.n
      : one.campaign < other.campaign
      ? -1
      : 1
  );
}

/** Figures by key, zeros left out. */
async function daily(sql: postgres.Sql): Promise<readonly unknown[]> {
  const rows = await sql<Record<string, string>[]>`
    select d.*, d.day::text as day from projected.referral_daily d`;
  return rows.map((row) => ({
    key: ["campaign", "day", "unit", "bank", "manager", "channel"].map((name) => row[name])
      .join(" "),
    figures: REFERRAL_MEASURES.filter((name) => row[columnOf(name)] !== "0")
      .map((name) => [name, Number(row[columnOf(name)])]),
  })).filter(({ figures }) => figures.length > 0).toSorted(byKey);
}

function expectedDaily({ counted }: ReferralHistory): readonly unknown[] {
  const keyOf = ({ campaign, day, unit, manager, channel }: Counted) =>
    [campaign, day, unit, unit.split(".", 2).join("."), manager, channel].join(" ");
  return [...Map.groupBy(counted, keyOf)].map(([key, all]) => {
    const figures = noFigures();
    for (const one of all) addFigures(figures, one.figures);
    return {
      key,
      figures: REFERRAL_MEASURES.filter((name) => figures[name] !== 0)
        .map((name) => [name, figures[name]]),
    };
  }).filter(({ figures }) => figures.length > 0).toSorted(byKey);
}

/** What statistics show of it, by day, unit and campaign. */
async function referred(sql: postgres.Sql, table: string): Promise<readonly unknown[]> {
  const rows = await sql`
    select concat_ws(' ', campaign, day::text, unit, bank) as key, sum(joins)::float8 as joins,
      sum(qualified)::float8 as qualified, sum(rewarded)::float8 as rewarded
    from ${sql(table)} group by 1
    having sum(joins) <> 0 or sum(qualified) <> 0 or sum(rewarded) <> 0`;
  return rows.map((row) => ({ ...row })).toSorted(byText);
}

function expectedReferred({ counted }: ReferralHistory): readonly unknown[] {
  const keyOf = ({ campaign, day, unit }: Counted) =>
    [campaign, day, unit, unit.split(".", 2).join(".")].join(" ");
  return [...Map.groupBy(counted, keyOf)].map(([key, all]) => {
    const figures = noFigures();
    for (const one of all) addFigures(figures, one.figures);
    const { participants: joins, qualified, rewarded } = figures;
    return { key, joins, qualified, rewarded };
  }).filter(({ joins, qualified, rewarded }) => joins !== 0 || qualified !== 0 || rewarded !== 0)
    .toSorted(byText);
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

function byKey(one: { readonly key: string }, other: { readonly key: string }): number {
  return one.key < other.key ? -1 : 1;
}

function* pagesOf(records: readonly LogRecord[], seed: number): Generator<readonly LogRecord[]> {
  let at = 0;
  for (let i = seed; at < records.length; i = (i * 7 + 3) % 1_009) {
    const end = at + 1 + i % 17;
    yield records.slice(at, end);
    at = end;
  }
}
