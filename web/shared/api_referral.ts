/** JSON of referral campaigns: see `api.ts` for the manner. Names of people are masked everywhere. */
import type {
  EligibilityJson,
  Page,
  PhaseJson,
  ThemeJson,
  TransitionJson,
  UnitsJson,
} from "./api.ts";

export type QualifyingEventTypeJson =
  | "account-opened"
  | "card-activated"
  | "deposit-made"
  | "purchase-confirmed"
  | "application-opened";

/** `amount`: fen for a coupon, points for points. */
export interface RewardJson {
  readonly kind: "coupon" | "points";
  /** Id of a coupon template, else a name. */
  readonly ref: string;
  readonly amount: number;
}

export interface RewardRulesJson {
  readonly perInvitee?: RewardJson;
  readonly perInvitedSelf?: RewardJson;
  readonly tiers?: readonly { readonly at: number; readonly reward: RewardJson }[];
  /** To the inviter of the inviter; there is no third level. */
  readonly perSecondLevel?: RewardJson;
}

/** `POST /api/v1/campaigns` with `kind: "referral"` → 201 `StaffReferralJson`. */
export interface ReferralRequest {
  readonly kind: "referral";
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly attribution: "first" | "last" | "registration";
  readonly windowDays: number;
  readonly qualifying: readonly QualifyingEventTypeJson[];
  readonly rewards: RewardRulesJson;
  readonly caps?: {
    readonly perInviter?: number;
    readonly perDay?: number;
    readonly perOutlet?: number;
  };
  readonly budget: { readonly fen?: number; readonly units?: number };
  readonly holdDays: number;
  readonly rules: string;
  readonly eligibility?: EligibilityJson;
  readonly pointFen?: number;
  readonly expectedParticipants?: number;
  readonly expectedPeakPerSecond?: number;
  readonly look?: { readonly theme?: ThemeJson; readonly note?: string };
  /** Why the findings of the policy check are accepted; needed before review where there are any. */
  readonly override?: { readonly reason: string };
}
export type ReferralPatch = Partial<ReferralRequest> & { readonly version?: number };

/** One pool of the budget: `total = available + held + paid + withdrawn`. */
export interface PoolJson {
  readonly total: number;
  readonly available: number;
  readonly held: number;
  readonly paid: number;
  readonly withdrawn: number;
}

export interface LeaderJson {
  readonly rank: number;
  /** `<cell>.<n>` */
  readonly id: string;
  readonly name: string;
  readonly qualified: number;
  readonly invited: number;
}

/** click → visit → join → qualify → rewarded. */
export interface FunnelJson {
  readonly clicks: number;
  readonly visits: number;
  readonly participants: number;
  readonly invited: number;
  readonly qualified: number;
  readonly rewarded: number;
  readonly flagged: number;
}

/** `GET /api/v1/campaigns/:id` of a referral, and the data of the SSE event `state`. */
export interface ReferralJson {
  readonly id: string;
  readonly kind: "referral";
  readonly title: string;
  readonly phase: PhaseJson;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly serverTime: string;
  readonly attribution: "first" | "last" | "registration";
  readonly windowDays: number;
  readonly qualifying: readonly QualifyingEventTypeJson[];
  readonly rewards: RewardRulesJson;
  readonly caps: {
    readonly perInviter?: number;
    readonly perDay?: number;
    readonly perOutlet?: number;
  };
  readonly holdDays: number;
  readonly rules: string;
  /** Number of the rules that are in force; 0 before they are frozen. */
  readonly rulesVersion: number;
  /** `final`: nothing of the budget is left. */
  readonly soldOut: "no" | "all-held" | "final";
  /** The budget in rewards where there is one, else in fen; `held` is reserved, `confirmed` paid. */
  readonly units: UnitsJson;
  readonly eligibility: EligibilityJson | null;
  readonly look?: { readonly theme?: ThemeJson; readonly note?: string };
  /** Coupons that can be won, by `ref`. */
  readonly coupons: { readonly [ref: string]: CouponRulesJson };
  readonly leaders: readonly LeaderJson[];
  readonly participants: number;
  readonly version: number;
}

