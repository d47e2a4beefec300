/**
 * The fold behind all statistics: records of the log become changes of rows. Pure, and its sums do not depend on
 * where pages are cut or in which order shards are read, so a rebuild gives the same rows.
 */
import type { CampaignEvent } from "../../../actors/campaign/events.ts";
import type { StockEvent } from "../../../actors/stock/events.ts";
import type { StorefrontEvent } from "../../../actors/storefront/protocol.ts";
import { bankOf, creditKey, unitAt } from "./book.ts";
import type { Book, Cell, Credit, FirstGrab, LogRecord } from "./book.ts";
import { dayNumber, parseDay } from "./day.ts";
import { addFigures, discountOf, type Figures, type Moved, noFigures } from "./measures.ts";
import { figuresOf } from "./storefront_counts.ts";

/** What is added to one row of `projected.daily`. */
export interface DailyChange {
  readonly day: number;
  readonly unit: string;
  readonly bank: string;
  readonly manager: string;
  readonly campaign: string;
  readonly figures: Figures;
  /** Instants; the later wins. */
  readonly moved: Record<Moved, number>;
}

/** What is added to one second of a sale. */
export interface SecondChange {
  readonly campaign: string;
  readonly atS: number;
  grabs: number;
  lapsed: number;
  orders: number;
  units: number;
}

/** What became of a sale; undefined leaves it as it is. */
export interface CourseChange {
  readonly campaign: string;
  unit?: string;
  openedMs?: number;
  endedMs?: number;
  /** Null: units came back. */
  soldOutMs?: number | null;
}

export interface Changes {
  readonly daily: readonly DailyChange[];
  readonly seconds: readonly SecondChange[];
  readonly courses: readonly CourseChange[];
  /** By actor: as they stand now. */
  readonly cells: ReadonlyMap<string, Cell>;
  readonly credits: ReadonlyMap<string, Credit>;
  readonly firsts: ReadonlyMap<string, FirstGrab>;
}

/** Folds records in the order of each shard. */
export function fold(records: readonly LogRecord[], book: Book): Changes {
  const page = new Page(book);
  for (const each of records) {
    // The engine's clock has fractions; rows have whole milliseconds.
    const record = { ...each, atMs: Math.floor(each.atMs) };
    switch (record.kind) {
      case "stock":
        // Decoded by the kind's own upcaster.
        for (const event of record.events as readonly StockEvent[]) page.stock(record, event);
        break;
      case "campaign":
        for (const event of record.events as readonly CampaignEvent[]) page.campaign(record, event);
        break;
      case "storefront":
        for (const event of record.events as readonly StorefrontEvent[]) {
          page.storefront(record, event);
        }
        break;
    }
  }
  return page.changes();
}

/** Where something counts; '' stands for none. */
interface Place {
  readonly unit: string;
  readonly manager: string;
}

const UNATTRIBUTED: Place = { unit: "", manager: "" };

class Page {
  readonly #book: Book;
  readonly #daily = new Map<string, DailyChange>();
  readonly #seconds = new Map<string, SecondChange>();
  readonly #courses = new Map<string, CourseChange>();
  readonly #cells = new Map<string, Cell>();
  readonly #credits = new Map<string, Credit>();
  readonly #firsts = new Map<string, FirstGrab>();
  /** Most records of a rush fall into one row. */
  #last: DailyChange | null = null;
  #lastSecond: SecondChange | null = null;

  constructor(book: Book) {
    this.#book = book;
  }

