/**
 * Confirming a hold: the money first, then the cell's word. Whatever happens in between, the customer has the unit or
 * gets the money back: a charge has one id per reservation, and a cell that refuses says what to give back. A coupon
 * stays with the order until the cell has said whether it was used.
 */
import {
  type CouponTaken,
  parseReservationId,
  type ReservationView,
  type StockProtocol,
  type StockReply,
} from "../../actors/stock/protocol.ts";
import type { WalletProtocol } from "../../actors/wallet/protocol.ts";
import { type ActorRef, Fault } from "../../engine/mod.ts";
import { type Answer, json, refused } from "./answer.ts";
import type { ChargeResult, PaymentNotification } from "./ports/payment.ts";
import { reservationJson } from "./reservation_json.ts";
import type { Services } from "./services.ts";
import { stockRefused } from "./stock_answer.ts";
import { couponRefused } from "./wallet/coupon_json.ts";

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

/** Confirms a hold of this customer. A coupon is kept for it first, and used by the cell's word alone. */
export async function confirm(services: Services, order: Order): Promise<Answer> {
  const { engine } = services;
  const { id, customer } = order;
  const found = await cellOfReservation(services, id);
  if (found === null) return refused("not-found");
  const { cell } = found;
  const stored = await engine.ask(cell, { kind: "reservation", customer, id });
  if (stored.kind === "rejected") return stockRefused(stored);
  if (stored.kind !== "reservation") return refused("bug");
  const { reservation } = stored;
  const dueFen = reservation.priceFen * reservation.units;
  if (dueFen === 0) {
    return shown(await engine.ask(cell, { kind: "confirm", customer, id, payment: null }));
  }
  const over = settledAnswer(reservation);
  if (over !== null) return over;
  if (order.coupon === null) return await pay(services, order, { reservation, dueFen, kept: null });
  // A coupon buys only while the hold runs.
  if (reservation.state === "expired") return stockRefused({ ...EXPIRED, reservation });
  const kept = await keepCoupon(services, order, { reservation, coupon: order.coupon });
  if (kept.kind === "refused") return kept.answer;
  const { taken } = kept;
  if (taken.discountFen < dueFen) return await pay(services, order, { reservation, dueFen, kept });
  return shown(
    await engine.ask(cell, { kind: "confirm", customer, id, payment: null, coupon: taken }),
  );
}

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly wish: "pay" | "fail" | "late";
  /** Id of a coupon. */
  readonly coupon: string | null;
}

/** A coupon that the wallet keeps for an order. */
interface Kept {
  readonly kind: "kept";
  readonly taken: CouponTaken;
  readonly attempt: number;
}

const EXPIRED = { kind: "rejected", code: "expired" } as const;
/** How long after the hold a coupon stays with its order: until nothing about it can be under way. */
const COUPON_GRACE_MS = 5_000;

async function keepCoupon(
  { engine }: Services,
  { id, customer }: Order,
  { reservation, coupon }: { readonly reservation: ReservationView; readonly coupon: string },
): Promise<Kept | { readonly kind: "refused"; readonly answer: Answer }> {
  const reply = await engine.ask(engine.ref<WalletProtocol>("wallet", customer), {
    kind: "lock",
    coupon,
    reservation: id,
    priceFen: reservation.priceFen * reservation.units,
    untilMs: reservation.expiresAtMs + COUPON_GRACE_MS,
  });
  if (reply.kind === "rejected") {
    return { kind: "refused", answer: couponRefused(reply.code, reply.coupon) };
  }
  if (reply.kind !== "locked") return { kind: "refused", answer: refused("bug") };
  const { discountFen, attempt } = reply;
  return { kind: "kept", taken: { id: coupon, discountFen }, attempt };
}

