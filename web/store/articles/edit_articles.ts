/** Changes of articles by staff: each in one transaction with its line of the change log. */
import type postgres from "postgres";
import type { ArticleFields, ArticleJson, PublicationJson } from "../../shared/api_catalogue.ts";
import { differences } from "../catalogue/differences.ts";
import type { Edit } from "../catalogue/products.ts";
import { recordChange } from "../changes.ts";
import { countArticles, findArticle, insertArticle, updateArticle } from "./articles.ts";
import { existingPictures } from "./media.ts";

/** Outcome of a change. `missing` names fields whose picture or product does not exist. */
export type ArticleOutcome =
  | { readonly kind: "done"; readonly article: ArticleJson }
  | { readonly kind: "absent" | "full" }
  | { readonly kind: "missing"; readonly fields: readonly string[] }
  | { readonly kind: "stale"; readonly version: number };

/** Stores a draft. */
export async function createArticle(
  sql: postgres.Sql,
  one: {
    readonly id: string;
    readonly unit: string;
    readonly fields: ArticleFields;
    readonly articlesPerUnitMax: number;
  },
  edit: Edit,
): Promise<ArticleOutcome> {
  return await sql.begin<ArticleOutcome>(async (tx) => {
    if (await countArticles(tx, one.unit) >= one.articlesPerUnitMax) return { kind: "full" };
    const fields = await missing(tx, one.fields);
    if (fields.length > 0) return { kind: "missing", fields };
    const article = await insertArticle(tx, one, edit);
    await recordChange(tx, {
      ...edit,
      action: "article.created",
      subject: `article/${one.id}`,
      unit: one.unit,
      ...differences({}, one.fields),
    });
    return { kind: "done", article };
  });
}

/** Replaces fields, or the status, of the version that was read. */
export async function changeArticle(
  sql: postgres.Sql,
  one: {
    readonly id: string;
    readonly version: number;
    readonly fields: ArticleFields;
    readonly status: PublicationJson;
  },
  edit: Edit,
): Promise<ArticleOutcome> {
  return await sql.begin<ArticleOutcome>(async (tx) => {
    const before = await findArticle(tx, one.id);
    if (before === null) return { kind: "absent" };
    if (before.version !== one.version) return { kind: "stale", version: before.version };
    const fields = await missing(tx, one.fields);
    if (fields.length > 0) return { kind: "missing", fields };
    const article = await updateArticle(tx, one, edit);
    if (article === null) {
      const now = await findArticle(tx, one.id);
      return now === null ? { kind: "absent" } : { kind: "stale", version: now.version };
    }
    const isNews = article.status !== before.status && article.status !== "draft";
    await recordChange(tx, {
      ...edit,
      action: isNews ? `article.${article.status}` : "article.changed",
      subject: `article/${one.id}`,
      unit: article.unit,
      ...differences(before, article),
    });
    return { kind: "done", article };
  });
}

/** Fields that name a picture or a product which does not exist. */
async function missing(
  sql: postgres.TransactionSql,
  fields: ArticleFields,
): Promise<readonly string[]> {
  const pictures = new Map<string, string>();
  const products = new Map<string, string>();
  if (fields.cover !== null) pictures.set("cover", fields.cover);
  for (const name of ["blocks", "blocksEn"] as const) {
    fields[name]?.forEach((block, at) => {
      if (block.kind === "image") pictures.set(`${name}.${at}.media`, block.media);
      if (block.kind === "product") products.set(`${name}.${at}.product`, block.product);
    });
  }
  const found = await existingPictures(sql, [...pictures.values()]);
  const known = await existingProducts(sql, [...products.values()]);
  return [
    ...[...pictures].filter(([, id]) => !found.has(id)),
    ...[...products].filter(([, id]) => !known.has(id)),
  ].map(([field]) => field);
}

async function existingProducts(
  sql: postgres.TransactionSql,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql<{ id: string }[]>`
    select id from bank.product where id in ${sql([...ids])}`;
  return new Set(rows.map(({ id }) => id));
}
