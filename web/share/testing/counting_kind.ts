/** A kind that stores what it is told to count: the seam of storefronts and of referral cells, for tests of the edge. */
import type { AnyKind, Decision, Stamped } from "../../../engine/contract.ts";

export interface Told {
  readonly kind: string;
  readonly items?: readonly Record<string, unknown>[];
  readonly counts?: readonly Record<string, unknown>[];
}

type State = { readonly told: Told[] };

/** Answers `told` with every command that was stored. */
export function createCountingKind(name: string): AnyKind {
  return {
    name,
    eventVersion: 1,
    snapshotVersion: 1,
    initial: (): State => ({ told: [] }),
    decide(command: Stamped<Told>, state: State): Decision<Told, unknown> {
      const { body } = command;
      return body.kind === "told"
        ? { events: [], reply: { kind: "told", told: [...state.told] } }
        : { events: [body], reply: { kind: "noted" } };
    },
    evolve(state: State, event: Told): State {
      state.told.push(event);
      return state;
    },
    save: (state: State) => state.told,
    // Written by `save` above.
    load: (_key, data) => ({ told: data as Told[] }),
  };
}
