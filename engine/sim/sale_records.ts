/** A naive reading of every record ever stored of a sale, as a child would do the sums. */
import type { CampaignEvent } from "../../actors/campaign/events.ts";
import type { CampaignState } from "../../actors/campaign/state.ts";
import type { StockEvent } from "../../actors/stock/events.ts";
import { cellKey, type ReservationState } from "../../actors/stock/protocol.ts";
import { parseReservationId } from "../../actors/stock/reservation_id.ts";
import { decodeEntry } from "../record.ts";
import type { SalePlay } from "./sale_play.ts";
import type { Stage } from "./scenario.ts";

/** A hold that ended longer ago than this must be written down as expired. */
const OVERDUE_MS = 5_000;

/** Reservations, payments and the waiting list, against what everyone was told. */
export function checkRecords(stage: Stage, play: SalePlay): void {
  checkReservations(stage, play);
  checkPayments(stage, play);
  checkWaiting(stage, play);
}

/** A reservation by the naive reading. */
interface Booked {
  readonly customer: string;
  readonly units: number;
  state: ReservationState;
  untilMs: number;
}

function checkReservations(stage: Stage, play: SalePlay): void {
  const { world } = stage;
  const bookedBy = new Map<string, Booked>();
  for (let cell = 0; cell < play.cells; cell++) readCell(stage, play, { cell, bookedBy });
  for (const view of play.memory.views.values()) {
    const address = parseReservationId(view.id);
    const booked = bookedBy.get(`${address?.cell} ${address?.n} ${address?.tag}`);
    if (booked !== undefined && booked.customer !== view.customer) {
      world.fail("a reservation is one customer's", `${view.id}: ${booked.customer}`);
    }
    play.memory.ends(view.id, booked?.state);
  }
  checkOrders(stage, play, [...bookedBy.values()]);
  let confirmed = 0;
  for (const booked of bookedBy.values()) {
    if (booked.state === "confirmed") confirmed += booked.units;
    if (booked.state === "held" && booked.untilMs < world.nowMs - OVERDUE_MS) {
      world.fail("holds end", `${booked.customer} still holds after ${booked.untilMs}`);
    }
  }
  const state = stage.storedNow(`campaign/${play.id}`) as CampaignState;
  if (confirmed > state.book.total - state.book.withdrawn) {
    world.fail("no unit is sold twice", `${confirmed} of ${state.book.total}`);
  }
}

/** An order makes one reservation at most, however often it is repeated. */
function checkOrders(stage: Stage, play: SalePlay, bookings: readonly Booked[]): void {
  for (const [customer, orders] of play.memory.orders) {
    const made = bookings.filter((booked) => booked.customer === customer).length;
    if (made > orders) {
      stage.world.fail("one reservation per order", `${customer}: ${made} by ${orders} orders`);
    }
  }
}

