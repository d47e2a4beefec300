/**
 * Subscribers of one sale: the scenario `sse`, a load like those of k6, which itself reads no event streams; and a crowd
 * that follows a sale while k6 buys.
 */
import type { Profile } from "../report/run_report.ts";
import type { Generator, GeneratorSpec, Prepared, Second, Setup } from "./generator.ts";
import { Refusal, type RunPlan } from "./plan.ts";
import { startClient } from "./sse/client_process.ts";
import { brokenFinding, findingOf, secondOf, setupOf } from "./sse/finding.ts";
import type { SseResult } from "./sse/messages.ts";
import { filesMaxOf, plannedSeconds, type SsePlan, ssePlan, withinFiles } from "./sse/plan.ts";
import type { SecondSample } from "./sse/tally.ts";
import type { Target } from "./target.ts";

/** A crowd beside another load ends with it; this only has to be longer. */
const DAY_S = 86_400;

/** Looks whether the plan can be offered. Rejects with a `Refusal` where this machine does not let it. */
// deno-lint-ignore require-await
export async function prepareSse({ profile, overrides }: RunPlan): Promise<Prepared> {
  const plan = allowed(planOf(profile, overrides));
  const seed = overrides["SEED"] ?? "1";
  return { k6: null, start: (spec) => startSse(spec, { plan, profile, seed }) };
}

/** A crowd beside another load. */
export interface Followers {
  /** Resolves when everyone has seen the state of that moment. */
  finish(): Promise<SseResult | { readonly broke: string }>;
  /** At once. */
  stop(): void;
}

/** Throws a `Refusal` where so many streams cannot be opened here. */
export function checkFollowers(subscribers: number): void {
  allowed(ssePlan("load", { subscribers }));
}

/** Lets so many follow a sale that is there, arriving within `arriveSeconds`. */
export function followSale(
  by: {
    readonly target: Pick<Target, "origin" | "secret">;
    readonly campaign: string;
    readonly subscribers: number;
    readonly arriveSeconds: number;
    onSecond(second: SecondSample): void;
    onProcess(process: { readonly name: string; readonly pid: number }): void;
  },
): Followers {
  const { target, campaign, subscribers, arriveSeconds } = by;
  const plan = {
    ...ssePlan("load", { subscribers, arriveSeconds, seconds: DAY_S, grabsPerSecond: 0 }),
    // What is in a rush may ask newcomers to come again.
    mayRefuse: true,
  };
  const client = startClient(
    { origin: target.origin, profile: "beside", plan, campaign, customers: "" },
    {
      secret: target.secret,
      onMessage: (message) => message.kind === "SECOND" && by.onSecond(message.second),
    },
  );
  by.onProcess({ name: "subscribers", pid: client.pid });
  return {
    finish() {
      client.finish();
      return client.ended;
    },
    stop: () => client.stop(),
  };
}

function planOf(profile: Profile, overrides: RunPlan["overrides"]): SsePlan {
  const read = (name: string) => numberOf(overrides, name);
  const [subscribers, seconds, rate] = [read("SUBSCRIBERS"), read("SECONDS"), read("RATE")];
  return ssePlan(profile, {
    ...subscribers === null ? {} : { subscribers },
    ...seconds === null ? {} : { seconds },
    ...rate === null ? {} : { grabsPerSecond: rate },
  });
}

function numberOf(overrides: Readonly<Record<string, string>>, name: string): number | null {
  const text = overrides[name];
  if (text === undefined || text === "") return null;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Refusal(`${name} is "${text}": it should be a whole number from 1`);
}

/** A product that is started here may open as many files as we may. */
function allowed(plan: SsePlan): SsePlan {
  const within = withinFiles(plan, filesMax());
  if ("refused" in within) throw new Refusal(within.refused);
  return within;
}

/** Files that this process may open; null where the system does not say. */
export function filesMax(): number | null {
  try {
    return filesMaxOf(Deno.readTextFileSync("/proc/self/limits"));
  } catch {
    // Not Linux.
    return null;
  }
}

function startSse(
  spec: GeneratorSpec,
  by: { readonly plan: SsePlan; readonly profile: Profile; readonly seed: string },
): Generator {
  const { origin, secret } = spec.target;
  const { plan, profile, seed } = by;
  const started = Promise.withResolvers<Setup | null>();
  const seconds: Second[] = [];
  let setup: Setup | null = null;
  let planned = 0;
  let isStopped = false;
  // Runs on one product do not share customers.
  const customers = `sse-${seed}-${Date.now().toString(36)}`;
  const client = startClient({ origin, profile, plan, campaign: null, customers }, {
    secret,
    onMessage(message) {
      if (message.kind === "SETUP") {
        setup = setupOf(message.sale, plan);
        return started.resolve(setup);
      }
      const second = secondOf(message.second, planned);
      planned = message.second.planned;
      seconds.push(second);
      spec.onSecond(second);
    },
  });
  spec.onProcess({ name: "generator", pid: client.pid });
  return {
    totalSeconds: plannedSeconds(plan),
    started: started.promise,
    ended: client.ended.then((result) => {
      started.resolve(setup);
      const found = { setup, seconds };
      if (!("broke" in result)) return findingOf(result, found);
      // Ended before it could listen to signals.
      return brokenFinding(isStopped && seconds.length === 0 ? [] : [result.broke], found);
    }),
    stop() {
      isStopped = true;
      client.stop();
    },
  };
}
