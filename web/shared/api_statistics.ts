/**
 * JSON of the statistics. Every figure is a sum over one log, so levels agree: a line is what its parts add up to,
 * 未归属 (what no manager brought) included. Days are those of Asia/Shanghai, money is fen.
 *
 * What a line counts for is the unit that the manager was in when it happened: a move takes nothing along.
 */
import type { PhaseJson } from "./api.ts";

/** Figures that are kept; all add up over days, managers and units. */
export type MeasureJson =
  // 客户拓展, winning customers
  | "visitors" // unique visitors of a storefront's day
  | "newVisitors" // of these, never seen by that storefront before
  | "newCustomers" // customers whose first credited grab this was
  | "scans" // short links and QR codes that were opened
  | "leads" // asked for: a call, WeChat, a product's own button
  | "joins" // took part in a referral
  | "qualified" // of those invited, who did what counts; less what was reversed, on the day of the event
  | "rewarded" // of these, for whom an inviter was paid; less what was taken back
  // 客户维护, keeping them
  | "visits"
  | "clicks" // on products, sales, news, the map
  | "shares"
  // 业务营销, business done
  | "grabs" // reservations made
  | "grabbedUnits"
  | "lapsed" // reservations that ran out or were cancelled
  | "lapsedUnits"
  | "orders" // reservations confirmed
  | "units"
  | "fen"
  | "returns" // orders given back
  | "returnedUnits"
  | "returnedFen";

/** Figures of one line. */
export type FiguresJson = Readonly<Record<MeasureJson, number>>;

/** What a leaderboard ranks by: a figure that is good to have, or fen less what was returned. */
export type RankMeasureJson = MeasureJson | "netFen";

/** One line of a table. */
export interface StatisticsLineJson {
  /** Day (`2026-11-22`), unit id or staff id; null: 未归属. */
  readonly key: string | null;
  /** Name of the unit or manager; the day itself; null for 未归属. */
  readonly name: string | null;
  /** With managers: the outlet that it counts for. With units: itself. */
  readonly unit: string | null;
  readonly figures: FiguresJson;
  /** `GET` it and every figure is computed again from the log; `&measure=fen` names one. */
  readonly href: string;
}

/** A unit that a table is about. */
export interface StatisticsUnitJson {
  readonly id: string;
  readonly name: string;
}

/**
 * `GET /api/v1/statistics?unit&manager&campaign&from&to&by=day|unit|outlet|manager&after&limit`, staff.
 * Default: one's own scope, today and the 29 days before, `by=unit` (the next level down: banks, outlets, managers).
 * A manager gets own figures only. `by=day` has every day, empty ones too: ready for a chart.
 */
export interface StatisticsJson {
  /** The log is folded up to here. */
  readonly asOf: string;
  readonly unit: StatisticsUnitJson;
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
  readonly by: "day" | "bank" | "outlet" | "manager";
  /** `credited` and `unattributed` together; what all pages of `items` add up to. */
  readonly total: StatisticsLineJson;
  /** What managers of this unit brought: adds up over units of one level. */
  readonly credited: StatisticsLineJson;
  /** 未归属: of all sales for the province, of its own sales for a bank or outlet; null for a manager. */
  readonly unattributed: StatisticsLineJson | null;
  /** The line of 未归属 is the last of the last page, except by day, where it is in each day. */
  readonly items: readonly StatisticsLineJson[];
  readonly next: string | null;
}

/**
 * `GET /api/v1/statistics/query?unit&manager&campaign&from&to&credit=all|credited|none&reach&measure`: the same figures
 * once more, from the raw log by another way.
 */
export interface StatisticsQueryJson {
  readonly asOf: string;
  /** What the tables say, in the same instant of the log. */
  readonly stored: FiguresJson;
  /** What the log says. */
  readonly recomputed: FiguresJson;
  /** Figures that differ; empty. */
  readonly differing: readonly MeasureJson[];
  /** Figures that need more of the log than one request reads; 0 in `recomputed`. */
  readonly unchecked: readonly MeasureJson[];
  /** Records of the log that were read. */
  readonly records: number;
  /** With `measure`: that one figure. */
  readonly measure: { readonly name: MeasureJson; readonly value: number } | null;
}

