/**
 * JSON of the HTTP interface, as clients see it. Instants are ISO 8601 in UTC, money is integer fen, ids are
 * strings. Every failure is a `Problem` (`application/problem+json`). A list is a `Page`.
 *
 * Signing in sets the HttpOnly cookie `yd_customer` or `yd_staff` as well as answering the token: a page of
 * ours sends neither header nor token, only same-origin requests.
 */

import type { PolicyFindingJson, ReferralAuditJson, RewardJson } from "./api_referral.ts";
import type { CouponUseJson } from "./api_wallet.ts";

/** Life cycle of a sale; `archived` is a flag of lists. */
export type PhaseJson =
  | "draft"
  | "in-review"
  | "scheduled"
  | "warming"
  | "open"
  | "paused"
  | "ended"
  | "settled";

/** `all-held` may come back, `final` cannot. */
export type SoldOutJson = "no" | "all-held" | "final";

/** States of a reservation; `returned` follows `confirmed` on refund. */
export type ReservationStateJson = "held" | "confirmed" | "expired" | "cancelled" | "returned";

/** Stable codes of refusals and faults: what a client switches on. */
export type ProblemCode =
  // The request
  | "invalid" // 422, see `errors`
  | "malformed-json" // 422
  | "too-large" // 413
  | "not-found" // 404
  | "method-not-allowed" // 405
  | "unauthenticated" // 401
  | "wrong-credentials" // 401: user or password, phone or code
  | "forbidden" // 403: role or unit
  | "cross-site" // 403: a cookie on a request from another site
  | "too-many-requests" // 429
  | "timed-out" // 503
  // Sales
  | "not-open" // 409, see `opensAt`
  | "paused"
  | "ended"
  | "sold-out"
  | "all-held" // see `heldByOthers`
  | "limit-reached" // see `limit`, `reservation`
  | "order-limit"
  | "outlet-limit"
  | "not-eligible"
  | "idempotency-mismatch"
  // Reservations
  | "expired" // see `refundFen`
  | "already-confirmed"
  | "cancelled"
  | "payment-failed" // 402
  | "payment-mismatch"
  | "not-confirmed" // only what is confirmed can be returned
  // Referrals
  | "self-referral"
  | "loop"
  | "already-attributed" // see `inviter`
  | "window-closed"
  | "staff"
  | "existing-customer"
  | "inviter-gone"
  | "wrong-state" // of a reward or a participant
  // Coupons
  | "unknown-coupon" // 404: no coupon has this code
  | "already-used" // see `use`
  | "coupon-expired"
  | "coupon-locked" // kept for an order
  | "coupon-revoked"
  | "not-yet-valid"
  | "minimum-not-met" // see `minimumFen`
  | "wrong-outlet"
  // Waiting and reminders
  | "not-sold-out"
  | "waiting-full"
  | "reminders-full"
  // Staff
  | "wrong-phase" // see `phase`
  | "would-strand" // see `stranded`
  | "needs-approval"
  | "same-person"
  | "policy-findings" // see `findings`: mend them, or say why they are accepted
  | "exists"
  | "stale" // 409: another has changed it meanwhile, see `version`
  | "no-draft" // 409: nothing to publish
  | "full" // see `limit`
  | "not-empty" // 409: a unit with people or open units in it is not closed
  | "not-an-image" // 422: no PNG, JPEG or WebP, or its sides are too long
  // Faults, all 503 but the marked
  | "overloaded"
  | "draining"
  | "journal-unavailable"
  | "journal-full"
  | "journal-corrupt" // 500
  | "outcome-unknown"
  | "database-unavailable" // 503: lists and statistics stand still, campaigns go on
  | "fenced"
  | "duplicate-command" // 409
  | "payload-too-large" // 413
  | "bug"; // 500

