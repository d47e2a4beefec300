/** What the statistics page is asked for, as its address says it: unit, days and domain. */
import type {
  MeasureJson,
  StatisticsJson,
  StatisticsLineJson,
} from "../../shared/api_statistics.ts";
import { hrefOf } from "../route.ts";

/** The three domains that the bank names. */
export const DOMAINS = ["winning", "keeping", "business"] as const;
export type Domain = (typeof DOMAINS)[number];

/** Figures of each domain, the one that counts most last. */
export const MEASURES: Readonly<Record<Domain, readonly MeasureJson[]>> = {
  winning: [
    "scans",
    "visitors",
    "newVisitors",
    "leads",
    "joins",
    "qualified",
    "newCustomers",
  ],
  keeping: ["visits", "clicks", "shares"],
  business: ["grabs", "lapsed", "orders", "units", "fen", "returns"],
};

/** What the chart of a domain shows. */
export const CHARTED: Readonly<Record<Domain, MeasureJson>> = {
  winning: "newVisitors",
  keeping: "visits",
  business: "orders",
};

export interface StatisticsPlace {
  /** Null: one's own scope. */
  readonly unit: string | null;
  readonly manager: string | null;
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
  readonly domain: Domain;
}

const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAYS_DEFAULT = 30;
/** The server's own bound. */
const DAYS_MAX = 366;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The day in China at an instant. */
export function dayOf(ms: number): string {
  return new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** Today and the days before, `days` altogether. */
export function lastDays(nowMs: number, days: number): { from: string; to: string } {
  return { from: dayOf(nowMs - (days - 1) * DAY_MS), to: dayOf(nowMs) };
}

/** Reads an address; what is missing or no day is the last 30 days, and a year is the most. */
export function placeOf(query: URLSearchParams, nowMs: number): StatisticsPlace {
  const usual = lastDays(nowMs, DAYS_DEFAULT);
  const days = [
    dayIn(query.get("from")) ?? usual.from,
    dayIn(query.get("to")) ?? usual.to,
  ].toSorted();
  const to = days[1] ?? usual.to;
  const earliest = new Date(Date.parse(to) - (DAYS_MAX - 1) * DAY_MS).toISOString().slice(0, 10);
  const from = days[0] !== undefined && days[0] > earliest ? days[0] : earliest;
  return {
    unit: query.get("unit"),
    manager: query.get("manager"),
    from,
    to,
    domain: DOMAINS.find((one) => one === query.get("domain")) ?? "business",
  };
}

/** The address of a place in the console. */
export function hrefAt(place: StatisticsPlace): string {
  const { domain, ...rest } = place;
  return `${hrefOf("/statistics")}?${queryOf(rest)}&domain=${domain}`;
}

/** Where a line leads: one level down; null at the lowest and for 未归属. */
export function below(
  place: StatisticsPlace,
  line: { readonly by: StatisticsJson["by"]; readonly key: string | null },
): StatisticsPlace | null {
  if (line.key === null) return null;
  switch (line.by) {
    case "bank":
    case "outlet":
      return { ...place, unit: line.key, manager: null };
    case "manager":
      return place.manager === null ? { ...place, manager: line.key } : null;
    case "day":
      return { ...place, from: line.key, to: line.key };
  }
}

/** What is asked of the server. */
export function tablePath(place: StatisticsPlace): string {
  const by = place.manager === null ? "unit" : "day";
  return `/api/v1/statistics?${queryOf(place)}&by=${by}&limit=100`;
}

/** The same by day, for the chart. */
export function chartPath(place: StatisticsPlace): string {
  return `/api/v1/statistics?${queryOf(place)}&by=day&limit=400`;
}

/** The page that recomputes a figure from the log. */
export function proofHref(line: StatisticsLineJson, measure: MeasureJson): string {
  return proofOf(`${line.href}${line.href.includes("?") ? "&" : "?"}measure=${measure}`);
}

/** The page that recomputes what the server's query names. */
export function proofOf(href: string): string {
  return `${hrefOf("/statistics/proof")}?of=${encodeURIComponent(href)}`;
}

/** Only our own query is asked on somebody's behalf, whatever the address says. */
export function proofPath(query: URLSearchParams): string | null {
  const of = query.get("of") ?? "";
  return of.startsWith("/api/v1/statistics/query?") ? of : null;
}

function queryOf(
  place: { unit: string | null; manager: string | null; from: string; to: string },
): string {
  const query = new URLSearchParams();
  if (place.unit !== null) query.set("unit", place.unit);
  if (place.manager !== null) query.set("manager", place.manager);
  query.set("from", place.from);
  query.set("to", place.to);
  return String(query);
}

function dayIn(text: string | null): string | null {
  if (text === null || !DAY.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? null : text;
}
