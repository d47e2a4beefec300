/** What a referral campaign has to give, in the words that every page says it with. */
import type { RewardJson, RewardRulesJson } from "./api_referral.ts";
import { count, type Locale, money } from "./format.ts";

const ZH = {
  reward: {
    coupon: (fen: number) => `${money(fen)} 优惠券`,
    points: (points: number) => `${count(points)} 积分`,
  },
  offer: {
    perInvitee: (reward: string) => `每成功邀请 1 位好友，得 ${reward}`,
    self: (reward: string) => `受邀好友得 ${reward}`,
    upTo: (reward: string) => `邀请好友，最高得 ${reward}`,
    plain: "邀请好友，一起有礼",
  },
};

export type PrizeWords = typeof ZH;

const EN: PrizeWords = {
  reward: {
    coupon: (fen) => `${money(fen)} coupon`,
    points: (points) => `${count(points)} points`,
  },
  offer: {
    perInvitee: (reward) => `${reward} for every friend you bring`,
    self: (reward) => `${reward} for the invited friend`,
    upTo: (reward) => `Invite friends, up to ${reward}`,
    plain: "Invite friends, both of you gain",
  },
};

export const PRIZE_WORDS: Readonly<Record<Locale, PrizeWords>> = { zh: ZH, en: EN };

/** A reward as one reads it: `¥10.00 优惠券`, `100 积分`. */
export function rewardText(reward: RewardJson, words: PrizeWords): string {
  return words.reward[reward.kind](reward.amount);
}

/** What there is to win, in one sentence. */
export function headlineOf(rewards: RewardRulesJson, words: PrizeWords): string {
  const { perInvitee, tiers = [] } = rewards;
  const top = tiers.at(-1);
  if (perInvitee !== undefined) return words.offer.perInvitee(rewardText(perInvitee, words));
  return top === undefined ? words.offer.plain : words.offer.upTo(rewardText(top.reward, words));
}

/** What the invited friend gets; null where only who invites does. */
export function selfOffer({ perInvitedSelf }: RewardRulesJson, words: PrizeWords): string | null {
  return perInvitedSelf === undefined ? null : words.offer.self(rewardText(perInvitedSelf, words));
}
