/** Two runs as one page. */
import { timeChart } from "./charts.ts";
import { overlaidCharts } from "./compare_charts.ts";
import { type Comparison, judged, NOISE, type Row } from "./comparison.ts";
import { cpuPerThousand, mainLatency, servedPerSecond } from "./facts.ts";
import { figure, instant, number, ratio, times } from "./figures.ts";
import {
  badge,
  banner,
  type BannerFigure,
  charts,
  code,
  columns,
  command,
  folded,
  type Html,
  list,
  pageOf,
  paragraph,
  section,
  stacked,
  table,
  type Words,
} from "./page.ts";
import type { RunReport } from "./run_report.ts";
import { known, nameOf, WORDS } from "./words.ts";

const MOODS = { passed: "good", failed: "bad", interrupted: "warn" } as const;

/** The whole page. */
export function comparisonHtml(
  comparison: Comparison,
  options: { readonly command: string },
): Promise<string> {
  const { a, b, warnings } = comparison;
  const drawn = overlaidCharts(a, b).map(timeChart);
  return pageOf({
    title: { zh: "两次运行的对比", en: "Two runs compared" },
    parts: [
      headline(comparison),
      ...warnings.length === 0 ? [] : [section({
        id: "warnings",
        title: { zh: "为什么不可比", en: "Why they are not comparable" },
      }, [list(warnings, "warn")])],
      section({ id: "runs", title: { zh: "两次运行", en: "The runs" } }, [runs(a, b)]),
      section({
        id: "figures",
        title: { zh: "数字", en: "Figures" },
        lead: {
          zh: `比值是 B ÷ A。相差不到 ${100 * NOISE}% 的不说好坏。`,
          en: `Ratios are B ÷ A. Below ${100 * NOISE} % nothing is called better or worse.`,
        },
      }, [figuresOf(comparison)]),
      section({ id: "time", title: WORDS.overTime, lead: WORDS.overTimeLead }, [
        drawn.length === 0 ? paragraph(WORDS.noSeries) : charts(drawn),
      ]),
      section({ id: "repeat", title: { zh: "重复这次对比", en: "Repeat this comparison" } }, [
        command(options.command),
      ]),
    ],
  });
}

function headline({ a, b, warnings }: Comparison): Html {
  const comparable = warnings.length === 0;
  const [served, latency] = [servedRatio(a, b), p99Ratio(a, b)];
  return banner({
    tone: comparable ? "good" : "warn",
    word: comparable ? { zh: "可比", en: "Comparable" } : { zh: "不可比", en: "Not comparable" },
    sentence: {
      zh: `B 每秒应答是 A 的 ${times(served)}，p99 是 A 的 ${times(latency)}。` +
        (comparable ? "" : `有 ${warnings.length} 处不同，比值不能只归因于产品。`),
      en: `B served ${times(served)} of what A did, at ${times(latency)} of its p99.` +
        (comparable
          ? ""
          : ` ${number(warnings.length)} ${
            warnings.length === 1 ? "thing differs" : "things differ"
          }, ` +
            "so ratios do not speak of the product alone."),
    },
    about: [`A ${a.id}`, `B ${b.id}`],
    figures: [
      ratioFigure({ zh: "每秒应答，B ÷ A", en: "Served per second, B ÷ A" }, {
        values: [servedPerSecond(a), servedPerSecond(b)],
        unit: "/s",
      }),
      ratioFigure({ zh: "p99，B ÷ A", en: "p99, B ÷ A" }, {
        values: [mainLatency(a)?.p99Ms ?? null, mainLatency(b)?.p99Ms ?? null],
        unit: "ms",
      }),
      ratioFigure({ zh: "每千次请求的 CPU，B ÷ A", en: "CPU per 1,000 requests, B ÷ A" }, {
        values: [cpuPerThousand(a), cpuPerThousand(b)],
        unit: "s",
      }),
    ],
  });
}

function ratioFigure(
  label: Words,
  { values: [a, b], unit }: {
    readonly values: readonly [number | null, number | null];
    readonly unit: string;
  },
): BannerFigure {
  return {
    label,
    value: times(ratio(b, a)),
    note: `A ${figure(a, unit)} · B ${figure(b, unit)}`,
  };
}

