/** What the fold of referral campaigns has to know of earlier records, and the rows that it writes. */
import type {
  FlagReason,
  Place,
  QualifyingEvent,
  RewardFor,
  RewardReason,
  RewardState,
} from "../../../actors/referral/protocol.ts";
import type { Assignment } from "../statistics/book.ts";

/** A row of `projected.referral_participant`; `manager` and `unit` are '' for 未归属. */
export interface ParticipantRow {
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
  readonly customer: string;
  readonly mask: string | null;
  readonly inviter_cell: number | null;
  readonly inviter_n: number | null;
  readonly level: number;
  readonly manager: string;
  readonly unit: string;
  readonly channel: string;
  readonly joined_ms: number;
  qualified_ms: number | null;
  qualified_by: string | null;
  qualified_event: string | null;
  removed: boolean;
}

/** A row of `projected.referral_reward`. */
export interface RewardRow {
  readonly campaign: string;
  readonly cell: number;
  readonly r: number;
  readonly n: number;
  readonly for: RewardFor;
  readonly kind: "coupon" | "points";
  readonly ref: string;
  readonly amount: number;
  readonly fen: number;
  state: RewardState;
  reason: RewardReason | null;
  readonly flags: readonly FlagReason[];
  readonly invitee_cell: number | null;
  readonly invitee_n: number | null;
  readonly invitee_mask: string | null;
  readonly tier: number | null;
  readonly events: readonly QualifyingEvent[];
  readonly rules: number;
  readonly manager: string;
  readonly unit: string;
  channel: string | null;
  readonly created_ms: number;
  due_ms: number | null;
  paid_ms: number | null;
  clawed_ms: number | null;
  by_staff: string | null;
  note: string | null;
}

/** A row of `projected.referral_review`. */
export interface ReviewRow {
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
  flags: readonly FlagReason[];
  /** At most `OTHERS_MAX`. */
  others: readonly Place[];
  readonly flagged_ms: number;
  note: string | null;
}

/** More of those concerned than a person looks at are left out. */
export const OTHERS_MAX = 20;

export interface Book {
  /** By `participantKey`. */
  readonly participants: ReadonlyMap<string, ParticipantRow>;
  /** By `rewardKey`. */
  readonly rewards: ReadonlyMap<string, RewardRow>;
  /** By `participantKey`. */
  readonly reviews: ReadonlyMap<string, ReviewRow>;
  /** Rewards paid for one whose row has not come yet, by `participantKey` of that one. */
  readonly waiting: ReadonlyMap<string, readonly RewardRow[]>;
  /** By manager, earliest first. */
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
}

/** A participant among all campaigns. */
export function participantKey(campaign: string, { cell, n }: Place): string {
  return `${campaign} ${cell}.${n}`;
}

/** A reward among all campaigns. */
export function rewardKey(campaign: string, at: { readonly cell: number; readonly r: number }) {
  return `${campaign} ${at.cell}.${at.r}`;
}

/** `<campaign>/<cell>` of `referral/<campaign>/<cell>`. */
export function cellOf(key: string): { readonly campaign: string; readonly cell: number } {
  const slash = key.lastIndexOf("/");
  return { campaign: key.slice(0, slash), cell: Number(key.slice(slash + 1)) };
}
