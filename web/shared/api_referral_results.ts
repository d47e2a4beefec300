/** JSON of what rows say of referral campaigns: results, rewards. See `api.ts` for the manner. */
import type { Page, PhaseJson } from "./api.ts";
import type { RewardViewJson } from "./api_referral.ts";

/** Figures that are kept; all add up over days, managers, units and channels. */
export type ReferralMeasureJson =
  | "clicks" // links of participants that were opened: once a person and hour
  | "visits" // openings of the page
  | "participants"
  | "invited" // participants whom somebody invited
  | "qualified" // of these, who did what counts; less what was reversed
  | "rewarded" // of these, for whom the inviter was paid; less what was taken back
  | "rewards" // rewards of all kinds that were paid
  | "paidFen"
  | "clawedFen"; // taken back after it was paid

export type ReferralFiguresJson = Readonly<Record<ReferralMeasureJson, number>>;

/** Shares of one step in the step before, to four digits; null where there was nothing before. */
export interface ReferralRatesJson {
  /** Participants per visit. */
  readonly joined: number | null;
  /** Invited among participants. */
  readonly invited: number | null;
  /** Qualified among invited. */
  readonly qualified: number | null;
  /** Rewarded among qualified. */
  readonly rewarded: number | null;
  /** What one who qualified cost: paid less taken back, in fen. */
  readonly costFen: number | null;
}

export interface ReferralLineJson {
  /** Day, channel, unit id or staff id; null: 未归属, or everything else. */
  readonly key: string | null;
  /** Name of the unit or manager; the key itself where it has none. */
  readonly name: string | null;
  /** With managers: where they work today. With units: itself. */
  readonly unit: string | null;
  readonly figures: ReferralFiguresJson;
  readonly rates: ReferralRatesJson;
}

export type ReferralByJson = "manager" | "outlet" | "bank" | "channel" | "day";

/**
 * `GET /api/v1/campaigns/:id/referral-results?by=manager|outlet|bank|channel|day&after&limit`, staff. What counts for
 * a unit is what its managers brought while they were there. `total` is the sum of all pages of `items`, of
 * `unattributed` and of `elsewhere`; by channel and by day all of it is in the items.
 */
export interface ReferralResultsJson {
  readonly asOf: string;
  readonly campaign: {
    readonly id: string;
    readonly title: string;
    readonly phase: PhaseJson;
    readonly unit: string;
  };
  /** Everything, or what is in one's scope. */
  readonly scope: "whole" | "own-unit";
  readonly by: ReferralByJson;
  readonly total: ReferralLineJson;
  /** 未归属: what no manager brought. Null by channel and day, and outside one's own campaigns. */
  readonly unattributed: ReferralLineJson | null;
  /** What managers of units that one does not lead brought, in one line. */
  readonly elsewhere: ReferralLineJson | null;
  /** Most qualified first, days in their order; lines without any figure are left out. */
  readonly items: readonly ReferralLineJson[];
  readonly next: string | null;
  /** `GET …/referral-results.csv`: one line per participant. */
  readonly csv: string;
}

/** A row of `GET …/rewards`. */
export interface RewardRowJson extends RewardViewJson {
  /** Whose it is; `id` is `<cell>.<n>`, the name masked. */
  readonly participant: { readonly id: string; readonly name: string };
  /** The manager who is credited; null: 未归属. */
  readonly manager: { readonly id: string; readonly name: string } | null;
}

/** `GET /api/v1/campaigns/:id/rewards?state&after&limit`, staff: newest first. */
export interface RewardListJson extends Page<RewardRowJson> {
  readonly asOf: string;
}
