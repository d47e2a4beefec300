import { assertEquals } from "@std/assert";
import { currentArticles } from "../articles/articles.ts";
import { SEED_ARTICLES } from "../articles/data.ts";
import { createTestWorld } from "../../edge/fixtures/world.ts";
import { SILENT } from "../../../engine/mod.ts";
import type { Database } from "../database.ts";
import { eachDatabase } from "../testing/databases.ts";
import { SEED_PRODUCTS } from "./data/mod.ts";
import { countProducts } from "./products.ts";
import { startCatalogue } from "./start.ts";

eachDatabase("a start waits for no database, and seeds when one answers", async (sql, database) => {
  let up = false;
  const world = createTestWorld();
  const late: Database = {
    sql,
    kind: database.kind,
    url: database.url,
    available: () => up,
    downSinceMs: () => null,
    ready: () => Promise.resolve(up),
    close: () => Promise.resolve(),
  };
  await startCatalogue({ database: late, world, log: SILENT });
  await world.advance(3_000);
  assertEquals(await countProducts(sql), 0);
  up = true;
  await world.advance(1_000);
  const news = async () => (await currentArticles(sql, { atMs: 0, limit: 100 })).length;
  // It goes through a real connection and draws: some turns of the loop.
  for (let turn = 0; turn < 500 && await news() < SEED_ARTICLES.length; turn++) {
    await world.settle();
  }
  assertEquals(await news(), SEED_ARTICLES.length);
  assertEquals(await countProducts(sql), SEED_PRODUCTS.length);
});
