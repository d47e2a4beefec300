/** Participants of a referral campaign with what came of them, page by page: what an export reads. */
import type { Sql } from "postgres";
import { isSeen, type Sight } from "./reviews.ts";

/** One participant. `manager` and `unit` are '' for 未归属. */
export interface ExportedPerson {
  readonly cell: number;
  readonly n: number;
  readonly customer: string;
  readonly mask: string | null;
  readonly inviter: string | null;
  readonly level: number;
  readonly channel: string;
  readonly joinedMs: number;
  readonly qualifiedMs: number | null;
  readonly qualifiedBy: string | null;
  readonly isRemoved: boolean;
  readonly isInReview: boolean;
  readonly invited: number;
  readonly invitedQualified: number;
  readonly paidFen: number;
  readonly clawedFen: number;
  readonly manager: string;
  readonly managerName: string | null;
  readonly unit: string;
  readonly unitName: string | null;
}

const ROWS = 500;

/** Those who joined up to `untilMs`, by place. */
export async function* participantsOf(
  sql: Sql,
  asked: { readonly campaign: string; readonly sight: Sight; readonly untilMs: number },
): AsyncGenerator<readonly ExportedPerson[]> {
  const { campaign, sight, untilMs } = asked;
  for (let after = { cell: -1, n: 0 };;) {
    const rows = await sql<Row[]>`
      with page as (
        select p.* from projected.referral_participant p
        where p.campaign = ${campaign} and (p.cell, p.n) > (${after.cell}, ${after.n})
          and ${isSeen(sql, sight, "p")}
        order by p.cell, p.n limit ${ROWS}
      )
      select page.*, m.name as manager_name, u.name as unit_name, below.invited,
        below.invited_qualified, won.paid_fen, won.clawed_fen,
        v.n is not null as in_review
      from page
      left join bank.staff m on m.id = page.manager
      left join bank.unit u on u.id = page.unit
      left join projected.referral_review v
        on v.campaign = page.campaign and v.cell = page.cell and v.n = page.n
      cross join lateral (
        select count(*) as invited, count(i.qualified_ms) as invited_qualified
        from projected.referral_participant i
        where i.campaign = page.campaign and i.inviter_cell = page.cell
          and i.inviter_n = page.n
      ) below
      cross join lateral (
        select coalesce(sum(w.fen) filter (where w.paid_ms is not null), 0)::bigint as paid_fen,
          coalesce(sum(w.fen) filter (where w.clawed_ms is not null), 0)::bigint as clawed_fen
        from projected.referral_reward w
        where w.campaign = page.campaign and w.cell = page.cell and w.n = page.n
      ) won
      order by page.cell, page.n`;
    yield rows.map(personOf).filter(({ joinedMs }) => joinedMs <= untilMs);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS) return;
    after = last;
  }
}

interface Row {
  readonly cell: number;
  readonly n: number;
  readonly customer: string;
  readonly mask: string | null;
  readonly inviter_cell: number | null;
  readonly inviter_n: number | null;
  readonly level: number;
  readonly channel: string;
  readonly joined_ms: string;
  readonly qualified_ms: string | null;
  readonly qualified_by: string | null;
  readonly removed: boolean;
  readonly in_review: boolean;
  readonly invited: string;
  readonly invited_qualified: string;
  readonly paid_fen: string;
  readonly clawed_fen: string;
  readonly manager: string;
  readonly manager_name: string | null;
  readonly unit: string;
  readonly unit_name: string | null;
}

function personOf(row: Row): ExportedPerson {
  const { cell, n, customer, mask, level, channel, manager, unit } = row;
  return {
    cell,
    n,
    customer,
    mask,
    inviter: row.inviter_cell === null ? null : `${row.inviter_cell}.${row.inviter_n}`,
    level,
    channel,
    joinedMs: Number(row.joined_ms),
    qualifiedMs: row.qualified_ms === null ? null : Number(row.qualified_ms),
    qualifiedBy: row.qualified_by,
    isRemoved: row.removed,
    isInReview: row.in_review,
    invited: Number(row.invited),
    invitedQualified: Number(row.invited_qualified),
    paidFen: Number(row.paid_fen),
    clawedFen: Number(row.clawed_fen),
    manager,
    managerName: row.manager_name,
    unit,
    unitName: row.unit_name,
  };
}
