/** The book of the fold as rows: what a page of records needs is read in at most five statements. */
import type { TransactionSql } from "postgres";
import type { ReferralEvent } from "../../../actors/referral/events.ts";
import type { Place } from "../../../actors/referral/protocol.ts";
import type { Assignment, LogRecord } from "../statistics/book.ts";
import {
  type Book,
  cellOf,
  participantKey,
  type ParticipantRow,
  type ReviewRow,
  rewardKey,
  type RewardRow,
} from "./book.ts";

/** What a page of records asks for, by key. */
interface Needs {
  readonly participants: Map<string, Asked>;
  readonly rewards: Map<string, Asked>;
  readonly reviews: Map<string, Asked>;
  readonly joined: Map<string, Asked>;
  readonly managers: Set<string>;
}

// A type and not an interface: it goes out as JSON.
type Asked = {
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
};

/** Reads what the fold of these records has to know. */
export async function readBook(tx: TransactionSql, records: readonly LogRecord[]): Promise<Book> {
  const needs = needsOf(records);
  const waiting = await readWaiting(tx, needs);
  const rewards = await readRewards(tx, needs);
  for (const row of [...waiting.values()].flat()) rewards.set(rewardKey(row.campaign, row), row);
  // Whoever a stored reward is for: it may be paid in this page.
  for (const { campaign, cell, n, invitee_cell, invitee_n, manager } of rewards.values()) {
    needs.managers.add(manager);
    const place = invitee_cell === null || invitee_n === null
      ? { cell, n }
      : { cell: invitee_cell, n: invitee_n };
    ask(needs.participants, campaign, place);
  }
  const participants = await readParticipants(tx, needs);
  for (const { manager } of participants.values()) needs.managers.add(manager);
  return {
    participants,
    rewards,
    waiting,
    reviews: await readReviews(tx, needs),
    assignments: await readAssignments(tx, needs),
  };
}

function ask(asked: Map<string, Asked>, campaign: string, { cell, n }: Place): void {
  asked.set(participantKey(campaign, { cell, n }), { campaign, cell, n });
}

function needsOf(records: readonly LogRecord[]): Needs {
  const needs: Needs = {
    participants: new Map(),
    rewards: new Map(),
    reviews: new Map(),
    joined: new Map(),
    managers: new Set(),
  };
  for (const { kind, key, events } of records) {
    if (kind !== "referral") continue;
    const { campaign, cell } = cellOf(key);
    const own = (n: number) => ask(needs.participants, campaign, { cell, n });
    for (const event of events as readonly ReferralEvent[]) {
      switch (event.kind) {
        case "joined":
          if (event.via !== null) needs.managers.add(event.via);
          ask(needs.joined, campaign, { cell, n: event.n });
          break;
        case "clicked":
          for (const { n } of event.items) own(n);
          break;
        case "visited":
          for (const { via } of event.items) if (via !== null) needs.managers.add(via);
          break;
        case "qualified":
        case "reversed":
        case "removed":
          own(event.n);
          break;
        case "reward-made":
          if (event.outlet !== null) needs.managers.add(event.outlet);
          own(event.n);
          if (event.invitee !== null) ask(needs.participants, campaign, event.invitee);
          break;
        case "reward-moved":
          needs.rewards.set(rewardKey(campaign, { cell, r: event.r }), {
            campaign,
            cell,
            n: event.r,
          });
          break;
        case "flagged":
        case "reviewed":
          ask(needs.reviews, campaign, { cell, n: event.n });
          break;
        default:
          break;
      }
    }
  }
  return needs;
}

async function readParticipants(
  tx: TransactionSql,
  { participants, joined }: Needs,
): Promise<Map<string, ParticipantRow>> {
  // Whoever joins in this page has no row yet.
  const asked = [...participants].filter(([key]) => !joined.has(key)).map(([, one]) => one);
  if (asked.length === 0) return new Map();
  const rows = await tx<(ParticipantRow & Bigs<"joined_ms" | "qualified_ms">)[]>`
    select p.* from jsonb_to_recordset(${tx.json(asked)})
      as asked(campaign text, cell integer, n integer)
    join projected.referral_participant p
      on p.campaign = asked.campaign collate "C" and p.cell = asked.cell and p.n = asked.n`;
  return new Map(rows.map((row) => [participantKey(row.campaign, row), {
    ...row,
    joined_ms: Number(row.joined_ms),
    qualified_ms: big(row.qualified_ms),
  }]));
}

