/** Products as rows: listed, read, written, switched. */
import type postgres from "postgres";
import { isoOf, isoText, msOf } from "./instants.ts";
import type { ProductFields, ProductJson, PublicationJson } from "../../shared/api_catalogue.ts";

/** Either the pool or a transaction. */
export type Sql = postgres.Sql | postgres.TransactionSql;

/** Who changes something, and when. */
export interface Edit {
  readonly by: string;
  readonly atMs: number;
}

/** What a list asks for. */
export interface ProductQuery {
  readonly category?: string;
  /** Part of a name or a summary. */
  readonly q?: string;
  readonly status?: PublicationJson;
  /** The member bank whose switches count; null: none. */
  readonly bank: string | null;
  /** Whether drafts are shown. */
  readonly drafts: boolean;
  readonly after?: Place;
  readonly limit: number;
}

/** Where a product stands in the order of all. */
export interface Place {
  readonly position: number;
  readonly id: string;
}

/** A product and what its member bank decided; null where no bank was asked about. */
export interface Listed {
  readonly product: ProductJson;
  readonly on: boolean | null;
}

/** A page of products, in their order. */
export async function listProducts(sql: Sql, query: ProductQuery): Promise<readonly Listed[]> {
  const { category, q, status, bank, after } = query;
  const like = q === undefined ? "" : `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const rows = await sql<(ProductRow & { is_on: boolean | null })[]>`
    select p.*, s.is_on
    from bank.product p
    left join bank.product_switch s on s.product = p.id and s.unit = ${bank ?? ""}
    where true
      ${category === undefined ? sql`` : sql`and p.category = ${category}`}
      ${status === undefined ? sql`` : sql`and p.status = ${status}`}
      ${query.drafts ? sql`` : sql`and p.status <> 'draft'`}
      ${
    q === undefined
      ? sql``
      : sql`and (p.name ilike ${like} or p.name_en ilike ${like} or p.summary ilike ${like})`
  }
      ${
    after === undefined ? sql`` : sql`and (p.position, p.id) > (${after.position}, ${after.id})`
  }
    order by p.position, p.id
    limit ${query.limit}`;
  return rows.map((row) => ({
    product: productOf(row),
    on: bank === null ? null : row.is_on ?? true,
  }));
}

/** Every published product in order, whether it is valid now or not; at most `limit`. */
export async function publishedProducts(
  sql: Sql,
  limit: number,
): Promise<readonly ProductJson[]> {
  const rows = await sql<ProductRow[]>`
    select * from bank.product where status = 'published' order by position, id limit ${limit}`;
  return rows.map(productOf);
}

/** What member banks have switched off. */
export async function switchedOff(sql: Sql): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await sql<{ unit: string; products: readonly string[] }[]>`
    select unit, json_agg(product) as products from bank.product_switch
    where not is_on group by unit`;
  return new Map(rows.map(({ unit, products }) => [unit, new Set(products)]));
}

/** One product; null where there is none. */
export async function findProduct(sql: Sql, id: string): Promise<ProductJson | null> {
  const [row] = await sql<ProductRow[]>`select * from bank.product where id = ${id}`;
  return row === undefined ? null : productOf(row);
}

/** How many there are, drafts included. */
export async function countProducts(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from bank.product`;
  return row?.n ?? 0;
}

/** Stores a new draft; null where another has its id or its name. */
export async function insertProduct(
  sql: Sql,
  product: { readonly id: string; readonly fields: ProductFields },
  edit: Edit,
): Promise<ProductJson | null> {
  const { id, fields } = product;
  const [row] = await sql<ProductRow[]>`
    insert into bank.product (
      id, category, name, name_en, summary, summary_en, content, status, valid_from_ms,
      valid_to_ms, position, version, updated_at_ms, updated_by
    ) values (
      ${id}, ${fields.category}, ${fields.name}, ${fields.nameEn}, ${fields.summary},
      ${fields.summaryEn}, ${contentOf(fields)}::text::jsonb, 'draft', ${msOf(fields.validFrom)},
      ${msOf(fields.validTo)}, ${fields.position}, 1, ${edit.atMs}, ${edit.by}
    ) on conflict do nothing returning *`;
  return row === undefined ? null : productOf(row);
}

/** Replaces fields and status of the version that was read; null where another came first. */
export async function updateProduct(
  sql: Sql,
  next: {
    readonly id: string;
    readonly version: number;
    readonly fields: ProductFields;
    readonly status: PublicationJson;
  },
  edit: Edit,
): Promise<ProductJson | null> {
  const { id, version, fields, status } = next;
  const [row] = await sql<ProductRow[]>`
    update bank.product set
      category = ${fields.category}, name = ${fields.name}, name_en = ${fields.nameEn},
      summary = ${fields.summary}, summary_en = ${fields.summaryEn},
      content = ${contentOf(fields)}::text::jsonb, status = ${status},
      valid_from_ms = ${msOf(fields.validFrom)}, valid_to_ms = ${msOf(fields.validTo)},
      position = ${fields.position}, version = version + 1, updated_at_ms = ${edit.atMs},
      updated_by = ${edit.by}
    where id = ${id} and version = ${version} returning *`;
  return row === undefined ? null : productOf(row);
}

