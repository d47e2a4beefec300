/** The lines of a sale's results: who sold most, by bank, outlet and manager. */
import type { Fragment, Sql, TransactionSql } from "postgres";
import { figuresOf, type SumRow, sums } from "./figures.ts";
import { type Filter, tableOf, where } from "./filter.ts";
import type { Line } from "./lines.ts";

const KEYS = { bank: "d.bank", outlet: "d.unit", manager: "d.manager" } as const;

/** At most `limit` lines, most units sold first, then most grabs. */
export async function best(
  sql: Sql | TransactionSql,
  filter: Filter,
  asked: { readonly by: "bank" | "outlet" | "manager"; readonly limit: number },
): Promise<readonly Line[]> {
  const key = sql.unsafe(KEYS[asked.by]);
  const isManager = asked.by === "manager";
  const credited: Filter = { ...filter, credit: "credited" };
  const rows = await sql<SumRow[]>`
    with line as (
      select ${key} as key, ${sums(sql)}
      from ${tableOf(sql, { manager: filter.manager, by: asked.by })} d
      where ${where(sql, credited)}
      group by 1 order by units desc, grabs desc, 1 limit ${asked.limit}
    )
    select line.*,
      ${isManager ? lastUnit(sql, credited) : sql`line.key`} as unit,
      ${
    isManager
      ? sql`(select s.name from bank.staff s where s.id = line.key)`
      : sql`(select u.name from bank.unit u where u.id = line.key)`
  } as name
    from line order by line.units desc, line.grabs desc, line.key`;
  return rows.map((row) => {
    const key = row["key"] ?? "";
    return { key, name: row["name"] ?? key, unit: row["unit"] ?? null, figures: figuresOf(row) };
  });
}

/** Where a manager of `line` last did something of what is counted. */
export function lastUnit(sql: Sql | TransactionSql, filter: Filter): Fragment {
  return sql`(
    select d.unit from projected.daily d where d.manager = line.key and ${where(sql, filter)}
    order by d.day desc, d.unit limit 1)`;
}
