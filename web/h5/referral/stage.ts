/** Where a customer stands in a referral campaign: a pure function of what the server said and of server time. */
import type { MyReferralJson, ReferralJson } from "../../shared/api_referral.ts";

/** Why a join was refused for good. */
export type RefusalCode =
  | "existing-customer"
  | "self-referral"
  | "self-device"
  | "window-closed"
  | "unknown-code"
  | "inviter-gone"
  | "loop"
  | "staff"
  | "not-eligible";

export interface Refusal {
  readonly code: RefusalCode;
  /** Whether joining without the invitation may still succeed. */
  readonly mayJoinAlone: boolean;
}

/** All that a stage depends on. */
export interface Facts {
  readonly campaign: ReferralJson;
  readonly signedIn: boolean;
  /** Null: has not joined, or signed out, or not loaded yet. */
  readonly me: MyReferralJson | null;
  readonly refusal: Refusal | null;
  readonly nowMs: number;
}

/** How the campaign itself is doing. */
export type Course = "early" | "open" | "paused" | "sold-out" | "ended";

export type Stage =
  /** Takes part. */
  | { readonly kind: "joined"; readonly course: Course }
  | { readonly kind: "open"; readonly signedIn: boolean }
  | ({ readonly kind: "refused" } & Refusal)
  | { readonly kind: "early"; readonly signedIn: boolean }
  | { readonly kind: "paused" }
  | { readonly kind: "sold-out" }
  | { readonly kind: "ended" };

/** How the campaign is doing at an instant; server time alone opens and ends it. */
export function courseOf(campaign: ReferralJson, nowMs: number): Course {
  const { phase, soldOut } = campaign;
  if (phase === "ended" || phase === "settled" || nowMs >= Date.parse(campaign.endsAt)) {
    return "ended";
  }
  if (phase === "paused") return "paused";
  if (nowMs < Date.parse(campaign.startsAt)) return "early";
  return soldOut === "final" ? "sold-out" : "open";
}

/** Decides the stage: taking part goes first, then the campaign's course, then what was refused. */
export function stageOf({ campaign, me, nowMs, refusal, signedIn }: Facts): Stage {
  const course = courseOf(campaign, nowMs);
  if (me !== null) return { kind: "joined", course };
  switch (course) {
    case "early":
      return { kind: "early", signedIn };
    case "open":
      return refusal === null ? { kind: "open", signedIn } : { kind: "refused", ...refusal };
    case "paused":
    case "sold-out":
    case "ended":
      return { kind: course };
  }
}
