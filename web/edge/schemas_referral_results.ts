/** Schemas of what rows say of referral campaigns: results, rewards, the review queue. */
import { z } from "@hono/zod-openapi";
import { QUALIFYING_EVENT_TYPES } from "../../actors/referral/protocol.ts";
import { REFERRAL_MEASURES } from "../projection/referral/measures.ts";
import type * as referral from "../shared/api_referral.ts";
import type * as api from "../shared/api_referral_results.ts";
import { flagReason, phase, rewardReason, rewardState } from "./schemas_parts.ts";

const limit = z.string().regex(/^([1-9]\d?|[1-3]\d\d|400)$/, "应为 1 到 400|Must be from 1 to 400")
  .optional();
const cursor = z.string().regex(
  /^\d{1,16}\.\d{1,6}\.\d{1,9}$/,
  "应为上一页的 next|Must be the `next` of the page before",
).optional();

export const referralResultsQuery = z.object({
  by: z.enum(["manager", "outlet", "bank", "channel", "day"]).optional(),
  after: z.string().regex(/^\d{1,7}$/, "应为上一页的 next|Must be the `next` of the page before")
    .optional(),
  limit,
});
export const reviewsQuery = z.object({ after: cursor, limit });
export const rewardsQuery = z.object({ state: rewardState.optional(), after: cursor, limit });

// Answers -----------------------------------------------------------------------------------------

const instant = z.iso.datetime({ offset: true });
const figure = z.int();
const rate = z.number().nullable();
const line: z.ZodType<api.ReferralLineJson> = z.object({
  key: z.string().nullable(),
  name: z.string().nullable(),
  unit: z.string().nullable(),
  figures: z.record(z.enum(REFERRAL_MEASURES), figure),
  rates: z.object({
    joined: rate,
    invited: rate,
    qualified: rate,
    rewarded: rate,
    costFen: rate,
  }),
}).openapi("ReferralLine");

export const referralResultsAnswer: z.ZodType<api.ReferralResultsJson> = z.object({
  asOf: instant,
  campaign: z.object({ id: z.string(), title: z.string(), phase, unit: z.string() }),
  scope: z.enum(["whole", "own-unit"]),
  by: z.enum(["manager", "outlet", "bank", "channel", "day"]),
  total: line,
  unattributed: line.nullable(),
  elsewhere: line.nullable(),
  items: z.array(line),
  next: z.string().nullable(),
  csv: z.string(),
}).openapi("ReferralResults");

const person = z.object({ id: z.string(), name: z.string() });

export const reviewsAnswer: z.ZodType<referral.ReviewListJson> = z.object({
  asOf: instant,
  items: z.array(z.object({
    participant: person,
    flags: z.array(flagReason),
    with: z.array(person),
    rewards: figure,
    fen: figure,
    flaggedAt: instant,
    note: z.string().nullable(),
  })),
  next: z.string().nullable(),
}).openapi("ReviewList");

export const rewardsAnswer: z.ZodType<api.RewardListJson> = z.object({
  asOf: instant,
  items: z.array(z.object({
    id: z.string(),
    for: z.enum(["invitee", "self", "tier", "second-level"]),
    reward: z.object({ kind: z.enum(["coupon", "points"]), ref: z.string(), amount: figure }),
    fen: figure,
    state: rewardState,
    reason: rewardReason.nullable(),
    why: z.string(),
    flags: z.array(flagReason),
    invitee: person.nullable(),
    tier: z.int().nullable(),
    events: z.array(z.object({
      id: z.string(),
      type: z.enum(QUALIFYING_EVENT_TYPES),
      at: instant,
    })),
    rulesVersion: z.int(),
    createdAt: instant,
    dueAt: instant.nullable(),
    paidAt: instant.nullable(),
    note: z.string().nullable(),
    participant: person,
    manager: person.nullable(),
  })),
  next: z.string().nullable(),
}).openapi("RewardList");
