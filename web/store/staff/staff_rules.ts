/** What every change of a person asks and leaves behind. */
import type { Row, TransactionSql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { inScope } from "../../edge/permissions.ts";
import type { StaffDetailJson, StaffRoleJson } from "../../shared/api_organisation.ts";
import { recordChange } from "../changes.ts";
import { unitFields } from "../organisation/unit_rows.ts";
import { type Written, wrong } from "../written.ts";
import type { RevokedSession } from "./sessions.ts";
import { findStaff } from "./staff_list.ts";
import { RANK, staffRole, UNIT_KIND_OF } from "./staff_rows.ts";

/** A person after a change, and the sessions that it ended. */
export interface StaffChange {
  readonly staff: StaffDetailJson;
  readonly ended: readonly RevokedSession[];
}

/** Who does it, and when. */
export interface By {
  readonly by: Actor;
  readonly nowMs: number;
}

/** Unknown, or out of scope. */
export const NOT_FOUND = { kind: "not-found" } as const;
/** Above the caller. */
export const FORBIDDEN = { kind: "forbidden" } as const;

/** The row, locked, if it is in scope, not above the caller, and as the caller last saw it. */
export async function take(
  tx: TransactionSql,
  options: { readonly id: string; readonly version: number; readonly by: Actor },
): Promise<Written<Row>> {
  const { id, version, by } = options;
  const [row] = await tx`select * from bank.staff where id = ${id} for update`;
  if (row === undefined || !inScope(by, String(row["unit"]))) return NOT_FOUND;
  if (RANK[staffRole(row["role"])] > RANK[by.role]) return FORBIDDEN;
  if (row["version"] !== version) return { kind: "stale", version: Number(row["version"]) };
  return { kind: "done", value: row };
}

/** Why the role has no place in the unit; null where it has. */
export async function placeFor(
  tx: TransactionSql,
  options: { readonly unit: string; readonly role: StaffRoleJson; readonly by: Actor },
): Promise<Exclude<Written<never>, { kind: "done" }> | null> {
  const { unit, role, by } = options;
  // Nobody may close the unit meanwhile.
  const [row] = await tx`select kind, closed_ms from bank.unit where id = ${unit} for share`;
  if (row === undefined || !inScope(by, unit)) {
    return wrong("unit", "没有这个机构", "There is no such unit");
  }
  if (row["closed_ms"] !== null) {
    return wrong("unit", "该机构已关闭", "The unit is closed: take another");
  }
  return row["kind"] === UNIT_KIND_OF[role]
    ? null
    : wrong("unit", "该角色不能设在这个机构", "This role has no place in such a unit");
}

/** Its line in the change log. */
export async function log(
  tx: TransactionSql,
  change: By & {
    readonly action: string;
    readonly id: string;
    readonly unit: string;
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { action, id, unit, before, after, by, nowMs } = change;
  await recordChange(tx, {
    atMs: nowMs,
    by: by.id,
    action,
    subject: `staff/${id}`,
    unit,
    before: before === null ? null : unitFields(before, Object.keys(before)),
    after: unitFields(after, Object.keys(after)),
  });
}

/** The person as the caller sees it now. */
export async function done(
  tx: TransactionSql,
  options: By & { readonly id: string; readonly ended: readonly RevokedSession[] },
): Promise<Written<StaffChange>> {
  const { id, by, nowMs, ended } = options;
  const staff = await findStaff(tx, { id, viewer: { staff: by, nowMs } });
  return staff === null ? NOT_FOUND : { kind: "done", value: { staff, ended } };
}