/** What staff in scope get instead. */
export interface StaffReferralJson extends ReferralJson {
  readonly budget: { readonly fen: PoolJson | null; readonly units: PoolJson | null };
  /** Since when less than a tenth of a pool is left. */
  readonly budgetWarnedAt: string | null;
  readonly pointFen: number;
  readonly expectedParticipants: number | null;
  readonly expectedPeakPerSecond: number | null;
  readonly funnel: FunnelJson;
  readonly author: string;
  readonly unit: string;
  readonly cells: number;
  readonly approval: boolean;
  readonly approvedBy: string | null;
  readonly archived: boolean;
  readonly override: { readonly reason: string; readonly by: string } | null;
  readonly history: readonly TransitionJson[];
}

/** Rules of a coupon, copied when it is issued. */
export interface CouponRulesJson {
  readonly title: string;
  readonly amountFen: number;
  readonly minimumFen: number;
  readonly validity:
    | { readonly kind: "dates"; readonly from: string; readonly until: string }
    | { readonly kind: "days"; readonly days: number };
  readonly units: readonly string[];
  readonly note: string;
}

/** Part of `GET …/audit`: participants and rewards counted from the journal, against the budget. */
export interface ReferralAuditJson {
  readonly participants: number;
  readonly invited: number;
  readonly qualified: number;
  readonly rewards: {
    readonly [State in RewardStateJson]: { readonly rewards: number; readonly fen: number };
  };
  readonly fen: PoolJson | null;
  readonly units: PoolJson | null;
}

// Participants --------------------------------------------------------------------------------------

export type FlagReasonJson = "shared-device" | "ring" | "burst" | "late-flag";
export type RewardStateJson =
  | "pending"
  | "held"
  | "approved"
  | "paid"
  | "flagged"
  | "rejected"
  | "clawed-back";
export type RewardReasonJson =
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

/** `POST /api/v1/campaigns/:id/participants {code?}` → 201, 200 again. */
export interface JoinRequest {
  readonly code?: string;
}
export interface JoinAnswer {
  readonly participant: ParticipantJson;
  readonly inviter: { readonly name: string } | null;
  readonly link: { readonly code: string; readonly url: string };
}
export interface ParticipantJson {
  /** `<cell>.<n>` */
  readonly id: string;
  readonly campaignId: string;
  readonly joinedAt: string;
  /** Shown to staff and to others; never the customer's id. */
  readonly name: string;
  readonly level: number;
  readonly qualifiedAt: string | null;
}

export interface EventJson {
  readonly id: string;
  readonly type: QualifyingEventTypeJson;
  readonly at: string;
}

/** A reward and why it counted or did not. */
export interface RewardViewJson {
  readonly id: string;
  readonly for: "invitee" | "self" | "tier" | "second-level";
  readonly reward: RewardJson;
  readonly fen: number;
  readonly state: RewardStateJson;
  readonly reason: RewardReasonJson | null;
  /** One sentence in the language of the request: why it stands where it stands. */
  readonly why: string;
  readonly flags: readonly FlagReasonJson[];
  readonly invitee: { readonly id: string; readonly name: string } | null;
  readonly tier: number | null;
  readonly events: readonly EventJson[];
  readonly rulesVersion: number;
  readonly createdAt: string;
  /** End of the refund window. */
  readonly dueAt: string | null;
  readonly paidAt: string | null;
  readonly note: string | null;
}

export interface InviteeJson {
  readonly id: string;
  readonly name: string;
  readonly joinedAt: string;
  readonly qualifiedAt: string | null;
  readonly state: "joined" | "qualified" | "rewarded" | "in-review" | "rejected";
  readonly reason: RewardReasonJson | null;
  /** For customers: the reason in words, null where there is nothing to say. */
  readonly why: string | null;
  /** How many this one has invited. */
  readonly invited: number;
}

/** `GET /api/v1/campaigns/:id/participants/me`; 404 for one who has not joined. */
export interface MyReferralJson extends JoinAnswer {
  readonly serverTime: string;
  readonly progress: {
    readonly clicks: number;
    readonly invited: number;
    readonly qualified: number;
    /** Of the newest 200 invitees. */
    readonly rewarded: number;
    /** Of rewards that are paid, among the newest 200. */
    readonly earnedFen: number;
    readonly earnedPoints: number;
    /** Of rewards on their way, among the newest 200. */
    readonly comingFen: number;
    readonly comingPoints: number;
  };
  readonly tiers: readonly {
    readonly at: number;
    readonly reward: RewardJson;
    /** Null: not reached. */
    readonly state: RewardStateJson | null;
    /** How many more it takes. */
    readonly missing: number;
  }[];
  /** Newest first, at most 200; so are the invitees. */
  readonly rewards: readonly RewardViewJson[];
  readonly invitees: readonly InviteeJson[];
  /** Place on the leaderboard among the first 20; null further down. */
  readonly rank: number | null;
}

