/** From a click to a reward, step by step. */
import type { FunnelJson } from "../../shared/api_referral.ts";

/** The steps, in their order. */
export const STEPS = [
  "clicks",
  "visits",
  "participants",
  "invited",
  "qualified",
  "rewarded",
] as const satisfies readonly (keyof FunnelJson)[];

export type StepName = (typeof STEPS)[number];

export interface Step {
  readonly name: StepName;
  readonly value: number;
  /** Of the largest step. */
  readonly share: number;
  /**
   * Of the step before; null where that has none, or has fewer: a page is also opened without anybody's link, and
   * then a rate would say nothing.
   */
  readonly rate: number | null;
}

/** The steps with their rates. */
export function stepsOf(funnel: FunnelJson): readonly Step[] {
  const most = Math.max(1, ...STEPS.map((name) => funnel[name]));
  return STEPS.map((name, index) => {
    const value = funnel[name];
    const before = STEPS[index - 1];
    const former = before === undefined ? 0 : funnel[before];
    const rate = former === 0 || value > former ? null : value / former;
    return { name, value, share: value / most, rate };
  });
}

/** `40.0%`, or a dash. */
export function rateText(rate: number | null): string {
  return rate === null ? "–" : `${(Math.round(rate * 1000) / 10).toFixed(1)}%`;
}
