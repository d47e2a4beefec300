/**
 * Protocol of `directory/campaigns`: the list of campaigns while Postgres is away, and the sales on storefronts.
 * Campaigns tell it of creation and of every change of phase.
 */
import type { Protocol } from "../../engine/contract.ts";
import type { Phase } from "../campaign/protocol.ts";

export interface CampaignSummary {
  readonly id: string;
  readonly kind: "flash-sale" | "referral";
  readonly title: string;
  readonly phase: Phase;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly units: number;
  /** What they are of a referral: money of its budget, or rewards. */
  readonly unitsOf?: "fen" | "units";
  readonly priceFen: number;
  readonly author: string;
  /** Org unit of the author: data scope. */
  readonly unit: string;
  readonly archived: boolean;
}

/** A row as it is listed. `no` is 1, 2, 3 … in the order of the first listing, and never another's. */
export interface NumberedSummary extends CampaignSummary {
  readonly no: number;
}

export type DirectoryCommand =
  /** Newest first. `after` is the id of the last row of the page before. */
  | {
    readonly kind: "list";
    readonly after?: string;
    readonly limit: number;
    readonly phase?: Phase;
    /** Only campaigns of this org unit. */
    readonly unit?: string;
  }
  /** Those with a number above `after`, in the order of their numbers. */
  | { readonly kind: "numbers"; readonly after: number; readonly limit: number };

export type DirectoryReply = {
  readonly kind: "page";
  readonly campaigns: readonly NumberedSummary[];
  /** For `after`; of `numbers` the last number. Null at the end. */
  readonly next: string | null;
};

export type DirectoryProtocol = Protocol<"directory", DirectoryCommand, DirectoryReply>;
