/** Managers as links and customers need them. */
import type { Row, Sql, TransactionSql } from "postgres";

export interface ManagerRow {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly left: boolean;
}

/** A manager by id; null for anyone else. */
export async function findManager(
  sql: Sql | TransactionSql,
  id: string,
): Promise<ManagerRow | null> {
  const [row] = await sql`
    select id, name, unit, left_ms from bank.staff where id = ${id} and role = 'manager'`;
  return row === undefined ? null : managerRow(row);
}

/** Managers who are here by id, user name or number, by what they were named. */
export async function managersNamed(
  sql: Sql | TransactionSql,
  names: readonly string[],
): Promise<ReadonlyMap<string, ManagerRow>> {
  const found = new Map<string, ManagerRow>();
  if (names.length === 0) return found;
  const rows = await sql`
    select id, name, unit, left_ms, username, employee_no from bank.staff
    where role = 'manager' and left_ms is null
      and (id in ${sql(names)} or username in ${sql(names)} or employee_no in ${sql(names)})`;
  for (const column of ["employee_no", "username", "id"]) {
    for (const row of rows) {
      const name: unknown = row[column];
      if (typeof name === "string") found.set(name, managerRow(row));
    }
  }
  return found;
}

/** The manager and those who left to this one: whose customers and links are this one's now. */
export async function followedBy(
  sql: Sql | TransactionSql,
  manager: string,
): Promise<readonly string[]> {
  const rows = await sql`select id from bank.staff where successor = ${manager}`;
  return [manager, ...rows.map((row) => String(row["id"]))];
}

function managerRow(row: Row): ManagerRow {
  return {
    id: String(row["id"]),
    name: String(row["name"]),
    unit: String(row["unit"]),
    left: row["left_ms"] !== null,
  };
}
