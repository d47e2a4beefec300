/**
 * Messages between a campaign and its stock cells. They carry absolute values, so that the newest one of a
 * pair says everything: escrow moves in cumulative counters applied by maximum.
 */
import type { CustomerFacts } from "./protocol.ts";
import type { Reward } from "../referral/protocol.ts";
import type { CouponRules } from "../wallet/protocol.ts";

/** What a cell must know of a sale, frozen when it is scheduled; instants and durations in ms. */
export interface CellSpec {
  readonly cells: number;
  readonly startsAtMs: number;
  readonly holdMs: number;
  readonly priceFen: number;
  readonly perCustomerMax: number;
  readonly perOrderMax: number;
  readonly eligibility: Eligibility | null;
  /** Least time between two reports that nothing urgent asks for. */
  readonly reportMs: number;
  /** What a confirmed sale gives its buyer. */
  readonly grants?: SaleGrant;
  /** Confirmed sales and those taken back are told to the customer's record. */
  readonly announces?: true;
}

/** A reward for a purchase; rules of its coupon as of scheduling. */
export interface SaleGrant {
  readonly reward: Reward;
  readonly rules: CouponRules | null;
  /** Of the sale, as the wallet shows where it came from. */
  readonly title: string;
}

/** Cell to `customer/<id>`: a purchase, or that it did not last. */
export interface PurchaseEvent {
  readonly kind: "event";
  readonly event: {
    readonly id: string;
    readonly type: "purchase-confirmed";
    readonly atMs: number;
    readonly amountFen: number;
  };
  readonly reversal: boolean;
}

/** Each list is satisfied by any one of its members. */
export interface Eligibility {
  readonly tags?: readonly string[];
  readonly newCustomersOnly?: boolean;
  readonly orgUnitIds?: readonly string[];
}

/** Whether a customer is among those whom a campaign is for. */
export function isEligible(wanted: Eligibility, facts: CustomerFacts | undefined): boolean {
  const known = facts ?? { tags: [], isNew: true, orgUnitIds: [] };
  if (wanted.newCustomersOnly === true && !known.isNew) return false;
  return anyOf(wanted.tags, known.tags) && anyOf(wanted.orgUnitIds, known.orgUnitIds);
}

function anyOf(wanted: readonly string[] | undefined, has: readonly string[]): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.some((each) => has.includes(each));
}

/** Phase of the sale as far as a cell must obey it. Opening is known from the spec. */
export interface CellPhase {
  /** Grows with every change; the cell's report repeats it as acknowledgement. */
  readonly version: number;
  readonly paused: boolean;
  readonly ended: boolean;
  readonly endsAtMs: number;
}

/** Campaign to cell: how things stand now, and what it wants. At most one per cell and turn. */
export interface Direct {
  readonly kind: "direct";
  /** Present in the first one. */
  readonly spec?: CellSpec;
  readonly phase: CellPhase;
  /** Units ever granted to this cell, offers included. */
  readonly granted: number;
  /** True: surrender what is free, now and whenever a unit is freed. */
  readonly drain: boolean;
  /** True: everything is confirmed or withdrawn and no release is pending. */
  readonly final: boolean;
  /** Units held in the whole campaign, for the refusal's sentence. */
  readonly held: number;
  /** Answers the cell's request: `more` says whether asking again may help. */
  readonly answer?: { readonly request: number; readonly more: boolean };
  /** Asks for units back: all that are free, or half of them. Answered at once, even with nothing. */
  readonly recall?: { readonly number: number; readonly half: boolean };
  /** Ends a denial: there is something to ask for again. */
  readonly reopen?: true;
}

/** Campaign to cell: one unit of `granted` is for this customer alone until the deadline. */
export interface OfferUnit {
  readonly kind: "offer";
  readonly customer: string;
  readonly ticket: number;
  readonly deadlineMs: number;
  readonly granted: number;
}

/** Campaign to cell: the customer left the waiting list. */
export interface WithdrawOffer {
  readonly kind: "withdraw-offer";
  readonly customer: string;
}

export type CampaignMessage = Direct | OfferUnit | WithdrawOffer;

/** A cell's sums: absolutes with a version that grows with every change. */
export interface CellSums {
  readonly version: number;
  /** Units ever given back. */
  readonly surrendered: number;
  /** Held by customers, offers included. */
  readonly held: number;
  readonly confirmed: number;
}

/** `taken` became a reservation; the others gave the unit back. */
export type OfferOutcome = "taken" | "lapsed" | "declined";

/** Cell to campaign. At most one per turn. */
export interface CellReport {
  readonly kind: "report";
  readonly sums: CellSums;
  /** Newest phase that the cell obeys. */
  readonly phase: number;
  /** The cell is dry: `need` units are wanted, the first order takes `least`. */
  readonly request?: { readonly number: number; readonly need: number; readonly least: number };
  /** The recall that this answers. */
  readonly recalled?: number;
  readonly offers?: readonly {
    readonly customer: string;
    readonly ticket: number;
    readonly outcome: OfferOutcome;
  }[];
}
