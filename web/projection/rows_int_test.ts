import { assert, assertEquals, assertRejects } from "@std/assert";
import type postgres from "postgres";
import { createKinds } from "../../actors/mod.ts";
import { DEFAULT_LIMITS } from "../../engine/mod.ts";
import { STAFF, type TestEdge } from "../edge/fixtures/edge.ts";
import { readArchive } from "../store/archive.ts";
import { listCampaigns } from "../store/campaign_list.ts";
import { eachDatabase } from "../store/testing/databases.ts";
import { dumpSchema } from "../store/testing/dump.ts";
import { happened, oneReferral, pagesOf, twoSales } from "./fixtures/history.ts";
import { PROJECTIONS } from "./mod.ts";
import type { Projection } from "./projection.ts";
import { Rows } from "./rows.ts";

const { shards } = DEFAULT_LIMITS;

function rowsOn(sql: postgres.Sql, projections: readonly Projection[] = PROJECTIONS): Rows {
  return new Rows(sql, {
    kinds: createKinds(DEFAULT_LIMITS),
    projections,
    broke(name, error) {
      if (projections === PROJECTIONS) throw new Error(name, { cause: error });
    },
  });
}

async function writeAll(
  rows: Rows,
  from: { journal: Awaited<ReturnType<typeof happened>>; seed: number },
): Promise<void> {
  await rows.positions(shards);
  for (const page of await pagesOf(from.journal, from.seed)) await rows.write(page);
}

async function replayAll(rows: Rows): Promise<void> {
  while (!(await rows.replay()).finished);
}

/** As after a first start. */
async function forget(sql: postgres.Sql): Promise<void> {
  const tables = PROJECTIONS.flatMap((one) => one.tables);
  await sql.unsafe(`truncate archive.feed, archive.record, ${tables.join(", ")}`);
}

eachDatabase("rows are the same however the feed is cut, and after a rebuild", async (sql) => {
  const journal = await happened(twoSales);
  const rows = rowsOn(sql);
  await rows.prepare({ rebuild: false });
  await writeAll(rows, { journal, seed: 1 });
  const first = await dumpSchema(sql, "projected");
  assert((first["campaign"]?.length ?? 0) === 3 && (first["campaign_change"]?.length ?? 0) > 15);
  for (const seed of [2, 3]) {
    await forget(sql);
    await writeAll(rows, { journal, seed });
    assertEquals(await dumpSchema(sql, "projected"), first, `seed ${seed}`);
  }
  await sql`create table bank.kept as select 1 as n`;
  const bank = await dumpSchema(sql, "bank");
  await sql`update projected.campaign set title = 'wrong'`;
  assertEquals(await rows.prepare({ rebuild: true }), true);
  assertEquals((await dumpSchema(sql, "projected"))["campaign"], []);
  await replayAll(rows);
  assertEquals(await dumpSchema(sql, "projected"), first);
  assertEquals(await dumpSchema(sql, "bank"), bank);
});

eachDatabase("rows of a referral do not depend on the cut either", async (sql) => {
  const journal = await happened(oneReferral);
  const rows = rowsOn(sql);
  await rows.prepare({ rebuild: false });
  await writeAll(rows, { journal, seed: 1 });
  const first = await dumpSchema(sql, "projected");
  assertEquals(first["referral_participant"]?.length, 12);
  assert((first["referral_reward"]?.length ?? 0) > 8, String(first["referral_reward"]?.length));
  assert((first["referral_review"]?.length ?? 0) > 0);
  for (const seed of [2, 3]) {
    await forget(sql);
    await writeAll(rows, { journal, seed });
    assertEquals(await dumpSchema(sql, "projected"), first, `seed ${seed}`);
  }
  assertEquals(await rows.prepare({ rebuild: true }), true);
  await replayAll(rows);
  assertEquals(await dumpSchema(sql, "projected"), first);
});

eachDatabase("a rebuild empties exactly what projections write", async (sql) => {
  const tables = PROJECTIONS.flatMap((one) => one.tables).toSorted();
  const all = Object.keys(await dumpSchema(sql, "projected")).map((name) => `projected.${name}`);
  assertEquals(tables, all.toSorted());
});

eachDatabase("a page that comes twice is refused and changes nothing", async (sql) => {
  const journal = await happened(twoSales);
  const rows = rowsOn(sql);
  await rows.prepare({ rebuild: false });
  await writeAll(rows, { journal, seed: 4 });
  const before = await Promise.all(["projected", "archive"].map((name) => dumpSchema(sql, name)));
  for (const page of await pagesOf(journal, 5)) {
    await assertRejects(() => rows.write(page), Error, "have moved");
  }
  const after = await Promise.all(["projected", "archive"].map((name) => dumpSchema(sql, name)));
  assertEquals(after, before);
});

