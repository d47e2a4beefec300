/** Figures of a run that judge and verdict rest on. Pure. */
import type { Outcome, RunReport } from "../report/run_report.ts";

/** Answers that are none. */
export interface Shares {
  /** A fault, silence, or what nobody reckons with. */
  readonly unexpected: number;
  /** The product asks to come again: 429 and 503. */
  readonly shed: number;
}

const SHED_CODES = ["too-many-requests", "overloaded", "draining"];

/** Counts them. */
export function sharesOf({ outcomes }: Pick<RunReport, "outcomes">): Shares {
  const sum = (of: readonly Outcome[]) => of.reduce((total, { count }) => total + count, 0);
  return {
    unexpected: sum(outcomes.filter((one) => !isShed(one) && !one.expected)),
    shed: sum(outcomes.filter(isShed)),
  };
}

/** Whether it is an answer that asks to come again. */
export function isShed({ reason }: Pick<Outcome, "reason">): boolean {
  return SHED_CODES.includes(reason);
}

/** The highest value of a line; null where it has none. */
export function peakOf(
  { series }: Pick<RunReport, "series">,
  key: string,
  label: string,
): number | null {
  const line = series.groups.find((group) => group.key === key)?.lines
    .find((one) => one.label === label);
  const values = (line?.values ?? []).filter((value) => value !== null);
  return values.length === 0 ? null : Math.max(...values);
}
