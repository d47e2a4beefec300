/**
 * The figures once more, from the archived log and by another way: every cell is read from its first record, each
 * reservation remembers who brought it, and what fits is counted one by one. Nothing of the fold or of its tables
 * is used, so that a mistake in one of the two shows.
 */
import type { Sql } from "postgres";
import type { CampaignEvent } from "../../../actors/campaign/events.ts";
import type { StockEvent } from "../../../actors/stock/events.ts";
import type { CountRow, StorefrontEvent } from "../../../actors/storefront/protocol.ts";
import type { MeasureJson } from "../../shared/api_statistics.ts";
import { recordsOf } from "../../store/archive.ts";
import type { Filter } from "../../store/statistics/filter.ts";
import type { ProjectedRecord } from "../projection.ts";
import { dayNumber, dayStartMs, dayText } from "./day.ts";
import { addFigures, type Figures, noFigures } from "./measures.ts";

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
  const all = await countStock(sql, { ...whole, everything: true });
  const everything = all <= recordsMax;
  const records = everything ? all : await countStock(sql, { ...request, everything });
  if (records > recordsMax) return { kind: "too-many", records };
  const counter = new Counter(sql, filter);
  let read = 0;
  for await (const record of stockRecords(sql, { ...(everything ? whole : request), everything })) {
    await counter.stock(record);
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

async function countStock(sql: Sql, reading: Reading): Promise<number> {
  const [row] = await sql<{ count: string }[]>`
    select coalesce(sum(r.count), 0)::bigint as count from archive.record r
    where ${stockCondition(sql, reading)}`;
  return Number(row?.count ?? 0);
}

function stockRecords(sql: Sql, reading: Reading): AsyncGenerator<ProjectedRecord> {
  return rowsIn(sql, { kind: "stock", condition: stockCondition(sql, reading), reading });
}

function stockCondition(sql: Sql, { filter, until, everything }: Reading) {
  const { campaign, fromDay, toDay } = filter;
  return sql`
    r.kind = 'stock' and r.id <= ${until}
    ${campaign === null ? sql`` : sql`and r.key > ${`${campaign}/`} and r.key < ${`${campaign}0`}`}
    ${
    everything ? sql`` : sql`and r.key in (
      select busy.key from archive.record busy
      where busy.kind = 'stock' and busy.to_ms >= ${dayStartMs(fromDay)}
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
    readonly condition: ReturnType<typeof stockCondition>;
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

/** A reservation as it was made. `manager` is '' where nobody brought it. */
interface Made {
  readonly manager: string;
  readonly units: number;
}

interface First {
  readonly atMs: number;
  readonly reservation: string;
  readonly manager: string;
  readonly campaign: string;
}

/** Something that may count. */
interface Happened {
  readonly day: number;
  readonly atMs: number;
  /** '' for none. */
  readonly manager: string;
  readonly campaign: string;
}

/** What each count of a storefront is. */
const COUNTED: Readonly<Record<CountRow["measure"], MeasureJson>> = {
  visit: "visits",
  visitor: "visitors",
  "new-visitor": "newVisitors",
  link: "scans",
  click: "clicks",
  action: "leads",
  campaign: "clicks",
  article: "clicks",
  share: "shares",
  call: "leads",
  map: "clicks",
  wechat: "leads",
};

class Counter {
  readonly #sql: Sql;
  readonly #filter: Filter;
  readonly #figures = noFigures();
  readonly #firsts = new Map<string, First>();
  readonly #posts = new Map<string, readonly { readonly unit: string; readonly from: number }[]>();
  readonly #owners = new Map<string, string>();
  #cell = "";
  #priceFen = 0;
  #made = new Map<number, Made>();

  constructor(sql: Sql, filter: Filter) {
    this.#sql = sql;
    this.#filter = filter;
  }

  /** Records of one cell come one after the other, from the first. */
  async stock(record: ProjectedRecord): Promise<void> {
    if (record.actor !== this.#cell) {
      this.#cell = record.actor;
      this.#priceFen = 0;
      this.#made = new Map();
    }
    const campaign = record.key.split("/", 1)[0] ?? "";
    await this.#knowOwner(campaign);
    const atMs = Math.floor(record.atMs);
    const of = (n: number): Happened & Made => {
      const made = this.#made.get(n) ?? { manager: "", units: 0 };
      return { day: dayNumber(atMs), atMs, campaign, ...made };
    };
    // Version 1 is the only one so far.
    for (const event of record.events as readonly StockEvent[]) {
      switch (event.kind) {
        case "configured":
          this.#priceFen = event.spec.priceFen;
          break;
        case "reserved": {
          const { n, units, customer } = event;
          const via = event.via ?? "";
          if (via !== "") await this.#knowPosts(via);
          const manager = via !== "" && this.#unitOf(via, atMs) !== "" ? via : "";
          this.#made.set(n, { manager, units });
          this.#count(of(n), { grabs: 1, grabbedUnits: units });
          if (manager === "") break;
          const grab = { atMs, reservation: `${record.actor}#${n}`, manager, campaign };
          const known = this.#firsts.get(customer);
          if (known === undefined || isBefore(grab, known)) this.#firsts.set(customer, grab);
          break;
        }
        case "expired":
          for (const n of event.ns) {
            const made = of(n);
            this.#count(made, { lapsed: 1, lapsedUnits: made.units });
          }
          break;
        case "cancelled":
          this.#count(of(event.n), { lapsed: 1, lapsedUnits: event.units });
          break;
        case "confirmed":
        case "retaken": {
          const { units } = event;
          this.#count(of(event.n), { orders: 1, units, fen: units * this.#priceFen });
          break;
        }
        case "returned": {
          const { units: returnedUnits, refundFen: returnedFen } = event;
          this.#count(of(event.n), { returns: 1, returnedUnits, returnedFen });
          break;
        }
        default:
          break;
      }
    }
  }

  async storefront(record: ProjectedRecord): Promise<void> {
    const atMs = Math.floor(record.atMs);
    for (const event of record.events as readonly StorefrontEvent[]) {
      if (event.kind !== "counted") continue;
      const day = Date.parse(event.day) / 86_400_000;
      await this.#knowPosts(record.key);
      const manager = this.#unitOf(record.key, atMs) === "" ? "" : record.key;
      const figures: Partial<Figures> = {};
      for (const { measure, n } of event.rows) {
        figures[COUNTED[measure]] = (figures[COUNTED[measure]] ?? 0) + n;
      }
      this.#count({ day, atMs, manager, campaign: "" }, figures);
    }
  }

  finish(): Figures {
    for (const { atMs, manager, campaign } of this.#firsts.values()) {
      this.#count({ day: dayNumber(atMs), atMs, manager, campaign }, { newCustomers: 1 });
    }
    return this.#figures;
  }

  #count(one: Happened, figures: Partial<Figures>): void {
    if (this.#fits(one)) addFigures(this.#figures, figures);
  }

  #fits({ day, atMs, manager, campaign }: Happened): boolean {
    const filter = this.#filter;
    if (dayText(day) < dayText(filter.fromDay) || dayText(day) > dayText(filter.toDay)) {
      return false;
    }
    if (filter.campaign !== null && filter.campaign !== campaign) return false;
    if (manager === "") {
      if (filter.credit === "credited" || filter.manager !== null) return false;
      return filter.unit === null || !filter.unit.includes(".") ||
        isWithin(this.#owners.get(campaign) ?? "", filter.unit);
    }
    if (filter.credit === "none") return false;
    if (filter.manager !== null && filter.manager !== manager) return false;
    const unit = this.#unitOf(manager, atMs);
    if (filter.unit === null) return true;
    switch (filter.reach) {
      case "exact":
        return unit === filter.unit;
      case "outside":
        return !isWithin(unit, filter.unit);
      case "below":
        return isWithin(unit, filter.unit);
    }
  }

  /** Where a manager worked; '' for nowhere yet. */
  #unitOf(manager: string, atMs: number): string {
    let unit = "";
    for (const post of this.#posts.get(manager) ?? []) if (post.from <= atMs) unit = post.unit;
    return unit;
  }

  async #knowPosts(manager: string): Promise<void> {
    if (this.#posts.has(manager)) return;
    const posts = await this.#sql<{ unit: string; from_ms: string }[]>`
      select unit, from_ms from bank.assignment where staff_id = ${manager} order by from_ms`;
    this.#posts.set(manager, posts.map(({ unit, from_ms }) => ({ unit, from: Number(from_ms) })));
  }

  /** Whose sale it is, as its first record says. */
  async #knowOwner(campaign: string): Promise<void> {
    const { unit } = this.#filter;
    if (unit === null || !unit.includes(".") || this.#owners.has(campaign)) return;
    const rows = await this.#sql<Row[]>`
      select id, shard, kind, key, seq, position, body from archive.record
      where kind = 'campaign' and key = ${campaign} order by seq limit 1`;
    const events = rows.flatMap((row) => recordsOf(row)).flatMap(({ events }) => events);
    const made = (events as readonly CampaignEvent[]).find(({ kind }) => kind === "created");
    this.#owners.set(campaign, made?.kind === "created" ? made.author.unit : "");
  }
}

function isWithin(unit: string, scope: string): boolean {
  return unit === scope || unit.startsWith(`${scope}.`);
}

function isBefore(one: First, other: First): boolean {
  return one.atMs === other.atMs ? one.reservation < other.reservation : one.atMs < other.atMs;
}
