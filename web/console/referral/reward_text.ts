/** A reward in words. */
import type { CouponRulesJson, RewardJson } from "../../shared/api_referral.ts";
import type { ReferralWords } from "./words.ts";

/** `500 积分`, `新客立减券 ¥10.00`. */
export function rewardText(
  reward: RewardJson,
  of: {
    readonly words: ReferralWords;
    readonly coupons?: { readonly [ref: string]: CouponRulesJson };
  },
): string {
  if (reward.kind === "points") return of.words.reward.points(reward.amount);
  return of.words.reward.coupon(of.coupons?.[reward.ref]?.title ?? reward.ref, reward.amount);
}
