/** Reservations: shown, confirmed, cancelled by their customer; returned by staff. */
import { type Answer, json, refused } from "../answer.ts";
import { cellOfReservation, confirm, letCouponGo } from "../checkout.ts";
import { type EdgeApp, forCustomers, forStaff } from "../endpoint.ts";
import { inScope } from "../permissions.ts";
import { reservationJson } from "../reservation_json.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";
import { stockRefused } from "../stock_answer.ts";

const TAG = "reservations";
const PATH = "/api/v1/reservations/{id}";

export function mountReservations(app: EdgeApp, services: Services): void {
  const { engine, log } = services;

  forCustomers(app, services, {
    method: "get",
    path: PATH,
    tag: TAG,
    summary: "Shows a reservation to its owner",
    sheds: false,
    answers: { 200: { description: "The reservation", schema: schemas.reservationAnswer } },
    refusals: ["not-found"],
    handle: (call) =>
      ask(services, call.param("id"), (id) => ({
        kind: "reservation",
        customer: call.customer,
        id,
      })),
  });

  forCustomers(app, services, {
    method: "post",
    path: `${PATH}/confirm`,
    tag: TAG,
    summary:
      "Pays, less what a coupon takes off, and confirms; free ones are confirmed at once. Again is the same answer",
    sheds: false,
    keyed: true,
    body: schemas.confirmRequest,
    emptyBody: {},
    answers: {
      200: { description: "Confirmed", schema: schemas.reservationAnswer },
      202: { description: "The payment goes on", schema: schemas.pendingAnswer },
    },
    refusals: [
      "not-found",
      "expired",
      "already-confirmed",
      "cancelled",
      "payment-failed",
      "payment-mismatch",
      "unknown-coupon",
      "minimum-not-met",
      "not-yet-valid",
      "coupon-expired",
      "coupon-locked",
      "coupon-revoked",
      "already-used",
    ],
    handle: (call) =>
      confirm(services, {
        id: call.param("id"),
        customer: call.customer,
        wish: call.body.payment ?? "pay",
        coupon: call.body.coupon ?? null,
      }),
  });

  forCustomers(app, services, {
    method: "post",
    path: `${PATH}/cancel`,
    tag: TAG,
    summary: "Gives a hold back; its units and the personal limit are free again",
    sheds: false,
    keyed: true,
    body: schemas.emptyRequest,
    emptyBody: {},
    answers: { 200: { description: "Cancelled", schema: schemas.reservationAnswer } },
    refusals: ["not-found", "expired", "already-confirmed"],
    async handle(call) {
      const { customer } = call;
      const id = call.param("id");
      const answer = await ask(services, id, (id) => ({ kind: "cancel", customer, id }));
      if (answer.kind === "json") await letCouponGo(services, { customer, id });
      return answer;
    },
  });

  forStaff(app, services, {
    method: "post",
    path: `${PATH}/return`,
    tag: TAG,
    summary: "Takes a confirmed one back; its units are on sale again",
    action: "return",
    body: schemas.returnRequest,
    answers: { 200: { description: "Returned", schema: schemas.reservationAnswer } },
    refusals: ["not-found", "not-confirmed", "expired", "cancelled"],
    async handle(call) {
      const id = call.param("id");
      const found = await cellOfReservation(services, id);
      if (found === null || !inScope(call.staff, found.unit)) return refused("not-found");
      const command = { kind: "return", id, by: call.staff.id, reason: call.body.reason } as const;
      const reply = await engine.ask(found.cell, command);
      log.info("reservation returned", { reservation: id, by: call.staff.id, outcome: reply.kind });
      if (reply.kind === "rejected") return stockRefused(reply);
      if (reply.kind !== "reservation") return refused("bug");
      return json({ reservation: reservationJson(reply.reservation) });
    },
  });
}

type OneReservation = {
  readonly kind: "reservation" | "cancel";
  readonly customer: string;
  readonly id: string;
};

async function ask(
  services: Services,
  id: string,
  commandOf: (id: string) => OneReservation,
): Promise<Answer> {
  const found = await cellOfReservation(services, id);
  if (found === null) return refused("not-found");
  const reply = await services.engine.ask(found.cell, commandOf(id));
  if (reply.kind === "rejected") return stockRefused(reply);
  if (reply.kind !== "reservation") return refused("bug");
  return json({ reservation: reservationJson(reply.reservation) });
}
