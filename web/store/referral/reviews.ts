/** Participants who wait for review, oldest first, with the rewards that wait for it. */
import type { Fragment, Sql } from "postgres";
import type { FlagReason, Place } from "../../../actors/referral/protocol.ts";
import { below } from "../scope.ts";

/** Whose part of a campaign: all of it, or what managers of a unit, or one manager, brought. */
export type Sight =
  | { readonly kind: "whole" }
  | { readonly kind: "unit"; readonly unit: string }
  | { readonly kind: "manager"; readonly manager: string };

export interface Waiting extends Place {
  readonly mask: string | null;
  readonly flags: readonly FlagReason[];
  readonly others: readonly (Place & { readonly mask: string | null })[];
  readonly rewards: number;
  readonly fen: number;
  readonly flaggedMs: number;
  readonly note: string | null;
}

export interface Cursor {
  readonly atMs: number;
  readonly cell: number;
  readonly n: number;
}

export interface WaitingPage {
  readonly items: readonly Waiting[];
  readonly next: Cursor | null;
}

export async function waitingForReview(
  sql: Sql,
  asked: {
    readonly campaign: string;
    readonly after: Cursor | null;
    readonly limit: number;
  },
): Promise<WaitingPage> {
  const { campaign, after, limit } = asked;
  const rows = await sql<Row[]>`
    with page as (
      select v.*, p.mask from projected.referral_review v
      left join projected.referral_participant p
        on p.campaign = v.campaign and p.cell = v.cell and p.n = v.n
      where v.campaign = ${campaign}
        ${
    after === null
      ? sql``
      : sql`and (v.flagged_ms, v.cell, v.n) > (${after.atMs}, ${after.cell}, ${after.n})`
  }
      order by v.flagged_ms, v.cell, v.n limit ${limit + 1}
    )
    select page.*, held.rewards, held.fen, named.others as named
    from page
    cross join lateral (
      select count(*) as rewards, coalesce(sum(one.fen), 0)::bigint as fen from (
        select w.r, w.cell, w.fen from projected.referral_reward w
        where w.campaign = page.campaign and w.cell = page.cell and w.n = page.n
          and w.state = 'flagged'
        union
        select w.r, w.cell, w.fen from projected.referral_reward w
        where w.campaign = page.campaign and w.invitee_cell = page.cell
          and w.invitee_n = page.n and w.state = 'flagged'
      ) one
    ) held
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('cell', o.cell, 'n', o.n, 'mask', q.mask)
        order by o.at), '[]') as others
      from rows from (jsonb_to_recordset(page.others) as (cell integer, n integer))
        with ordinality as o(cell, n, at)
      left join projected.referral_participant q
        on q.campaign = page.campaign and q.cell = o.cell and q.n = o.n
    ) named
    order by page.flagged_ms, page.cell, page.n`;
  const items = rows.slice(0, limit).map(waitingOf);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last !== undefined
      ? { atMs: last.flaggedMs, cell: last.cell, n: last.n }
      : null,
  };
}

/** Whether a row `alias` with `manager` and `unit` is within sight. */
export function isSeen(sql: Sql, sight: Sight, alias: "p" | "w"): Fragment {
  switch (sight.kind) {
    case "whole":
      return sql`true`;
    case "unit":
      return below(sql, { column: `${alias}.unit`, unit: sight.unit });
    case "manager":
      return sql`${sql(`${alias}.manager`)} = ${sight.manager}`;
  }
}

interface Row {
  readonly cell: number;
  readonly n: number;
  readonly mask: string | null;
  readonly flags: readonly FlagReason[];
  readonly named: readonly { cell: number; n: number; mask: string | null }[];
  readonly rewards: string;
  readonly fen: string;
  readonly flagged_ms: string;
  readonly note: string | null;
}

function waitingOf(row: Row): Waiting {
  const { cell, n, mask, flags, note } = row;
  return {
    cell,
    n,
    mask,
    flags,
    others: row.named,
    rewards: Number(row.rewards),
    fen: Number(row.fen),
    flaggedMs: Number(row.flagged_ms),
    note,
  };
}
