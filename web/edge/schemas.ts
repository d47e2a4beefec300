/** Schemas of every body: they validate requests, and describe requests and answers in the OpenAPI document. */
import { z } from "@hono/zod-openapi";
import type * as api from "../shared/api.ts";
import type { ReferralRequest } from "../shared/api_referral.ts";

import {
  count,
  eligibility,
  id,
  instant,
  look,
  phase,
  reason,
  release,
  reward,
  transition,
  units,
} from "./schemas_parts.ts";
import {
  referralAnswer,
  referralAudit,
  referralRequest,
  staffReferralAnswer,
} from "./schemas_referral.ts";

const FEN_MAX = 1_000_000_000;
const DAY_SECONDS = 86_400;
/** Bounds that no limit of the environment moves: they only keep nonsense out. */
const PER_CUSTOMER_MAX = 8_192;

export { phase, units } from "./schemas_parts.ts";

const saleFields = {
  kind: z.literal("flash-sale"),
  title: z.string().trim().min(1).max(80).openapi({ example: "赣南脐橙 5 斤" }),
  product: z.string().trim().min(1).max(200)
    .openapi({ description: "Id of the catalogue, or free text", example: "orange-5" }),
  priceFen: z.int().min(0).max(FEN_MAX).openapi({
    description: "0: confirming needs no payment",
    example: 990,
  }),
  units: z.int().min(1).openapi({ example: 1_000 }),
  perCustomerMax: z.int().min(1).max(PER_CUSTOMER_MAX),
  perOrderMax: z.int().min(1).max(PER_CUSTOMER_MAX),
  startsAt: instant,
  endsAt: instant,
  holdSeconds: z.int().min(1).max(DAY_SECONDS).openapi({ example: 300 }),
  releases: z.array(release).max(100),
  eligibility,
  look,
  grants: reward,
  expectedPeakPerSecond: z.int().min(1).max(10_000_000),
};

/** A sale as staff write it. */
export const flashSaleRequest = z.strictObject({
  ...saleFields,
  perOrderMax: saleFields.perOrderMax.exactOptional(),
  releases: saleFields.releases.exactOptional(),
  eligibility: saleFields.eligibility.exactOptional(),
  look: saleFields.look.exactOptional(),
  grants: saleFields.grants.exactOptional(),
  expectedPeakPerSecond: saleFields.expectedPeakPerSecond.exactOptional(),
}).openapi("FlashSaleRequest");

/** A campaign of either kind as staff write it. */
export const campaignRequest: z.ZodType<api.FlashSaleRequest | ReferralRequest> = z
  .discriminatedUnion("kind", [flashSaleRequest, referralRequest]);

/** The schema that judges a campaign, by its `kind`; what names none of ours is judged as a sale. */
export function campaignRequestFor(
  data: unknown,
): z.ZodType<api.FlashSaleRequest | ReferralRequest> {
  const isReferral = typeof data === "object" && data !== null && "kind" in data &&
    data.kind === "referral";
  return isReferral ? referralRequest : flashSaleRequest;
}

/** Fields of a draft that change; which there are depends on its kind. */
export const campaignPatch: z.ZodType<Readonly<Record<string, unknown>>> = z.record(
  z.string(),
  z.unknown(),
).openapi("CampaignPatch", {
  description: "Fields of a FlashSalePatch or a ReferralPatch, by the kind of the draft",
});

/** Fields of a draft of a sale that change. */
export const flashSalePatch: z.ZodType<api.FlashSalePatch> = z.strictObject({
  kind: saleFields.kind.exactOptional(),
  title: saleFields.title.exactOptional(),
  product: saleFields.product.exactOptional(),
  priceFen: saleFields.priceFen.exactOptional(),
  units: saleFields.units.exactOptional(),
  perCustomerMax: saleFields.perCustomerMax.exactOptional(),
  perOrderMax: saleFields.perOrderMax.exactOptional(),
  startsAt: saleFields.startsAt.exactOptional(),
  endsAt: saleFields.endsAt.exactOptional(),
  holdSeconds: saleFields.holdSeconds.exactOptional(),
  releases: saleFields.releases.exactOptional(),
  eligibility: saleFields.eligibility.exactOptional(),
  look: saleFields.look.exactOptional(),
  grants: saleFields.grants.exactOptional(),
  expectedPeakPerSecond: saleFields.expectedPeakPerSecond.exactOptional(),
  version: count.exactOptional().openapi({ description: "The version that was changed" }),
}).openapi("FlashSalePatch");

export const rejectRequest: z.ZodType<api.RejectRequest> = z.strictObject({ reason })
  .openapi("RejectRequest");
