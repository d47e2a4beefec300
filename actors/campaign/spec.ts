/** Rules for a sale's spec, and what follows from it. */
import type { Limits } from "../../engine/limits.ts";
import type { CellSpec } from "../stock/transfer.ts";
import type { FlashSaleSpec } from "./protocol.ts";

export type SaleLimits = Pick<
  Limits,
  | "campaignUnitsMax"
  | "cellUnitsMax"
  | "cellGrabsPerSecond"
  | "cellsMax"
  | "messagesPerTurnMax"
  | "waitingListMax"
  | "offerSeconds"
  | "referralCellsMax"
>;

/** One wrong field. */
export interface SpecProblem {
  readonly field: string;
  readonly detail: string;
}

/** Offers that one turn makes at most. */
export const OFFERS_PER_TURN_MAX = 256;
const HOLD_SECONDS_MAX = 86_400;
const RELEASES_MAX = 100;
const TEXT_MAX = 200;
const NOTE_MAX = 300;
/** Reports of all cells together stay near this many a second. */
const REPORTS_PER_SECOND = 250;
const REPORT_MS_MIN = 200;
const REPORT_MS_MAX = 500;

/** Every wrong field of a spec; empty when it is right. */
export function specProblems(spec: FlashSaleSpec, limits: SaleLimits): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const check = (right: boolean, field: string, detail: string) => {
    if (!right) problems.push({ field, detail });
  };
  const whole = (field: string, value: number, min: number, max: number) =>
    check(
      Number.isSafeInteger(value) && value >= min && value <= max,
      field,
      `must be a whole number from ${min} to ${max}`,
    );
  check(
    spec.title.length > 0 && spec.title.length <= TEXT_MAX,
    "title",
    "must be 1 to 200 characters",
  );
  check(
    spec.product.length > 0 && spec.product.length <= TEXT_MAX,
    "product",
    "must be 1 to 200 characters",
  );
  whole("priceFen", spec.priceFen, 0, 1_000_000_000);
  whole("units", spec.units, 1, limits.campaignUnitsMax);
  whole("perCustomerMax", spec.perCustomerMax, 1, limits.cellUnitsMax);
  if (spec.perOrderMax !== undefined) {
    whole("perOrderMax", spec.perOrderMax, 1, spec.perCustomerMax);
  }
  check((spec.look?.note ?? "").length <= NOTE_MAX, "look.note", "must be at most 300 characters");
  whole("holdSeconds", spec.holdSeconds, 1, HOLD_SECONDS_MAX);
  check(Number.isFinite(spec.startsAtMs), "startsAt", "must be an instant");
  check(spec.endsAtMs > spec.startsAtMs, "endsAt", "must be after startsAt");
  const releases = spec.releases ?? [];
  check(releases.length <= RELEASES_MAX, "releases", `must be at most ${RELEASES_MAX}`);
  releases.forEach((each, i) => {
    whole(`releases.${i}.units`, each.units, 1, spec.units);
    const inside = each.atMs >= spec.startsAtMs && each.atMs < spec.endsAtMs;
    check(inside, `releases.${i}.at`, "must be from startsAt to before endsAt");
  });
  check(stagedUnits(spec) <= spec.units, "releases", "must not add up to more than units");
  if (spec.expectedPeakPerSecond !== undefined) {
    whole("expectedPeakPerSecond", spec.expectedPeakPerSecond, 1, 10_000_000);
  }
  return problems;
}

/** Units that staged releases keep back at first. */
export function stagedUnits(spec: FlashSaleSpec): number {
  return (spec.releases ?? []).reduce((sum, each) => sum + each.units, 0);
}

/** How many cells a sale has: enough for its units and its peak, and never more cells than units. */
export function cellsFor(spec: FlashSaleSpec, limits: SaleLimits): number {
  const byUnits = Math.ceil(spec.units / limits.cellUnitsMax);
  const byPeak = Math.ceil((spec.expectedPeakPerSecond ?? 0) / limits.cellGrabsPerSecond);
  // A turn may have to speak to every cell, to the directory and to those at the head of the waiting list.
  const speakable = limits.messagesPerTurnMax - OFFERS_PER_TURN_MAX - 1;
  const max = Math.max(1, Math.min(limits.cellsMax, speakable, spec.units));
  return Math.min(Math.max(byUnits, byPeak, 1), max);
}

/** What a cell needs of the spec. */
export function cellSpec(spec: FlashSaleSpec, cells: number): CellSpec {
  const reportMs = (cells * 1_000) / REPORTS_PER_SECOND;
  return {
    cells,
    startsAtMs: spec.startsAtMs,
    holdMs: spec.holdSeconds * 1_000,
    priceFen: spec.priceFen,
    perCustomerMax: spec.perCustomerMax,
    perOrderMax: spec.perOrderMax ?? spec.perCustomerMax,
    eligibility: spec.eligibility ?? null,
    reportMs: Math.min(REPORT_MS_MAX, Math.max(REPORT_MS_MIN, reportMs)),
    ...(spec.grants === undefined
      ? {}
      : { grants: { reward: spec.grants, rules: spec.grantRules ?? null, title: spec.title } }),
    announces: true,
  };
}
