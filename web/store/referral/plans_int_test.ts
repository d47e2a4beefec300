/**
 * Lists of a referral of 100,000 participants, beside another of the same size, are answered by indexes. `SHOW_PLANS=1`
 * prints the plans: docs/decisions/0051 has them.
 */
import { assert, assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { eachDatabase } from "../testing/databases.ts";
import { explain, type Explained } from "../testing/plans.ts";
import { reservationsOfCustomer } from "../reservation_list.ts";
import { participantsOf } from "./people.ts";
import { referralLines, referralTotal } from "./results.ts";
import { waitingForReview } from "./reviews.ts";
import { listRewards } from "./rewards.ts";

const LARGE = ["referral_participant", "referral_reward", "reservation"];
const NOW_MS = Date.UTC(2026, 10, 22);
const PARTICIPANTS = 50_000;
const REWARDS = 25_000;
const CELLS = 25;
const LIMIT = 50;
/** Rows of a page and what is joined to it; a whole cell has more. */
const READ_MAX = 1_500;

async function plant(sql: Sql): Promise<void> {
  await sql`
    insert into projected.referral_participant
    select c.id, n % ${CELLS}, n / ${CELLS}, 'customer-' || n, '张*',
      case when n < 100 then null else (n / 2) % ${CELLS} end,
      case when n < 100 then null else (n / 2) / ${CELLS} end, 1, 'm' || n % 900,
      'jx.3601.' || n % 40, 'wechat', ${NOW_MS}::bigint + n * 10, null, null, null, false
    from generate_series(0, ${PARTICIPANTS - 1}) as n, (values ('r1'), ('r2')) as c(id)`;
  await sql`
    insert into projected.referral_reward
    select c.id, n % ${CELLS}, n / ${CELLS}, n / ${CELLS}, 'invitee', 'points', 'p', 100, 100,
      (array['paid', 'held', 'paid', 'flagged'])[1 + (n % 100 / 33)], null, '[]', n % 7, n, '李*',
      null, '[]', 2, 'm' || n % 900, 'jx.3601.' || n % 40, 'wechat', ${NOW_MS}::bigint + n * 10,
      null, ${NOW_MS}, null, null, null
    from generate_series(0, ${REWARDS - 1}) as n, (values ('r1'), ('r2')) as c(id)`;
  await sql`
    insert into projected.referral_review
    select c.id, n % ${CELLS}, n / ${CELLS}, '["ring"]', '[{"cell": 1, "n": 2}]',
      ${NOW_MS}::bigint + n, null
    from generate_series(0, 1999) as n, (values ('r1'), ('r2')) as c(id)`;
  await sql`
    insert into projected.referral_daily
    select c.id, 'jx.3601.' || n % 40, 'm' || n, date '2026-11-01' + d, 'wechat', 'jx.3601',
      n, n, n, n, n, n, n, n, n
    from generate_series(0, 899) as n, generate_series(0, 19) as d,
      (values ('r1'), ('r2')) as c(id)`;
  await sql`
    insert into projected.reservation
    select 's' || n % 50, n % 8, n, 'id' || n, 'customer-' || n % 20000, 1,
      ${NOW_MS}::bigint + n, 'held', null, null
    from generate_series(0, 99999) as n`;
  await sql`insert into projected.reservation_cell
    select 's' || s, c, 100, 60000 from generate_series(0, 49) as s, generate_series(0, 7) as c`;
  await sql`analyze projected.referral_participant, projected.referral_reward,
    projected.referral_review, projected.referral_daily, projected.reservation,
    projected.reservation_cell`;
}

const AFTER = { atMs: NOW_MS + 1_000, cell: 0, n: 40 };

const LISTS: Readonly<Record<string, (sql: Sql) => Promise<unknown>>> = {
  "review queue, in the middle": (sql) =>
    waitingForReview(sql, { campaign: "r1", after: AFTER, limit: LIMIT }),
  "rewards, newest": (sql) =>
    listRewards(sql, {
      campaign: "r1",
      sight: { kind: "whole" },
      state: null,
      after: null,
      limit: LIMIT,
    }),
  "rewards of one state, in the middle": (sql) =>
    listRewards(sql, {
      campaign: "r1",
      sight: { kind: "whole" },
      state: "held",
      after: { ...AFTER, atMs: NOW_MS + 100_000 },
      limit: LIMIT,
    }),
  "a page of the export": async (sql) => {
    const asked = { campaign: "r1", sight: { kind: "whole" }, untilMs: NOW_MS * 2 } as const;
    for await (const page of participantsOf(sql, asked)) return page;
    return [];
  },
  "reservations of a customer": (sql) =>
    reservationsOfCustomer(sql, {
      customer: "customer-77",
      after: null,
      limit: LIMIT,
      nowMs: NOW_MS,
    }),
};

/** These read all that is summed: the days and managers of one campaign. */
const SUMS: Readonly<Record<string, (sql: Sql) => Promise<unknown>>> = {
  "results of one bank": (sql) =>
    sql.begin((tx) =>
      referralTotal(tx, { campaign: "r1", part: { kind: "unit", unit: "jx.3601" } })
    ),
  "results by manager": (sql) =>
    sql.begin((tx) =>
      referralLines(tx, {
        campaign: "r1",
        part: { kind: "unit", unit: "jx" },
        by: "manager",
        offset: 0,
        limit: LIMIT,
      })
    ),
};

/** Large tables that are read from end to end; who waits for review is few. */
function scanned({ nodes }: Explained): readonly string[] {
  return nodes.filter((node) => node["Node Type"].endsWith("Seq Scan"))
    .map((node) => node["Relation Name"] ?? "")
    .filter((table) => LARGE.includes(table));
}

eachDatabase("lists of a large referral read indexes, not tables", async (sql, { url, kind }) => {
  await plant(sql);
  for (const [name, list] of Object.entries({ ...LISTS, ...SUMS })) {
    const explained = await explain(url, list);
    assert(explained.length > 0, name);
    for (const one of explained) {
      if (Deno.env.get("SHOW_PLANS") === "1") {
        console.log(`\n== ${kind}: ${name}: ${one.ms} ms\n${one.text}`);
      }
      if (name in SUMS) continue;
      assertEquals(scanned(one), [], `${name}\n${one.text}`);
      const removed = one.nodes.map((node) => node["Rows Removed by Filter"] ?? 0);
      assert(Math.max(...removed) <= READ_MAX, `${name}\n${one.text}`);
    }
  }
});
