/**
 * Confirming a hold: the money first, then the cell's word. Whatever happens in between, the customer has the unit or
 * gets the money back: a charge has one id per reservation, and a cell that refuses says what to give back.
 */
import {
  parseReservationId,
  type ReservationView,
  type StockProtocol,
  type StockReply,
} from "../../actors/stock/protocol.ts";
import type { ActorRef } from "../../engine/mod.ts";
import { type Answer, json, refused } from "./answer.ts";
import type { ChargeResult, PaymentNotification } from "./ports/payment.ts";
import { reservationJson } from "./reservation_json.ts";
import type { Services } from "./services.ts";
import { stockRefused } from "./stock_answer.ts";

/** The cell of a reservation, null where there is none. Rejects with a `Fault`. */
export async function cellOfReservation(
  services: Services,
  id: string,
): Promise<{ cell: ActorRef<StockProtocol>; unit: string } | null> {
  const address = parseReservationId(id);
  if (address === null) return null;
  const found = await services.campaigns.find(address.campaignId);
  const cell = found?.campaign.route?.cells[address.cell];
  return found === null || cell === undefined ? null : { cell, unit: found.view.unit };
}

/** Confirms a hold of this customer. */
export async function confirm(
  services: Services,
  order: { id: string; customer: string; wish: "pay" | "fail" | "late" },
): Promise<Answer> {
  const { engine, payments } = services;
  const { id, customer } = order;
  const found = await cellOfReservation(services, id);
  if (found === null) return refused("not-found");
  const { cell } = found;
  const stored = await engine.ask(cell, { kind: "reservation", customer, id });
  if (stored.kind === "rejected") return stockRefused(stored);
  if (stored.kind !== "reservation") return refused("bug");
  const { reservation } = stored;
  const amountFen = reservation.priceFen * reservation.units;
  if (amountFen === 0) {
    return shown(await engine.ask(cell, { kind: "confirm", customer, id, payment: null }));
  }
  const over = settledAnswer(reservation);
  if (over !== null) return over;
  const payment = paymentId(id);
  let charge: ChargeResult;
  try {
    charge = await payments.charge({
      id: payment,
      reservationId: id,
      customer,
      amountFen,
      expiresAtMs: reservation.expiresAtMs,
      wish: order.wish,
    });
  } catch (error) {
    // It may have been taken: the same id asks again without taking it twice.
    services.log.warn("payment provider is out of reach", {
      reservation: id,
      error: String(error),
    });
    return refused("outcome-unknown");
  }
  switch (charge.kind) {
    case "failed":
      return refused("payment-failed", { reservation: reservationJson(reservation) });
    case "pending":
      return json({ reservation: reservationJson(reservation), payment: "pending" }, 202);
    case "paid": {
      const notification = { paymentId: payment, reservationId: id, customer };
      return shown(await settle(services, { ...notification, paidFen: charge.paidFen }));
    }
  }
}

/** A payment's way into the cell; what the cell does not want is given back. Rejects with a `Fault`. */
export async function settle(
  services: Services,
  notification: PaymentNotification,
): Promise<StockReply> {
  const { reservationId: id, customer, paymentId: payment, paidFen } = notification;
  const found = await cellOfReservation(services, id);
  if (found === null) {
    await giveBack(services, payment, paidFen);
    return { kind: "rejected", code: "not-found", refundFen: paidFen };
  }
  const reply = await services.engine.ask(found.cell, {
    kind: "confirm",
    customer,
    id,
    payment: { id: payment, paidFen },
  });
  if (reply.kind === "rejected" && reply.refundFen !== undefined) {
    await giveBack(services, payment, reply.refundFen);
  }
  return reply;
}

/** The cell has stored what is due, so a provider that does not answer changes no reply. */
async function giveBack(services: Services, payment: string, amountFen: number): Promise<void> {
  try {
    await services.payments.refund(payment, amountFen);
    services.log.info("payment given back", { payment, amountFen });
  } catch (error) {
    services.log.error("payment is due back", { payment, amountFen, error: String(error) });
  }
}

/** Reservations that no money can change any more: nothing is charged for them. */
function settledAnswer(reservation: ReservationView): Answer | null {
  switch (reservation.state) {
    case "confirmed":
      return json({ reservation: reservationJson(reservation) });
    case "cancelled":
    case "returned":
      return refused("cancelled", { reservation: reservationJson(reservation) });
    case "held":
      return null;
    case "expired":
      // Refunded once: a second payment under the same id would be neither taken nor given back.
      return reservation.refundFen === undefined ? null : refused("expired", {
        reservation: reservationJson(reservation),
        refundFen: reservation.refundFen,
      });
  }
}

function shown(reply: StockReply): Answer {
  if (reply.kind === "rejected") return stockRefused(reply);
  if (reply.kind !== "reservation") return refused("bug");
  return json({ reservation: reservationJson(reply.reservation) });
}

/** One per reservation, so that confirming twice pays once. */
function paymentId(reservationId: string): string {
  return `pay_${reservationId}`;
}
