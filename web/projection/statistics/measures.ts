/** The figures that statistics keep. All are sums, so they add up over days, managers, units and sales. */
import type { StockEvent } from "../../../actors/stock/events.ts";
import type { FiguresJson, MeasureJson } from "../../shared/api_statistics.ts";

export const MEASURES = [
  "visitors",
  "newVisitors",
  "newCustomers",
  "scans",
  "leads",
  "joins",
  "qualified",
  "rewarded",
  "visits",
  "clicks",
  "shares",
  "grabs",
  "grabbedUnits",
  "lapsed",
  "lapsedUnits",
  "orders",
  "units",
  "fen",
  "returns",
  "returnedUnits",
  "returnedFen",
] as const satisfies readonly MeasureJson[];

/** Instants that break ties: when figures of this sort last moved. */
export type Moved = "countedMs" | "referredMs" | "grabbedMs" | "confirmedMs" | "returnedMs";

export type Figures = Record<MeasureJson, number>;

/** What a coupon took off: turnover is what was paid. */
export function discountOf(event: StockEvent & { kind: "confirmed" | "retaken" }): number {
  return event.kind === "confirmed" ? event.coupon?.discountFen ?? 0 : 0;
}

/** `grabbed_units` for `grabbedUnits`. */
export function columnOf(name: MeasureJson | Moved): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Nothing of everything. */
export function noFigures(): Figures {
  return {
    visitors: 0,
    newVisitors: 0,
    newCustomers: 0,
    scans: 0,
    leads: 0,
    joins: 0,
    qualified: 0,
    rewarded: 0,
    visits: 0,
    clicks: 0,
    shares: 0,
    grabs: 0,
    grabbedUnits: 0,
    lapsed: 0,
    lapsedUnits: 0,
    orders: 0,
    units: 0,
    fen: 0,
    returns: 0,
    returnedUnits: 0,
    returnedFen: 0,
  };
}

/** Adds `more` to `figures` in place. */
export function addFigures(figures: Figures, more: Partial<FiguresJson>): void {
  for (const measure of MEASURES) figures[measure] += more[measure] ?? 0;
}
