/** Terms of a referral campaign as staff write them, and what a campaign says of its budget and course. */
import type { LeaderView, QualifyingEventType } from "../referral/protocol.ts";
import type { AttributionMode, ReferralSums, RewardRules } from "../referral/transfer.ts";
import type { CouponRules } from "../wallet/protocol.ts";
import type { Eligibility } from "../stock/transfer.ts";

/** Instants in ms, money in fen. */
export interface ReferralSpec {
  readonly kind: "referral";
  readonly title: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly attribution: AttributionMode;
  readonly windowDays: number;
  readonly qualifying: readonly QualifyingEventType[];
  readonly rewards: RewardRules;
  readonly caps: {
    readonly perInviter?: number;
    readonly perDay?: number;
    readonly perOutlet?: number;
  };
  /** `units`: rewards of all kinds. At least one of the two. */
  readonly budget: { readonly fen?: number; readonly units?: number };
  /** 0: paid at once. */
  readonly holdDays: number;
  /** The rules in words, as customers read them. */
  readonly rules: string;
  /** Who may take part; absent: everyone. */
  readonly eligibility?: Eligibility;
  /** What a point is worth in the budget; default 1. */
  readonly pointFen?: number;
  /** Cells follow from it; default 100,000. */
  readonly expectedParticipants?: number;
  readonly expectedPeakPerSecond?: number;
  readonly look?: { readonly theme?: "field" | "seal" | "harvest"; readonly note?: string };
  /** Why findings of the policy check are accepted, by whom. */
  readonly override?: { readonly reason: string; readonly by: string };
  /** Rules of the coupons that rewards name, as of the last writing; frozen with the rest. By `ref`. */
  readonly coupons?: { readonly [ref: string]: CouponRules };
}

/** One pool of the budget: `total = available + held + paid + withdrawn`. */
export interface PoolView {
  readonly total: number;
  readonly available: number;
  /** Reserved for rewards that are not paid yet. */
  readonly held: number;
  readonly paid: number;
  readonly withdrawn: number;
}

/** What a referral campaign's view has beside a sale's. */
export interface ReferralCourse {
  readonly budget: { readonly fen: PoolView | null; readonly units: PoolView | null };
  /** When less than a tenth of a pool was left for the first time; null before. */
  readonly warnedAtMs: number | null;
  /** Sums over all cells, as last reported: at most a second old. */
  readonly sums: Omit<ReferralSums, "version">;
  /** At most 20, best first. */
  readonly leaders: readonly LeaderView[];
}
