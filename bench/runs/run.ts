/** One run of one scenario, from an idle machine to a report and an idle machine again. */
import { startGuard } from "../machine/guard.ts";
import type { RunReport, TruthCheck } from "../report/run_report.ts";
import { breakpointOf } from "./breakpoint.ts";
import { openTarget } from "./elsewhere.ts";
import { withFollowers } from "./followers.ts";
import {
  type Finding,
  type Generator,
  NO_FINDING,
  type Prepared,
  type Second,
  type Setup,
  type SetupCampaign,
} from "./generator.ts";
import { isThisMachine } from "./hosts.ts";
import { prepareK6 } from "./k6.ts";
import { readMachine } from "./machine.ts";
import { openingsOf } from "./openings.ts";
import { Refusal, type RunPlan } from "./plan.ts";
import { type Sample, type Sampler, startSampler } from "./samples.ts";
import { coresUsed, seriesOf } from "./series.ts";
import { prepareSse } from "./sse_client.ts";
import { startTarget } from "./start.ts";
import type { Target } from "./target.ts";
import { truthOf } from "./truth.ts";
import { judge } from "./verdict.ts";

/** How far a run has come; once a second. */
export interface Progress {
  readonly elapsedS: number;
  readonly totalS: number | null;
  readonly second: Second;
  /** Answers so far that nobody reckons with: refused by faults, or none at all. */
  readonly errors: number;
  /** Of the main campaign; null where it has none. */
  readonly unitsLeft: number | null;
}

/** How a run is watched and ended. */
export interface RunOptions {
  /** Ends the load early; the report tells what there is by then. */
  readonly signal: AbortSignal;
  log(line: string): void;
  progress?(progress: Progress): void;
  /** What is played has been made and is about to begin. */
  onSetup?(setup: Setup): void;
  /** One that is open already, and stays open. */
  readonly target?: Target;
  /** Repeats this run when pasted. */
  readonly command?: string;
}

const SECOND_MS = 1_000;
const GENERATOR = ["k6", "generator", "subscribers"];

/** Rejects with a `Refusal` where nothing was put under load, else resolves with what there is to tell. */
export async function runScenario(plan: RunPlan, options: RunOptions): Promise<RunReport> {
  const prepared = await prepare(plan);
  const run = { plan, options, prepared, startedAtMs: Date.now() };
  const target = options.target ?? await opened(run);
  if (target === null || options.signal.aborted) {
    if (options.target === undefined) await target?.stop();
    return await reportOf(run, NOTHING);
  }
  try {
    return await runOn(target, run);
  } finally {
    if (options.target === undefined) {
      if (target.product !== null) options.log("Stopping the product");
      await target.stop();
    }
  }
}

interface Run {
  readonly plan: RunPlan;
  readonly options: RunOptions;
  readonly prepared: Prepared;
  readonly startedAtMs: number;
}

async function prepare(plan: RunPlan): Promise<Prepared> {
  if (plan.scenario === "sse") return await prepareSse(plan);
  return withFollowers(await prepareK6(plan), plan);
}

