/** Staff: hired, and their particulars changed. Each change and its line in the log are one transaction. */
import type { Sql } from "postgres";
import type { StaffPatch, StaffRequest } from "../../shared/api_organisation.ts";
import { unitFields } from "../organisation/unit_rows.ts";
import { violatedIndex, type Written, wrong } from "../written.ts";
import { revokeSessions } from "./sessions.ts";
import { RANK, staffRole } from "./staff_rows.ts";
import { type By, done, FORBIDDEN, log, placeFor, type StaffChange, take } from "./staff_rules.ts";

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
