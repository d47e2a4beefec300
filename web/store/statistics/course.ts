/** How a sale went: its instants, and what happened second by second, in at most so many equal steps. */
import type { Sql, TransactionSql } from "postgres";

export interface Course {
  readonly openedMs: number | null;
  readonly endedMs: number | null;
  readonly soldOutMs: number | null;
  readonly peakGrabsPerSecond: number;
  readonly series: Series;
}

export interface Series {
  readonly atMs: number;
  readonly stepSeconds: number;
  readonly grabs: readonly number[];
  readonly orders: readonly number[];
  readonly units: readonly number[];
  readonly lapsed: readonly number[];
}

/** Steps that people read on an axis, in seconds. */
const STEPS = [1, 2, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 21_600, 86_400];
const POINTS_MAX = 600;

/** The course of one sale; empty for one that has not begun. */
export async function courseOf(sql: Sql | TransactionSql, campaign: string): Promise<Course> {
  const [course] = await sql<
    { opened_ms: string | null; ended_ms: string | null; sold_out_ms: string | null }[]
  >`
    select opened_ms, ended_ms, sold_out_ms from projected.sale_course
    where campaign = ${campaign}`;
  const [bounds] = await sql<{ first: string | null; last: string | null; peak: string | null }[]>`
    select min(at_s) as first, max(at_s) as last, max(grabs) as peak
    from projected.sale_second where campaign = ${campaign}`;
  const openedMs = numberOf(course?.opened_ms);
  const firstS = numberOf(bounds?.first) ?? Math.floor((openedMs ?? 0) / 1_000);
  const lastS = numberOf(bounds?.last) ?? firstS;
  return {
    openedMs,
    endedMs: numberOf(course?.ended_ms),
    soldOutMs: numberOf(course?.sold_out_ms),
    peakGrabsPerSecond: Number(bounds?.peak ?? 0),
    series: await seriesOf(sql, { campaign, firstS, lastS }),
  };
}

async function seriesOf(
  sql: Sql | TransactionSql,
  { campaign, firstS, lastS }: {
    readonly campaign: string;
    readonly firstS: number;
    readonly lastS: number;
  },
): Promise<Series> {
  const stepSeconds = stepFor(lastS - firstS + 1);
  const fromS = Math.floor(firstS / stepSeconds) * stepSeconds;
  const points = Math.floor((lastS - fromS) / stepSeconds) + 1;
  const rows = await sql<Record<"step" | "grabs" | "orders" | "units" | "lapsed", string>[]>`
    select (at_s - ${fromS}::bigint) / ${stepSeconds}::bigint as step,
      sum(grabs)::bigint as grabs, sum(orders)::bigint as orders, sum(units)::bigint as units,
      sum(lapsed)::bigint as lapsed
    from projected.sale_second where campaign = ${campaign} group by 1`;
  const empty = () => new Array<number>(points).fill(0);
  const series = { grabs: empty(), orders: empty(), units: empty(), lapsed: empty() };
  for (const row of rows) {
    const step = Number(row.step);
    series.grabs[step] = Number(row.grabs);
    series.orders[step] = Number(row.orders);
    series.units[step] = Number(row.units);
    series.lapsed[step] = Number(row.lapsed);
  }
  return { atMs: fromS * 1_000, stepSeconds, ...series };
}

/** The shortest step that needs no more points than a chart has. */
export function stepFor(seconds: number): number {
  const last = STEPS.at(-1) ?? 1;
  return STEPS.find((step) => seconds / step < POINTS_MAX) ??
    Math.ceil(seconds / POINTS_MAX / last) * last;
}

function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}
