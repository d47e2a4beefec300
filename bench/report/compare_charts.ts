/** Both runs in one chart each, second by second. */
import type { TimeChart, Words } from "./chart_data.ts";
import { mainLatency } from "./facts.ts";
import { orderedGroups, thinOf } from "./run_charts.ts";
import type { Mark, RunReport, SeriesGroup, SeriesLine } from "./run_report.ts";
import { known } from "./words.ts";

/** Of one group; the largest of them. */
const LINES_MAX = 4;
const SAME_MARK_S = 1;

/** One chart a line that both have. */
export function overlaidCharts(a: RunReport, b: RunReport): readonly TimeChart[] {
  const atS = [...new Set([...a.series.atS, ...b.series.atS])].toSorted((one, two) => one - two);
  const marks = marksOf(a.series.marks ?? [], b.series.marks ?? []);
  return orderedGroups(b).flatMap((group) => {
    const other = a.series.groups.find(({ key, unit }) => key === group.key && unit === group.unit);
    if (other === undefined) return [];
    return linesOf(group, b).flatMap((line): TimeChart[] => {
      const before = other.lines.find(({ label }) => label === line.label);
      if (before === undefined) return [];
      return [{
        title: titleOf(group, line),
        unit: group.unit,
        kind: "lines",
        atS,
        lines: [
          {
            label: "A",
            tone: "2",
            dashed: true,
            values: placed(a, { values: before.values, atS }),
          },
          { label: "B", tone: "1", values: placed(b, { values: line.values, atS }) },
        ],
        thin: thinOf(group.key),
        ...marks.length === 0 ? {} : { marks },
        ...group.unit === "ms" ? { log: "offered" as const } : {},
      }];
    });
  });
}

/** Of latencies those of the main request, else the largest. */
function linesOf({ key, lines }: SeriesGroup, report: RunReport): readonly SeriesLine[] {
  const main = mainLatency(report)?.request;
  if (key === "latency" && main !== undefined) {
    const own = lines.filter(({ label }) => label.startsWith(`${main} `));
    if (own.length > 0) return own;
  }
  const sum = ({ values }: SeriesLine) => values.reduce<number>((all, one) => all + (one ?? 0), 0);
  const most = lines.toSorted((one, other) => sum(other) - sum(one)).slice(0, LINES_MAX);
  return lines.filter((line) => most.includes(line));
}

/** Values at their seconds on a longer axis. */
function placed(
  { series }: RunReport,
  { values, atS }: { readonly values: readonly (number | null)[]; readonly atS: readonly number[] },
): readonly (number | null)[] {
  const known = new Map(series.atS.map((second, index) => [second, values[index] ?? null]));
  return atS.map((second) => known.get(second) ?? null);
}

/** What happened in both at once is said once. */
function marksOf(a: readonly Mark[], b: readonly Mark[]): NonNullable<TimeChart["marks"]> {
  const same = (one: Mark, other: Mark) =>
    one.label === other.label && Math.abs(one.atS - other.atS) <= SAME_MARK_S;
  return [
    ...b.map((mark) => ({
      atS: mark.atS,
      label: a.some((one) => same(one, mark)) ? known(mark.label) : of("B", mark.label),
    })),
    ...a.filter((mark) => !b.some((one) => same(one, mark)))
      .map((mark) => ({ atS: mark.atS, label: of("A", mark.label) })),
  ];
}

function titleOf(group: SeriesGroup, line: SeriesLine): Words {
  const [title, label] = [known(group.title), known(line.label)];
  const text = (words: Words, language: "zh" | "en") =>
    typeof words === "string" ? words : words[language];
  return {
    zh: `${text(title, "zh")}：${text(label, "zh")}`,
    en: `${text(title, "en")}: ${text(label, "en")}`,
  };
}

function of(run: "A" | "B", label: string): Words {
  const words = known(label);
  return typeof words === "string"
    ? `${run} ${words}`
    : { zh: `${run} ${words.zh}`, en: `${run} ${words.en}` };
}
