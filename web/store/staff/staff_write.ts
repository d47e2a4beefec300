/** Staff: hired, changed, moved, let go. Each change and its line in the log are one transaction. */
import type { Row, Sql, TransactionSql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { inScope } from "../../edge/permissions.ts";
import type {
  LeaveRequest,
  MoveRequest,
  StaffDetailJson,
  StaffPatch,
  StaffRequest,
  StaffRoleJson,
} from "../../shared/api_organisation.ts";
import { recordChange } from "../changes.ts";
import { unitFields } from "../organisation/unit_rows.ts";
import { violatedIndex, type Written, wrong } from "../written.ts";
import { type RevokedSession, revokeSessions } from "./sessions.ts";
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

const NOT_FOUND = { kind: "not-found" } as const;
const FORBIDDEN = { kind: "forbidden" } as const;

/** Hires someone; `passwordHash` null: cannot sign in yet. */
export async function createStaff(
  sql: Sql,
  options: By & {
    readonly id: string;
    readonly request: Omit<StaffRequest, "password">;
    readonly passwordHash: string | null;
  },
): Promise<Written<StaffChange>> {
  const { id, request, passwordHash, by, nowMs } = options;
  const { employeeNo, ...rest } = request;
  if (RANK[request.role] > RANK[by.role]) return FORBIDDEN;
  return await refusingDuplicates(() =>
    sql.begin(async (tx) => {
      const place = await placeFor(tx, { unit: request.unit, role: request.role, by });
      if (place !== null) return place;
      const numbered = employeeNo === undefined ? {} : { employee_no: employeeNo };
      const row = { id, ...rest, ...numbered, password: passwordHash, joined_ms: nowMs };
      await tx`insert into bank.staff ${tx(row)}`;
      await tx`
        insert into bank.assignment (staff_id, unit, from_ms)
        values (${id}, ${request.unit}, ${nowMs})`;
      await log(tx, {
        action: "staff.hired",
        id,
        unit: request.unit,
        before: null,
        after: request,
        by,
        nowMs,
      });
      return await done(tx, { id, by, nowMs, ended: [] });
    })
  );
}

/** Changes particulars; a new role signs the person out, since tokens carry it. */
export async function patchStaff(
  sql: Sql,
  options: By & { readonly id: string; readonly patch: StaffPatch },
): Promise<Written<StaffChange>> {
  const { id, patch, by, nowMs } = options;
  const { version, employeeNo, ...fields } = patch;
  const limited = by.role === "outlet" &&
    (fields.role !== undefined || fields.username !== undefined);
  if (limited) return FORBIDDEN;
  return await refusingDuplicates(() =>
    sql.begin(async (tx) => {
      const taken = await take(tx, { id, version, by });
      if (taken.kind !== "done") return taken;
      const row = taken.value;
      const role = fields.role ?? staffRole(row["role"]);
      const newRole = role !== row["role"];
      if (newRole && id === by.id) {
        return wrong("role", "不能修改自己的角色", "Nobody changes the own role");
      }
      if (RANK[role] > RANK[by.role]) return FORBIDDEN;
      const unit = String(row["unit"]);
      if (newRole) {
        const misfit = await placeFor(tx, { unit, role, by });
        if (misfit !== null) return misfit;
      }
      const numbered = employeeNo === undefined ? {} : { employee_no: employeeNo };
      const changes = { ...fields, ...numbered, version: version + 1 };
      await tx`update bank.staff set ${tx(changes)} where id = ${id}`;
      const changed = { ...fields, ...numbered };
      await log(tx, {
        action: "staff.changed",
        id,
        unit,
        before: unitFields(row, Object.keys(changed)),
        after: changed,
        by,
        nowMs,
      });
      const ended = newRole ? await revokeSessions(tx, { staff: id, nowMs }) : [];
      return await done(tx, { id, by, nowMs, ended });
    })
  );
}

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

const LEFT = wrong("id", "该人员已离职", "Has left already");

/** The row, locked, if it is in scope, not above the caller, and as the caller last saw it. */
async function take(
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
async function placeFor(
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

async function log(
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

async function done(
  tx: TransactionSql,
  options: By & { readonly id: string; readonly ended: readonly RevokedSession[] },
): Promise<Written<StaffChange>> {
  const { id, by, nowMs, ended } = options;
  const staff = await findStaff(tx, { id, viewer: { staff: by, nowMs } });
  return staff === null ? NOT_FOUND : { kind: "done", value: { staff, ended } };
}

async function refusingDuplicates<Value>(
  run: () => Promise<Written<Value>>,
): Promise<Written<Value>> {
  try {
    return await run();
  } catch (error) {
    switch (violatedIndex(error)) {
      case "staff_username_key":
        return wrong("username", "该登录名已被使用", "This name is taken: use another");
      case "staff_employee_no_key":
        return wrong("employeeNo", "该工号已被使用", "This number is taken: use another");
      default:
        throw error;
    }
  }
}
