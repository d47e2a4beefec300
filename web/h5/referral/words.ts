/** Every sentence of the referral page, in Chinese and English. */
import type { ReferralJson, RewardJson } from "../../shared/api_referral.ts";
import type { Locale } from "../../shared/format.ts";
import { EN } from "./words_en.ts";
import { ZH } from "./words_zh.ts";

/** What a page says; both languages have the same keys. */
export type Words = typeof ZH;

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return locale === "en" ? EN : ZH;
}

/** A reward as one reads it: `¥10.00 优惠券`, `100 积分`. */
export function rewardText(reward: RewardJson, words: Words): string {
  return words.reward[reward.kind](reward.amount);
}

/** What an invitee has to do: `开户或激活银行卡`. */
export function howText(campaign: ReferralJson, words: Words): string {
  return campaign.qualifying.map((type) => words.event[type]).join(words.or);
}

/** What there is to win, in one sentence. */
export function headlineOf({ rewards }: ReferralJson, words: Words): string {
  const { perInvitee, tiers = [] } = rewards;
  const top = tiers.at(-1);
  if (perInvitee !== undefined) return words.offer.perInvitee(rewardText(perInvitee, words));
  return top === undefined ? words.offer.plain : words.offer.upTo(rewardText(top.reward, words));
}
