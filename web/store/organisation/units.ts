/** Units: listed, found, written. */
import type { Fragment, Row, Sql, TransactionSql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { inScope, seesAll } from "../../edge/permissions.ts";
import type {
  UnitDetailJson,
  UnitJson,
  UnitKindJson,
  UnitPatch,
  UnitRequest,
} from "../../shared/api_organisation.ts";
import { recordChange } from "../changes.ts";
import { allOf } from "../conditions.ts";
import { below } from "../scope.ts";
import { violatedIndex, type Written, wrong } from "../written.ts";
import { unitFields, unitJson, unitKind } from "./unit_rows.ts";

export interface UnitQuery {
  readonly parent?: string | undefined;
  readonly q?: string | undefined;
  readonly kind?: UnitKindJson | undefined;
  readonly status?: "open" | "closed" | "all" | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Units in scope, by id. One more than asked says whether there is a next page. */
export async function listUnits(
  sql: Sql,
  options: { readonly query: UnitQuery; readonly staff: Actor },
): Promise<{ readonly items: readonly UnitJson[]; readonly next: string | null }> {
  const { query, staff } = options;
  const { parent, q, kind, status = "open", after, limit } = query;
  const conditions: Fragment[] = [];
  if (!seesAll(staff)) conditions.push(below(sql, { column: "id", unit: staff.unit }));
  if (parent !== undefined) conditions.push(sql`parent = ${parent}`);
  if (kind !== undefined) conditions.push(sql`kind = ${kind}`);
  if (status === "open") conditions.push(sql`closed_ms is null`);
  if (status === "closed") conditions.push(sql`closed_ms is not null`);
  if (after !== undefined) conditions.push(sql`id > ${after}`);
  // Within a scope of 2,000 outlets at most; any part of a name may be asked for.
  if (q !== undefined) conditions.push(sql`position(${q} in name) > 0 or id = ${q}`);
  const rows = await withCounts(
    sql,
    sql`select * from bank.unit where ${allOf(sql, conditions)} order by id limit ${limit + 1}`,
  );
  const items = rows.slice(0, limit).map(unitJson);
  return { items, next: rows.length > limit ? items.at(-1)?.id ?? null : null };
}

/** One unit with its ancestors; null for an unknown one. */
export async function findUnit(
  sql: Sql | TransactionSql,
  id: string,
): Promise<UnitDetailJson | null> {
  const [row] = await withCounts(sql, sql`select * from bank.unit where id = ${id}`);
  if (row === undefined) return null;
  const ids = ancestorsOf(id);
  const above = ids.length === 0 ? [] : await sql`
    select id, kind, name from bank.unit where id in ${sql(ids)} order by id`;
  return {
    ...unitJson(row),
    ancestors: above.map(({ id, kind, name }) => ({
      id: String(id),
      kind: unitKind(kind),
      name: String(name),
    })),
  };
}

/** `jx` and `jx.3601` for `jx.3601.360102002`. */
function ancestorsOf(id: string): readonly string[] {
  const parts = id.split(".");
  return parts.slice(0, -1).map((_, nth) => parts.slice(0, nth + 1).join("."));
}

/** Counts are computed for the rows of the page alone, each by an index. */
function withCounts(sql: Sql | TransactionSql, page: Fragment): Promise<readonly Row[]> {
  return sql`
    with page as materialized (${page})
    select page.*, people.staff, people.managers,
      (select count(*)::int from bank.unit as inner_unit
        where kind = 'bank' and closed_ms is null
          and inner_unit.id > page.id and inner_unit.id < page.id || '/') as banks,
      (select count(*)::int from bank.unit as inner_unit
        where kind = 'outlet' and closed_ms is null
          and inner_unit.id > page.id and inner_unit.id < page.id || '/') as outlets
    from page, lateral (
      select count(*)::int as staff, count(*) filter (where role = 'manager')::int as managers
      from bank.staff where left_ms is null and unit >= page.id and unit < page.id || '/'
    ) as people
    order by page.id`;
}

const KIND_BELOW: Readonly<Record<UnitKindJson, UnitKindJson | null>> = {
  province: "bank",
  bank: "outlet",
  outlet: null,
};

/** Makes a unit below another. */
export async function createUnit(
  sql: Sql,
  options: { readonly request: UnitRequest; readonly staff: Actor; readonly nowMs: number },
): Promise<Written<UnitDetailJson>> {
  const { request, staff, nowMs } = options;
  const { parent, code, ...fields } = request;
  if (!inScope(staff, parent)) return NO_PARENT;
  return await refusingDuplicates(() =>
    sql.begin(async (tx) => {
      // Nobody may close the parent meanwhile.
      const [above] = await tx`
        select kind, closed_ms from bank.unit where id = ${parent} for share`;
      if (above === undefined) return NO_PARENT;
      if (above["closed_ms"] !== null) {
        return wrong(
          "parent",
          "上级机构已关闭，请选择其他机构",
          "The parent is closed: take another",
        );
      }
      const kind = KIND_BELOW[unitKind(above["kind"])];
      if (kind === null) {
        return wrong("parent", "网点下不能再设机构", "An outlet has no units below it");
      }
      const id = `${parent}.${code}`;
      const row = { id, parent, kind, opened_ms: nowMs, ...fields };
      await tx`insert into bank.unit ${tx(row)}`;
      await recordChange(tx, {
        atMs: nowMs,
        by: staff.id,
        action: "unit.created",
        subject: `unit/${id}`,
        unit: id,
        before: null,
        after: { ...fields, kind, parent },
      });
      const made = await findUnit(tx, id);
      return made === null ? NOT_FOUND : { kind: "done", value: made };
    })
  );
}

/** Changes fields of a unit, closes it or opens it again. */
export async function patchUnit(
  sql: Sql,
  options: {
    readonly id: string;
    readonly patch: UnitPatch;
    readonly staff: Actor;
    readonly nowMs: number;
  },
): Promise<Written<UnitDetailJson>> {
  const { id, patch, staff, nowMs } = options;
  const { version, closed, ...fields } = patch;
  if (!inScope(staff, id)) return NOT_FOUND;
  return await refusingDuplicates(() =>
    sql.begin(async (tx) => {
      const [row] = await tx`select * from bank.unit where id = ${id} for update`;
      if (row === undefined) return NOT_FOUND;
      if (row["version"] !== version) return { kind: "stale", version: Number(row["version"]) };
      const wasClosed = row["closed_ms"] !== null;
      if (closed === true && !wasClosed && await hasSomething(tx, id)) return { kind: "not-empty" };
      const changes = {
        ...fields,
        ...(closed === undefined || closed === wasClosed
          ? {}
          : { closed_ms: closed ? nowMs : null }),
        version: version + 1,
      };
      await tx`update bank.unit set ${tx(changes)} where id = ${id}`;
      const changed = { ...fields, ...(closed === undefined ? {} : { closed }) };
      await recordChange(tx, {
        atMs: nowMs,
        by: staff.id,
        action: closed === undefined || closed === wasClosed
          ? "unit.changed"
          : closed
          ? "unit.closed"
          : "unit.opened",
        subject: `unit/${id}`,
        unit: id,
        before: unitFields({ ...row, closed: wasClosed }, Object.keys(changed)),
        after: unitFields(changed, Object.keys(changed)),
      });
      const found = await findUnit(tx, id);
      return found === null ? NOT_FOUND : { kind: "done", value: found };
    })
  );
}

const NOT_FOUND = { kind: "not-found" } as const;
const NO_PARENT = wrong("parent", "没有这个上级机构", "There is no such parent");

/** Open units below, or people of its own. */
async function hasSomething(tx: TransactionSql, id: string): Promise<boolean> {
  const [row] = await tx`
    select exists (select 1 from bank.unit where parent = ${id} and closed_ms is null)
      or exists (select 1 from bank.staff where unit = ${id} and left_ms is null) as something`;
  return row?.["something"] === true;
}

async function refusingDuplicates<Value>(
  run: () => Promise<Written<Value>>,
): Promise<Written<Value>> {
  try {
    return await run();
  } catch (error) {
    switch (violatedIndex(error)) {
      case "unit_siblings":
        return wrong(
          "name",
          "同级已有同名机构，请换一个名称",
          "A sibling has this name: take another",
        );
      case "unit_pkey":
        return wrong("code", "编号已被使用，请换一个", "This code is taken: use another");
      default:
        throw error;
    }
  }
}
