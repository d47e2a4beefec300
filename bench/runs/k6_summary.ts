/** What k6 exports at its end: every metric over the whole run. */
import type { SuiteScenario } from "../k6/names.ts";
import { isExpected, outcomeOf } from "../k6/outcomes.ts";
import type { Threshold } from "../k6/thresholds.ts";
import type { Latency, Outcome, ThresholdVerdict } from "../report/run_report.ts";

/** Metrics by name, each by its aggregates. */
export type Summary = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** Aggregates that the runner asks k6 for. */
export const TREND_STATS = "count,avg,min,med,max,p(90),p(95),p(99)";

/** Parses the file of `--summary-export`. */
export function parseSummary(text: string): Summary {
  const { metrics } = JSON.parse(text);
  return new Map(
    // Beside the aggregates there are the thresholds, which have an object.
    Object.entries<Record<string, unknown>>(metrics).map(([name, values]) => [
      name,
      Object.fromEntries(
        Object.entries(values).filter((one): one is [string, number] => typeof one[1] === "number"),
      ),
    ]),
  );
}

/** Sum of a counter; 0 where nothing was counted. */
export function countIn(summary: Summary, name: string): number {
  return summary.get(name)?.["count"] ?? 0;
}

/** `ms_grab` → grab; trends of single phases (`ms_grab{…}`) are the thresholds' own. */
export function latenciesIn(summary: Summary): Latency[] {
  return [...summary].flatMap(([name, values]) => {
    const request = /^ms_([a-z_]+)$/.exec(name)?.[1];
    const count = values["count"] ?? 0;
    if (request === undefined || count === 0) return [];
    return [{
      request,
      count,
      p50Ms: values["med"] ?? 0,
      p95Ms: values["p(95)"] ?? 0,
      p99Ms: values["p(99)"] ?? 0,
      maxMs: values["max"] ?? 0,
    }];
  });
}

/** Totals of all counters by name. */
export function countersIn(summary: Summary): Record<string, number> {
  const counters: Record<string, number> = {};
  for (const [name, values] of summary) {
    if (values["count"] !== undefined && !("med" in values)) counters[name] = values["count"];
  }
  return counters;
}

/** How often each request was answered how. */
export function outcomesIn(summary: Summary, scenario: SuiteScenario): Outcome[] {
  return Object.entries(countersIn(summary)).flatMap(([name, count]) => {
    const outcome = count === 0 ? null : outcomeOf(name);
    return outcome === null ? [] : [{ ...outcome, count, expected: isExpected(scenario, outcome) }];
  });
}

/** The table's verdicts: what was measured over the whole run against each bound. */
export function verdictsIn(summary: Summary, table: readonly Threshold[]): ThresholdVerdict[] {
  return table.flatMap(({ what, unit, bound, metric, aggregate }) => {
    const measured = measuredIn(summary, metric, aggregate);
    // A scenario without checks has no share of them.
    if (measured === null && aggregate === "rate") return [];
    const isWithin = "most" in bound
      ? (value: number) => value <= bound.most
      : (value: number) => value >= bound.least;
    return { what, unit, bound, measured, ok: measured !== null && isWithin(measured) };
  });
}

/** Null where there was no sample: a bound that nothing was held against is not kept. */
function measuredIn(summary: Summary, name: string, aggregate: string): number | null {
  const values = summary.get(name) ?? {};
  if (aggregate === "count") return values["count"] ?? 0;
  if (aggregate === "rate") {
    const samples = (values["passes"] ?? 0) + (values["fails"] ?? 0);
    return samples === 0 ? null : values["value"] ?? null;
  }
  return (values["count"] ?? 0) === 0 ? null : values[aggregate] ?? null;
}
