/** The parts of a referral that cost, from a form that may not be complete yet. */
import type { RewardJson } from "../../../shared/api_referral.ts";
import type { LiabilityTerms } from "../../../shared/liability.ts";
import { whole } from "../form.ts";
import { rewardOf } from "../reward_texts.ts";
import { bigFen, type ReferralTexts, SINGLE_REWARDS, type SingleReward } from "./referral_form.ts";

/** What is not right is left out. */
export function termsOf(texts: ReferralTexts): LiabilityTerms {
  const rewards: { -readonly [Name in SingleReward]?: RewardJson } = {};
  for (const name of SINGLE_REWARDS) {
    const reward = rewardOf(texts[name]);
    if (reward !== null) rewards[name] = reward;
  }
  const tiers = texts.tiers.flatMap((tier) => {
    const reward = rewardOf(tier);
    const at = whole(tier.at);
    return reward === null || at === null ? [] : [{ at, reward }];
  });
  const perInviter = whole(texts.perInviter);
  const fen = bigFen(texts.budgetFen);
  const units = whole(texts.budgetUnits);
  const expectedParticipants = whole(texts.expectedParticipants);
  const pointFen = /^\s*\d{1,5}\s*$/.test(texts.pointFen) ? Number(texts.pointFen) : null;
  return {
    rewards: { ...rewards, ...(tiers.length === 0 ? {} : { tiers }) },
    caps: perInviter === null ? {} : { perInviter },
    budget: { ...(fen === null ? {} : { fen }), ...(units === null ? {} : { units }) },
    ...(pointFen === null ? {} : { pointFen }),
    ...(expectedParticipants === null ? {} : { expectedParticipants }),
  };
}
