/** Percentiles of many requests in one chart are a knot: the main request has its own, the others one p99 each. */
import { mainLatency } from "./facts.ts";
import type { RunReport, SeriesGroup, SeriesLine } from "./run_report.ts";

const PERCENTILE = /^(.+) (p[\d.]+|max|avg|mean|median)$/;
const LINES_MAX = 8;

/** One group a request, the main one first; the group itself where it has one request. */
export function byRequest(
  report: Pick<RunReport, "scenario" | "latencies">,
  group: SeriesGroup,
): readonly SeriesGroup[] {
  const requests = new Map<string, SeriesLine[]>();
  for (const line of group.lines) {
    const request = PERCENTILE.exec(line.label)?.[1] ?? "";
    requests.set(request, [...requests.get(request) ?? [], line]);
  }
  if (requests.size < 2) return [group];
  const main = mainLatency(report)?.request;
  return [...requests]
    .toSorted(([one], [other]) => Number(other === main) - Number(one === main))
    .map(([request, lines]) => ({ ...group, title: `${group.title}: ${request}`, lines }));
}

/** The slowest requests beside each other. */
export function p99Overview(group: SeriesGroup): SeriesGroup {
  const lines = group.lines.flatMap(({ label, values }) => {
    const [, request = "", percentile] = PERCENTILE.exec(label) ?? [];
    return percentile === "p99" ? [{ label: request, values }] : [];
  });
  const slowest = lines.toSorted((one, other) => highest(other) - highest(one)).slice(0, LINES_MAX);
  return {
    ...group,
    title: "p99 by request",
    lines: lines.filter((line) => slowest.includes(line)),
  };
}

function highest({ values }: SeriesLine): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}
