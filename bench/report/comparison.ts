/** Two runs beside each other: whether they may be compared, and by how much each figure differs. */
import type { Words } from "./chart_data.ts";
import {
  cpuPerThousand,
  mainLatency,
  memoryPeak,
  servedPeak,
  servedPerSecond,
  unexpectedCount,
} from "./facts.ts";
import { figure, number, ratio } from "./figures.ts";
import type { RunEnvironment, RunReport } from "./run_report.ts";

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

/** A run ends when the last answer is there, so alike runs are not of one length. */
const SECONDS_SHARE = 0.3;
const SECONDS_MIN = 10;
const PLANNED_SHARE = 0.1;
const MEMORY_SHARE = 0.05;
const DROPPED_SHARE = 0.01;

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

/** Whether B is better or worse by more than runs of one build differ; null for anything else. */
export function judged({ ratio, better }: Row): "better" | "worse" | null {
  if (ratio === null || better === "neither" || Math.abs(ratio - 1) < NOISE) return null;
  return (ratio > 1) === (better === "more") ? "better" : "worse";
}

/** Below it, nothing is said of better or worse. */
export const NOISE = 0.1;

function rates(a: RunReport, b: RunReport): Row[] {
  const row = rowsOf(a, b);
  return [
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
      of: ({ offered }) => offered.dropped,
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

function warningsOf(a: RunReport, b: RunReport): readonly Words[] {
  return [
    ...a.id === b.id && a.startedAtMs === b.startedAtMs
      ? [{ zh: "A 和 B 是同一次运行", en: "A and B are the same run" }]
      : [],
    ...differing({ zh: "场景", en: "scenario" }, [a.scenario, b.scenario]),
    ...differing({ zh: "档位", en: "profile" }, [a.profile, b.profile]),
    ...plans(a, b),
    ...environments(a.environment, b.environment),
    ...settings(a.environment.settings, b.environment.settings),
    ...[["A", a] as const, ["B", b] as const].flatMap(([name, run]) => ofOne(name, run)),
  ];
}

/** A ramp that ends where it breaks is as long as it is: there, this is the result. */
function plans(a: RunReport, b: RunReport): readonly Words[] {
  const [asked, askedThen] = [flagsOf(a.command), flagsOf(b.command)];
  const flags = [...new Set([...asked.keys(), ...askedThen.keys()])].sort();
  return [
    ...flags.flatMap((flag) =>
      differing({ zh: `参数 --${flag} `, en: `--${flag}` }, [
        asked.get(flag) ?? "default",
        askedThen.get(flag) ?? "default",
      ])
    ),
    ...a.profile === "breakpoint" || b.profile === "breakpoint" ? [] : [
      ...apart(a.seconds, b.seconds, SECONDS_SHARE) && Math.abs(a.seconds - b.seconds) > SECONDS_MIN
        ? differing({ zh: "时长", en: "length" }, [
          `${number(a.seconds)} s`,
          `${number(b.seconds)} s`,
        ])
        : [],
      ...apart(a.offered.planned, b.offered.planned, PLANNED_SHARE)
        ? differing({ zh: "计划的迭代数", en: "number of planned iterations" }, [
          number(a.offered.planned),
          number(b.offered.planned),
        ])
        : [],
    ],
  ];
}

/** What was asked for, but for where it ran and what is said elsewhere. */
function flagsOf(command: string): ReadonlyMap<string, string> {
  const flags = [...command.matchAll(/ --([a-z-]+)(?:[ =](?!--)(\S+))?/g)];
  return new Map(
    flags.map(([, flag = "", value = "set"]) => [flag, value] as const)
      .filter(([flag]) => !PLACES.includes(flag)),
  );
}

const PLACES = ["scenario", "profile", "url", "port", "out", "yes-this-is-production"];

function environments(a: RunEnvironment, b: RunEnvironment): readonly Words[] {
  const shares = ({ sharesCores }: RunEnvironment) => sharesCores ? "shared" : "apart";
  const where = ({ commit }: RunEnvironment) => commit === null ? "elsewhere" : "here";
  return [
    ...differing({ zh: "CPU", en: "CPU" }, [a.cpuModel, b.cpuModel]),
    ...differing({ zh: "核数", en: "number of cores" }, [String(a.cores), String(b.cores)]),
    ...apart(a.memoryBytes, b.memoryBytes, MEMORY_SHARE)
      ? differing({ zh: "内存", en: "memory" }, [
        figure(a.memoryBytes, "B"),
        figure(b.memoryBytes, "B"),
      ])
      : [],
    ...differing({ zh: "操作系统", en: "operating system" }, [a.system, b.system]),
    ...differing({ zh: "Deno", en: "Deno" }, [a.deno, b.deno]),
    ...differing({ zh: "k6", en: "k6" }, [a.k6 ?? "none", b.k6 ?? "none"]),
    ...differing({ zh: "压测端的核", en: "generator's cores" }, [shares(a), shares(b)]),
    ...differing({ zh: "产品的位置", en: "product's place" }, [where(a), where(b)]),
    ...differing({ zh: "持久性", en: "durability" }, [a.durability, b.durability]),
  ];
}

function settings(
  a: RunEnvironment["settings"],
  b: RunEnvironment["settings"],
): readonly Words[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.flatMap((name) =>
    differing({ zh: `设置 ${name}`, en: `setting ${name}` }, [
      a[name] ?? "default",
      b[name] ?? "default",
    ])
  );
}

function ofOne(name: string, { verdict, offered }: RunReport): readonly Words[] {
  const { dropped, planned } = offered;
  return [
    ...verdict === "interrupted" ? [{ zh: `${name} 被中断`, en: `${name} was interrupted` }] : [],
    ...dropped > planned * DROPPED_SHARE
      ? [{
        zh: `${name} 有 ${number(dropped)} 次到达未能按时开始：压测端是限制`,
        en: `In ${name} ${number(dropped)} arrivals were not started in time: the generator was ` +
          "the limit",
      }]
      : [],
  ];
}

function differing(
  what: { readonly zh: string; readonly en: string },
  [a, b]: readonly [string, string],
): readonly Words[] {
  return a === b ? [] : [{
    zh: `${what.zh}不同：A 是 ${a}，B 是 ${b}`,
    en: `Another ${what.en}: A ${a}, B ${b}`,
  }];
}

function apart(a: number, b: number, share: number): boolean {
  return Math.abs(a - b) > share * Math.max(a, b);
}
