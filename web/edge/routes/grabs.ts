/** Grabs and what a customer has in a campaign. The grab itself is in `grab.ts`. */
import type { StockProtocol } from "../../../actors/stock/protocol.ts";
import type { ActorRef } from "../../../engine/mod.ts";
import type { MyStateJson } from "../../shared/api.ts";
import { type Answer, json, refused } from "../answer.ts";
import type { Campaign } from "../campaigns.ts";
import { type EdgeApp, forCustomers } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { describe } from "../openapi.ts";
import { reservationJson } from "../reservation_json.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";
import { stockRefused } from "../stock_answer.ts";
import { waitingOf } from "./waiting.ts";

const TAG = "grabs";
const GRABS = "/api/v1/campaigns/{id}/grabs";

export function mountGrabs(
  app: EdgeApp,
  services: Services,
  grab: (
    request: Request,
    info: Deno.ServeHandlerInfo,
    id: string,
  ) => Response | Promise<Response>,
): void {
  const { engine } = services;
  describe(app, {
    method: "post",
    path: GRABS,
    tag: TAG,
    summary: "Takes units: a hold until `expiresAt`",
    keyed: true,
    body: schemas.grabRequest,
    emptyBody: {},
    answers: {
      201: { description: "A new hold", schema: schemas.reservationAnswer },
      200: {
        description:
          "The stored answer of the same key, or what the customer has where the limit is one",
        schema: schemas.reservationAnswer,
      },
    },
    refusals: [
      "not-found",
      "not-open",
      "paused",
      "ended",
      "sold-out",
      "all-held",
      "limit-reached",
      "order-limit",
      "outlet-limit",
      "not-eligible",
      "idempotency-mismatch",
      "outcome-unknown",
    ],
  }, { who: "customer" });
  // Reached only by addresses that the short way around the router does not know, such as one with a query.
  app.post("/api/v1/campaigns/:id/grabs", (context) => {
    return grab(context.req.raw, context.env.info, context.req.param("id"));
  });

  forCustomers(app, services, {
    method: "get",
    path: `${GRABS}/mine`,
    tag: TAG,
    summary: "Lists the customer's reservations, newest first",
    answers: { 200: { description: "At most 100", schema: schemas.myReservationsAnswer } },
    refusals: ["not-found"],
    async handle(call) {
      const { customer } = call;
      const found = await cellFor(services, call.param("id"), customer);
      if (found === null) return refused("not-found");
      const reply = await engine.ask(found.cell, { kind: "mine", customer });
      if (reply.kind === "rejected") return stockRefused(reply);
      if (reply.kind !== "reservations") return refused("bug");
      return json({ items: reply.reservations.map(reservationJson), next: null });
    },
  });

  forCustomers(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}/me",
    tag: TAG,
    summary: "All that a page needs to know of the customer in this campaign",
    answers: { 200: { description: "The customer's state", schema: schemas.myStateAnswer } },
    refusals: ["not-found"],
    handle: (call) => me(services, call.param("id"), call.customer),
  });
}

async function me(services: Services, campaignId: string, customer: string): Promise<Answer> {
  const state = await myState(services, campaignId, customer);
  return state === null ? refused("not-found") : json(state);
}

/** The customer's state in a campaign; null for one that customers do not know. Rejects with a `Fault`. */
export async function myState(
  services: Services,
  campaignId: string,
  customer: string,
): Promise<MyStateJson | null> {
  const { engine } = services;
  const found = await cellFor(services, campaignId, customer);
  if (found === null) return null;
  const { campaign, cell } = found;
  const [status, waiting] = await Promise.all([
    engine.ask(cell, { kind: "status", customer }),
    engine.ask(campaign.ref, { kind: "my-waiting", customer }),
  ]);
  const known = status.kind === "status";
  return {
    serverTime: isoInstant(engine.nowMs()),
    reminded: known && status.reminded,
    reservations: known ? status.reservations.map(reservationJson) : [],
    waiting: waitingOf(waiting),
  };
}

/** The customer's cell of a scheduled campaign; null for any other. Rejects with a `Fault`. */
export async function cellFor(
  services: Services,
  campaignId: string,
  customer: string,
): Promise<{ campaign: Campaign; cell: ActorRef<StockProtocol> } | null> {
  const found = await services.campaigns.find(campaignId);
  const cell = found?.campaign.cellOf(customer) ?? null;
  return found === null || cell === null ? null : { campaign: found.campaign, cell };
}
