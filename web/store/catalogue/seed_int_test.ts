import { assert, assertEquals } from "@std/assert";
import type postgres from "postgres";
import { articleRequest } from "../../edge/schemas_catalogue.ts";
import { currentArticles, findArticle, seedArticle } from "../articles/articles.ts";
import { SEED_ARTICLES } from "../articles/data.ts";
import { findPicture } from "../articles/media.ts";
import { eachDatabase } from "../testing/databases.ts";
import { type Catalogue, createCatalogue } from "./catalogue.ts";
import { SEED_PRODUCTS } from "./data/mod.ts";
import { changeProduct, switchFor } from "./edit_products.ts";
import { findProduct } from "./products.ts";
import { seedCatalogue } from "./seed.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 8);
const EDIT = { by: "s-province", atMs: NOW_MS };

eachDatabase("the seed gives the whole catalogue, in order", async (sql) => {
  await seedCatalogue(sql, NOW_MS);
  const offered = await catalogueOf(sql).products("jx.3601.1");
  assertEquals(offered.map(({ id }) => id), SEED_PRODUCTS.map(({ id }) => id));
  for (
    const [at, { status: _, version: _v, updatedAt: _a, updatedBy, ...rest }] of offered.entries()
  ) {
    assertEquals(rest, SEED_PRODUCTS[at]);
    assertEquals(updatedBy, "seed");
  }
});

eachDatabase("seeding again changes nothing, and nothing that staff have changed", async (sql) => {
  await seedCatalogue(sql, NOW_MS);
  const before = present(await findProduct(sql, "water"));
  const { id, version } = before;
  const fields = { ...before, name: "自来水费" };
  const changed = await changeProduct(sql, { id, version, fields }, EDIT);
  assertEquals(changed.kind, "done");
  await seedCatalogue(sql, NOW_MS + 1);
  const after = await findProduct(sql, "water");
  assertEquals([after?.name, after?.version, after?.updatedBy], ["自来水费", 2, "s-province"]);
  const gas = await findProduct(sql, "gas");
  assertEquals([gas?.version, gas?.updatedAt], [1, new Date(NOW_MS).toISOString()]);
});

eachDatabase("a newer seed refreshes what nobody has changed", async (sql) => {
  await seedCatalogue(sql, NOW_MS);
  await sql`update bank.product set summary = 'old' where id = 'gas'`;
  await seedCatalogue(sql, NOW_MS + 1);
  const gas = await findProduct(sql, "gas");
  assertEquals(gas?.version, 2);
  assertEquals(gas?.summary, SEED_PRODUCTS.find(({ id }) => id === "gas")?.summary);
});

eachDatabase(
  "articles of the seed pass what staff have to pass, with a cover each",
  async (sql) => {
    await seedCatalogue(sql, NOW_MS);
    const articles = await currentArticles(sql, { atMs: NOW_MS, limit: 100 });
    assertEquals(articles.map(({ id }) => id), SEED_ARTICLES.map(({ id }) => id));
    const ids = new Set(SEED_PRODUCTS.map(({ id }) => id));
    for (const { id, cover } of articles) {
      const article = present(await findArticle(sql, id));
      const { title, titleEn, summary, summaryEn, blocks, blocksEn } = article;
      const { tags, validFrom, validTo } = article;
      // The English says the same: the same kinds of blocks in the same order.
      assertEquals(blocksEn?.map(({ kind }) => kind), blocks.map(({ kind }) => kind), id);
      const fields = {
        ...(blocksEn === undefined ? {} : { blocksEn }),
        title,
        titleEn,
        summary,
        summaryEn,
        cover,
        blocks,
        tags,
        validFrom,
        validTo,
      };
      const parsed = articleRequest.safeParse(fields);
      assert(parsed.success, `${id}: ${parsed.error?.message}`);
      for (const block of blocks) if (block.kind === "product") assert(ids.has(block.product), id);
      assertEquals((await findPicture(sql, present(cover)))?.contentType, "image/png");
    }
  },
);

eachDatabase("the cache shows an own change at once, another's once it is stale", async (sql) => {
  await seedCatalogue(sql, NOW_MS);
  let nowMs = NOW_MS;
  const catalogue = catalogueOf(sql, () => nowMs);
  const has = async (id: string) =>
    (await catalogue.products("jx.3601.1")).some((one) => one.id === id);
  assert(await has("gas"));
  const off = { unit: "jx.3601", product: "gas", on: false };
  assertEquals((await switchFor(sql, off, EDIT))?.storefronts, 0);
  assert(await has("gas"), "nobody has told it");
  catalogue.invalidate();
  assert(!await has("gas"));
  assert((await catalogue.products("jx.3602")).some((one) => one.id === "gas"));
  await switchFor(sql, { ...off, on: true }, EDIT);
  nowMs += 5_001;
  // The first answer after that is still the old one, and starts a read that takes a few turns.
  for (let turn = 0; turn < 100 && !await has("gas"); turn++) await sql`select 1`;
  assert(await has("gas"));
  assertEquals((await catalogue.articles("jx.3601.1")).length, SEED_ARTICLES.length);
});

eachDatabase("a storefront has the news of its own units, newest first", async (sql) => {
  const units = ["jx", "jx.3601.1", "jx.3602", "jx.3601", "jx"];
  for (const [at, unit] of units.entries()) {
    await seedArticle(sql, {
      id: `a${at}`,
      unit,
      fields: { ...ARTICLE, validTo: at === 3 ? new Date(NOW_MS + 1).toISOString() : null },
      publishedAtMs: NOW_MS - 10 + at,
    });
  }
  let nowMs = NOW_MS;
  const catalogue = catalogueOf(sql, () => nowMs);
  const news = async (unit: string) => (await catalogue.articles(unit)).map(({ id }) => id);
  assertEquals(await news("jx.3601.1"), ["a4", "a3", "a1", "a0"]);
  assertEquals(await news("jx.3602.9"), ["a4", "a2", "a0"]);
  nowMs++;
  assertEquals(await news("jx.3601.1"), ["a4", "a1", "a0"]);
});

const ARTICLE = {
  title: "题",
  titleEn: "",
  summary: "",
  summaryEn: "",
  cover: null,
  blocks: [{ kind: "paragraph", text: "文" }],
  tags: [],
  validFrom: null,
} as const;

eachDatabase("the cache goes on showing the last that it read", async (sql) => {
  await seedCatalogue(sql, NOW_MS);
  const catalogue = catalogueOf(sql);
  const before = await catalogue.products("jx.3601");
  await sql`alter table bank.product rename to product_gone`;
  catalogue.invalidate();
  assertEquals(await catalogue.products("jx.3601"), before);
});

function catalogueOf(sql: postgres.Sql, nowMs: () => number = () => NOW_MS): Catalogue {
  return createCatalogue({
    database: { sql, available: () => true },
    nowMs,
    staleMs: 5_000,
    productsMax: 100,
    articlesMax: 100,
  });
}

function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error("Cannot test: it is null");
  return value;
}
