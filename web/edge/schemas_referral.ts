/** Schemas of referral campaigns: what staff write and what is answered. */
import { z } from "@hono/zod-openapi";
import { QUALIFYING_EVENT_TYPES } from "../../actors/referral/protocol.ts";
import type * as api from "../shared/api_referral.ts";
import {
  count,
  eligibility,
  instant,
  look,
  phase,
  reward,
  transition,
  units,
} from "./schemas_parts.ts";

const whole = (min: number, max: number) => z.int().min(min).max(max);
const eventType = z.enum(QUALIFYING_EVENT_TYPES);

const rewards = z.strictObject({
  perInvitee: reward.exactOptional(),
  perInvitedSelf: reward.exactOptional(),
  tiers: z.array(z.strictObject({ at: whole(1, 1_000_000), reward })).max(20).exactOptional(),
  perSecondLevel: reward.exactOptional(),
}).openapi("RewardRules");

const caps = z.strictObject({
  perInviter: whole(1, 1_000_000).exactOptional(),
  perDay: whole(1, 1_000_000).exactOptional(),
  perOutlet: whole(1, 10_000_000).exactOptional(),
}).openapi("ReferralCaps");

const fields = {
  kind: z.literal("referral"),
  title: z.string().trim().min(1).max(200),
  startsAt: instant,
  endsAt: instant,
  attribution: z.enum(["first", "last", "registration"]),
  windowDays: whole(1, 365),
  qualifying: z.array(eventType).min(1).max(QUALIFYING_EVENT_TYPES.length),
  rewards,
  caps,
  budget: z.strictObject({
    fen: whole(1, 1_000_000_000_000).exactOptional(),
    units: whole(1, 1_000_000_000).exactOptional(),
  }),
  holdDays: whole(0, 365),
  rules: z.string().max(10_000),
  eligibility,
  pointFen: whole(0, 10_000),
  expectedParticipants: whole(1, 100_000_000),
  expectedPeakPerSecond: whole(1, 10_000_000),
  look,
  override: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
};

/** `POST /api/v1/campaigns`. */
export const referralRequest = z.strictObject({
  ...fields,
  caps: fields.caps.exactOptional(),
  eligibility: fields.eligibility.exactOptional(),
  pointFen: fields.pointFen.exactOptional(),
  expectedParticipants: fields.expectedParticipants.exactOptional(),
  expectedPeakPerSecond: fields.expectedPeakPerSecond.exactOptional(),
  look: fields.look.exactOptional(),
  override: fields.override.exactOptional(),
}).openapi("ReferralRequest");

/** Fields of a draft that change. */
export const referralPatch: z.ZodType<api.ReferralPatch> = z.strictObject({
  kind: fields.kind.exactOptional(),
  title: fields.title.exactOptional(),
  startsAt: fields.startsAt.exactOptional(),
  endsAt: fields.endsAt.exactOptional(),
  attribution: fields.attribution.exactOptional(),
  windowDays: fields.windowDays.exactOptional(),
  qualifying: fields.qualifying.exactOptional(),
  rewards: fields.rewards.exactOptional(),
  caps: fields.caps.exactOptional(),
  budget: fields.budget.exactOptional(),
  holdDays: fields.holdDays.exactOptional(),
  rules: fields.rules.exactOptional(),
  eligibility: fields.eligibility.exactOptional(),
  pointFen: fields.pointFen.exactOptional(),
  expectedParticipants: fields.expectedParticipants.exactOptional(),
  expectedPeakPerSecond: fields.expectedPeakPerSecond.exactOptional(),
  look: fields.look.exactOptional(),
  override: fields.override.exactOptional(),
  version: z.int().min(0).exactOptional().openapi({ description: "The version that was changed" }),
}).openapi("ReferralPatch");

const pool = z.object({
  total: count,
  available: count,
  held: count,
  paid: count,
  withdrawn: count,
}).openapi("BudgetPool");

/** Rules of a coupon. */
export const couponRules: z.ZodType<api.CouponRulesJson> = z.strictObject({
  title: z.string().trim().min(1).max(100),
  amountFen: whole(1, 100_000_000),
  minimumFen: whole(0, 1_000_000_000),
  validity: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("dates"), from: instant, until: instant }),
    z.strictObject({ kind: z.literal("days"), days: whole(1, 3_650) }),
  ]),
  units: z.array(z.string().min(1).max(64)).max(100),
  note: z.string().max(500),
}).openapi("CouponRules");

const answerFields = {
  id: z.string(),
  kind: z.literal("referral"),
  title: z.string(),
  phase,
  startsAt: instant,
  endsAt: instant,
  serverTime: instant,
  attribution: z.enum(["first", "last", "registration"]),
  windowDays: count,
  qualifying: z.array(eventType),
  rewards,
  caps,
  holdDays: count,
  rules: z.string(),
  rulesVersion: count,
  soldOut: z.enum(["no", "all-held", "final"]),
  units,
  eligibility: eligibility.nullable(),
  look: look.exactOptional(),
  coupons: z.record(z.string(), couponRules),
  leaders: z.array(
    z.object({
      rank: count,
      id: z.string(),
      name: z.string(),
      qualified: count,
      invited: count,
    }).openapi("ReferralLeader"),
  ),
  participants: count,
  version: count,
};

/** What anyone may see of a referral. */
export const referralAnswer: z.ZodType<api.ReferralJson> = z.object(answerFields)
  .openapi("Referral");

const rewardSum = z.object({ rewards: count, fen: count });

/** Participants and rewards counted from the journal. */
export const referralAudit: z.ZodType<api.ReferralAuditJson> = z.object({
  participants: count,
  invited: count,
  qualified: count,
  rewards: z.object({
    pending: rewardSum,
    held: rewardSum,
    approved: rewardSum,
    paid: rewardSum,
    flagged: rewardSum,
    rejected: rewardSum,
    "clawed-back": rewardSum,
  }),
  fen: pool.nullable(),
  units: pool.nullable(),
}).openapi("ReferralAudit");

/** What staff in scope see of it. */
export const staffReferralAnswer: z.ZodType<api.StaffReferralJson> = z.object({
  ...answerFields,
  budget: z.object({ fen: pool.nullable(), units: pool.nullable() }),
  budgetWarnedAt: instant.nullable(),
  pointFen: count,
  expectedParticipants: count.nullable(),
  expectedPeakPerSecond: count.nullable(),
  funnel: z.object({
    clicks: count,
    visits: count,
    participants: count,
    invited: count,
    qualified: count,
    rewarded: count,
    flagged: count,
  }).openapi("ReferralFunnel"),
  author: z.string(),
  unit: z.string(),
  cells: count,
  approval: z.boolean(),
  approvedBy: z.string().nullable(),
  archived: z.boolean(),
  override: z.object({ reason: z.string(), by: z.string() }).nullable(),
  history: z.array(transition),
}).openapi("StaffReferral");
