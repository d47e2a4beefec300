/** A plan as the options that k6 reads. */
import type { RunPlan } from "./profiles.ts";
import { type K6Threshold, k6Thresholds, thresholdsOf } from "./thresholds.ts";

/** Whoever waits for the opening, or a retry, may come to an end. */
const GRACEFUL_STOP_S = 30;
const SETUP_TIMEOUT_S = 120;
/** WeChat on a phone: the visits of tools are answered and not counted. */
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 " +
  "(KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003133) Language/zh_CN";

interface Common {
  readonly exec: "play";
  readonly timeUnit: string;
  readonly preAllocatedVUs: number;
  readonly maxVUs: number;
  readonly gracefulStop: string;
}

/** The two executors that the suite uses. */
export type Executor =
  | Common & {
    readonly executor: "constant-arrival-rate";
    readonly rate: number;
    readonly duration: string;
  }
  | Common & {
    readonly executor: "ramping-arrival-rate";
    readonly startRate: number;
    readonly stages: readonly { readonly duration: string; readonly target: number }[];
  };

/** What the suite exports as `options`. */
export interface SuiteOptions {
  readonly scenarios: Readonly<Record<string, Executor>>;
  readonly thresholds: Readonly<Record<string, readonly K6Threshold[]>>;
  readonly systemTags: readonly string[];
  readonly summaryTrendStats: readonly string[];
  readonly discardResponseBodies: boolean;
  readonly userAgent: string;
  readonly batch: number;
  readonly batchPerHost: number;
  readonly setupTimeout: string;
}

export function optionsOf(plan: RunPlan): SuiteOptions {
  return {
    scenarios: { [plan.scenario]: executorOf(plan) },
    thresholds: k6Thresholds(thresholdsOf(plan)),
    // Each further tag makes a time series of every id.
    systemTags: ["scenario"],
    summaryTrendStats: ["med", "p(95)", "p(99)", "max", "count"],
    discardResponseBodies: true,
    userAgent: PHONE,
    batch: 100,
    batchPerHost: 100,
    setupTimeout: `${SETUP_TIMEOUT_S}s`,
  };
}

function executorOf(plan: RunPlan): Executor {
  const common = {
    exec: "play",
    preAllocatedVUs: plan.vus,
    maxVUs: plan.vusMax,
    gracefulStop: `${GRACEFUL_STOP_S}s`,
  } as const;
  const { startRate, stages } = plan;
  const first = stages[0];
  if (stages.length === 1 && first !== undefined && first.target === startRate) {
    const durationMs = first.seconds * 1_000;
    // k6 starts one more at the very end: half a step less makes it the exact number.
    const halfStepMs = durationMs / plan.iterations / 2;
    return {
      ...common,
      executor: "constant-arrival-rate",
      rate: plan.iterations,
      timeUnit: milliseconds(durationMs),
      duration: milliseconds(durationMs - halfStepMs),
    };
  }
  return {
    ...common,
    executor: "ramping-arrival-rate",
    timeUnit: "1s",
    startRate: Math.round(startRate),
    stages: stages.map(({ seconds, target }) => ({
      duration: milliseconds(seconds * 1_000),
      target: Math.round(target),
    })),
  };
}

function milliseconds(value: number): string {
  return `${Math.round(value)}ms`;
}
