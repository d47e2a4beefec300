/** Sums of `projected.daily` as SQL and as figures. */
import type { Fragment, Sql, TransactionSql } from "postgres";
import type { FiguresJson } from "../../shared/api_statistics.ts";
import {
  columnOf,
  type Figures,
  MEASURES,
  noFigures,
} from "../../projection/statistics/measures.ts";

// Names of columns only, which stand in this repository.
const SUMS = MEASURES.map(columnOf).map((name) => `coalesce(sum(d.${name}), 0)::bigint as ${name}`)
  .join(", ");

/** Columns of a row of sums; bigints come as texts. */
export type SumRow = Readonly<Record<string, string | null>>;

/** `coalesce(sum(d.visits), 0)::bigint as visits, …` over rows `d` of `projected.daily`. */
export function sums(sql: Sql | TransactionSql): Fragment {
  return sql`${sql.unsafe(SUMS)}`;
}

/** The figures of such a row. */
export function figuresOf(row: SumRow): FiguresJson {
  const figures: Figures = noFigures();
  for (const measure of MEASURES) figures[measure] = Number(row[columnOf(measure)] ?? 0);
  return figures;
}
