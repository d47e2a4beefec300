/** Which part of the log a figure is about. */
import type { Fragment, Sql, TransactionSql } from "postgres";
import { below } from "../scope.ts";
import { dayText } from "../../projection/statistics/day.ts";

/** `credited`: brought by managers of the unit. `none`: 未归属, of sales that the unit runs. `all`: both. */
export type Credit = "all" | "credited" | "none";

/** The unit and all below it, the unit itself, or everything else. */
export type Reach = "below" | "exact" | "outside";

export interface Filter {
  /** Null: wherever the manager was. */
  readonly unit: string | null;
  readonly reach: Reach;
  readonly manager: string | null;
  readonly campaign: string | null;
  /** Numbers of the first and the last day, both included. */
  readonly fromDay: number;
  readonly toDay: number;
  readonly credit: Credit;
}

/** Whether a unit is the whole bank, so that all that nobody brought is its own. */
export function isRoot(unit: string): boolean {
  return !unit.includes(".");
}

/** The table of a question: by manager, or the smaller one of units. */
export function tableOf(
  sql: Sql | TransactionSql,
  { manager, by }: { readonly manager: string | null; readonly by?: string },
): Fragment {
  const ofUnits = manager === null && by !== "manager";
  return sql.unsafe(ofUnits ? "projected.unit_daily" : "projected.daily");
}

/** The filter as a condition over rows `d` of `projected.daily` or, without a manager, `projected.unit_daily`. */
export function where(sql: Sql | TransactionSql, filter: Filter): Fragment {
  const { fromDay, toDay, campaign, credit } = filter;
  const of = credit === "all"
    ? sql`((${credited(sql, filter)}) or (${unattributed(sql, filter)}))`
    : credit === "credited"
    ? credited(sql, filter)
    : unattributed(sql, filter);
  return sql`
    d.day between ${dayText(fromDay)} and ${dayText(toDay)}
    ${campaign === null ? sql`` : sql`and d.campaign = ${campaign}`}
    and ${of}`;
}

function credited(sql: Sql | TransactionSql, { unit, reach, manager }: Filter): Fragment {
  const who = manager === null ? sql`d.unit <> ''` : sql`d.manager = ${manager}`;
  if (unit === null) return who;
  switch (reach) {
    case "exact":
      return sql`${who} and d.unit = ${unit}`;
    case "outside":
      return sql`${who} and not (${below(sql, { column: "d.unit", unit })})`;
    case "below":
      return isRoot(unit) ? who : sql`${who} and ${below(sql, { column: "d.unit", unit })}`;
  }
}

function unattributed(sql: Sql | TransactionSql, { unit, manager }: Filter): Fragment {
  if (manager !== null) return sql`false`;
  if (unit === null || isRoot(unit)) return sql`d.unit = ''`;
  return sql`
    d.unit = '' and d.campaign in (
      select c.campaign from projected.sale_course c
      where ${below(sql, { column: "c.unit", unit })})`;
}
