/** What one run of the bench has measured, as `results.json` keeps it. */
import type { InProcess } from "../in_process/programs.ts";
import type { Paced } from "../load/k6.ts";
import type { Words } from "../report/chart_data.ts";
import type { Crash } from "./crash.ts";
import type { Sample } from "./rounds.ts";

/** A line of the table. */
export interface RowInfo {
  readonly name: string;
  readonly what: Words;
  readonly durability: Words;
  /** Why it was not measured. */
  readonly skipped: { readonly zh: string; readonly en: string } | null;
}

/** What was not run is absent. */
export interface Results {
  /** Name of the folder in `bench/out`. */
  readonly id: string;
  readonly command: string;
  readonly startedAtMs: number;
  readonly machine: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly rows: readonly RowInfo[];
  readonly http?: readonly Sample[];
  readonly crashes?: readonly Crash[];
  readonly paced?: Readonly<Record<string, Paced>>;
  readonly process?: Partial<InProcess>;
  /** Parts that could not be measured at all, and why. */
  readonly skipped: readonly { readonly zh: string; readonly en: string }[];
  /** Why it ended before it was done; null: it did not. */
  readonly endedEarly: string | null;
  /** Ctrl-C. */
  readonly interrupted: boolean;
}

/** Rate of the runs that sold, as a median over rounds; null without any. */
export function medianRate(
  samples: readonly Sample[],
  row: string,
  connections: number,
): number | null {
  const runs = samples.filter((one) =>
    one.row === row && one.path === "sold" && one.connections === connections
  );
  return runs.length === 0 ? null : median(runs.map((one) => one.perSecond));
}

/** Null where one of the two is not there. */
export function ratio(value: number | null, by: number | null): number | null {
  return value === null || by === null ? null : value / by;
}

/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? NaN;
}

/** The most connections that anything was run with. */
export function mostConnections(samples: readonly Sample[]): number {
  return Math.max(0, ...samples.map((one) => one.connections));
}