/**
 * A row of `GET /api/v1/participants/mine?after&limit`, from rows: the referrals that this customer takes part in,
 * newest first, as `Page<MyParticipationJson>`.
 */
export interface MyParticipationJson {
  readonly campaignId: string;
  readonly title: string;
  readonly joinedAt: string;
  readonly invited: number;
  readonly qualified: number;
}

// Events of the bank ----------------------------------------------------------------------------------

/**
 * `POST /api/v1/events`, signed: `X-Yundian-Timestamp` (seconds since 1970) and `X-Yundian-Signature`
 * (`sha256=` and the hex HMAC-SHA256 of `<timestamp>.<body>` under `EVENTS_SECRET`). 201; the same event again 200
 * with the first answer; 401 for a forged or stale one (5 minutes), without a reason.
 */
export interface EventRequest {
  /** The bank's own, unique: a repetition changes nothing. */
  readonly id: string;
  /** One of the qualifying types, or `reversed`: the event `of` did not last. */
  readonly type: QualifyingEventTypeJson | "reversed";
  /** One of the two. */
  readonly customerId?: string;
  readonly phone?: string;
  readonly at: string;
  /** With `reversed`. */
  readonly of?: string;
  readonly amountFen?: number;
}
export interface EventAnswer {
  readonly event: { readonly id: string; readonly receivedAt: string };
}

// Console -----------------------------------------------------------------------------------------------

/** `GET …/participants/:place`, staff. */
export interface StaffParticipantJson extends ParticipantJson {
  readonly customerId: string;
  readonly inviter: { readonly id: string; readonly name: string } | null;
  readonly manager: string | null;
  readonly channel: string;
  readonly flags: readonly FlagReasonJson[];
  readonly removed: boolean;
  readonly clicks: number;
  readonly invited: number;
  readonly qualified: number;
  readonly qualifiedBy: EventJson | null;
  readonly rewards: readonly RewardViewJson[];
}

/** `GET …/participants?of=<place>|roots&after&limit`: one level of the tree. */
export type TreeJson = Page<InviteeJson>;

/** A row of the review queue, `GET …/reviews?after&limit`. */
export interface ReviewJson {
  readonly participant: { readonly id: string; readonly name: string };
  readonly flags: readonly FlagReasonJson[];
  /** Others concerned: same device, same ring. */
  readonly with: readonly { readonly id: string; readonly name: string }[];
  readonly rewards: number;
  readonly fen: number;
  readonly flaggedAt: string;
  /** Of the last `ask`. */
  readonly note: string | null;
}
export interface ReviewListJson extends Page<ReviewJson> {
  readonly asOf: string;
}
/** `POST …/participants/:place/review`. */
export interface ReviewRequest {
  readonly verdict: "approve" | "reject" | "ask";
  readonly note: string;
  /** Only this reward. */
  readonly reward?: string;
}
/** `POST …/rewards/:reward/claw-back`, `POST …/participants/:place/remove`. */
export interface NoteRequest {
  readonly note: string;
}

/** Finding of the policy check, `POST /api/v1/campaigns/policy` with a draft. */
export interface PolicyFindingJson {
  readonly rule:
    | "reward-for-sharing"
    | "more-than-two-levels"
    | "prize-limit"
    | "rules-missing"
    | "rules-incomplete"
    | "free-event"
    | "no-cap"
    | "budget-too-small"
    | "tier-out-of-reach"
    | "self-reward-only";
  /** `error`: against a rule from outside; also without a review it takes a reason to go on. */
  readonly level: "error" | "warning";
  readonly field: string;
  readonly message: string;
}
export interface PolicyJson {
  readonly findings: readonly PolicyFindingJson[];
  /** The most that it can cost by its own terms, before the budget stops it; null: without bound. */
  readonly worstCase: {
    readonly fen: number | null;
    readonly rewards: number | null;
    /** What the budget holds it to. */
    readonly cappedFen: number | null;
    readonly cappedRewards: number | null;
  };
}
