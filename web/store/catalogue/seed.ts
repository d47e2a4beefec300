/** The catalogue and the news that a demo begins with. */
import type postgres from "postgres";
import { drawCover } from "../articles/art.ts";
import { existingArticles, seedArticle } from "../articles/articles.ts";
import { SEED_ARTICLES, type SeedArticle } from "../articles/data.ts";
import { ENGLISH_BLOCKS } from "../articles/data_english.ts";
import { storePicture } from "../articles/media.ts";
import { encodePng } from "../articles/png.ts";
import { pictureOf } from "../articles/upload.ts";
import { SEED_PRODUCTS } from "./data/mod.ts";
import { SEED, seedProducts } from "./products.ts";

/** The province, whose all of it is. */
const UNIT = "jx";
const DAY_MS = 86_400_000;

/**
 * Writes products and articles of the province. Repeating it changes nothing but products of an older release;
 * whatever staff have changed stays.
 */
export async function seedCatalogue(sql: postgres.Sql, atMs: number): Promise<void> {
  await seedProducts(sql, SEED_PRODUCTS, atMs);
  const there = await existingArticles(sql, SEED_ARTICLES.map(({ id }) => id));
  for (const [at, article] of SEED_ARTICLES.entries()) {
    // As if one had come every other day: lists are by age.
    if (!there.has(article.id)) await seedOne(sql, { article, atMs: atMs - 2 * at * DAY_MS });
  }
}

async function seedOne(
  sql: postgres.Sql,
  one: { readonly article: SeedArticle; readonly atMs: number },
): Promise<void> {
  const { article: { id, motif, ...fields }, atMs } = one;
  const picture = await pictureOf(await encodePng(drawCover(motif)));
  if (picture === null) throw new Error(`Cannot draw cover "${motif}": it is no picture`);
  const english = ENGLISH_BLOCKS[id];
  await storePicture(sql, { ...picture, unit: UNIT }, { by: SEED, atMs });
  await seedArticle(sql, {
    id,
    unit: UNIT,
    fields: {
      ...fields,
      ...(english === undefined ? {} : { blocksEn: english }),
      cover: picture.id,
      validFrom: null,
      validTo: null,
    },
    publishedAtMs: atMs,
  });
}
