/** Articles as rows: listed, read, written. */
import type {
  ArticleFields,
  ArticleJson,
  ArticleRowJson,
  PublicationJson,
} from "../../shared/api_catalogue.ts";
import { isoOf, isoText, msOf } from "../catalogue/instants.ts";
import { type Edit, SEED, type Sql } from "../catalogue/products.ts";

/** What a list asks for. */
export interface ArticleQuery {
  /** Of this unit and all below, in any status. */
  readonly own: string;
  /** Of these, too, where published. */
  readonly above: readonly string[];
  /** Part of a title or a summary. */
  readonly q?: string;
  readonly status?: PublicationJson;
  readonly after?: { readonly createdAtMs: number; readonly id: string };
  readonly limit: number;
}

/** An article and where it stands in the list. */
export interface ListedArticle {
  readonly article: ArticleJson;
  readonly createdAtMs: number;
}

/** A page of articles, newest first. */
export async function listArticles(
  sql: Sql,
  query: ArticleQuery,
): Promise<readonly ListedArticle[]> {
  const { own, above, q, status, after } = query;
  const like = q === undefined ? "" : `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const rows = await sql<ArticleRow[]>`
    select * from bank.article
    where (unit = ${own} or (unit >= ${`${own}.`} and unit < ${`${own}/`}) ${
    above.length === 0 ? sql`` : sql`or (unit in ${sql([...above])} and status = 'published')`
  })
      ${status === undefined ? sql`` : sql`and status = ${status}`}
      ${
    q === undefined
      ? sql``
      : sql`and (title ilike ${like} or title_en ilike ${like} or summary ilike ${like})`
  }
      ${
    after === undefined ? sql`` : sql`and (created_at_ms, id) < (${after.createdAtMs}, ${after.id})`
  }
    order by created_at_ms desc, id desc
    limit ${query.limit}`;
  return rows.map((row) => ({
    article: articleOf(row),
    createdAtMs: Number(row.created_at_ms),
  }));
}

/** Published articles that are not over, newest first, without their text; at most `limit`. */
export async function currentArticles(
  sql: Sql,
  options: { readonly atMs: number; readonly limit: number },
): Promise<readonly ArticleRowJson[]> {
  const rows = await sql<ArticleRow[]>`
    select id, unit, title, title_en, summary, summary_en, cover, '[]'::jsonb as blocks,
      null::jsonb as blocks_en, tags,
      status, valid_from_ms, valid_to_ms, published_at_ms, version, created_at_ms, updated_at_ms,
      updated_by
    from bank.article
    where status = 'published' and (valid_to_ms is null or valid_to_ms > ${options.atMs})
    order by created_at_ms desc, id desc limit ${options.limit}`;
  return rows.map((row) => articleRow(articleOf(row)));
}

/** An article without its text. */
export function articleRow({ blocks: _, blocksEn: _en, ...row }: ArticleJson): ArticleRowJson {
  return row;
}

/** One article; null where there is none. */
export async function findArticle(sql: Sql, id: string): Promise<ArticleJson | null> {
  const [row] = await sql<ArticleRow[]>`select * from bank.article where id = ${id}`;
  return row === undefined ? null : articleOf(row);
}

/** Which of these articles exist. */
export async function existingArticles(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }[]>`
    select id from bank.article where id in ${sql([...ids])}`;
  return new Set(rows.map(({ id }) => id));
}

/** How many articles a unit has, whatever their status. */
export async function countArticles(sql: Sql, unit: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from bank.article where unit = ${unit}`;
  return row?.n ?? 0;
}

/** Stores a new draft. */
export async function insertArticle(
  sql: Sql,
  article: { readonly id: string; readonly unit: string; readonly fields: ArticleFields },
  edit: Edit,
): Promise<ArticleJson> {
  const { id, unit, fields } = article;
  const [row] = await sql<ArticleRow[]>`
    insert into bank.article (
      id, unit, title, title_en, summary, summary_en, cover, blocks, blocks_en, tags, status,
      valid_from_ms,
      valid_to_ms, published_at_ms, version, created_at_ms, updated_at_ms, updated_by
    ) values (
      ${id}, ${unit}, ${fields.title}, ${fields.titleEn}, ${fields.summary}, ${fields.summaryEn},
      ${fields.cover}, ${JSON.stringify(fields.blocks)}::text::jsonb,
      ${englishOf(fields)}::text::jsonb, ${JSON.stringify(fields.tags)}::text::jsonb, 'draft', ${
    msOf(fields.validFrom)
  },
      ${msOf(fields.validTo)}, null, 1, ${edit.atMs}, ${edit.atMs}, ${edit.by}
    ) returning *`;
  if (row === undefined) throw new Error(`Cannot store article "${id}": no row came back`);
  return articleOf(row);
}

