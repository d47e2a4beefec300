/** Confirm, cancel and return: what may follow a hold. A payment ends in units or in a refund, never both. */
import type { Stamped } from "../../engine/contract.ts";
import { afterPurchase, afterReturn } from "./consequences.ts";
import { finish } from "./finish.ts";
import { answer, type CellCommand, find, type Ground, type StockDecision } from "./ground.ts";
import { rejected } from "./judge.ts";
import { mayRetake, refund, retake } from "./late_payment.ts";
import { park } from "./parked.ts";
import type {
  CouponTaken,
  ReservationState,
  StockCommand,
  StockRejection,
  StockReply,
} from "./protocol.ts";
import type { Reservation } from "./ledger.ts";
import { isOver, viewOf } from "./state.ts";
import { beginTurn, expireOne, push, type StockTurn } from "./turn.ts";

type Payment = { readonly id: string; readonly paidFen: number };

export function confirm(
  command: Stamped<CellCommand>,
  body: StockCommand & { kind: "confirm" },
  { state, limits }: Ground,
): StockDecision {
  const found = find(state, body.id);
  if (found === null || found.customer !== body.customer) return answer(rejected("not-found"));
  const turn = beginTurn(command, state, limits);
  const { payment, coupon } = body;
  const id = payment?.id ?? null;
  const refunded = found.refunds?.some((each) => each.payment === id) ?? false;
  const dueFen = (state.spec?.priceFen ?? 0) * found.units;
  switch (stateAt(turn, found)) {
    case "held":
      if (refunded || !isCovered(dueFen, payment, coupon)) {
        return finish(turn, { reply: refuse(turn, found, "payment-mismatch", payment) });
      }
      push(turn, {
        kind: "confirmed",
        n: found.n,
        units: found.units,
        atMs: turn.atMs,
        payment: id,
        ...(coupon === undefined ? {} : { coupon }),
      });
      afterPurchase(turn, found, coupon ?? null);
      return finish(turn, { reply: shown(turn, found, "confirmed", coupon) });
    case "confirmed":
      if (found.payment === id) return finish(turn, { reply: shown(turn, found, "confirmed") });
      return finish(turn, { reply: refuse(turn, found, "already-confirmed", payment) });
    case "expired":
      return late(turn, found, { payment, dueFen, commandId: command.commandId });
    case "cancelled":
    case "returned":
      return finish(turn, { reply: refuse(turn, found, "cancelled", payment) });
  }
}

/** Customers cancel what they hold; again is the same answer. */
export function cancel(
  command: Stamped<CellCommand>,
  body: StockCommand & { kind: "cancel" },
  { state, limits }: Ground,
): StockDecision {
  const found = find(state, body.id);
  if (found === null || found.customer !== body.customer) return answer(rejected("not-found"));
  const turn = beginTurn(command, state, limits);
  switch (stateAt(turn, found)) {
    case "held":
      push(turn, { kind: "cancelled", n: found.n, units: found.units, atMs: turn.atMs });
      return finish(turn, { reply: shown(turn, found, "cancelled") });
    case "cancelled":
      return finish(turn, { reply: shown(turn, found, "cancelled") });
    case "confirmed":
      return finish(turn, { reply: refuse(turn, found, "already-confirmed", null) });
    case "expired":
      return finish(turn, { reply: refuse(turn, found, "expired", null) });
    case "returned":
      return finish(turn, { reply: refuse(turn, found, "cancelled", null) });
  }
}

/** Refund by staff: the units are on sale again. */
export function giveBack(
  command: Stamped<CellCommand>,
  body: StockCommand & { kind: "return" },
  { state, limits }: Ground,
): StockDecision {
  const found = find(state, body.id);
  if (found === null) return answer(rejected("not-found"));
  const turn = beginTurn(command, state, limits);
  const { by, reason } = body;
  switch (stateAt(turn, found)) {
    case "confirmed": {
      const { n, units } = found;
      const refundFen = (state.spec?.priceFen ?? 0) * units - (found.coupon?.discountFen ?? 0);
      afterReturn(turn, found);
      push(turn, { kind: "returned", n, units, atMs: turn.atMs, by, reason, refundFen });
      const reservation = { ...viewOf(state, found, turn.atMs), state: "returned" } as const;
      turn.touched.add(found.customer);
      return finish(turn, {
        reply: {
          kind: "reservation",
          reservation: refundFen === 0 ? reservation : { ...reservation, refundFen },
        },
      });
    }
    case "returned":
      return finish(turn, { reply: shown(turn, found, "returned") });
    case "held":
      return finish(turn, { reply: refuse(turn, found, "not-confirmed", null) });
    case "expired":
      return finish(turn, { reply: refuse(turn, found, "expired", null) });
    case "cancelled":
      return finish(turn, { reply: refuse(turn, found, "cancelled", null) });
  }
}

/** A payment after the hold: the units again if there are any, else its refund. */
function late(
  turn: StockTurn,
  found: Reservation,
  by: { payment: Payment | null; dueFen: number; commandId: string },
): StockDecision {
  const { payment, dueFen, commandId } = by;
  const known = found.refunds?.some((each) => each.payment === payment?.id) ?? false;
  if (payment === null || known || payment.paidFen !== dueFen) {
    return finish(turn, { reply: refuse(turn, found, "expired", payment) });
  }
  const { n, units } = found;
  switch (mayRetake(turn, found)) {
    case "take":
      retake(turn, found, payment.id);
      return finish(turn, { reply: shown(turn, found, "confirmed") });
    case "ask": {
      const parked = park(turn, commandId, { kind: "confirm", n, units, payment });
      if ("wait" in parked) return finish(turn, parked);
      return finish(turn, { reply: refuse(turn, found, "expired", payment) });
    }
    case "no":
      return finish(turn, { reply: refuse(turn, found, "expired", payment) });
  }
}

/** The state of a reservation in this turn; a hold that is over is expired on the spot. */
function stateAt(turn: StockTurn, found: Reservation): ReservationState {
  const spec = turn.state.spec;
  if (spec === null || !isOver(found, spec, turn.atMs)) return found.state;
  expireOne(turn, found);
  return "expired";
}

/** Whether payment and coupon together are what is due. */
function isCovered(dueFen: number, payment: Payment | null, coupon?: CouponTaken): boolean {
  const discountFen = coupon?.discountFen ?? 0;
  const isAmount = Number.isSafeInteger(discountFen) && discountFen >= 0;
  return isAmount && (payment?.paidFen ?? 0) + discountFen === dueFen;
}

function shown(
  turn: StockTurn,
  found: Reservation,
  state: ReservationState,
  coupon?: CouponTaken,
): StockReply {
  turn.touched.add(found.customer);
  const view = viewOf(turn.state, found, turn.atMs);
  return {
    kind: "reservation",
    reservation: { ...view, ...(coupon === undefined ? {} : { coupon }), state },
  };
}

/** Refuses, and where money came with it stores that it must be given back. */
function refuse(
  turn: StockTurn,
  found: Reservation,
  code: StockRejection,
  payment: Payment | null,
): StockReply {
  turn.touched.add(found.customer);
  const reservation = viewOf(turn.state, found, turn.atMs);
  if (payment === null || payment.paidFen <= 0) return { kind: "rejected", code, reservation };
  refund(turn, found, payment);
  return { kind: "rejected", code, reservation, refundFen: payment.paidFen };
}
