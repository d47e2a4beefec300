/** Two runs beside each other: whether they may be compared, and by how much each figure differs. */
import type { Words } from "./chart_data.ts";
import {
  cpuPerThousand,
  mainLatency,
  memoryPeak,
  notOffered,
  servedPeak,
  servedPerSecond,
  unexpectedCount,
} from "./facts.ts";
import { warningsOf } from "./comparable.ts";
import { ratio } from "./figures.ts";
import type { RunReport } from "./run_report.ts";

/** One figure of both. */
export interface Row {
  readonly what: Words;
  readonly unit: string;
  readonly a: number | null;
  readonly b: number | null;
  /** B ÷ A; null where that says nothing. */
  readonly ratio: number | null;
  readonly better: "more" | "less" | "neither";
  /** Left out where there is little room. */
  readonly detail: boolean;
}

export interface RowGroup {
  readonly key: "rates" | "latency" | "cost" | "outcomes" | "thresholds";
  readonly title: { readonly zh: string; readonly en: string };
  readonly rows: readonly Row[];
}

export interface Comparison {
  readonly a: RunReport;
  readonly b: RunReport;
  /** Why the two are not comparable, one sentence each; empty where they are. */
  readonly warnings: readonly Words[];
  readonly groups: readonly RowGroup[];
}

/** All that both have, and what one of them has. */
export function compareRuns(a: RunReport, b: RunReport): Comparison {
  const groups: readonly RowGroup[] = [
    { key: "rates", title: { zh: "速率", en: "Rates" }, rows: rates(a, b) },
    { key: "latency", title: { zh: "延迟", en: "Latency" }, rows: latencies(a, b) },
    { key: "cost", title: { zh: "代价", en: "Cost" }, rows: costs(a, b) },
    { key: "outcomes", title: { zh: "应答", en: "Outcomes" }, rows: outcomes(a, b) },
    { key: "thresholds", title: { zh: "阈值", en: "Thresholds" }, rows: thresholds(a, b) },
  ];
  return {
    a,
    b,
    warnings: warningsOf(a, b),
    groups: groups.filter(({ rows }) => rows.length > 0),
  };
}

/** Whether B is better or worse by more than `NOISE`; null for anything else. */
export function judged({ ratio, better }: Row): "better" | "worse" | null {
  if (ratio === null || better === "neither" || Math.abs(ratio - 1) < NOISE) return null;
  return (ratio > 1) === (better === "more") ? "better" : "worse";
}

/** Below it, nothing is said of better or worse. */
export const NOISE = 0.1;

function rates(a: RunReport, b: RunReport): Row[] {
  const row = rowsOf(a, b);
  return [
    ...a.breakpoint === undefined && b.breakpoint === undefined ? [] : [
      row({ zh: "承受的到达速率", en: "arrivals carried" }, {
        unit: "/s",
        better: "more" as const,
        of: ({ breakpoint }) => breakpoint?.perSecond ?? null,
      }),
    ],
    row({ zh: "每秒应答", en: "served" }, { unit: "/s", better: "more", of: servedPerSecond }),
    row({ zh: "最高一秒的应答", en: "served, best second" }, {
      unit: "/s",
      better: "more",
      of: servedPeak,
    }),
    row({ zh: "完成的份额", en: "completed of planned" }, {
      unit: "share",
      better: "more",
      of: ({ offered }) => ratio(offered.completed, offered.planned),
    }),
    row({ zh: "未能按时开始", en: "not started in time" }, {
      unit: "",
      better: "less",
      of: notOffered,
    }),
  ];
}

function latencies(a: RunReport, b: RunReport): Row[] {
  const main = mainLatency(b)?.request ?? mainLatency(a)?.request;
  const requests = [...new Set([...a.latencies, ...b.latencies].map((one) => one.request))]
    .toSorted((one, other) => Number(other === main) - Number(one === main));
  const row = rowsOf(a, b);
  return requests.flatMap((request) =>
    ([["p50", "p50Ms"], ["p95", "p95Ms"], ["p99", "p99Ms"], ["max", "maxMs"]] as const)
      .map(([name, field]) =>
        row(`${request} ${name}`, {
          unit: "ms",
          detail: request !== main && name !== "p99",
          better: "less",
          of: ({ latencies }) => latencies.find((one) => one.request === request)?.[field] ?? null,
        })
      )
  );
}

function costs(a: RunReport, b: RunReport): Row[] {
  const row = rowsOf(a, b);
  const bytes = memoryPeak(b)?.unit ?? memoryPeak(a)?.unit ?? "bytes";
  return [
    row({ zh: "产品每千次请求", en: "product per 1,000 requests" }, {
      unit: "CPU s",
      better: "less",
      of: cpuPerThousand,
    }),
    row({ zh: "产品占用", en: "product" }, {
      unit: "cores",
      better: "neither",
      of: ({ offered }) => offered.productCores,
    }),
    row({ zh: "压测端占用", en: "generator" }, {
      unit: "cores",
      better: "neither",
      of: ({ offered }) => offered.generatorCores,
    }),
    row({ zh: "内存最高", en: "memory at most" }, {
      unit: bytes,
      better: "less",
      of: (report) => memoryPeak(report)?.value ?? null,
    }),
  ];
}

function outcomes(a: RunReport, b: RunReport): Row[] {
  const row = rowsOf(a, b);
  const key = (one: RunReport["outcomes"][number]) =>
    `${one.request} ${one.status === 0 ? "no answer" : one.status} ${one.reason}`;
  const names = new Set([...b.outcomes, ...a.outcomes].filter((one) => one.count > 0).map(key));
  return [
    row({ zh: "意外应答", en: "unexpected answers" }, {
      unit: "",
      better: "less",
      of: (report) => unexpectedCount(report.outcomes),
    }),
    ...[...names].map((name) =>
      row(name, {
        unit: "",
        better: "neither",
        of: ({ outcomes }) => outcomes.find((one) => key(one) === name)?.count ?? 0,
      })
    ),
  ];
}

/** But for those that stand above already. */
function thresholds(a: RunReport, b: RunReport): Row[] {
  const row = rowsOf(a, b);
  const known = new Map([...b.thresholds, ...a.thresholds].map((one) => [one.what, one]));
  const above = /^unexpected answers$| p[\d.]+$/;
  return [...known.values()].filter(({ what }) => !above.test(what)).map((one) =>
    row(one.what, {
      unit: one.unit,
      better: "most" in one.bound ? "less" : "more",
      of: ({ thresholds }) => thresholds.find(({ what }) => what === one.what)?.measured ?? null,
    })
  );
}

interface Figure {
  readonly unit: string;
  readonly better: Row["better"];
  readonly detail?: boolean;
  of(report: RunReport): number | null;
}

function rowsOf(one: RunReport, other: RunReport): (what: Words, figure: Figure) => Row {
  return (what, { unit, better, detail = false, of }) => {
    const [a, b] = [of(one), of(other)];
    return { what, unit, better, detail, a, b, ratio: ratio(b, a) };
  };
}
