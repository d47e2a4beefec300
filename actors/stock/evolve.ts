/** The only writer of a stock cell's state. */
import type { StockEvent } from "./events.ts";
import { Ledger } from "./ledger.ts";
import type { Mode, StockState, Sums } from "./state.ts";

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
      for (const n of event.ns) ledger(state).setState(n, "expired");
      break;
    case "confirmed":
    case "retaken": {
      ledger(state).setState(event.n, "confirmed");
      ledger(state).setPayment(event.n, event.payment);
      if (event.kind === "confirmed" && event.coupon !== undefined) {
        ledger(state).setCoupon(event.n, event.coupon);
      }
      break;
    }
    case "cancelled":
      ledger(state).setState(event.n, "cancelled");
      break;
    case "returned": {
      const { n, refundFen } = event;
      ledger(state).setState(n, "returned");
      const payment = ledger(state).payment(n);
      if (payment !== null && refundFen > 0) ledger(state).addRefund(n, { payment, refundFen });
      break;
    }
    case "refund-due":
      ledger(state).addRefund(event.n, event);
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
  ledger(state).add({
    customer: event.customer,
    tag: event.tag,
    units: event.units,
    atMs: event.atMs,
    key: event.key ?? null,
    via: event.via ?? null,
  });
  if (event.offer === true) closeOffer(state, event.customer);
}

function ledger(state: StockState): Ledger {
  return state.reservations ??= new Ledger();
}

function closeOffer(state: StockState, customer: string): void {
  state.offers?.delete(customer);
  if (state.offers?.size === 0) state.offers = null;
}
