/** The lines of a sale's results: who sold most, by bank, outlet and manager. */
import type { Sql, TransactionSql } from "postgres";
import { figuresOf, type SumRow, sums } from "./figures.ts";
import { type Filter, where } from "./filter.ts";
import type { Line } from "./lines.ts";

const KEYS = { bank: "d.bank", outlet: "d.unit", manager: "d.manager" } as const;

/** At most `limit` lines, most units sold first, then most grabs. */
export async function best(
  sql: Sql | TransactionSql,
  filter: Filter,
  asked: { readonly by: "bank" | "outlet" | "manager"; readonly limit: number },
): Promise<readonly Line[]> {
  const key = sql.unsafe(KEYS[asked.by]);
  const rows = await sql<SumRow[]>`
    with line as (
      select ${key} as key, (array_agg(d.unit order by d.day desc, d.unit))[1] as unit, ${sums(sql)}
      from projected.daily d where ${where(sql, { ...filter, credit: "credited" })}
      group by 1 order by units desc, grabs desc, 1 limit ${asked.limit}
    )
    select line.*, ${
    asked.by === "manager"
      ? sql`(select s.name from bank.staff s where s.id = line.key)`
      : sql`(select u.name from bank.unit u where u.id = line.key)`
  } as name
    from line order by line.units desc, line.grabs desc, line.key`;
  return rows.map((row) => {
    const key = row["key"] ?? "";
    const unit = asked.by === "manager" ? row["unit"] ?? null : key;
    return { key, name: row["name"] ?? key, unit, figures: figuresOf(row) };
  });
}
