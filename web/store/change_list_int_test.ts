import { assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import type { Actor } from "../../actors/campaign/protocol.ts";
import type { ChangeJson } from "../shared/api_changes.ts";
import { listChanges } from "./change_list.ts";
import { recordChange } from "./changes.ts";
import { eachDatabase } from "./testing/databases.ts";

const PROVINCE: Actor = { id: "p", role: "province", unit: "jx" };
const BANK: Actor = { id: "b", role: "bank", unit: "jx.1" };

/** Two of the bank's own and three of campaigns at every instant, ids with a common beginning among them. */
async function plant(sql: Sql, instants: number): Promise<void> {
  for (let atMs = 1; atMs <= instants; atMs++) {
    for (const unit of ["jx.1.1", "jx.2"]) {
      const subject = `unit/${unit}`;
      const change = { atMs, by: "b", action: "unit.changed", subject, unit };
      await recordChange(sql, {
        ...change,
        before: { name: "前" },
        after: { name: "后", at: atMs },
      });
    }
    for (const [id, place] of [["a", 0], ["a-b", 0], ["a-b", 1]] as const) {
      await sql`
        insert into projected.campaign_change
          (subject, seq, place, at_ms, by, action, unit, before, after)
        values (${`campaign/${id}`}, ${atMs}, ${place}, ${atMs}, 'b', 'campaign.paused', 'jx.1',
          null, null)`;
    }
  }
}

async function pages(sql: Sql, staff: Actor, limit: number): Promise<readonly ChangeJson[]> {
  const seen: ChangeJson[] = [];
  let after: string | undefined;
  do {
    const page = await listChanges(sql, { query: { limit, after }, staff });
    seen.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return seen;
}

eachDatabase(
  "both logs are one, newest first, and pages neither repeat nor leave out",
  async (sql) => {
    await plant(sql, 4);
    const whole = await pages(sql, PROVINCE, 100);
    assertEquals([whole.length, new Set(whole.map(({ id }) => id)).size], [20, 20]);
    const times = whole.map(({ at }) => Date.parse(at));
    assertEquals(times, times.toSorted((one, other) => other - one));
    for (const limit of [1, 2, 3, 7]) assertEquals(await pages(sql, PROVINCE, limit), whole);
    assertEquals(whole.find(({ action }) => action === "unit.changed")?.after, {
      name: "后",
      at: 4,
    });
  },
);

eachDatabase("a change is read by those in whose scope it happened", async (sql) => {
  await plant(sql, 1);
  const units = async (staff: Actor) => (await pages(sql, staff, 2)).map(({ unit }) => unit).sort();
  assertEquals(await units(BANK), ["jx.1", "jx.1", "jx.1", "jx.1.1"]);
  assertEquals(await units({ ...BANK, unit: "jx.2" }), ["jx.2"]);
  assertEquals(await units({ ...BANK, unit: "jx.3" }), []);
  const subject = { query: { limit: 9, subject: "campaign/a-b" }, staff: PROVINCE };
  assertEquals((await listChanges(sql, subject)).items.length, 2);
});

eachDatabase("a change that is undone leaves no line", async (sql) => {
  await sql.begin(async (tx) => {
    const change = { atMs: 1, by: "b", action: "unit.changed", subject: "unit/x", unit: "jx" };
    await recordChange(tx, { ...change, before: null, after: null });
    throw new Error("undo");
  }).catch(() => undefined);
  assertEquals(await pages(sql, PROVINCE, 10), []);
});

eachDatabase("operations see that a number changed, not which", async (sql) => {
  const change = { atMs: 1, by: "b", action: "staff.changed", subject: "staff/m", unit: "jx.1" };
  await recordChange(sql, { ...change, before: { phone: null }, after: { phone: "15412345678" } });
  const read = async (staff: Actor) =>
    (await listChanges(sql, { query: { limit: 1 }, staff })).items[0];
  const sre = await read({ id: "s", role: "sre", unit: "jx" });
  assertEquals([sre?.before, sre?.after], [{ phone: null }, { phone: "154****5678" }]);
  assertEquals((await read(BANK))?.after, { phone: "15412345678" });
});
