/** What a profile means for subscribers of one sale. */
import type { Profile } from "../../report/run_report.ts";

/** One run. Times are s since its start. */
export interface SsePlan {
  readonly subscribers: number;
  /** Over which they arrive, evenly; k6 would call it the rate of arrival. */
  readonly arriveSeconds: number;
  /** After everybody was to have arrived. */
  readonly seconds: number;
  /** What changes the state; 0: somebody else does. */
  readonly grabsPerSecond: number;
  /** `here`: everyone is subscribed before the sale opens, for all at one instant. */
  readonly opens: "at-once" | "when-all-are-here";
  /** Of all, in a second, who go and come back with `Last-Event-ID`. */
  readonly leavePerSecond: number;
  /** Whether the product may ask some to come again, since they come faster than it lets in. */
  readonly mayRefuse: boolean;
  /** Ends as soon as frames get stale or subscribers are refused: that is the answer. */
  readonly untilStale: boolean;
}

/** What may be set from outside. */
export interface SseOverrides {
  readonly subscribers?: number;
  readonly arriveSeconds?: number;
  readonly seconds?: number;
  readonly grabsPerSecond?: number;
}

const FULL = 10_000;
/** Half of the ports that one address has on Linux; beyond, each connection searches them all and costs a ms. */
const MOST = 14_000;

const CALM = {
  opens: "at-once",
  leavePerSecond: 0.002,
  mayRefuse: false,
  untilStale: false,
} as const;

/** By profile. */
export const SSE_PLANS: Readonly<Record<Profile, SsePlan>> = {
  smoke: { ...CALM, subscribers: 200, arriveSeconds: 2, seconds: 8, grabsPerSecond: 10 },
  load: { ...CALM, subscribers: FULL, arriveSeconds: 25, seconds: 60, grabsPerSecond: 50 },
  spike: {
    ...CALM,
    subscribers: FULL,
    arriveSeconds: 1,
    seconds: 45,
    grabsPerSecond: 50,
    mayRefuse: true,
  },
  herd: {
    ...CALM,
    subscribers: FULL,
    arriveSeconds: 25,
    seconds: 45,
    grabsPerSecond: 50,
    opens: "when-all-are-here",
  },
  soak: { ...CALM, subscribers: FULL, arriveSeconds: 60, seconds: 1_800, grabsPerSecond: 20 },
  breakpoint: {
    ...CALM,
    subscribers: MOST,
    arriveSeconds: 180,
    seconds: 15,
    grabsPerSecond: 50,
    leavePerSecond: 0,
    mayRefuse: true,
    untilStale: true,
  },
};

/** The profile's plan with what was set from outside. */
export function ssePlan(profile: Profile, overrides: SseOverrides): SsePlan {
  const plan = { ...SSE_PLANS[profile], ...overrides };
  return { ...plan, subscribers: Math.max(1, Math.floor(plan.subscribers)) };
}

/** How long the load takes: arrivals, and what follows them. */
export function plannedSeconds(plan: SsePlan): number {
  return plan.arriveSeconds + plan.seconds;
}

/** How many were to have come so long after the start. */
export function arrivedBy(plan: SsePlan, afterMs: number): number {
  if (plan.arriveSeconds <= 0) return plan.subscribers;
  const share = afterMs / 1_000 / plan.arriveSeconds;
  return Math.min(plan.subscribers, Math.ceil(share * plan.subscribers));
}

/** When the n-th was to come, in ms after the start. */
export function arrivalMs(plan: SsePlan, n: number): number {
  return n / plan.subscribers * plan.arriveSeconds * 1_000;
}

/** Files that a process opens beside its streams. */
const SPARE_FILES = 256;

/**
 * The plan that so many open files allow. One that looks for the breaking point goes as far as they reach; any other
 * is refused with one line that says the fix.
 */
export function withinFiles(
  plan: SsePlan,
  filesMax: number | null,
): SsePlan | { readonly refused: string } {
  const needed = plan.subscribers + SPARE_FILES;
  if (filesMax === null || filesMax >= needed) return plan;
  if (plan.untilStale) return { ...plan, subscribers: Math.max(1, filesMax - SPARE_FILES) };
  return {
    refused:
      `Cannot open ${plan.subscribers} streams: a process may open ${filesMax} files here, ` +
      `run \`ulimit -n ${needed}\` first or choose fewer with --subscribers`,
  };
}

/** The limit of open files in the text of `/proc/<pid>/limits`; null where it says none. */
export function filesMaxOf(limits: string): number | null {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? null : Number(soft);
}
