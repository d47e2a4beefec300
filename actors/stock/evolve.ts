/** The only writer of a stock cell's state. */
import type { StockEvent } from "./events.ts";
import type { Mode, Refund, Reservation, StockState, Sums } from "./state.ts";

/** Dead entries at the front of the queue of holds before it is cut. */
const HOLDS_CUT = 1_024;

/** Applies an event to the state in place. */
export function evolve(state: StockState, event: StockEvent): StockState {
  applySums(state.sums, event);
  if (event.kind === "reserved") {
    reserve(state, event);
    return state;
  }
  applyMode(state.mode, event, state.sums);
  switch (event.kind) {
    case "expired":
      for (const n of event.ns) reservation(state, n).state = "expired";
      skipEndedHolds(state);
      break;
    case "confirmed":
    case "retaken": {
      const confirmed = reservation(state, event.n);
      confirmed.state = "confirmed";
      confirmed.payment = event.payment;
      skipEndedHolds(state);
      break;
    }
    case "cancelled":
      reservation(state, event.n).state = "cancelled";
      skipEndedHolds(state);
      break;
    case "returned": {
      const returned = reservation(state, event.n);
      returned.state = "returned";
      if (returned.payment !== null && event.refundFen > 0) {
        addRefund(returned, { payment: returned.payment, refundFen: event.refundFen });
      }
      break;
    }
    case "refund-due":
      addRefund(reservation(state, event.n), event);
      break;
    case "parked":
      state.parked ??= new Map();
      state.parked.set(event.id, { id: event.id, atMs: event.atMs, order: event.order });
      break;
    case "unparked":
      for (const id of event.ids) state.parked?.delete(id);
      if (state.parked?.size === 0) state.parked = null;
      break;
    case "configured":
      state.spec = event.spec;
      break;
    case "offered":
      state.offers ??= new Map();
      state.offers.set(event.customer, {
        customer: event.customer,
        ticket: event.ticket,
        deadlineMs: event.deadlineMs,
      });
      break;
    case "offer-closed":
      closeOffer(state, event.customer);
      break;
    case "reminded":
      state.reminders ??= new Set();
      state.reminders.add(event.customer);
      break;
    case "directed":
    case "denied":
    case "surrendered":
    case "reported":
      break;
  }
  return state;
}

/** The part of an event that moves units; deciders run it ahead on a copy. */
export function applySums(sums: Sums, event: StockEvent): void {
  switch (event.kind) {
    case "reserved":
      if (event.offer === true) {
        sums.offered -= 1;
        sums.available += 1;
      }
      sums.available -= event.units;
      sums.held += event.units;
      sums.made += 1;
      break;
    case "expired":
    case "cancelled":
      sums.held -= event.units;
      sums.available += event.units;
      break;
    case "confirmed":
      sums.held -= event.units;
      sums.confirmed += event.units;
      break;
    case "retaken":
      sums.available -= event.units;
      sums.confirmed += event.units;
      break;
    case "returned":
      sums.confirmed -= event.units;
      sums.available += event.units;
      break;
    case "directed":
      receive(sums, event.granted);
      return;
    case "offered":
      receive(sums, event.granted);
      sums.available -= 1;
      sums.offered += 1;
      break;
    case "offer-closed":
      sums.offered -= 1;
      sums.available += 1;
      break;
    case "surrendered":
      sums.available -= event.units;
      sums.surrendered += event.units;
      break;
    default:
      return;
  }
  sums.version += 1;
}

/** The part of an event that changes how the cell and its campaign stand; deciders run it ahead on a copy. */
export function applyMode(mode: Mode, event: StockEvent, sums: Sums): void {
  switch (event.kind) {
    case "directed":
      if (event.phase.version >= mode.phase) {
        mode.phase = event.phase.version;
        mode.paused = event.phase.paused;
        mode.ended = event.phase.ended;
        mode.endsAtMs = event.phase.endsAtMs;
      }
      mode.drain = event.drain;
      mode.final = event.final;
      mode.heldInAll = event.held;
      if (event.answered) mode.asking = false;
      if (event.reopen) mode.denied = false;
      break;
    case "denied":
      mode.denied = true;
      break;
    case "reported":
      mode.reportedVersion = sums.version;
      mode.reportedAtMs = event.atMs;
      if (event.request !== undefined) {
        mode.request = event.request;
        mode.asking = true;
      }
      break;
  }
}

function receive(sums: Sums, granted: number): void {
  if (granted <= sums.received) return;
  sums.available += granted - sums.received;
  sums.received = granted;
}

function reserve(state: StockState, event: StockEvent & { kind: "reserved" }): void {
  const customers = state.customers ??= new Map();
  const made: Reservation = {
    n: event.n,
    tag: event.tag,
    customer: event.customer,
    units: event.units,
    createdAtMs: event.atMs,
    key: event.key ?? null,
    via: event.via ?? null,
    state: "held",
    payment: null,
    refunds: null,
    older: customers.get(event.customer) ?? null,
  };
  customers.set(event.customer, made);
  (state.reservations ??= []).push(made);
  (state.holds ??= []).push(made);
  if (event.offer === true) closeOffer(state, event.customer);
}

function addRefund(reservation: Reservation, { payment, refundFen }: Refund): void {
  reservation.refunds = [...reservation.refunds ?? [], { payment, refundFen }];
}

function closeOffer(state: StockState, customer: string): void {
  state.offers?.delete(customer);
  if (state.offers?.size === 0) state.offers = null;
}

function reservation(state: StockState, n: number): Reservation {
  const found = state.reservations?.[n];
  if (found === undefined) throw new Error(`Cannot apply an event to reservation ${n}: not made`);
  return found;
}

/** Keeps a live hold at the front, so that the next expiry is known at once. */
function skipEndedHolds(state: StockState): void {
  const holds = state.holds;
  if (holds === null) return;
  let from = state.holdsFrom;
  while (from < holds.length && holds[from]?.state !== "held") from += 1;
  if (from === holds.length) {
    state.holds = null;
    from = 0;
  } else if (from > HOLDS_CUT && from * 2 > holds.length) {
    holds.splice(0, from);
    from = 0;
  }
  state.holdsFrom = from;
}
