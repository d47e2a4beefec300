/**
 * At full size the lists of the console are answered by indexes. `SHOW_PLANS=1` prints the plans: they stand in
 * docs/decisions.
 */
import { assert, assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { DEMO_ACCOUNTS } from "../../edge/ports/demo_accounts.ts";
import { listCampaigns } from "../campaign_list.ts";
import { listChanges } from "../change_list.ts";
import { listStaff } from "../staff/staff_list.ts";
import { eachDatabase } from "../testing/databases.ts";
import { explain, type Explained } from "../testing/plans.ts";
import { seedOrganisation } from "./seed.ts";
import { listUnits } from "./units.ts";

const NOW_MS = Date.UTC(2026, 10, 22);
const CHANGES = 100_000;
const CAMPAIGNS = 20_000;
const LIMIT = 50;
/** A list of one of 86 banks may walk the newest of all: 51 rows of it are then among 4,400. */
const READ_MAX = 5_000;

const PROVINCE: Actor = { id: "staff-province", role: "province", unit: "jx" };
const BANK: Actor = { id: "staff-bank", role: "bank", unit: "jx.3601" };
const OUTLET: Actor = { id: "staff-outlet", role: "outlet", unit: "jx.3601.360102002" };

async function plant(sql: Sql): Promise<void> {
  const accounts = DEMO_ACCOUNTS.map((one) => ({ ...one, password: "none" }));
  await seedOrganisation(sql, { scale: "jiangxi", accounts, nowMs: NOW_MS });
  await sql`
    insert into bank.change (at_ms, by, action, subject, unit, before, after)
    select ${NOW_MS}::bigint - n * 1000, 'staff-bank', 'unit.changed', 'unit/' || unit.id, unit.id,
      null, null
    from generate_series(1, ${CHANGES}) as n
    join (select id, row_number() over (order by id) as nth from bank.unit) as unit
      on unit.nth = 1 + n % 2000`;
  await sql`
    insert into projected.campaign (id, created_ms, kind, title, product, phase, starts_ms, ends_ms,
      units, price_fen, author, unit, archived, spec)
    select 'c' || n, ${NOW_MS}::bigint - n * 60000, 'flash-sale', '脐橙 ' || n, 'orange', 'ended',
      0, 1, 10, 990, 'staff-bank', unit.id, false, '{}'
    from generate_series(1, ${CAMPAIGNS}) as n
    join (select id, row_number() over (order by id) as nth from bank.unit where kind = 'bank')
      as unit on unit.nth = 1 + n % 86`;
  await sql`analyze bank.change, projected.campaign`;
}

const viewer = (staff: Actor) => ({ staff, nowMs: NOW_MS });

/** The lists of the console, the heaviest first. */
const LISTS: Readonly<Record<string, (sql: Sql) => Promise<{ items: readonly unknown[] }>>> = {
  "managers of the province, in the middle": (sql) =>
    listStaff(sql, {
      query: { role: "manager", after: "jx.360733.360733102/m360733102-03", limit: LIMIT },
      viewer: viewer(PROVINCE),
    }),
  "staff of one bank": (sql) => listStaff(sql, { query: { limit: LIMIT }, viewer: viewer(BANK) }),
  "staff of the province by part of a name": (sql) =>
    listStaff(sql, { query: { q: "小华", limit: LIMIT }, viewer: viewer(PROVINCE) }),
  "staff by the last four digits of a phone": (sql) =>
    listStaff(sql, { query: { q: "8642", limit: LIMIT }, viewer: viewer(PROVINCE) }),
  "banks of the province with what is below": (sql) =>
    listUnits(sql, { query: { parent: "jx", limit: LIMIT }, staff: PROVINCE }),
  "outlets of one bank": (sql) =>
    listUnits(sql, { query: { parent: "jx.3601", limit: LIMIT }, staff: BANK }),
  "campaigns of one bank": (sql) => listCampaigns(sql, { scope: "jx.3601", limit: LIMIT }),
  "campaigns of the province, in the middle": (sql) =>
    listCampaigns(sql, { scope: null, after: "c10000", limit: LIMIT }),
  "changes of one bank": (sql) => listChanges(sql, { query: { limit: LIMIT }, staff: BANK }),
  "changes of one outlet": (sql) => listChanges(sql, { query: { limit: LIMIT }, staff: OUTLET }),
  "changes of the province, in the middle": (sql) =>
    listChanges(sql, {
      query: { after: `${NOW_MS - 50_000_000}~b000000000000050000`, limit: LIMIT },
      staff: PROVINCE,
    }),
};

/** Large tables that are read from end to end. */
function scanned({ nodes }: Explained): readonly string[] {
  return nodes.filter((node) => node["Node Type"].endsWith("Seq Scan"))
    .map((node) => node["Relation Name"] ?? "")
    .filter((table) => ["staff", "change", "assignment", "campaign"].includes(table));
}

eachDatabase("the lists of the console read indexes, not tables", async (sql, { url, kind }) => {
  await plant(sql);
  for (const [name, list] of Object.entries(LISTS)) {
    const page = await list(sql);
    const explained = await explain(url, list);
    assert(explained.length > 0, name);
    for (const one of explained) {
      if (Deno.env.get("SHOW_PLANS") === "1") {
        console.log(`\n== ${kind}: ${name}: ${page.items.length} rows, ${one.ms} ms\n${one.text}`);
      }
      assertEquals(scanned(one), [], `${name}\n${one.text}`);
      const removed = one.nodes.map((node) => node["Rows Removed by Filter"] ?? 0);
      assert(Math.max(...removed) <= READ_MAX, `${name}\n${one.text}`);
    }
  }
});
