/** The report of one run as one HTML file. */
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
import { chineseProblem, chineseSentence } from "./chinese.ts";
import { clock, figure, instant, number, ratio, share, times } from "./figures.ts";
import {
  badge,
  banner,
  type BannerFigure,
  charts,
  code,
  columns,
  command,
  contents,
  facts,
  folded,
  type Html,
  joined,
  list,
  meter,
  pageOf,
  paragraph,
  section,
  table,
  type Words,
} from "./page.ts";
import type { RunReport } from "./run_report.ts";
import { runCharts } from "./run_charts.ts";
import { known, nameOf, READING, WORDS } from "./words.ts";

/** The whole page; it needs no other file and no network. */
export function htmlOf(report: RunReport): Promise<string> {
  const drawn = runCharts(report);
  const sections = [
    ["time", WORDS.overTime],
    ["outcomes", WORDS.outcomes],
    ["latency", WORDS.latencies],
    ["generator", WORDS.generator],
    ["environment", WORDS.environment],
    ["repeat", WORDS.repeat],
  ] as const;
  return pageOf({
    title: titleOf(report),
    parts: [
      verdictOf(report),
      ...report.problems.length === 0
        ? []
        : [section({ id: "problems", title: WORDS.problems }, [list(problemsOf(report), "bad")])],
      contents(sections.map(([id, title]) => ({ id, title }))),
      columns([thresholdsOf(report), truthOf(report)]),
      section({ id: "time", title: WORDS.overTime, lead: WORDS.overTimeLead }, [
        drawn.length === 0 ? paragraph(WORDS.noSeries) : charts(drawn),
      ]),
      columns([outcomesOf(report), latenciesOf(report)]),
      columns([generatorOf(report), environmentOf(report)]),
      section({ id: "repeat", title: WORDS.repeat, lead: WORDS.repeatLead }, [
        command(report.command),
        folded(WORDS.reading, [list(READING)]),
      ]),
    ],
  });
}

function problemsOf(report: RunReport): readonly Words[] {
  return report.problems.map((en) => ({ zh: chineseProblem(report, en), en }));
}

function titleOf(report: RunReport): Words {
  const name = nameOf(report);
  const { zh, en } = typeof name === "string" ? { zh: name, en: name } : name;
  return { zh: `${WORDS.report.zh}：${zh}`, en: `${WORDS.report.en}: ${en}` };
}

function verdictOf(report: RunReport): Html {
  const { verdict, startedAtMs, seconds, environment } = report;
  return banner({
    tone: ({ passed: "good", failed: "bad", interrupted: "warn" } as const)[verdict],
    word: WORDS.verdict[verdict],
    sentence: { zh: chineseSentence(report), en: report.sentence },
    about: [
      instant(startedAtMs),
      { zh: `历时 ${clock(seconds)}`, en: `lasted ${clock(seconds)}` },
      environment.origin,
      report.id,
    ],
    figures: [servedFigure(report), latencyFigure(report), truthFigure(report)],
  });
}

const OUTCOME_TONES = { ok: "good", limit: "warn", notMeasured: "bad", missed: "bad" } as const;

function servedFigure(report: RunReport): BannerFigure {
  if (report.breakpoint !== undefined) return carriedFigure(report.breakpoint);
  const { completed, planned } = report.offered;
  const peak = servedPeak(report);
  const most = peak === null ? "" : `${number(peak)}/s`;
  const done = `${number(completed)} / ${number(planned)}（${share(completed, planned)}）`;
  return {
    label: WORDS.served,
    value: figure(servedPerSecond(report), "/s"),
    note: {
      zh: `${most === "" ? "" : `最高一秒 ${most}；`}计划完成 ${done}`,
      en: `${most === "" ? "" : `peak ${most}; `}completed ${number(completed)} of ` +
        `${number(planned)} planned (${share(completed, planned)})`,
    },
    ...completed === 0 ? { tone: "bad" as const } : {},
  };
}

/** What a ramp was there to find. */
function carriedFigure({ perSecond, gaveWay }: NonNullable<RunReport["breakpoint"]>): BannerFigure {
  const limit = gaveWay === null ? null : known(gaveWay);
  const zh = limit === null ? "" : typeof limit === "string" ? limit : limit.zh;
  return {
    label: { zh: "承受的到达速率", en: "Arrivals carried" },
    value: figure(perSecond, "/s"),
    note: gaveWay === null
      ? { zh: "到最后都承受住了：极限更高", en: "to the end of the ramp: the limit is above" }
      : { zh: `再多则先超出：${zh}`, en: `beyond it, what gave way first: ${gaveWay}` },
  };
}

function latencyFigure(report: RunReport): BannerFigure {
  const main = mainLatency(report);
  if (main === null) {
    return { label: "p99", value: "–", note: WORDS.noOutcomes, tone: "bad" };
  }
  const bound = report.thresholds.find((one) => one.what === `${main.request} p99`);
  const rest = `p50 ${figure(main.p50Ms, "ms")} · ${WORDS.maximum.en} ${figure(main.maxMs, "ms")}`;
  return {
    label: `${main.request} p99`,
    value: figure(main.p99Ms, "ms"),
    note: bound === undefined ? rest : `${boundText(bound)} · ${rest}`,
    ...bound !== undefined && outcomeOf(report, bound) === "missed" ? { tone: "bad" as const } : {},
  };
}

function truthFigure({ truth, outcomes }: RunReport): BannerFigure {
  const holding = truth.filter((one) => one.ok).length;
  const unexpected = unexpectedCount(outcomes);
  return {
    label: { zh: "核对一致", en: "Checks that hold" },
    value: `${holding} / ${truth.length}`,
    note: { zh: `意外应答 ${number(unexpected)}`, en: `${number(unexpected)} unexpected answers` },
    ...holding < truth.length || truth.length === 0 || unexpected > 0
      ? { tone: "bad" as const }
      : {},
  };
}

