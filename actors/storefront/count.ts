/** Sums of what visitors did, by channel and day. */
import type { Count, Counted, CountRow, Measure } from "./protocol.ts";
import { dayOf } from "./day.ts";
import { weightAt } from "./slots.ts";
import { keyOf, noVisits, type StorefrontState, type Visits } from "./state.ts";

const CHANNELS_MAX = 16;
const ITEMS_MAX = 512;
const OTHER = "other";

/** One event for a batch of counts. */
export function countAll(
  state: Readonly<StorefrontState>,
  batch: { readonly counts: readonly Count[]; readonly atMs: number },
): Counted {
  const { counts, atMs } = batch;
  const day = dayOf(atMs);
  const tally = new Tally(state.visits ?? noVisits(), day);
  for (const count of counts) tally.add(count);
  return { kind: "counted", day, ...tally.result(), atMs };
}

/** Adds an event to the state. */
export function addCounted(state: StorefrontState, event: Counted): void {
  const visits = state.visits ??= noVisits();
  if (visits.day !== event.day) {
    visits.day = event.day;
    visits.sums.clear();
    visits.today.clear();
  }
  for (const row of event.rows) {
    const key = keyOf(row);
    const sum = visits.sums.get(key);
    visits.sums.set(key, sum === undefined ? row : { ...row, n: sum.n + row.n });
  }
  for (const slot of event.slots) {
    visits.today.add(slot);
    visits.ever.add(slot);
  }
  visits.rest = event.rest;
}

/** Counts without touching the state. */
class Tally {
  readonly #visits: Visits;
  readonly #sameDay: boolean;
  readonly #rows = new Map<string, CountRow>();
  readonly #slots = new Set<number>();
  readonly #channels: Set<string>;
  readonly #items: Set<string>;
  #visitors: number;
  #newVisitors: number;
  #newSlots = 0;

  constructor(visits: Visits, day: string) {
    this.#visits = visits;
    this.#sameDay = visits.day === day;
    const sums = this.#sameDay ? [...visits.sums.values()] : [];
    this.#channels = new Set(sums.map(({ channel }) => channel));
    this.#items = new Set(sums.map(({ item }) => item));
    this.#visitors = visits.rest[0];
    this.#newVisitors = visits.rest[1];
  }

  add(count: Count): void {
    const channel = within(this.#channels, count.channel, CHANNELS_MAX) ? count.channel : OTHER;
    const named = count.item ?? "";
    const item = named !== "" && within(this.#items, named, ITEMS_MAX) ? named : "";
    this.#put({ channel, measure: count.measure, item, n: 1 });
    if (count.measure === "visit" && count.visitor !== undefined) {
      this.#meet(count.visitor, channel);
    }
  }

  result(): Pick<Counted, "rows" | "slots" | "rest"> {
    return {
      rows: [...this.#rows.values()],
      slots: [...this.#slots],
      rest: [this.#visitors, this.#newVisitors],
    };
  }

  /** Whole visitors are counted for the channel that completes one, so the channels add up to the day. */
  #meet(slot: number, channel: string): void {
    const { today, ever } = this.#visits;
    const seenToday = this.#sameDay ? today.size : 0;
    if ((this.#sameDay && today.has(slot)) || this.#slots.has(slot)) return;
    this.#visitors += weightAt(seenToday + this.#slots.size);
    this.#slots.add(slot);
    this.#visitors = this.#whole(this.#visitors, channel, "visitor");
    if (ever.has(slot)) return;
    this.#newVisitors += weightAt(ever.size + this.#newSlots++);
    this.#newVisitors = this.#whole(this.#newVisitors, channel, "new-visitor");
  }

  /** Puts the whole part into a row and gives the rest. */
  #whole(value: number, channel: string, measure: Measure): number {
    const n = Math.floor(value);
    if (n > 0) this.#put({ channel, measure, item: "", n });
    return value - n;
  }

  #put(row: CountRow): void {
    const key = keyOf(row);
    const sum = this.#rows.get(key);
    this.#rows.set(key, sum === undefined ? row : { ...row, n: sum.n + row.n });
  }
}

/** Whether a name is known or there is room for it; then it is known. */
function within(known: Set<string>, name: string, max: number): boolean {
  if (known.has(name)) return true;
  if (known.size >= max) return false;
  known.add(name);
  return true;
}