/** Null where the start was interrupted. */
async function opened({ plan, options }: Run): Promise<Target | null> {
  const { log, signal } = options;
  try {
    return plan.target.kind === "start"
      ? await startTarget(plan.target, { log, signal })
      : await openTarget(plan.target);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function runOn(target: Target, run: Run): Promise<RunReport> {
  const { plan, options } = run;
  const sampler = startSampler(target);
  const load = await offer(target, { run, sampler }).finally(() => sampler.stop());
  const { finding } = load;
  if (finding.refused !== null) {
    const { origin } = target;
    const why = finding.refused.replace(`${origin} `, "");
    throw new Refusal(`${origin} cannot be prepared: ${why}`);
  }
  options.log("Checking what was promised against the journal");
  const { truth, problem } = await check(target, { plan, finding });
  return await reportOf(run, {
    ...{ target, finding, truth, samples: sampler.samples, watched: sampler.watched },
    problems: [...load.problems, ...problem],
  });
}

/** All that a run has gathered. */
interface Gathered {
  readonly target: Target | null;
  readonly finding: Finding;
  readonly truth: readonly TruthCheck[];
  readonly samples: readonly Sample[];
  readonly watched: SetupCampaign | null;
  readonly problems: readonly string[];
}

/** Of a run that was interrupted before its load began. */
const NOTHING: Gathered = {
  target: null,
  finding: NO_FINDING,
  truth: [],
  samples: [],
  watched: null,
  problems: [],
};

async function reportOf(run: Run, gathered: Gathered): Promise<RunReport> {
  const { plan, options, prepared, startedAtMs } = run;
  const { target, finding, truth, samples, problems } = gathered;
  const interrupted = options.signal.aborted;
  return {
    version: 1,
    id: idOf(plan, startedAtMs),
    scenario: plan.scenario,
    profile: plan.profile,
    command: options.command ?? "",
    startedAtMs: finding.loadStartedAtMs ?? startedAtMs,
    seconds: finding.seconds.length,
    ...judge({ plan, finding, truth, problems, interrupted }),
    ...plan.profile === "breakpoint" ? foundBy(finding) : {},
    environment: {
      ...await readMachine(),
      k6: prepared.k6,
      commit: target?.commit ?? null,
      origin: target?.origin ?? "not started",
      sharesCores: target === null || await isThisMachine(new URL(target.origin)),
      durability: target?.durability ?? "unknown",
      settings: { ...target?.settings, ...plan.overrides },
    },
    offered: { ...finding.offered, ...coresOf(gathered) },
    outcomes: finding.outcomes,
    latencies: finding.latencies,
    thresholds: finding.thresholds,
    truth,
    series: seriesOf({
      ...{ seconds: finding.seconds, samples, instants: openingsOf(plan, finding) },
      isBudget: gathered.watched?.kind === "referral",
    }),
  };
}

/** Puts the load on the target until its plan is done, somebody stops it, or the product is gone. */
async function offer(
  target: Target,
  { run, sampler }: { readonly run: Run; readonly sampler: Sampler },
): Promise<{ readonly finding: Finding; readonly problems: readonly string[] }> {
  const { options, prepared } = run;
  const directory = await Deno.makeTempDir({ prefix: "yundian-load-" });
  const guard = startGuard({ directory });
  const problems: string[] = [];
  let isDone = false;
  try {
    options.log("Preparing the load");
    const progress = progressOf(() => generator, { options, sampler });
    const generator = prepared.start({
      target,
      directory,
      onSecond: progress,
      onProcess(process) {
        sampler.follow(process);
        guard.watch(process.pid);
      },
    });
    const stop = () => generator.stop();
    if (options.signal.aborted) stop();
    options.signal.addEventListener("abort", stop, { once: true });
    target.product?.ended.then(({ code, signal }) => {
      if (isDone) return;
      problems.push(`The product ended in the middle of the load with ${signal ?? code}`);
      stop();
    });
    generator.started.then((setup) => {
      if (setup === null) return;
      const [main] = setup.campaigns.toSorted((one, other) => other.units - one.units);
      if (main !== undefined) sampler.watch(main);
      options.onSetup?.(setup);
      options.log("The load begins");
    });
    const finding = await generator.ended;
    isDone = true;
    options.signal.removeEventListener("abort", stop);
    return { finding, problems };
  } finally {
    await guard.release();
    await Deno.remove(directory, { recursive: true });
  }
}

function progressOf(
  generator: () => Generator,
  { options, sampler }: { readonly options: RunOptions; readonly sampler: Sampler },
): (second: Second) => void {
  let errors = 0;
  let firstMs: number | null = null;
  return (second) => {
    firstMs ??= second.endMs - SECOND_MS;
    for (const [name, count] of second.outcomes) if (isError(name)) errors += count;
    options.progress?.({
      elapsedS: Math.round((second.endMs - firstMs) / SECOND_MS),
      totalS: generator().totalSeconds,
      second,
      errors,
      unitsLeft: sampler.watched?.kind === "flash-sale"
        ? sampler.samples.findLast(({ units }) => units !== null)?.units?.["available"] ?? null
        : null,
    });
  };
}

/** `grab 503 journal-unavailable`, `page 0 reset`. */
function isError(outcome: string): boolean {
  const status = Number(outcome.split(" ")[1]);
  return status === 0 || status >= 500;
}

/** A target that cannot be asked any more has not passed. */
async function check(
  target: Target,
  by: { readonly plan: RunPlan; readonly finding: Finding },
): Promise<{ readonly truth: readonly TruthCheck[]; readonly problem: readonly string[] }> {
  try {
    return { truth: await truthOf(target, by), problem: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { truth: [], problem: [`The journal could not be asked: ${why}`] };
  }
}

function coresOf(
  { target, finding: { seconds }, samples }: Gathered,
): Pick<RunReport["offered"], "generatorCores" | "productCores"> {
  const span = { fromMs: (seconds[0]?.endMs ?? 0) - SECOND_MS, toMs: seconds.at(-1)?.endMs ?? 0 };
  const used = (names: readonly string[]) =>
    names.length === 0 ? null : coresUsed(samples, { names, ...span });
  return {
    generatorCores: used(GENERATOR),
    productCores: used(target?.processes.map(({ name }) => name) ?? []),
  };
}

function foundBy(finding: Finding): Pick<RunReport, "breakpoint"> {
  const found = breakpointOf(finding);
  if (found === null) return {};
  const { perSecond, gaveWay } = found;
  return { breakpoint: { perSecond: Math.round(perSecond), gaveWay: gaveWay?.what ?? null } };
}

/** `2026-11-22T18-30-05Z-flash_sale-spike` */
function idOf({ scenario, profile }: RunPlan, atMs: number): string {
  const time = new Date(atMs).toISOString().slice(0, 19).replaceAll(":", "-");
  return `${time}Z-${scenario}-${profile}`;
}
