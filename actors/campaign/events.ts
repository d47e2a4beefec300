/** What happens in a campaign. Instants in ms. */
import type { CellSums, OfferOutcome } from "../stock/transfer.ts";
import type { LeaderView } from "../referral/protocol.ts";
import type { ReferralSums } from "../referral/transfer.ts";
import type { Actor, CampaignSpec, Phase } from "./protocol.ts";

/** Who did it and why; kept in the history. */
export interface Deed {
  readonly atMs: number;
  readonly by: string;
  readonly reason?: string;
}

export type CampaignEvent =
  | {
    readonly kind: "created";
    readonly spec: CampaignSpec;
    readonly author: Actor;
    readonly approval: boolean;
    readonly deed: Deed;
  }
  | { readonly kind: "amended"; readonly spec: CampaignSpec; readonly deed: Deed }
  | { readonly kind: "submitted"; readonly deed: Deed }
  | { readonly kind: "approved"; readonly deed: Deed }
  | { readonly kind: "rejected"; readonly deed: Deed }
  /** `rules`: number of the rules that are frozen, for a referral. */
  | {
    readonly kind: "scheduled";
    readonly cells: number;
    readonly rules?: number;
    readonly deed: Deed;
  }
  | { readonly kind: "warmed"; readonly deed: Deed }
  | { readonly kind: "opened"; readonly deed: Deed }
  | { readonly kind: "paused"; readonly deed: Deed }
  | { readonly kind: "resumed"; readonly phase: Phase; readonly deed: Deed }
  | { readonly kind: "extended"; readonly endsAtMs: number; readonly deed: Deed }
  | { readonly kind: "ended"; readonly deed: Deed }
  | { readonly kind: "settled"; readonly deed: Deed }
  | { readonly kind: "archived"; readonly archived: boolean; readonly deed: Deed }
  /** Units left the staged releases and are on sale. */
  | { readonly kind: "released"; readonly units: number; readonly deed: Deed }
  | { readonly kind: "units-added"; readonly units: number; readonly deed: Deed }
  /** A withdrawal waits until every cell has surrendered what is free. */
  | {
    readonly kind: "withdrawal-asked";
    readonly id: string;
    readonly units: number;
    readonly by: string;
  }
  | {
    readonly kind: "withdrawn";
    readonly fromReserve: number;
    readonly fromUnreleased: number;
    readonly deed: Deed;
  }
  | { readonly kind: "withdrawal-refused"; readonly stranded: number }
  /** A cell's report. */
  | {
    readonly kind: "heard";
    readonly cell: number;
    readonly sums: CellSums;
    readonly phase: number;
    readonly recalled?: number;
    readonly request?: { readonly number: number; readonly need: number; readonly least: number };
  }
  /** Units from the reserve to a cell; answers its request. */
  | { readonly kind: "granted"; readonly cell: number; readonly units: number }
  | { readonly kind: "denied"; readonly cell: number }
  /** The same number of units to every cell, which keep what is freed from now on. */
  | { readonly kind: "spread"; readonly each: number }
  /** Cells were asked for half of what is free. */
  | { readonly kind: "halved"; readonly number: number; readonly cells: readonly number[] }
  /** Few are left: every cell surrenders what is free, units are granted singly. */
  | { readonly kind: "drained"; readonly number: number }
  /** Cells that were denied may ask again. */
  | { readonly kind: "reopened"; readonly atMs: number }
  | { readonly kind: "finality-changed"; readonly final: boolean }
  | { readonly kind: "joined"; readonly customer: string; readonly atMs: number }
  | { readonly kind: "left"; readonly customer: string }
  | {
    readonly kind: "offered";
    readonly customer: string;
    readonly ticket: number;
    readonly cell: number;
    readonly deadlineMs: number;
  }
  | { readonly kind: "offer-closed"; readonly customer: string; readonly outcome: OfferOutcome }
  // Of a referral
  /** A cell's report; `leaders` where they have changed. */
  | {
    readonly kind: "course-heard";
    readonly cell: number;
    readonly phase: number;
    readonly sums: ReferralSums;
    readonly leaders?: readonly LeaderView[];
  }
  | { readonly kind: "manager-placed"; readonly manager: string; readonly unit: string }
  /** So much of the budget is kept for one reward; `outlet` is the manager who is credited. */
  | {
    readonly kind: "budget-reserved";
    readonly reward: string;
    readonly fen: number;
    readonly outlet: string | null;
  }
  | {
    readonly kind: "budget-refused";
    readonly reward: string;
    readonly outcome: "budget-exhausted" | "cap-per-outlet" | "campaign-ended";
  }
  | {
    readonly kind: "budget-closed";
    readonly reward: string;
    readonly fen: number;
    readonly outlet: string | null;
    readonly outcome: "paid" | "released" | "clawed-back";
  }
  | {
    readonly kind: "budget-changed";
    readonly pool: "fen" | "units";
    readonly delta: number;
    readonly deed: Deed;
  }
  /** Less than a tenth of a pool is left, for the first time. */
  | { readonly kind: "budget-warned"; readonly deed: Deed };
