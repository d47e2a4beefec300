/** Messages between a referral campaign and its cells, between cells, and with customers' records and wallets. */
import type { CellPhase, Eligibility } from "../stock/transfer.ts";
import type { CouponRules } from "../wallet/protocol.ts";
import type {
  FlagReason,
  LeaderView,
  Place,
  QualifyingEvent,
  QualifyingEventType,
  Reward,
} from "./protocol.ts";

export type AttributionMode = "first" | "last" | "registration";

export interface RewardRules {
  readonly perInvitee?: Reward;
  readonly perInvitedSelf?: Reward;
  readonly tiers?: readonly { readonly at: number; readonly reward: Reward }[];
  /** To the inviter of the inviter; there is no third level. */
  readonly perSecondLevel?: Reward;
}

/** What a cell must know, frozen when the campaign is scheduled; instants and durations in ms. */
export interface ReferralTerms {
  readonly cells: number;
  readonly startsAtMs: number;
  readonly attribution: AttributionMode;
  /** Of a touch before joining, and of a qualifying event before or after it. */
  readonly windowMs: number;
  readonly qualifying: readonly QualifyingEventType[];
  readonly rewards: RewardRules;
  readonly caps: {
    /** Rewards for invitees (tiers and the second level apart) of one inviter in all. */
    readonly perInviter?: number;
    /** The same, of one inviter on one day in Asia/Shanghai. */
    readonly perDay?: number;
    /** Rewards of all kinds credited to the managers of one outlet; held by the campaign. */
    readonly perOutlet?: number;
  };
  readonly holdMs: number;
  readonly eligibility: Eligibility | null;
  /** Rules of the coupons that rewards name, as of scheduling, by `ref`. */
  readonly coupons: { readonly [ref: string]: CouponRules };
  /** What a point takes of the budget; a coupon takes its amount. */
  readonly pointFen: number;
  /** Of the campaign, for wallets. */
  readonly title: string;
  /** Of the rules: the campaign's version when it was scheduled. */
  readonly rules: number;
  /** More joins by one inviter within `burstMs` are looked at by a person. */
  readonly burstMax: number;
  readonly burstMs: number;
  /** Least time between two reports. */
  readonly reportMs: number;
}

/** Campaign to cell. */
export interface ReferralDirect {
  readonly kind: "direct";
  /** Present in the first one. */
  readonly terms?: ReferralTerms;
  readonly phase: CellPhase;
}

/** Sums of one cell since the beginning; absolutes, the newest says all. */
export interface ReferralSums {
  /** Grows with every change. */
  readonly version: number;
  readonly clicks: number;
  readonly visits: number;
  readonly participants: number;
  /** Participants with an inviter. */
  readonly invited: number;
  /** Invitees that have qualified. */
  readonly qualified: number;
  /** Invitees for whom a reward was paid. */
  readonly rewarded: number;
  /** Rewards that wait for review. */
  readonly flagged: number;
}

/** Cell to campaign: coalesced, at most one per turn. */
export interface ReferralReport {
  readonly kind: "referral-report";
  readonly sums: ReferralSums;
  /** Newest phase that the cell obeys. */
  readonly phase: number;
  /** The best of this cell, at most 20. */
  readonly leaders: readonly LeaderView[];
}

/** Cell to campaign: may this be given? Answered by `ReserveAnswer`, in order. */
export interface ReserveBudget {
  readonly kind: "reserve-budget";
  /** `<cell>.<r>` of the reward. */
  readonly reward: string;
  readonly fen: number;
  /** The manager whose outlet's cap counts: the campaign knows which that is. Null: nobody's, no cap. */
  readonly outlet: string | null;
}

/** Campaign to cell. */
export interface ReserveAnswer {
  readonly kind: "budget";
  readonly reward: string;
  readonly outcome: "reserved" | "budget-exhausted" | "cap-per-outlet" | "campaign-ended";
}

/** Cell to campaign: a reserved amount was paid out, came free again, or was taken back after it was paid. */
export interface CloseBudget {
  readonly kind: "close-budget";
  readonly reward: string;
  readonly fen: number;
  readonly outlet: string | null;
  readonly outcome: "paid" | "released" | "clawed-back";
}

