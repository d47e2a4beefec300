/** JSON of what the console asks about many campaigns at once. */
import type { PhaseJson, UnitsJson } from "./api.ts";

/** A campaign in few words. */
export interface CampaignBriefJson {
  readonly id: string;
  readonly title: string;
  readonly product: string;
  readonly phase: PhaseJson;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly units: number;
  readonly author: string;
  readonly unit: string;
}

/**
 * `GET /api/v1/campaigns/overlaps?product&from&to&except`, staff: sales in scope of the same product whose time
 * meets `[from, to)`, drafts and what is over aside; `except` is the campaign that asks. At most 20.
 */
export interface OverlapsJson {
  readonly asOf: string;
  readonly items: readonly CampaignBriefJson[];
}

/** Why a campaign needs somebody. */
export type AttentionKind =
  | "approve" // another's, waiting for this person
  | "launch" // approved, not scheduled
  | "late-draft" // an own draft whose opening has passed
  | "low-stock" // running, less than a tenth left
  | "all-held" // running, nothing free, may come back
  | "sold-out" // running, nothing left for good
  | "overlap" // two sales of one product at one time
  | "opening" // opens within a day
  | "unsettled"; // over, holds or payments still under way

export interface AttentionItemJson {
  readonly kind: AttentionKind;
  readonly campaign: CampaignBriefJson;
  /** Of running sales: free units and all units. */
  readonly left: number | null;
  readonly total: number | null;
  /** With `overlap`: the other sale. */
  readonly other: CampaignBriefJson | null;
}

/** A sale that is open or paused, as it stands now. */
export interface RunningSaleJson {
  readonly campaign: CampaignBriefJson;
  readonly units: UnitsJson;
}

/** `GET /api/v1/campaigns/attention`, staff: what needs somebody, the most urgent first. At most 50. */
export interface AttentionJson {
  readonly asOf: string;
  readonly items: readonly AttentionItemJson[];
  /** The first to end before the others; at most 12. */
  readonly running: readonly RunningSaleJson[];
  /** Sales in scope by phase. */
  readonly counts: Readonly<Record<PhaseJson, number>>;
}
