/**
 * Ranks of managers. Of two with the same figure the one is before whose figure moved last at the earlier instant,
 * that is who reached it first; then the staff id decides, so there are no equals.
 */
import type { Fragment, Sql, TransactionSql } from "postgres";
import type { MeasureJson } from "../../shared/api_statistics.ts";
import { columnOf, type Moved } from "../../projection/statistics/measures.ts";
import { lastUnit } from "./best.ts";
import { type Filter, where } from "./filter.ts";

export interface Leader {
  readonly rank: number;
  readonly manager: string;
  readonly name: string;
  readonly unit: string;
  readonly unitName: string;
  readonly value: number;
  /** Null: the figure never moved. */
  readonly reachedMs: number | null;
}

export interface Ranks {
  readonly leaders: readonly Leader[];
  readonly more: boolean;
  /** Place of the one who was asked for. */
  readonly mine: { readonly rank: number; readonly value: number } | null;
  /** How many are ranked. */
  readonly of: number;
}

/** What may be ranked by: what is good to have. */
export type Ranked = Summed | "netFen";
type Summed = Exclude<
  MeasureJson,
  "lapsed" | "lapsedUnits" | "returns" | "returnedUnits" | "returnedFen"
>;

const MOVED: Readonly<Record<Summed, Moved>> = {
  visitors: "countedMs",
  newVisitors: "countedMs",
  newCustomers: "grabbedMs",
  scans: "countedMs",
  leads: "countedMs",
  joins: "referredMs",
  qualified: "referredMs",
  rewarded: "referredMs",
  visits: "countedMs",
  clicks: "countedMs",
  shares: "countedMs",
  grabs: "grabbedMs",
  grabbedUnits: "grabbedMs",
  orders: "confirmedMs",
  units: "confirmedMs",
  fen: "confirmedMs",
};

/** All of them. */
export const RANKED: readonly Ranked[] = [
  "netFen",
  // Keys of a literal are its own.
  ...Object.keys(MOVED) as Summed[],
];

/** Ranks from `after + 1` on. `filter.credit` is `credited`: 未归属 takes no part. */
export async function ranks(
  sql: Sql | TransactionSql,
  filter: Filter,
  asked: {
    readonly measure: Ranked;
    readonly after: number;
    readonly limit: number;
    readonly me: string;
  },
): Promise<Ranks> {
  const { measure, after, limit, me } = asked;
  const credited: Filter = { ...filter, credit: "credited" };
  const rows = await sql<Row[]>`
    with sum as (
      select d.manager as key, ${valueOf(sql, measure)} as value,
        ${reachedOf(sql, measure)} as reached
      from projected.daily d where ${where(sql, credited)}
      group by d.manager
    ), ranked as (
      select sum.*, row_number() over (order by value desc, reached, key) as rank,
        count(*) over () as of
      from sum where value <> 0
    ), line as materialized (
      select * from ranked
      where (rank > ${after} and rank <= ${after + limit}) or key = ${me}
    ), placed as (
      select line.*, ${lastUnit(sql, credited)} as unit from line
    )
    select p.rank, p.of, p.key as manager, p.value, p.reached, p.unit,
      coalesce(s.name, p.key) as name, coalesce(u.name, p.unit) as unit_name
    from placed p
    left join bank.staff s on s.id = p.key
    left join bank.unit u on u.id = p.unit
    order by p.rank`;
  const mine = rows.find(({ manager }) => manager === me);
  const leaders = rows.map(leaderOf)
    .filter(({ rank }) => rank > after && rank <= after + limit);
  const of = Number(rows[0]?.of ?? 0);
  return {
    leaders,
    of,
    more: of > after + limit,
    mine: mine === undefined ? null : { rank: Number(mine.rank), value: Number(mine.value) },
  };
}

interface Row {
  readonly rank: string;
  readonly of: string;
  readonly manager: string;
  readonly value: string;
  readonly reached: string;
  readonly unit: string;
  readonly name: string;
  readonly unit_name: string;
}

function leaderOf(row: Row): Leader {
  const reachedMs = Number(row.reached);
  return {
    rank: Number(row.rank),
    manager: row.manager,
    name: row.name,
    unit: row.unit,
    unitName: row.unit_name,
    value: Number(row.value),
    reachedMs: reachedMs === 0 ? null : reachedMs,
  };
}

function valueOf(sql: Sql | TransactionSql, measure: Ranked): Fragment {
  const text = measure === "netFen"
    ? "sum(d.fen) - sum(d.returned_fen)"
    : `sum(d.${columnOf(measure)})`;
  return sql`(${sql.unsafe(text)})::bigint`;
}

function reachedOf(sql: Sql | TransactionSql, measure: Ranked): Fragment {
  const text = measure === "netFen"
    ? "max(greatest(d.confirmed_ms, d.returned_ms))"
    : `max(d.${columnOf(MOVED[measure])})`;
  return sql`${sql.unsafe(text)}`;
}
