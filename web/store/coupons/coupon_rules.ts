/** Rules of the coupons that campaigns promise. */
import type { Reward } from "../../../actors/referral/protocol.ts";
import type { CouponRules } from "../../../actors/wallet/protocol.ts";
import type { Database } from "../database.ts";

const DAYS = 90;

/** By `ref`. What no template names, or while the database is away, is a coupon named by its ref. */
export function couponRulesOf(
  _database: Database | null,
  rewards: readonly Reward[],
): Promise<{ readonly [ref: string]: CouponRules }> {
  return Promise.resolve(Object.fromEntries(rewards.map((reward) => [reward.ref, named(reward)])));
}

/** A coupon that no template describes: valid for 90 days, at every outlet, for any price. */
function named({ ref, amount }: Reward): CouponRules {
  return {
    title: ref,
    amountFen: amount,
    minimumFen: 0,
    validity: { kind: "days", days: DAYS },
    units: [],
    note: "",
  };
}
