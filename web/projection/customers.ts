/** What the bank knows of customers, from their own records: `projected.customer`, `…_tag`. */
import type postgres from "postgres";
import { type CustomerEvent, isRecordEvent, type Tag } from "../../actors/customer/protocol.ts";
import type { ProjectedRecord, Projection } from "./projection.ts";

/** A row of `projected.customer`. */
interface CustomerRow {
  readonly id: string;
  name: string | null;
  since: string | null;
  is_new: boolean;
  manager: string | null;
  outlet: string | null;
  bank: string | null;
  version: number;
  updated_ms: number;
}

/** What a batch says. */
export interface CustomerRows {
  readonly customers: readonly CustomerRow[];
  /** All tags of those whose tags changed. */
  readonly tags: ReadonlyMap<string, readonly Tag[]>;
}

export const customers: Projection = {
  name: "customers",
  tables: ["projected.customer", "projected.customer_tag"],
  async apply(tx, batch) {
    const records = batch.filter(({ kind }) => kind === "customer");
    if (records.length === 0) return;
    await write(tx, foldCustomers(records, await rowsOf(tx, records)));
  },
};

/** The pure part. Each event says all of what it is about, so only versions add up. */
export function foldCustomers(
  records: readonly ProjectedRecord[],
  before: ReadonlyMap<string, CustomerRow>,
): CustomerRows {
  const rows = new Map<string, CustomerRow>();
  const tags = new Map<string, readonly Tag[]>();
  for (const { key, events } of records) {
    // Written by our kind and brought up to date by it.
    const changes = (events as readonly CustomerEvent[]).filter(isRecordEvent);
    if (changes.length === 0) continue;
    const row = rows.get(key) ?? before.get(key) ?? unknownCustomer(key);
    rows.set(key, row);
    for (const event of changes) {
      row.version++;
      row.updated_ms = Math.floor(event.atMs);
      switch (event.kind) {
        case "facts-set":
          row.is_new = event.isNew;
          stand(row, event.units);
          tags.set(key, event.tags);
          break;
        case "tagged":
          tags.set(key, event.tags);
          break;
        case "bound":
          row.manager = event.manager;
          stand(row, event.units);
          break;
        case "profiled":
          row.name = event.name;
          row.since = event.since;
          row.is_new = event.isNew;
          break;
      }
    }
  }
  return { customers: [...rows.values()], tags };
}

/** Units go from the outlet up; facts that were set by hand may name any. */
function stand(row: CustomerRow, units: readonly string[]): void {
  row.outlet = units.find((unit) => depthOf(unit) === 3) ?? null;
  row.bank = units.find((unit) => depthOf(unit) === 2) ?? null;
}

function depthOf(unit: string): number {
  return unit.split(".").length;
}

function unknownCustomer(id: string): CustomerRow {
  return {
    id,
    name: null,
    since: null,
    is_new: true,
    manager: null,
    outlet: null,
    bank: null,
    version: 0,
    updated_ms: 0,
  };
}

async function rowsOf(
  tx: postgres.TransactionSql,
  records: readonly ProjectedRecord[],
): Promise<Map<string, CustomerRow>> {
  const ids = [...new Set(records.map(({ key }) => key))];
  const rows = await tx<(Omit<CustomerRow, "updated_ms"> & { updated_ms: string })[]>`
    select id, name, since::text as since, is_new, manager, outlet, bank, version, updated_ms
    from projected.customer where id = any(${ids}::text[])`;
  return new Map(rows.map((row) => [row.id, { ...row, updated_ms: Number(row.updated_ms) }]));
}

async function write(tx: postgres.TransactionSql, rows: CustomerRows): Promise<void> {
  await tx`
    insert into projected.customer
    select * from jsonb_populate_recordset(null::projected.customer, ${json(tx, rows.customers)})
    on conflict (id) do update set
      name = excluded.name, since = excluded.since, is_new = excluded.is_new,
      manager = excluded.manager, outlet = excluded.outlet, bank = excluded.bank,
      version = excluded.version, updated_ms = excluded.updated_ms`;
  if (rows.tags.size === 0) return;
  await tx`
    delete from projected.customer_tag where customer = any(${[...rows.tags.keys()]}::text[])`;
  const tags = [...rows.tags].flatMap(([customer, all]) =>
    all.map(({ tag, source, by, atMs, untilMs }) => ({
      customer,
      tag,
      source,
      by_staff: by,
      at_ms: Math.floor(atMs),
      until_ms: untilMs === null ? null : Math.floor(untilMs),
    }))
  );
  await tx`
    insert into projected.customer_tag
    select * from jsonb_populate_recordset(null::projected.customer_tag, ${json(tx, tags)})`;
}

/** Rows as one parameter: a statement with as many parameters as cells would have a bound. */
function json(tx: postgres.TransactionSql, rows: readonly object[]): postgres.Parameter {
  return tx.json(rows as unknown as postgres.JSONValue);
}
