/** What offers the load: k6, or a client of our own where k6 cannot. The runner knows only this. */
import type {
  Latency,
  Offered,
  Outcome,
  ThresholdVerdict,
  TruthCheck,
} from "../report/run_report.ts";
import type { RunPlan } from "./plan.ts";
import type { Target } from "./target.ts";

/** A campaign that the load was put on, as `SETUP` says it. */
export interface SetupCampaign {
  readonly id: string;
  readonly kind: string;
  readonly units: number;
  readonly perCustomerMax?: number;
  readonly startsAt?: string;
  readonly holdSeconds?: number;
}

/** What was prepared before the load. */
export interface Setup {
  readonly campaigns: readonly SetupCampaign[];
  /** What else the suite says of it, for the truth checks of single scenarios. */
  readonly [more: string]: unknown;
}

/** What the product has promised by its answers. */
export interface Acknowledged {
  /** By id of the reservation: whose it is, and the last state that was acknowledged. */
  readonly reservations: ReadonlyMap<string, { readonly customer: string; readonly state: string }>;
  /** Customer by id of the participant. */
  readonly joins: ReadonlyMap<string, string>;
}

/** One second of the load. */
export interface Second {
  readonly endMs: number;
  /** Iterations that were due by the plan. */
  readonly planned: number;
  readonly completed: number;
  /** Due, and not started in time. */
  readonly dropped: number;
  /** Requests that were answered. */
  readonly answered: number;
  readonly vus: number | null;
  /** Answers by `grab 201 held`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** By name of the request. */
  readonly latencies: ReadonlyMap<string, Percentiles>;
}

export interface Percentiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** All that a generator found. */
export interface Finding {
  readonly setup: Setup | null;
  /** When the load began, ms since 1970; null where it never did. */
  readonly loadStartedAtMs: number | null;
  readonly seconds: readonly Second[];
  readonly offered: Omit<Offered, "generatorCores" | "productCores">;
  readonly outcomes: readonly Outcome[];
  /** Totals of all counters by the suite's own names, for the truth checks of single scenarios. */
  readonly counters: Readonly<Record<string, number>>;
  readonly latencies: readonly Latency[];
  readonly thresholds: readonly ThresholdVerdict[];
  /** What it has checked itself, beside what the runner asks the journal. */
  readonly truth?: readonly TruthCheck[];
  readonly acknowledged: Acknowledged;
  /** Why the load was not, or not wholly, what was asked for; one sentence each. */
  readonly problems: readonly string[];
  /** The target does not let the load be prepared, as with `APPROVAL=on`: nothing was offered. */
  readonly refused: string | null;
}

/** Of a load that never began. */
export const NO_FINDING: Finding = {
  setup: null,
  loadStartedAtMs: null,
  seconds: [],
  offered: {
    planned: 0,
    started: 0,
    dropped: 0,
    completed: 0,
    interrupted: 0,
    requests: 0,
    vusMax: 0,
  },
  outcomes: [],
  counters: {},
  latencies: [],
  thresholds: [],
  acknowledged: { reservations: new Map(), joins: new Map() },
  problems: [],
  refused: null,
};

/** What a generator is told. */
export interface GeneratorSpec {
  readonly target: Target;
  /** For its files; goes with the run. */
  readonly directory: string;
  /** Called for each second as it ends. */
  onSecond(second: Second): void;
  /** Called for each process that it starts. */
  onProcess(process: { readonly name: string; readonly pid: number }): void;
}

/** A load that is under way. */
export interface Generator {
  /** How long the load is to last; null where nothing says it. */
  readonly totalSeconds: number | null;
  /** Resolves when campaigns are made and the load begins; null where it never does. */
  readonly started: Promise<Setup | null>;
  /** Resolves when all has been gathered. Never rejects for what the product did. */
  readonly ended: Promise<Finding>;
  /** Ends the load early; what is in flight is cut off. */
  stop(): void;
}

/** A load that can be offered: all that can be refused without a target has been looked at. */
export interface Prepared {
  /** Version of k6; null where it has no part. */
  readonly k6: string | null;
  start(spec: GeneratorSpec): Generator;
}

/** Looks whether a plan can be offered. Rejects with a `Refusal` where it cannot. */
export type Prepare = (plan: RunPlan) => Promise<Prepared>;