/** Replaces fields and status of the version that was read; null where another came first. */
export async function updateArticle(
  sql: Sql,
  next: {
    readonly id: string;
    readonly version: number;
    readonly fields: ArticleFields;
    readonly status: PublicationJson;
  },
  edit: Edit,
): Promise<ArticleJson | null> {
  const { id, version, fields, status } = next;
  const [row] = await sql<ArticleRow[]>`
    update bank.article set
      title = ${fields.title}, title_en = ${fields.titleEn}, summary = ${fields.summary},
      summary_en = ${fields.summaryEn}, cover = ${fields.cover},
      blocks = ${JSON.stringify(fields.blocks)}::text::jsonb,
      blocks_en = ${englishOf(fields)}::text::jsonb,
      tags = ${JSON.stringify(fields.tags)}::text::jsonb, status = ${status},
      valid_from_ms = ${msOf(fields.validFrom)}, valid_to_ms = ${msOf(fields.validTo)},
      published_at_ms = case when ${status} = 'published'
        then coalesce(published_at_ms, ${edit.atMs}) else published_at_ms end,
      version = version + 1, updated_at_ms = ${edit.atMs}, updated_by = ${edit.by}
    where id = ${id} and version = ${version} returning *`;
  return row === undefined ? null : articleOf(row);
}

/** Writes an article of the seed where none has its id: what is there stays. */
export async function seedArticle(
  sql: Sql,
  article: {
    readonly id: string;
    readonly unit: string;
    readonly fields: ArticleFields;
    readonly publishedAtMs: number;
  },
): Promise<void> {
  const { id, unit, fields, publishedAtMs } = article;
  await sql`
    insert into bank.article (
      id, unit, title, title_en, summary, summary_en, cover, blocks, blocks_en, tags, status,
      valid_from_ms,
      valid_to_ms, published_at_ms, version, created_at_ms, updated_at_ms, updated_by
    ) values (
      ${id}, ${unit}, ${fields.title}, ${fields.titleEn}, ${fields.summary}, ${fields.summaryEn},
      ${fields.cover}, ${JSON.stringify(fields.blocks)}::text::jsonb,
      ${englishOf(fields)}::text::jsonb, ${
    JSON.stringify(fields.tags)
  }::text::jsonb, 'published', ${msOf(fields.validFrom)},
      ${msOf(fields.validTo)}, ${publishedAtMs}, 1, ${publishedAtMs}, ${publishedAtMs}, ${SEED}
    ) on conflict (id) do nothing`;
}

interface ArticleRow {
  readonly id: string;
  readonly unit: string;
  readonly title: string;
  readonly title_en: string;
  readonly summary: string;
  readonly summary_en: string;
  readonly cover: string | null;
  readonly blocks: ArticleFields["blocks"];
  readonly blocks_en: ArticleFields["blocks"] | null;
  readonly tags: readonly string[];
  readonly status: PublicationJson;
  readonly valid_from_ms: string | null;
  readonly valid_to_ms: string | null;
  readonly published_at_ms: string | null;
  readonly version: number;
  readonly created_at_ms: string;
  readonly updated_at_ms: string;
  readonly updated_by: string;
}

function englishOf({ blocksEn }: ArticleFields): string | null {
  return blocksEn === undefined ? null : JSON.stringify(blocksEn);
}

function articleOf(row: ArticleRow): ArticleJson {
  return {
    id: row.id,
    unit: row.unit,
    title: row.title,
    titleEn: row.title_en,
    summary: row.summary,
    summaryEn: row.summary_en,
    cover: row.cover,
    blocks: row.blocks,
    ...(row.blocks_en === null ? {} : { blocksEn: row.blocks_en }),
    tags: row.tags,
    validFrom: isoOf(row.valid_from_ms),
    validTo: isoOf(row.valid_to_ms),
    status: row.status,
    publishedAt: isoOf(row.published_at_ms),
    version: row.version,
    updatedAt: isoText(row.updated_at_ms),
    updatedBy: row.updated_by,
  };
}
