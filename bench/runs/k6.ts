/** The load as k6 offers it: one run of the suite on one target. */
import { resolve } from "@std/path";
import { wantedOf } from "../k6/environment.ts";
import { planOf, type RunPlan as SuitePlan } from "../k6/profiles.ts";
import { startProcess } from "../machine/process.ts";
import { findK6 } from "./find_k6.ts";
import type { Finding, Generator, GeneratorSpec, Prepared, Setup } from "./generator.ts";
import { Follower, K6_FILES } from "./k6_follower.ts";
import { TREND_STATS } from "./k6_summary.ts";
import { Refusal, type RunPlan } from "./plan.ts";
import type { Target } from "./target.ts";

const SUITE = new URL("../k6/suite.ts", import.meta.url).pathname;
const FOLLOW_MS = 200;
/** k6 ends by itself once its last iterations are done or cut off. */
const STOP_MS = 40_000;

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
      ...["--out", `web-dashboard=period=1s&record=${K6_FILES.recording}&port=-1`],
      ...[`--log-output=file=${K6_FILES.log}`, "--log-format=raw"],
      ...[`--summary-export=${K6_FILES.summary}`, `--summary-trend-stats=${TREND_STATS}`],
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
    return await follower.finding({ isStopped, end: signal ?? code, output: process.output() });
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
    // k6 reads files from beside its script.
    ...plan.overrides["PLAN"] === undefined ? {} : { PLAN: resolve(plan.overrides["PLAN"]) },
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