/** One wrong field: a path such as `releases.0.units`, and a sentence that says the fix. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** RFC 9457 problem document. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  /** With 429 and 503, as the `Retry-After` header, in ms. */
  readonly retryAfterMs?: number;
  /** With 422: one entry per wrong field. */
  readonly errors?: readonly FieldError[];
  /** With `not-open`. */
  readonly opensAt?: string;
  /** With `limit-reached`, `order-limit`: units. */
  readonly limit?: number;
  /** With `all-held`: units held by others that may come back. */
  readonly heldByOthers?: number;
  /** With `expired`: fen that are paid back. */
  readonly refundFen?: number;
  /** With `limit-reached`, `expired`, `already-confirmed`, `cancelled`: what the customer has. */
  readonly reservation?: ReservationJson;
  /** With `already-attributed`: who it is; null for nobody. */
  readonly inviter?: { readonly name: string } | null;
  /** With `wrong-phase`. */
  readonly phase?: PhaseJson;
  /** With `stale`: the version that there is now. */
  readonly version?: number;
  /** With `already-used`: when, where and by whom. */
  readonly use?: CouponUseJson;
  /** With `minimum-not-met`. */
  readonly minimumFen?: number;
  /** With `policy-findings`. */
  readonly findings?: readonly PolicyFindingJson[];
  /** With `would-strand`: by how many units more was asked back than is neither held nor sold. */
  readonly stranded?: number;
  /** With `would-strand` of a referral: what it counts, fen or rewards. */
  readonly pool?: "fen" | "units";
}

/** A list. `next` goes back as `?after=`; null at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

// Campaigns ---------------------------------------------------------------------------------------

export interface UnitsJson {
  readonly total: number;
  readonly available: number;
  readonly held: number;
  readonly confirmed: number;
  readonly withdrawn: number;
  readonly unreleased: number;
}

export interface EligibilityJson {
  readonly tags?: readonly string[];
  readonly newCustomersOnly?: boolean;
  readonly orgUnitIds?: readonly string[];
}

/** What a sale's page looks like: rice fields (the default), the red of a seal, or the gold of harvest. */
export type ThemeJson = "field" | "seal" | "harvest";

export interface LookJson {
  readonly theme?: ThemeJson;
  /** What customers should know beyond the terms. */
  readonly note?: string;
}

/** A staged release. */
export interface ReleaseJson {
  readonly at: string;
  readonly units: number;
}

/** `GET /api/v1/campaigns/:id`, and the data of the SSE event `state`. The same for everyone. */
export interface CampaignJson {
  readonly id: string;
  readonly kind: "flash-sale";
  readonly title: string;
  readonly product: string;
  readonly phase: PhaseJson;
  readonly startsAt: string;
  readonly endsAt: string;
  /** When this answer was made: the clock of the countdown. */
  readonly serverTime: string;
  readonly priceFen: number;
  readonly perCustomerMax: number;
  readonly perOrderMax: number;
  readonly holdSeconds: number;
  readonly soldOut: SoldOutJson;
  readonly units: UnitsJson;
  /** Length of the waiting list. */
  readonly waiting: number;
  readonly releases: readonly ReleaseJson[];
  readonly eligibility: EligibilityJson | null;
  readonly look?: LookJson;
  /** What everyone gets who confirms. */
  readonly grants?: RewardJson;
  /** Grows with every change; the SSE event id. */
  readonly version: number;
}

export interface TransitionJson {
  readonly at: string;
  readonly by: string;
  readonly what: string;
  readonly reason: string | null;
  /** Of a release or a delta: units, or what `pool` of a referral's budget counts. */
  readonly units?: number;
  readonly pool?: "fen" | "units";
}

/** What staff in scope get instead, from the same `GET` and from every transition. */
export interface StaffCampaignJson extends CampaignJson {
  readonly author: string;
  readonly unit: string;
  readonly expectedPeakPerSecond: number | null;
  /** 0 until scheduled. */
  readonly cells: number;
  /** Where approval is on, another than the author has to approve before it is scheduled. */
  readonly approval: boolean;
  readonly approvedBy: string | null;
  readonly archived: boolean;
  readonly history: readonly TransitionJson[];
}

/**
 * A row of `GET /api/v1/campaigns?q&phase&archived&kind&author&unit&from&to&after&limit`, staff only. `phase` is
 * one or several, joined by commas; without `archived` both are listed.
 */