eachDatabase("the archive holds every record once, in order, as it was stored", async (sql) => {
  const journal = await happened(twoSales);
  const rows = rowsOn(sql);
  await rows.prepare({ rebuild: false });
  await writeAll(rows, { journal, seed: 6 });
  const wanted = new Map<string, unknown[]>();
  for (let shard = 0; shard < shards; shard++) {
    for (const { actor, body } of await journal.feed(shard, 0, 100_000)) {
      wanted.set(actor, [...wanted.get(actor) ?? [], ...JSON.parse(body)]);
    }
  }
  const kinds = new Set([...wanted.keys()].map((actor) => actor.split("/")[0] ?? ""));
  const seen = new Map<string, number>();
  for (const kind of kinds) {
    for await (const record of readArchive(sql, { kind })) {
      const stored = wanted.get(record.actor)?.[record.seq - 1] as { t: number; e: unknown };
      assertEquals(record.seq, (seen.get(record.actor) ?? 0) + 1);
      assertEquals([record.atMs, record.events], [stored.t, stored.e]);
      seen.set(record.actor, record.seq);
    }
  }
  assertEquals(seen, new Map([...wanted].map(([actor, { length }]) => [actor, length])));
});

eachDatabase("campaigns stand in the list as the engine has them", async (sql) => {
  let edge: TestEdge | null = null;
  const journal = await happened((one) => twoSales(edge = one));
  const rows = rowsOn(sql);
  await rows.prepare({ rebuild: false });
  await writeAll(rows, { journal, seed: 7 });
  if (edge === null) throw new Error("nothing happened");
  const open: TestEdge = edge;
  const { items } = await listCampaigns(sql, { scope: null, limit: 10 });
  assertEquals(items.map(({ title }) => title), ["草稿二", "茶油", "脐橙 100%_"]);
  for (const item of items) {
    const view = await open.view(item.id);
    const { id, title, phase, startsAt, endsAt, priceFen, author, unit, archived } = view;
    assertEquals({
      id: item.id,
      title: item.title,
      phase: item.phase,
      startsAt: new Date(item.startsAtMs).toISOString(),
      endsAt: new Date(item.endsAtMs).toISOString(),
      priceFen: item.priceFen,
      author: item.author,
      unit: item.unit,
      archived: item.archived,
    }, { id, title, phase, startsAt, endsAt, priceFen, author, unit, archived });
    assertEquals(item.units, view.units.total);
    const changes = await sql<{ action: string; by: string }[]>`
      select action, by from projected.campaign_change
      where subject = ${`campaign/${id}`} order by seq, place`;
    assertEquals(
      changes.map(({ action, by }) => ({ action, by })),
      view.history.map(({ what, by }) => ({ action: `campaign.${what}`, by })),
    );
  }
  const [amended] = await sql`
    select before, after, by from projected.campaign_change where action = 'campaign.amended'`;
  assertEquals({ ...amended }, {
    before: { title: "草稿", units: 3 },
    after: { title: "草稿二", units: 4 },
    by: STAFF.province.sub,
  });
});

eachDatabase("the list is searched, filtered, bounded by scope and paged", async (sql) => {
  const journal = await happened(twoSales);
  const rows = rowsOn(sql);
  await rows.prepare({ rebuild: false });
  await writeAll(rows, { journal, seed: 8 });
  const titles = async (query: Partial<Parameters<typeof listCampaigns>[1]>) =>
    (await listCampaigns(sql, { scope: null, limit: 10, ...query })).items.map((one) => one.title);
  assertEquals(await titles({ q: "%_" }), ["脐橙 100%_"]);
  assertEquals(await titles({ q: "CARD" }), ["草稿二"]);
  assertEquals(await titles({ phases: ["draft"] }), ["草稿二"]);
  assertEquals((await titles({ phases: ["draft", "open", "settled"] })).includes("草稿二"), true);
  assertEquals(await titles({ archived: true }), []);
  assertEquals((await titles({ archived: false })).length, 3);
  assertEquals(await titles({ scope: "jx.a" }), ["茶油", "脐橙 100%_"]);
  assertEquals(await titles({ scope: "jx.a", unit: "jx.b" }), []);
  assertEquals(await titles({ author: STAFF.otherBank.sub }), ["草稿二"]);
  assertEquals(await titles({ fromMs: 0, toMs: 1 }), []);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listCampaigns(sql, { scope: null, limit: 1, after });
    seen.push(...page.items.map(({ title }) => title));
    after = page.next ?? undefined;
  } while (after !== undefined);
  assertEquals(seen, ["草稿二", "茶油", "脐橙 100%_"]);
});

eachDatabase("a fold that throws is left out, and rebuilt once it is mended", async (sql) => {
  await sql`create table projected.fragile (n integer)`;
  let isMended = false;
  const fragile: Projection = {
    name: "fragile",
    tables: ["projected.fragile"],
    async apply(tx, batch) {
      const cells = batch.filter(({ kind }) => kind === "stock").length;
      if (cells > 0) await tx`insert into projected.fragile values (1)`;
      if (cells > 0 && !isMended) await tx`select 1 / 0`;
    },
  };
  const journal = await happened(twoSales);
  const rows = rowsOn(sql, [fragile, ...PROJECTIONS]);
  assertEquals(await rows.prepare({ rebuild: false }), false);
  await writeAll(rows, { journal, seed: 9 });
  assertEquals([...rows.broken.keys()], ["fragile"]);
  const { fragile: none, campaign } = await dumpSchema(sql, "projected");
  assertEquals([none?.length, campaign?.length], [0, 3]);

  isMended = true;
  const next = rowsOn(sql, [fragile, ...PROJECTIONS]);
  assertEquals(await next.prepare({ rebuild: false }), true);
  await replayAll(next);
  const mended = await dumpSchema(sql, "projected");
  assert((mended["fragile"]?.length ?? 0) > 0);
  assertEquals(mended["campaign"], campaign);
});
