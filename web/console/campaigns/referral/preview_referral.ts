/** A referral as its customers would see it, from a form that may not be complete yet. */
import type {
  CouponRulesJson,
  InviteeJson,
  MyReferralJson,
  ReferralJson,
  RewardJson,
  RewardViewJson,
} from "../../../shared/api_referral.ts";
import type { CouponTemplateJson } from "../../../shared/api_wallet.ts";
import { fromLocalInput } from "../../../shared/format.ts";
import { whole } from "../form.ts";
import type { ReferralTexts } from "./referral_form.ts";
import { termsOf } from "./terms.ts";

/** People whose phone is worth a look. */
export const MOMENTS = ["visitor", "joined", "inviter"] as const;
export type Moment = (typeof MOMENTS)[number];

/** What the page is started with. */
export interface ReferralPreview {
  readonly campaign: ReferralJson;
  readonly me: MyReferralJson | null;
  readonly invitation: { readonly code: string; readonly name: string } | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const TOTAL = 1_000;
/** Friends of whoever has invited some: qualified, and those who only joined. */
const QUALIFIED = 3;
const FRIENDS = ["李*", "王*", "陈*", "刘*"];

/** Shown as it runs; what is missing stands as a dash. */
export function previewOf(
  texts: ReferralTexts,
  { moment, nowMs, coupons }: {
    readonly moment: Moment;
    readonly nowMs: number;
    readonly coupons: readonly CouponTemplateJson[];
  },
): ReferralPreview {
  const campaign = campaignOf(texts, { nowMs, coupons });
  return {
    campaign,
    me: moment === "visitor" ? null : meOf(campaign, { moment, nowMs }),
    invitation: moment === "visitor" ? { code: "preview", name: "张*" } : null,
  };
}

function campaignOf(
  texts: ReferralTexts,
  { nowMs, coupons }: { nowMs: number; coupons: readonly CouponTemplateJson[] },
): ReferralJson {
  const startsAtMs = fromLocalInput(texts.startsAt) ?? nowMs;
  const endsAtMs = fromLocalInput(texts.endsAt) ?? nowMs + DAY_MS;
  const lengthMs = Math.max(DAY_MS, endsAtMs - startsAtMs);
  const { rewards } = termsOf(texts);
  const tiers = rewards.tiers?.toSorted((low, high) => low.at - high.at);
  const perInviter = whole(texts.perInviter);
  const perDay = whole(texts.perDay);
  return {
    id: "preview",
    kind: "referral",
    title: texts.title.trim() || "–",
    phase: "open",
    startsAt: iso(nowMs - MINUTE_MS),
    endsAt: iso(nowMs - MINUTE_MS + lengthMs),
    serverTime: iso(nowMs),
    attribution: texts.attribution,
    windowDays: whole(texts.windowDays) ?? 1,
    qualifying: texts.qualifying,
    rewards: { ...rewards, ...(tiers === undefined ? {} : { tiers }) },
    caps: {
      ...(perInviter === null ? {} : { perInviter }),
      ...(perDay === null ? {} : { perDay }),
    },
    holdDays: whole(texts.holdDays) ?? 0,
    rules: texts.rules.trim(),
    rulesVersion: 1,
    soldOut: "no",
    units: {
      total: TOTAL,
      available: TOTAL * 0.6,
      held: TOTAL * 0.1,
      confirmed: TOTAL * 0.3,
      withdrawn: 0,
      unreleased: 0,
    },
    eligibility: null,
    look: { theme: texts.theme, note: texts.note.trim() },
    coupons: Object.fromEntries(coupons.map((one) => [one.id, rulesOf(one)])),
    leaders: [
      { rank: 1, id: "0.1", name: "周*", qualified: 12, invited: 15 },
      { rank: 2, id: "0.2", name: "吴*", qualified: 8, invited: 9 },
      { rank: 3, id: "0.3", name: "张*", qualified: QUALIFIED, invited: FRIENDS.length },
    ],
    participants: TOTAL,
    version: 0,
  };
}

function rulesOf(template: CouponTemplateJson): CouponRulesJson {
  const { id: _id, unit: _unit, on: _on, version: _version, ...rules } = template;
  return rules;
}

function meOf(
  campaign: ReferralJson,
  { moment, nowMs }: { moment: Moment; nowMs: number },
): MyReferralJson {
  const qualified = moment === "inviter" ? QUALIFIED : 0;
  const rewards = moment === "inviter" ? rewardsOf(campaign, nowMs) : [];
  const paid = rewards.filter(({ state }) => state === "paid");
  const coming = rewards.filter(({ state }) => state === "held");
  return {
    serverTime: iso(nowMs),
    participant: {
      id: "0.3",
      campaignId: campaign.id,
      joinedAt: iso(nowMs - DAY_MS),
      name: "张*",
      level: 0,
      qualifiedAt: null,
    },
    inviter: null,
    link: { code: "preview", url: "https://…/r/preview" },
    progress: {
      clicks: qualified * 4,
      invited: qualified === 0 ? 0 : FRIENDS.length,
      qualified,
      rewarded: paid.length,
      earnedFen: sum(paid, "coupon"),
      earnedPoints: sum(paid, "points"),
      comingFen: sum(coming, "coupon"),
      comingPoints: sum(coming, "points"),
    },
    tiers: (campaign.rewards.tiers ?? []).map((tier) => ({
      ...tier,
      state: tier.at <= qualified ? "held" : null,
      missing: Math.max(0, tier.at - qualified),
    })),
    rewards,
    invitees: qualified === 0 ? [] : inviteesOf(nowMs),
    rank: qualified === 0 ? null : 3,
  };
}

function inviteesOf(nowMs: number): readonly InviteeJson[] {
  return FRIENDS.map((name, index) => ({
    id: `0.${index + 10}`,
    name,
    joinedAt: iso(nowMs - (index + 1) * 3_600_000),
    qualifiedAt: index < QUALIFIED ? iso(nowMs - (index + 1) * 1_800_000) : null,
    state: index >= QUALIFIED ? "joined" : index === 0 ? "qualified" : "rewarded",
    reason: null,
    why: null,
    invited: 0,
  }));
}

function rewardsOf(campaign: ReferralJson, nowMs: number): readonly RewardViewJson[] {
  const reward = campaign.rewards.perInvitee;
  if (reward === undefined) return [];
  return FRIENDS.slice(0, QUALIFIED).map((name, index) => ({
    id: `preview.0.${index}`,
    for: "invitee",
    reward,
    fen: 0,
    state: index === 0 ? "held" : "paid",
    reason: null,
    why: "",
    flags: [],
    invitee: { id: `0.${index + 10}`, name },
    tier: null,
    events: [],
    rulesVersion: 1,
    createdAt: iso(nowMs - (index + 1) * 1_800_000),
    dueAt: index === 0 ? iso(nowMs + DAY_MS) : null,
    paidAt: index === 0 ? null : iso(nowMs),
    note: null,
  }));
}

function sum(rewards: readonly RewardViewJson[], kind: RewardJson["kind"]): number {
  return rewards.reduce((all, { reward }) => all + (reward.kind === kind ? reward.amount : 0), 0);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
