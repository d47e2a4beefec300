/** The change log read: the bank's own changes and those of campaigns in one list. */
import type { Fragment, Row, Sql } from "postgres";
import type { Actor } from "../../actors/campaign/protocol.ts";
import { seesAll } from "../edge/permissions.ts";
import type { ChangeJson } from "../shared/api_changes.ts";
import { allOf } from "./conditions.ts";
import { below } from "./scope.ts";
import { maskPhone } from "./staff/staff_rows.ts";

export interface ChangeQuery {
  readonly subject?: string | undefined;
  readonly by?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Places of an instant in a cursor: in front of the row's own key. */
const CURSOR = /^(\d{1,15})~(.{1,180})$/;

/**
 * Newest first, in scope. Each side gives one page by an index of its own, the newest of both are the page. A row's
 * key orders what happened at one instant: `b` and the number, or `c`, the campaign and the place in its journal.
 */
export async function listChanges(
  sql: Sql,
  options: { readonly query: ChangeQuery; readonly staff: Actor },
): Promise<{ readonly items: readonly ChangeJson[]; readonly next: string | null }> {
  const { query, staff } = options;
  const { limit } = query;
  const side = (table: Fragment, key: Fragment) =>
    sql`(
      select at_ms, ${key} collate "C" as key, by, action, subject, unit, before, after
      from ${table}
      where ${allOf(sql, conditionsOf(sql, { query, staff, key }))}
      order by at_ms desc, key desc limit ${limit + 1})`;
  const bank = side(sql`bank.change`, sql`('b' || lpad(id::text, 18, '0'))`);
  // A space comes before every character of an id, so keys are in the order of campaigns.
  const campaigns = side(
    sql`projected.campaign_change`,
    sql`('c' || subject || ' ' || lpad(seq::text, 12, '0') || lpad(place::text, 4, '0'))`,
  );
  const rows = await sql`
    select page.*, staff.name as by_name
    from (select * from (${bank} union all ${campaigns}) as both_sides
      order by at_ms desc, key desc limit ${limit + 1}) as page
    left join bank.staff on staff.id = page.by
    order by at_ms desc, key desc`;
  const masked = staff.role === "sre";
  const items = rows.slice(0, limit).map((row) => changeJson(row, masked));
  const last = rows[limit - 1];
  const next = rows.length > limit && last !== undefined ? `${last["at_ms"]}~${last["key"]}` : null;
  return { items, next };
}

function conditionsOf(
  sql: Sql,
  options: { readonly query: ChangeQuery; readonly staff: Actor; readonly key: Fragment },
): readonly Fragment[] {
  const { query: { subject, by, after }, staff, key } = options;
  const conditions: Fragment[] = [];
  if (!seesAll(staff)) conditions.push(below(sql, { column: "unit", unit: staff.unit }));
  if (subject !== undefined) conditions.push(sql`subject = ${subject}`);
  if (by !== undefined) conditions.push(sql`by = ${by}`);
  const [, atMs, afterKey] = CURSOR.exec(after ?? "") ?? [];
  if (atMs !== undefined && afterKey !== undefined) {
    // The first condition alone bounds the range of the index.
    conditions.push(sql`at_ms <= ${atMs}`);
    conditions.push(sql`at_ms < ${atMs} or ${key} collate "C" < ${afterKey}`);
  }
  return conditions;
}

function changeJson(row: Row, masked: boolean): ChangeJson {
  const name = row["by_name"];
  return {
    id: String(row["key"]),
    at: new Date(Number(row["at_ms"])).toISOString(),
    by: String(row["by"]),
    byName: typeof name === "string" ? name : null,
    action: String(row["action"]),
    subject: String(row["subject"]),
    unit: String(row["unit"]),
    before: fieldsOf(row["before"], masked),
    after: fieldsOf(row["after"], masked),
  };
}

/** Operations see that a number changed, not which. */
function fieldsOf(value: unknown, masked: boolean): ChangeJson["before"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const hides = masked && name === "phone" && typeof field === "string";
      return [name, hides ? maskPhone(field) : field];
    }),
  );
}
