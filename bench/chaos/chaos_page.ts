/** The report on faults as one HTML file. */
import { timeChart } from "../report/charts.ts";
import type { TimeChart, Words } from "../report/chart_data.ts";
import { figure, instant, number } from "../report/figures.ts";
import {
  badge,
  banner,
  type Cell,
  charts,
  columns,
  command,
  contents,
  facts,
  type Html,
  list,
  type Mood,
  pageOf,
  paragraph,
  section,
  table,
} from "../report/page.ts";
import type { SeriesGroup } from "../report/run_report.ts";
import type { ChaosReport, FaultReport, FaultVerdict, Observed } from "./chaos_report.ts";
import { failedOf } from "./summary.ts";
import { both, duration } from "./words.ts";

const MOODS: Readonly<Record<FaultVerdict, Mood>> = {
  passed: "good",
  failed: "bad",
  skipped: "quiet",
  interrupted: "warn",
};
const VERDICTS: Readonly<Record<FaultVerdict, Words>> = {
  passed: { zh: "通过", en: "Passed" },
  failed: { zh: "未通过", en: "Failed" },
  skipped: { zh: "跳过", en: "Skipped" },
  interrupted: { zh: "已中断", en: "Interrupted" },
};
const NEVER = { zh: "没有", en: "never" };
const TITLES: Readonly<Record<string, Words>> = {
  rates: { zh: "用户得到什么", en: "What users got" },
  latency: { zh: "得到服务者的延迟", en: "Latency of what was served" },
  memory: { zh: "产品内存", en: "Memory of the product" },
};
const LABELS: Readonly<Record<string, Words>> = {
  "served": { zh: "成功", en: "served" },
  "failed": { zh: "失败", en: "failed" },
  "no answer": { zh: "无应答", en: "no answer" },
  "resident": { zh: "常驻内存", en: "resident" },
  "fault begins": { zh: "故障开始", en: "fault begins" },
  "fault ends": { zh: "故障结束", en: "fault ends" },
};

/** The whole page. */
export function chaosPage(report: ChaosReport): Promise<string> {
  const { faults, verdict, sentence, startedAtMs, quick } = report;
  return pageOf({
    title: { zh: "负载下的故障", en: "Faults under load" },
    parts: [
      banner({
        tone: ({ passed: "good", failed: "bad", interrupted: "warn" } as const)[verdict],
        word: VERDICTS[verdict],
        sentence,
        about: [
          instant(startedAtMs),
          ...quick ? [{ zh: "快速形式", en: "quick form" }] : [],
          report.id,
        ],
      }),
      contents(faults.map(({ name }) => ({ id: name, title: name }))),
      overview(faults),
      ...faults.map(faultSection),
      section({ title: { zh: "环境与重复", en: "Environment, and how to repeat this" } }, [
        environmentOf(report),
        command(report.command),
      ]),
    ],
  });
}

function overview(faults: readonly FaultReport[]): Html {
  const right = (zh: string, en: string) => ({ head: { zh, en }, right: true });
  return section({
    title: { zh: "总览", en: "Overview" },
    lead: {
      zh: "中断：有人来抢而无人得到服务的时间。恢复从故障结束起算。",
      en:
        "An outage is a span in which somebody asked and nobody was served. Recovery counts from the end of the fault.",
    },
  }, [
    table({
      caption: { zh: "各故障", en: "All faults" },
      columns: [
        { head: { zh: "故障", en: "Fault" } },
        { head: { zh: "结果", en: "Verdict" } },
        right("抢购最长中断", "Longest outage of grabs"),
        right("页面最长中断", "Longest outage of pages"),
        right("失败 / 请求", "Failed of attempts"),
        right("无应答", "Without an answer"),
        right("首次成功", "First served after"),
        right("恢复如常", "As usual after"),
        { head: { zh: "核对", en: "Audit" } },
      ],
      rows: faults.map((fault) => [
        fault.name,
        badge(VERDICTS[fault.verdict], MOODS[fault.verdict]),
        ...fault.observed === null ? Array<Cell>(6).fill(null) : seenCells(fault.observed),
        auditOf(fault),
      ]),
    }),
  ]);
}

function seenCells(observed: Observed): Cell[] {
  const { outage, pageOutage, attempts, unanswered, firstMs, usualMs } = observed;
  return [
    duration(outage?.ms ?? 0),
    duration(pageOutage?.ms ?? 0),
    `${number(failedOf(observed))} / ${number(attempts)}`,
    number(unanswered),
    firstMs === null ? NEVER : duration(firstMs),
    usualMs === null ? NEVER : duration(usualMs),
  ];
}

function auditOf({ truth }: FaultReport): Cell {
  if (truth.length === 0) return null;
  return truth.every(({ ok }) => ok)
    ? badge({ zh: "一致", en: "holds" }, "good")
    : badge({ zh: "不符", en: "broken" }, "bad");
}

