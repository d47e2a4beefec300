/** Whether one rate of arrivals was carried, by what a run of it found. Pure. */
import type { RunReport, ThresholdVerdict } from "../report/run_report.ts";
import type { Thresholds } from "./derive.ts";
import { isShed, peakOf, sharesOf } from "./figures.ts";
import type { Probe } from "./search.ts";

/** A run at one rate, and what beside its report tells who was the limit. */
export interface Ran {
  readonly report: RunReport;
  /** What was asked for. */
  readonly perSecond: number;
  /** How long it was held. */
  readonly heldS: number;
  /** Most cores that the product's main thread used in a second; null where it could not be read. */
  readonly mainCores: number | null;
  /** s after the start until nothing was left; null: something was. */
  readonly soldOutS: number | null;
}

/** A run and its verdict. */
export interface Judged extends Probe, Ran {
  readonly verdicts: readonly ThresholdVerdict[];
}

/** Of the planned arrivals. */
const SHED_SHARE = 0.01;
const DROPPED_SHARE = 0.01;
/** A thread that does nothing else. */
const BUSY_CORES = 0.85;
const IDLE_CORES = 0.7;
/** Of the time that customers wait: from here on it explains it. */
const EXPLAINS = 0.3;
const EASY_SHARE = 0.1;
const EASY_CORES = 0.4;

/** Judges a run by the campaign's thresholds; whether it has to be sold out is asked of the campaign itself alone. */
export function judge(ran: Ran, thresholds: Thresholds): Judged {
  const verdicts = verdictsOf(ran, thresholds);
  const isCarried = verdicts.every(({ ok }) => ok);
  return {
    ...ran,
    asked: ran.perSecond,
    verdicts,
    perSecond: countedRate(ran, thresholds.request),
    outcome: isCarried ? "carried" : isGeneratorsFault(ran, verdicts) ? "generator" : "gave-way",
    isEasy: isCarried && isEasy(ran, thresholds),
  };
}

function verdictsOf(ran: Ran, thresholds: Thresholds): ThresholdVerdict[] {
  const { report } = ran;
  const { request, p99Ms } = thresholds;
  const { unexpected, shed } = sharesOf(report);
  const { planned, dropped } = report.offered;
  const latency = report.latencies.find((one) => one.request === request);
  const broken = report.truth.filter(({ ok }) => !ok).length;
  const share = (of: number, part: number) => Math.floor(of * part);
  return [
    most("unexpected answers", { measured: unexpected, bound: 0, unit: "" }),
    most("answers that ask to come again", {
      measured: shed,
      bound: share(planned, SHED_SHARE),
      unit: "",
    }),
    most(`${request} p99`, { measured: latency?.p99Ms ?? null, bound: p99Ms, unit: "ms" }),
    most("dropped iterations", {
      measured: dropped,
      bound: share(planned, DROPPED_SHARE),
      unit: "",
    }),
    most("truths of the audit that do not hold", { measured: broken, bound: 0, unit: "" }),
    ...thresholds.soldOut
      ? [
        most("sold out", { measured: ran.soldOutS, bound: report.seconds, unit: "s" }),
      ]
      : [],
  ];
}

function most(
  what: string,
  { measured, bound, unit }: {
    readonly measured: number | null;
    readonly bound: number;
    readonly unit: string;
  },
): ThresholdVerdict {
  const ok = measured !== null && measured <= bound;
  return { what, unit, bound: { most: bound }, measured, ok };
}

/** As answered, with more than a word to come again: the mean of the busiest seconds, as many as the rate was held, and never more than was asked for. */
function countedRate({ report, perSecond, heldS }: Ran, request: string): number {
  const group = report.series.groups.find(({ key }) => key === "outcomes");
  const lines = (group?.lines ?? []).filter(({ label }) => {
    const [name, , reason = ""] = label.split(" ");
    return name === request && !isShed({ reason });
  });
  const bySecond = report.series.atS.map((_, at) =>
    lines.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)
  );
  const busiest = bySecond.toSorted((one, other) => other - one)
    .slice(0, Math.max(1, Math.floor(heldS)));
  if (busiest.length === 0) return 0;
  return Math.min(perSecond, busiest.reduce((sum, one) => sum + one, 0) / busiest.length);
}

/** The rate was not offered, or answers waited where the product had time. */
function isGeneratorsFault(ran: Ran, verdicts: readonly ThresholdVerdict[]): boolean {
  const failed = verdicts.filter(({ ok }) => !ok).map(({ what }) => what);
  const isSlow = failed.some((what) => what.endsWith(" p99"));
  const isDropping = failed.includes("dropped iterations");
  if (failed.length > Number(isSlow) + Number(isDropping)) return false;
  if (!isSlow) return isDropping;
  const cores = ran.mainCores ?? 1;
  if (cores >= BUSY_CORES) return false;
  const p99Ms = Math.max(
    ...verdicts.filter(({ what }) => what.endsWith(" p99"))
      .map(({ measured }) => measured ?? 0),
  );
  const explained = Math.max(
    peakOf(ran.report, "commit", "p99") ?? 0,
    peakOf(ran.report, "lag", "p99") ?? 0,
  );
  if (explained >= p99Ms * EXPLAINS) return false;
  return isDropping || cores < IDLE_CORES;
}

function isEasy(ran: Ran, { request, p99Ms }: Thresholds): boolean {
  const latency = ran.report.latencies.find((one) => one.request === request);
  return (latency?.p99Ms ?? Infinity) < p99Ms * EASY_SHARE && (ran.mainCores ?? 1) < EASY_CORES &&
    ran.report.offered.dropped === 0;
}
