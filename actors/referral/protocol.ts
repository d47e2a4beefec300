/**
 * Protocol of `referral/<campaign>/<cell>`: participants of a referral campaign, spread over cells. Every person is a
 * number (`n`) of one cell, given in the order of joining and never again; inviters and invitees may be in different
 * cells. Messages between campaign and cells are in `transfer.ts`.
 */
import type { Protocol } from "../../engine/contract.ts";
import type { CustomerFacts } from "../stock/protocol.ts";

/** Something that a customer did and that may qualify an invitee; each of them costs something. */
export type QualifyingEventType =
  | "account-opened"
  | "card-activated"
  | "deposit-made"
  | "purchase-confirmed"
  | "application-opened";

export const QUALIFYING_EVENT_TYPES: readonly QualifyingEventType[] = [
  "account-opened",
  "card-activated",
  "deposit-made",
  "purchase-confirmed",
  "application-opened",
];

/** What a reward is. `amount`: fen for a coupon, points for points. */
export interface Reward {
  readonly kind: "coupon" | "points";
  /** Id of a coupon template or of an account of points; unknown ones are a name. */
  readonly ref: string;
  readonly amount: number;
}

/** A participant's place. */
export interface Place {
  readonly cell: number;
  readonly n: number;
}

/** What others need to know of a participant; nothing of it changes after joining. */
export interface InviterFacts extends Place {
  readonly customer: string;
  /** Credit of the inviter: whoever comes without one of their own inherits it. */
  readonly via: string | null;
  readonly device: string | null;
  /** 0 for one whom nobody invited. */
  readonly level: number;
  /** The inviter's own inviter. */
  readonly inviter: Place | null;
  /** `张*`, `139****0101` or null. */
  readonly mask: string | null;
}

/** The opening of an invitation, as the signed cookie or the request itself has it. */
export interface Touch {
  readonly place: Place;
  readonly atMs: number;
  readonly channel: string;
}

/** A qualifying event as the customer's record forwards it. */
export interface QualifyingEvent {
  /** Unique for one customer. */
  readonly id: string;
  readonly type: QualifyingEventType;
  /** When it happened. */
  readonly atMs: number;
}

/** Why something waits for a person to look at it. Nobody is blamed. */
export type FlagReason = "shared-device" | "ring" | "burst" | "late-flag";

export type RewardState =
  /** Budget is being asked for. */
  | "pending"
  /** Reserved; the refund window runs. */
  | "held"
  /** The window is over; the wallet has been told. */
  | "approved"
  /** The wallet has it. */
  | "paid"
  /** Reserved, and waits for review. */
  | "flagged"
  | "rejected"
  | "clawed-back";

/** Why a reward was rejected or clawed back. */
export type RewardReason =
  | "cap-per-inviter"
  | "cap-per-day"
  | "cap-per-outlet"
  | "budget-exhausted"
  | "window-closed"
  | "reversed"
  | "inviter-removed"
  | "invitee-removed"
  | "review"
  | "by-staff"
  | "campaign-ended";

/** What a reward is for. */
export type RewardFor = "invitee" | "self" | "tier" | "second-level";

/** A reward of one participant; instants in ms. `id` is `<campaign>.<cell>.<r>`. */
export interface RewardView {
  readonly id: string;
  readonly for: RewardFor;
  readonly reward: Reward;
  /** What it takes of the budget. */
  readonly fen: number;
  readonly state: RewardState;
  readonly reason: RewardReason | null;
  readonly flags: readonly FlagReason[];
  /** Whose qualification it is for; null for a tier. */
  readonly invitee: Place | null;
  readonly inviteeMask: string | null;
  /** The threshold, for a tier. */
  readonly tier: number | null;
  /** The events that made it. */
  readonly events: readonly QualifyingEvent[];
  /** Version of the campaign's rules that decided. */
  readonly rules: number;
  readonly createdAtMs: number;
  /** End of the refund window; null before it is held. */
  readonly dueMs: number | null;
  readonly paidAtMs: number | null;
  /** Said by whoever reviewed or clawed back. */
  readonly note: string | null;
}

/** Where an invitee stands. */
export type InviteeState = "joined" | "qualified" | "rewarded" | "in-review" | "rejected";

/** An invitee as the inviter sees it. */
export interface InviteeView extends Place {
  readonly mask: string | null;
  readonly joinedAtMs: number;
  readonly qualifiedAtMs: number | null;
  readonly state: InviteeState;
  readonly reason: RewardReason | null;
  /** How many this one has invited, as last told: at most a few seconds old. */
  readonly invited: number;
}

export interface TierView {
  readonly at: number;
  readonly reward: Reward;
  /** Null: not reached. */
  readonly state: RewardState | null;
}

