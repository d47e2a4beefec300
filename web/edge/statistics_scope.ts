/** What of the statistics a member of staff asks for, and may see. */
import type { Actor } from "../../actors/campaign/protocol.ts";
import type { FieldError } from "../shared/api.ts";
import { dayNumber, dayText, parseDay } from "../projection/statistics/day.ts";
import { type Filter, isRoot } from "../store/statistics/filter.ts";
import { inScope, seesAll } from "./permissions.ts";
import type { Language } from "./words.ts";

export type By = "day" | "bank" | "outlet" | "manager";

/** A question within the scope of whoever asks. */
export interface Asked {
  readonly kind: "asked";
  /** The unit that it is about. */
  readonly unit: string;
  readonly filter: Filter;
}

export type AskedFor =
  | Asked
  | { readonly kind: "not-found" }
  | { readonly kind: "wrong"; readonly errors: readonly FieldError[] };

const DAYS_DEFAULT = 30;
const DAYS_MAX = 366;

/**
 * Reads unit, manager, campaign and days of a query. Managers ask about themselves, wherever they worked; everyone
 * else about the own unit or one below, and about nobody's figures beyond it.
 */
export function askedOf(
  staff: Actor,
  query: Readonly<Record<string, string>>,
  { nowMs, language }: { readonly nowMs: number; readonly language: Language },
): AskedFor {
  const own = ownUnit(staff);
  const unit = query["unit"] ?? own;
  const manager = query["manager"] ?? null;
  if (staff.role === "manager") {
    if (unit !== own || (manager !== null && manager !== staff.id)) return { kind: "not-found" };
  } else if (!inScope(staff, unit)) return { kind: "not-found" };
  const days = daysOf(query, nowMs);
  if (days === null) return { kind: "wrong", errors: [DAYS_WRONG[language]] };
  return {
    kind: "asked",
    unit,
    filter: {
      ...days,
      unit: staff.role === "manager" && query["unit"] === undefined ? null : unit,
      reach: "below",
      manager: staff.role === "manager" ? staff.id : manager,
      campaign: query["campaign"] ?? null,
      credit: staff.role === "manager" || manager !== null ? "credited" : "all",
    },
  };
}

/** The unit that a leaderboard or the results of another's sale are limited to. */
export function ownUnit(staff: Actor): string {
  return seesAll(staff) ? staff.unit.split(".", 1)[0] ?? "" : staff.unit;
}

/** The level of a table's lines; null where the unit has no such level. */
export function levelOf(by: string | undefined, { unit, filter }: Asked): By | null {
  const parts = unit.split(".").length;
  switch (by) {
    case "day":
      return "day";
    case "bank":
      return isRoot(unit) ? "bank" : null;
    case "outlet":
      return parts < 3 ? "outlet" : null;
    case "manager":
      return "manager";
    default:
      if (filter.manager !== null) return "day";
      return parts === 1 ? "bank" : parts === 2 ? "outlet" : "manager";
  }
}

/** Where a figure is computed again. */
export function hrefOf(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.unit !== null) query.set("unit", filter.unit);
  if (filter.manager !== null) query.set("manager", filter.manager);
  if (filter.campaign !== null) query.set("campaign", filter.campaign);
  query.set("from", dayText(filter.fromDay));
  query.set("to", dayText(filter.toDay));
  query.set("credit", filter.credit);
  if (filter.reach !== "below") query.set("reach", filter.reach);
  return `/api/v1/statistics/query?${query}`;
}

/** First and last day; the last 30 where nothing is said. */
function daysOf(
  query: Readonly<Record<string, string>>,
  nowMs: number,
): { readonly fromDay: number; readonly toDay: number } | null {
  const to = query["to"];
  const from = query["from"];
  const toDay = to === undefined ? dayNumber(nowMs) : parseDay(to);
  if (toDay === null) return null;
  const fromDay = from === undefined ? toDay - DAYS_DEFAULT + 1 : parseDay(from);
  if (fromDay === null || fromDay > toDay || toDay - fromDay >= DAYS_MAX) return null;
  return { fromDay, toDay };
}

const DAYS_WRONG = {
  zh: { field: "from", message: `应为存在的日期，不晚于截止日，最长 ${DAYS_MAX} 天` },
  en: {
    field: "from",
    message: `Must be a day that exists, not after the last one, at most ${DAYS_MAX} days`,
  },
};
