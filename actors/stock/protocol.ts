/**
 * Protocol of `stock/<campaign>/<cell>`: what callers outside may ask of a stock cell.
 * Messages between the campaign and its cells are in `transfer.ts`.
 */
import type { Protocol } from "../../engine/contract.ts";

export { parseReservationId } from "./reservation_id.ts";

/** States of a reservation. `returned` follows `confirmed` on refund. */
export type ReservationState = "held" | "confirmed" | "expired" | "cancelled" | "returned";

/** What a coupon takes off the price of a whole reservation, in fen. */
export interface CouponTaken {
  readonly id: string;
  readonly discountFen: number;
}

/** A reservation as customers see it; instants in ms, money in fen for the whole reservation's unit price. */
export interface ReservationView {
  readonly id: string;
  readonly campaignId: string;
  readonly customer: string;
  readonly units: number;
  /** Price of one unit in fen. */
  readonly priceFen: number;
  readonly state: ReservationState;
  readonly createdAtMs: number;
  /** End of the hold; for states after `held` the hold's original end. */
  readonly expiresAtMs: number;
  /** Set when a paid amount must be given back: the payment came too late and no unit was left. */
  readonly refundFen?: number;
  /** The coupon that was used for it. */
  readonly coupon?: CouponTaken;
}

/** What eligibility needs to know of a customer; stamped by the edge where the campaign asks for it. */
export interface CustomerFacts {
  readonly tags: readonly string[];
  /** True for a customer without business with the bank before. */
  readonly isNew: boolean;
  /** The org unit ids that the customer belongs to, from outlet up; empty for none. */
  readonly orgUnitIds: readonly string[];
}

/** Credit of a grab (design.md 6), fixed at the first 201. Null: 未归属. */
export type Via = string | null;

export type StockCommand =
  | {
    readonly kind: "grab";
    readonly customer: string;
    readonly units: number;
    /** The client's `Idempotency-Key`. */
    readonly key?: string;
    readonly via?: Via;
    readonly facts?: CustomerFacts;
  }
  | { readonly kind: "mine"; readonly customer: string }
  | { readonly kind: "reservation"; readonly customer: string; readonly id: string }
  | {
    readonly kind: "confirm";
    readonly customer: string;
    readonly id: string;
    /** The payment that covers it, null where nothing is left to pay. Paid amount in fen. */
    readonly payment: { readonly id: string; readonly paidFen: number } | null;
    /** Kept for this reservation by the customer's wallet; payment and discount together are what is due. */
    readonly coupon?: CouponTaken;
  }
  | { readonly kind: "cancel"; readonly customer: string; readonly id: string }
  /** Refund by staff: confirmed → returned; the unit goes back on sale (or to the waiting list). */
  | { readonly kind: "return"; readonly id: string; readonly by: string; readonly reason: string }
  | { readonly kind: "remind"; readonly customer: string }
  /** Whether this customer has a reminder, reservations, and an offer from the waiting list. */
  | { readonly kind: "status"; readonly customer: string };

/** Why a cell refuses; the same words as `code` over HTTP. */
export type StockRejection =
  | "not-found"
  | "not-open"
  | "paused"
  | "ended"
  | "sold-out"
  | "all-held"
  | "limit-reached"
  | "order-limit"
  | "not-eligible"
  | "idempotency-mismatch"
  | "expired"
  | "already-confirmed"
  | "cancelled"
  | "payment-mismatch"
  /** Only what is confirmed can be returned. */
  | "not-confirmed"
  | "reminders-full";

export type StockReply =
  /** A new reservation: 201. */
  | { readonly kind: "reserved"; readonly reservation: ReservationView }
  /** The stored one: 200. */
  | { readonly kind: "reservation"; readonly reservation: ReservationView }
  | { readonly kind: "reservations"; readonly reservations: readonly ReservationView[] }
  | { readonly kind: "reminded"; readonly first: boolean }
  | {
    readonly kind: "status";
    readonly reminded: boolean;
    readonly offer: { readonly deadlineMs: number } | null;
    readonly reservations: readonly ReservationView[];
  }
  | {
    readonly kind: "rejected";
    readonly code: StockRejection;
    /** Facts for the sentence and the next step. */
    readonly opensAtMs?: number;
    readonly limit?: number;
    readonly heldByOthers?: number;
    readonly retryAfterMs?: number;
    /** With `expired`: the amount in fen that must be refunded. */
    readonly refundFen?: number;
    /** With `limit-reached`, `already-confirmed`, `cancelled`, `expired`: what the customer has. */
    readonly reservation?: ReservationView;
  };

export type StockProtocol = Protocol<"stock", StockCommand, StockReply>;

/** Key of a cell: `stock/` and this is its address. */
export function cellKey(campaignId: string, cell: number): string {
  return `${campaignId}/${cell}`;
}

/** The cell that a customer always meets: FNV-1a of the id, so limits per person need no coordination. */
export function cellOfCustomer(customer: string, cells: number): number {
  if (cells <= 1) return 0;
  let hash = 0x811c9dc5;
  for (let i = 0; i < customer.length; i++) {
    hash = Math.imul(hash ^ customer.charCodeAt(i), 0x01000193);
  }
  // FNV's low bits are weak for ids that differ in their last character only.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return (hash >>> 0) % cells;
}
