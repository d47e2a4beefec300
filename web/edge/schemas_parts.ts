/** Parts that schemas of several areas share. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api.ts";
import type { RewardJson } from "../shared/api_referral.ts";

const AMOUNT_MAX = 100_000_000;

export const instant = z.iso.datetime({ offset: true }).openapi({
  example: "2026-11-22T12:00:00.000Z",
});
export const id = z.string().openapi({ example: "V1StGXR8Z5jdHi6B" });
export const count = z.int().min(0);
export const reason = z.string().trim().min(1).max(500);

export const phase = z.enum([
  "draft",
  "in-review",
  "scheduled",
  "warming",
  "open",
  "paused",
  "ended",
  "settled",
]).openapi("Phase");

export const eligibility = z.strictObject({
  tags: z.array(z.string().trim().min(1).max(64)).min(1).max(50).exactOptional(),
  newCustomersOnly: z.boolean().exactOptional(),
  orgUnitIds: z.array(z.string().trim().min(1).max(128)).min(1).max(200).exactOptional(),
}).openapi("Eligibility");

export const release = z.strictObject({ at: instant, units: z.int().min(1) }).openapi("Release");

export const look = z.strictObject({
  theme: z.enum(["field", "seal", "harvest"]).exactOptional(),
  note: z.string().trim().max(300).exactOptional(),
}).openapi("Look");

/** A coupon or points. */
export const reward: z.ZodType<RewardJson> = z.strictObject({
  kind: z.enum(["coupon", "points"]),
  ref: z.string().trim().min(1).max(200)
    .openapi({ description: "Id of a coupon template, else a name" }),
  amount: z.int().min(1).max(AMOUNT_MAX).openapi({ description: "Fen, or points" }),
}).openapi("Reward");

export const units: z.ZodType<api.UnitsJson> = z.object({
  total: count,
  available: count,
  held: count,
  confirmed: count,
  withdrawn: count,
  unreleased: count,
}).openapi("Units");

export const transition: z.ZodType<api.TransitionJson> = z.object({
  at: instant,
  by: z.string(),
  what: z.string(),
  reason: z.string().nullable(),
  units: z.int().exactOptional(),
  pool: z.enum(["fen", "units"]).exactOptional(),
}).openapi("Transition");

export const flagReason = z.enum(["shared-device", "ring", "burst", "late-flag"]);
export const rewardState = z.enum([
  "pending",
  "held",
  "approved",
  "paid",
  "flagged",
  "rejected",
  "clawed-back",
])
  .openapi("RewardState");
export const rewardReason = z.enum([
  "cap-per-inviter",
  "cap-per-day",
  "cap-per-outlet",
  "budget-exhausted",
  "window-closed",
  "reversed",
  "inviter-removed",
  "invitee-removed",
  "review",
  "by-staff",
  "campaign-ended",
]).openapi("RewardReason");
