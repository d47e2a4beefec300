/** Statistics at three levels. */
import type { Sql, TransactionSql } from "postgres";
import type {
  MeasureJson,
  StatisticsJson,
  StatisticsLineJson,
} from "../../shared/api_statistics.ts";
import { dayText, parseDay } from "../../projection/statistics/day.ts";
import { MEASURES } from "../../projection/statistics/measures.ts";
import { below } from "../../store/scope.ts";
import type { Filter } from "../../store/statistics/filter.ts";
import { type Line, lines, total } from "../../store/statistics/lines.ts";
import { type Answer, json, refused } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import * as schemas from "../schemas_statistics.ts";
import type { Services } from "../services.ts";
import { type Asked, askedOf, type By, hrefOf, levelOf, ownUnit } from "../statistics_scope.ts";

const PAGE = 100;

export function mountStatistics(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/statistics",
    tag: "statistics",
    summary: "Winning customers, keeping them, business done: by day, bank, outlet or manager",
    action: "statistics",
    query: schemas.statisticsQuery,
    answers: { 200: { description: "Totals and lines", schema: schemas.statisticsAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => table(services, call),
  });
}

async function table(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const asked = askedOf(call.staff, call.query, call);
  if (asked.kind === "wrong") return refused("invalid", { errors: asked.errors });
  if (asked.kind === "not-found") return refused("not-found");
  const by = levelOf(call.query["by"], asked);
  if (by === null) return refused("invalid", { errors: [LEVEL_WRONG[call.language]] });
  const { sql, asOf } = await followedRows(services);
  const answer = await sql.begin("isolation level repeatable read read only", (tx) => {
    const page = {
      by,
      after: call.query["after"] ?? null,
      limit: Number(call.query["limit"] ?? PAGE),
    };
    return tableOf(tx, asked, { ...page, asOf, root: ownUnit(call.staff) });
  });
  return answer === null ? refused("not-found") : json(answer);
}

interface TablePage {
  readonly by: By;
  readonly after: string | null;
  readonly limit: number;
  readonly asOf: string;
  /** Where a manager's own figures are looked for. */
  readonly root: string;
}

/** Everything of one answer is of one instant. */
async function tableOf(
  tx: TransactionSql,
  { unit, filter }: Asked,
  page: TablePage,
): Promise<StatisticsJson | null> {
  const name = await nameOf(tx, { unit, manager: filter.manager, within: filter.unit });
  if (name === null) return null;
  const ofAll = filter.manager === null;
  const creditedFilter: Filter = { ...filter, credit: "credited" };
  const noneFilter: Filter = { ...filter, credit: "none" };
  const credited = await total(tx, creditedFilter);
  const none = ofAll ? await total(tx, noneFilter) : null;
  const all = none === null ? credited : added(credited, none);
  const lined = page.by === "day" ? filter : creditedFilter;
  const found = await lines(tx, lined, page);
  const items = found.lines.map((line) => lineOf(line, filterOf(line, page.by, lined)));
  const unattributed = none === null
    ? null
    : lineOf({ key: null, name: null, unit: null, figures: none }, noneFilter);
  if (unattributed !== null && page.by !== "day" && !found.more) items.push(unattributed);
  const whole = { key: unit, name, unit };
  return {
    asOf: page.asOf,
    unit: { id: unit, name },
    from: dayText(filter.fromDay),
    to: dayText(filter.toDay),
    by: page.by,
    total: lineOf({ ...whole, figures: all }, filter),
    credited: lineOf({ ...whole, figures: credited }, creditedFilter),
    unattributed,
    items,
    next: found.more ? found.lines.at(-1)?.key ?? null : null,
  };
}

/** What a line adds up. */
export function filterOf(line: Line, by: By, filter: Filter): Filter {
  switch (by) {
    case "day": {
      const day = parseDay(line.key) ?? filter.fromDay;
      return { ...filter, fromDay: day, toDay: day };
    }
    case "bank":
    case "outlet": {
      // A line of what staff of the bank or province themselves brought, beside the units below it.
      const isAbove = line.key.split(".").length < (by === "bank" ? 2 : 3);
      const reach = isAbove ? "exact" : "below";
      return { ...filter, unit: line.key, reach, credit: "credited" };
    }
    case "manager":
      return { ...filter, manager: line.key, credit: "credited" };
  }
}

/** A line with the address where it is computed again. */
export function lineOf(
  line: Omit<StatisticsLineJson, "href">,
  filter: Filter,
): StatisticsLineJson {
  const { key, name, unit, figures } = line;
  return { key, name, unit, figures, href: hrefOf(filter) };
}

function added(
  one: Readonly<Record<MeasureJson, number>>,
  other: Readonly<Record<MeasureJson, number>>,
) {
  const sum = { ...one };
  for (const measure of MEASURES) sum[measure] += other[measure];
  return sum;
}

/** The unit's name; null for an unknown unit, and for a manager who never worked there. */
export async function nameOf(
  sql: Sql | TransactionSql,
  { unit, manager, within }: {
    readonly unit: string;
    readonly manager: string | null;
    readonly within: string | null;
  },
): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`
    select u.name from bank.unit u where u.id = ${unit}
    ${
    manager === null || within === null ? sql`` : sql`and exists (
      select from bank.assignment a where a.staff_id = ${manager}
        and ${below(sql, { column: "a.unit", unit: within })})`
  }`;
  return row?.name ?? null;
}

const LEVEL_WRONG = {
  zh: { field: "by", message: "该机构没有这一层级：请选择其下级" },
  en: { field: "by", message: "The unit has no such level: choose one below it" },
};