/** Takes the money, or what a coupon leaves of it, and confirms. */
async function pay(
  services: Services,
  order: Order,
  by: {
    readonly reservation: ReservationView;
    readonly dueFen: number;
    readonly kept: Kept | null;
  },
): Promise<Answer> {
  const { id, customer } = order;
  const { reservation, dueFen, kept } = by;
  const payment = paymentId(id);
  let charge: ChargeResult;
  try {
    charge = await services.payments.charge({
      id: payment,
      reservationId: id,
      customer,
      amountFen: dueFen - (kept?.taken.discountFen ?? 0),
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
      if (kept !== null) await letGo(services, { customer, reservation: id, kept });
      return refused("payment-failed", { reservation: reservationJson(reservation) });
    case "pending":
      return json({ reservation: reservationJson(reservation), payment: "pending" }, 202);
    case "paid": {
      const { paidFen } = charge;
      const notification = { paymentId: payment, reservationId: id, customer, paidFen };
      return shown(await settle(services, notification, dueFen));
    }
  }
}

/** Nothing was taken: the coupon is free, unless another attempt keeps it by now. */
async function letGo(
  { engine }: Services,
  { customer, reservation, kept }: {
    readonly customer: string;
    readonly reservation: string;
    readonly kept: Kept;
  },
): Promise<void> {
  const { taken: { id: coupon }, attempt } = kept;
  const wallet = engine.ref<WalletProtocol>("wallet", customer);
  await endsAnyway(engine.ask(wallet, { kind: "unlock", coupon, reservation, attempt }));
}

/**
 * A payment's way into the cell; what the cell does not want is given back. `dueFen` where the caller knows it.
 * Rejects with a `Fault`.
 */
export async function settle(
  services: Services,
  notification: PaymentNotification,
  dueFen?: number,
): Promise<StockReply> {
  const { reservationId: id, customer, paymentId: payment, paidFen } = notification;
  const found = await cellOfReservation(services, id);
  if (found === null) {
    await giveBack(services, payment, paidFen);
    return { kind: "rejected", code: "not-found", refundFen: paidFen };
  }
  const missingFen = (dueFen ?? await dueOf(services, found.cell, notification)) - paidFen;
  const coupon = missingFen > 0 ? await couponFor(services, notification, missingFen) : null;
  const reply = await services.engine.ask(found.cell, {
    kind: "confirm",
    customer,
    id,
    payment: { id: payment, paidFen },
    ...(coupon === null ? {} : { coupon }),
  });
  if (reply.kind === "rejected" && reply.refundFen !== undefined) {
    await giveBack(services, payment, reply.refundFen);
  }
  return reply;
}

/** What a whole reservation costs; 0 for one that is not this customer's, which the cell refuses anyway. */
async function dueOf(
  { engine }: Services,
  cell: ActorRef<StockProtocol>,
  { customer, reservationId: id }: PaymentNotification,
): Promise<number> {
  const reply = await engine.ask(cell, { kind: "reservation", customer, id });
  if (reply.kind !== "reservation") return 0;
  return reply.reservation.priceFen * reply.reservation.units;
}

/** The coupon that covers what was not paid, kept anew so that nobody lets it go meanwhile; null for none. */
async function couponFor(
  { engine }: Services,
  { customer, reservationId: reservation }: PaymentNotification,
  missingFen: number,
): Promise<CouponTaken | null> {
  const wallet = engine.ref<WalletProtocol>("wallet", customer);
  const kept = await engine.ask(wallet, { kind: "locked-for", reservation });
  if (kept.kind !== "locked" || kept.discountFen !== missingFen) return null;
  const coupon = kept.coupon.id;
  const again = { kind: "lock", coupon, reservation, priceFen: 0, untilMs: 0 } as const;
  const reply = await engine.ask(wallet, again);
  if (reply.kind !== "locked") return null;
  return { id: coupon, discountFen: reply.discountFen };
}

/** A hold that was given up keeps no coupon. */
export async function letCouponGo(
  { engine }: Services,
  { customer, id: reservation }: { readonly customer: string; readonly id: string },
): Promise<void> {
  const wallet = engine.ref<WalletProtocol>("wallet", customer);
  const kept = await endsAnyway(engine.ask(wallet, { kind: "locked-for", reservation }));
  if (kept?.kind !== "locked") return;
  await endsAnyway(
    engine.ask(wallet, { kind: "unlock", coupon: kept.coupon.id, reservation }),
  );
}

/** Null for a fault: what was answered before stays true, and a lock ends by itself a little later. */
async function endsAnyway<Reply>(asked: Promise<Reply>): Promise<Reply | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
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