  changes(): Changes {
    return {
      daily: [...this.#daily.values()],
      seconds: [...this.#seconds.values()],
      courses: [...this.#courses.values()],
      cells: this.#cells,
      credits: this.#credits,
      firsts: this.#firsts,
    };
  }

  stock(record: LogRecord, event: StockEvent): void {
    const { actor, atMs } = record;
    const campaign = record.key.slice(0, record.key.lastIndexOf("/"));
    switch (event.kind) {
      case "configured":
        this.#cells.set(actor, { ...this.#cell(actor), priceFen: event.spec.priceFen });
        break;
      case "reserved": {
        const { n, units } = event;
        const place = this.#placeOf(event.via ?? null, atMs);
        const row = this.#row(place, { day: dayNumber(atMs), campaign });
        row.figures.grabs += 1;
        row.figures.grabbedUnits += units;
        row.moved.grabbedMs = Math.max(row.moved.grabbedMs, atMs);
        this.#second(campaign, atMs).grabs += 1;
        if (place === UNATTRIBUTED) break;
        const cell = this.#cell(actor);
        this.#cells.set(actor, { ...cell, credits: cell.credits + 1 });
        this.#credits.set(creditKey(actor, n), { manager: place.manager, units });
        const reservation = creditKey(actor, n);
        const day = dayNumber(atMs);
        this.#first({ customer: event.customer, atMs, reservation, day, campaign, ...place });
        break;
      }
      case "expired":
        this.#lapse(record, { campaign, ns: event.ns, units: event.units });
        break;
      case "cancelled":
        this.#lapse(record, { campaign, ns: [event.n], units: event.units });
        break;
      case "confirmed":
      case "retaken": {
        const { units } = event;
        const fen = units * this.#cell(actor).priceFen - discountOf(event);
        const row = this.#rowOf(record, { campaign, n: event.n });
        addFigures(row.figures, { orders: 1, units, fen });
        row.moved.confirmedMs = Math.max(row.moved.confirmedMs, atMs);
        const second = this.#second(campaign, atMs);
        second.orders += 1;
        second.units += units;
        break;
      }
      case "returned": {
        const row = this.#rowOf(record, { campaign, n: event.n });
        const { units: returnedUnits, refundFen: returnedFen } = event;
        addFigures(row.figures, { returns: 1, returnedUnits, returnedFen });
        row.moved.returnedMs = Math.max(row.moved.returnedMs, atMs);
        break;
      }
      // Nobody's business changes: money that bought nothing, units on their way, reminders.
      case "refund-due":
      case "parked":
      case "unparked":
      case "denied":
      case "directed":
      case "offered":
      case "offer-closed":
      case "surrendered":
      case "reported":
      case "reminded":
        break;
    }
  }

  campaign(record: LogRecord, event: CampaignEvent): void {
    const { atMs } = record;
    switch (event.kind) {
      case "created":
        this.#course(record.key).unit = event.author.unit;
        break;
      case "opened":
        this.#course(record.key).openedMs = atMs;
        break;
      case "ended":
        this.#course(record.key).endedMs = atMs;
        break;
      case "finality-changed":
        this.#course(record.key).soldOutMs = event.final ? atMs : null;
        break;
      default:
        break;
    }
  }

  /** Counts of a storefront, by the visitors' day. */
  storefront(record: LogRecord, event: StorefrontEvent): void {
    if (event.kind !== "counted") return;
    const day = parseDay(event.day) ?? dayNumber(record.atMs);
    const row = this.#row(this.#placeOf(record.key, record.atMs), { day, campaign: "" });
    addFigures(row.figures, figuresOf(event.rows));
    row.moved.countedMs = Math.max(row.moved.countedMs, record.atMs);
  }

  /** Holds that ended. The event has the sum of units; those of credited ones are known one by one. */
  #lapse(
    record: LogRecord,
    { campaign, ns, units }: {
      readonly campaign: string;
      readonly ns: readonly number[];
      readonly units: number;
    },
  ): void {
    let lapsed = ns.length;
    let lapsedUnits = units;
    if (this.#cell(record.actor).credits > 0) {
      for (const n of ns) {
        const credit = this.#credit(record.actor, n);
        if (credit === null) continue;
        const row = this.#rowOf(record, { campaign, n });
        addFigures(row.figures, { lapsed: 1, lapsedUnits: credit.units });
        lapsed -= 1;
        lapsedUnits -= credit.units;
      }
    }
    this.#second(campaign, record.atMs).lapsed += ns.length;
    if (lapsed === 0) return;
    const row = this.#row(UNATTRIBUTED, { day: dayNumber(record.atMs), campaign });
    addFigures(row.figures, { lapsed, lapsedUnits });
  }

  /** The earliest credited grab of a customer makes a new customer, whatever is read first. */
  #first(grab: FirstGrab): void {
    const known = this.#firsts.get(grab.customer) ?? this.#book.firsts.get(grab.customer);
    if (known !== undefined && !isEarlier(grab, known)) return;
    if (known !== undefined) this.#row(known, known).figures.newCustomers -= 1;
    this.#row(grab, grab).figures.newCustomers += 1;
    this.#firsts.set(grab.customer, grab);
  }

  #cell(actor: string): Cell {
    return this.#cells.get(actor) ?? this.#book.cells.get(actor) ?? { priceFen: 0, credits: 0 };
  }

  #credit(actor: string, n: number): Credit | null {
    const key = creditKey(actor, n);
    return this.#credits.get(key) ?? this.#book.credits.get(key) ?? null;
  }

  #placeOf(manager: string | null, atMs: number): Place {
    if (manager === null) return UNATTRIBUTED;
    const unit = unitAt(this.#book.assignments.get(manager), atMs);
    return unit === null ? UNATTRIBUTED : { unit, manager };
  }

  /** The row of what happens to a reservation: its manager, where he works at this instant. */
  #rowOf(record: LogRecord, { campaign, n }: { campaign: string; n: number }): DailyChange {
    const { actor, atMs } = record;
    const credit = this.#cell(actor).credits === 0 ? null : this.#credit(actor, n);
    const place = credit === null ? UNATTRIBUTED : this.#placeOf(credit.manager, atMs);
    return this.#row(place, { day: dayNumber(atMs), campaign });
  }

  #row(
    { unit, manager }: Place,
    { day, campaign }: { readonly day: number; readonly campaign: string },
  ): DailyChange {
    const last = this.#last;
    if (
      last !== null && last.day === day && last.manager === manager && last.unit === unit &&
      last.campaign === campaign
    ) return last;
    const key = `${day} ${unit} ${manager} ${campaign}`;
    let row = this.#daily.get(key);
    if (row === undefined) {
      const moved = { countedMs: 0, referredMs: 0, grabbedMs: 0, confirmedMs: 0, returnedMs: 0 };
      row = { day, unit, bank: bankOf(unit), manager, campaign, figures: noFigures(), moved };
      this.#daily.set(key, row);
    }
    return this.#last = row;
  }

  #second(campaign: string, atMs: number): SecondChange {
    const atS = Math.floor(atMs / 1_000);
    const last = this.#lastSecond;
    if (last !== null && last.atS === atS && last.campaign === campaign) return last;
    const key = `${atS} ${campaign}`;
    let second = this.#seconds.get(key);
    if (second === undefined) {
      second = { campaign, atS, grabs: 0, lapsed: 0, orders: 0, units: 0 };
      this.#seconds.set(key, second);
    }
    return this.#lastSecond = second;
  }

  #course(campaign: string): CourseChange {
    let course = this.#courses.get(campaign);
    if (course === undefined) this.#courses.set(campaign, course = { campaign });
    return course;
  }
}

function isEarlier(one: FirstGrab, other: FirstGrab): boolean {
  if (one.atMs !== other.atMs) return one.atMs < other.atMs;
  return one.reservation < other.reservation;
}
