/** Passwords of staff: changed by oneself, reset by whoever leads. */
import type { Sql, TransactionSql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { inScope } from "../../edge/permissions.ts";
import { recordChange } from "../changes.ts";
import type { Written } from "../written.ts";
import { unlock } from "./database_accounts.ts";
import { type RevokedSession, revokeSessions } from "./sessions.ts";
import { RANK, staffRole } from "./staff_rows.ts";

/** Whose password it is, as far as rules about it need it. */
export interface PasswordOwner {
  readonly username: string | null;
  readonly name: string;
  /** The hash; null where there is none yet. */
  readonly password: string | null;
}

/** The owner of the own password; null for someone unknown or gone. */
export async function ownerOf(sql: Sql, id: string): Promise<PasswordOwner | null> {
  const [row] = await sql`
    select username, name, password from bank.staff where id = ${id} and left_ms is null`;
  if (row === undefined) return null;
  const text = (value: unknown) => typeof value === "string" ? value : null;
  return {
    username: text(row["username"]),
    name: String(row["name"]),
    password: text(row["password"]),
  };
}

/** Sets the own password and ends all other sessions. */
export async function setOwnPassword(
  sql: Sql,
  options: {
    readonly staff: Actor;
    readonly hash: string;
    readonly session: string | null;
    readonly nowMs: number;
  },
): Promise<readonly RevokedSession[]> {
  const { staff, hash, session, nowMs } = options;
  return await sql.begin(async (tx) => {
    await write(tx, { id: staff.id, hash });
    await recordChange(tx, {
      atMs: nowMs,
      by: staff.id,
      action: "staff.password-changed",
      subject: `staff/${staff.id}`,
      unit: staff.unit,
      before: null,
      after: null,
    });
    return await revokeSessions(tx, { staff: staff.id, nowMs, keep: session });
  });
}

/** Sets another's password, ends a lock and all sessions. */
export async function resetPassword(
  sql: Sql,
  options: {
    readonly id: string;
    readonly hash: string;
    readonly by: Actor;
    readonly nowMs: number;
  },
): Promise<Written<readonly RevokedSession[]>> {
  const { id, hash, by, nowMs } = options;
  return await sql.begin(async (tx) => {
    const [row] = await tx`
      select username, role, unit, left_ms from bank.staff where id = ${id} for update`;
    if (row === undefined || row["left_ms"] !== null || !inScope(by, String(row["unit"]))) {
      return { kind: "not-found" };
    }
    if (RANK[staffRole(row["role"])] > RANK[by.role]) return { kind: "forbidden" };
    await write(tx, { id, hash });
    const username = row["username"];
    if (typeof username === "string") await unlock(tx, username);
    await recordChange(tx, {
      atMs: nowMs,
      by: by.id,
      action: "staff.password-reset",
      subject: `staff/${id}`,
      unit: String(row["unit"]),
      before: null,
      after: null,
    });
    return { kind: "done", value: await revokeSessions(tx, { staff: id, nowMs }) };
  });
}

async function write(
  tx: TransactionSql,
  { id, hash }: { readonly id: string; readonly hash: string },
): Promise<void> {
  await tx`update bank.staff set password = ${hash} where id = ${id}`;
}
