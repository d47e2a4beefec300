/**
 * PROFILE × SCENARIO: how many arrive, when. Arrivals are planned whatever the answers take (k6's arrival-rate
 * executors and no others), so a slow target makes queues, not a slower plan.
 */
import type { Wanted } from "./environment.ts";
import type { Profile, SuiteScenario } from "./names.ts";

/** Base figures of one scenario, for two cores that generator and target share. */
interface Figures {
  /** Iterations per second; a soak has half of the load's. */
  readonly smoke: number;
  readonly load: number;
  /** At the peak. */
  readonly spike: number;
  /** Where the ramp of a breakpoint ends, if nothing has broken by then. */
  readonly breakpoint: number;
  /** Virtual users that fire at one instant. */
  readonly herd: number;
  /** How long one iteration keeps its virtual user, with a margin: says how many are needed. */
  readonly iterationS: number;
  /** Whether those who come early wait for the opening: they keep virtual users, too. */
  readonly waits: boolean;
  /** Units on sale in all profiles; where absent, a share of the customers. */
  readonly units?: (iterations: number) => number;
}

const FIGURES: Readonly<Record<SuiteScenario, Figures>> = {
  // One iteration is a customer with about six requests.
  flash_sale: {
    ...{ smoke: 15, load: 120, spike: 300, breakpoint: 1_600, herd: 1_000 },
    ...{ iterationS: 1.5, waits: true },
  },
  sold_out: {
    ...{ smoke: 50, load: 600, spike: 1_500, breakpoint: 10_000, herd: 2_000 },
    ...{ iterationS: 0.5, waits: false },
    // All are sold before the load.
    units: () => 200,
  },
  // One iteration is a customer with 100 grabs at once.
  one_person: {
    ...{ smoke: 1, load: 5, spike: 10, breakpoint: 40, herd: 20 },
    ...{ iterationS: 2, waits: false },
    // Twice what they may have, so that only the limit can refuse.
    units: (iterations) => 4 * iterations,
  },
  // One iteration is a branch of five people with about six requests each.
  referral_storm: {
    ...{ smoke: 3, load: 15, spike: 40, breakpoint: 150, herd: 150 },
    ...{ iterationS: 2, waits: false },
  },
  // What visitors of one storefront do is stored once a second: an iteration waits for that two or three times.
  storefront: {
    ...{ smoke: 15, load: 80, spike: 200, breakpoint: 800, herd: 600 },
    ...{ iterationS: 3, waits: false },
  },
  mixed_day: {
    ...{ smoke: 12, load: 60, spike: 150, breakpoint: 500, herd: 400 },
    ...{ iterationS: 3, waits: true },
  },
};

/** What a profile says of every scenario. */
interface Course {
  /** Length of the load. */
  readonly seconds: number;
  /** Units on sale as a share of the customers. */
  readonly unitsShare: number;
  readonly holdSeconds: number;
}

/** Fewer units than customers, so that the end of the stock is part of every run; holds end within it. */
const COURSES: Readonly<Record<Profile, Course>> = {
  smoke: { seconds: 10, unitsShare: 0.4, holdSeconds: 3 },
  load: { seconds: 60, unitsShare: 0.4, holdSeconds: 10 },
  spike: { seconds: 25, unitsShare: 0.4, holdSeconds: 5 },
  herd: { seconds: 10, unitsShare: 0.4, holdSeconds: 5 },
  soak: { seconds: 1_800, unitsShare: 0.5, holdSeconds: 30 },
  // What sells costs more than what refuses: a breakpoint never runs out.
  breakpoint: { seconds: 120, unitsShare: 1, holdSeconds: 10 },
};

const VUS_MAX = 4_000;
/** The spike's way up. */
const SPIKE_RISE_S = 1;
/** Between the last of a herd to arrive and the shared instant: setup's own time comes off it. */
const HERD_REST_S = 2;

/** From the rate before to `target`, in iterations per second, in a straight line. */
export interface Stage {
  readonly seconds: number;
  readonly target: number;
}

/** The arrivals: what k6 is told, and what a chart shows as offered. */
export interface Arrivals {
  readonly startRate: number;
  readonly stages: readonly Stage[];
  /** From the end of setup: when the sale opens, or all of a herd fire. */
  readonly opensAfterMs: number;
}

/** A rehearsal's own campaigns and arrivals, in place of the tables'. */
export interface PlanFile {
  /** Bodies of `POST /api/v1/campaigns`; all instants are moved so that the first start is the opening. */
  readonly specs: readonly Readonly<Record<string, unknown>>[];
  readonly arrivals?: Arrivals;
  /** In place of the scenario's: p99 by name of request, ms. */
  readonly p99Ms?: Readonly<Record<string, number>>;
}

