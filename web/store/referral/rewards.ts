/** Rewards of a referral campaign, newest first. */
import type { Sql } from "postgres";
import type { RewardState } from "../../../actors/referral/protocol.ts";
import type { RewardRow } from "../../projection/referral/book.ts";
import { rewardOf, type StoredReward } from "../../projection/referral/book_rows.ts";
import { type Cursor, isSeen, type Sight } from "./reviews.ts";

export interface ListedReward extends RewardRow {
  /** Of the one whose reward it is. */
  readonly mask: string | null;
  readonly manager_name: string | null;
}

export interface RewardPage {
  readonly items: readonly ListedReward[];
  readonly next: Cursor | null;
}

export async function listRewards(
  sql: Sql,
  asked: {
    readonly campaign: string;
    readonly sight: Sight;
    readonly state: RewardState | null;
    readonly after: Cursor | null;
    readonly limit: number;
  },
): Promise<RewardPage> {
  const { campaign, sight, state, after, limit } = asked;
  const rows = await sql<(StoredReward & Pick<ListedReward, "mask" | "manager_name">)[]>`
    select w.*, p.mask, m.name as manager_name
    from projected.referral_reward w
    left join projected.referral_participant p
      on p.campaign = w.campaign and p.cell = w.cell and p.n = w.n
    left join bank.staff m on m.id = w.manager
    where w.campaign = ${campaign} and ${isSeen(sql, sight, "w")}
      ${state === null ? sql`` : sql`and w.state = ${state}`}
      ${
    after === null
      ? sql``
      : sql`and (w.created_ms, w.cell, w.r) < (${after.atMs}, ${after.cell}, ${after.n})`
  }
    order by w.created_ms desc, w.cell desc, w.r desc limit ${limit + 1}`;
  const items = rows.slice(0, limit).map((row) => ({
    ...rewardOf(row),
    mask: row.mask,
    manager_name: row.manager_name,
  }));
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last !== undefined
      ? { atMs: last.created_ms, cell: last.cell, n: last.r }
      : null,
  };
}
