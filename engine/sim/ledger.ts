/**
 * A kind for the simulator alone: a ledger that counts what the engine promises. Each turn that
 * changes it makes one event, so its version is the sequence number of its newest record.
 */
import type { Decision, Kind, Protocol, Send, Stamped, Wake } from "../contract.ts";

/** A message between ledgers; `n` counts per pair, by the sender's own book. */
interface Credit {
  readonly kind: "credit";
  readonly n: number;
  readonly amount: number;
  /** Where it goes on to from the receiver. */
  readonly route: readonly string[];
}

export type LedgerCommand =
  | {
    readonly kind: "add";
    readonly amount: number;
    /** One message along each route. */
    readonly routes: readonly (readonly string[])[];
    readonly alarmInMs: number | null;
  }
  | { readonly kind: "read" }
  | { readonly kind: "refuse" }
  /** Answered once at least `credits` have come. */
  | { readonly kind: "reach"; readonly credits: number; readonly by: "redo" | "settle" };

export interface LedgerReply {
  readonly kind: "added" | "read" | "refused" | "reached";
  readonly version: number;
  readonly credits: number;
}

export type LedgerProtocol = Protocol<"ledger", LedgerCommand, LedgerReply>;

interface Sent {
  readonly to: string;
  readonly n: number;
  readonly amount: number;
}

type LedgerEvent =
  | {
    readonly kind: "added";
    readonly id: string;
    readonly amount: number;
    readonly sent: readonly Sent[];
    readonly alarmAtMs: number | null;
    readonly atMs: number;
  }
  | {
    readonly kind: "credited";
    readonly from: string;
    readonly n: number;
    readonly amount: number;
    readonly sent: readonly Sent[];
    readonly atMs: number;
  }
  | { readonly kind: "rung"; readonly alarmAtMs: number; readonly atMs: number };

export interface LedgerState {
  version: number;
  lastAtMs: number;
  added: number;
  credits: number;
  credited: number;
  debited: number;
  /** Command ids and how often each took effect. */
  readonly ops: Map<string, number>;
  readonly sent: Map<string, number>;
  readonly took: Map<string, number>;
  readonly alarmsMs: number[];
  rung: number;
  /** What must never happen, in words. */
  readonly wrong: string[];
}

/** The ledger, which writes down in `wrong` what the engine must never let happen. */
export const LEDGER: Kind<LedgerCommand | Credit | Wake, LedgerEvent, LedgerReply, LedgerState> = {
  name: "ledger",
  eventVersion: 1,
  snapshotVersion: 1,
  initial: () => ({
    version: 0,
    lastAtMs: 0,
    added: 0,
    credits: 0,
    credited: 0,
    debited: 0,
    ops: new Map(),
    sent: new Map(),
    took: new Map(),
    alarmsMs: [],
    rung: 0,
    wrong: [],
  }),
  decide,
  evolve,
  wake: (state) => state.alarmsMs[0] ?? null,
  save: (state) => ({
    ...state,
    ops: [...state.ops],
    sent: [...state.sent],
    took: [...state.took],
  }),
  load(_key, data) {
    const saved = structuredClone(data) as Omit<LedgerState, "ops" | "sent" | "took"> & {
      ops: [string, number][];
      sent: [string, number][];
      took: [string, number][];
    };
    return {
      ...saved,
      ops: new Map(saved.ops),
      sent: new Map(saved.sent),
      took: new Map(saved.took),
    };
  },
  again: (_command, state) => ({ reply: answer("added", state, 0) }),
};

function decide(
  command: Stamped<LedgerCommand | Credit | Wake>,
  state: Readonly<LedgerState>,
): Decision<LedgerEvent, LedgerReply> {
  const { body, atMs } = command;
  switch (body.kind) {
    case "read":
      return { events: [], reply: answer("read", state, 0) };
    case "refuse":
      return { events: [], reply: answer("refused", state, 0) };
    case "reach":
      return state.credits >= body.credits
        ? { events: [], reply: answer("reached", state, 0) }
        : { events: [], wait: body.by === "redo" ? "redo" : `credits ${body.credits}` };
    case "wake": {
      const alarmAtMs = state.alarmsMs[0];
      const events = alarmAtMs !== undefined && alarmAtMs <= atMs
        ? [{ kind: "rung", alarmAtMs, atMs } as const]
        : [];
      return { events, reply: answer("read", state, events.length) };
    }
    case "add": {
      const { sent, send } = forward(state, body.routes, body.amount);
      const alarmAtMs = body.alarmInMs === null ? null : atMs + body.alarmInMs;
      const event = { kind: "added", id: command.commandId, amount: body.amount, sent } as const;
      return { events: [{ ...event, alarmAtMs, atMs }], send, reply: answer("added", state, 1) };
    }
    case "credit": {
      const { sent, send } = forward(state, [body.route], body.amount);
      const { n, amount } = body;
      const credits = state.credits + 1;
      const reply = { kind: "reached", version: state.version + 1, credits } as const;
      return {
        events: [{ kind: "credited", from: command.from ?? "", n, amount, sent, atMs }],
        send,
        settle: [{ key: `credits ${credits}`, reply }],
        redo: ["redo"],
        reply,
      };
    }
  }
}

function forward(
  state: Readonly<LedgerState>,
  routes: readonly (readonly string[])[],
  amount: number,
): { sent: Sent[]; send: Send[] } {
  const sent: Sent[] = [];
  const send: Send[] = [];
  for (const [to, ...route] of routes) {
    if (to === undefined) continue;
    const before = sent.filter((one) => one.to === to).length;
    const n = (state.sent.get(to) ?? 0) + before + 1;
    sent.push({ to, n, amount });
    send.push({ to, command: { kind: "credit", n, amount, route } satisfies Credit });
  }
  return { sent, send };
}

function evolve(state: LedgerState, event: LedgerEvent): LedgerState {
  state.version++;
  if (event.atMs < state.lastAtMs) state.wrong.push(`time ran back to ${event.atMs}`);
  state.lastAtMs = Math.max(state.lastAtMs, event.atMs);
  switch (event.kind) {
    case "added":
      state.added += event.amount;
      state.ops.set(event.id, (state.ops.get(event.id) ?? 0) + 1);
      if (event.alarmAtMs !== null) {
        state.alarmsMs.push(event.alarmAtMs);
        state.alarmsMs.sort((a, b) => a - b);
      }
      break;
    case "credited": {
      const before = state.took.get(event.from) ?? 0;
      if (event.n !== before + 1) {
        state.wrong.push(`message ${event.n} of ${event.from} came after ${before}`);
      }
      state.took.set(event.from, Math.max(before, event.n));
      state.credits++;
      state.credited += event.amount;
      break;
    }
    case "rung":
      if (event.atMs < event.alarmAtMs) state.wrong.push(`rung before ${event.alarmAtMs}`);
      if (state.alarmsMs[0] !== event.alarmAtMs) state.wrong.push("rung without an alarm");
      state.alarmsMs.shift();
      state.rung++;
      return state;
  }
  for (const { to, n, amount } of event.sent) {
    state.sent.set(to, n);
    state.debited += amount;
  }
  return state;
}

function answer(
  kind: LedgerReply["kind"],
  state: Readonly<LedgerState>,
  records: number,
): LedgerReply {
  return { kind, version: state.version + records, credits: state.credits };
}