/** All that a participant's own page shows. */
export interface ParticipantView extends Place {
  readonly customer: string;
  readonly joinedAtMs: number;
  readonly level: number;
  readonly via: string | null;
  readonly channel: string;
  readonly inviter: (Place & { readonly mask: string | null }) | null;
  readonly mask: string | null;
  readonly flags: readonly FlagReason[];
  readonly qualifiedBy: QualifyingEvent | null;
  readonly removed: boolean;
  readonly invited: number;
  readonly qualified: number;
  /** Clicks on the participant's own link: once a person and hour. */
  readonly clicks: number;
  readonly tiers: readonly TierView[];
  /** Newest first, at most 200. */
  readonly rewards: readonly RewardView[];
  /** Newest first, at most 200; all of them by `children`. */
  readonly invitees: readonly InviteeView[];
}

export interface LeaderView extends Place {
  readonly mask: string | null;
  readonly qualified: number;
  readonly invited: number;
  /** When the last one that counts did: earlier is ahead among equals. */
  readonly atMs: number;
}

export type ReferralCommand =
  /** `customer` is of this cell. The edge has found the touches and whose they are. */
  | {
    readonly kind: "join";
    readonly customer: string;
    /** The one whose code the request names; null for none. */
    readonly code: Place | null;
    /** Oldest first, at most 8; the request's own code is among them, with its time. */
    readonly touches: readonly Touch[];
    /** Those of `touches` and `code`, by `<cell>.<n>`. */
    readonly inviters: { readonly [place: string]: InviterFacts };
    /** Manager by the order of credit; null: that of the inviter, if there is one. */
    readonly via: string | null;
    readonly channel: string;
    /** Digest of the device; null for a client without cookies. */
    readonly device: string | null;
    readonly mask: string | null;
    readonly isStaff: boolean;
    readonly facts: CustomerFacts;
  }
  | { readonly kind: "me"; readonly customer: string }
  /** What an invitation's code stands for. */
  | { readonly kind: "who"; readonly n: number }
  | { readonly kind: "participant"; readonly n: number }
  /** Invitees in the order of joining. */
  | {
    readonly kind: "children";
    readonly n: number;
    readonly after: number | null;
    readonly limit: number;
  }
  /** Participants whom nobody invited, in the order of joining. */
  | { readonly kind: "roots"; readonly after: number | null; readonly limit: number }
  /** Openings of links, gathered by an edge: not more than once a second. */
  | {
    readonly kind: "clicked";
    readonly items: readonly {
      readonly n: number;
      readonly channel: string;
      readonly clicks: number;
    }[];
  }
  /** Openings of the campaign's page, gathered the same way; `via` null: nobody's. */
  | {
    readonly kind: "visited";
    readonly items: readonly {
      readonly via: string | null;
      readonly channel: string;
      readonly visits: number;
    }[];
  }
  /** One who invited `n` at any depth tried to join by `n`'s code: both go to review. */
  | { readonly kind: "loop-tried"; readonly n: number; readonly by: Place }
  /** Of the rewards that this participant's flags hold back, or of one reward. */
  | {
    readonly kind: "review";
    readonly n: number;
    readonly reward: string | null;
    /** `ask`: stays in the queue with a note for whoever looks next. */
    readonly verdict: "approve" | "reject" | "ask";
    readonly note: string;
    readonly by: string;
  }
  | {
    readonly kind: "claw-back";
    readonly reward: string;
    readonly note: string;
    readonly by: string;
  }
  /** Takes a participant out: open rewards for and by this one are rejected, the tree keeps its shape. */
  | { readonly kind: "remove"; readonly n: number; readonly note: string; readonly by: string };

/** The same words as `code` over HTTP. */
export type ReferralRejection =
  | "not-found"
  | "not-open"
  | "paused"
  | "ended"
  | "self-referral"
  | "already-attributed"
  | "window-closed"
  | "staff"
  | "existing-customer"
  | "not-eligible"
  | "wrong-state"
  | "inviter-gone";

export type ReferralReply =
  | {
    readonly kind: "participant";
    /** False: joined before. */
    readonly first: boolean;
    readonly participant: ParticipantView;
  }
  | { readonly kind: "who"; readonly who: InviterFacts; readonly removed: boolean }
  | {
    readonly kind: "children";
    readonly items: readonly InviteeView[];
    readonly next: number | null;
  }
  | { readonly kind: "reward"; readonly reward: RewardView }
  | { readonly kind: "noted" }
  | {
    readonly kind: "rejected";
    readonly code: ReferralRejection;
    readonly opensAtMs?: number;
    /** With `already-attributed`: who it is. */
    readonly participant?: ParticipantView;
  };

export type ReferralProtocol = Protocol<"referral", ReferralCommand, ReferralReply>;

/** Key of a cell: `referral/` and this is its address. */
export function referralKey(campaign: string, cell: number): string {
  return `${campaign}/${cell}`;
}

export { cellOfCustomer as referralCellOf } from "../stock/protocol.ts";
