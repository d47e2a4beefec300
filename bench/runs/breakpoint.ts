/** Where a ramp found the limit of its target: the last rate that was carried, and what gave way beyond it. */
import type { ThresholdVerdict } from "../report/run_report.ts";
import type { Finding, Second } from "./generator.ts";

/** The end of a ramp. */
export interface Breakpoint {
  /** Arrivals per second that were planned in the last second that was carried. */
  readonly perSecond: number;
  /** Where it gave way, in seconds of the load; null where it held to the end. */
  readonly atS: number | null;
  /** Null where it held to the end. */
  readonly gaveWay: ThresholdVerdict | null;
}

/** Thresholds that say something else than that the target had enough. */
const NO_LIMIT = ["dropped iterations", "unexpected answers", "checks"];
/** Seconds of trouble that end in quiet are a hiccup. */
const CALM_SECONDS = 3;
const SHED_SHARE_MAX = 0.05;

/** Whether a missed threshold is what a ramp looks for, rather than a failure. */
export function isLimit({ what, ok }: ThresholdVerdict): boolean {
  return !ok && !NO_LIMIT.includes(what);
}

/** Null where no load went on. k6 judges from the start on, so it sees the end of a ramp late: seconds tell when. */
export function breakpointOf(
  { seconds, thresholds }: Pick<Finding, "seconds" | "thresholds">,
): Breakpoint | null {
  const last = seconds.findLast(({ planned }) => planned > 0);
  if (last === undefined) return null;
  let found: Breakpoint | null = null;
  for (const gaveWay of thresholds.filter(isLimit)) {
    const at = beganAt(seconds, (second) => isMissed(second, gaveWay));
    const perSecond = (seconds[Math.max(0, at - 1)] ?? last).planned;
    if (found?.atS == null || at < found.atS) found = { perSecond, atS: at, gaveWay };
  }
  return found ?? { perSecond: last.planned, atS: null, gaveWay: null };
}

/** Where the trouble began that had no end; the end itself where no single second shows it. */
function beganAt(seconds: readonly Second[], isBad: (second: Second) => boolean): number {
  let at = seconds.length;
  let calm = 0;
  for (let n = seconds.length - 1; n >= 0 && calm < CALM_SECONDS; n--) {
    const second = seconds[n];
    if (second !== undefined && isBad(second)) {
      at = n;
      calm = 0;
    } else calm++;
  }
  return at;
}

function isMissed(second: Second, { what, bound }: ThresholdVerdict): boolean {
  const request = /^(.+) p99$/.exec(what)?.[1];
  if (request === undefined) return shedIn(second) > SHED_SHARE_MAX * second.answered;
  const p99Ms = second.latencies.get(request)?.p99Ms;
  return p99Ms !== undefined && "most" in bound && p99Ms > bound.most;
}

/** Answers that ask to come again. */
function shedIn({ outcomes }: Second): number {
  let shed = 0;
  for (const [name, count] of outcomes) if (/ (?:429|503) /.test(name)) shed += count;
  return shed;
}
