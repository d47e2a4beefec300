/** Schemas of wallets, redemption and coupon templates. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api_wallet.ts";
import { count, instant } from "./schemas_parts.ts";
import { couponRules } from "./schemas_referral.ts";

export { couponRules } from "./schemas_referral.ts";
export { emptyRequest } from "./schemas.ts";

const state = z.enum(["unused", "locked", "used", "expired", "revoked"]).openapi("CouponState");

const use: z.ZodType<api.CouponUseJson> = z.object({
  kind: z.enum(["redeemed", "order"]),
  at: instant,
  unitName: z.string().exactOptional(),
  by: z.string().exactOptional(),
  reservation: z.string().exactOptional(),
}).openapi("CouponUse");

const coupon: z.ZodType<api.CouponJson> = z.object({
  id: z.string(),
  code: z.string().openapi({ example: "4000000000000002" }),
  rules: couponRules,
  state,
  campaignId: z.string(),
  issuedAt: instant,
  validFrom: instant,
  validUntil: instant,
  use: use.nullable(),
  reason: z.string().nullable(),
  unitNames: z.array(z.string()).nullable().exactOptional(),
}).openapi("Coupon");

const entry: z.ZodType<api.PointsEntryJson> = z.object({
  no: count,
  points: z.int(),
  against: z.enum(["granted", "clawed-back", "expired", "spent"]),
  title: z.string(),
  at: instant,
  lockedUntil: instant.nullable(),
  expiresAt: instant.nullable(),
  balance: z.int(),
}).openapi("PointsEntry");

export const walletAnswer: z.ZodType<api.WalletJson> = z.object({
  serverTime: instant,
  version: count,
  coupons: z.array(coupon),
  points: z.object({
    balance: z.int(),
    locked: count,
    expiring: z.object({ points: count, at: instant }).nullable(),
    entries: z.array(entry),
  }),
}).openapi("Wallet");

export const redeemableAnswer: z.ZodType<api.RedeemableJson> = z.object({
  code: z.string(),
  rules: couponRules,
  state,
  customer: z.string().openapi({ description: "Masked", example: "陈*" }),
  validFrom: instant,
  validUntil: instant,
  use: use.nullable(),
  redeemable: z.boolean(),
  why: z.string().nullable(),
}).openapi("Redeemable");

const rules = z.strictObject({
  title: z.string().trim().min(1).max(100).openapi({ example: "满 50 减 10" }),
  amountFen: z.int().min(1).max(100_000_000).openapi({ description: "What it takes off" }),
  minimumFen: z.int().min(0).max(1_000_000_000).openapi({ description: "0: none" }),
  validity: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("dates"), from: instant, until: instant }),
    z.strictObject({
      kind: z.literal("days"),
      days: z.int().min(1).max(3_650).openapi({ description: "To the end of that day" }),
    }),
  ]),
  units: z.array(z.string().min(1).max(64)).max(100)
    .openapi({ description: "Units whose outlets redeem it; empty: all of the own unit" }),
  note: z.string().trim().max(500),
});
const on = z.boolean().openapi({ description: "Whether new campaigns may use it" });

export const templateRequest: z.ZodType<api.CouponTemplateRequest> = rules.extend({
  on: on.exactOptional(),
}).openapi("CouponTemplateRequest");

export const templatePatch: z.ZodType<api.CouponTemplatePatch> = z.strictObject({
  version: z.int().min(1).openapi({ description: "The one that you have seen" }),
  title: rules.shape.title.exactOptional(),
  amountFen: rules.shape.amountFen.exactOptional(),
  minimumFen: rules.shape.minimumFen.exactOptional(),
  validity: rules.shape.validity.exactOptional(),
  units: rules.shape.units.exactOptional(),
  note: rules.shape.note.exactOptional(),
  on: on.exactOptional(),
}).openapi("CouponTemplatePatch");

export const templateAnswer: z.ZodType<api.CouponTemplateJson> = rules.extend({
  id: z.string(),
  unit: z.string(),
  on,
  version: z.int().min(1),
}).openapi("CouponTemplate");

export const templateListAnswer: z.ZodType<api.CouponTemplateListJson> = z.object({
  items: z.array(templateAnswer),
  next: z.string().nullable(),
}).openapi("CouponTemplateList");

export const templateQuery = z.object({
  after: z.string().regex(
    /^\d{1,15}-[A-Za-z0-9_-]{1,64}$/,
    "应为上一页给出的 next|Must be `next` of the page before",
  ).optional(),
  limit: z.string().regex(/^([1-9]\d?|100)$/, "应为 1 到 100|Must be from 1 to 100").optional(),
  on: z.enum(["true", "false"]).optional(),
});