export interface CampaignSummaryJson {
  readonly id: string;
  readonly kind: "flash-sale" | "referral";
  readonly title: string;
  readonly phase: PhaseJson;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly units: number;
  /** What `units` are of a referral: money of its budget, or rewards; absent for sales. */
  readonly unitsOf?: "fen" | "units";
  readonly priceFen: number;
  readonly author: string;
  readonly unit: string;
  readonly archived: boolean;
}
export interface CampaignListJson extends Page<CampaignSummaryJson> {
  /** Until when it is complete. */
  readonly asOf: string;
}

/** `POST /api/v1/campaigns` → 201 `StaffCampaignJson`. */
export interface FlashSaleRequest {
  readonly kind: "flash-sale";
  readonly title: string;
  readonly product: string;
  readonly priceFen: number;
  readonly units: number;
  readonly perCustomerMax: number;
  readonly perOrderMax?: number;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly holdSeconds: number;
  readonly releases?: readonly ReleaseJson[];
  readonly eligibility?: EligibilityJson;
  readonly look?: LookJson;
  readonly grants?: RewardJson;
  readonly expectedPeakPerSecond?: number;
}

/**
 * `PATCH /api/v1/campaigns/:id`, drafts only: the fields that change. With `version`, the one that they were
 * written against, a draft that another has changed meanwhile is refused as `stale`.
 */
export type FlashSalePatch = Partial<FlashSaleRequest> & { readonly version?: number };

// Transitions: `POST /api/v1/campaigns/:id/…` → 200 `StaffCampaignJson`; `Idempotency-Key` optional.
// `submit`, `approve`, `schedule`, `resume`, `archive`, `unarchive` take no body.
/** `…/reject`. */
export interface RejectRequest {
  readonly reason: string;
}
/** `…/pause`, `…/end`; the body may be empty. */
export interface ReasonRequest {
  readonly reason?: string;
}
/** `…/extend`. */
export interface ExtendRequest {
  readonly endsAt: string;
}
/** `…/units`: a delta, never an absolute number. `pool`: of a referral's budget. */
export interface UnitsRequest {
  readonly delta: number;
  readonly pool?: "fen" | "units";
}
/** `…/release`: of the units not yet released. */
export interface ReleaseRequest {
  readonly units: number;
}

/** One cell of a sale as the journal has it. */
export interface CellAuditJson {
  readonly cell: number;
  readonly granted: number;
  readonly received: number;
  readonly surrendered: number;
  readonly regained: number;
  readonly available: number;
  readonly held: number;
  readonly confirmed: number;
}

/** `GET /api/v1/campaigns/:id/audit`, computed from the journal as stored. */
export interface AuditJson extends UnitsJson {
  readonly reserve: number;
  readonly conserved: boolean;
  readonly cells: readonly CellAuditJson[];
  readonly reservations: number;
  readonly journalHead: number;
  /** What does not add up, one sentence each; empty when conserved. */
  readonly violations: readonly string[];
  /** Of a referral, whose units are those of its budget; `cells` is empty then. */
  readonly referral?: ReferralAuditJson;
}

/** `POST /api/v1/campaigns/:id/audit`: reservations that somebody was promised. */
export interface AuditReservationsRequest {
  readonly reservations: readonly string[];
}

/** Which of them the journal has as stored, and which it has not. */
export interface AuditReservationsJson {
  readonly found: readonly { readonly id: string; readonly state: ReservationStateJson }[];
  readonly missing: readonly string[];
}

// Grabs and reservations --------------------------------------------------------------------------

/** `POST /api/v1/campaigns/:id/grabs`; the body may be empty. `Idempotency-Key` optional. */
export interface GrabRequest {
  readonly units?: number;
  readonly via?: string;
}

export interface ReservationJson {
  readonly id: string;
  readonly campaignId: string;
  readonly units: number;
  /** Price of one unit. */
  readonly priceFen: number;
  /** End of the hold; after `held` its original end. */
  readonly expiresAt: string;
  readonly state: ReservationStateJson;
  readonly createdAt: string;
  /** Set when paid money must be given back. */
  readonly refundFen?: number;
  /** What a coupon took off the whole price. */
  readonly discountFen?: number;
  /** Of the sale; only in the list over all sales, where it is known. */
  readonly title?: string;
}

