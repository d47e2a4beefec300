/** The table of orders in PostgreSQL, the same for every peer that has one. */
import type { Sql } from "postgres";
import type { Acknowledged } from "../load/ledger.ts";

/** An order per customer, at most one each. */
export const ORDERS_TABLE = `
create table orders (
  id text primary key,
  campaign text not null,
  customer text not null,
  units integer not null,
  state text not null,
  at timestamptz not null default now(),
  unique (campaign, customer)
);`;

/** Those without an order. */
export async function missingOrders(
  sql: Sql,
  acknowledged: readonly Acknowledged[],
): Promise<readonly Acknowledged[]> {
  const ids = acknowledged.map(({ id }) => id);
  const rows = await sql<{ id: string }[]>`
    select id from unnest(${ids}::text[]) as asked (id)
    where not exists (select from orders where orders.id = asked.id)`;
  const missing = new Set(rows.map(({ id }) => id));
  return acknowledged.filter(({ id }) => missing.has(id));
}
