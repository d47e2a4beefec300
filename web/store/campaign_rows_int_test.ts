import { assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import { countByPhase, findCampaigns } from "./campaign_rows.ts";
import { eachDatabase } from "./testing/databases.ts";

const HOUR_MS = 3_600_000;

async function insert(sql: Sql, row: {
  id: string;
  unit?: string;
  phase?: string;
  product?: string;
  startsMs?: number;
  archived?: boolean;
  author?: string;
}): Promise<void> {
  const startsMs = row.startsMs ?? 0;
  await sql`
    insert into projected.campaign ${
    sql({
      id: row.id,
      created_ms: startsMs,
      kind: "flash-sale",
      title: row.id,
      product: row.product ?? "orange",
      phase: row.phase ?? "open",
      starts_ms: startsMs,
      ends_ms: startsMs + HOUR_MS,
      units: 10,
      price_fen: 990,
      author: row.author ?? "ann",
      unit: row.unit ?? "jx.3601",
      archived: row.archived ?? false,
      spec: sql.json({}),
    })
  }`;
}

eachDatabase(
  "sales of one product that meet are found in scope, the asking one aside",
  async (sql) => {
    await insert(sql, { id: "asks" });
    await insert(sql, { id: "meets", startsMs: HOUR_MS - 1 });
    await insert(sql, { id: "after", startsMs: HOUR_MS });
    await insert(sql, { id: "other", product: "rice" });
    await insert(sql, { id: "below", unit: "jx.3601.a1" });
    await insert(sql, { id: "beside", unit: "jx.36011" });
    await insert(sql, { id: "draft", phase: "draft" });
    await insert(sql, { id: "archived", archived: true });
    const meeting = { product: "orange", fromMs: 0, toMs: HOUR_MS, except: "asks" };
    const query = { phases: ["scheduled", "open"], limit: 10, meeting } as const;
    const found = await findCampaigns(sql, { ...query, unit: "jx.3601" });
    assertEquals(found.map(({ id }) => id), ["below", "meets"]);
    assertEquals(found[1]?.startsAt, "1970-01-01T00:59:59.999Z");
    const everywhere = await findCampaigns(sql, { ...query, unit: null });
    assertEquals(everywhere.map(({ id }) => id), ["below", "beside", "meets"]);
  },
);

eachDatabase("what one person has written is found without what others have", async (sql) => {
  await insert(sql, { id: "mine", phase: "draft" });
  await insert(sql, { id: "theirs", phase: "draft", author: "bob" });
  const query = { unit: null, phases: ["draft"], limit: 10 } as const;
  const mine = await findCampaigns(sql, { ...query, author: "ann" });
  assertEquals(mine.map(({ id }) => id), ["mine"]);
  assertEquals((await findCampaigns(sql, query)).length, 2);
});

eachDatabase("campaigns are counted by phase in scope", async (sql) => {
  await insert(sql, { id: "a" });
  await insert(sql, { id: "b", phase: "draft" });
  await insert(sql, { id: "c", phase: "draft", unit: "jx.3602" });
  const counts = await countByPhase(sql, "jx.3601");
  assertEquals([counts.open, counts.draft, counts.ended], [1, 1, 0]);
});
