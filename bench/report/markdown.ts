/** The report of one run as Markdown: ratios first, charts as one line of blocks each. */
import {
  boundText,
  boundValue,
  cpuPerThousand,
  generatorSentence,
  mainLatency,
  orderedOutcomes,
  outcomeOf,
  servedPeak,
  servedPerSecond,
  unexpectedCount,
} from "./facts.ts";
import { clock, figure, instant, number, ratio, share, times } from "./figures.ts";
import { markdown, markdownCode, markdownTable, sparkline } from "./markdown_table.ts";
import { orderedGroups } from "./run_charts.ts";
import type { RunReport } from "./run_report.ts";

const SIGNS = { passed: "✅ Passed", failed: "❌ Failed", interrupted: "⚠️ Interrupted" } as const;

/** The whole page; English, as one reads it beside code. */
export function markdownOf(report: RunReport): string {
  const { scenario, profile, verdict, startedAtMs, seconds, environment } = report;
  const parts = [
    `# ${markdown(`${scenario} · ${profile}`)}: ${verdict}`,
    `**${SIGNS[verdict]}.** ${markdown(report.sentence)}`,
    ...report.problems.length === 0
      ? []
      : [report.problems.map((one) => `- ${markdown(one)}`).join("\n")],
    `${instant(startedAtMs)}, ${clock(seconds)} min, ${markdown(environment.origin)}`,
    figuresOf(report),
    "## Thresholds",
    thresholdsOf(report),
    "## Truth",
    truthOf(report),
    "## Outcomes",
    outcomesOf(report),
    "## Latency",
    latenciesOf(report),
    "## Over time",
    seriesOf(report),
    "## Generator",
    generatorOf(report),
    "## Environment",
    environmentOf(report),
    "## Repeat",
    markdownCode(report.command),
  ];
  return `${parts.join("\n\n")}\n`;
}

function figuresOf(report: RunReport): string {
  const { offered, truth, outcomes } = report;
  const main = mainLatency(report);
  const peak = servedPeak(report);
  const holding = truth.filter((one) => one.ok).length;
  const carried = report.breakpoint;
  return markdownTable(["", ">", ""], [
    ...carried === undefined ? [] : [[
      "Arrivals carried",
      figure(carried.perSecond, "/s"),
      carried.gaveWay === null
        ? "to the end of the ramp: the limit is above"
        : `beyond it, what gave way first: ${carried.gaveWay}`,
    ]],
    [
      "Served",
      figure(servedPerSecond(report), "/s"),
      `${peak === null ? "" : `peak ${number(peak)}/s; `}${
        share(offered.completed, offered.planned)
      } of ${number(offered.planned)} planned iterations completed`,
    ],
    main === null ? ["p99", null, "no request was answered"] : [
      `${main.request} p99`,
      figure(main.p99Ms, "ms"),
      `p50 ${figure(main.p50Ms, "ms")}, max ${figure(main.maxMs, "ms")}`,
    ],
    [
      "Checks that hold",
      `${holding} of ${truth.length}`,
      `${number(unexpectedCount(outcomes))} unexpected answers`,
    ],
    ["Product", figure(cpuPerThousand(report), "CPU s"), "per 1,000 requests"],
  ]);
}

const OUTCOMES = {
  ok: "✅ ok",
  limit: "⚠️ the limit",
  notMeasured: "❌ not measured",
  missed: "❌ missed",
} as const;

function thresholdsOf(report: RunReport): string {
  const { thresholds } = report;
  if (thresholds.length === 0) return "This run had no thresholds.";
  return markdownTable(
    ["What", ">Measured ÷ bound", ">Measured", ">Bound", ""],
    thresholds.map((one) => [
      one.what,
      times(ratio(one.measured, boundValue(one))),
      figure(one.measured, one.unit),
      boundText(one),
      OUTCOMES[outcomeOf(report, one)],
    ]),
  );
}

