import { assert, assertEquals } from "@std/assert";
import type { ReferralRequest } from "./api_referral.ts";
import { policyBlocks, policyOf } from "./policy.ts";

const CLEAN: ReferralRequest = {
  kind: "referral",
  title: "老带新开户有礼",
  startsAt: "2026-11-23T00:00:00.000Z",
  endsAt: "2026-12-23T00:00:00.000Z",
  attribution: "first",
  windowDays: 30,
  qualifying: ["account-opened"],
  rewards: {
    perInvitee: { kind: "coupon", ref: "话费券", amount: 1_000 },
    perInvitedSelf: { kind: "points", ref: "积分", amount: 100 },
    tiers: [{ at: 3, reward: { kind: "coupon", ref: "礼包", amount: 3_000 } }],
  },
  caps: { perInviter: 10 },
  budget: { fen: 10_000_000, units: 10_000 },
  holdDays: 7,
  rules:
    "活动时间：11月23日至12月23日。参加对象：本行客户。参加方式：把链接发给好友，好友开户后计入。奖励：话费券。每人最多 10 份。主办：农商银行。咨询电话：96268。",
};

function found(part: Partial<ReferralRequest>): readonly string[] {
  const { findings } = policyOf({ ...CLEAN, ...part }, { language: "zh" });
  return findings.map(({ rule, level, field }) => `${level} ${rule} ${field}`);
}

Deno.test("a campaign that rewards business, with caps, budget and complete rules, is clean", () => {
  assertEquals(found({}), []);
  assertEquals(policyBlocks(CLEAN, policyOf(CLEAN, { language: "zh" })), false);
});

Deno.test("a reward for the act of sharing is found wherever it is written", () => {
  assertEquals(found({ title: "分享即得红包" }), ["error reward-for-sharing title"]);
  const rules = `${CLEAN.rules}转发到朋友圈领取礼品。`;
  assertEquals(found({ rules }), ["error reward-for-sharing rules"]);
  const look = { note: "分 享 有 奖" };
  assertEquals(found({ look }), ["error reward-for-sharing look.note"]);
});

Deno.test("a third level is found, two levels are not", () => {
  const perSecondLevel = { kind: "points", ref: "积分", amount: 50 } as const;
  assertEquals(found({ rewards: { ...CLEAN.rewards, perSecondLevel } }), []);
  const rules = `${CLEAN.rules}本活动为三级分销。`;
  assertEquals(found({ rules }), ["error more-than-two-levels rules"]);
  assertEquals(found({ rules: `${CLEAN.rules}不设三级奖励。` }), []);
});

Deno.test("no single reward is above 50,000 yuan, points counted at their worth", () => {
  const coupon = { kind: "coupon", ref: "金条", amount: 5_000_001 } as const;
  assertEquals(found({ rewards: { perInvitee: coupon }, caps: { perInviter: 1 } }), [
    "error prize-limit rewards.perInvitee.amount",
  ]);
  const rewards = { perInvitee: { kind: "points", ref: "积分", amount: 50_001 } as const };
  assertEquals(found({ rewards, caps: { perInviter: 1 } }), []);
  assertEquals(found({ rewards, pointFen: 100, caps: { perInviter: 1 } }), [
    "error prize-limit rewards.perInvitee.amount",
  ]);
});

Deno.test("rules must be there, and every part that they lack is named", () => {
  assertEquals(found({ rules: " " }), ["error rules-missing rules"]);
  const missing = policyOf({ ...CLEAN, rules: "好友开户，您得话费券。" }, { language: "en" });
  assertEquals(missing.findings.map(({ message }) => message), [
    "The rules do not say when it runs.",
    "The rules do not say who may take part.",
    "The rules do not say how to take part.",
    "The rules do not name the limits.",
    "The rules do not name the organiser.",
    "The rules do not say whom to contact.",
  ]);
});

Deno.test("free events, missing caps and rewards for the invited only are warned of; a reason accepts any", () => {
  const draft = {
    ...CLEAN,
    qualifying: ["application-opened"],
    caps: {},
  } as const;
  const policy = policyOf(draft, { language: "zh" });
  assertEquals(policy.findings.map(({ rule }) => rule), ["free-event", "no-cap"]);
  assert(policyBlocks(draft, policy));
  assert(policyBlocks({ ...draft, override: { reason: "  " } }, policy));
  assert(!policyBlocks({ ...draft, override: { reason: "申请须人脸核验" } }, policy));
  const shared = { ...CLEAN, title: "分享有礼" };
  const sharing = policyOf(shared, { language: "zh" });
  assert(policyBlocks(shared, sharing));
  assert(!policyBlocks({ ...shared, override: { reason: "仅内部员工测试" } }, sharing));
  assertEquals(found({ caps: { perDay: 3 } }), []);
  const perInvitedSelf = { kind: "points", ref: "积分", amount: 100 } as const;
  assertEquals(found({ rewards: { perInvitedSelf } }), [
    "warning self-reward-only rewards.perInvitedSelf",
  ]);
});

Deno.test("a budget that cannot keep what the caps promise is named, in fen or in rewards", () => {
  // Ten invitees: 10 × 10.00 for the inviter, 10 × 1.00 for them, 30.00 for the tier.
  assertEquals(found({ budget: { fen: 14_000 } }), []);
  assertEquals(found({ budget: { fen: 13_999 } }), ["warning budget-too-small budget.fen"]);
  assertEquals(found({ budget: { units: 21 } }), []);
  assertEquals(found({ budget: { units: 20 } }), ["warning budget-too-small budget.units"]);
  assertEquals(found({ budget: { fen: 999 } }), ["warning budget-too-small budget.fen"]);
  assertEquals(found({ budget: { units: 100 }, caps: { perInviter: 1, perOutlet: 101 } }), [
    "warning budget-too-small budget.units",
  ]);
});

Deno.test("a tier that nobody can reach is named: for want of people, or of budget", () => {
  assertEquals(found({ expectedParticipants: 3 }), [
    "warning tier-out-of-reach rewards.tiers.0.at",
  ]);
  assertEquals(found({ expectedParticipants: 4 }), []);
  // Three invitees: once 10.00, since the cap is one, 3 × 1.00, and 30.00 for the tier.
  const caps = { perInviter: 1 };
  assertEquals(found({ budget: { fen: 4_299 }, caps }), [
    "warning tier-out-of-reach rewards.tiers.0.at",
  ]);
  assertEquals(found({ budget: { fen: 4_300 }, caps }), []);
});
