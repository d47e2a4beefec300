/** Brings the generated organisation into the database, and the roots that every start needs. */
import type { Sql, TransactionSql } from "postgres";
import { type Scale, SCALES } from "../../shared/scale.ts";
import {
  generateOrganisation,
  PROVINCE_UNIT,
  type Seated,
  type StaffRow,
  type UnitRow,
} from "./generate.ts";
import { readProvince } from "./places.ts";

/** An account of a seed; `password` is a hash. */
export interface SeedAccount extends Seated {
  readonly password: string;
}

export interface SeedOptions {
  readonly scale: Scale;
  /** People with accounts, who take the first seats of their units. */
  readonly accounts: readonly SeedAccount[];
  readonly nowMs: number;
  /** Told after every batch. */
  progress?(done: number, total: number): void;
}

const BATCH = 1_000;

/**
 * Adds what is missing: nothing at a second start, the rest when the scale has grown. What staff have changed
 * meanwhile stays as they left it. Resolves to the number of rows added.
 */
export async function seedOrganisation(sql: Sql, options: SeedOptions): Promise<number> {
  const { scale, accounts, nowMs } = options;
  const containing = SCALES.slice(SCALES.indexOf(scale));
  const seeded = await sql`select 1 from bank.seeded where name in ${sql(containing)}`;
  if (seeded.length > 0) {
    await setMissingPasswords(sql, accounts);
    return 0;
  }
  const { units, staff } = generateOrganisation(await readProvince(), { scale, seated: accounts });
  const total = units.length + staff.length;
  let done = 0;
  let added = 0;
  const batches = [
    ...batchesOf(units).map((rows) => ({ rows: rows.length, run: addUnits(rows) })),
    ...batchesOf(staff).map((rows) => ({ rows: rows.length, run: addStaff(rows) })),
  ];
  for (const { rows, run } of batches) {
    added += await sql.begin(run);
    done += rows;
    options.progress?.(done, total);
  }
  await setMissingPasswords(sql, accounts);
  await sql`insert into bank.seeded (name, at_ms) values (${scale}, ${nowMs}) on conflict do nothing`;
  // Without this the first lists are planned as for empty tables, and look every row up.
  await sql`vacuum (analyze) bank.unit, bank.staff, bank.assignment`;
  return added;
}

/** The province and one account of it, for a start without the demo. Changes nothing that is there. */
export async function seedAdmin(
  sql: Sql,
  options: { readonly account: SeedAccount; readonly nowMs: number },
): Promise<void> {
  const { account, nowMs } = options;
  const { id, username, name, role, unit } = account;
  const root: UnitRow = {
    id: PROVINCE_UNIT,
    parent: null,
    kind: "province",
    name: "江西省联社",
    short: "江西",
    city: "南昌市",
    address: "",
    hours: "",
    opened_ms: nowMs,
  };
  const staff = { id, username, name, role, unit, title: "", phone: null, employee_no: null };
  await sql.begin(async (tx) => {
    await addUnits([root])(tx);
    await addStaff([{ ...staff, joined_ms: nowMs }])(tx);
  });
  await setMissingPasswords(sql, [account]);
}

type NewStaff = Omit<StaffRow, "phone" | "employee_no"> & {
  readonly phone: string | null;
  readonly employee_no: string | null;
};

function addUnits(rows: readonly UnitRow[]): (tx: TransactionSql) => Promise<number> {
  return async (tx) => {
    const added = await tx`
      insert into bank.unit (id, parent, kind, name, short, city, address, hours, opened_ms)
      select * from jsonb_to_recordset(${tx.json(rows.map((row) => ({ ...row })))}) as row (
        id text, parent text, kind text, name text, short text, city text, address text,
        hours text, opened_ms bigint)
      on conflict do nothing`;
    return added.count;
  };
}

/** Nobody without a unit: where staff closed or renamed one in the way, its people stay away too. */
function addStaff(rows: readonly NewStaff[]): (tx: TransactionSql) => Promise<number> {
  return async (tx) => {
    const added = await tx`
      with added as (
        insert into bank.staff
          (id, username, name, role, unit, title, phone, employee_no, joined_ms)
        select row.* from jsonb_to_recordset(${tx.json(rows.map((row) => ({ ...row })))}) as row (
          id text, username text, name text, role text, unit text, title text, phone text,
          employee_no text, joined_ms bigint)
        where exists (select 1 from bank.unit where unit.id = row.unit)
        on conflict do nothing
        returning id, unit, joined_ms
      )
      insert into bank.assignment (staff_id, unit, from_ms)
      select id, unit, joined_ms from added`;
    return added.count;
  };
}

/** Sets first passwords; one that staff have chosen stays. */
async function setMissingPasswords(sql: Sql, accounts: readonly SeedAccount[]): Promise<void> {
  for (const { id, password } of accounts) {
    await sql`update bank.staff set password = ${password} where id = ${id} and password is null`;
  }
}

function batchesOf<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  return Array.from(
    { length: Math.ceil(rows.length / BATCH) },
    (_, nth) => rows.slice(nth * BATCH, (nth + 1) * BATCH),
  );
}
