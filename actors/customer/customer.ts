/** The kind `customer`: tags, manager, what eligibility needs to know of one, and what one does. */
import type { Kind } from "../../engine/contract.ts";
import { decide } from "./decide.ts";
import type {
  CustomerCommand,
  CustomerEvent,
  CustomerMessage,
  CustomerReply,
  Tag,
} from "./protocol.ts";
import { type CustomerState, evolve, initialCustomer } from "./state.ts";

export type CustomerKind = Kind<
  CustomerCommand | CustomerMessage,
  CustomerEvent,
  CustomerReply,
  CustomerState
>;

const EMPTY_BYTES = 200;
const TAG_BYTES = 120;
const HAPPENING_BYTES = 160;
const ENROLMENT_BYTES = 200;

export function createCustomerKind(): CustomerKind {
  return {
    name: "customer",
    eventVersion: 2,
    upcast,
    snapshotVersion: 3,
    initial: initialCustomer,
    decide,
    evolve,
    save: (state) => ({ ...state }),
    load(_key, data, version) {
      // Written by `save`, of this release or of the first; the journal guards the bytes.
      if (version === 1) return stateOfFacts(data as FactsV1);
      // Version 2 knew nothing of what customers do.
      return { ...initialCustomer(), ...data as Partial<CustomerState> };
    },
    weigh: ({ tags, happenings, notices, enrolments }) =>
      EMPTY_BYTES + tags.length * TAG_BYTES + enrolments.length * ENROLMENT_BYTES +
      (happenings.length + notices.length) * HAPPENING_BYTES,
  };
}

/** Version 1: tags were words, and nothing else was kept. */
interface FactsV1 {
  readonly tags: readonly string[];
  readonly isNew: boolean;
  readonly orgUnitIds: readonly string[];
}

interface FactsSetV1 {
  readonly kind: "facts-set";
  readonly facts: FactsV1;
  readonly by: string;
  readonly atMs: number;
}

function upcast(event: unknown): CustomerEvent {
  // Version 1 had this one event.
  const { facts, by, atMs } = event as FactsSetV1;
  const { isNew, orgUnitIds } = facts;
  const tags = facts.tags.map((tag) => tagOf(tag, { by, atMs }));
  return { kind: "facts-set", tags, isNew, units: orgUnitIds, by, atMs };
}

/** Who set it and when is not in a snapshot of version 1. */
function stateOfFacts({ tags, isNew, orgUnitIds }: FactsV1): CustomerState {
  return {
    ...initialCustomer(),
    version: 1,
    isNew,
    units: orgUnitIds,
    tags: tags.map((tag) => tagOf(tag, { by: "", atMs: 0 })),
  };
}

function tagOf(tag: string, given: { by: string; atMs: number }): Tag {
  return { tag, source: "hand", by: given.by, atMs: given.atMs, untilMs: null };
}
