/** Protocol of `customer/<id>`: what eligibility needs. A customer never seen before is new, untagged, of no unit. */
import type { Protocol } from "../../engine/contract.ts";
import type { CustomerFacts } from "../stock/protocol.ts";

export type CustomerCommand =
  | { readonly kind: "facts" }
  | { readonly kind: "set-facts"; readonly facts: CustomerFacts; readonly by: string };

export type CustomerReply = { readonly kind: "facts"; readonly facts: CustomerFacts };

export type CustomerProtocol = Protocol<"customer", CustomerCommand, CustomerReply>;
