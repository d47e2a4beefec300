/** The series of a run as charts: which are split, where the bounds belong, what colour an outcome has. */
import type { ChartLimit, ChartLine, TimeChart, Words } from "./chart_data.ts";
import { timeChart } from "./charts.ts";
import { boundText, boundValue, mainLatency } from "./facts.ts";
import type { Html } from "./page.ts";
import type { RunReport, SeriesGroup, SeriesLine, ThresholdVerdict } from "./run_report.ts";
import { known } from "./words.ts";

/** In this order; others follow as they come. */
const ORDER = [
  "rates",
  "latency",
  "outcomes",
  "units",
  "commit",
  "batch",
  "lag",
  "memory",
  "cpu",
  "subscribers",
];
const WIDE = new Set(["rates"]);
const LOG = new Set(["latency", "commit", "lag"]);
const THIN: Readonly<Record<string, TimeChart["thin"]>> = {
  latency: "max",
  commit: "max",
  lag: "max",
  memory: "max",
  units: "last",
  subscribers: "last",
};

/** Every group that has lines. */
export function runCharts(report: RunReport): readonly Html[] {
  return chartsOf(report).map(timeChart);
}

/** The same, not yet drawn; comparisons and Markdown know the order from here. */
export function chartsOf(report: RunReport): readonly TimeChart[] {
  return orderedGroups(report).flatMap((group) => splitLatency(report, group))
    .filter((group) => group.lines.length > 0)
    .map((group) => chartOf(report, group));
}

export function orderedGroups({ series }: Pick<RunReport, "series">): readonly SeriesGroup[] {
  const place = ({ key }: SeriesGroup) => ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length;
  return series.groups.toSorted((one, other) => place(one) - place(other));
}

/** What many points as one stand for. */
export function thinOf(key: string): NonNullable<TimeChart["thin"]> {
  return THIN[key] ?? "mean";
}

/** Percentiles of several requests in one chart are a knot: each request has its own. */
function splitLatency(report: RunReport, group: SeriesGroup): readonly SeriesGroup[] {
  if (group.key !== "latency") return [group];
  const requests = new Map<string, SeriesLine[]>();
  for (const line of group.lines) {
    const request = /^(.+) (?:p[\d.]+|max|avg|mean|median)$/.exec(line.label)?.[1] ?? "";
    requests.set(request, [...requests.get(request) ?? [], line]);
  }
  if (requests.size < 2) return [group];
  const main = mainLatency(report)?.request;
  return [...requests]
    .toSorted(([one], [other]) => Number(other === main) - Number(one === main))
    .map(([request, lines]) => ({ ...group, title: `${group.title}: ${request}`, lines }));
}

function chartOf(report: RunReport, group: SeriesGroup): TimeChart {
  const { key, unit, kind } = group;
  const limits = report.thresholds.filter((one) => belongs(one, group))
    .map((one): ChartLimit => ({ value: boundValue(one), label: limitLabel(one) }));
  return {
    title: titleOf(group.title),
    unit,
    kind,
    atS: report.series.atS,
    lines: group.lines.map((line) => chartLine(report, { group, line })),
    thin: thinOf(key),
    ...limits.length === 0 ? {} : { limits },
    ...report.series.marks === undefined ? {} : {
      marks: report.series.marks.map(({ atS, label }) => ({ atS, label: known(label) })),
    },
    ...LOG.has(key) && kind === "lines" ? { log: "offered" as const } : {},
    ...WIDE.has(key) ? { wide: true } : {},
  };
}

/** Named by the threshold itself, or by a line of the same name. */
function belongs({ what, unit, chart }: ThresholdVerdict, group: SeriesGroup): boolean {
  if (unit !== group.unit || group.kind === "stack") return false;
  if (chart !== undefined && chart !== group.key) return false;
  if (group.lines.some((line) => line.label === what)) return true;
  return chart !== undefined && group.key !== "latency";
}

function limitLabel(threshold: ThresholdVerdict): Words {
  return `${threshold.what} ${boundText(threshold)}`;
}

function titleOf(title: string): Words {
  const [, group = title, request] = /^(.+): (.+)$/.exec(title) ?? [];
  const words = known(group);
  if (request === undefined || typeof words === "string") return request ? title : words;
  return { zh: `${words.zh}：${request}`, en: `${words.en}: ${request}` };
}

function chartLine(
  { outcomes }: RunReport,
  { group, line }: { readonly group: SeriesGroup; readonly line: SeriesLine },
): ChartLine {
  const { label, values } = line;
  const name = { label: known(label), values };
  if (group.key === "outcomes" && isUnexpected(label, outcomes)) return { ...name, tone: "bad" };
  if (group.key === "rates" && label === "offered") {
    return { ...name, tone: "quiet", dashed: true };
  }
  if (label === "served") return { ...name, tone: "1" };
  return name;
}

/** `grab 503 overloaded`, `503 overloaded` or the bare reason. */
function isUnexpected(label: string, outcomes: RunReport["outcomes"]): boolean {
  if (label.startsWith("unexpected")) return true;
  const meant = outcomes.filter(({ request, status, reason }) =>
    [`${request} ${status} ${reason}`, `${request} ${reason}`, `${status} ${reason}`, reason]
      .includes(label)
  );
  return meant.length > 0 && meant.every((one) => !one.expected);
}
