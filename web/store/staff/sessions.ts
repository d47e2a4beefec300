/** Sessions of staff: opened by signing in, listed, revoked. */
import type { Sql, TransactionSql } from "postgres";

/** One session as stored. */
export interface SessionRow {
  readonly id: string;
  readonly staff: string;
  readonly createdMs: number;
  readonly lastSeenMs: number;
  readonly expiresMs: number;
  readonly agent: string;
  readonly address: string;
}

/** A session that was ended before its time. */
export interface RevokedSession {
  readonly id: string;
  readonly expiresMs: number;
}

const AGENT_CHARACTERS_MAX = 200;
const ADDRESS_CHARACTERS_MAX = 64;

/**
 * Opens one. The oldest of more than `max` are ended: whoever signs in everywhere keeps the newest. Sessions that ran
 * out leave the table with the next signing-in.
 */
export async function openSession(
  tx: TransactionSql,
  options: Omit<SessionRow, "lastSeenMs"> & { readonly max: number },
): Promise<readonly RevokedSession[]> {
  const { id, staff, createdMs, expiresMs, max } = options;
  const agent = options.agent.slice(0, AGENT_CHARACTERS_MAX);
  const address = options.address.slice(0, ADDRESS_CHARACTERS_MAX);
  await tx`delete from bank.session where staff = ${staff} and expires_ms < ${createdMs}`;
  await tx`
    insert into bank.session (id, staff, created_ms, last_seen_ms, expires_ms, agent, address)
    values (${id}, ${staff}, ${createdMs}, ${createdMs}, ${expiresMs}, ${agent}, ${address})`;
  const rows = await tx`
    update bank.session set revoked_ms = ${createdMs}
    where revoked_ms is null and id in (
      select id from bank.session where staff = ${staff} and revoked_ms is null
      order by created_ms desc, id desc offset ${max})
    returning id, expires_ms`;
  return rows.map(revokedOf);
}

/** The valid ones of one person, newest first. */
export async function listSessions(
  sql: Sql,
  options: { readonly staff: string; readonly nowMs: number },
): Promise<readonly SessionRow[]> {
  const rows = await sql`
    select id, staff, created_ms, last_seen_ms, expires_ms, agent, address
    from bank.session
    where staff = ${options.staff} and revoked_ms is null and expires_ms > ${options.nowMs}
    order by created_ms desc, id desc`;
  return rows.map((row) => ({
    id: String(row["id"]),
    staff: String(row["staff"]),
    createdMs: Number(row["created_ms"]),
    lastSeenMs: Number(row["last_seen_ms"]),
    expiresMs: Number(row["expires_ms"]),
    agent: String(row["agent"]),
    address: String(row["address"]),
  }));
}

/** One session, valid or not; null for an unknown one. */
export async function findSession(
  sql: Sql,
  id: string,
): Promise<{ readonly staff: string } | null> {
  const [row] = await sql`select staff from bank.session where id = ${id}`;
  return row === undefined ? null : { staff: String(row["staff"]) };
}

/** Ends one session. */
export async function revokeSession(
  sql: Sql | TransactionSql,
  options: { readonly id: string; readonly nowMs: number },
): Promise<readonly RevokedSession[]> {
  const rows = await sql`
    update bank.session set revoked_ms = ${options.nowMs}
    where id = ${options.id} and revoked_ms is null
    returning id, expires_ms`;
  return rows.map(revokedOf);
}

/** Ends all sessions of one person but the one to keep. */
export async function revokeSessions(
  sql: Sql | TransactionSql,
  options: { readonly staff: string; readonly nowMs: number; readonly keep?: string | null },
): Promise<readonly RevokedSession[]> {
  const rows = await sql`
    update bank.session set revoked_ms = ${options.nowMs}
    where staff = ${options.staff} and revoked_ms is null and id <> ${options.keep ?? ""}
    returning id, expires_ms`;
  return rows.map(revokedOf);
}

/** Notes that a page was loaded with it. */
export async function touchSession(
  sql: Sql,
  options: { readonly id: string; readonly nowMs: number },
): Promise<void> {
  await sql`
    update bank.session set last_seen_ms = ${options.nowMs}
    where id = ${options.id} and last_seen_ms < ${options.nowMs}`;
}

/** Those revoked since then whose tokens have not run out, the newest first. */
export async function revokedSince(
  sql: Sql,
  options: { readonly sinceMs: number; readonly nowMs: number; readonly max: number },
): Promise<readonly RevokedSession[]> {
  const rows = await sql`
    select id, expires_ms from bank.session
    where revoked_ms >= ${options.sinceMs} and expires_ms > ${options.nowMs}
    order by revoked_ms desc limit ${options.max}`;
  return rows.map(revokedOf);
}

function revokedOf(row: Readonly<Record<string, unknown>>): RevokedSession {
  return { id: String(row["id"]), expiresMs: Number(row["expires_ms"]) };
}