/** `GET /api/v1/leaderboard?unit&from&to&measure&campaign&after&limit`, staff. Managers see their outlet's. */
export interface LeaderboardJson {
  readonly asOf: string;
  readonly unit: StatisticsUnitJson;
  readonly from: string;
  readonly to: string;
  readonly measure: RankMeasureJson;
  /** How equals are ranked, as a sentence in the caller's language. */
  readonly tieBreak: string;
  readonly items: readonly LeaderJson[];
  readonly next: string | null;
  /** The caller's own place; null for those who are not in it. */
  readonly mine: { readonly rank: number; readonly of: number; readonly value: number } | null;
}

export interface LeaderJson {
  /** 1, 2, 3 …: the tie-break leaves no equals. */
  readonly rank: number;
  readonly manager: string;
  readonly name: string;
  readonly unit: StatisticsUnitJson;
  readonly value: number;
  /** When the figure last moved: the earlier of equals is before. */
  readonly reachedAt: string | null;
  /** Null: of a colleague, whose figures one does not read. */
  readonly href: string | null;
}

/** What visitors of storefronts do; the same sums as in `FiguresJson`. */
export type VisitFiguresJson = Pick<
  FiguresJson,
  "scans" | "visits" | "visitors" | "newVisitors" | "clicks" | "shares" | "leads"
>;

/** `GET /api/v1/statistics/visits?unit&manager&from&to`, staff: storefronts by channel, and what was clicked. */
export interface VisitsJson {
  readonly asOf: string;
  readonly unit: StatisticsUnitJson;
  readonly from: string;
  readonly to: string;
  /** Most visits first; add up to the figures of `GET /api/v1/statistics`. */
  readonly channels: readonly { readonly channel: string; readonly figures: VisitFiguresJson }[];
  /** Most clicks first, at most 50. */
  readonly items: readonly VisitedItemJson[];
}

export interface VisitedItemJson {
  readonly kind: "product" | "campaign" | "article";
  readonly id: string;
  /** Its name today; the id for what is there no more. */
  readonly name: string;
  readonly clicks: number;
  /** Uses of a product's own button: a lead each. */
  readonly leads: number;
}

/** `GET /api/v1/campaigns/:id/results`, staff. Outside one's campaigns only the lines of one's own unit. */
export interface CampaignResultsJson {
  readonly asOf: string;
  readonly campaign: {
    readonly id: string;
    readonly title: string;
    readonly phase: PhaseJson;
    readonly unit: string;
    readonly priceFen: number;
    readonly units: number;
  };
  /** Everything, or what is in one's scope: then the sale as a whole is not shown. */
  readonly scope: "whole" | "own-unit";
  readonly total: StatisticsLineJson;
  readonly unattributed: StatisticsLineJson | null;
  /** What managers of units that one does not lead brought to one's own sale, in one line. */
  readonly elsewhere: StatisticsLineJson | null;
  /** By bank, most units sold first, 未归属 last. At most 100; more by `GET /api/v1/statistics?campaign=…`. */
  readonly banks: readonly StatisticsLineJson[];
  readonly outlets: readonly StatisticsLineJson[];
  readonly managers: readonly StatisticsLineJson[];
  /** Null outside one's own campaigns. */
  readonly whole: CampaignCourseJson | null;
}

/** How the sale went. */
export interface CampaignCourseJson {
  readonly openedAt: string | null;
  readonly endedAt: string | null;
  /** When it was sold out for good; null while it is not. */
  readonly soldOutAt: string | null;
  /** From opening to sold out. */
  readonly sellOutMs: number | null;
  /** Most grabs within one second. */
  readonly peakGrabsPerSecond: number;
  /** Equal steps from `at` on; at most 600. */
  readonly series: {
    readonly at: string;
    readonly stepSeconds: number;
    readonly grabs: readonly number[];
    readonly orders: readonly number[];
    readonly units: readonly number[];
    readonly lapsed: readonly number[];
  };
  /** Refused grabs by code, counted by this server since it started; not stored. */
  readonly refusals: {
    readonly since: string;
    readonly byCode: Readonly<Record<string, number>>;
  };
  /** `GET …/results.csv`: one line per reservation. */
  readonly csv: string;
}
