/** Accounts on the database: scrypt hashes, locks by name, sessions. */
import { createHash } from "node:crypto";
import type { Sql, TransactionSql } from "postgres";
import type { Limits, Random } from "../../../engine/mod.ts";
import type { Accounts, SignIn, SignInTry } from "../../edge/ports/accounts.ts";
import { hashPassword, isPassword } from "../../edge/ports/password.ts";
import type { StaffJson } from "../../shared/api.ts";
import { type Database, DatabaseUnavailable } from "../database.ts";
import { staffRole } from "./staff_rows.ts";
import { openSession, revokeSession } from "./sessions.ts";

export interface DatabaseAccountsOptions {
  readonly database: Database;
  readonly random: Random;
  readonly limits: Pick<
    Limits,
    "signInTriesMax" | "signInLockMs" | "signInsInFlightMax" | "sessionsPerStaffMax"
  >;
}

const SALT_CHARACTERS = 16;
const SESSION_CHARACTERS = 21;
const BUSY_MS = 1_000;
/** Old tries that one new try sweeps away, so that the table stays as small as what happens. */
const SWEPT = 20;

type Account = { readonly staff: StaffJson; readonly password: string | null };

/** The port over `bank.staff`. */
export async function createDatabaseAccounts(options: DatabaseAccountsOptions): Promise<Accounts> {
  const { database, random, limits } = options;
  const nobody = await hashPassword(random.id(SESSION_CHARACTERS), random.id(SALT_CHARACTERS));
  let inFlight = 0;

  async function signIn(attempt: SignInTry): Promise<SignIn> {
    const { sql } = asked(database);
    const digest = digestOf(attempt.username);
    const lockedUntilMs = await countTry(sql, { digest, nowMs: attempt.nowMs, limits });
    if (lockedUntilMs !== null) {
      return { kind: "later", retryAfterMs: lockedUntilMs - attempt.nowMs };
    }
    const account = await findByName(sql, attempt.username);
    const right = await isPassword(attempt.password, account?.password ?? nobody);
    if (account === null || account.password === null || !right) return { kind: "refused" };
    const session = random.id(SESSION_CHARACTERS);
    const { staff } = account;
    await sql.begin(async (tx) => {
      await tx`delete from bank.sign_in_try where name_digest = ${digest}`;
      await tx`update bank.staff set signed_in_ms = ${attempt.nowMs} where id = ${staff.id}`;
      await openSession(tx, {
        id: session,
        staff: staff.id,
        createdMs: attempt.nowMs,
        expiresMs: attempt.expiresMs,
        agent: attempt.agent,
        address: attempt.address,
        max: limits.sessionsPerStaffMax,
      });
    });
    return { kind: "staff", staff, session };
  }

  return {
    async signIn(attempt) {
      // A hash costs 50 ms of a core: a storm of tries must not take it from the sale.
      if (inFlight >= limits.signInsInFlightMax) return { kind: "later", retryAfterMs: BUSY_MS };
      inFlight++;
      try {
        return await signIn(attempt);
      } finally {
        inFlight--;
      }
    },
    async find(id) {
      const [row] = await asked(database).sql`
        select staff.id, username, staff.name, role, unit, unit.name as unit_name
        from bank.staff join bank.unit on unit.id = staff.unit
        where staff.id = ${id} and left_ms is null`;
      return row === undefined ? null : staffOf(row);
    },
    async signOut(id, nowMs) {
      await revokeSession(asked(database).sql, { id, nowMs });
    },
  };
}

/** Ends the lock of a name, as whoever resets a password means it. */
export async function unlock(sql: Sql | TransactionSql, username: string): Promise<void> {
  await sql`delete from bank.sign_in_try where name_digest = ${digestOf(username)}`;
}

function asked(database: Database): Database {
  if (database.available()) return database;
  throw new DatabaseUnavailable("The database does not answer");
}

/** The same in SQL: `encode(sha256(convert_to(username, 'UTF8')), 'hex')`. */
function digestOf(username: string): string {
  return createHash("sha256").update(username).digest("hex");
}

/**
 * Counts a try before the password is looked at, so that many at once are not more than many in a row. Null: go on;
 * else until when the name is locked.
 */
async function countTry(
  sql: Sql,
  options: {
    readonly digest: string;
    readonly nowMs: number;
    readonly limits: Pick<Limits, "signInTriesMax" | "signInLockMs">;
  },
): Promise<number | null> {
  const { digest, nowMs, limits } = options;
  const forgottenMs = nowMs - limits.signInLockMs;
  const untilMs = nowMs + limits.signInLockMs;
  await sql`
    delete from bank.sign_in_try where name_digest in (
      select name_digest from bank.sign_in_try
      where last_ms < ${forgottenMs} order by last_ms limit ${SWEPT} for update skip locked)`;
  const [row] = await sql`
    insert into bank.sign_in_try as known (name_digest, tries, last_ms)
    values (${digest}, 1, ${nowMs})
    on conflict (name_digest) do update set
      tries = case when known.last_ms < ${forgottenMs} then 1 else known.tries + 1 end,
      last_ms = case when known.locked_until_ms > ${nowMs} then known.last_ms else ${nowMs} end,
      locked_until_ms = case
        when known.last_ms < ${forgottenMs} then null
        when known.tries >= ${limits.signInTriesMax}
          then coalesce(known.locked_until_ms, ${untilMs})
      end
    returning locked_until_ms`;
  const locked = row?.["locked_until_ms"];
  return locked === null || locked === undefined ? null : Number(locked);
}

async function findByName(sql: Sql, username: string): Promise<Account | null> {
  const [row] = await sql`
    select staff.id, username, staff.name, role, unit, unit.name as unit_name, password
    from bank.staff join bank.unit on unit.id = staff.unit
    where username = ${username} and left_ms is null`;
  if (row === undefined) return null;
  const password = row["password"];
  return { staff: staffOf(row), password: typeof password === "string" ? password : null };
}

function staffOf(row: Readonly<Record<string, unknown>>): StaffJson {
  return {
    id: String(row["id"]),
    username: String(row["username"] ?? row["id"]),
    name: String(row["name"]),
    role: staffRole(row["role"]),
    unit: String(row["unit"]),
    unitName: String(row["unit_name"]),
  };
}
