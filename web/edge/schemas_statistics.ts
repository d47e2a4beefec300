/** Schemas of statistics, leaderboards and results. */
import { z } from "@hono/zod-openapi";
import { MEASURES } from "../projection/statistics/measures.ts";
import type * as api from "../shared/api_statistics.ts";
import { RANKED } from "../store/statistics/leaders.ts";

const day = z.string().regex(
  /^\d{4}-\d\d-\d\d$/,
  "应为日期，如 2026-11-01|Must be a day: 2026-11-01",
).openapi({ example: "2026-11-01" });
const unitId = z.string().regex(
  /^[a-z0-9]{1,16}(\.[a-z0-9]{1,16}){0,2}$/,
  "应为机构编号，如 jx.3601|Must be the id of a unit such as jx.3601",
).openapi({ example: "jx.3601" });
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "应为编号|Must be an id");
const measure = z.enum(MEASURES);
const figure = z.int();

const range = {
  unit: unitId.optional(),
  campaign: id.optional(),
  from: day.optional(),
  to: day.optional(),
};

export const statisticsQuery = z.object({
  ...range,
  manager: id.optional(),
  by: z.enum(["day", "unit", "bank", "outlet", "manager"]).optional(),
  after: z.string().max(64).optional(),
  limit: z.string().regex(/^([1-9]\d?|[1-3]\d\d|400)$/, "应为 1 到 400|Must be from 1 to 400")
    .optional(),
});

export const recountQuery = z.object({
  ...range,
  manager: id.optional(),
  credit: z.enum(["all", "credited", "none"]).optional(),
  reach: z.enum(["below", "exact", "outside"]).optional(),
  measure: measure.optional(),
});

export const leaderboardQuery = z.object({
  ...range,
  measure: z.enum(RANKED).optional(),
  after: z.string().regex(/^\d{1,6}$/, "应为名次|Must be a rank").optional(),
  limit: z.string().regex(/^([1-9]\d?|100)$/, "应为 1 到 100|Must be from 1 to 100").optional(),
});

export const visitsQuery = z.object({
  unit: unitId.optional(),
  manager: id.optional(),
  from: day.optional(),
  to: day.optional(),
});

// Answers -----------------------------------------------------------------------------------------

const instant = z.iso.datetime({ offset: true });
const figures: z.ZodType<api.FiguresJson> = z.record(measure, figure).openapi("Figures");
const unit: z.ZodType<api.StatisticsUnitJson> = z.object({ id: z.string(), name: z.string() });
const line: z.ZodType<api.StatisticsLineJson> = z.object({
  key: z.string().nullable().openapi({ description: "Null: 未归属, what no manager brought" }),
  name: z.string().nullable(),
  unit: z.string().nullable(),
  figures,
  href: z.string().openapi({ description: "Recomputes the line from the log" }),
}).openapi("StatisticsLine");

export const statisticsAnswer: z.ZodType<api.StatisticsJson> = z.object({
  asOf: instant,
  unit,
  from: day,
  to: day,
  by: z.enum(["day", "bank", "outlet", "manager"]),
  total: line,
  credited: line,
  unattributed: line.nullable(),
  items: z.array(line),
  next: z.string().nullable(),
}).openapi("Statistics");

export const recountAnswer: z.ZodType<api.StatisticsQueryJson> = z.object({
  asOf: instant,
  stored: figures,
  recomputed: figures,
  differing: z.array(measure),
  unchecked: z.array(measure),
  records: z.int(),
  measure: z.object({ name: measure, value: figure }).nullable(),
}).openapi("StatisticsRecount");

export const leaderboardAnswer: z.ZodType<api.LeaderboardJson> = z.object({
  asOf: instant,
  unit,
  from: day,
  to: day,
  measure: z.enum([...MEASURES, "netFen"]),
  tieBreak: z.string(),
  items: z.array(z.object({
    rank: z.int(),
    manager: z.string(),
    name: z.string(),
    unit,
    value: figure,
    reachedAt: instant.nullable(),
    href: z.string().nullable(),
  })),
  next: z.string().nullable(),
  mine: z.object({ rank: z.int(), of: z.int(), value: figure }).nullable(),
}).openapi("Leaderboard");

const visitFigures: z.ZodType<api.VisitFiguresJson> = z.object({
  scans: figure,
  visits: figure,
  visitors: figure,
  newVisitors: figure,
  clicks: figure,
  shares: figure,
  leads: figure,
});

export const visitsAnswer: z.ZodType<api.VisitsJson> = z.object({
  asOf: instant,
  unit,
  from: day,
  to: day,
  channels: z.array(z.object({ channel: z.string(), figures: visitFigures })),
  items: z.array(z.object({
    kind: z.enum(["product", "campaign", "article"]),
    id: z.string(),
    name: z.string(),
    clicks: figure,
    leads: figure,
  })),
}).openapi("Visits");

const numbers = z.array(figure);

export const resultsAnswer: z.ZodType<api.CampaignResultsJson> = z.object({
  asOf: instant,
  campaign: z.object({
    id: z.string(),
    title: z.string(),
    phase: z.enum([
      "draft",
      "in-review",
      "scheduled",
      "warming",
      "open",
      "paused",
      "ended",
      "settled",
    ]),
    unit: z.string(),
    priceFen: figure,
    units: figure,
  }),
  scope: z.enum(["whole", "own-unit"]),
  total: line,
  unattributed: line.nullable(),
  elsewhere: line.nullable(),
  banks: z.array(line),
  outlets: z.array(line),
  managers: z.array(line),
  whole: z.object({
    openedAt: instant.nullable(),
    endedAt: instant.nullable(),
    soldOutAt: instant.nullable(),
    sellOutMs: figure.nullable(),
    peakGrabsPerSecond: figure,
    series: z.object({
      at: instant,
      stepSeconds: z.int(),
      grabs: numbers,
      orders: numbers,
      units: numbers,
      lapsed: numbers,
    }),
    refusals: z.object({ since: instant, byCode: z.record(z.string(), figure) }),
    csv: z.string(),
  }).nullable(),
}).openapi("CampaignResults");
