/** What the fold changes, as rows: one statement a table. */
import type { TransactionSql } from "postgres";
import { dayText } from "./day.ts";
import type { Changes } from "./fold.ts";
import { columnOf, MEASURES, type Moved } from "./measures.ts";

const MOVED = [
  "countedMs",
  "referredMs",
  "grabbedMs",
  "confirmedMs",
  "returnedMs",
] as const satisfies readonly Moved[];
const KEY = "day, unit, bank, manager, campaign";
const UNIT_KEY = "day, unit, bank, campaign";
const SUMS = MEASURES.map(columnOf);
const INSTANTS = MOVED.map(columnOf);
const COLUMNS = [...SUMS, ...INSTANTS];

// Names of columns only, which stand in this repository.
const ROWS = `jsonb_to_recordset($1::text::jsonb) as t(
    day date, unit text, bank text, manager text, campaign text,
    ${COLUMNS.map((name) => `${name} bigint`).join(", ")})`;
const ADDED = SUMS.map((name) => `${name} = d.${name} + excluded.${name}`).join(", ");
const DAILY = `
  insert into projected.daily as d (${KEY}, ${COLUMNS.join(", ")})
  select ${KEY}, ${COLUMNS.join(", ")} from ${ROWS}
  on conflict (unit, day, manager, campaign) do update set ${ADDED},
  ${INSTANTS.map((name) => `${name} = greatest(d.${name}, excluded.${name})`).join(", ")}`;
const UNIT_DAILY = `
  insert into projected.unit_daily as d (${UNIT_KEY}, ${SUMS.join(", ")})
  select ${UNIT_KEY}, ${SUMS.map((name) => `sum(${name})`).join(", ")} from ${ROWS}
  group by ${UNIT_KEY} order by unit, day, campaign
  on conflict (unit, day, campaign) do update set ${ADDED}`;

/** Writes them. Rows are in the order of their keys, so that two writers cannot wait for each other. */
export async function writeChanges(tx: TransactionSql, changes: Changes): Promise<void> {
  await writeDaily(tx, changes);
  await writeSeconds(tx, changes);
  await writeCourses(tx, changes);
  await writeCells(tx, changes);
  await writeCredits(tx, changes);
  await writeFirsts(tx, changes);
}

async function writeDaily(tx: TransactionSql, { daily }: Changes): Promise<void> {
  if (daily.length === 0) return;
  const rows = daily.map(({ day, unit, bank, manager, campaign, figures, moved }) => {
    const row: Record<string, string | number> = {
      day: dayText(day),
      unit,
      bank,
      manager,
      campaign,
    };
    for (const measure of MEASURES) row[columnOf(measure)] = figures[measure];
    for (const each of MOVED) row[columnOf(each)] = moved[each];
    return { key: `${unit} ${row["day"]} ${manager} ${campaign}`, row };
  });
  rows.sort((one, other) => one.key < other.key ? -1 : 1);
  const text = JSON.stringify(rows.map(({ row }) => row));
  await tx.unsafe(DAILY, [text]);
  await tx.unsafe(UNIT_DAILY, [text]);
}

async function writeSeconds(tx: TransactionSql, { seconds }: Changes): Promise<void> {
  if (seconds.length === 0) return;
  const rows = seconds.map(({ campaign, atS, grabs, lapsed, orders, units }) => ({
    campaign,
    at_s: atS,
    grabs,
    lapsed,
    orders,
    units,
  }));
  await tx`
    insert into projected.sale_second as s (campaign, at_s, grabs, lapsed, orders, units)
    select * from jsonb_to_recordset(${tx.json(rows)}) as t(
      campaign text, at_s bigint, grabs bigint, lapsed bigint, orders bigint, units bigint)
    order by campaign, at_s
    on conflict (campaign, at_s) do update set
      grabs = s.grabs + excluded.grabs, lapsed = s.lapsed + excluded.lapsed,
      orders = s.orders + excluded.orders, units = s.units + excluded.units`;
}

async function writeCourses(tx: TransactionSql, { courses }: Changes): Promise<void> {
  for (const { campaign, unit, openedMs, endedMs, soldOutMs } of courses) {
    await tx`
      insert into projected.sale_course as c (campaign, unit, opened_ms, ended_ms, sold_out_ms)
      values (${campaign}, ${unit ?? ""}, ${openedMs ?? null}, ${endedMs ?? null},
        ${soldOutMs ?? null})
      on conflict (campaign) do update set
        unit = case when excluded.unit = '' then c.unit else excluded.unit end,
        opened_ms = coalesce(c.opened_ms, excluded.opened_ms),
        ended_ms = coalesce(excluded.ended_ms, c.ended_ms),
        sold_out_ms = ${soldOutMs === undefined ? tx`c.sold_out_ms` : tx`excluded.sold_out_ms`}`;
  }
}

async function writeCells(tx: TransactionSql, { cells }: Changes): Promise<void> {
  if (cells.size === 0) return;
  const rows = [...cells].map(([actor, { priceFen, credits }]) => ({
    actor,
    price_fen: priceFen,
    credits,
  }));
  await tx`
    insert into projected.stock_cell (actor, price_fen, credits)
    select * from jsonb_to_recordset(${tx.json(rows)}) as t(
      actor text, price_fen bigint, credits bigint)
    order by actor
    on conflict (actor) do update set
      price_fen = excluded.price_fen, credits = excluded.credits`;
}

async function writeCredits(tx: TransactionSql, { credits }: Changes): Promise<void> {
  if (credits.size === 0) return;
  const rows = [...credits].map(([key, { manager, units }]) => {
    const hash = key.lastIndexOf("#");
    return { actor: key.slice(0, hash), n: Number(key.slice(hash + 1)), manager, units };
  });
  await tx`
    insert into projected.credit (actor, n, manager, units)
    select * from jsonb_to_recordset(${tx.json(rows)}) as t(
      actor text, n bigint, manager text, units bigint)`;
}

async function writeFirsts(tx: TransactionSql, { firsts }: Changes): Promise<void> {
  if (firsts.size === 0) return;
  const rows = [...firsts.values()].map(({ atMs, day, ...row }) => ({
    ...row,
    at_ms: atMs,
    day: dayText(day),
  }));
  await tx`
    insert into projected.first_grab (
      customer, at_ms, reservation, day, unit, manager, campaign)
    select * from jsonb_to_recordset(${tx.json(rows)}) as t(
      customer text, at_ms bigint, reservation text, day date, unit text, manager text,
      campaign text)
    order by customer
    on conflict (customer) do update set
      at_ms = excluded.at_ms, reservation = excluded.reservation, day = excluded.day,
      unit = excluded.unit, manager = excluded.manager, campaign = excluded.campaign`;
}