function thresholdsOf(report: RunReport): Html {
  const rows = report.thresholds.map((one) => {
    const value = ratio(one.measured, boundValue(one));
    const outcome = outcomeOf(report, one);
    const tone = OUTCOME_TONES[outcome];
    return [
      known(one.what),
      badge(WORDS[outcome], tone),
      value === null ? null : meter({ part: value, text: times(value), tone: one.ok ? "" : tone }),
      figure(one.measured, one.unit),
      boundText(one),
    ];
  });
  return section({ id: "thresholds", title: WORDS.thresholds }, [
    rows.length === 0 ? paragraph(WORDS.noThresholds) : table({
      caption: WORDS.thresholds,
      columns: [
        { head: WORDS.what },
        { head: WORDS.result },
        { head: WORDS.ratio, right: true },
        { head: WORDS.measured, right: true },
        { head: WORDS.bound, right: true },
      ],
      rows,
    }),
  ]);
}

function truthOf({ truth }: RunReport): Html {
  return section({ id: "truth", title: WORDS.truth }, [
    truth.length === 0 ? paragraph(WORDS.noTruth, "bad") : table({
      caption: WORDS.truth,
      columns: [{ head: WORDS.check }, { head: WORDS.result }, { head: WORDS.finding }],
      rows: truth.map(({ name, text, ok }) => [
        known(name),
        badge(ok ? WORDS.holds : WORDS.broken, ok ? "good" : "bad"),
        text,
      ]),
    }),
  ]);
}

function outcomesOf({ outcomes }: RunReport): Html {
  const rows = orderedOutcomes(outcomes).map((one) => [
    one.request,
    one.status === 0 ? WORDS.noAnswer : String(one.status),
    one.reason,
    badge(one.expected ? WORDS.expected : WORDS.unexpected, one.expected ? "quiet" : "bad"),
    number(one.count),
    one.share,
  ]);
  return section({ id: "outcomes", title: WORDS.outcomes, lead: WORDS.outcomesLead }, [
    rows.length === 0 ? paragraph(WORDS.noOutcomes, "bad") : table({
      caption: WORDS.outcomes,
      columns: [
        { head: WORDS.request },
        { head: WORDS.status },
        { head: WORDS.reason },
        { head: WORDS.result },
        { head: WORDS.count, right: true },
        { head: WORDS.shareOf, right: true },
      ],
      rows,
    }),
  ]);
}

function latenciesOf({ latencies }: RunReport): Html {
  return section({ id: "latency", title: WORDS.latencies, lead: WORDS.latenciesLead }, [
    latencies.length === 0 ? paragraph(WORDS.noOutcomes, "bad") : table({
      caption: WORDS.latencies,
      columns: [
        { head: WORDS.request },
        ...[WORDS.count, "p50", "p95", "p99", WORDS.maximum].map((head) => ({ head, right: true })),
      ],
      rows: latencies.map((one) => [
        one.request,
        number(one.count),
        ...[one.p50Ms, one.p95Ms, one.p99Ms, one.maxMs].map(number),
      ]),
    }),
  ]);
}

function generatorOf(report: RunReport): Html {
  const { offered, environment } = report;
  const { words, tone } = generatorSentence(report);
  const cores = (used: number | null): Words => {
    const text = used === null ? "–" : number(used);
    return { zh: `${text} / ${environment.cores} 核`, en: `${text} of ${environment.cores} cores` };
  };
  return section({ id: "generator", title: WORDS.generator }, [
    paragraph(words, tone),
    facts([
      [WORDS.planned, number(offered.planned)],
      [WORDS.started, `${number(offered.started)} (${share(offered.started, offered.planned)})`],
      [WORDS.dropped, `${number(offered.dropped)} (${share(offered.dropped, offered.planned)})`],
      [
        WORDS.completed,
        `${number(offered.completed)} (${share(offered.completed, offered.planned)})`,
      ],
      [WORDS.cutOff, number(offered.interrupted)],
      [WORDS.requests, number(offered.requests)],
      [WORDS.vus, number(offered.vusMax)],
      [WORDS.generatorCores, cores(offered.generatorCores)],
      [WORDS.productCores, cores(offered.productCores)],
      [WORDS.cpuPerRequest, figure(cpuPerThousand(report), "CPU s")],
    ]),
  ]);
}

function environmentOf({ environment, startedAtMs }: RunReport): Html {
  const { cores, cpuModel, memoryBytes, k6, deno, commit, settings } = environment;
  const set = Object.entries(settings).map(([name, value]) => code(`${name}=${value}`));
  return section({ id: "environment", title: WORDS.environment }, [
    facts([
      [WORDS.machine, {
        zh: `${cores} 核，${cpuModel}，${figure(memoryBytes, "B")}`,
        en: `${cores} cores, ${cpuModel}, ${figure(memoryBytes, "B")}`,
      }],
      [WORDS.cores, environment.sharesCores ? WORDS.sharesCores : WORDS.apart],
      [WORDS.system, environment.system],
      [WORDS.versions, `Deno ${deno}${k6 === null ? "" : `, k6 ${k6}`}`],
      [WORDS.commit, commit === null ? WORDS.elsewhere : code(commit)],
      [WORDS.origin, code(environment.origin)],
      [WORDS.durability, environment.durability],
      [WORDS.settings, set.length === 0 ? WORDS.defaults : joined(set)],
      [WORDS.started_at, instant(startedAtMs)],
    ]),
  ]);
}
