/** Schemas of participants of referral campaigns, their rewards and their reviews. */
import { z } from "@hono/zod-openapi";
import { QUALIFYING_EVENT_TYPES } from "../../actors/referral/protocol.ts";
import type * as api from "../shared/api_referral.ts";
import {
  count,
  flagReason as flag,
  instant,
  reward,
  rewardReason as reason,
  rewardState as state,
} from "./schemas_parts.ts";

const place = z.string().openapi({ example: "3.1041", description: "Cell and number" });
const note = z.string().trim().min(1).max(500);
export const joinRequest: z.ZodType<api.JoinRequest> = z.strictObject({
  code: z.string().min(1).max(64).exactOptional().openapi({
    description: "Of the one who invites",
  }),
}).openapi("JoinRequest");

const participantFields = {
  id: place,
  campaignId: z.string(),
  joinedAt: instant,
  name: z.string().openapi({ description: "Masked" }),
  level: count,
  qualifiedAt: instant.nullable(),
};

const joinFields = {
  participant: z.object(participantFields).openapi("Participant"),
  inviter: z.object({ name: z.string() }).nullable(),
  link: z.object({ code: z.string(), url: z.string() }),
};

export const joinAnswer: z.ZodType<api.JoinAnswer> = z.object(joinFields).openapi("JoinAnswer");

const event = z.object({ id: z.string(), type: z.enum(QUALIFYING_EVENT_TYPES), at: instant });

export const rewardView: z.ZodType<api.RewardViewJson> = z.object({
  id: z.string(),
  for: z.enum(["invitee", "self", "tier", "second-level"]),
  reward,
  fen: count,
  state,
  reason: reason.nullable(),
  why: z.string().openapi({ description: "One sentence in the language of the request" }),
  flags: z.array(flag),
  invitee: z.object({ id: place, name: z.string() }).nullable(),
  tier: z.int().nullable(),
  events: z.array(event),
  rulesVersion: z.int(),
  createdAt: instant,
  dueAt: instant.nullable(),
  paidAt: instant.nullable(),
  note: z.string().nullable(),
}).openapi("RewardView");

const invitee: z.ZodType<api.InviteeJson> = z.object({
  id: place,
  name: z.string(),
  joinedAt: instant,
  qualifiedAt: instant.nullable(),
  state: z.enum(["joined", "qualified", "rewarded", "in-review", "rejected"]),
  reason: reason.nullable(),
  why: z.string().nullable(),
  invited: count,
}).openapi("Invitee");

export const myReferralAnswer: z.ZodType<api.MyReferralJson> = z.object({
  ...joinFields,
  serverTime: instant,
  progress: z.object({
    clicks: count,
    invited: count,
    qualified: count,
    rewarded: count,
    earnedFen: count,
    earnedPoints: count,
    comingFen: count,
    comingPoints: count,
  }).openapi({
    description: "`clicks`, `invited` and `qualified` of all time; `rewarded` of the newest 200 " +
      "invitees, the other sums of the newest 200 rewards",
  }),
  tiers: z.array(z.object({ at: count, reward, state: state.nullable(), missing: count })),
  rewards: z.array(rewardView),
  invitees: z.array(invitee),
  rank: z.int().nullable(),
}).openapi("MyReferral");

export const treeQuery = z.object({
  of: z.string().regex(
    /^(roots|\d{1,4}\.\d{1,9})$/,
    "应为 roots 或参与者编号|Must be roots or an id",
  )
    .exactOptional(),
  after: z.string().regex(/^\d{1,9}(\.\d{0,9})?$/, "应为上一页的 next|Must be the last page's next")
    .exactOptional(),
  limit: z.string().regex(/^([1-9]\d?|100)$/, "应为 1 到 100|Must be 1 to 100").exactOptional(),
});

export const treeAnswer: z.ZodType<api.TreeJson> = z.object({
  items: z.array(invitee),
  next: z.string().nullable(),
}).openapi("ReferralTree");

export const staffParticipantAnswer: z.ZodType<api.StaffParticipantJson> = z.object({
  ...participantFields,
  customerId: z.string(),
  inviter: z.object({ id: place, name: z.string() }).nullable(),
  manager: z.string().nullable(),
  channel: z.string(),
  flags: z.array(flag),
  removed: z.boolean(),
  clicks: count,
  invited: count,
  qualified: count,
  qualifiedBy: event.nullable(),
  rewards: z.array(rewardView),
}).openapi("StaffParticipant");

export const reviewRequest: z.ZodType<api.ReviewRequest> = z.strictObject({
  verdict: z.enum(["approve", "reject", "ask"]),
  note,
  reward: z.string().min(1).max(128).exactOptional().openapi({ description: "Only this reward" }),
}).openapi("ReviewRequest");

export const noteRequest: z.ZodType<api.NoteRequest> = z.strictObject({ note })
  .openapi("NoteRequest");

/** The opening of a campaign's page; `via` and `channel` as its address has them. */
export const pageVisitRequest = z.strictObject({
  via: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "应为短码|Must be a code").exactOptional(),
  channel: z.string().max(32).exactOptional(),
}).openapi("PageVisitRequest");

export const pageVisitAnswer = z.object({ counted: z.boolean() }).openapi("PageVisitAnswer");
