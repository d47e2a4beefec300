/** Customers as lists show them: rows that follow their records, with what staff entered beside them. */
import type { Fragment, Row, Sql, TransactionSql } from "postgres";
import { allOf, beginsWith } from "../conditions.ts";

/** Whose customers may be seen. */
export type Reach =
  | { readonly kind: "all" }
  | { readonly kind: "bank" | "outlet"; readonly unit: string }
  /** A manager's own, and those of managers whom this one follows. */
  | { readonly kind: "managers"; readonly ids: readonly string[] };

export interface CustomerQuery {
  readonly reach: Reach;
  /** Id, beginning of the name, or the last four digits of the phone. */
  readonly q?: string | undefined;
  readonly tag?: string | undefined;
  readonly manager?: string | undefined;
  readonly after?: { readonly updatedMs: number; readonly id: string } | undefined;
  readonly limit: number;
  readonly nowMs: number;
}

/** A customer of a list. */
export interface CustomerListRow {
  readonly id: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly manager: string | null;
  readonly managerName: string | null;
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly since: string | null;
  readonly isNew: boolean;
  readonly tags: readonly string[];
  readonly updatedMs: number;
}

/** What a detail shows beside the customer's own record. */
export interface CustomerNames {
  readonly phone: string | null;
  readonly managerName: string | null;
  readonly unitName: string | null;
}

/** Rows, the latest change first. */
export async function listCustomers(
  sql: Sql,
  query: CustomerQuery,
): Promise<readonly CustomerListRow[]> {
  const { q, tag, manager, after, nowMs } = query;
  const conditions = [
    reached(sql, query.reach),
    ...manager === undefined ? [] : [sql`customer.manager = ${manager}`],
    ...tag === undefined ? [] : [sql`customer.id in (
      select customer from projected.customer_tag
      where tag = ${tag} and (until_ms is null or until_ms > ${Math.floor(nowMs)}))`],
    ...q === undefined ? [] : [searched(sql, q)],
    ...after === undefined ? [] : [sql`
      (customer.updated_ms, customer.id) < (${after.updatedMs}, ${after.id})`],
  ];
  const rows = await sql`
    select customer.*, customer.since::text as since, contact.phone, staff.name as manager_name,
      unit.name as unit_name,
      (select coalesce(json_agg(tag order by at_ms, tag), '[]') from projected.customer_tag
        where customer_tag.customer = customer.id
          and (until_ms is null or until_ms > ${Math.floor(nowMs)})) as tags
    from projected.customer
    left join bank.customer_contact contact on contact.customer = customer.id
    left join bank.staff on staff.id = customer.manager
    left join bank.unit on unit.id = customer.outlet
    where ${allOf(sql, conditions)}
    order by customer.updated_ms desc, customer.id desc
    limit ${query.limit}`;
  return rows.map(listRow);
}

/** How many, and by which tags. */
export async function countCustomers(
  sql: Sql,
  query: { readonly reach: Reach; readonly nowMs: number; readonly tagsMax: number },
): Promise<
  {
    readonly total: number;
    readonly isNew: number;
    readonly bound: number;
    readonly tags: readonly { readonly tag: string; readonly customers: number }[];
  }
> {
  const within = reached(sql, query.reach);
  const [sums] = await sql`
    select count(*) as total, count(*) filter (where is_new) as new_ones, count(manager) as bound
    from projected.customer where ${within}`;
  const tags = await sql`
    select tag, count(*) as n from projected.customer_tag
    join projected.customer on customer.id = customer_tag.customer
    where ${within} and (until_ms is null or until_ms > ${Math.floor(query.nowMs)})
    group by tag order by n desc, tag limit ${query.tagsMax}`;
  return {
    total: Number(sums?.["total"]),
    isNew: Number(sums?.["new_ones"]),
    bound: Number(sums?.["bound"]),
    tags: tags.map((row) => ({ tag: String(row["tag"]), customers: Number(row["n"]) })),
  };
}

/** Phone of a customer, names of a manager and a unit. */
export async function namesOf(
  sql: Sql,
  of: { readonly customer: string; readonly manager: string | null; readonly unit: string | null },
): Promise<CustomerNames> {
  const [row] = await sql`
    select
      (select phone from bank.customer_contact where customer = ${of.customer}) as phone,
      (select name from bank.staff where id = ${of.manager}) as manager_name,
      (select name from bank.unit where id = ${of.unit}) as unit_name`;
  return {
    phone: textOf(row?.["phone"]),
    managerName: textOf(row?.["manager_name"]),
    unitName: textOf(row?.["unit_name"]),
  };
}

/** Notes how customers are reached; those that are known already stay as they are. */
export async function addContacts(
  sql: Sql | TransactionSql,
  contacts: readonly { readonly customer: string; readonly phone: string }[],
  atMs: number,
): Promise<void> {
  if (contacts.length === 0) return;
  const rows = contacts.map((one) => ({ ...one, created_ms: Math.floor(atMs) }));
  await sql`
    insert into bank.customer_contact
    select * from jsonb_populate_recordset(null::bank.customer_contact, ${sql.json(rows)})
    on conflict do nothing`;
}

/** Ids of customers who are bound, in order, from one on. */
export async function boundCustomers(
  sql: Sql,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await sql`
    select id from projected.customer where manager is not null and id > ${page.after}
    order by id limit ${page.limit}`;
  return rows.map((row) => String(row["id"]));
}

function reached(sql: Sql, reach: Reach): Fragment {
  switch (reach.kind) {
    case "all":
      return sql`true`;
    case "bank":
      return sql`customer.bank = ${reach.unit}`;
    case "outlet":
      return sql`customer.outlet = ${reach.unit}`;
    case "managers":
      return sql`customer.manager = any(${[...reach.ids]}::text[])`;
  }
}

function searched(sql: Sql, q: string): Fragment {
  if (/^\d{4}$/.test(q)) return sql`right(contact.phone, 4) = ${q}`;
  if (/^c[A-Za-z0-9_-]{21}$/.test(q)) return sql`customer.id = ${q}`;
  return beginsWith(sql, { expression: sql`customer.name collate "C"`, text: q });
}

function listRow(row: Row): CustomerListRow {
  const tags: unknown = row["tags"];
  return {
    id: String(row["id"]),
    name: textOf(row["name"]),
    phone: textOf(row["phone"]),
    manager: textOf(row["manager"]),
    managerName: textOf(row["manager_name"]),
    unit: textOf(row["outlet"]),
    unitName: textOf(row["unit_name"]),
    since: textOf(row["since"]),
    isNew: row["is_new"] === true,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    updatedMs: Number(row["updated_ms"]),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
