/** The series of a run as charts: which are split, where the bounds belong, what colour an outcome has. */
import type { ChartLimit, ChartLine, TimeChart, Tone, Words } from "./chart_data.ts";
import { timeChart } from "./charts.ts";
import { boundText, boundValue } from "./facts.ts";
import { byRequest, p99Overview } from "./latency_groups.ts";
import { charts, folded, type Html } from "./page.ts";
import type { RunReport, SeriesGroup, SeriesLine, ThresholdVerdict } from "./run_report.ts";
import { known, WORDS } from "./words.ts";

/** In this order; others follow as they come. */
const ORDER = [
  "rates",
  "latency",
  "outcomes",
  "units",
  "commit",
  "batch",
  "lag",
  "parked",
  "memory",
  "cpu",
  "subscribers",
  "shed",
  "backlog",
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
  parked: "max",
  backlog: "last",
};
/** What is left over stands back; other lines are told apart by the usual colours. */
const TONES: Readonly<Record<string, Tone>> = {
  served: "1",
  offered: "quiet",
  completed: "2",
  dropped: "bad",
  confirmed: "1",
  held: "2",
  available: "8",
  unreleased: "8",
  others: "8",
};
/** What a plan counts and what a server counts are not the same. */
const RATES: Readonly<Record<string, Words>> = {
  offered: { zh: "到达（迭代）", en: "offered (iterations)" },
  completed: { zh: "完成（迭代）", en: "completed (iterations)" },
  dropped: { zh: "未能按时开始（迭代）", en: "not started (iterations)" },
  served: { zh: "应答（请求）", en: "served (requests)" },
};
const OTHERS = "others";
/** More parts than colours are no picture. */
const PARTS_MAX = 8;

/** Every group that has lines; what only some readers want is folded away below. */
export function runCharts(report: RunReport): readonly Html[] {
  const groups = orderedGroups(report).filter(({ lines }) => lines.length > 0);
  const drawn = (group: SeriesGroup) => timeChart(chartOf(report, group));
  const latency = groups.filter(({ key }) => key === "latency").flatMap((group) =>
    byRequest(report, group)
  );
  const [main, ...others] = latency;
  const shown = groups.flatMap((group): readonly SeriesGroup[] => {
    if (group.key !== "latency" || main === undefined) return [group];
    return others.length === 0 ? [main] : [main, p99Overview(group)];
  });
  return [
    ...shown.map(drawn),
    ...others.length === 0 ? [] : [wide(folded(WORDS.otherLatencies, [charts(others.map(drawn))]))],
  ];
}

/** As reports show them, from what was offered to what the machine did. */
export function orderedGroups({ series }: Pick<RunReport, "series">): readonly SeriesGroup[] {
  const place = ({ key }: SeriesGroup) => ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length;
  return series.groups.toSorted((one, other) => place(one) - place(other));
}

/** What many points as one stand for. */
export function thinOf(key: string): NonNullable<TimeChart["thin"]> {
  return THIN[key] ?? "mean";
}

function wide({ html }: Html): Html {
  return { html: `<div class="wide">${html}</div>` };
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
    lines: partsOf(report, group).map((line) => chartLine(report, { group, line })),
    thin: thinOf(key),
    ...limits.length === 0 ? {} : { limits },
    ...report.series.marks === undefined ? {} : {
      marks: report.series.marks.map(({ atS, label }) => ({ atS, label: known(label) })),
    },
    ...LOG.has(key) && kind === "lines" ? { log: "offered" as const } : {},
    ...WIDE.has(key) ? { wide: true } : {},
  };
}

/** As many as there are colours: what must be seen, then what is most, and the rest as one. */
function partsOf(
  { outcomes }: RunReport,
  { key, kind, lines }: SeriesGroup,
): readonly SeriesLine[] {
  if (kind === "lines" || lines.length <= PARTS_MAX) return lines;
  const sum = ({ values }: SeriesLine) => values.reduce<number>((all, one) => all + (one ?? 0), 0);
  const bad = ({ label }: SeriesLine) => key === "outcomes" && isUnexpected(label, outcomes);
  const most = lines.filter(({ label }) => label !== OTHERS)
    .toSorted((one, other) => Number(bad(other)) - Number(bad(one)) || sum(other) - sum(one))
    .slice(0, PARTS_MAX - 1);
  const rest = lines.filter((line) => !most.includes(line));
  const values = (rest[0]?.values ?? []).map((_, index) =>
    rest.reduce((all, line) => all + (line.values[index] ?? 0), 0)
  );
  return [...lines.filter((line) => most.includes(line)), { label: OTHERS, values }];
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
  const tone = group.key === "outcomes" && isUnexpected(label, outcomes) ? "bad" : TONES[label];
  return {
    label: labelOf(group, label),
    values,
    ...tone === undefined ? {} : { tone },
    ...label === "offered" ? { dashed: true } : {},
  };
}

/** Requests keep their names; `p99` instead of `grab p99` where the title says whose. */
function labelOf({ key, title }: SeriesGroup, label: string): Words {
  if (key === "rates") return RATES[label] ?? known(label);
  if (key !== "latency") return known(label);
  const [, request = ""] = /: (.+)$/.exec(title) ?? [];
  return label.startsWith(`${request} `) ? label.slice(request.length + 1) : label;
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
