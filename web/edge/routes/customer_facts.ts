/** What the bank knows of a customer as far as eligibility asks for it: tags, new or not, org units. */
import type { CustomerProtocol, CustomerReply } from "../../../actors/customer/protocol.ts";
import { type Answer, json, refused } from "../answer.ts";
import { isReached, viewOf } from "../customer_reach.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";

const ROUTE = {
  path: "/api/v1/customers/{id}/facts",
  tag: "customers",
  action: "customers",
  answers: { 200: { description: "What is known", schema: schemas.customerFacts } },
  refusals: ["not-found"],
} as const;

export function mountCustomerFacts(app: EdgeApp, services: Services): void {
  const { engine } = services;

  forStaff(app, services, {
    ...ROUTE,
    method: "get",
    summary: "What is known of a customer; one never seen before is new and of no unit",
    async handle(call) {
      if (!await isOpen(services, call)) return refused("not-found");
      const customer = engine.ref<CustomerProtocol>("customer", call.param("id"));
      return shown(await engine.ask(customer, { kind: "facts" }));
    },
  });

  forStaff(app, services, {
    ...ROUTE,
    method: "put",
    summary: "Replaces what is known of a customer; the next grab is judged by it",
    body: schemas.customerFacts,
    async handle(call) {
      if (!await isOpen(services, call)) return refused("not-found");
      const customer = engine.ref<CustomerProtocol>("customer", call.param("id"));
      const command = { kind: "set-facts", facts: call.body, by: call.staff.id } as const;
      return shown(await engine.ask(customer, command));
    },
  });
}

/** Customers of no unit are open to whoever may set facts at all; another unit's are not. */
async function isOpen(services: Services, call: StaffCall<unknown>): Promise<boolean> {
  const view = await viewOf(services, call.param("id"));
  return view.units.length === 0 || await isReached(services, call.staff, view);
}

function shown(reply: CustomerReply): Answer {
  return reply.kind === "facts" ? json(reply.facts) : refused("bug");
}
