/** Reminders before the opening, and the waiting list after everything is held. */
import type { CampaignReply, CampaignView } from "../../../actors/campaign/protocol.ts";
import { cellOfCustomer, type ReservationState } from "../../../actors/stock/protocol.ts";
import type { WaitingJson } from "../../shared/api.ts";
import { type Answer, json, nothing, refused } from "../answer.ts";
import type { Campaign } from "../campaigns.ts";
import { type CustomerCall, type EdgeApp, forCustomers } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { reservationJson } from "../reservation_json.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";
import { campaignRefused, stockRefused } from "../stock_answer.ts";
import { cellFor } from "./grabs.ts";

const TAG = "waiting";
/** Reservations that count towards the limit per customer. */
const ACTIVE: ReadonlySet<ReservationState> = new Set(["held", "confirmed"]);
const EMPTY = { body: schemas.emptyRequest, emptyBody: {} };

export function mountWaiting(app: EdgeApp, services: Services): void {
  const { engine, campaigns } = services;

  forCustomers(app, services, {
    ...EMPTY,
    method: "post",
    path: "/api/v1/campaigns/{id}/reminders",
    tag: TAG,
    summary: "Asks to be reminded of the opening",
    answers: {
      201: { description: "Noted", schema: schemas.reminderAnswer },
      200: { description: "Noted before", schema: schemas.reminderAnswer },
    },
    refusals: ["not-found", "reminders-full"],
    async handle(call) {
      const { customer } = call;
      const found = await cellFor(services, call.param("id"), customer);
      if (found === null) return refused("not-found");
      const reply = await engine.ask(found.cell, { kind: "remind", customer });
      if (reply.kind === "rejected") return stockRefused(reply);
      if (reply.kind !== "reminded") return refused("bug");
      return json({ reminded: true }, reply.first ? 201 : 200);
    },
  });

  forCustomers(app, services, {
    ...EMPTY,
    method: "post",
    path: "/api/v1/campaigns/{id}/waiting",
    tag: TAG,
    summary: "Joins the waiting list for one unit",
    answers: {
      201: { description: "Joined", schema: schemas.waitingAnswer },
      200: { description: "Joined before", schema: schemas.waitingAnswer },
    },
    refusals: ["not-found", "not-sold-out", "waiting-full", "ended", "limit-reached"],
    handle: (call) => join(services, call),
  });

  forCustomers(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}/waiting/me",
    tag: TAG,
    summary: "The place in the waiting list and, once a unit is offered, its deadline",
    answers: { 200: { description: "The place", schema: schemas.waitingAnswer } },
    refusals: ["not-found"],
    async handle(call) {
      const found = await campaigns.find(call.param("id"));
      if (found === null || found.view.cells === 0) return refused("not-found");
      const { customer } = call;
      const reply = await engine.ask(found.campaign.ref, { kind: "my-waiting", customer });
      const waiting = waitingOf(reply);
      return waiting === null ? refused("not-found") : json(waiting);
    },
  });

  forCustomers(app, services, {
    method: "delete",
    path: "/api/v1/campaigns/{id}/waiting",
    tag: TAG,
    summary: "Leaves the waiting list",
    answers: { 204: { description: "Not waiting any more" } },
    refusals: ["not-found"],
    async handle(call) {
      const found = await campaigns.find(call.param("id"));
      if (found === null || found.view.cells === 0) return refused("not-found");
      const { customer } = call;
      const reply = await engine.ask(found.campaign.ref, { kind: "leave-waiting", customer });
      const gone = reply.kind !== "rejected" || reply.code === "not-found";
      return gone ? nothing() : campaignRefused(reply);
    },
  });
}

async function join(services: Services, call: CustomerCall<unknown>): Promise<Answer> {
  const { engine } = services;
  const { customer } = call;
  const found = await services.campaigns.find(call.param("id"));
  if (found === null || found.view.cells === 0) return refused("not-found");
  const { campaign, view } = found;
  if (call.nowMs < view.spec.startsAtMs) {
    return refused("not-open", { opensAt: isoInstant(view.spec.startsAtMs) });
  }
  const cell = cellOfCustomer(customer, view.cells);
  const used = await limitReached(services, { campaign, view, customer });
  if (used !== null) return used;
  const reply = await engine.ask(campaign.ref, { kind: "join-waiting", customer, cell });
  if (reply.kind === "rejected") return campaignRefused(reply);
  const waiting = waitingOf(reply);
  if (reply.kind !== "waiting" || waiting === null) return refused("bug");
  return json(waiting, reply.first ? 201 : 200);
}

/** Refuses who may not have another unit: an offer to them would keep it from the next in line. */
async function limitReached(
  services: Services,
  asked: { readonly campaign: Campaign; readonly view: CampaignView; readonly customer: string },
): Promise<Answer | null> {
  const { campaign, view, customer } = asked;
  const cell = campaign.cellOf(customer);
  if (cell === null) return null;
  const status = await services.engine.ask(cell, { kind: "status", customer });
  if (status.kind !== "status") return null;
  if (view.kind !== "flash-sale") return null;
  const limit = view.spec.perCustomerMax;
  const active = status.reservations.filter((one) => ACTIVE.has(one.state));
  if (active.reduce((units, one) => units + one.units, 0) < limit) return null;
  const [newest] = active;
  const reservation = newest === undefined ? undefined : reservationJson(newest);
  return refused("limit-reached", { limit, reservation });
}

/** A place in the waiting list; null for who does not wait. */
export function waitingOf(reply: CampaignReply): WaitingJson | null {
  if (reply.kind !== "waiting") return null;
  const { place, ahead, offer } = reply;
  if (place === null && offer === null) return null;
  return {
    place,
    ahead,
    offer: offer === null ? null : { deadline: isoInstant(offer.deadlineMs) },
  };
}