function faultSection(fault: FaultReport): Html {
  const { name, what, promise, sentence, verdict, observed, notes } = fault;
  return section({ id: name, title: name, lead: what }, [
    paragraph(promised(promise), "quiet"),
    paragraph(sentence, verdict === "failed" ? "bad" : ""),
    ...observed === null
      ? []
      : [charts(observed.series.groups.map((group) => timeChart(chartOf(group, observed))))],
    ...fault.expectations.length === 0 ? [] : [columns([boundsOf(fault), truthOf(fault)])],
    ...observed === null ? [] : [columns([failuresOf(observed), courseOf(observed)])],
    ...notes.length === 0 ? [] : [list(notes)],
  ]);
}

function promised(promise: Words): Words {
  if (typeof promise === "string") return promise;
  return { zh: `承诺：${promise.zh}。`, en: `Promised: ${promise.en}.` };
}

function chartOf(group: SeriesGroup, { series }: Observed): TimeChart {
  return {
    title: TITLES[group.key] ?? group.title,
    unit: group.unit,
    kind: group.kind,
    atS: series.atS,
    wide: group.key === "rates",
    lines: group.lines.map(({ label, values }) => ({
      label: LABELS[label] ?? label,
      values,
      ...label === "failed" ? { tone: "bad" as const } : {},
    })),
    marks: (series.marks ?? []).map(({ atS, label }) => ({ atS, label: LABELS[label] ?? label })),
  };
}

function boundsOf({ expectations }: FaultReport): Html {
  return table({
    caption: { zh: "期望", en: "Expectations" },
    shown: true,
    columns: [
      { head: { zh: "项目", en: "What" } },
      { head: { zh: "实测", en: "Measured" }, right: true },
      { head: { zh: "界限", en: "Bound" }, right: true },
      { head: { zh: "结果", en: "Verdict" } },
    ],
    rows: expectations.map(({ what, unit, bound, measured, ok }) => [
      what,
      figure(measured, unit),
      "most" in bound ? `≤ ${figure(bound.most, unit)}` : `≥ ${figure(bound.least, unit)}`,
      okBadge(ok),
    ]),
  });
}

function truthOf({ truth }: FaultReport): Html {
  return table({
    caption: { zh: "事后核对", en: "The audit afterwards" },
    shown: true,
    columns: [
      { head: { zh: "核对项", en: "Check" } },
      { head: { zh: "双方数字", en: "Both figures" } },
      { head: { zh: "结果", en: "Verdict" } },
    ],
    rows: truth.map(({ name, text, ok }) => [name, text, okBadge(ok)]),
  });
}

function okBadge(ok: boolean): Html {
  return ok ? badge({ zh: "符合", en: "ok" }, "good") : badge({ zh: "不符", en: "missed" }, "bad");
}

function failuresOf({ failures }: Observed): Html {
  if (failures.length === 0) return paragraph({ zh: "没有失败的请求。", en: "No attempt failed." });
  return table({
    caption: { zh: "失败，按种类", en: "Failures by kind" },
    shown: true,
    columns: [
      { head: { zh: "请求", en: "Request" } },
      { head: { zh: "状态码", en: "Status" }, right: true },
      { head: { zh: "原因", en: "Reason" } },
      { head: { zh: "次数", en: "Count" }, right: true },
    ],
    rows: failures.map(({ ask, status, reason, count }) => [
      ask,
      status === 0 ? { zh: "无应答", en: "no answer" } : String(status),
      reason,
      number(count),
    ]),
  });
}

function courseOf(observed: Observed): Html {
  const { setting, grabsPerSecond, seconds, withheld, usual } = observed;
  return facts([
    [{ zh: "负载", en: "Load" }, {
      zh: `每秒 ${grabsPerSecond} 次抢购，${seconds.toFixed(0)} 秒`,
      en: `${grabsPerSecond} grabs/s for ${seconds.toFixed(0)} s`,
    }],
    [{ zh: "未发出", en: "Withheld" }, number(withheld)],
    [
      { zh: "故障前的延迟", en: "Latency before" },
      both(() =>
        `p50 ${figure(usual.p50Ms, "ms")}, p95 ${figure(usual.p95Ms, "ms")}, p99 ${
          figure(usual.p99Ms, "ms")
        }`
      ),
    ],
    [{ zh: "存储与设置", en: "Stores and settings" }, setting],
  ]);
}

function environmentOf({ environment, commit }: ChaosReport): Html {
  const { cores, cpuModel, memoryBytes, system, deno } = environment;
  return facts([
    [{ zh: "机器", en: "Machine" }, `${cores} × ${cpuModel}, ${figure(memoryBytes, "bytes")}`],
    [{ zh: "系统", en: "System" }, system],
    [{ zh: "版本", en: "Versions" }, `Deno ${deno}`],
    [{ zh: "提交", en: "Commit" }, commit],
    [{ zh: "发压方", en: "Generator" }, {
      zh: "与产品共用这些核的匀速人群（Deno）",
      en: "a paced crowd (Deno) on the same cores as the product",
    }],
  ]);
}
