/** Lines of a table of statistics: sums by day, bank, outlet or manager, each page from indexed rows. */
import type { Fragment, Sql, TransactionSql } from "postgres";
import type { FiguresJson } from "../../shared/api_statistics.ts";
import { dayText, parseDay } from "../../projection/statistics/day.ts";
import { noFigures } from "../../projection/statistics/measures.ts";
import { below } from "../scope.ts";
import { figuresOf, type SumRow, sums } from "./figures.ts";
import { type Filter, tableOf, where } from "./filter.ts";

type By = "day" | "bank" | "outlet" | "manager";

/** One line. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly unit: string | null;
  readonly figures: FiguresJson;
}

export interface Page {
  readonly lines: readonly Line[];
  /** Whether more follow after the last. */
  readonly more: boolean;
}

export interface PageRequest {
  readonly by: By;
  readonly after: string | null;
  readonly limit: number;
  /** The unit to look in where the filter names none. */
  readonly root: string;
}

/** The sum of everything that fits. */
export async function total(sql: Sql | TransactionSql, filter: Filter): Promise<FiguresJson> {
  const [row] = await sql<SumRow[]>`
    select ${sums(sql)} from ${tableOf(sql, filter)} d where ${where(sql, filter)}`;
  return figuresOf(row ?? {});
}

/** One page of lines in the order of their keys; those without any figure stand there, too. */
export async function lines(
  sql: Sql | TransactionSql,
  filter: Filter,
  page: PageRequest,
): Promise<Page> {
  if (page.by === "day") return await days(sql, filter, page);
  const unit = filter.unit ?? page.root;
  const after = page.after ?? "";
  const keys = page.by === "manager"
    ? await managers(sql, filter, { ...page, unit, after })
    : await units(sql, filter, { ...page, unit, after });
  const shown = keys.slice(0, page.limit);
  if (shown.length === 0) return { lines: [], more: false };
  const key = sql.unsafe(page.by === "manager" ? "d.manager" : KEYS[page.by]);
  const rows = await sql<SumRow[]>`
    select ${key} as key, ${sums(sql)}
    from ${tableOf(sql, { manager: filter.manager, by: page.by })} d
    where ${where(sql, filter)} and ${key} in ${sql(shown.map(({ key }) => key))}
    group by 1`;
  const found = new Map(rows.map((row) => [row["key"], figuresOf(row)]));
  return {
    lines: shown.map((one) => ({ ...one, figures: found.get(one.key) ?? noFigures() })),
    more: keys.length > page.limit,
  };
}

const KEYS = { bank: "d.bank", outlet: "d.unit" } as const;

interface Key {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
}

interface KeyRequest extends PageRequest {
  readonly unit: string;
  readonly after: string;
}

/** Every day of the range, so that a chart has no holes. */
async function days(sql: Sql | TransactionSql, filter: Filter, page: PageRequest): Promise<Page> {
  const first = Math.max(filter.fromDay, (parseDay(page.after ?? "") ?? -Infinity) + 1);
  const last = Math.min(filter.toDay, first + page.limit - 1);
  const rows = await sql<SumRow[]>`
    select d.day::text as key, ${sums(sql)} from ${tableOf(sql, filter)} d
    where ${where(sql, { ...filter, fromDay: first, toDay: last })}
    group by d.day`;
  const found = new Map(rows.map((row) => [row["key"], figuresOf(row)]));
  const lines: Line[] = [];
  for (let day = first; day <= last; day++) {
    const key = dayText(day);
    lines.push({ key, name: key, unit: null, figures: found.get(key) ?? noFigures() });
  }
  return { lines, more: last < filter.toDay };
}

/** Open units of the level, and whatever else of the scope has figures: closed ones, and staff of a bank itself. */
async function units(
  sql: Sql | TransactionSql,
  filter: Filter,
  { by, unit, after, limit }: KeyRequest,
): Promise<readonly Key[]> {
  const isThere = by === "bank"
    ? sql`exists (select from projected.unit_daily d where d.bank = u.id and ${range(sql, filter)})`
    : sql`exists (select from projected.unit_daily d where d.unit = u.id and ${
      range(sql, filter)
    })`;
  return await sql<Key[]>`
    select u.id as key, u.name, u.id as unit from bank.unit u
    where ${below(sql, { column: "u.id", unit })} and u.id > ${after}
      ${by === "bank" ? sql`and u.kind <> 'outlet'` : sql``}
      and ((u.kind = ${by} and u.closed_ms is null) or ${isThere})
    order by u.id limit ${limit + 1}`;
}

/** Managers of the unit today, and those who did something there and have moved on since. */
async function managers(
  sql: Sql | TransactionSql,
  filter: Filter,
  { unit, after, limit }: KeyRequest,
): Promise<readonly Key[]> {
  const { manager } = filter;
  return await sql<Key[]>`
    select s.id as key, s.name, s.unit from bank.staff s
    where s.id > ${after} ${manager === null ? sql`` : sql`and s.id = ${manager}`}
      and (
        (s.role = 'manager' and s.left_ms is null and ${below(sql, { column: "s.unit", unit })})
        or exists (
          select from projected.daily d
          where d.manager = s.id and ${below(sql, { column: "d.unit", unit })}
            and ${range(sql, filter)})
      )
    order by s.id limit ${limit + 1}`;
}

function range(sql: Sql | TransactionSql, { fromDay, toDay, campaign }: Filter): Fragment {
  return sql`
    d.day between ${dayText(fromDay)} and ${dayText(toDay)}
    ${campaign === null ? sql`` : sql`and d.campaign = ${campaign}`}`;
}