/** Invitee's cell to inviter's cell, in this order for one invitee. */
export type InviteeNews =
  | {
    readonly kind: "invitee-joined";
    readonly by: number;
    readonly invitee: Place & { readonly mask: string | null; readonly customer: string };
    readonly device: string | null;
    readonly atMs: number;
  }
  | {
    readonly kind: "invitee-qualified";
    readonly by: number;
    readonly invitee: Place;
    readonly event: QualifyingEvent;
    /** Of the invitee: what comes of it waits for review. */
    readonly flags: readonly FlagReason[];
    readonly outlet: string | null;
  }
  | {
    readonly kind: "invitee-flagged";
    readonly by: number;
    readonly invitee: Place;
    readonly flags: readonly FlagReason[];
  }
  /** The flags were looked at and are nothing. */
  | { readonly kind: "invitee-cleared"; readonly by: number; readonly invitee: Place }
  /** The qualifying event was taken back, or the invitee was taken out. */
  | {
    readonly kind: "invitee-reversed";
    readonly by: number;
    readonly invitee: Place;
    readonly reason: "reversed" | "invitee-removed" | "review";
    readonly event: string | null;
  };

/** Inviter's cell to the cell of the inviter's inviter. */
export interface SecondLevelNews {
  readonly kind: "second-level";
  readonly by: number;
  /** The one who qualified. */
  readonly invitee: Place;
  readonly news: "qualified" | "reversed" | "flagged" | "cleared";
  readonly event: QualifyingEvent | null;
  readonly flags: readonly FlagReason[];
  readonly reason: "reversed" | "invitee-removed" | "review" | null;
  readonly outlet: string | null;
}

/** A cell to the cell that keeps a device's participants (by hash of the device). */
export interface DeviceSeen {
  readonly kind: "device-seen";
  readonly device: string;
  readonly place: Place;
}

/** That cell to the cell of each participant of a device that two or more share. */
export interface DeviceShared {
  readonly kind: "device-shared";
  readonly n: number;
  readonly with: Place;
}

/** A cell to another: this participant is to be looked at. */
export interface RaiseFlag {
  readonly kind: "raise-flag";
  readonly n: number;
  readonly reason: FlagReason;
  readonly with: Place;
}

/** A cell to the cell of inviters: how many their invitees have invited by now. Coalesced. */
export interface InvitedCounts {
  readonly kind: "invited-counts";
  readonly items: readonly { readonly n: number; readonly invited: number }[];
}

// With `customer/<id>`, which every event reaches first ---------------------------------------------

/** Cell to customer's record: from now on (and back to `sinceMs`) these events are wanted here. */
export interface Enrol {
  readonly kind: "enrol";
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
  readonly types: readonly QualifyingEventType[];
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Customer's record to cell. `reversal`: the event of this id did not last. */
export interface Happened {
  readonly kind: "happened";
  readonly n: number;
  readonly event: QualifyingEvent;
  readonly reversal: boolean;
}

// With `wallet/<customer>` ----------------------------------------------------------------------------

/** Cell, stock cell or staff to wallet. The same `id` is given once, whoever asks and however often. */
export interface Grant {
  readonly kind: "grant";
  readonly id: string;
  readonly reward: Reward;
  /** For a coupon. */
  readonly rules: CouponRules | null;
  readonly campaign: string;
  readonly title: string;
}

/** To wallet: what was given under this id is taken back; points may go below zero. */
export interface ClawBack {
  readonly kind: "claw-back";
  readonly id: string;
  readonly reason: string;
}

/** Wallet to whoever granted. */
export interface GrantAnswer {
  readonly kind: "granted" | "clawed-back";
  readonly id: string;
  readonly atMs: number;
  /** Of `clawed-back`: nothing was there to be taken back, a coupon was used or had expired. */
  readonly taken?: false;
}

export type ReferralMessage =
  | ReferralDirect
  | ReserveAnswer
  | InviteeNews
  | SecondLevelNews
  | DeviceSeen
  | DeviceShared
  | RaiseFlag
  | InvitedCounts
  | Happened
  | GrantAnswer;