function truthOf({ truth }: RunReport): string {
  if (truth.length === 0) return "Nothing was checked: this cannot count as passed.";
  return markdownTable(
    ["Check", "Both figures", ""],
    truth.map(({ name, text, ok }) => [name, text, ok ? "✅ holds" : "❌ broken"]),
  );
}

function outcomesOf({ outcomes }: RunReport): string {
  const rows = orderedOutcomes(outcomes);
  if (rows.length === 0) return "No request was answered.";
  return markdownTable(
    ["Request", "Status", "Reason", ">Count", ">Of its request", ""],
    rows.map((one) => [
      one.request,
      one.status === 0 ? "no answer" : String(one.status),
      one.reason,
      number(one.count),
      one.share,
      one.expected ? "expected" : "❌ unexpected",
    ]),
  );
}

function latenciesOf({ latencies }: RunReport): string {
  if (latencies.length === 0) return "No request was answered.";
  return markdownTable(
    ["Request", ">Count", ">p50 ms", ">p95 ms", ">p99 ms", ">max ms"],
    latencies.map((one) => [
      one.request,
      ...[one.count, one.p50Ms, one.p95Ms, one.p99Ms, one.maxMs].map(number),
    ]),
  );
}

function seriesOf(report: RunReport): string {
  const { atS, marks = [] } = report.series;
  const rows = orderedGroups(report).flatMap(({ title, unit, lines }) =>
    lines.map((line) => {
      const read = line.values.filter((value) => value !== null);
      const sum = read.reduce((total, value) => total + value, 0);
      const most = read.reduce((highest, value) => Math.max(highest, value), -Infinity);
      return [
        title,
        line.label,
        sparkline(line.values),
        figure(ratio(sum, read.length), unit),
        figure(most, unit),
        figure(read.at(-1) ?? null, unit),
      ];
    })
  );
  if (rows.length === 0) return "There are no readings by the second.";
  const events = marks.map(({ atS, label }) => `${clock(atS)} ${markdown(label)}`).join(", ");
  return [
    `From 0:00 to ${clock(atS.at(-1) ?? 0)}, each line from zero to its own highest value.${
      events === "" ? "" : ` Events: ${events}.`
    }`,
    markdownTable(["", "", "", ">mean", ">max", ">last"], rows),
  ].join("\n\n");
}

function generatorOf(report: RunReport): string {
  const { offered, environment } = report;
  const { words } = generatorSentence(report);
  const of = (value: number) => `${number(value)} (${share(value, offered.planned)})`;
  const cores = (used: number | null) =>
    used === null ? null : `${number(used)} of ${environment.cores} cores`;
  return [
    markdown(typeof words === "string" ? words : words.en),
    markdownTable(["", ">"], [
      ["Planned", number(offered.planned)],
      ["Started", of(offered.started)],
      ["Not started in time", of(offered.dropped)],
      ["Completed", of(offered.completed)],
      ["Cut off", number(offered.interrupted)],
      ["Requests", number(offered.requests)],
      ["Virtual users at most", number(offered.vusMax)],
      ["Generator used", cores(offered.generatorCores)],
      ["Product used", cores(offered.productCores)],
    ]),
  ].join("\n\n");
}

function environmentOf({ environment }: RunReport): string {
  const { cores, cpuModel, memoryBytes, deno, k6, commit, settings } = environment;
  const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return markdownTable(["", ""], [
    ["Machine", `${cores} cores, ${cpuModel}, ${figure(memoryBytes, "B")}`],
    [
      "Shared cores",
      environment.sharesCores
        ? "generator and product share these cores: figures are of the pair"
        : "generator and product have cores of their own",
    ],
    ["System", environment.system],
    ["Versions", `Deno ${deno}${k6 === null ? "" : `, k6 ${k6}`}`],
    ["Commit", commit ?? "not started here"],
    ["Target", environment.origin],
    ["Durability", environment.durability],
    ["Settings that differ", set.length === 0 ? "all defaults" : set.join(", ")],
  ]);
}