/** Grab (201 new, 200 stored), confirm, cancel, return, `GET /api/v1/reservations/:id`. */
export interface ReservationAnswer {
  readonly reservation: ReservationJson;
}

/** `GET /api/v1/campaigns/:id/grabs/mine`. */
export type MyReservationsJson = Page<ReservationJson>;

/**
 * `GET /api/v1/campaigns/:id/me`: all that the page needs to know of this customer, in one request. 401 when
 * signed out.
 */
export interface MyStateJson {
  readonly serverTime: string;
  readonly reminded: boolean;
  readonly reservations: readonly ReservationJson[];
  /** Null when not in the waiting list. */
  readonly waiting: WaitingJson | null;
}

/**
 * `POST /api/v1/reservations/:id/confirm`; the body may be empty (pay). Only the sandbox of payments reads
 * `payment`: `fail` → 402 `payment-failed` and the hold stays; `late` → 202 `PendingAnswer`, and the payment
 * completes after the hold has run out.
 */
export interface ConfirmRequest {
  readonly payment?: "pay" | "fail" | "late";
  /** Id of a coupon of the wallet; the rest is paid. */
  readonly coupon?: string;
}

/** 202: paying goes on; the reservation changes by itself. */
export interface PendingAnswer {
  readonly reservation: ReservationJson;
  readonly payment: "pending";
}

/** `POST /api/v1/reservations/:id/return`, staff. */
export interface ReturnRequest {
  readonly reason: string;
}

/** `POST /api/v1/campaigns/:id/reminders` → 201, 200 again. Body empty. */
export interface ReminderAnswer {
  readonly reminded: true;
}

/** `GET` and `PUT /api/v1/customers/:id/facts`, for staff: what eligibility is judged by. */
export interface CustomerFactsJson {
  readonly tags: readonly string[];
  /** True for a customer without business with the bank before. */
  readonly isNew: boolean;
  /** From the outlet up. */
  readonly orgUnitIds: readonly string[];
}

/** `POST …/waiting` (201, 200 again), `GET …/waiting/me` (404 when not waiting). `DELETE …/waiting` → 204. */
export interface WaitingJson {
  /** 1-based; null once a unit is offered. */
  readonly place: number | null;
  /** How many are before this customer. */
  readonly ahead: number;
  /** A unit for this customer alone until the deadline: grab it. */
  readonly offer: { readonly deadline: string } | null;
}

// Signing in --------------------------------------------------------------------------------------

/** `POST /api/v1/staff/login`. */
export interface StaffLoginRequest {
  readonly username: string;
  readonly password: string;
}
/** A member of staff; `unit` is the org unit id, whose parts are joined by dots (`jx.3601.360102002`). */
export interface StaffJson {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: "manager" | "outlet" | "bank" | "province" | "sre";
  readonly unit: string;
  readonly unitName: string;
}
/** `POST /api/v1/staff/login` → 200. Sets `yd_staff`. */
export interface StaffLoginAnswer {
  readonly token: string;
  readonly staff: StaffJson;
}
/** `GET /api/v1/staff/me`. `POST /api/v1/staff/logout` → 204 clears the cookie. */
export interface StaffMeAnswer {
  readonly staff: StaffJson;
}

/** `POST /api/v1/customers/otp` → 202 `OtpAnswer`. A mainland mobile number. */
export interface OtpRequest {
  readonly phone: string;
}
export interface OtpAnswer {
  readonly sent: true;
  /** Seconds until the code expires. */
  readonly expiresInSeconds: number;
  /** Only with `DEMO=1`. */
  readonly demoCode?: string;
}
/** `POST /api/v1/customers/login` → 200. Sets `yd_customer`. */
export interface CustomerLoginRequest {
  readonly phone: string;
  readonly otp: string;
}
export interface CustomerLoginAnswer {
  readonly token: string;
}
/** `GET /api/v1/customers/me`; 401 when signed out. `POST /api/v1/customers/logout` → 204. */
export interface CustomerMeAnswer {
  readonly customer: { readonly id: string };
}
// `GET /auth/wechat/start?to=/c/:id` → 302; comes back signed in by cookie. `to` is a path of this site.
