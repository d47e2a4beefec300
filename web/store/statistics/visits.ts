/** What visitors of storefronts did, by channel and by what they clicked. */
import type { Fragment, Sql, TransactionSql } from "postgres";
import type { Measure } from "../../../actors/storefront/protocol.ts";
import type { VisitedItemJson, VisitFiguresJson } from "../../shared/api_statistics.ts";
import { dayText } from "../../projection/statistics/day.ts";
import { FIGURE_OF } from "../../projection/statistics/storefront_counts.ts";
import { below } from "../scope.ts";
import { type Filter, isRoot } from "./filter.ts";

const ITEMS_MAX = 50;

export interface ChannelLine {
  readonly channel: string;
  readonly figures: VisitFiguresJson;
}

/** All channels, most visits first. */
export async function channels(
  sql: Sql | TransactionSql,
  filter: Filter,
): Promise<readonly ChannelLine[]> {
  const rows = await sql<{ channel: string; measure: Measure; n: string }[]>`
    select v.channel, v.measure, sum(v.n)::bigint as n from projected.visit v
    where ${where(sql, filter)} group by v.channel, v.measure order by v.channel`;
  const found = new Map<string, Record<keyof VisitFiguresJson, number>>();
  for (const { channel, measure, n } of rows) {
    const figures = found.get(channel) ?? none();
    figures[FIGURE_OF[measure]] += Number(n);
    found.set(channel, figures);
  }
  return [...found].map(([channel, figures]) => ({ channel, figures }))
    .sort((one, other) => other.figures.visits - one.figures.visits);
}

/** What was clicked most. */
export async function items(
  sql: Sql | TransactionSql,
  filter: Filter,
): Promise<readonly VisitedItemJson[]> {
  const rows = await sql<
    { kind: VisitedItemJson["kind"]; id: string; name: string; clicks: string; leads: string }[]
  >`
    with item as (
      select case v.measure when 'campaign' then 'campaign' when 'article' then 'article'
          else 'product' end as kind, v.item as id,
        coalesce(sum(v.n) filter (where v.measure <> 'action'), 0)::bigint as clicks,
        coalesce(sum(v.n) filter (where v.measure = 'action'), 0)::bigint as leads
      from projected.visit v
      where ${where(sql, filter)} and v.item <> ''
        and v.measure in ('click', 'action', 'campaign', 'article')
      group by 1, 2 order by 3 desc, 4 desc, 1, 2 limit ${ITEMS_MAX}
    )
    select item.*, coalesce(case item.kind
      when 'product' then (select p.name from bank.product p where p.id = item.id)
      when 'article' then (select a.title from bank.article a where a.id = item.id)
      else (select c.title from projected.campaign c where c.id = item.id) end, item.id) as name
    from item order by clicks desc, leads desc, kind, id`;
  return rows.map((row) => ({ ...row, clicks: Number(row.clicks), leads: Number(row.leads) }));
}

function where(sql: Sql | TransactionSql, filter: Filter): Fragment {
  const { unit, manager, fromDay, toDay } = filter;
  const scope = unit === null
    ? sql``
    : isRoot(unit)
    ? sql``
    : sql`and ${below(sql, { column: "v.outlet", unit })}`;
  return sql`
    v.day between ${dayText(fromDay)} and ${dayText(toDay)}
    ${manager === null ? sql`` : sql`and v.manager = ${manager}`} ${scope}`;
}

function none(): Record<keyof VisitFiguresJson, number> {
  return {
    scans: 0,
    visits: 0,
    visitors: 0,
    newVisitors: 0,
    clicks: 0,
    shares: 0,
    leads: 0,
  };
}
