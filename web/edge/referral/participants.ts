/** Participants of referral campaigns: the own page, and the tree as staff see it. Joining itself is in `join.ts`. */
import type { Actor, CampaignView, ReferralView } from "../../../actors/campaign/protocol.ts";
import {
  type ParticipantView,
  type Place,
  referralCellOf,
  type ReferralProtocol,
} from "../../../actors/referral/protocol.ts";
import { type ActorRef, Fault } from "../../../engine/mod.ts";
import type { MyReferralJson } from "../../shared/api_referral.ts";
import { originOf } from "../address.ts";
import { type Answer, json, refused } from "../answer.ts";
import type { Campaign, ReferralRoute } from "../campaigns.ts";
import {
  type CustomerCall,
  type EdgeApp,
  forCustomers,
  forStaff,
  type StaffCall,
} from "../endpoint.ts";
import { describe } from "../openapi.ts";
import { inScope } from "../permissions.ts";
import * as schemas from "../schemas_participants.ts";
import type { Services } from "../services.ts";
import type { Language } from "../words.ts";
import { myReferralJson, placeOf, staffParticipantJson } from "./participant_json.ts";
import { tree } from "./tree.ts";

const TAG = "participants";
export const PARTICIPANTS = "/api/v1/campaigns/{id}/participants";

export function mountParticipants(
  app: EdgeApp,
  services: Services,
  join: (
    request: Request,
    info: Deno.ServeHandlerInfo,
    id: string,
  ) => Response | Promise<Response>,
): void {
  describe(app, {
    method: "post",
    path: PARTICIPANTS,
    tag: TAG,
    summary: "Joins, by the code of the one who invites or without one. Again gives the same",
    body: schemas.joinRequest,
    emptyBody: {},
    answers: {
      201: { description: "Joined", schema: schemas.joinAnswer },
      200: { description: "Joined before", schema: schemas.joinAnswer },
    },
    refusals: [
      "not-found",
      "not-open",
      "paused",
      "ended",
      "self-referral",
      "loop",
      "already-attributed",
      "window-closed",
      "staff",
      "existing-customer",
      "not-eligible",
      "inviter-gone",
      "outcome-unknown",
    ],
  }, { who: "customer" });
  // Reached only by addresses that the short way around the router does not know, such as one with a query.
  app.post("/api/v1/campaigns/:id/participants", (context) => {
    return join(context.req.raw, context.env.info, context.req.param("id"));
  });

  forCustomers(app, services, {
    method: "get",
    path: `${PARTICIPANTS}/me`,
    tag: TAG,
    summary: "The own progress: invitees, tiers, rewards and why each counts or does not",
    answers: { 200: { description: "The participant", schema: schemas.myReferralAnswer } },
    refusals: ["not-found"],
    handle: (call) => me(services, call),
  });

  forStaff(app, services, {
    method: "get",
    path: PARTICIPANTS,
    tag: TAG,
    summary: "One level of the tree: those whom `of` invited, or whom nobody did",
    action: "participants",
    query: schemas.treeQuery,
    answers: { 200: { description: "A page in the order of joining", schema: schemas.treeAnswer } },
    refusals: ["not-found"],
    handle: (call) => tree(services, call),
  });

  forStaff(app, services, {
    method: "get",
    path: `${PARTICIPANTS}/{place}`,
    tag: TAG,
    summary: "One participant with all rewards, the events that made them, and why",
    action: "participants",
    answers: { 200: { description: "The participant", schema: schemas.staffParticipantAnswer } },
    refusals: ["not-found"],
    async handle(call) {
      const found = await participantFor(services, call, call.param("place"));
      if (found === null) return refused("not-found");
      return await shown(found, call);
    },
  });
}

async function me(services: Services, call: CustomerCall<unknown>): Promise<Answer> {
  const { request, customer, language } = call;
  const mine = await myReferral(services, { id: call.param("id"), request, customer, language });
  return mine === null ? refused("not-found") : json(mine);
}

/** The own progress; null for one who has not joined. Rejects with a `Fault`. */
export async function myReferral(
  services: Services,
  { id, request, customer, language }: {
    readonly id: string;
    readonly request: Request;
    readonly customer: string;
    readonly language: Language;
  },
): Promise<MyReferralJson | null> {
  const { engine, share } = services;
  const found = await referralOf(services, id);
  if (found === null) return null;
  const { view, route } = found;
  const cell = route.cells[referralCellOf(customer, route.cells.length)];
  if (cell === undefined) return null;
  const reply = await engine.ask(cell, { kind: "me", customer });
  if (reply.kind !== "participant") return null;
  const { participant } = reply;
  const code = share.invitations.codeOf(view.id, participant) ??
    await share.invitations.findCode(view.id, participant);
  if (code === null) {
    throw new Fault("overloaded", `Cannot name the link of "${id}": it is not listed yet`, {
      retry: "later",
    });
  }
  return myReferralJson(participant, {
    campaign: view.id,
    language,
    link: { code, url: `${originOf(request, services)}/r/${code}` },
    nowMs: engine.nowMs(),
    leaders: view.course.leaders,
  });
}

/** A scheduled referral campaign; null for any other. Rejects with a `Fault`. */
export async function referralOf(
  services: Pick<Services, "campaigns">,
  id: string,
): Promise<
  | { readonly campaign: Campaign; readonly view: ReferralView; readonly route: ReferralRoute }
  | null
> {
  const found = await services.campaigns.find(id);
  if (found === null || found.view.kind !== "referral") return null;
  const { referral } = found.campaign;
  return referral === null ? null : { ...found, view: found.view, route: referral };
}

/** A participant whom staff may see. */
export interface Found {
  readonly view: ReferralView;
  readonly place: Place;
  readonly cell: ActorRef<ReferralProtocol>;
  readonly engine: Services["engine"];
}

/** Null where there is nobody, or another unit's. */
export async function participantFor(
  services: Services,
  call: StaffCall<unknown>,
  text: string,
): Promise<Found | null> {
  const found = await referralOf(services, call.param("id"));
  const place = placeOf(text);
  if (found === null || place === null || !maySee(call.staff, found.view)) return null;
  const cell = found.route.cells[place.cell];
  return cell === undefined ? null : { view: found.view, place, cell, engine: services.engine };
}

/** The participant as it is now. */
export async function shown(
  { view, place, cell, engine }: Found,
  call: StaffCall<unknown>,
): Promise<Answer> {
  const reply = await engine.ask(cell, { kind: "participant", n: place.n });
  if (reply.kind !== "participant") return refused("not-found");
  return json(staffParticipantOf(reply.participant, { view, call }));
}

function staffParticipantOf(
  participant: ParticipantView,
  { view, call }: { readonly view: ReferralView; readonly call: StaffCall<unknown> },
) {
  return staffParticipantJson(participant, { campaign: view.id, language: call.language });
}

export function maySee(staff: Actor, view: CampaignView): boolean {
  return inScope(staff, view.unit);
}
