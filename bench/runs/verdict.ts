/** Whether a run passed, in one sentence, and all that speaks against it. */
import type { RunReport, ThresholdVerdict, TruthCheck } from "../report/run_report.ts";
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

/** Of the planned iterations, how many must have come to an end whatever the table says. */
const DONE_SHARE = 0.5;

/** Nothing that was not measured, checked or done counts as passed. */
export function judge(evidence: Evidence): Pick<RunReport, "verdict" | "sentence" | "problems"> {
  const { plan, finding, interrupted } = evidence;
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
    ...undone(finding, plan),
    ...finding.thresholds.filter(({ ok }) => !ok).map(missed),
  ];
  const [first] = problems;
  if (first === undefined) {
    return { verdict: "passed", sentence: `${name} passed: ${done(finding)}.`, problems };
  }
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`;
  return { verdict: "failed", sentence: `${name} failed: ${lowered(first)}${more}.`, problems };
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
  return what === "dropped iterations"
    ? `The generator could not offer what was planned, so the figures are not believed: ${sentence}`
    : upper(sentence);
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
