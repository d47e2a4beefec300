/** Outlets as customers look for them: by a part of a name or an address. */
import type { Sql } from "postgres";

export interface NamedOutlet {
  readonly name: string;
  readonly address: string;
  /** One who is here: the outlet's storefront. */
  readonly manager: string;
}

/** Outlets that are open and have a manager, at most `limit`, by name. */
export async function outletsNamed(
  sql: Sql,
  { query, limit }: { readonly query: string; readonly limit: number },
): Promise<readonly NamedOutlet[]> {
  const rows = await sql`
    select outlet.name, bank.short as bank, outlet.address, staff.id as manager
    from bank.unit outlet
    left join bank.unit bank on bank.id = outlet.parent
    join lateral (
      select id from bank.staff
      where unit = outlet.id and role = 'manager' and left_ms is null
      order by id limit 1
    ) staff on true
    where outlet.kind = 'outlet' and outlet.closed_ms is null
      and strpos(bank.name || ' ' || outlet.city || ' ' || outlet.name || ' ' || outlet.address,
        ${query}) > 0
    order by outlet.name, outlet.id
    limit ${limit}`;
  return rows.map((row) => ({
    name: [row["bank"], row["name"]].filter((one) => one !== "" && one !== null).join(" "),
    address: String(row["address"]),
    manager: String(row["manager"]),
  }));
}
