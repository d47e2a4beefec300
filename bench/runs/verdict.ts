/** Whether a run passed, in one sentence, and all that speaks against it. */
import type { RunReport, ThresholdVerdict, TruthCheck } from "../report/run_report.ts";
import { type Breakpoint, breakpointOf, isLimit } from "./breakpoint.ts";
import type { Finding } from "./generator.ts";
import type { RunPlan } from "./plan.ts";

/** What a run is judged by. */
export interface Evidence {
  readonly plan: Pick<RunPlan, "scenario" | "profile">;
  readonly finding: Finding;
  readonly truth: readonly TruthCheck[];
  /** What went wrong around the load: a product that ended, an audit that could not be read. */
  readonly problems: readonly string[];
  readonly interrupted: boolean;
}

const DROPPED = "dropped iterations";
const NOT_BELIEVED =
  "The generator could not offer what was planned, so the figures are not believed";
/** Of the planned iterations, how many must have come to an end whatever the table says. */
const DONE_SHARE = 0.5;

/** Nothing that was not measured, checked or done counts as passed. */
export function judge(evidence: Evidence): Pick<RunReport, "verdict" | "sentence" | "problems"> {
  const { plan, finding, interrupted } = evidence;
  const isRamp = plan.profile === "breakpoint";
  const broken = [
    ...evidence.truth.filter(({ ok }) => !ok).map(({ name, text }) =>
      `"${name}" does not hold: ${text}`
    ),
    ...evidence.problems,
    ...finding.problems,
  ];
  const name = `${plan.scenario} · ${plan.profile}`;
  if (interrupted) {
    const sentence = `${name} was interrupted ${soFar(finding)}`;
    const but = broken[0] === undefined ? "" : `, and ${lowered(broken[0])}`;
    return { verdict: "interrupted", sentence: `${sentence}${but}.`, problems: broken };
  }
  const problems = [
    ...broken,
    ...unchecked(evidence),
    ...notOffered(finding),
    ...undone(finding, plan),
    ...finding.thresholds.filter((one) => !one.ok && !(isRamp && isLimit(one))).map(missed),
  ];
  const [first] = problems;
  if (first === undefined) {
    const found = isRamp ? `${limitOf(breakpointOf(finding))}; ` : "";
    return { verdict: "passed", sentence: `${name} passed: ${found}${done(finding)}.`, problems };
  }
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`;
  return { verdict: "failed", sentence: `${name} failed: ${lowered(first)}${more}.`, problems };
}

/** What a ramp has found. */
export function limitOf(found: Breakpoint | null): string {
  if (found === null) return "nothing was carried";
  const rate = `${n(Math.round(found.perSecond))} arrivals/s`;
  return found.gaveWay === null
    ? `${rate} were carried to the end of the ramp, so the limit is above`
    : `${rate} were carried, then ${lowered(missed(found.gaveWay))}`;
}

function soFar({ loadStartedAtMs, seconds, offered }: Finding): string {
  if (loadStartedAtMs === null) return "before its load began";
  return `after ${n(seconds.length)} s, with ${n(offered.completed)} of ${
    n(offered.planned)
  } iterations completed`;
}

function unchecked({ truth }: Evidence): string[] {
  return truth.length === 0 ? ["Nothing was checked against the journal"] : [];
}

/**
 * k6 counts as dropped what it had no virtual user for. What it had no time for is neither started nor dropped, so both
 * are held against the plan.
 */
function notOffered({ offered, thresholds }: Finding): string[] {
  const { planned, started, dropped } = offered;
  const missing = planned - started;
  const { bound } = thresholds.find(({ what }) => what === DROPPED) ?? {};
  const most = Math.max(1, bound !== undefined && "most" in bound ? bound.most : 0);
  // The threshold itself tells of what k6 has counted.
  if (started === 0 || missing <= most || dropped > most) return [];
  return [
    `${NOT_BELIEVED}: ${n(started)} of ${n(planned)} planned iterations were started`,
  ];
}

/** A benchmark that did not do its work must not look fast. */
function undone({ offered, outcomes }: Finding, { profile }: Evidence["plan"]): string[] {
  const { planned, started, completed, dropped } = offered;
  if (started === 0) return ["Not one iteration was started"];
  if (completed === 0) return ["Not one iteration came to its end"];
  if (outcomes.every(({ status }) => status === 0)) return ["Not one request was answered"];
  // A ramp that ends where it breaks has done what it was to do.
  if (profile === "breakpoint" || completed + dropped >= planned * DONE_SHARE) return [];
  return [`Only ${n(completed)} of ${n(planned)} planned iterations were completed`];
}

function missed({ what, unit, bound, measured }: ThresholdVerdict): string {
  const said = "most" in bound
    ? `at most ${quantity(bound.most, unit)} allowed`
    : `at least ${quantity(bound.least, unit)} needed`;
  const had = measured === null ? "was not measured" : `was ${quantity(measured, unit)}`;
  const sentence = `${what} ${had}, ${said}`;
  // The generator's own failure says nothing of the product.
  return what === DROPPED ? `${NOT_BELIEVED}: ${sentence}` : upper(sentence);
}

/** What was done, for a run that passed. */
function done({ offered, acknowledged, latencies }: Finding): string {
  const slowest = latencies.find(({ request }) => request === "grab") ??
    latencies.toSorted((one, other) => other.count - one.count)[0];
  return [
    `${n(offered.completed)} of ${n(offered.planned)} iterations completed`,
    ...acknowledged.reservations.size === 0
      ? []
      : [`${n(acknowledged.reservations.size)} acknowledged reservations all in the journal`],
    ...acknowledged.joins.size === 0
      ? []
      : [`${n(acknowledged.joins.size)} acknowledged participants`],
    ...slowest === undefined ? [] : [`${slowest.request} p99 ${quantity(slowest.p99Ms, "ms")}`],
  ].join(", ");
}

function quantity(value: number, unit: string): string {
  switch (unit) {
    case "ms":
      return `${value < 10 ? Math.round(value * 10) / 10 : n(Math.round(value))} ms`;
    case "share":
      return `${Math.round(value * 10_000) / 100} %`;
    default:
      return n(Math.round(value * 100) / 100);
  }
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `The generator …` within a sentence; names and abbreviations keep their capitals. */
function lowered(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function n(value: number): string {
  return value.toLocaleString("en");
}
