/** The figures of referral campaigns. All are sums, so they add up over days, managers, units and channels. */
import type {
  ReferralFiguresJson,
  ReferralMeasureJson,
} from "../../shared/api_referral_results.ts";

export const REFERRAL_MEASURES = [
  "clicks",
  "visits",
  "participants",
  "invited",
  "qualified",
  "rewarded",
  "rewards",
  "paidFen",
  "clawedFen",
] as const satisfies readonly ReferralMeasureJson[];

export type ReferralFigures = Record<ReferralMeasureJson, number>;

/** `paid_fen` for `paidFen`. */
export function columnOf(name: ReferralMeasureJson): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Nothing of everything. */
export function noFigures(): ReferralFigures {
  return {
    clicks: 0,
    visits: 0,
    participants: 0,
    invited: 0,
    qualified: 0,
    rewarded: 0,
    rewards: 0,
    paidFen: 0,
    clawedFen: 0,
  };
}

/** Adds `more` to `figures` in place. */
export function addFigures(figures: ReferralFigures, more: Partial<ReferralFiguresJson>): void {
  for (const measure of REFERRAL_MEASURES) figures[measure] += more[measure] ?? 0;
}