function runs(a: RunReport, b: RunReport): Html {
  const row = (what: Words, of: (report: RunReport) => Words | Html) => [what, of(a), of(b)];
  return table({
    caption: { zh: "两次运行", en: "The runs" },
    columns: [{ head: WORDS.what }, { head: "A" }, { head: "B" }],
    rows: [
      row({ zh: "编号", en: "Id" }, ({ id }) => code(id)),
      row({ zh: "场景", en: "Scenario" }, nameOf),
      row(WORDS.result, ({ verdict }) => badge(WORDS.verdict[verdict], MOODS[verdict])),
      row(WORDS.started_at, ({ startedAtMs }) => instant(startedAtMs)),
      row({ zh: "时长", en: "Length" }, ({ seconds }) => figure(seconds, "s")),
      row(
        WORDS.commit,
        ({ environment: { commit } }) => commit === null ? WORDS.elsewhere : code(commit),
      ),
      row(WORDS.durability, ({ environment }) => environment.durability),
      row(
        WORDS.machine,
        ({ environment: { cores, cpuModel, memoryBytes } }) =>
          `${cores} × ${cpuModel}, ${figure(memoryBytes, "B")}`,
      ),
    ],
  });
}

/** What was asked of both on the left, how it was answered on the right. */
function figuresOf({ a, b, groups }: Comparison): Html {
  const right = (key: string) => key === "latency" || key === "outcomes";
  const shown = (isRight: boolean) =>
    groups.filter(({ key }) => right(key) === isRight).flatMap(({ title, rows }) => {
      const few = figuresTable(title, rows.filter(({ detail }) => !detail));
      if (rows.every(({ detail }) => !detail)) return [few];
      const all = { zh: `全部${title.zh}`, en: `All of ${title.en.toLowerCase()}` };
      return [few, folded(all, [figuresTable(all, rows)])];
    });
  return columns([stacked([...shown(false), verdicts(a, b)]), stacked(shown(true))]);
}

function figuresTable(title: Words, rows: readonly Row[]): Html {
  return table({
    caption: title,
    shown: true,
    columns: [
      { head: WORDS.what },
      { head: "B ÷ A", right: true },
      { head: "A", right: true },
      { head: "B", right: true },
    ],
    rows: rows.map((row) => [
      typeof row.what === "string" ? known(row.what) : row.what,
      ratioCell(row),
      figure(row.a, row.unit),
      figure(row.b, row.unit),
    ]),
  });
}

function ratioCell(row: Row): Words | Html {
  const verdict = judged(row);
  const text = times(row.ratio);
  if (verdict === null) return text;
  return verdict === "better"
    ? badge({ zh: `${text} 更好`, en: `${text} better` }, "good")
    : badge({ zh: `${text} 更差`, en: `${text} worse` }, "bad");
}

/** Checks and thresholds of both, by name. */
function verdicts(a: RunReport, b: RunReport): Html {
  const found = (list: readonly { readonly ok: boolean }[], at: number) => {
    const one = list[at];
    if (one === undefined) return null;
    return badge(one.ok ? WORDS.ok : WORDS.missed, one.ok ? "good" : "bad");
  };
  const rows = (
    of: (report: RunReport) => readonly { readonly name: string; readonly ok: boolean }[],
  ) => {
    const names = [...new Set([...of(b), ...of(a)].map(({ name }) => name))];
    return names.map((name) => [
      known(name),
      found(of(a), of(a).findIndex((one) => one.name === name)),
      found(of(b), of(b).findIndex((one) => one.name === name)),
    ]);
  };
  return table({
    caption: { zh: "结论", en: "Verdicts" },
    shown: true,
    columns: [{ head: WORDS.what }, { head: "A" }, { head: "B" }],
    rows: [
      ...rows(({ truth }) => truth),
      ...rows(({ thresholds }) => thresholds.map(({ what, ok }) => ({ name: what, ok }))),
    ],
  });
}

function servedRatio(a: RunReport, b: RunReport): number | null {
  return ratio(servedPerSecond(b), servedPerSecond(a));
}

function p99Ratio(a: RunReport, b: RunReport): number | null {
  return ratio(mainLatency(b)?.p99Ms ?? null, mainLatency(a)?.p99Ms ?? null);
}
