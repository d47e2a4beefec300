/** The one table of thresholds: k6 is told of them, and the report gives each its verdict. */
import { type Profile, type SuiteScenario } from "./names.ts";
import { metricOf, type RequestName } from "./outcomes.ts";
import type { RunPlan } from "./profiles.ts";

/** One condition that a run has to meet. */
export interface Threshold {
  /** `grab p99`. */
  readonly what: string;
  /** As k6 names it. */
  readonly metric: string;
  readonly aggregate: "count" | "rate" | "p(99)";
  readonly bound: { readonly most: number } | { readonly least: number };
  readonly unit: "ms" | "count" | "share";
  /** A run that looks for its breaking point ends with it. */
  readonly ends: boolean;
}

/** p99 in ms by profile. `smoke` has to pass on any machine, so it only finds what hangs. */
type Bounds = Readonly<Record<Exclude<Profile, "smoke">, number>>;

const SMOKE_P99_MS = 5_000;

/** A request that runs on memory, and one that waits for the journal; with generator and target on two cores. */
const READ: Bounds = { load: 500, soak: 500, spike: 2_000, herd: 4_000, breakpoint: 1_000 };
const WRITE: Bounds = { load: 750, soak: 750, spike: 3_000, herd: 5_000, breakpoint: 1_500 };

/** What visitors of one storefront do is stored once a second. */
const COUNT: Bounds = { load: 1_750, soak: 1_750, spike: 4_000, herd: 5_000, breakpoint: 2_500 };

const P99_MS: Readonly<Record<SuiteScenario, Partial<Record<RequestName, Bounds>>>> = {
  flash_sale: { page: READ, view: READ, grab: WRITE, confirm: WRITE },
  sold_out: { grab: READ },
  // 100 of one customer come at once and are answered one after the other.
  one_person: { grab: { ...WRITE, load: 1_500, soak: 1_500, breakpoint: 3_000 } },
  referral_storm: { link: READ, page: READ, join: WRITE, progress: READ, event: WRITE },
  storefront: { storefront: READ, product: READ, visit: COUNT, click: COUNT },
  mixed_day: { link: READ, storefront: READ, visit: COUNT, grab: WRITE, join: WRITE, event: WRITE },
};

/** Shares of the planned iterations. */
interface Shares {
  /** Not started in time. */
  readonly dropped: number;
  /** Answers that ask to come again; of what an iteration may be refused. */
  readonly shed: number;
  /** Come to their end. */
  readonly completed: number;
}

const SHARES: Readonly<Record<Profile, Shares>> = {
  smoke: { dropped: 0.1, shed: 0.25, completed: 0.9 },
  load: { dropped: 0.01, shed: 0.01, completed: 0.98 },
  spike: { dropped: 0.02, shed: 0.1, completed: 0.97 },
  herd: { dropped: 0, shed: 0.1, completed: 0.99 },
  soak: { dropped: 0.01, shed: 0.01, completed: 0.98 },
  breakpoint: { dropped: 0.05, shed: 0.05, completed: 0.9 },
};

/** Grabs of one iteration, where they are many. */
const GRABS: Partial<Readonly<Record<SuiteScenario, number>>> = { one_person: 100 };

/** Least work that a scenario must have done, so that nothing looks fast by failing early. */
const WORK: Partial<Readonly<Record<SuiteScenario, (plan: RunPlan) => readonly Threshold[]>>> = {
  flash_sale: (plan) =>
    plan.file === null
      ? [least("acknowledged units", "acknowledged", 0.9 * Math.min(plan.units, plan.iterations))]
      : [],
  sold_out: (plan) => {
    const metric = metricOf({ request: "grab", status: 409, reason: "sold-out" });
    return [least("rejections", metric, SHARES[plan.profile].completed * plan.iterations)];
  },
  // Half of them may have one unit, the others three: each gets exactly that, which the checks hold.
  one_person: (plan) => {
    const share = SHARES[plan.profile].completed;
    return [least("acknowledged units", "acknowledged", share * (2 * plan.iterations - 1))];
  },
  // A branch has one who joins by a code of the pool at least, and a visitor tells of the visit.
  referral_storm: (plan) => {
    const metric = metricOf({ request: "join", status: 201, reason: "joined" });
    return [least("joins", metric, SHARES[plan.profile].completed * plan.iterations)];
  },
  storefront: (plan) => {
    const metric = metricOf({ request: "visit", status: 202, reason: "counted" });
    return [least("counted visits", metric, SHARES[plan.profile].completed * plan.iterations)];
  },
  // Four of five of a day's arrivals come to a storefront.
  mixed_day: (plan) => {
    const metric = metricOf({ request: "visit", status: 202, reason: "counted" });
    return [
      least("counted visits", metric, 0.7 * SHARES[plan.profile].completed * plan.iterations),
      least("acknowledged units", "acknowledged", 1),
    ];
  },
};

/** All of one run. */
export function thresholdsOf(plan: RunPlan): Threshold[] {
  const { profile, scenario, iterations } = plan;
  const shares = SHARES[profile];
  const ends = profile === "breakpoint";
  const most = (what: string, metric: string, share: number): Threshold => ({
    ...{ what, metric, aggregate: "count", unit: "count", ends },
    bound: { most: Math.floor(share * iterations) },
  });
  return [
    most("unexpected answers", "unexpected", 0),
    most("dropped iterations", "dropped_iterations", shares.dropped),
    most("answers that ask to come again", "shed", shares.shed * (GRABS[scenario] ?? 1)),
    {
      ...{ what: "checks", metric: "checks", aggregate: "rate", unit: "share", ends: false },
      bound: { least: 1 },
    },
    // A ramp that broke off has not failed its work.
    ...ends ? [] : [
      least("completed iterations", "iterations", shares.completed * iterations),
      ...WORK[scenario]?.(plan) ?? [],
    ],
    ...latencies(plan),
  ];
}

function latencies(plan: RunPlan): Threshold[] {
  const own = plan.file?.p99Ms;
  const table = Object.entries(P99_MS[plan.scenario]).map(([request, bounds]) =>
    [request, plan.profile === "smoke" ? SMOKE_P99_MS : bounds[plan.profile]] as const
  );
  return (own === undefined ? table : Object.entries(own)).map(([request, mostMs]) => ({
    what: `${request} p99`,
    metric: `ms_${request}`,
    aggregate: "p(99)",
    bound: { most: mostMs },
    unit: "ms",
    ends: plan.profile === "breakpoint",
  }));
}

function least(what: string, metric: string, value: number): Threshold {
  const bound = { least: Math.max(1, Math.floor(value)) };
  return { what, metric, aggregate: "count", bound, unit: "count", ends: false };
}

/** A threshold as k6 reads it. */
export interface K6Threshold {
  readonly threshold: string;
  readonly abortOnFail: boolean;
  readonly delayAbortEval?: string;
}

/** The table in k6's own form, by metric. */
export function k6Thresholds(thresholds: readonly Threshold[]): Record<string, K6Threshold[]> {
  const byMetric: Record<string, K6Threshold[]> = {};
  for (const { metric, aggregate, bound, ends } of thresholds) {
    const text = "most" in bound ? `${aggregate}<=${bound.most}` : `${aggregate}>=${bound.least}`;
    const one = ends
      ? { threshold: text, abortOnFail: true, delayAbortEval: "5s" }
      : { threshold: text, abortOnFail: false };
    (byMetric[metric] ??= []).push(one);
  }
  return byMetric;
}
