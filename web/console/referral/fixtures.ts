/** A referral campaign and its people, for tests of models. */
import type {
  InviteeJson,
  ReviewJson,
  RewardViewJson,
  StaffParticipantJson,
  StaffReferralJson,
} from "../../shared/api_referral.ts";

/** An open campaign, or what is said. */
export function referralOf(part: Partial<StaffReferralJson> = {}): StaffReferralJson {
  return {
    id: "r1",
    kind: "referral",
    title: "邀好友开户",
    phase: "open",
    startsAt: "2026-11-22T11:00:00.000Z",
    endsAt: "2026-12-22T11:00:00.000Z",
    serverTime: "2026-11-22T11:30:00.000Z",
    attribution: "first",
    windowDays: 30,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "points", ref: "points", amount: 500 } },
    caps: {},
    holdDays: 7,
    rules: "规则",
    rulesVersion: 3,
    soldOut: "no",
    units: { total: 100, available: 60, held: 30, confirmed: 10, withdrawn: 0, unreleased: 0 },
    eligibility: null,
    coupons: {},
    leaders: [],
    participants: 40,
    version: 5,
    budget: {
      fen: { total: 100_000, available: 60_000, held: 30_000, paid: 10_000, withdrawn: 0 },
      units: null,
    },
    budgetWarnedAt: null,
    pointFen: 1,
    expectedParticipants: null,
    expectedPeakPerSecond: null,
    funnel: {
      clicks: 200,
      visits: 150,
      participants: 40,
      invited: 30,
      qualified: 12,
      rewarded: 6,
      flagged: 2,
    },
    author: "s1",
    unit: "jx.3601",
    cells: 1,
    approval: true,
    approvedBy: "s2",
    archived: false,
    override: null,
    history: [],
    ...part,
  };
}

/** Somebody in the tree. */
export function inviteeOf(part: Partial<InviteeJson> = {}): InviteeJson {
  return {
    id: "0.1",
    name: "张*",
    joinedAt: "2026-11-22T11:10:00.000Z",
    qualifiedAt: null,
    state: "joined",
    reason: null,
    why: null,
    invited: 0,
    ...part,
  };
}

/** A reward on its way. */
export function rewardOf(part: Partial<RewardViewJson> = {}): RewardViewJson {
  return {
    id: "r1.0.1",
    for: "invitee",
    reward: { kind: "points", ref: "points", amount: 500 },
    fen: 500,
    state: "held",
    reason: null,
    why: "退款期内，到期发放。",
    flags: [],
    invitee: { id: "0.2", name: "李*" },
    tier: null,
    events: [{ id: "e1", type: "account-opened", at: "2026-11-22T11:20:00.000Z" }],
    rulesVersion: 3,
    createdAt: "2026-11-22T11:20:01.000Z",
    dueAt: "2026-11-29T11:20:01.000Z",
    paidAt: null,
    note: null,
    ...part,
  };
}

/** What staff see of one participant. */
export function participantOf(part: Partial<StaffParticipantJson> = {}): StaffParticipantJson {
  return {
    id: "0.1",
    campaignId: "r1",
    joinedAt: "2026-11-22T11:10:00.000Z",
    name: "张*",
    level: 0,
    qualifiedAt: null,
    customerId: "cu1",
    inviter: null,
    manager: null,
    channel: "wechat",
    flags: [],
    removed: false,
    clicks: 9,
    invited: 2,
    qualified: 1,
    qualifiedBy: null,
    rewards: [],
    ...part,
  };
}

/** A row of the review queue. */
export function reviewOf(part: Partial<ReviewJson> = {}): ReviewJson {
  return {
    participant: { id: "0.1", name: "张*" },
    flags: ["shared-device"],
    with: [{ id: "0.2", name: "李*" }],
    rewards: 2,
    fen: 1_000,
    flaggedAt: "2026-11-22T11:15:00.000Z",
    note: null,
    ...part,
  };
}
