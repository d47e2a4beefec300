/** Protocol of `campaign/<id>`: what staff and customers may ask of a campaign. */
import type { Protocol } from "../../engine/contract.ts";
import type { Reward } from "../referral/protocol.ts";
import type { CouponRules } from "../wallet/protocol.ts";
import type { ReferralCourse, ReferralSpec } from "./referral_spec.ts";

export type { PoolView, ReferralCourse, ReferralSpec } from "./referral_spec.ts";

/** Life cycle. Sold out is no phase, see `SoldOut`. `warming` begins `warmupMs` before the start. */
export type Phase =
  | "draft"
  | "in-review"
  | "scheduled"
  | "warming"
  | "open"
  | "paused"
  | "ended"
  | "settled";

/** `all-held` may come back, `final` cannot. */
export type SoldOut = "no" | "all-held" | "final";

/** A flash sale as written by staff; instants in ms, money in fen. */
export interface FlashSaleSpec {
  readonly kind: "flash-sale";
  readonly title: string;
  readonly product: string;
  readonly priceFen: number;
  readonly units: number;
  readonly perCustomerMax: number;
  readonly perOrderMax?: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly holdSeconds: number;
  readonly releases?: readonly { readonly atMs: number; readonly units: number }[];
  readonly eligibility?: {
    readonly tags?: readonly string[];
    readonly newCustomersOnly?: boolean;
    readonly orgUnitIds?: readonly string[];
  };
  readonly expectedPeakPerSecond?: number;
  /** What its page looks like and says beyond its terms. */
  readonly look?: { readonly theme?: "field" | "seal" | "harvest"; readonly note?: string };
  /** What everyone gets who confirms; taken back with a refund. */
  readonly grants?: Reward;
  /** Rules of the coupon that is granted, as of the last writing; frozen with the rest. */
  readonly grantRules?: CouponRules;
}

export type CampaignSpec = FlashSaleSpec | ReferralSpec;

/** Units of a sale by state; they add up to `total` once cells have reported. */
export interface Units {
  readonly total: number;
  readonly available: number;
  readonly held: number;
  readonly confirmed: number;
  readonly withdrawn: number;
  readonly unreleased: number;
}

/** Who did what when; kept for every transition. */
export interface Transition {
  readonly atMs: number;
  readonly by: string;
  /** Past tense, such as `scheduled`, `paused`, `units-added`. `by` is `time` where nobody did it. */
  readonly what: string;
  readonly reason?: string;
  /** Of a release or a delta; `pool` where it is one of a referral's budget. */
  readonly units?: number;
  readonly pool?: "fen" | "units";
  /** Of an extension. */
  readonly endsAtMs?: number;
}

/** What both kinds of campaign show. */
export interface CampaignPapers {
  readonly id: string;
  readonly phase: Phase;
  readonly soldOut: SoldOut;
  readonly units: Units;
  /** 0 until scheduled, then fixed. */
  readonly cells: number;
  /** Length of the waiting list. */
  readonly waiting: number;
  readonly author: string;
  /** Org unit of the author: data scope. */
  readonly unit: string;
  /** Where approval is on: who approved, null before. */
  readonly approvedBy: string | null;
  /** Where approval is on, a draft must be submitted and approved by another before it is scheduled. */
  readonly approval: boolean;
  readonly archived: boolean;
  /** Staged releases that are still to come. */
  readonly releases: readonly { readonly atMs: number; readonly units: number }[];
  readonly history: readonly Transition[];
  /** Grows with every change of the view. */
  readonly version: number;
}

export interface SaleView extends CampaignPapers {
  readonly kind: "flash-sale";
  readonly spec: FlashSaleSpec;
}

/** `units` are those of the budget: rewards where they are limited, else fen; `confirmed` are paid. */
export interface ReferralView extends CampaignPapers {
  readonly kind: "referral";
  readonly spec: ReferralSpec;
  readonly course: ReferralCourse;
  /** Number of the rules in force; 0 before they are frozen. */
  readonly rules: number;
}

export type CampaignView = SaleView | ReferralView;

/** The member of staff who acts; `unit` is the org unit. */
export interface Actor {
  readonly id: string;
  readonly role: "manager" | "outlet" | "bank" | "province" | "sre";
  readonly unit: string;
}

export type CampaignCommand =
  | {
    readonly kind: "create";
    readonly spec: CampaignSpec;
    readonly by: Actor;
    readonly approval: boolean;
  }
  /** With `version`, that of the view which was changed, a draft that another changed meanwhile is refused. */
  | {
    readonly kind: "amend";
    readonly spec: CampaignSpec;
    readonly by: Actor;
    readonly version?: number;
  }
  | { readonly kind: "submit"; readonly by: Actor }
  | { readonly kind: "approve"; readonly by: Actor }
  | { readonly kind: "reject"; readonly by: Actor; readonly reason: string }
  | { readonly kind: "schedule"; readonly by: Actor }
  | { readonly kind: "pause"; readonly by: Actor; readonly reason?: string }
  | { readonly kind: "resume"; readonly by: Actor }
  | { readonly kind: "extend"; readonly by: Actor; readonly endsAtMs: number }
  | { readonly kind: "end"; readonly by: Actor; readonly reason?: string }
  /** `pool`: of a referral's budget; default: that of rewards where there is one, else fen. */
  | {
    readonly kind: "units";
    readonly by: Actor;
    readonly delta: number;
    readonly pool?: "fen" | "units";
  }
  /** Where a manager works, for caps per outlet: the first word stands for the whole campaign. */
  | { readonly kind: "place-manager"; readonly manager: string; readonly unit: string }
  | { readonly kind: "release"; readonly by: Actor; readonly units: number }
  | { readonly kind: "archive"; readonly by: Actor; readonly archived: boolean }
  | { readonly kind: "view" }
  /** Join the waiting list for `units` (1). `cell` is the customer's own. */
  | { readonly kind: "join-waiting"; readonly customer: string; readonly cell: number }
  | { readonly kind: "leave-waiting"; readonly customer: string }
  | { readonly kind: "my-waiting"; readonly customer: string };

export type CampaignRejection =
  | "not-found"
  | "exists"
  | "wrong-phase"
  | "stale"
  | "would-strand"
  | "needs-approval"
  | "same-person"
  | "invalid"
  | "not-sold-out"
  | "waiting-full"
  | "ended"
  | "limit-reached";

export type CampaignReply =
  | { readonly kind: "view"; readonly view: CampaignView }
  | { readonly kind: "placed" }
  /** place is 1-based; an offer is for this customer alone until `deadlineMs`. */
  | {
    readonly kind: "waiting";
    readonly first: boolean;
    readonly place: number | null;
    readonly ahead: number;
    readonly offer: { readonly deadlineMs: number } | null;
  }
  | {
    readonly kind: "rejected";
    readonly code: CampaignRejection;
    readonly phase?: Phase;
    /** With `would-strand`: by how many units more was asked back than is neither held nor confirmed. */
    readonly stranded?: number;
    /** What `stranded` counts, in a referral's budget. */
    readonly pool?: "fen" | "units";
    /** With `stale`: that of the view now. */
    readonly version?: number;
    readonly detail?: string;
  };

export type CampaignProtocol = Protocol<"campaign", CampaignCommand, CampaignReply>;
