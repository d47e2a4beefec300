/** Whether users saw no more of a fault than they may. Pure. */
import type { Words } from "../report/chart_data.ts";
import type { Attempt } from "./attempt.ts";
import type { Expectation } from "./chaos_report.ts";
import type { Bounds } from "./fault.ts";
import {
  firstServedAfter,
  longestOutage,
  type Outage,
  type Usual,
  usualAfter,
} from "./timeline.ts";

/** What users saw; instants are ms since the start of the load. */
export interface Seen {
  /** Of grabs: a page that is shown while nothing is sold helps nobody. */
  readonly outage: Outage | null;
  readonly pageOutage: Outage | null;
  /** Attempts that were neither served nor refused by the rules. */
  readonly failed: number;
  readonly unanswered: number;
  /** From the end of the fault; null: never. */
  readonly firstMs: number | null;
  readonly usualMs: number | null;
}

/** Reads it off the attempts; recovery is that of grabs as well. */
export function seenOf(
  attempts: readonly Attempt[],
  { endedMs, usual }: { readonly endedMs: number; readonly usual: Usual },
): Seen {
  const grabs = attempts.filter(({ ask }) => ask === "grab");
  return {
    outage: longestOutage(grabs),
    pageOutage: longestOutage(attempts.filter(({ ask }) => ask === "page")),
    failed: attempts.filter(({ served }) => !served).length,
    unanswered: attempts.filter(({ status }) => status === 0).length,
    firstMs: firstServedAfter(grabs, endedMs),
    usualMs: usualAfter(grabs, { atMs: endedMs, usual }),
  };
}

/** A gap between answers that is so many times the slowest usual one is none of a busy machine. */
const BUSY_TIMES = 4;

/** Each bound with what was measured; of how long nobody is served, a machine that was slow before may take more. */
export function judge(
  seen: Seen,
  { bounds, usual }: { readonly bounds: Bounds; readonly usual: Usual },
): readonly Expectation[] {
  const patient = (ms: number | undefined) => ms === undefined ? ms : patientMs(ms, usual);
  const outageMs = seen.outage?.ms ?? 0;
  const judged: Expectation[] = [];
  const most = (what: Words, unit: string, most: number | undefined, measured: number | null) => {
    if (most !== undefined) judged.push(atMost(what, { unit, most, measured }));
  };
  if (bounds.outageMsMin !== undefined) {
    const least = bounds.outageMsMin;
    judged.push(
      atLeast(felt("outage of grabs", "抢购中断"), { unit: "ms", least, measured: outageMs }),
    );
  }
  most(
    { zh: "抢购最长中断", en: "longest outage of grabs" },
    "ms",
    patient(bounds.outageMs),
    outageMs,
  );
  most({ zh: "失败的请求", en: "attempts that failed" }, "", bounds.failures, seen.failed);
  most(
    { zh: "没有应答的请求", en: "attempts without an answer" },
    "",
    bounds.unanswered,
    seen.unanswered,
  );
  most(
    { zh: "故障结束到第一次成功", en: "first served after the fault" },
    "ms",
    patient(bounds.firstMs),
    seen.firstMs,
  );
  most(
    { zh: "故障结束到恢复如常", en: "as usual after the fault" },
    "ms",
    bounds.usualMs,
    seen.usualMs,
  );
  return judged;
}

/** A bound on waiting, and more where the machine was slow before. */
export function patientMs(ms: number, usual: Usual): number {
  return Math.max(ms, BUSY_TIMES * usual.p99Ms);
}

/** What shows that there was a fault at all: one that nobody noticed proves nothing. */
export function felt(en: string, zh: string): Words {
  return { zh: `故障确实发生：${zh}`, en: `the fault was felt: ${en}` };
}

interface Measured {
  /** As `figure` of the reports knows it; empty for counts. */
  readonly unit: string;
  readonly measured: number | null;
}

/** A bound above; what was not measured fails. */
export function atMost(what: Words, by: Measured & { readonly most: number }): Expectation {
  const { unit, most, measured } = by;
  return { what, unit, bound: { most }, measured, ok: measured !== null && measured <= most };
}

/** A bound below; what was not measured fails. */
export function atLeast(what: Words, by: Measured & { readonly least: number }): Expectation {
  const { unit, least, measured } = by;
  return { what, unit, bound: { least }, measured, ok: measured !== null && measured >= least };
}
