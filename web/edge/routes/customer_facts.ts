/** What the bank knows of a customer as far as eligibility asks for it: tags, new or not, org units. */
import type { CustomerProtocol, CustomerReply } from "../../../actors/customer/protocol.ts";
import type { CustomerFacts } from "../../../actors/stock/protocol.ts";
import { recordChange } from "../../store/changes.ts";
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
      const before = await engine.ask(customer, { kind: "facts" });
      const command = { kind: "set-facts", facts: call.body, by: call.staff.id } as const;
      const after = await engine.ask(customer, command);
      await note(services, call, { before, after });
      return shown(after);
    },
  });
}

/** Customers of no unit are open to whoever may set facts at all; another unit's are not. */
async function isOpen(services: Services, call: StaffCall<unknown>): Promise<boolean> {
  const view = await viewOf(services, call.param("id"));
  return view.units.length === 0 || await isReached(services, call.staff, view);
}

/** A sale goes on without its log: the customer's own record keeps who set what, too. */
async function note(
  { database, log }: Services,
  call: StaffCall<unknown>,
  { before, after }: { readonly before: CustomerReply; readonly after: CustomerReply },
): Promise<void> {
  if (database === null || before.kind !== "facts" || after.kind !== "facts") return;
  const { staff, nowMs } = call;
  const subject = `customer/${call.param("id")}`;
  try {
    await recordChange(database.sql, {
      atMs: Math.floor(nowMs),
      by: staff.id,
      action: "customer.facts-set",
      subject,
      unit: staff.unit,
      before: textOf(before.facts),
      after: textOf(after.facts),
    });
  } catch (error) {
    log.warn("a change was not logged", { subject, error: String(error) });
  }
}

function textOf({ tags, isNew, orgUnitIds }: CustomerFacts) {
  return { tags: [...tags], isNew, orgUnitIds: [...orgUnitIds] };
}

function shown(reply: CustomerReply): Answer {
  return reply.kind === "facts" ? json(reply.facts) : refused("bug");
}
