/** Staff: listed, searched, found. */
import type { Fragment, Row, Sql, TransactionSql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { inReach, seesAll } from "../../edge/permissions.ts";
import type {
  AssignmentJson,
  StaffDetailJson,
  StaffMemberJson,
  StaffRoleJson,
} from "../../shared/api_organisation.ts";
import { allOf, anyOf, beginsWith } from "../conditions.ts";
import { instant } from "../organisation/unit_rows.ts";
import { below } from "../scope.ts";
import { staffJson } from "./staff_rows.ts";

export interface StaffQuery {
  readonly unit?: string | undefined;
  readonly role?: StaffRoleJson | undefined;
  readonly q?: string | undefined;
  readonly status?: "active" | "left" | "all" | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Whoever asks, and when: locks and masks depend on it. */
export interface Viewer {
  readonly staff: Actor;
  readonly nowMs: number;
}

const TAIL = /^\d{4}$/;

/** Staff in scope by unit and id. A manager sees only the own entry. */
export async function listStaff(
  sql: Sql,
  options: { readonly query: StaffQuery; readonly viewer: Viewer },
): Promise<{ readonly items: readonly StaffMemberJson[]; readonly next: string | null }> {
  const { query, viewer } = options;
  const { unit, role, status = "active", after, limit } = query;
  const conditions: Fragment[] = [scopeOf(sql, viewer.staff)];
  if (unit !== undefined) conditions.push(below(sql, { column: "unit", unit }));
  if (role !== undefined) conditions.push(sql`role = ${role}`);
  if (status === "active") conditions.push(sql`left_ms is null`);
  if (status === "left") conditions.push(sql`left_ms is not null`);
  if (query.q !== undefined) conditions.push(found(sql, query.q));
  if (after !== undefined) {
    const [afterUnit = "", afterId = ""] = after.split("/");
    conditions.push(sql`(unit, id) > (${afterUnit}, ${afterId})`);
  }
  const rows = await shown(
    sql,
    sql`select * from bank.staff where ${allOf(sql, conditions)}
      order by unit, id limit ${limit + 1}`,
    viewer.nowMs,
  );
  const items = rows.slice(0, limit).map((row) => staffJson(row, viewer.staff));
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? `${last.unit}/${last.id}` : null;
  return { items, next };
}

/** One person with history; null for an unknown one and for one out of scope. */
export async function findStaff(
  sql: Sql | TransactionSql,
  options: { readonly id: string; readonly viewer: Viewer },
): Promise<StaffDetailJson | null> {
  const { id, viewer } = options;
  const [row] = await shown(sql, sql`select * from bank.staff where id = ${id}`, viewer.nowMs);
  if (row === undefined) return null;
  const member = staffJson(row, viewer.staff);
  if (!inReach(viewer.staff, { manager: member.id, unit: member.unit })) return null;
  const [successor] = member.successor === null
    ? []
    : await sql`select name from bank.staff where id = ${member.successor}`;
  return {
    ...member,
    assignments: await assignmentsOf(sql, id),
    successorName: successor === undefined ? null : String(successor["name"]),
  };
}

async function assignmentsOf(
  sql: Sql | TransactionSql,
  id: string,
): Promise<readonly AssignmentJson[]> {
  const rows = await sql`
    select unit, name, from_ms, to_ms
    from bank.assignment join bank.unit on unit.id = assignment.unit
    where staff_id = ${id} order by from_ms desc`;
  return rows.map((row) => ({
    unit: String(row["unit"]),
    unitName: String(row["name"]),
    from: instant(row["from_ms"]),
    to: row["to_ms"] === null ? null : instant(row["to_ms"]),
  }));
}

function scopeOf(sql: Sql, staff: Actor): Fragment {
  if (seesAll(staff)) return sql`true`;
  if (staff.role === "manager") return sql`id = ${staff.id}`;
  return below(sql, { column: "unit", unit: staff.unit });
}

/**
 * A name from any of its first three characters on, a username, a number from its beginning, a phone from its
 * beginning or by its last four: each one range of an index.
 */
function found(sql: Sql, q: string): Fragment {
  const ways = [
    beginsWith(sql, { expression: sql`name`, text: q }),
    beginsWith(sql, { expression: sql`substr(name, 2)`, text: q }),
    beginsWith(sql, { expression: sql`substr(name, 3)`, text: q }),
    beginsWith(sql, { expression: sql`username`, text: q.toLowerCase() }),
    beginsWith(sql, { expression: sql`employee_no`, text: q }),
    sql`id = ${q}`,
  ];
  if (/^\d+$/.test(q)) ways.push(beginsWith(sql, { expression: sql`phone`, text: q }));
  if (TAIL.test(q)) ways.push(sql`right(phone, 4) = ${q}`);
  return anyOf(sql, ways);
}

/** Joins what is shown beside the rows of a page. */
function shown(
  sql: Sql | TransactionSql,
  page: Fragment,
  nowMs: number,
): Promise<readonly Row[]> {
  return sql`
    with page as materialized (${page})
    select page.*, unit.name as unit_name, coalesce(locked_until_ms > ${nowMs}, false) as locked
    from page
    join bank.unit on unit.id = page.unit
    left join bank.sign_in_try
      on name_digest = encode(sha256(convert_to(username, 'UTF8')), 'hex')
    order by page.unit, page.id`;
}
