/**
 * Applications that customers open from a storefront: a tap on the button of a product that one applies for. Of one
 * customer, product and day the first counts. Whatever fails here takes nothing from the visitor.
 */
import type { CustomerProtocol } from "../../../actors/customer/protocol.ts";
import { dayNumber, dayText } from "../../projection/statistics/day.ts";
import type { Services } from "../services.ts";

export async function noteApplications(
  services: Pick<Services, "engine" | "catalogue" | "log">,
  opened: {
    readonly customer: string;
    /** Of the manager whose storefront it is. */
    readonly unit: string;
    /** Products whose button was tapped. */
    readonly products: readonly string[];
  },
): Promise<void> {
  const { engine, catalogue, log } = services;
  if (catalogue === null) return;
  const { customer, unit, products } = opened;
  const atMs = Math.floor(engine.nowMs());
  const day = dayText(dayNumber(atMs));
  for (const id of new Set(products)) {
    try {
      const product = await catalogue.product(id, unit);
      if (product?.action.kind !== "apply") continue;
      // A second tap of the day is another event under the same id, and changes nothing.
      await engine.ask(engine.ref<CustomerProtocol>("customer", customer), {
        kind: "event",
        event: { id: `application:${id}:${day}`, type: "application-opened", atMs },
        reversal: false,
      });
    } catch (error) {
      log.warn("an application was not noted", { product: id, error: String(error) });
    }
  }
}
