/**
 * Protocol of `directory/campaigns`: the list of campaigns while Postgres is away, and the sales on storefronts.
 * Campaigns tell it of creation and of every change of phase.
 */
import type { Protocol } from "../../engine/contract.ts";
import type { Phase } from "../campaign/protocol.ts";

export interface CampaignSummary {
  readonly id: string;
  readonly kind: "flash-sale";
  readonly title: string;
  readonly phase: Phase;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly units: number;
  readonly priceFen: number;
  readonly author: string;
  /** Org unit of the author: data scope. */
  readonly unit: string;
  readonly archived: boolean;
}

export type DirectoryCommand =
  /** Newest first. `after` is the id of the last row of the page before. */
  {
    readonly kind: "list";
    readonly after?: string;
    readonly limit: number;
    readonly phase?: Phase;
    /** Only campaigns of this org unit. */
    readonly unit?: string;
  };

export type DirectoryReply = {
  readonly kind: "page";
  readonly campaigns: readonly CampaignSummary[];
  readonly next: string | null;
};

export type DirectoryProtocol = Protocol<"directory", DirectoryCommand, DirectoryReply>;
