import { assertEquals } from "@std/assert";
import type { RewardRulesJson } from "./api_referral.ts";
import { headlineOf, PRIZE_WORDS, selfOffer } from "./prizes.ts";

const COUPON = { kind: "coupon", ref: "c", amount: 1_000 } as const;
const POINTS = { kind: "points", ref: "points", amount: 1_500 } as const;

const said = (rewards: RewardRulesJson) => [
  headlineOf(rewards, PRIZE_WORDS.zh),
  headlineOf(rewards, PRIZE_WORDS.en),
];

Deno.test("a referral says what every friend brings, else the highest step, else that it is worth it", () => {
  const tiers = [{ at: 3, reward: COUPON }, { at: 9, reward: POINTS }];
  assertEquals(said({ perInvitee: COUPON, tiers }), [
    "每成功邀请 1 位好友，得 ¥10.00 优惠券",
    "¥10.00 coupon for every friend you bring",
  ]);
  assertEquals(said({ tiers }), [
    "邀请好友，最高得 1,500 积分",
    "Invite friends, up to 1,500 points",
  ]);
  assertEquals(said({ perInvitedSelf: POINTS }), [
    "邀请好友，一起有礼",
    "Invite friends, both of you gain",
  ]);
});

Deno.test("what the invited friend gets is said only where there is something", () => {
  assertEquals(selfOffer({ perInvitedSelf: POINTS }, PRIZE_WORDS.zh), "受邀好友得 1,500 积分");
  assertEquals(selfOffer({ perInvitee: POINTS }, PRIZE_WORDS.zh), null);
});
