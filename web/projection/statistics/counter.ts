/** Counts one by one what fits a filter, from records of the log; see recount.ts. */
import type { Sql } from "postgres";
import type { CampaignEvent } from "../../../actors/campaign/events.ts";
import type { ReferralEvent } from "../../../actors/referral/events.ts";
import type { StockEvent } from "../../../actors/stock/events.ts";
import type { CountRow, StorefrontEvent } from "../../../actors/storefront/protocol.ts";
import type { MeasureJson } from "../../shared/api_statistics.ts";
import { recordsOf } from "../../store/archive.ts";
import type { Filter } from "../../store/statistics/filter.ts";
import type { ProjectedRecord } from "../projection.ts";
import { dayNumber, dayText } from "./day.ts";
import { addFigures, discountOf, type Figures, noFigures } from "./measures.ts";

/** A reservation as it was made. `manager` is '' where nobody brought it. */
interface Made {
  readonly manager: string;
  readonly units: number;
}

/** A participant; `event` is what qualified, null for nothing. */
interface Invited {
  readonly manager: string;
  event: string | null;
  atMs: number;
}

/** A reward for an invitee. */
interface Won {
  readonly manager: string;
  paidMs: number | null;
  stands: boolean;
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

/** Reads cells from their first record on, so that each reservation remembers who brought it. */
export class Counter {
  readonly #sql: Sql;
  readonly #filter: Filter;
  readonly #figures = noFigures();
  readonly #firsts = new Map<string, First>();
  readonly #posts = new Map<string, readonly { readonly unit: string; readonly from: number }[]>();
  readonly #owners = new Map<string, string>();
  #cell = "";
  #priceFen = 0;
  #made = new Map<number, Made>();
  #people = new Map<number, Invited>();
  #won = new Map<number, Won>();

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
          const fen = units * this.#priceFen - discountOf(event);
          this.#count(of(event.n), { orders: 1, units, fen });
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

  /** Records of one cell come one after the other, from the first. */
  async referral(record: ProjectedRecord): Promise<void> {
    if (record.actor !== this.#cell) {
      this.#cell = record.actor;
      this.#people = new Map();
      this.#won = new Map();
    }
    const campaign = record.key.split("/", 1)[0] ?? "";
    await this.#knowOwner(campaign);
    const atMs = Math.floor(record.atMs);
    const of = async (manager: string, atMs: number): Promise<Happened> => {
      if (manager !== "") await this.#knowPosts(manager);
      const at = this.#unitOf(manager, atMs) === "" ? "" : manager;
      return { day: dayNumber(atMs), atMs, campaign, manager: at };
    };
    for (const event of record.events as readonly ReferralEvent[]) {
      switch (event.kind) {
        case "joined": {
          const manager = event.via ?? "";
          this.#people.set(event.n, { manager, event: null, atMs: 0 });
          this.#count(await of(manager, atMs), { joins: 1 });
          break;
        }
        case "qualified": {
          const person = this.#people.get(event.n);
          if (person === undefined || person.event !== null) break;
          Object.assign(person, { event: event.event.id, atMs });
          this.#count(await of(person.manager, atMs), { qualified: 1 });
          break;
        }
        case "reversed": {
          const person = this.#people.get(event.n);
          if (person === undefined || person.event !== event.event) break;
          person.event = null;
          this.#count(await of(person.manager, person.atMs), { qualified: -1 });
          break;
        }
        case "reward-made":
          if (event.for !== "invitee") break;
          this.#won.set(event.r, { manager: event.outlet ?? "", paidMs: null, stands: false });
          break;
        case "reward-moved": {
          const won = this.#won.get(event.r);
          if (won === undefined) break;
          if (event.state === "paid") won.paidMs ??= atMs;
          const stands = event.state === "paid";
          if (stands === won.stands) break;
          won.stands = stands;
          const change = { rewarded: stands ? 1 : -1 };
          this.#count(await of(won.manager, won.paidMs ?? atMs), change);
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
    const rows = await this.#sql<Parameters<typeof recordsOf>[0][]>`
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
