/** Rows of `projected.campaign` for whoever looks over many campaigns. */
import type { Fragment, Sql } from "postgres";
import type { PhaseJson } from "../shared/api.ts";
import { below } from "./scope.ts";

/** A campaign in few words; instants are ISO 8601. */
export interface CampaignRow {
  readonly id: string;
  readonly title: string;
  readonly product: string;
  readonly phase: PhaseJson;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly units: number;
  readonly author: string;
  readonly unit: string;
  readonly approvedBy: string | null;
}

export interface CampaignQuery {
  /** The unit and all below it; null: everywhere. */
  readonly unit: string | null;
  readonly phases: readonly PhaseJson[];
  readonly limit: number;
  /** Only what this person has written. */
  readonly author?: string;
  /** Only sales of a product whose time meets this one, earliest first; else the newest first. */
  readonly meeting?: {
    readonly product: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly except: string;
  };
}

interface Row extends Omit<CampaignRow, "startsAt" | "endsAt" | "units" | "approvedBy"> {
  readonly starts_ms: string;
  readonly ends_ms: string;
  readonly units: string;
  readonly approved_by: string | null;
}

/** Campaigns that are not archived. */
export async function findCampaigns(
  sql: Sql,
  query: CampaignQuery,
): Promise<readonly CampaignRow[]> {
  const { meeting, author } = query;
  const rows = await sql<Row[]>`
    select id, title, product, phase, starts_ms, ends_ms, units, author, unit, approved_by
    from projected.campaign
    where not archived and phase in ${sql(query.phases)} and ${scope(sql, query.unit)}
      ${author === undefined ? sql`` : sql`and author = ${author}`} ${
    meeting === undefined ? sql`order by created_ms desc, id desc` : sql`
      and product = ${meeting.product} and id <> ${meeting.except}
      and starts_ms < ${meeting.toMs} and ends_ms > ${meeting.fromMs}
      order by starts_ms, id`
  } limit ${query.limit}`;
  return rows.map(({ starts_ms, ends_ms, units, approved_by, ...row }) => ({
    ...row,
    startsAt: new Date(Number(starts_ms)).toISOString(),
    endsAt: new Date(Number(ends_ms)).toISOString(),
    units: Number(units),
    approvedBy: approved_by,
  }));
}

/** How many there are of each phase, archived ones aside. */
export async function countByPhase(
  sql: Sql,
  unit: string | null,
): Promise<Record<PhaseJson, number>> {
  const counts: Record<PhaseJson, number> = {
    draft: 0,
    "in-review": 0,
    scheduled: 0,
    warming: 0,
    open: 0,
    paused: 0,
    ended: 0,
    settled: 0,
  };
  const rows = await sql<{ phase: PhaseJson; count: string }[]>`
    select phase, count(*) as count from projected.campaign
    where not archived and ${scope(sql, unit)} group by phase`;
  for (const { phase, count } of rows) counts[phase] = Number(count);
  return counts;
}

function scope(sql: Sql, unit: string | null): Fragment {
  return unit === null ? sql`true` : below(sql, { column: "unit", unit });
}
