/** The list of campaigns, from the rows that the projector writes. */
import type { Sql } from "postgres";
import type { CampaignSummary } from "../../actors/directory/protocol.ts";
import { below } from "./scope.ts";

/** Which campaigns; what is absent does not matter. */
export interface CampaignListQuery {
  /** This org unit and all below; null for everything. */
  readonly scope: string | null;
  /** A narrower unit, within the scope. */
  readonly unit?: string | undefined;
  /** Part of the title or of the product. */
  readonly q?: string | undefined;
  readonly phases?: readonly string[] | undefined;
  readonly archived?: boolean | undefined;
  readonly kind?: string | undefined;
  readonly author?: string | undefined;
  /** Sales that run in this time, from inclusive and to exclusive. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Id of the last row of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface Row {
  readonly id: string;
  readonly kind: CampaignSummary["kind"];
  readonly title: string;
  readonly phase: CampaignSummary["phase"];
  readonly starts_ms: string;
  readonly ends_ms: string;
  readonly units: string;
  readonly units_of: "fen" | "units" | null;
  readonly price_fen: string;
  readonly author: string;
  readonly unit: string;
  readonly archived: boolean;
}

/** Newest first; `next` goes back as `after`, null at the end. */
export async function listCampaigns(
  sql: Sql,
  query: CampaignListQuery,
): Promise<{ readonly items: readonly CampaignSummary[]; readonly next: string | null }> {
  const { scope, unit, q, phases, archived, kind, author, fromMs, toMs, after, limit } = query;
  const like = q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const conditions = [
    ...scope === null ? [] : [below(sql, { column: "unit", unit: scope })],
    ...unit === undefined ? [] : [below(sql, { column: "unit", unit })],
    ...like === null ? [] : [sql`(title ilike ${like} or product ilike ${like})`],
    ...phases === undefined ? [] : [sql`phase in ${sql(phases)}`],
    ...archived === undefined ? [] : [sql`archived = ${archived}`],
    ...kind === undefined ? [] : [sql`kind = ${kind}`],
    ...author === undefined ? [] : [sql`author = ${author}`],
    ...fromMs === undefined ? [] : [sql`ends_ms > ${fromMs}`],
    ...toMs === undefined ? [] : [sql`starts_ms < ${toMs}`],
    ...after === undefined ? [] : [sql`
      (created_ms, id) < (select created_ms, id from projected.campaign where id = ${after})`],
  ];
  const rows = await sql<Row[]>`
    select id, kind, title, phase, starts_ms, ends_ms, units, price_fen, author, unit, archived,
      case when kind <> 'referral' then null
        when spec->'budget'->'units' is null then 'fen' else 'units' end as units_of
    from projected.campaign
    where ${conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`)}
    order by created_ms desc, id desc
    limit ${limit + 1}`;
  const items = rows.slice(0, limit).map((
    { starts_ms, ends_ms, price_fen, units, units_of, ...row },
  ) => ({
    ...row,
    startsAtMs: Number(starts_ms),
    endsAtMs: Number(ends_ms),
    units: Number(units),
    ...units_of === null ? {} : { unitsOf: units_of },
    priceFen: Number(price_fen),
  }));
  return { items, next: rows.length > limit ? items.at(-1)?.id ?? null : null };
}