async function readRewards(
  tx: TransactionSql,
  { rewards }: Needs,
): Promise<Map<string, RewardRow>> {
  if (rewards.size === 0) return new Map();
  const rows = await tx<StoredReward[]>`
    select w.* from jsonb_to_recordset(${tx.json([...rewards.values()])})
      as asked(campaign text, cell integer, n integer)
    join projected.referral_reward w
      on w.campaign = asked.campaign collate "C" and w.cell = asked.cell and w.r = asked.n`;
  return new Map(rows.map((row) => [rewardKey(row.campaign, row), rewardOf(row)]));
}

async function readWaiting(
  tx: TransactionSql,
  { joined }: Needs,
): Promise<Map<string, RewardRow[]>> {
  const waiting = new Map<string, RewardRow[]>();
  if (joined.size === 0) return waiting;
  const rows = await tx<StoredReward[]>`
    select w.* from projected.referral_reward w
    where w.channel is null and w.paid_ms is not null
      and (w.campaign, w.invitee_cell, w.invitee_n) in (
        select asked.campaign, asked.cell, asked.n
        from jsonb_to_recordset(${tx.json([...joined.values()])})
          as asked(campaign text, cell integer, n integer))`;
  for (const row of rows) {
    const reward = rewardOf(row);
    const { campaign, invitee_cell, invitee_n } = reward;
    if (invitee_cell === null || invitee_n === null) continue;
    const key = participantKey(campaign, { cell: invitee_cell, n: invitee_n });
    waiting.set(key, [...waiting.get(key) ?? [], reward]);
  }
  return waiting;
}

async function readReviews(
  tx: TransactionSql,
  { reviews }: Needs,
): Promise<Map<string, ReviewRow>> {
  if (reviews.size === 0) return new Map();
  const rows = await tx<(ReviewRow & Bigs<"flagged_ms">)[]>`
    select v.* from jsonb_to_recordset(${tx.json([...reviews.values()])})
      as asked(campaign text, cell integer, n integer)
    join projected.referral_review v
      on v.campaign = asked.campaign collate "C" and v.cell = asked.cell and v.n = asked.n`;
  return new Map(
    rows.map((row) => [
      participantKey(row.campaign, row),
      { ...row, flagged_ms: Number(row.flagged_ms) },
    ]),
  );
}

async function readAssignments(
  tx: TransactionSql,
  { managers }: Needs,
): Promise<Map<string, Assignment[]>> {
  const assignments = new Map<string, Assignment[]>();
  managers.delete("");
  if (managers.size === 0) return assignments;
  const rows = await tx<{ staff_id: string; unit: string; from_ms: string }[]>`
    select staff_id, unit, from_ms from bank.assignment
    where staff_id = any(${[...managers]}::text[]) order by staff_id, from_ms`;
  for (const { staff_id, unit, from_ms } of rows) {
    const of = assignments.get(staff_id) ?? [];
    of.push({ unit, fromMs: Number(from_ms) });
    assignments.set(staff_id, of);
  }
  return assignments;
}

type Bigs<Name extends string> = { readonly [name in Name]: string };
export type StoredReward = RewardRow & Bigs<"amount" | "fen" | "created_ms">;

/** A row as the database gives it: bigints come as texts. */
export function rewardOf(row: StoredReward): RewardRow {
  return {
    ...row,
    amount: Number(row.amount),
    fen: Number(row.fen),
    created_ms: Number(row.created_ms),
    due_ms: big(row.due_ms),
    paid_ms: big(row.paid_ms),
    clawed_ms: big(row.clawed_ms),
  };
}

function big(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
