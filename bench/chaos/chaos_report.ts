/** What faults did, as `report.json` keeps it; texts are in both languages of the pages. */
import type { Words } from "../report/chart_data.ts";
import type { Series } from "../report/run_report.ts";
import type { Machine } from "../runs/machine.ts";
import type { Failure, Outage, Usual } from "./timeline.ts";

export interface ChaosReport {
  /** Of this shape. */
  readonly version: 1;
  /** Name of the folder in `bench/out`. */
  readonly id: string;
  readonly command: string;
  readonly startedAtMs: number;
  readonly quick: boolean;
  readonly environment: Machine;
  /** Of the product, with a mark if files were changed; null outside a clone. */
  readonly commit: string | null;
  readonly verdict: "passed" | "failed" | "interrupted";
  readonly sentence: Words;
  readonly faults: readonly FaultReport[];
}

/** `skipped`: something that it needs is not here. */
export type FaultVerdict = "passed" | "failed" | "skipped" | "interrupted";

export interface FaultReport {
  readonly name: string;
  /** What is done, and what users are promised, in one sentence each. */
  readonly what: Words;
  readonly promise: Words;
  readonly verdict: FaultVerdict;
  /** What users saw, or why there is nothing to see, in one sentence. */
  readonly sentence: Words;
  /** Null where it did not come to that. */
  readonly observed: Observed | null;
  readonly expectations: readonly Expectation[];
  readonly truth: readonly Check[];
  /** Facts without a bound. */
  readonly notes: readonly Words[];
}

/** A bound and what was measured. */
export interface Expectation {
  readonly what: Words;
  /** As `figure` of the reports knows it; empty for counts. */
  readonly unit: string;
  readonly bound: { readonly most: number } | { readonly least: number };
  /** Null where nothing was measured, which fails. */
  readonly measured: number | null;
  readonly ok: boolean;
}

/** What the journal and the customers say, beside what the crowd was told. */
export interface Check {
  readonly name: Words;
  readonly ok: boolean;
  /** With both figures. */
  readonly text: Words;
}

/** What users saw. Instants are ms since the start of the load. */
export interface Observed {
  readonly seconds: number;
  readonly grabsPerSecond: number;
  /** Journal and database under it, and settings that differ, in words. */
  readonly setting: string;
  readonly attempts: number;
  /** Customers who were not sent, since too many already waited. */
  readonly withheld: number;
  readonly beganMs: number;
  readonly endedMs: number;
  /** Latency of grabs before the fault. */
  readonly usual: Usual;
  /** Of grabs. */
  readonly outage: Outage | null;
  readonly pageOutage: Outage | null;
  readonly failures: readonly Failure[];
  readonly unanswered: number;
  /** From the end of the fault; null: never. */
  readonly firstMs: number | null;
  readonly usualMs: number | null;
  readonly series: Series;
}
