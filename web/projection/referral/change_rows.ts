/** What the fold changes, as rows: one statement a table. */
import type { JSONValue, Parameter, TransactionSql } from "postgres";
import { dayText } from "../statistics/day.ts";
import type { ReferralChanges } from "./page.ts";
import { columnOf, REFERRAL_MEASURES } from "./measures.ts";

// Names of columns only, which stand in this repository.
const SUMS = REFERRAL_MEASURES.map(columnOf);
const KEY = "campaign, unit, manager, day, channel";
const DAILY = `
  insert into projected.referral_daily as d (${KEY}, bank, ${SUMS.join(", ")})
  select ${KEY}, bank, ${SUMS.join(", ")} from jsonb_to_recordset($1::text::jsonb) as t(
    campaign text, unit text, manager text, day date, channel text, bank text,
    ${SUMS.map((name) => `${name} bigint`).join(", ")})
  on conflict (${KEY}) do update set
    ${SUMS.map((name) => `${name} = d.${name} + excluded.${name}`).join(", ")}`;

// The same as statistics write for sales, by other columns. Of two rows of one key the sum.
const ADDED = ["joins", "qualified", "rewarded"].map((name) =>
  `${name} = d.${name} + excluded.${name}`
)
  .join(", ");
const REFERRED = `jsonb_to_recordset($1::text::jsonb) as t(
    day date, unit text, bank text, manager text, campaign text,
    joins bigint, qualified bigint, rewarded bigint, referred_ms bigint)`;
const STATISTICS = `
  insert into projected.daily as d (
    day, unit, bank, manager, campaign, joins, qualified, rewarded, referred_ms)
  select day, unit, bank, manager, campaign, sum(joins), sum(qualified), sum(rewarded),
    max(referred_ms)
  from ${REFERRED} group by 1, 2, 3, 4, 5 order by unit, day, manager, campaign
  on conflict (unit, day, manager, campaign) do update set ${ADDED},
    referred_ms = greatest(d.referred_ms, excluded.referred_ms)`;
const UNIT_STATISTICS = `
  insert into projected.unit_daily as d (day, unit, bank, campaign, joins, qualified, rewarded)
  select day, unit, bank, campaign, sum(joins), sum(qualified), sum(rewarded)
  from ${REFERRED} group by 1, 2, 3, 4 order by unit, day, campaign
  on conflict (unit, day, campaign) do update set ${ADDED}`;

/** Writes them. */
export async function writeChanges(tx: TransactionSql, changes: ReferralChanges): Promise<void> {
  await writeParticipants(tx, changes);
  await writeRewards(tx, changes);
  await writeReviews(tx, changes);
  await writeDaily(tx, changes);
}

async function writeParticipants(
  tx: TransactionSql,
  { participants }: ReferralChanges,
): Promise<void> {
  if (participants.size === 0) return;
  await tx`
    insert into projected.referral_participant
    select * from jsonb_populate_recordset(
      null::projected.referral_participant, ${json(tx, [...participants.values()])})
    on conflict (campaign, cell, n) do update set
      qualified_ms = excluded.qualified_ms, qualified_by = excluded.qualified_by,
      qualified_event = excluded.qualified_event, removed = excluded.removed`;
}

async function writeRewards(tx: TransactionSql, { rewards }: ReferralChanges): Promise<void> {
  if (rewards.size === 0) return;
  await tx`
    insert into projected.referral_reward
    select * from jsonb_populate_recordset(
      null::projected.referral_reward, ${json(tx, [...rewards.values()])})
    on conflict (campaign, cell, r) do update set
      state = excluded.state, reason = excluded.reason, channel = excluded.channel,
      due_ms = excluded.due_ms, paid_ms = excluded.paid_ms, clawed_ms = excluded.clawed_ms,
      by_staff = excluded.by_staff, note = excluded.note`;
}

async function writeReviews(tx: TransactionSql, { reviews }: ReferralChanges): Promise<void> {
  const open = [...reviews.values()].filter((row) => row !== null);
  const decided = [...reviews].filter(([, row]) => row === null).map(([key]) => key);
  if (open.length > 0) {
    await tx`
      insert into projected.referral_review
      select * from jsonb_populate_recordset(null::projected.referral_review, ${json(tx, open)})
      on conflict (campaign, cell, n) do update set
        flags = excluded.flags, others = excluded.others, flagged_ms = excluded.flagged_ms,
        note = excluded.note`;
  }
  if (decided.length > 0) {
    await tx`
      delete from projected.referral_review
      where (campaign, cell, n) in (
        select asked.campaign, asked.cell, asked.n
        from jsonb_to_recordset(${tx.json(decided.map(placeOf))})
          as asked(campaign text, cell integer, n integer))`;
  }
}

/** Of a `participantKey`; ids of campaigns have no spaces. */
function placeOf(key: string) {
  const [campaign = "", place = ""] = key.split(" ");
  const [cell, n] = place.split(".").map(Number);
  return { campaign, cell: cell ?? 0, n: n ?? 0 };
}

async function writeDaily(tx: TransactionSql, { daily }: ReferralChanges): Promise<void> {
  if (daily.length === 0) return;
  const rows = daily.map(({ figures, day, campaign, unit, manager, channel, bank }) => {
    const row: Record<string, string | number> = {
      ...{ campaign, unit, manager, channel, bank },
      day: dayText(day),
    };
    for (const measure of REFERRAL_MEASURES) row[columnOf(measure)] = figures[measure];
    return row;
  });
  await tx.unsafe(DAILY, [JSON.stringify(rows)]);
  const referred = daily.filter(({ isReferred }) => isReferred).map((one) => ({
    day: dayText(one.day),
    unit: one.unit,
    bank: one.bank,
    manager: one.manager,
    campaign: one.campaign,
    joins: one.figures.participants,
    qualified: one.figures.qualified,
    rewarded: one.figures.rewarded,
    referred_ms: one.referredMs,
  }));
  if (referred.length === 0) return;
  const text = JSON.stringify(referred);
  await tx.unsafe(STATISTICS, [text]);
  await tx.unsafe(UNIT_STATISTICS, [text]);
}

/** Rows as one parameter: a statement with as many parameters as cells would have a bound. */
function json(tx: TransactionSql, rows: readonly object[]): Parameter {
  return tx.json(rows as unknown as JSONValue);
}
