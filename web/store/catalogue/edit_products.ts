/** Changes of products by staff: each in one transaction with its line of the change log. */
import type postgres from "postgres";
import type { ProductFields, ProductJson, PublicationJson } from "../../shared/api_catalogue.ts";
import { recordChange } from "../changes.ts";
import { differences } from "./differences.ts";
import {
  countProducts,
  type Edit,
  findProduct,
  insertProduct,
  isNameTaken,
  switchProduct,
  updateProduct,
} from "./products.ts";

/** Outcome of a change. `stale`: another was first, `version` is what it is now. */
export type ProductOutcome =
  | { readonly kind: "done"; readonly product: ProductJson }
  | { readonly kind: "absent" | "exists" | "full" }
  | { readonly kind: "stale"; readonly version: number };

/** Products belong to the province. */
const UNIT = "jx";
const UNIQUE_VIOLATION = "23505";

/** Stores a draft. */
export async function createProduct(
  sql: postgres.Sql,
  one: { readonly id: string; readonly fields: ProductFields; readonly productsMax: number },
  edit: Edit,
): Promise<ProductOutcome> {
  return await sql.begin<ProductOutcome>(async (tx) => {
    if (await countProducts(tx) >= one.productsMax) return { kind: "full" };
    const product = await insertProduct(tx, one, edit);
    if (product === null) return { kind: "exists" };
    const change = { ...edit, action: "product.created", subject: `product/${one.id}`, unit: UNIT };
    await recordChange(tx, { ...change, ...differences({}, one.fields) });
    return { kind: "done", product };
  });
}

/** Replaces fields, or the status, of the version that was read. */
export async function changeProduct(
  sql: postgres.Sql,
  one: {
    readonly id: string;
    readonly version: number;
    readonly fields?: ProductFields;
    readonly status?: PublicationJson;
  },
  edit: Edit,
): Promise<ProductOutcome> {
  const { id, version } = one;
  return await namedOnce(sql, async (tx) => {
    const before = await findProduct(tx, id);
    if (before === null) return { kind: "absent" };
    if (before.version !== version) return { kind: "stale", version: before.version };
    const fields = one.fields ?? before;
    const status = one.status ?? before.status;
    if (await isNameTaken(tx, fields.name, id)) return { kind: "exists" };
    const product = await updateProduct(tx, { id, version, fields, status }, edit);
    if (product === null) {
      const now = await findProduct(tx, id);
      return now === null ? { kind: "absent" } : { kind: "stale", version: now.version };
    }
    const action = `product.${
      one.status === undefined ? "changed" : status === "draft" ? "changed" : status
    }`;
    const change = { ...edit, action, subject: `product/${id}`, unit: UNIT };
    await recordChange(tx, { ...change, ...differences(before, product) });
    return { kind: "done", product };
  });
}

/** Two who take one name at the same moment: the later one is told as if it had been there before. */
async function namedOnce(
  sql: postgres.Sql,
  change: (tx: postgres.TransactionSql) => Promise<ProductOutcome>,
): Promise<ProductOutcome> {
  try {
    return await sql.begin<ProductOutcome>(change);
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;
    if (isTaken) return { kind: "exists" };
    throw error;
  }
}

/** Switches a product on or off for a member bank; null for a product that there is not. */
export async function switchFor(
  sql: postgres.Sql,
  one: { readonly unit: string; readonly product: string; readonly on: boolean },
  edit: Edit,
): Promise<{ readonly storefronts: number } | null> {
  const { unit, product, on } = one;
  return await sql.begin(async (tx) => {
    if (await findProduct(tx, product) === null) return null;
    const before = await switchProduct(tx, one, edit);
    if (before !== on) {
      const action = on ? "product.switched-on" : "product.switched-off";
      const change = { ...edit, action, subject: `product/${product}`, unit };
      await recordChange(tx, { ...change, before: { on: before }, after: { on } });
    }
    return { storefronts: await standsOn(tx, one) };
  });
}

/**
 * On how many storefronts of the bank the product stands: where the manager chose it, and where nothing was chosen,
 * since then all that the bank offers is there.
 */
async function standsOn(
  sql: postgres.TransactionSql,
  one: { readonly unit: string; readonly product: string },
): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n
    from bank.staff s
    left join projected.storefront f on f.manager = s.id
    where s.unit >= ${`${one.unit}.`} and s.unit < ${`${one.unit}/`}
      and s.role = 'manager' and s.left_ms is null
      and (coalesce(f.chosen, false) = false or exists (
        select 1 from projected.storefront_item i
        where i.product = ${one.product} and i.manager = s.id
      ))`;
  return row?.n ?? 0;
}