/** One run as it is meant to be. */
export interface RunPlan extends Arrivals {
  readonly scenario: SuiteScenario;
  readonly profile: Profile;
  /** Length of the load, without what is still under way at its end. */
  readonly seconds: number;
  /** How many it asks for in all. */
  readonly iterations: number;
  readonly peakPerSecond: number;
  /** Initialised before the load. */
  readonly vus: number;
  readonly vusMax: number;
  readonly units: number;
  readonly holdSeconds: number;
  readonly file: PlanFile | null;
}

/** The plan of one run: tables, then what is wanted otherwise, then a rehearsal's file. */
export function planOf(wanted: Wanted, file: PlanFile | null = null): RunPlan {
  const { scenario, profile } = wanted;
  const course = COURSES[profile];
  const figures = FIGURES[scenario];
  const arrivals = file?.arrivals ?? arrivalsOf(wanted);
  const { startRate, stages, opensAfterMs } = arrivals;
  const seconds = sum(stages.map((stage) => stage.seconds));
  const iterations = Math.max(1, Math.round(arrivedBy(arrivals, seconds)));
  const peakPerSecond = Math.max(startRate, ...stages.map((stage) => stage.target));
  const waiting = figures.waits ? arrivedBy(arrivals, opensAfterMs / 1_000) : 0;
  const busy = waiting + peakPerSecond * figures.iterationS;
  const most = wanted.vusMax ?? VUS_MAX;
  const vus = profile === "herd" ? iterations : Math.ceil(1.5 * busy) + 5;
  return {
    ...{ scenario, profile, startRate, stages, opensAfterMs, seconds, iterations, peakPerSecond },
    vus: Math.min(vus, most),
    vusMax: Math.min(profile === "herd" ? iterations : 2 * vus, most),
    units: wanted.units ?? unitsOf(wanted, iterations),
    holdSeconds: wanted.holdSeconds ?? course.holdSeconds,
    file,
  };
}

function unitsOf({ scenario, profile }: Wanted, iterations: number): number {
  const own = FIGURES[scenario].units;
  return own?.(iterations) ?? Math.max(1, Math.round(iterations * COURSES[profile].unitsShare));
}

function arrivalsOf(wanted: Wanted): Arrivals {
  const { scenario, profile } = wanted;
  const figures = FIGURES[scenario];
  const seconds = wanted.seconds ?? COURSES[profile].seconds;
  const constant = (rate: number, opensAfterS: number): Arrivals => ({
    startRate: rate,
    stages: [{ seconds, target: rate }],
    opensAfterMs: opensAfterS * 1_000,
  });
  switch (profile) {
    case "smoke":
      return constant(wanted.rate ?? figures.smoke, Math.min(3, seconds / 3));
    case "load":
      return constant(wanted.rate ?? figures.load, Math.min(5, seconds / 4));
    case "soak":
      return constant(wanted.rate ?? Math.max(1, figures.load / 2), Math.min(10, seconds / 4));
    case "spike":
      return spike(wanted.rate ?? figures.spike, seconds);
    case "herd":
      return constant((wanted.rate ?? figures.herd) / seconds, seconds + HERD_REST_S);
    case "breakpoint": {
      const end = wanted.rate ?? figures.breakpoint;
      const startRate = Math.max(1, Math.round(end / 20));
      return { startRate, stages: [{ seconds, target: end }], opensAfterMs: 1_000 };
    }
  }
}

/** Quiet, everything within one second, held, quiet. The sale opens as the quiet ends. */
function spike(peak: number, seconds: number): Arrivals {
  const quietRate = Math.max(1, Math.round(peak / 20));
  const quietS = Math.max(1, Math.round(seconds / 5));
  const heldS = Math.max(1, seconds - 2 * quietS - 2 * SPIKE_RISE_S);
  return {
    startRate: quietRate,
    stages: [
      { seconds: quietS, target: quietRate },
      { seconds: SPIKE_RISE_S, target: peak },
      { seconds: heldS, target: peak },
      { seconds: SPIKE_RISE_S, target: quietRate },
      { seconds: quietS, target: quietRate },
    ],
    opensAfterMs: quietS * 1_000,
  };
}

/** Offered iterations per second at an instant of the load. */
export function rateAt(arrivals: Pick<Arrivals, "startRate" | "stages">, atS: number): number {
  let rate = arrivals.startRate;
  let fromS = 0;
  for (const { seconds, target } of arrivals.stages) {
    if (atS < fromS + seconds) return rate + (target - rate) * (atS - fromS) / seconds;
    rate = target;
    fromS += seconds;
  }
  return 0;
}

/** How many have arrived until an instant of the load. */
export function arrivedBy(arrivals: Pick<Arrivals, "startRate" | "stages">, atS: number): number {
  let arrived = 0;
  let rate = arrivals.startRate;
  let leftS = atS;
  for (const { seconds, target } of arrivals.stages) {
    const tookS = Math.max(0, Math.min(leftS, seconds));
    const reached = seconds === 0 ? target : rate + (target - rate) * tookS / seconds;
    arrived += tookS * (rate + reached) / 2;
    rate = target;
    leftS -= seconds;
  }
  return arrived;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
