/** A crowd that follows the main sale of a run while k6 buys: k6 reads no event streams. */
import type { Profile } from "../report/run_report.ts";
import type { Finding, Generator, GeneratorSpec, Prepared, Second, Setup } from "./generator.ts";
import { Refusal, type RunPlan } from "./plan.ts";
import { pushedIn, secondOf } from "./sse/finding.ts";
import type { SseResult } from "./sse/messages.ts";
import { checkFollowers, type Followers, followSale } from "./sse_client.ts";

/** Scenarios in which customers subscribe, and how many do. */
const SUBSCRIBERS: Partial<
  Readonly<Record<RunPlan["scenario"], Readonly<Record<Profile, number>>>>
> = {
  flash_sale: { smoke: 50, load: 500, spike: 1_000, herd: 1_000, soak: 500, breakpoint: 500 },
};
const ARRIVE_S = 2;

/** Whether `--subscribers` means anything to a scenario. */
export function hasSubscribers(scenario: RunPlan["scenario"]): boolean {
  return scenario === "sse" || scenario in SUBSCRIBERS;
}

/** The load with as many subscribers as the plan asks for. Throws a `Refusal` where they cannot be had. */
export function withFollowers(prepared: Prepared, plan: RunPlan): Prepared {
  const subscribers = subscribersOf(plan);
  if (subscribers === 0) return prepared;
  checkFollowers(subscribers);
  return { ...prepared, start: (spec) => start(prepared, { spec, subscribers }) };
}

/** A sale that was planned elsewhere has as many as that plan says. */
function subscribersOf({ scenario, profile, overrides }: RunPlan): number {
  const asked = overrides["SUBSCRIBERS"];
  if (asked === undefined) return "PLAN" in overrides ? 0 : SUBSCRIBERS[scenario]?.[profile] ?? 0;
  if (!/^\d{1,6}$/.test(asked)) throw new Refusal(`SUBSCRIBERS is "${asked}": expected a number`);
  return Number(asked);
}

function start(
  prepared: Prepared,
  { spec, subscribers }: { readonly spec: GeneratorSpec; readonly subscribers: number },
): Generator {
  const joined = new Map<number, Second>();
  let waiting: Second[] = [];
  let followers: Followers | null = null;
  let isStopped = false;
  const load = prepared.start({
    ...spec,
    onSecond(second) {
      const both = waiting.reduce(together, second);
      waiting = [];
      joined.set(second.endMs, both);
      spec.onSecond(both);
    },
  });
  const begun = load.started.then((setup) => {
    const campaign = mainSale(setup);
    if (campaign === null || isStopped) return;
    followers = followSale({
      ...{ target: spec.target, campaign, subscribers, arriveSeconds: ARRIVE_S },
      onSecond: (second) => waiting.push(secondOf(second, second.planned)),
      onProcess: spec.onProcess,
    });
  });

  async function ended(): Promise<Finding> {
    const finding = await load.ended;
    await begun;
    const seconds = finding.seconds.map((second) => joined.get(second.endMs) ?? second);
    if (followers === null) return { ...finding, seconds };
    return merged({ ...finding, seconds }, await followers.finish());
  }

  return {
    ...load,
    ended: ended(),
    stop() {
      isStopped = true;
      load.stop();
      followers?.stop();
    },
  };
}

function mainSale(setup: Setup | null): string | null {
  const sales = setup?.campaigns.filter(({ kind }) => kind === "flash-sale") ?? [];
  return sales.toSorted((one, other) => other.units - one.units)[0]?.id ?? null;
}

/** What k6 offered and served stays its own; what subscribers saw stands beside it. */
function together(load: Second, crowd: Second): Second {
  const outcomes = new Map(load.outcomes);
  for (const [name, count] of crowd.outcomes) outcomes.set(name, (outcomes.get(name) ?? 0) + count);
  return { ...load, outcomes, latencies: new Map([...load.latencies, ...crowd.latencies]) };
}

function merged(finding: Finding, result: SseResult | { readonly broke: string }): Finding {
  if ("broke" in result) return { ...finding, problems: [...finding.problems, result.broke] };
  return {
    ...finding,
    outcomes: [...finding.outcomes, ...result.outcomes, ...pushedIn(finding.seconds)],
    latencies: [...finding.latencies, ...result.latencies],
    thresholds: [
      ...finding.thresholds,
      ...result.thresholds.map((one) => ({ ...one, what: `${one.what} (subscribers)` })),
    ],
    truth: [...finding.truth ?? [], ...result.truth],
    problems: [...finding.problems, ...result.problems],
  };
}
