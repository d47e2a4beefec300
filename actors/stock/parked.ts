/** Orders that wait for units from the campaign. */
import type { ParkedOrder } from "./events.ts";
import { closedReason, judgeGrab, rejected, soldOut } from "./judge.ts";
import { mayRetake, refund, retake } from "./late_payment.ts";
import type { StockReply } from "./protocol.ts";
import { type Parked, viewOf } from "./state.ts";
import { push, reserve, type StockTurn } from "./turn.ts";

/** Messages of purchases that one turn sends at most; the engine's bound is 1,024. */
const SENDS_PER_TURN_MAX = 512;
const RETRY_AFTER_MS = 300;

/** Lets an order wait for units from the campaign. */
export function park(
  turn: StockTurn,
  id: string,
  order: ParkedOrder,
): { wait: string } | { reply: StockReply } {
  const parked = (turn.state.parked?.size ?? 0) + turn.newlyParked.length;
  if (parked >= turn.limits.waitingCallersPerActorMax) {
    return { reply: { kind: "rejected", code: "all-held", retryAfterMs: RETRY_AFTER_MS } };
  }
  push(turn, { kind: "parked", id, atMs: turn.atMs, order });
  turn.newlyParked.push({ id, atMs: turn.atMs, order });
  return { wait: waitKey(id) };
}

/** Key under which the caller of a parked order waits. */
export function waitKey(id: string): string {
  return `order:${id}`;
}

/**
 * Gives parked orders their units, first come first, or refuses all once the campaign has denied. One
 * per customer and turn, since the next must see what this one made.
 */
export function serveParked(turn: StockTurn): void {
  const { state, mode } = turn;
  if (state.parked === null) return;
  const closed = closedReason(state, mode, turn.atMs);
  const done: string[] = [];
  for (const parked of state.parked.values()) {
    const order = parked.order;
    const customer = order.kind === "grab"
      ? order.customer
      : state.reservations?.at(order.n)?.customer;
    if (customer === undefined || turn.touched.has(customer)) continue;
    // The rest is served in the turn that the timer asks for.
    if (turn.sends.length >= SENDS_PER_TURN_MAX) break;
    const reply = order.kind === "confirm"
      ? serveConfirm(turn, order)
      : closed ?? serveGrab(turn, parked, order);
    if (reply === null) {
      if (turn.sums.available === 0) break;
      continue;
    }
    turn.touched.add(customer);
    done.push(parked.id);
    turn.settle.push({ key: waitKey(parked.id), reply });
  }
  if (done.length > 0) push(turn, { kind: "unparked", ids: done });
}

function serveGrab(
  turn: StockTurn,
  parked: Parked,
  order: ParkedOrder & { kind: "grab" },
): StockReply | null {
  // Its caller was answered by a fault and may be gone: making a hold now would only keep the unit from others.
  if (turn.atMs - parked.atMs > turn.limits.waitMs) return soldOut(turn.mode);
  const { state, mode, atMs, sums } = turn;
  const usable = mode.drain ? Math.min(turn.arrived, sums.available) : sums.available;
  const verdict = judgeGrab(order, { state, mode, atMs, usable, facts: "known" });
  if (verdict === "ask") return null;
  if (verdict === "take" || verdict === "take-offer") {
    turn.arrived -= order.units;
    return reserve(turn, order, verdict === "take-offer");
  }
  return verdict;
}

function serveConfirm(
  turn: StockTurn,
  order: ParkedOrder & { kind: "confirm" },
): StockReply | null {
  const reservation = turn.state.reservations?.at(order.n) ?? null;
  if (reservation === null) return rejected("not-found");
  const refunded = reservation.refunds?.some((each) => each.payment === order.payment.id) ?? false;
  const lapsed = reservation.state === "expired" && !refunded;
  const may = lapsed ? mayRetake(turn, reservation) : "no";
  if (may === "ask") return null;
  if (may === "take") {
    retake(turn, reservation, order.payment.id);
    const view = viewOf(turn.state, reservation, turn.atMs);
    return { kind: "reservation", reservation: { ...view, state: "confirmed" } };
  }
  if (reservation.state === "confirmed" && reservation.payment === order.payment.id) {
    return { kind: "reservation", reservation: viewOf(turn.state, reservation, turn.atMs) };
  }
  refund(turn, reservation, order.payment);
  return {
    kind: "rejected",
    code: reservation.state === "confirmed" ? "already-confirmed" : "expired",
    refundFen: order.payment.paidFen,
    reservation: viewOf(turn.state, reservation, turn.atMs),
  };
}
