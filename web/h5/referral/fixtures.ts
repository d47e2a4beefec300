/** Referral campaigns and participants for tests of the page. */
import type {
  InviteeJson,
  LeaderJson,
  MyReferralJson,
  ReferralJson,
  RewardViewJson,
} from "../../shared/api_referral.ts";
import { iso } from "../fixtures.ts";

/** A campaign that is on. */
export function referral(part: Partial<ReferralJson> = {}): ReferralJson {
  return {
    id: "r1",
    kind: "referral",
    title: "老友带新友",
    phase: "open",
    startsAt: iso(-60_000),
    endsAt: iso(86_400_000),
    serverTime: iso(0),
    attribution: "first",
    windowDays: 30,
    qualifying: ["account-opened", "card-activated"],
    rewards: {
      perInvitee: { kind: "coupon", ref: "t10", amount: 1_000 },
      perInvitedSelf: { kind: "points", ref: "points", amount: 200 },
      tiers: [
        { at: 1, reward: { kind: "points", ref: "points", amount: 100 } },
        { at: 3, reward: { kind: "coupon", ref: "t50", amount: 5_000 } },
        { at: 10, reward: { kind: "coupon", ref: "t200", amount: 20_000 } },
      ],
    },
    caps: { perInviter: 20, perDay: 5 },
    holdDays: 7,
    rules: "一、好友须为新客户。\n二、奖励领完即止。",
    rulesVersion: 4,
    soldOut: "no",
    units: { total: 100, available: 83, held: 7, confirmed: 10, withdrawn: 0, unreleased: 0 },
    eligibility: null,
    coupons: {
      t10: {
        title: "商超满减券",
        amountFen: 1_000,
        minimumFen: 5_000,
        validity: { kind: "days", days: 30 },
        units: [],
        note: "",
      },
    },
    leaders: [],
    participants: 12,
    version: 5,
    ...part,
  };
}

/** One line of the leaderboard. */
export function leader(rank: number, part: Partial<LeaderJson> = {}): LeaderJson {
  return { rank, id: `0.${rank}`, name: `客*${rank}`, qualified: 20 - rank, invited: 30, ...part };
}

/** A participant who has invited nobody yet. */
export function participant(part: Partial<MyReferralJson> = {}): MyReferralJson {
  return {
    serverTime: iso(0),
    participant: {
      id: "0.7",
      campaignId: "r1",
      joinedAt: iso(-30_000),
      name: "张*",
      level: 0,
      qualifiedAt: null,
    },
    inviter: null,
    link: { code: "abc", url: "https://yd.example/r/abc" },
    progress: {
      clicks: 0,
      invited: 0,
      qualified: 0,
      rewarded: 0,
      earnedFen: 0,
      earnedPoints: 0,
      comingFen: 0,
      comingPoints: 0,
    },
    tiers: (referral().rewards.tiers ?? []).map((tier) => ({
      ...tier,
      state: null,
      missing: tier.at,
    })),
    rewards: [],
    invitees: [],
    rank: null,
    ...part,
  };
}

export function invitee(part: Partial<InviteeJson> = {}): InviteeJson {
  return {
    id: "0.9",
    name: "李*",
    joinedAt: iso(-20_000),
    qualifiedAt: null,
    state: "joined",
    reason: null,
    why: null,
    invited: 0,
    ...part,
  };
}

export function reward(part: Partial<RewardViewJson> = {}): RewardViewJson {
  return {
    id: "r1.0.0",
    for: "invitee",
    reward: { kind: "coupon", ref: "t10", amount: 1_000 },
    fen: 1_000,
    state: "held",
    reason: null,
    why: "李* 已开户，退改期过后到账。",
    flags: [],
    invitee: { id: "0.9", name: "李*" },
    tier: null,
    events: [{ id: "e1", type: "account-opened", at: iso(-10_000) }],
    rulesVersion: 4,
    createdAt: iso(-9_000),
    dueAt: iso(7 * 86_400_000),
    paidAt: null,
    note: null,
    ...part,
  };
}
