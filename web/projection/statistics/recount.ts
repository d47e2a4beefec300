/**
 * The figures once more, from the archived log and by another way: every cell is read from its first record, each
 * reservation remembers who brought it, and what fits is counted one by one. Nothing of the fold or of its tables
 * is used, so that a mistake in one of the two shows.
 */
import type { Sql } from "postgres";
import type { MeasureJson } from "../../shared/api_statistics.ts";
import { recordsOf } from "../../store/archive.ts";
import type { Filter } from "../../store/statistics/filter.ts";
import type { ProjectedRecord } from "../projection.ts";
import { Counter } from "./counter.ts";
import { dayStartMs } from "./day.ts";
import type { Figures } from "./measures.ts";

export interface RecountRequest {
  readonly filter: Filter;
  /** The newest row of the archive that counts, so that table and log are of one instant. */
  readonly until: string;
  readonly recordsMax: number;
  /** Lets others have a turn. */
  pause(): Promise<void>;
}

export type Recount =
  | {
    readonly kind: "counted";
    readonly figures: Figures;
    readonly records: number;
    /** Needs the whole log, which is longer than one request reads. */
    readonly unchecked: readonly MeasureJson[];
  }
  | { readonly kind: "too-many"; readonly records: number };

/** Reads at most `recordsMax` records. */
export async function recount(sql: Sql, request: RecountRequest): Promise<Recount> {
  const { filter, recordsMax } = request;
  const whole = { ...request, filter: { ...filter, campaign: null } };
  const all = await countCells(sql, { ...whole, everything: true });
  const everything = all <= recordsMax;
  const records = everything ? all : await countCells(sql, { ...request, everything });
  if (records > recordsMax) return { kind: "too-many", records };
  const counter = new Counter(sql, filter);
  let read = 0;
  const reading = { ...(everything ? whole : request), everything };
  for await (const record of cellRecords(sql, "stock", reading)) {
    await counter.stock(record);
    read += 1;
  }
  for await (const record of cellRecords(sql, "referral", reading)) {
    await counter.referral(record);
    read += 1;
  }
  if (filter.campaign === null && filter.credit !== "none") {
    for await (const record of storefrontRecords(sql, request)) {
      await counter.storefront(record);
      read += 1;
    }
  }
  const figures = counter.finish();
  if (everything) return { kind: "counted", figures, records: read, unchecked: [] };
  return {
    kind: "counted",
    figures: { ...figures, newCustomers: 0 },
    records: read,
    unchecked: ["newCustomers"],
  };
}

interface Reading extends RecountRequest {
  /** All cells, or those that had something to do in the days asked for. */
  readonly everything: boolean;
}

const ROWS = 50;
const TURN_RECORDS = 1_000;

type CellKind = "stock" | "referral";

async function countCells(sql: Sql, reading: Reading): Promise<number> {
  const [row] = await sql<{ count: string }[]>`
    select coalesce(sum(r.count), 0)::bigint as count from archive.record r
    where (${cellCondition(sql, "stock", reading)})
      or (${cellCondition(sql, "referral", reading)})`;
  return Number(row?.count ?? 0);
}

function cellRecords(
  sql: Sql,
  kind: CellKind,
  reading: Reading,
): AsyncGenerator<ProjectedRecord> {
  return rowsIn(sql, { kind, condition: cellCondition(sql, kind, reading), reading });
}

function cellCondition(sql: Sql, kind: CellKind, { filter, until, everything }: Reading) {
  const { campaign, fromDay, toDay } = filter;
  return sql`
    r.kind = ${kind} and r.id <= ${until}
    ${campaign === null ? sql`` : sql`and r.key > ${`${campaign}/`} and r.key < ${`${campaign}0`}`}
    ${
    everything ? sql`` : sql`and r.key in (
      select busy.key from archive.record busy
      where busy.kind = ${kind} and busy.to_ms >= ${dayStartMs(fromDay)}
        and busy.from_ms < ${dayStartMs(toDay + 1)})`
  }`;
}

/** Counts of a day may be written a little after it. */
function storefrontRecords(sql: Sql, reading: RecountRequest): AsyncGenerator<ProjectedRecord> {
  const { manager, fromDay, toDay } = reading.filter;
  const condition = sql`
    r.kind = 'storefront' and r.id <= ${reading.until}
    and r.to_ms >= ${dayStartMs(fromDay)} and r.from_ms < ${dayStartMs(toDay + 2)}
    ${manager === null ? sql`` : sql`and r.key = ${manager}`}`;
  return rowsIn(sql, { kind: "storefront", condition, reading });
}

async function* rowsIn(
  sql: Sql,
  { kind, condition, reading }: {
    readonly kind: string;
    readonly condition: ReturnType<typeof cellCondition>;
    readonly reading: RecountRequest;
  },
): AsyncGenerator<ProjectedRecord> {
  let after = { key: "", seq: "0" };
  let since = 0;
  for (;;) {
    const rows = await sql<Row[]>`
      select r.id, r.shard, r.kind, r.key, r.seq, r.position, r.body from archive.record r
      where ${condition} and r.kind = ${kind} and (r.key, r.seq) > (${after.key}, ${after.seq})
      order by r.key, r.seq limit ${ROWS}`;
    for (const row of rows) {
      const records = recordsOf(row);
      yield* records;
      since += records.length;
      if (since < TURN_RECORDS) continue;
      await reading.pause();
      since = 0;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS) return;
    after = last;
  }
}

type Row = Parameters<typeof recordsOf>[0];