export const reasonRequest: z.ZodType<api.ReasonRequest> = z.strictObject({
  reason: reason.exactOptional(),
}).openapi("ReasonRequest");
export const extendRequest: z.ZodType<api.ExtendRequest> = z.strictObject({ endsAt: instant })
  .openapi("ExtendRequest");
export const unitsRequest: z.ZodType<api.UnitsRequest> = z.strictObject({
  delta: z.int().min(-1_000_000_000_000).max(1_000_000_000_000).refine(
    (delta) => delta !== 0,
    "不能为 0|Must not be 0",
  )
    .openapi({ description: "Units more or fewer, never an absolute number" }),
  pool: z.enum(["fen", "units"]).exactOptional()
    .openapi({ description: "Of a referral's budget; default: rewards, else fen" }),
}).openapi("UnitsRequest");
export const releaseRequest: z.ZodType<api.ReleaseRequest> = z.strictObject({
  units: z.int().min(1),
}).openapi("ReleaseRequest");

/** `{}` or nothing at all. */
export const emptyRequest = z.strictObject({}).openapi("EmptyRequest");

const word = z.string().trim().min(1).max(64);
export const customerFacts: z.ZodType<api.CustomerFactsJson> = z.strictObject({
  tags: z.array(word).max(100),
  isNew: z.boolean(),
  orgUnitIds: z.array(word).max(16),
}).openapi("CustomerFacts");

export const grabRequest: z.ZodType<api.GrabRequest> = z.strictObject({
  units: z.int().min(1).max(PER_CUSTOMER_MAX).exactOptional(),
  via: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "应为推荐码|Must be a short code").exactOptional(),
}).openapi("GrabRequest");

export const confirmRequest: z.ZodType<api.ConfirmRequest> = z.strictObject({
  payment: z.enum(["pay", "fail", "late"]).exactOptional()
    .openapi({ description: "Only the sandbox of payments reads it" }),
  coupon: z.string().min(1).max(200).exactOptional()
    .openapi({ description: "Id of a coupon of the wallet: the rest is paid" }),
}).openapi("ConfirmRequest");

export const returnRequest: z.ZodType<api.ReturnRequest> = z.strictObject({ reason })
  .openapi("ReturnRequest");

export const staffLoginRequest: z.ZodType<api.StaffLoginRequest> = z.strictObject({
  username: z.string().trim().min(1).max(64),
  password: z.string().min(1).max(200),
}).openapi("StaffLoginRequest");

const phone = z.string().regex(
  /^1[3-9]\d{9}$/,
  "应为 11 位手机号|Must be a mobile number of 11 digits",
).openapi({ example: "13800138000" });

export const otpRequest: z.ZodType<api.OtpRequest> = z.strictObject({ phone })
  .openapi("OtpRequest");
export const customerLoginRequest: z.ZodType<api.CustomerLoginRequest> = z.strictObject({
  phone,
  otp: z.string().regex(/^\d{6}$/, "应为 6 位数字验证码|Must be the code of 6 digits"),
}).openapi("CustomerLoginRequest");

export const listQuery = z.object({
  after: z.string().max(64).optional(),
  limit: z.string().regex(/^([1-9]\d?|100)$/, "应为 1 到 100|Must be from 1 to 100")
    .optional(),
  phase: phase.optional(),
});

// Answers -----------------------------------------------------------------------------------------

const campaignFields = {
  id,
  kind: z.literal("flash-sale"),
  title: z.string(),
  product: z.string(),
  phase,
  startsAt: instant,
  endsAt: instant,
  serverTime: instant,
  priceFen: count,
  perCustomerMax: count,
  perOrderMax: count,
  holdSeconds: count,
  soldOut: z.enum(["no", "all-held", "final"]),
  units,
  waiting: count,
  releases: z.array(release),
  eligibility: eligibility.nullable(),
  look: look.exactOptional(),
  grants: reward.exactOptional(),
  version: count,
};

/** A sale, as anyone may see it. */
export const saleAnswer: z.ZodType<api.CampaignJson> = z.object(campaignFields)
  .openapi("Campaign");
export const campaignAnswer = z.union([saleAnswer, referralAnswer]);

export const staffSaleAnswer: z.ZodType<api.StaffCampaignJson> = z.object({
  ...campaignFields,
  author: z.string(),
  unit: z.string(),
  expectedPeakPerSecond: count.nullable(),
  cells: count,
  approval: z.boolean(),
  approvedBy: z.string().nullable(),
  archived: z.boolean(),
  history: z.array(transition),
}).openapi("StaffCampaign");
export const staffCampaignAnswer = z.union([staffSaleAnswer, staffReferralAnswer]);

