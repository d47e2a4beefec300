/** A small kind for tests of the engine: adds numbers, passes them on, waits, rings. */
import type { Decision, Kind, Protocol, Stamped } from "../contract.ts";

export type TallyCommand =
  | { readonly kind: "add"; readonly n: number; readonly passTo?: string }
  | { readonly kind: "get" }
  | { readonly kind: "refuse" }
  | { readonly kind: "await-open" }
  | { readonly kind: "open" }
  | { readonly kind: "ring-at"; readonly atMs: number }
  | { readonly kind: "fail" }
  | { readonly kind: "bulk"; readonly text: string }
  | { readonly kind: "wake" };

type TallyEvent =
  | { readonly kind: "added"; readonly n: number }
  | { readonly kind: "opened" }
  | { readonly kind: "set"; readonly atMs: number }
  | { readonly kind: "rang" }
  | { readonly kind: "bulked"; readonly text: string };

export interface TallyState {
  sum: number;
  open: boolean;
  atMs: number | null;
  rang: number;
  bulk: number;
}

export type TallyReply =
  | { readonly kind: "sum"; readonly sum: number; readonly rang: number }
  | { readonly kind: "rejected"; readonly code: "no" };

export type TallyProtocol = Protocol<"tally", TallyCommand, TallyReply>;

export const TALLY: Kind<TallyCommand, TallyEvent, TallyReply, TallyState> = {
  name: "tally",
  eventVersion: 2,
  snapshotVersion: 1,
  initial: () => ({ sum: 0, open: false, atMs: null, rang: 0, bulk: 0 }),
  decide,
  evolve,
  // Version 1 called the number `amount`.
  upcast(event): TallyEvent {
    const { amount } = event as { amount: number };
    return { kind: "added", n: amount };
  },
  wake: (state) => state.atMs,
  save: (state) => ({ ...state }),
  load: (_key, data) => ({ ...(data as TallyState) }),
};

function decide(
  { body, atMs }: Stamped<TallyCommand>,
  state: Readonly<TallyState>,
): Decision<TallyEvent, TallyReply> {
  const reply = { kind: "sum", sum: state.sum, rang: state.rang } as const;
  switch (body.kind) {
    case "add": {
      const events = [{ kind: "added", n: body.n } as const];
      const next = { ...reply, sum: state.sum + body.n };
      if (body.passTo === undefined) return { events, reply: next };
      return {
        events,
        reply: next,
        send: [{ to: body.passTo, command: { kind: "add", n: body.n } }],
      };
    }
    case "get":
      return { events: [], reply };
    case "refuse":
      return { events: [], reply: { kind: "rejected", code: "no" } };
    case "await-open":
      return state.open ? { events: [], reply } : { events: [], wait: "open" };
    case "open":
      return { events: [{ kind: "opened" }], reply, redo: ["open"] };
    case "ring-at":
      return { events: [{ kind: "set", atMs: body.atMs }], reply };
    case "bulk":
      return { events: [{ kind: "bulked", text: body.text }], reply };
    case "fail":
      throw new Error("asked to fail");
    case "wake":
      return state.atMs === null || state.atMs > atMs
        ? { events: [], reply }
        : { events: [{ kind: "rang" }], reply };
  }
}

function evolve(state: TallyState, event: TallyEvent): TallyState {
  switch (event.kind) {
    case "added":
      state.sum += event.n;
      break;
    case "opened":
      state.open = true;
      break;
    case "set":
      state.atMs = event.atMs;
      break;
    case "rang":
      state.atMs = null;
      state.rang++;
      break;
    case "bulked":
      state.bulk += event.text.length;
      break;
  }
  return state;
}
