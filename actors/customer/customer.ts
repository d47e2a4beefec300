/** The kind `customer`: what eligibility needs to know of one. */
import type { Decision, Kind, Stamped } from "../../engine/contract.ts";
import type { CustomerFacts } from "../stock/protocol.ts";
import type { CustomerCommand, CustomerReply } from "./protocol.ts";

export interface FactsSet {
  readonly kind: "facts-set";
  readonly facts: CustomerFacts;
  readonly by: string;
  readonly atMs: number;
}

export interface CustomerState {
  facts: CustomerFacts;
}

export type CustomerKind = Kind<CustomerCommand, FactsSet, CustomerReply, CustomerState>;

const UNKNOWN: CustomerFacts = { tags: [], isNew: true, orgUnitIds: [] };

export function createCustomerKind(): CustomerKind {
  return {
    name: "customer",
    eventVersion: 1,
    snapshotVersion: 1,
    initial: () => ({ facts: UNKNOWN }),
    decide,
    evolve(state, event) {
      state.facts = event.facts;
      return state;
    },
    save: (state) => state.facts,
    load(_key, data) {
      // Written by `save` above; the journal guards the bytes.
      return { facts: data as CustomerFacts };
    },
  };
}

function decide(
  command: Stamped<CustomerCommand>,
  state: Readonly<CustomerState>,
): Decision<FactsSet, CustomerReply> {
  const { body, atMs } = command;
  if (body.kind === "facts") return { events: [], reply: { kind: "facts", facts: state.facts } };
  const { facts, by } = body;
  return { events: [{ kind: "facts-set", facts, by, atMs }], reply: { kind: "facts", facts } };
}
