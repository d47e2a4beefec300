/** Which customers a member of staff may see and change. */
import type { Actor } from "../../actors/campaign/protocol.ts";
import type { CustomerProtocol, CustomerView } from "../../actors/customer/protocol.ts";
import type { Reach } from "../store/customers/customers.ts";
import { followedBy } from "../store/links/managers.ts";
import { databaseOf } from "./database.ts";
import { inScope, seesAll } from "./permissions.ts";
import type { Services } from "./services.ts";

/** As a condition of lists. */
export async function reachOf(services: Services, staff: Actor): Promise<Reach> {
  if (seesAll(staff)) return { kind: "all" };
  if (staff.role === "manager") {
    return { kind: "managers", ids: await followedBy(databaseOf(services).sql, staff.id) };
  }
  return { kind: staff.role === "bank" ? "bank" : "outlet", unit: staff.unit };
}

/** The customer's own record, asked for. */
export async function viewOf(services: Services, customer: string): Promise<CustomerView> {
  const ref = services.engine.ref<CustomerProtocol>("customer", customer);
  const reply = await services.engine.ask(ref, { kind: "view" });
  if (reply.kind !== "view") throw new Error(`Cannot read a customer from "${reply.kind}"`);
  return reply.view;
}

/** Whether the customer is within reach. Customers of no unit are the province's. */
export async function isReached(
  services: Services,
  staff: Actor,
  view: CustomerView,
): Promise<boolean> {
  if (seesAll(staff)) return true;
  const [unit] = view.units;
  if (staff.role !== "manager") return unit !== undefined && inScope(staff, unit);
  if (view.manager === null) return false;
  if (view.manager === staff.id) return true;
  return (await followedBy(databaseOf(services).sql, staff.id)).includes(view.manager);
}

/** The units that a manager of an outlet stands in, from the outlet up. */
export function unitsFrom(outlet: string): readonly string[] {
  const parts = outlet.split(".");
  return parts.map((_, n) => parts.slice(0, parts.length - n).join("."));
}
