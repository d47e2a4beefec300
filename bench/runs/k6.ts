/** The load as k6 offers it: one run of the suite, followed by its recording and its log while it goes on. */
import { startProcess } from "../machine/process.ts";
import { wantedOf } from "../k6/environment.ts";
import { outcomeOf } from "../k6/outcomes.ts";
import { arrivedBy, planOf, type RunPlan as SuitePlan } from "../k6/profiles.ts";
import { thresholdsOf } from "../k6/thresholds.ts";
import { findK6 } from "./find_k6.ts";
import type {
  Finding,
  Generator,
  GeneratorSpec,
  Percentiles,
  Prepared,
  Second,
  Setup,
} from "./generator.ts";
import {
  countersIn,
  countIn,
  latenciesIn,
  outcomesIn,
  parseSummary,
  type Summary,
  TREND_STATS,
  verdictsIn,
} from "./k6_summary.ts";
import { LogLines } from "./log_lines.ts";
import { Refusal, type RunPlan } from "./plan.ts";
import { Recording, type Snapshot } from "./recording.ts";
import { Tail } from "./tail.ts";
import type { Target } from "./target.ts";

const SUITE = new URL("../k6/suite.ts", import.meta.url).pathname;
const FOLLOW_MS = 200;
const SECOND_MS = 1_000;
/** k6 ends by itself once its last iterations are done or cut off. */
const STOP_MS = 40_000;
const THRESHOLDS_CROSSED = 99;
/** Thresholds that end a run, as a breakpoint's. */
const ENDED_EARLY = [THRESHOLDS_CROSSED];
const FILES = { recording: "recording.ndjson", log: "k6.log", summary: "summary.json" } as const;

/** Rejects with a `Refusal` without k6, and where the suite does not take the plan. */
export async function prepareK6(plan: RunPlan): Promise<Prepared> {
  const k6 = await findK6({ named: Deno.env.get("K6") });
  const suitePlan = await suitePlanOf(plan);
  return {
    k6: k6.version,
    start: (spec) => startK6(spec, { plan, suitePlan, command: k6.command }),
  };
}

function startK6(
  spec: GeneratorSpec,
  by: { readonly plan: RunPlan; readonly suitePlan: SuitePlan; readonly command: string },
): Generator {
  const { directory } = spec;
  const { suitePlan } = by;
  const process = startProcess({
    name: "k6",
    command: by.command,
    args: [
      ...["run", "--no-usage-report", "--no-color"],
      ...["--out", `web-dashboard=period=1s&record=${FILES.recording}&port=-1`],
      ...[`--log-output=file=${FILES.log}`, "--log-format=raw"],
      ...[`--summary-export=${FILES.summary}`, `--summary-trend-stats=${TREND_STATS}`],
      SUITE,
    ],
    cwd: directory,
    env: environmentOf(by.plan, spec.target),
    clearEnv: true,
    detached: true,
    signal: "SIGINT",
    stopMs: STOP_MS,
  });
  spec.onProcess({ name: "k6", pid: process.pid });
  const follower = new Follower(spec, suitePlan);
  const started = Promise.withResolvers<Setup | null>();
  let isStopped = false;
  const timer = setInterval(() => {
    follower.look();
    if (follower.setup !== null) started.resolve(follower.setup);
  }, FOLLOW_MS);

  async function gathered(): Promise<Finding> {
    const { code, signal } = await process.ended;
    // Its last words.
    await process.stop();
    clearInterval(timer);
    follower.finish();
    started.resolve(follower.setup);
    const summary = await summaryOf(`${directory}/${FILES.summary}`);
    return follower.finding({
      summary,
      isStopped,
      end: signal ?? code,
      output: process.output(),
    });
  }

  return {
    totalSeconds: suitePlan.seconds,
    started: started.promise,
    ended: gathered(),
    stop() {
      isStopped = true;
      process.stop();
    },
  };
}

/** Follows the files of a run. */
class Follower {
  readonly #spec: GeneratorSpec;
  readonly #plan: SuitePlan;
  readonly #recording = new Recording();
  readonly #log = new LogLines();
  readonly #recordingTail: Tail;
  readonly #logTail: Tail;
  readonly #seconds: Second[] = [];
  #startedAtMs: number | null = null;

  constructor(spec: GeneratorSpec, plan: SuitePlan) {
    this.#spec = spec;
    this.#plan = plan;
    this.#recordingTail = new Tail(`${spec.directory}/${FILES.recording}`);
    this.#logTail = new Tail(`${spec.directory}/${FILES.log}`);
  }

  get setup(): Setup | null {
    return this.#log.setup;
  }

