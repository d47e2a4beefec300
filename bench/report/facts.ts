/** What follows from a run's figures; pages, Markdown and comparisons say the same from here. */
import type { Words } from "./chart_data.ts";
import { figure, number, ratio, share } from "./figures.ts";
import type { Latency, Outcome, RunReport, SeriesLine, ThresholdVerdict } from "./run_report.ts";

/** What a scenario is about, the most telling first. */
const MAIN_REQUESTS: Readonly<Record<RunReport["scenario"], readonly string[]>> = {
  flash_sale: ["grab"],
  sold_out: ["grab"],
  one_person: ["grab"],
  referral_storm: ["join", "event", "link"],
  storefront: ["storefront", "visit"],
  mixed_day: ["grab", "join", "storefront"],
  sse: ["event", "frame", "subscribe", "grab"],
};

const MISSING_SHARE_MAX = 0.001;
/** Of the cores: beyond it, what one measures is the machine. */
const BUSY_SHARE = 0.9;

/** The request that the scenario is about; null where none was answered. */
export function mainLatency(report: Pick<RunReport, "scenario" | "latencies">): Latency | null {
  const wanted = MAIN_REQUESTS[report.scenario];
  for (const name of wanted) {
    const found = report.latencies.find((one) => one.request === name && one.count > 0);
    if (found !== undefined) return found;
  }
  const [first] = report.latencies.toSorted((one, other) => other.count - one.count);
  return first ?? null;
}

/** Requests answered per second of the run. */
export function servedPerSecond({ offered, seconds }: RunReport): number | null {
  return ratio(offered.requests, seconds);
}

/** The most in any second. */
export function servedPeak(report: RunReport): number | null {
  const line = lineOf(report, "rates", "served");
  const read = (line?.values ?? []).filter((value) => value !== null);
  return read.length === 0 ? null : Math.max(...read);
}

/** CPU seconds of the product per 1,000 requests. */
export function cpuPerThousand({ offered, seconds }: RunReport): number | null {
  return offered.productCores === null
    ? null
    : ratio(offered.productCores * seconds * 1_000, offered.requests);
}

/** The most that the product's memory grew to, in the unit of its group. */
export function memoryPeak(
  report: RunReport,
): { readonly value: number; readonly unit: string } | null {
  const group = report.series.groups.find((one) => one.key === "memory");
  const read = (group?.lines ?? []).flatMap((line) => line.values).filter((one) => one !== null);
  return group === undefined || read.length === 0
    ? null
    : { value: read.reduce((most, one) => Math.max(most, one), 0), unit: group.unit };
}

export function unexpectedCount(outcomes: readonly Outcome[]): number {
  return outcomes.filter((one) => !one.expected).reduce((sum, one) => sum + one.count, 0);
}

/** Outcomes of a request stand together, the most frequent first; requests in order of their weight. */
export function orderedOutcomes(
  outcomes: readonly Outcome[],
): readonly (Outcome & { readonly share: string })[] {
  const totals = new Map<string, number>();
  for (const { request, count } of outcomes) {
    totals.set(request, (totals.get(request) ?? 0) + count);
  }
  const total = (request: string) => totals.get(request) ?? 0;
  return outcomes.filter((one) => one.count > 0)
    .toSorted((one, other) =>
      total(other.request) - total(one.request) || one.request.localeCompare(other.request) ||
      other.count - one.count
    )
    .map((one) => ({ ...one, share: share(one.count, total(one.request)) }));
}

/** `at most 250 ms`. */
export function boundText({ bound, unit }: ThresholdVerdict): string {
  return "most" in bound ? `≤ ${figure(bound.most, unit)}` : `≥ ${figure(bound.least, unit)}`;
}

export function boundValue({ bound }: ThresholdVerdict): number {
  return "most" in bound ? bound.most : bound.least;
}

/** Arrivals that were planned and did not begin; what Ctrl-C cut off is nobody's fault. */
export function notOffered(
  { offered, verdict }: Pick<RunReport, "offered" | "verdict">,
): number {
  const { planned, started, dropped } = offered;
  return verdict === "interrupted" ? dropped : Math.max(dropped, planned - started);
}

/** What a threshold came to; a ramp that passed has looked for the one that gives way. */
export function outcomeOf(
  { verdict, profile }: Pick<RunReport, "verdict" | "profile">,
  { ok, measured }: ThresholdVerdict,
): "ok" | "limit" | "notMeasured" | "missed" {
  if (ok) return "ok";
  if (measured === null) return "notMeasured";
  return profile === "breakpoint" && verdict === "passed" ? "limit" : "missed";
}

/** Whether the generator was the limit, in a sentence. */
export function generatorSentence(
  report: Pick<RunReport, "offered" | "environment" | "verdict">,
): { readonly words: Words; readonly tone: "good" | "warn" } {
  const { offered, environment } = report;
  const { planned, generatorCores, productCores } = offered;
  const missing = notOffered(report);
  const { cores, sharesCores } = environment;
  const used = (generatorCores ?? 0) + (sharesCores ? productCores ?? 0 : 0);
  if (missing > planned * MISSING_SHARE_MAX) {
    const lost = number(missing);
    const part = share(missing, planned);
    return {
      tone: "warn",
      words: {
        zh:
          `压测端是限制：${lost} 次到达（${part}）未能按时开始，延迟和速率只能当作这台机器上两者合计的下限。`,
        en:
          `The generator was the limit: ${lost} arrivals (${part}) were not started in time, so ` +
          "latencies and rates are only what the two reached together on this machine.",
      },
    };
  }
  if (generatorCores === null) {
    return {
      tone: "warn",
      words: {
        zh: "读不到压测端的 CPU，不能排除它是限制；但所有到达都按时开始了。",
        en: "The generator's CPU could not be read, so it may have been the limit; but arrivals " +
          "were started in time.",
      },
    };
  }
  const cpu = number(generatorCores);
  if (used >= cores * BUSY_SHARE) {
    return {
      tone: "warn",
      words: {
        zh: `到达都按时开始了，但机器满了：压测端用 ${cpu} 核，合计 ${
          number(used)
        } / ${cores} 核，延迟里有压测端的份。`,
        en: `Arrivals were started in time, but the machine was full: the generator used ${cpu} ` +
          `of ${number(used)} busy cores (of ${cores}), and latencies include its share.`,
      },
    };
  }
  return {
    tone: "good",
    words: {
      zh: `压测端不是限制：到达都按时开始，它用了 ${cpu} / ${cores} 核。`,
      en: `The generator was not the limit: arrivals were started in time, and it used ${cpu} of ` +
        `${cores} cores.`,
    },
  };
}

function lineOf(report: RunReport, key: string, label: string): SeriesLine | undefined {
  return report.series.groups.find((one) => one.key === key)?.lines
    .find((one) => one.label === label);
}
