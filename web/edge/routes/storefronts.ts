/** Storefronts for visitors: what they see, the number to call, and what they do. */
import type { Count } from "../../../actors/storefront/protocol.ts";
import type { CustomerProtocol } from "../../../actors/customer/protocol.ts";
import type { StorefrontJson } from "../../shared/api_storefront.ts";
import { type Answer, json, refused } from "../answer.ts";
import { deviceOf, newDevice } from "../device.ts";
import { type Call, type EdgeApp, forAnyone, staffOf } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { API_HEADERS } from "../problem.ts";
import { noteApplications } from "../referral/applications.ts";
import { isRobot } from "../robots.ts";
import * as schemas from "../schemas_storefront.ts";
import type { Services } from "../services.ts";
import { STRANGER, type Visitor } from "../storefront/audience.ts";
import { compose } from "../storefront/compose.ts";
import { slotOf } from "../storefront/visits.ts";

const TAG = "storefronts";
const PATH = "/api/v1/storefronts";
/** What no link says of itself. */
const DIRECT = "direct";

export function mountStorefronts(app: EdgeApp, services: Services): void {
  const { engine, storefronts, sources, visits, presence, world, authSecret } = services;

  forAnyone(app, services, {
    method: "get",
    path: `${PATH}/{managerId}`,
    tag: TAG,
    summary: "A manager's storefront as this visitor sees it; 302 where another took it over",
    answers: {
      200: { description: "The storefront", schema: schemas.storefrontAnswer },
      302: { description: "The manager left: the storefront of the successor" },
    },
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      const found = await storefronts.find(call.param("managerId"));
      if (found.kind === "none") return refused("not-found");
      if (found.kind === "moved") return redirected(`${PATH}/${encodeURIComponent(found.to)}`);
      const composed = compose(found.materials, await visitorOf(services, call));
      const staleMs = isStaff(call) ? sources.staleSinceMs() : null;
      const answer: StorefrontJson = {
        ...composed,
        serverTime: isoInstant(engine.nowMs()),
        ...(staleMs === null ? {} : { staleSince: isoInstant(staleMs) }),
      };
      return json(answer);
    },
  });

  forAnyone(app, services, {
    method: "post",
    path: `${PATH}/{managerId}/phone`,
    tag: TAG,
    summary: "The number to call, for people who tap: no page has it. Counted as a call",
    body: schemas.phoneRequest,
    emptyBody: {},
    answers: { 200: { description: "The number", schema: schemas.phoneAnswer } },
    refusals: ["not-found", "forbidden"],
    async handle(call) {
      if (isRobot(call.request)) return refused("forbidden");
      const manager = await storefronts.manager(call.param("managerId"));
      if (manager === null || !manager.serves || manager.phone === null) {
        return refused("not-found");
      }
      if (!isStaff(call)) {
        const channel = call.body.channel ?? DIRECT;
        // Whoever calls need not wait for the count.
        visits.count(manager.id, [{ channel, measure: "call" }]).catch((error) => {
          services.log.warn("a call was not counted", { error: String(error) });
        });
      }
      return json({ phone: manager.phone });
    },
  });

  forAnyone(app, services, {
    method: "post",
    path: `${PATH}/{managerId}/events`,
    tag: TAG,
    summary: "What a visitor did. Answered once it is stored; robots and staff are not counted",
    body: schemas.eventsRequest,
    sheds: true,
    answers: { 202: { description: "Stored", schema: schemas.eventsAnswer } },
    refusals: ["not-found"],
    async handle(call) {
      const manager = await storefronts.manager(call.param("managerId"));
      if (manager === null || !manager.serves) return refused("not-found");
      const answer = (counted: boolean, cookies?: readonly string[]) =>
        json({ serverTime: isoInstant(engine.nowMs()), counted }, 202, cookies);
      if (isRobot(call.request) || isStaff(call)) return answer(false);
      const known = deviceOf(call.request, authSecret);
      const made = known === null
        ? newDevice({ random: world.random, secret: authSecret, secure: call.secure })
        : null;
      const customer = customerOf(call);
      const visitor = slotOf(customer ?? known ?? made?.id ?? "");
      const channel = call.body.channel ?? DIRECT;
      const counts = call.body.events.map(({ kind, item }): Count => ({
        channel,
        measure: kind,
        ...(item === undefined ? {} : { item }),
        ...(kind === "visit" ? { visitor } : {}),
      }));
      presence.see(manager.id, visitor);
      const products = call.body.events.flatMap(({ kind, item }) =>
        kind === "action" && item !== undefined ? [item] : []
      );
      await Promise.all([
        visits.count(manager.id, counts),
        ...customer === null || products.length === 0
          ? []
          : [noteApplications(services, { customer, unit: manager.unit, products })],
      ]);
      return answer(true, made === null ? undefined : [made.cookie]);
    },
  });
}

function redirected(location: string): Answer {
  const headers = { location, ...API_HEADERS };
  return { kind: "response", response: new Response(null, { status: 302, headers }) };
}

/** What the bank knows of the one who asks; nothing of strangers. */
async function visitorOf(services: Services, call: Call<unknown>): Promise<Visitor> {
  const customer = customerOf(call);
  if (customer === null) return STRANGER;
  const { engine } = services;
  const ref = engine.ref<CustomerProtocol>("customer", customer);
  const reply = await engine.ask(ref, { kind: "facts" });
  return reply.kind === "facts" ? reply.facts : STRANGER;
}

function customerOf(call: Call<unknown>): string | null {
  const caller = call.caller("customer");
  return caller.kind === "known" && caller.claims.role === "customer" ? caller.claims.sub : null;
}

function isStaff(call: Call<unknown>): boolean {
  const caller = call.caller("staff");
  return caller.kind === "known" && staffOf(caller.claims) !== null;
}