  look(): void {
    this.#log.push(this.#logTail.read());
    if (this.#log.setup !== null) this.#startedAtMs ??= Date.now();
    for (const snapshot of this.#recording.push(this.#recordingTail.read())) {
      // What setup itself asks is no load.
      if (this.#startedAtMs === null || snapshot.endMs < this.#startedAtMs) continue;
      const second = this.#secondOf(snapshot, this.#startedAtMs);
      this.#seconds.push(second);
      this.#spec.onSecond(second);
    }
  }

  /** Reads what there is at the end. */
  finish(): void {
    this.look();
    const last = this.#seconds.at(-1);
    const metrics = this.#recording.rest;
    if (last !== undefined && this.#startedAtMs !== null && metrics.size > 0) {
      const snapshot = { endMs: last.endMs + SECOND_MS, metrics };
      this.#seconds.push(this.#secondOf(snapshot, this.#startedAtMs));
    }
    this.#recordingTail.close();
    this.#logTail.close();
  }

  #secondOf({ endMs, metrics }: Snapshot, startedAtMs: number): Second {
    const count = (name: string) => metrics.get(name)?.["count"] ?? 0;
    const endS = (endMs - startedAtMs) / SECOND_MS;
    const outcomes = new Map<string, number>();
    const latencies = new Map<string, Percentiles>();
    let answered = 0;
    for (const [name, reading] of metrics) {
      const outcome = outcomeOf(name);
      if (outcome !== null) {
        const { request, status, reason } = outcome;
        outcomes.set(`${request} ${status} ${reason}`, reading["count"] ?? 0);
        if (status !== 0) answered += reading["count"] ?? 0;
      }
      const request = /^ms_([a-z_]+)$/.exec(name)?.[1];
      if (request !== undefined) {
        latencies.set(request, {
          p50Ms: reading["med"] ?? 0,
          p95Ms: reading["p(95)"] ?? 0,
          p99Ms: reading["p(99)"] ?? 0,
          maxMs: reading["max"] ?? 0,
        });
      }
    }
    return {
      endMs,
      planned: this.#planned(endS) - this.#planned(endS - 1),
      completed: count("iterations"),
      dropped: count("dropped_iterations"),
      answered,
      vus: metrics.get("vus")?.["value"] ?? null,
      outcomes,
      latencies,
    };
  }

  finding(
    by: {
      readonly summary: Summary;
      readonly isStopped: boolean;
      readonly end: number | string;
      readonly output: string;
    },
  ): Finding {
    const { summary, isStopped, end, output } = by;
    const totals = iterationsIn(output);
    const dropped = countIn(summary, "dropped_iterations");
    const seconds = this.#seconds;
    const ranS = seconds.length;
    const isWhole = !isStopped && !(ENDED_EARLY.some((one) => one === end) && this.#isCut(ranS));
    const planned = this.#planned(isWhole ? this.#plan.seconds : ranS);
    return {
      setup: this.#log.setup,
      loadStartedAtMs: this.#startedAtMs,
      seconds,
      offered: {
        planned: Math.round(planned),
        started: totals.completed + totals.interrupted,
        dropped,
        completed: totals.completed,
        interrupted: totals.interrupted,
        requests: countIn(summary, "http_reqs"),
        vusMax: summary.get("vus_max")?.["max"] ?? 0,
      },
      counters: countersIn(summary),
      outcomes: outcomesIn(summary, this.#plan.scenario),
      latencies: latenciesIn(summary),
      thresholds: verdictsIn(summary, thresholdsOf(this.#plan)),
      acknowledged: this.#log.acknowledged,
      problems: brokenBy(end, { isStopped, log: this.#log.others, output }),
      refused: refusalIn(this.#log.others),
    };
  }

  #planned(untilS: number): number {
    return arrivedBy(this.#plan, Math.max(0, untilS));
  }

  /** Whether the load ended before its plan did. */
  #isCut(ranS: number): boolean {
    return ranS < this.#plan.seconds - 2;
  }
}

/** The suite's own plan of this run. Throws a `Refusal` with the suite's words. */
async function suitePlanOf({ scenario, profile, overrides }: RunPlan): Promise<SuitePlan> {
  const path = overrides["PLAN"];
  try {
    const file = path === undefined ? null : JSON.parse(await Deno.readTextFile(path));
    return planOf(wantedOf({ ...overrides, SCENARIO: scenario, PROFILE: profile }), file);
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

/** k6's own settings come from the plan alone: `K6_VUS` in the caller's environment must not change a run. */
function environmentOf(plan: RunPlan, target: Target): Record<string, string> {
  const own = Object.entries(Deno.env.toObject())
    .filter(([name]) => !name.startsWith("K6") && !SUITE_VARIABLES.includes(name));
  return {
    ...Object.fromEntries(own),
    ...plan.overrides,
    SCENARIO: plan.scenario,
    PROFILE: plan.profile,
    URL: target.origin,
    AUTH_SECRET: target.secret,
    ...target.eventsSecret === null ? {} : { EVENTS_SECRET: target.eventsSecret },
    NO_COLOR: "1",
  };
}

/** Variables of the suite that the caller's environment happens to have do not count. */
const SUITE_VARIABLES = [
  "RATE",
  "SECONDS",
  "UNITS",
  "SEED",
  "HOLD_SECONDS",
  "VUS_MAX",
  "PLAN",
  "CUSTOMERS",
];

async function summaryOf(path: string): Promise<Summary> {
  try {
    return parseSummary(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Map();
    throw error;
  }
}

/** Of the last line of its kind: `12 complete and 3 interrupted iterations`. */
function iterationsIn(output: string): { completed: number; interrupted: number } {
  const last = [...output.matchAll(/(\d+) complete and (\d+) interrupted iterations/g)].at(-1);
  return { completed: Number(last?.[1] ?? 0), interrupted: Number(last?.[2] ?? 0) };
}

/** The sentence of the suite that says why a target cannot be prepared, if it does. */
function refusalIn(log: readonly string[]): string | null {
  return log.map((line) => /Cannot prepare the run: (.+?)(?:\s+at \S+:\d|\\n|$)/.exec(line)?.[1])
    .find(Boolean) ?? null;
}

function brokenBy(
  end: number | string,
  by: { readonly isStopped: boolean; readonly log: readonly string[]; readonly output: string },
): string[] {
  if (end === 0 || end === THRESHOLDS_CROSSED || by.isStopped) return [];
  const said = by.log.findLast((line) => /error|exception|panic/i.test(line)) ?? by.log.at(-1) ??
    by.output.trim().split("\n").at(-1) ?? "";
  return [`k6 broke off with ${end}: ${said.slice(0, 500)}`];
}
