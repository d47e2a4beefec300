/** Rules of the coupons that campaigns promise. */
import type { Reward } from "../../../actors/referral/protocol.ts";
import type { CouponRules } from "../../../actors/wallet/protocol.ts";
import { type Database, DatabaseUnavailable } from "../database.ts";
import { type CouponTemplate, templatesById } from "./templates.ts";

const DAYS = 90;

/**
 * By `ref`. What no template names is a coupon named by its ref. Throws while the database is away: nobody knows then
 * what a ref names, and what is written into a campaign's terms stays there.
 */
export async function couponRulesOf(
  database: Database | null,
  rewards: readonly Reward[],
): Promise<{ readonly [ref: string]: CouponRules }> {
  const found = await templatesOf(database, rewards.map(({ ref }) => ref));
  const byId = new Map(found.map((template) => [template.id, issued(template)]));
  return Object.fromEntries(
    rewards.map((reward) => [reward.ref, byId.get(reward.ref) ?? named(reward)]),
  );
}

async function templatesOf(
  database: Database | null,
  refs: readonly string[],
): Promise<readonly CouponTemplate[]> {
  if (database === null || refs.length === 0) return [];
  if (!database.available()) throw new DatabaseUnavailable("The database does not answer");
  return await templatesById(database.sql, refs);
}

/** What a bank gives is redeemed at its own outlets, what head office gives everywhere. */
function issued({ rules, unit }: CouponTemplate): CouponRules {
  const isHeadOffice = !unit.includes(".");
  return rules.units.length > 0 || isHeadOffice ? rules : { ...rules, units: [unit] };
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
