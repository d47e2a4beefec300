/** A payment that comes after its hold expired: units again if there are any, else a refund. */
import { afterPurchase } from "./consequences.ts";
import type { Reservation } from "./ledger.ts";
import { activeUnits, isOver, newestOf } from "./state.ts";
import { expireOne, push, type StockTurn } from "./turn.ts";

/** Whether a late payment may take its units again: they are there and the limit per person is kept. */
export function mayRetake(turn: StockTurn, reservation: Reservation): "take" | "ask" | "no" {
  const spec = turn.state.spec;
  if (spec === null) return "no";
  const active = activeUnits(newestOf(turn.state, reservation.customer), spec, turn.atMs);
  if (active + reservation.units > spec.perCustomerMax) return "no";
  if (turn.sums.available >= reservation.units) return "take";
  return turn.mode.denied ? "no" : "ask";
}

/** Takes the units of an expired hold again; the caller has asked whether it may. */
export function retake(turn: StockTurn, reservation: Reservation, payment: string): void {
  const { n, units } = reservation;
  const spec = turn.state.spec;
  // Holds of the same customer that are over are written down first: they no longer count.
  let each = newestOf(turn.state, reservation.customer);
  for (; each !== null && spec !== null; each = each.older) {
    if (isOver(each, spec, turn.atMs)) expireOne(turn, each);
  }
  push(turn, { kind: "retaken", n, units, atMs: turn.atMs, payment });
  afterPurchase(turn, reservation, null);
}

/** A payment that buys nothing: told once, the same answer each time. */
export function refund(
  turn: StockTurn,
  reservation: Reservation,
  payment: { id: string; paidFen: number },
): void {
  if (payment.paidFen <= 0) return;
  if (reservation.refunds?.some((each) => each.payment === payment.id)) return;
  push(turn, {
    kind: "refund-due",
    n: reservation.n,
    atMs: turn.atMs,
    payment: payment.id,
    refundFen: payment.paidFen,
  });
}
