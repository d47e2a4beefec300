/** What is kept of a customer, and how events change it. */
import type { CustomerEvent, CustomerView, Tag } from "./protocol.ts";

export interface CustomerState {
  version: number;
  name: string | null;
  since: string | null;
  isNew: boolean;
  tags: readonly Tag[];
  manager: string | null;
  units: readonly string[];
  atMs: number;
}

export function initialCustomer(): CustomerState {
  return {
    version: 0,
    name: null,
    since: null,
    isNew: true,
    tags: [],
    manager: null,
    units: [],
    atMs: 0,
  };
}

/** Tags that count at this instant. */
export function currentTags(state: Readonly<CustomerState>, atMs: number): readonly Tag[] {
  return state.tags.filter(({ untilMs }) => untilMs === null || untilMs > atMs);
}

export function viewOf(state: Readonly<CustomerState>, atMs: number): CustomerView {
  return { ...state, tags: currentTags(state, atMs) };
}

/** The only writer. */
export function evolve(state: CustomerState, event: CustomerEvent): CustomerState {
  switch (event.kind) {
    case "facts-set":
      state.tags = event.tags;
      state.isNew = event.isNew;
      state.units = event.units;
      break;
    case "tagged":
      state.tags = event.tags;
      break;
    case "bound":
      state.manager = event.manager;
      state.units = event.units;
      break;
    case "profiled":
      state.name = event.name;
      state.since = event.since;
      state.isNew = event.isNew;
      break;
  }
  state.version++;
  state.atMs = event.atMs;
  return state;
}