/** Whether another product has this name. */
export async function isNameTaken(sql: Sql, name: string, exceptId: string): Promise<boolean> {
  const rows = await sql`select 1 from bank.product where name = ${name} and id <> ${exceptId}`;
  return rows.length > 0;
}

/** Writes what a member bank decided; answers what held before. */
export async function switchProduct(
  sql: Sql,
  one: { readonly unit: string; readonly product: string; readonly on: boolean },
  edit: Edit,
): Promise<boolean> {
  const [before] = await sql<{ is_on: boolean }[]>`
    select is_on from bank.product_switch where unit = ${one.unit} and product = ${one.product}`;
  await sql`
    insert into bank.product_switch (unit, product, is_on, at_ms, by_staff)
    values (${one.unit}, ${one.product}, ${one.on}, ${edit.atMs}, ${edit.by})
    on conflict (unit, product)
    do update set is_on = excluded.is_on, at_ms = excluded.at_ms, by_staff = excluded.by_staff`;
  return before?.is_on ?? true;
}

/** Writes the products of the seed; what staff have changed, or named so before, stays as it is. */
export async function seedProducts(
  sql: Sql,
  products: readonly (ProductFields & { readonly id: string })[],
  atMs: number,
): Promise<void> {
  const rows = products.map((one) => ({
    id: one.id,
    category: one.category,
    name: one.name,
    name_en: one.nameEn,
    summary: one.summary,
    summary_en: one.summaryEn,
    content: JSON.parse(contentOf(one)),
    valid_from_ms: msOf(one.validFrom),
    valid_to_ms: msOf(one.validTo),
    position: one.position,
  }));
  await sql`
    insert into bank.product as held (
      id, category, name, name_en, summary, summary_en, content, valid_from_ms, valid_to_ms,
      position, status, version, updated_at_ms, updated_by
    )
    select seed.*, 'published', 1, ${atMs}, ${SEED}
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as seed (
      id text, category text, name text, name_en text, summary text, summary_en text,
      content jsonb, valid_from_ms bigint, valid_to_ms bigint, position integer
    )
    where not exists (
      select 1 from bank.product other where other.name = seed.name and other.id <> seed.id
    )
    on conflict (id) do update set
      category = excluded.category, name = excluded.name, name_en = excluded.name_en,
      summary = excluded.summary, summary_en = excluded.summary_en, content = excluded.content,
      position = excluded.position, version = held.version + 1,
      updated_at_ms = excluded.updated_at_ms
    where held.updated_by = ${SEED} and (
      held.category, held.name, held.name_en, held.summary, held.summary_en, held.content,
      held.position
    ) is distinct from (
      excluded.category, excluded.name, excluded.name_en, excluded.summary, excluded.summary_en,
      excluded.content, excluded.position
    )`;
}

/** Who wrote what no staff has changed. */
export const SEED = "seed";

interface ProductRow {
  readonly id: string;
  readonly category: ProductFields["category"];
  readonly name: string;
  readonly name_en: string;
  readonly summary: string;
  readonly summary_en: string;
  readonly content: Content;
  readonly status: PublicationJson;
  readonly valid_from_ms: string | null;
  readonly valid_to_ms: string | null;
  readonly position: number;
  readonly version: number;
  readonly updated_at_ms: string;
  readonly updated_by: string;
}

type Content = Pick<
  ProductFields,
  | "features"
  | "eligibility"
  | "documents"
  | "steps"
  | "fees"
  | "rates"
  | "pricedOn"
  | "notice"
  | "english"
  | "action"
>;

/** As text: postgres.js would quote it again were the parameter's type `jsonb`. */
function contentOf(fields: ProductFields): string {
  const { features, eligibility, documents, steps, fees, rates, pricedOn, notice } = fields;
  const { action, english } = fields;
  const content: Content = {
    features,
    eligibility,
    documents,
    steps,
    fees,
    rates,
    pricedOn,
    notice,
    action,
    ...(english === undefined ? {} : { english }),
  };
  return JSON.stringify(content);
}

function productOf(row: ProductRow): ProductJson {
  return {
    id: row.id,
    category: row.category,
    name: row.name,
    nameEn: row.name_en,
    summary: row.summary,
    summaryEn: row.summary_en,
    ...row.content,
    validFrom: isoOf(row.valid_from_ms),
    validTo: isoOf(row.valid_to_ms),
    position: row.position,
    status: row.status,
    version: row.version,
    updatedAt: isoText(row.updated_at_ms),
    updatedBy: row.updated_by,
  };
}
