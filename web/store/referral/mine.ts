/** The referrals that a customer takes part in, newest first. */
import type { Sql } from "postgres";

/** The last row of a page. */
export interface ParticipationCursor {
  readonly joinedMs: number;
  readonly campaign: string;
}

export interface Participation extends ParticipationCursor {
  readonly title: string;
  readonly invited: number;
  readonly qualified: number;
}

/** One page; a person who was taken out of a campaign still sees it. */
export async function participationsOf(
  sql: Sql,
  asked: {
    readonly customer: string;
    readonly after: ParticipationCursor | null;
    readonly limit: number;
  },
): Promise<{
  readonly items: readonly Participation[];
  readonly next: ParticipationCursor | null;
}> {
  const { customer, after, limit } = asked;
  const rows = await sql<Row[]>`
    with page as (
      select * from projected.referral_participant
      where customer = ${customer} ${
    after === null ? sql`` : sql`and (joined_ms, campaign) < (${after.joinedMs}, ${after.campaign})`
  }
      order by joined_ms desc, campaign desc limit ${limit + 1}
    )
    select page.campaign, page.joined_ms, c.title, below.invited, below.qualified
    from page
    join projected.campaign c on c.id = page.campaign
    cross join lateral (
      select count(*)::int as invited, count(i.qualified_ms)::int as qualified
      from projected.referral_participant i
      where i.campaign = page.campaign and i.inviter_cell = page.cell and i.inviter_n = page.n
    ) below
    order by page.joined_ms desc, page.campaign desc`;
  const items = rows.slice(0, limit).map(({ joined_ms, ...row }) => ({
    ...row,
    joinedMs: Number(joined_ms),
  }));
  return { items, next: rows.length > limit ? items.at(-1) ?? null : null };
}

interface Row {
  readonly campaign: string;
  readonly joined_ms: string;
  readonly title: string;
  readonly invited: number;
  readonly qualified: number;
}
