/** What the client found, as the runner reads any generator. */
import type { Outcome } from "../../report/run_report.ts";
import type { Finding, Percentiles, Second, Setup } from "../generator.ts";
import type { SseResult } from "./messages.ts";
import type { SsePlan } from "./plan.ts";
import type { OpenedSale } from "./sale.ts";
import { DURATIONS, type SecondSample } from "./tally.ts";

/** Pushed states among the answers: one for each subscriber that got it. */
const PUSHED = "frame 200 pushed";

/** The sale as the suite of k6 would tell of it. */
export function setupOf(sale: OpenedSale, plan: SsePlan): Setup {
  return {
    campaigns: [{
      id: sale.id,
      kind: "flash-sale",
      units: sale.units,
      perCustomerMax: 1,
      startsAt: new Date(sale.startsAtMs).toISOString(),
    }],
    subscribers: plan.subscribers,
  };
}

/** A second; `plannedBefore` is what was planned until it began. */
export function secondOf(sample: SecondSample, plannedBefore: number): Second {
  const { counts, answers, durations } = sample;
  const outcomes = new Map(Object.entries(answers));
  if (counts.frames > 0) outcomes.set(PUSHED, counts.frames);
  const answered = Object.entries(answers).filter(([name]) => /^(grab|live) [1-5]/.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
  const latencies = new Map<string, Percentiles>();
  for (const name of DURATIONS) {
    // How long nothing changed is no latency.
    if (name === "gap") continue;
    const [p50Ms, p95Ms, p99Ms, maxMs] = durations[name].map((ms) => ms ?? 0);
    if ((durations[name][0] ?? null) === null) continue;
    latencies.set(name, {
      ...{ p50Ms: p50Ms ?? 0, p95Ms: p95Ms ?? 0, p99Ms: p99Ms ?? 0, maxMs: maxMs ?? 0 },
    });
  }
  return {
    endMs: sample.endMs,
    planned: Math.max(0, sample.planned - plannedBefore),
    completed: counts.arrived + grabsIn(answers),
    dropped: 0,
    answered,
    vus: sample.subscribers,
    outcomes,
    latencies,
  };
}

/** The whole run. */
export function findingOf(
  result: SseResult,
  by: { readonly setup: Setup | null; readonly seconds: readonly Second[] },
): Finding {
  const { planned, arrived, outcomes } = result;
  const requests = outcomes.filter(({ request }) => request === "grab" || request === "live")
    .reduce((sum, { count }) => sum + count, 0);
  const pushed = pushedIn(by.seconds);
  return {
    ...by,
    loadStartedAtMs: result.loadStartedAtMs,
    offered: {
      planned: planned.subscribers + planned.grabs,
      started: arrived + result.grabsStarted,
      dropped: planned.subscribers - arrived + result.grabsDropped,
      completed: arrived + result.grabsAnswered,
      interrupted: result.grabsStarted - result.grabsAnswered,
      requests,
      vusMax: result.subscribersMost,
    },
    counters: {
      subscribers_most: result.subscribersMost,
      frames: pushed[0]?.count ?? 0,
      acknowledged: result.acknowledged.length,
    },
    outcomes: [...outcomes, ...pushed],
    latencies: result.latencies,
    thresholds: result.thresholds,
    truth: result.truth,
    acknowledged: {
      reservations: new Map(
        result.acknowledged.map(({ reservation, customer }) =>
          [reservation, { customer, state: "held" }] as const
        ),
      ),
      joins: new Map(),
    },
    problems: result.problems,
    refused: result.refused,
  };
}

/** States that subscribers got, as one outcome; none where nobody got one. */
export function pushedIn(seconds: readonly Second[]): Outcome[] {
  const count = seconds.reduce((sum, { outcomes }) => sum + (outcomes.get(PUSHED) ?? 0), 0);
  if (count === 0) return [];
  return [{ request: "frame", status: 200, reason: "pushed", count, expected: true }];
}

/** Of a client that broke off. */
export function brokenFinding(
  problems: readonly string[],
  by: { readonly setup: Setup | null; readonly seconds: readonly Second[] },
): Finding {
  return {
    ...by,
    loadStartedAtMs: null,
    offered: {
      ...{ planned: 0, started: 0, dropped: 0, completed: 0, interrupted: 0, requests: 0 },
      vusMax: 0,
    },
    counters: {},
    outcomes: [],
    latencies: [],
    thresholds: [],
    acknowledged: { reservations: new Map(), joins: new Map() },
    problems,
    refused: null,
  };
}

function grabsIn(answers: Readonly<Record<string, number>>): number {
  return Object.entries(answers).filter(([name]) => /^grab [1-5]/.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
}
