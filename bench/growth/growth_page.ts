/** Growth curves as a page. */
import { curveChart } from "../report/charts.ts";
import { figure, instant, number, times } from "../report/figures.ts";
import {
  badge,
  banner,
  charts,
  command,
  contents,
  facts,
  type Html,
  list,
  pageOf,
  section,
  table,
} from "../report/page.ts";
import type { Both, LineSpec } from "./curve.ts";
import {
  type CurveReport,
  type GrowthReport,
  isAccountedFor,
  sentenceOf,
} from "./growth_report.ts";
import { costOf, type JudgedLine, type Point } from "./points.ts";
import { BAND, sentenceOf as lineSentenceOf, verdictWord } from "./words.ts";

const TONES = { flat: "good", "not-flat": "warn", growing: "quiet", unclear: "bad" } as const;

/** The whole file. */
export function growthPage(report: GrowthReport): Promise<string> {
  const { curves, failures } = report;
  const isGood = failures.length === 0 && !report.interrupted &&
    curves.every(({ lines }) => lines.every(isAccountedFor));
  return pageOf({
    title: { zh: "增长曲线", en: "Growth curves" },
    parts: [
      banner({
        tone: isGood ? "good" : "warn",
        word: isGood ? { zh: "已说明", en: "Accounted for" } : { zh: "未完", en: "Open" },
        sentence: sentenceOf(report),
        about: [instant(report.startedAtMs), `${number(Math.round(report.seconds))} s`],
      }),
      ...report.isQuick ? [list([QUICK], "warn")] : [],
      ...failures.length === 0 ? [] : [list(failures.map(failureOf), "bad")],
      contents(curves.map(({ name, title }) => ({ id: name, title }))),
      ratios(curves),
      ...curves.map(curveSection),
      method(report),
    ],
  });
}

const QUICK = {
  zh: "快速模式：规模太小，只说明能测，不说明成本。",
  en: "Quick: the sizes say that it works, and nothing of what it costs.",
};

function failureOf({ name, why }: GrowthReport["failures"][number]): Both {
  return { zh: `${name} 未能测量：${why}`, en: `${name} could not be measured: ${why}` };
}

function ratios(curves: readonly CurveReport[]): Html {
  return section({
    id: "ratios",
    title: { zh: "与最小规模之比", en: "Against the smallest size" },
    lead: {
      zh:
        "产品进程每次操作的 CPU，取中位数。各规模在同一产品中并存、轮流测量；不变的工作随产品变大依次测量。",
      en:
        "CPU of the product per operation, medians. Sizes stand beside each other in one product and " +
        "are measured in turns; work that stays the same is measured as the product grows around it.",
    },
  }, [
    table({
      caption: { zh: "与最小规模之比", en: "Against the smallest size" },
      columns: [
        { head: { zh: "增长的是", en: "What grows" } },
        { head: { zh: "所做的是", en: "What is done" } },
        { head: { zh: "范围", en: "Range" }, right: true },
        { head: { zh: "比值", en: "Ratio" }, right: true },
        { head: { zh: "主线程", en: "Main thread" }, right: true },
        { head: { zh: "结论", en: "Verdict" } },
      ],
      rows: curves.flatMap((curve) => curve.lines.map((line) => ratioRow(curve, line))),
    }),
  ]);
}

function ratioRow(curve: CurveReport, judged: JudgedLine) {
  const { points, verdict, worst } = judged;
  const last = points.at(-1);
  const shown = verdict === "growing" ? last : worst;
  return [
    curve.title,
    judged.line.label,
    `${number(points[0]?.size ?? null)} – ${number(last?.size ?? null)}`,
    times(shown?.ratio ?? null),
    times(shown?.mainRatio ?? null),
    badge(verdictWord(judged), isAccountedFor(judged) ? TONES[verdict] : "bad"),
  ];
}

function curveSection(curve: CurveReport): Html {
  const judged = curve.lines.filter(({ verdict }) => verdict !== "growing");
  return section({ id: curve.name, title: curve.title }, [
    list(curve.lines.map((line) => {
      const said = lineSentenceOf(line);
      const { label } = line.line;
      return { zh: `${label.zh}：${said.zh}。`, en: `${label.en}: ${said.en}.` };
    })),
    charts([
      curveChart({
        title: { zh: "与最小规模之比", en: "Ratio to the smallest size" },
        x: { label: curve.of, unit: "" },
        y: { label: { zh: "比值", en: "ratio" }, unit: "×" },
        scale: needsLog(judged) ? "log-log" : "log-linear",
        limits: [
          { value: BAND.to, label: "+15 %" },
          { value: BAND.from, label: "−15 %" },
        ],
        lines: judged.map(({ line, points }) => ({
          label: line.label,
          points: points.map(({ size, ratio }) => [size, ratio] as const),
        })),
      }),
      curveChart({
        title: { zh: "每次操作的 CPU", en: "CPU per operation" },
        x: { label: curve.of, unit: "" },
        y: { label: "CPU", unit: "µs" },
        scale: "log-log",
        lines: curve.lines.flatMap(costLines),
      }),
    ]),
    figures(curve),
  ]);
}

function needsLog(lines: readonly JudgedLine[]): boolean {
  return lines.some(({ worst }) => worst.ratio > 4);
}

function costLines({ line, points }: JudgedLine) {
  const { zh, en } = line.label;
  const lineOf = (label: Both, of: (point: Point) => number) => ({
    label,
    points: points.map((point) => [point.size, positive(of(point))] as const),
  });
  return [
    lineOf({ zh: `${zh}，所有线程`, en: `${en}, all threads` }, ({ allUs }) => allUs),
    {
      ...lineOf({ zh: `${zh}，主线程`, en: `${en}, main thread` }, ({ mainUs }) => mainUs),
      dashed: true,
    },
  ];
}

/** A difference that is lost in noise has no place on a logarithmic axis. */
function positive(value: number): number | null {
  return value > 0 ? value : null;
}

function figures(curve: CurveReport): Html {
  const { sizes, lines, of, residentBytes } = curve;
  return table({
    caption: { zh: "数值", en: "Figures" },
    columns: [
      { head: of, right: true },
      ...lines.map(({ line }) => ({ head: line.label, right: true })),
      { head: { zh: "常驻内存", en: "Resident memory" }, right: true },
    ],
    rows: sizes.map((size, at) => [
      number(size),
      ...lines.map(({ line, points }) => cell(line, points[at])),
      figure(residentBytes[at] ?? null, "bytes"),
    ]),
  });
}

function cell(line: LineSpec, point: Point | undefined): string | null {
  if (point === undefined) return null;
  const spread = `${number(point.ratioFrom)}–${number(point.ratioTo)}`;
  return `${figure(costOf(line, point), "µs")} · ${times(point.ratio)} (${spread})`;
}

function method({ command: text, environment, commit, curves }: GrowthReport): Html {
  const rounds = curves.map(({ name, rounds, seconds }) =>
    `${name} ${rounds} / ${number(Math.round(seconds))} s`
  );
  return section(
    { id: "method", title: { zh: "环境与重复", en: "Environment, and to repeat it" } },
    [
      facts([
        [{ zh: "机器", en: "Machine" }, `${environment.cores} × ${environment.cpuModel}`],
        [{ zh: "系统", en: "System" }, `${environment.system}, Deno ${environment.deno}`],
        [{ zh: "提交", en: "Commit" }, commit],
        [{ zh: "轮次与用时", en: "Rounds and time" }, rounds.join("; ")],
      ]),
      command(text),
    ],
  );
}