export const campaignListAnswer: z.ZodType<api.CampaignListJson> = z.object({
  items: z.array(
    z.object({
      id,
      kind: z.enum(["flash-sale", "referral"]),
      title: z.string(),
      phase,
      startsAt: instant,
      endsAt: instant,
      units: count,
      unitsOf: z.enum(["fen", "units"]).exactOptional(),
      priceFen: count,
      author: z.string(),
      unit: z.string(),
      archived: z.boolean(),
    }).openapi("CampaignSummary"),
  ),
  next: z.string().nullable(),
  asOf: instant,
}).openapi("CampaignList");

const reservationState: z.ZodType<api.ReservationStateJson> = z.enum([
  "held",
  "confirmed",
  "expired",
  "cancelled",
  "returned",
]);

export const auditAnswer: z.ZodType<api.AuditJson> = z.object({
  total: count,
  available: count,
  held: count,
  confirmed: count,
  withdrawn: count,
  unreleased: count,
  reserve: count,
  conserved: z.boolean(),
  cells: z.array(
    z.object({
      cell: count,
      granted: count,
      received: count,
      surrendered: count,
      regained: count,
      available: count,
      held: count,
      confirmed: count,
    }).openapi("CellAudit"),
  ),
  reservations: count,
  journalHead: count,
  violations: z.array(z.string()),
  referral: referralAudit.exactOptional(),
}).openapi("Audit");

/** As many as a body of `documentBytesMax` has room for. */
const AUDITED_RESERVATIONS_MAX = 1_000;

export const auditReservationsRequest: z.ZodType<api.AuditReservationsRequest> = z.object({
  reservations: z.array(z.string().min(1).max(100)).min(1).max(AUDITED_RESERVATIONS_MAX)
    .openapi({ description: "Ids that somebody was given in a 201" }),
}).openapi("AuditReservationsRequest");

export const auditReservationsAnswer: z.ZodType<api.AuditReservationsJson> = z.object({
  found: z.array(z.object({ id: z.string(), state: reservationState })),
  missing: z.array(z.string()),
}).openapi("AuditReservations");

const reservation: z.ZodType<api.ReservationJson> = z.object({
  id: z.string(),
  campaignId: id,
  units: count,
  priceFen: count,
  expiresAt: instant,
  state: reservationState,
  createdAt: instant,
  refundFen: count.exactOptional(),
  discountFen: count.exactOptional(),
  title: z.string().exactOptional(),
}).openapi("Reservation");

export const reservationAnswer: z.ZodType<api.ReservationAnswer> = z.object({ reservation })
  .openapi("ReservationAnswer");
export const pendingAnswer: z.ZodType<api.PendingAnswer> = z.object({
  reservation,
  payment: z.literal("pending"),
}).openapi("PendingAnswer");
export const myReservationsAnswer: z.ZodType<api.MyReservationsJson> = z.object({
  items: z.array(reservation),
  next: z.string().nullable(),
}).openapi("MyReservations");

export const waitingAnswer: z.ZodType<api.WaitingJson> = z.object({
  place: count.nullable(),
  ahead: count,
  offer: z.object({ deadline: instant }).nullable(),
}).openapi("Waiting");

export const myStateAnswer: z.ZodType<api.MyStateJson> = z.object({
  serverTime: instant,
  reminded: z.boolean(),
  reservations: z.array(reservation),
  waiting: waitingAnswer.nullable(),
}).openapi("MyState");

export const reminderAnswer: z.ZodType<api.ReminderAnswer> = z.object({
  reminded: z.literal(true),
}).openapi("ReminderAnswer");

const staff: z.ZodType<api.StaffJson> = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  role: z.enum(["manager", "outlet", "bank", "province", "sre"]),
  unit: z.string(),
  unitName: z.string(),
}).openapi("Staff");

export const staffLoginAnswer: z.ZodType<api.StaffLoginAnswer> = z.object({
  token: z.string(),
  staff,
}).openapi("StaffLoginAnswer");
export const staffMeAnswer: z.ZodType<api.StaffMeAnswer> = z.object({ staff })
  .openapi("StaffMeAnswer");

export const otpAnswer: z.ZodType<api.OtpAnswer> = z.object({
  sent: z.literal(true),
  expiresInSeconds: count,
  demoCode: z.string().exactOptional(),
}).openapi("OtpAnswer");
export const customerLoginAnswer: z.ZodType<api.CustomerLoginAnswer> = z.object({
  token: z.string(),
}).openapi("CustomerLoginAnswer");
export const customerMeAnswer: z.ZodType<api.CustomerMeAnswer> = z.object({
  customer: z.object({ id: z.string() }),
}).openapi("CustomerMeAnswer");

/** RFC 9457 document; further members depend on the code. */
export const problemAnswer = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().openapi({ description: "Stable: what a client switches on" }),
  retryAfterMs: count.exactOptional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).exactOptional(),
}).openapi("Problem");
