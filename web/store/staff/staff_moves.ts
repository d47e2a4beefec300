/** Staff: moved and let go. History stays where it happened. */
import type { Sql, TransactionSql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { inScope } from "../../edge/permissions.ts";
import type { LeaveRequest, MoveRequest } from "../../shared/api_organisation.ts";
import { type Written, wrong } from "../written.ts";
import { revokeSessions } from "./sessions.ts";
import { RANK, staffRole } from "./staff_rows.ts";
import { type By, done, FORBIDDEN, log, placeFor, type StaffChange, take } from "./staff_rules.ts";

const LEFT = wrong("id", "该人员已离职", "Has left already");

/** Moves someone to another unit: what was done so far stays with the old one. */
export async function moveStaff(
  sql: Sql,
  options: By & { readonly id: string; readonly request: MoveRequest },
): Promise<Written<StaffChange>> {
  const { id, request, by, nowMs } = options;
  const { version, unit } = request;
  return await sql.begin(async (tx) => {
    const taken = await take(tx, { id, version, by });
    if (taken.kind !== "done") return taken;
    const row = taken.value;
    const role = request.role ?? staffRole(row["role"]);
    if (id === by.id) return wrong("unit", "不能调动自己", "Nobody moves themselves");
    if (RANK[role] > RANK[by.role]) return FORBIDDEN;
    if (row["left_ms"] !== null) return LEFT;
    if (row["unit"] === unit) return wrong("unit", "已在该机构", "Works there already");
    const misfit = await placeFor(tx, { unit, role, by });
    if (misfit !== null) return misfit;
    await tx`
      update bank.staff set unit = ${unit}, role = ${role}, version = ${version + 1}
      where id = ${id}`;
    await endAssignment(tx, { id, nowMs });
    await tx`
      insert into bank.assignment (staff_id, unit, from_ms) values (${id}, ${unit}, ${nowMs})
      on conflict (staff_id, from_ms) do update set unit = excluded.unit, to_ms = null`;
    const before = { unit: String(row["unit"]), role: String(row["role"]) };
    const after = { unit, role };
    const change = { action: "staff.moved", id, before, after, by, nowMs };
    // Both units may read it: whom one lost and whom the other won.
    await log(tx, { ...change, unit });
    await log(tx, { ...change, unit: before.unit });
    return await done(tx, { id, by, nowMs, ended: await revokeSessions(tx, { staff: id, nowMs }) });
  });
}

/** Lets someone go. A manager's storefront, codes and customers lead to the successor from then on. */
export async function leaveStaff(
  sql: Sql,
  options: By & { readonly id: string; readonly request: LeaveRequest },
): Promise<Written<StaffChange>> {
  const { id, request: { version, successor }, by, nowMs } = options;
  return await sql.begin(async (tx) => {
    // In one order, so that two who name each other do not wait for each other.
    await tx`
      select from bank.staff where id in ${tx([id, successor ?? id])} order by id for update`;
    const taken = await take(tx, { id, version, by });
    if (taken.kind !== "done") return taken;
    const row = taken.value;
    if (id === by.id) return wrong("id", "不能办理自己的离职", "Nobody lets themselves go");
    if (row["left_ms"] !== null) return LEFT;
    const isManager = row["role"] === "manager";
    if (isManager && successor === undefined) {
      return wrong("successor", "客户经理离职须指定接任人", "A manager needs a successor");
    }
    if (successor !== undefined && !await maySucceed(tx, { id, successor, by })) {
      return wrong(
        "successor",
        "接任人应为本机构范围内在职的其他客户经理",
        "Must be another active manager in your scope",
      );
    }
    await tx`
      update bank.staff
      set left_ms = ${nowMs}, successor = ${successor ?? null}, version = ${version + 1}
      where id = ${id}`;
    // One step always leads to somebody who is here.
    if (successor !== undefined) {
      await tx`update bank.staff set successor = ${successor} where successor = ${id}`;
    }
    await endAssignment(tx, { id, nowMs });
    await log(tx, {
      action: "staff.left",
      id,
      unit: String(row["unit"]),
      before: null,
      after: { successor: successor ?? null },
      by,
      nowMs,
    });
    return await done(tx, { id, by, nowMs, ended: await revokeSessions(tx, { staff: id, nowMs }) });
  });
}

async function maySucceed(
  tx: TransactionSql,
  options: { readonly id: string; readonly successor: string; readonly by: Actor },
): Promise<boolean> {
  const { id, successor, by } = options;
  if (successor === id) return false;
  const [row] = await tx`
    select role, unit, left_ms from bank.staff where id = ${successor} for share`;
  return row !== undefined && row["left_ms"] === null && row["role"] === "manager" &&
    inScope(by, String(row["unit"]));
}

async function endAssignment(
  tx: TransactionSql,
  options: { readonly id: string; readonly nowMs: number },
): Promise<void> {
  const { id, nowMs } = options;
  await tx`
    update bank.assignment set to_ms = greatest(from_ms, ${nowMs})
    where staff_id = ${id} and to_ms is null`;
}