/** Reads every record of a cell, one after the other, as a child would. */
function readCell(
  stage: Stage,
  play: SalePlay,
  at: { readonly cell: number; readonly bookedBy: Map<string, Booked> },
): void {
  const { world } = stage;
  const byNumber: Booked[] = [];
  const perCustomerMax = play.spec?.perCustomerMax ?? 0;
  const holdMs = (play.spec?.holdSeconds ?? 0) * 1_000;
  const actor = `stock/${cellKey(play.id, at.cell)}`;
  const within = (customer: string, atMs: number) => {
    let units = 0;
    for (const booked of byNumber) {
      const active = booked.state === "confirmed" ||
        (booked.state === "held" && booked.untilMs > atMs);
      if (active && booked.customer === customer) units += booked.units;
    }
    if (units > perCustomerMax) world.fail("the limit per person holds", `${customer}: ${units}`);
  };
  const move = (n: number, from: readonly ReservationState[], to: ReservationState) => {
    const booked = byNumber[n];
    if (booked === undefined || !from.includes(booked.state)) {
      world.fail("a reservation moves by its rules", `${actor} ${n}: ${booked?.state} to ${to}`);
    } else booked.state = to;
  };
  for (const event of eventsOf<StockEvent>(stage, actor)) {
    switch (event.kind) {
      case "reserved": {
        const { customer, units, n, tag, atMs } = event;
        const booked: Booked = { customer, units, state: "held", untilMs: atMs + holdMs };
        if (byNumber[n] !== undefined) world.fail("numbers are given once", `${actor} ${n}`);
        if (atMs < (play.spec?.startsAtMs ?? 0)) world.fail("nothing is sold early", `${atMs}`);
        byNumber[n] = booked;
        at.bookedBy.set(`${at.cell} ${n} ${tag}`, booked);
        within(customer, atMs);
        break;
      }
      case "expired":
        for (const n of event.ns) move(n, ["held"], "expired");
        break;
      case "confirmed":
        move(event.n, ["held"], "confirmed");
        break;
      case "retaken":
        move(event.n, ["expired"], "confirmed");
        within(byNumber[event.n]?.customer ?? "", event.atMs);
        break;
      case "cancelled":
        move(event.n, ["held"], "cancelled");
        break;
      case "returned":
        move(event.n, ["confirmed"], "returned");
        break;
    }
  }
}

/** A payment buys its units or is given back: never both, never neither. */
function checkPayments(stage: Stage, play: SalePlay): void {
  const { world } = stage;
  const bought = new Map<string, number>();
  const refunds = new Map<string, number>();
  const count = (map: Map<string, number>, id: string) => map.set(id, (map.get(id) ?? 0) + 1);
  for (let cell = 0; cell < play.cells; cell++) {
    for (const event of eventsOf<StockEvent>(stage, `stock/${cellKey(play.id, cell)}`)) {
      if (event.kind === "confirmed" && event.payment !== null) count(bought, event.payment);
      if (event.kind === "retaken") count(bought, event.payment);
      if (event.kind === "refund-due") count(refunds, event.payment);
    }
  }
  for (const { id, reservationId, told } of play.memory.payments) {
    const [units, money] = [bought.get(id) ?? 0, refunds.get(id) ?? 0];
    const good = told === "bought"
      ? units === 1 && money === 0
      : told === "refund"
      ? units === 0 && money === 1
      : units + money <= 1;
    if (!good) {
      world.fail(
        "a payment buys or is given back",
        `${id} for ${reservationId}: told ${told}, bought ${units} times, refunded ${money} times`,
      );
    }
  }
}

/** First come, first offered. */
function checkWaiting(stage: Stage, play: SalePlay): void {
  const { world } = stage;
  const line: string[] = [];
  const joins: string[] = [];
  for (const event of eventsOf<CampaignEvent>(stage, `campaign/${play.id}`)) {
    if (event.kind === "joined") {
      line.push(event.customer);
      joins.push(event.customer);
    } else if (event.kind === "left") line.splice(line.indexOf(event.customer), 1);
    else if (event.kind === "offered") {
      if (line.shift() !== event.customer) {
        world.fail("first come, first offered", `${event.customer} before ${line.join()}`);
      }
    }
  }
  const once = play.memory.joins.filter(({ customer }) =>
    joins.filter((name) => name === customer).length === 1
  );
  for (const a of once) {
    for (const b of once) {
      if (a.endStep < b.startStep && joins.indexOf(a.customer) > joins.indexOf(b.customer)) {
        world.fail("places are as acknowledged", `${a.customer} after ${b.customer}`);
      }
    }
  }
  for (const { customer } of play.memory.joins) {
    if (!joins.includes(customer)) world.fail("who joined is in the list", customer);
  }
}

/** Every event ever stored of an actor, from the projector's copies. */
function eventsOf<Event>(stage: Stage, actor: string): Event[] {
  const events: unknown[] = [];
  for (const { body, count } of stage.projector.copies.get(actor) ?? []) {
    for (const record of decodeEntry(body, count)) events.push(...record.e);
  }
  return events as Event[];
}
