/** What happens in a cell of a referral campaign; the projector reads it. Instants in ms. */
import type { CellPhase } from "../stock/transfer.ts";
import type {
  FlagReason,
  Place,
  QualifyingEvent,
  Reward,
  RewardFor,
  RewardReason,
  RewardState,
  Touch,
} from "./protocol.ts";
import type { ReferralTerms } from "./transfer.ts";

export type ReferralEvent =
  | { readonly kind: "configured"; readonly terms: ReferralTerms }
  | { readonly kind: "phased"; readonly phase: CellPhase }
  | {
    readonly kind: "joined";
    readonly n: number;
    readonly customer: string;
    readonly mask: string | null;
    readonly inviter:
      | (Place & {
        readonly customer: string;
        readonly mask: string | null;
        readonly device?: string | null;
      })
      | null;
    /** The inviter's inviter. */
    readonly grand: Place | null;
    readonly level: number;
    readonly via: string | null;
    readonly channel: string;
    readonly device: string | null;
    /** All that were in the cookie and the request, so that other rules can judge again. */
    readonly touches: readonly Touch[];
    readonly code: Place | null;
    readonly isNew: boolean;
    readonly atMs: number;
  }
  /** In the cell of the inviter `by`. */
  | {
    readonly kind: "invited";
    readonly by: number;
    readonly invitee: Place & { readonly mask: string | null };
    readonly atMs: number;
  }
  | {
    readonly kind: "clicked";
    readonly items: readonly {
      readonly n: number;
      readonly channel: string;
      readonly clicks: number;
    }[];
    readonly atMs: number;
  }
  | {
    readonly kind: "visited";
    readonly items: readonly {
      readonly via: string | null;
      readonly channel: string;
      readonly visits: number;
    }[];
    readonly atMs: number;
  }
  /** In the invitee's cell: the first event that qualifies. */
  | {
    readonly kind: "qualified";
    readonly n: number;
    readonly event: QualifyingEvent;
    readonly atMs: number;
  }
  /** An event that came and counted for nothing, with the reason. */
  | {
    readonly kind: "ignored";
    readonly n: number;
    readonly event: QualifyingEvent;
    readonly reason: "window-closed" | "already-qualified" | "not-invited" | "removed";
    readonly atMs: number;
  }
  | {
    readonly kind: "reversed";
    readonly n: number;
    readonly event: string;
    readonly atMs: number;
  }
  /** In the inviter's cell: an invitee has qualified, or no longer has. */
  | {
    readonly kind: "counted";
    readonly by: number;
    readonly invitee: Place;
    readonly event: QualifyingEvent;
    readonly atMs: number;
  }
  | {
    readonly kind: "uncounted";
    readonly by: number;
    readonly invitee: Place;
    readonly reason: RewardReason;
    readonly atMs: number;
  }
  /** A reward of participant `n` begins; `r` counts the rewards of this cell from 0. */
  | {
    readonly kind: "reward-made";
    readonly r: number;
    readonly n: number;
    readonly for: RewardFor;
    readonly reward: Reward;
    readonly fen: number;
    readonly state: "pending" | "rejected";
    readonly reason: RewardReason | null;
    readonly flags: readonly FlagReason[];
    readonly invitee: Place | null;
    readonly inviteeMask: string | null;
    readonly tier: number | null;
    readonly events: readonly QualifyingEvent[];
    readonly rules: number;
    /** The manager whose outlet is credited. */
    readonly outlet: string | null;
    readonly atMs: number;
  }
  | {
    readonly kind: "reward-moved";
    readonly r: number;
    readonly state: RewardState;
    readonly reason: RewardReason | null;
    /** With `held`: end of the refund window. */
    readonly dueMs?: number;
    /** With `clawed-back`: the wallet has not said yet whether it was there to be taken. */
    readonly waits?: true;
    readonly by?: string;
    readonly note?: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "flagged";
    readonly n: number;
    readonly reason: FlagReason;
    readonly with: Place | null;
    readonly atMs: number;
  }
  | {
    readonly kind: "reviewed";
    readonly n: number;
    readonly reward: string | null;
    readonly verdict: "approve" | "reject" | "ask";
    readonly note: string;
    readonly by: string;
    readonly atMs: number;
  }
  /** In the cell that keeps a device. */
  | { readonly kind: "device-noted"; readonly device: string; readonly place: Place }
  | {
    readonly kind: "removed";
    readonly n: number;
    readonly note: string;
    readonly by: string;
    readonly atMs: number;
  }
  /** In the cell of the inviter `by`: flags of an invitee, or with `second` of an invitee's invitee, are these now. */
  | {
    readonly kind: "invitee-flagged";
    readonly by: number;
    readonly invitee: Place;
    readonly flags: readonly FlagReason[];
    readonly second?: true;
    readonly atMs: number;
  }
  /** A flagged invitee has qualified: it is `counted` once the flags are cleared. */
  | {
    readonly kind: "awaited";
    readonly by: number;
    readonly invitee: Place;
    readonly event: QualifyingEvent;
    /** An invitee's invitee, whose older reward still stands. */
    readonly second?: true;
    readonly atMs: number;
  }
  /** An invitee who was not counted will not be. */
  | {
    readonly kind: "dismissed";
    readonly by: number;
    readonly invitee: Place;
    readonly reason: RewardReason;
    readonly second?: true;
    readonly atMs: number;
  }
  /** Rewards of `n` were looked at again down to `next`, which is the next; -1: all. */
  | { readonly kind: "swept"; readonly n: number; readonly next: number }
  /** How many the invitees in this cell have invited themselves. */
  | {
    readonly kind: "counts-told";
    readonly cell: number;
    readonly items: readonly { readonly n: number; readonly invited: number }[];
  }
  /** `counts`: so many participants' numbers of invitees were told to their inviters' cells. */
  | { readonly kind: "reported"; readonly atMs: number; readonly counts?: number };
