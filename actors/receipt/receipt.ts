/** The kind `receipt`: one thing that the bank told, and that it is passed on once. */
import type { Decision, Kind, Send, Stamped } from "../../engine/contract.ts";
import type { CustomerCommand } from "../customer/protocol.ts";
import type { ReceiptCommand, ReceiptEvent, ReceiptReply, Told } from "./protocol.ts";

/** Null: nothing was told under this id. */
export interface ReceiptState {
  readonly id: string;
  taken: Omit<ReceiptEvent, "kind"> | null;
}

export type ReceiptKind = Kind<ReceiptCommand, ReceiptEvent, ReceiptReply, ReceiptState>;

export function createReceiptKind(): ReceiptKind {
  return {
    name: "receipt",
    eventVersion: 1,
    snapshotVersion: 1,
    initial: (id) => ({ id, taken: null }),
    decide,
    evolve(state, { customer, told, atMs }) {
      state.taken = { customer, told, atMs };
      return state;
    },
    save: ({ taken }) => ({ taken }),
    // Written by `save`; the journal guards the bytes.
    load: (id, data) => ({ id, taken: (data as Pick<ReceiptState, "taken">).taken }),
    weigh: () => 300,
  };
}

function decide(
  { body, atMs, from }: Stamped<ReceiptCommand>,
  { id, taken }: Readonly<ReceiptState>,
): Decision<ReceiptEvent, ReceiptReply> {
  const { customer, told } = body;
  if (from !== null) return { events: [], reply: { kind: "mismatch" } };
  if (taken !== null) {
    const same = taken.customer === customer && isSame(taken.told, told);
    return {
      events: [],
      reply: same
        ? { kind: "taken", first: false, receivedAtMs: taken.atMs }
        : { kind: "mismatch" },
    };
  }
  const receivedAtMs = Math.trunc(atMs);
  return {
    events: [{ kind: "taken", customer, told, atMs: receivedAtMs }],
    send: [passedOn(id, customer, told)],
    reply: { kind: "taken", first: true, receivedAtMs },
  };
}

function passedOn(id: string, customer: string, told: Told): Send {
  const command: CustomerCommand = told.kind === "happened"
    ? { kind: "event", event: { id, ...told.event }, reversal: false }
    : { kind: "taken-back", id, of: told.of, atMs: told.atMs };
  return { to: `customer/${customer}`, command };
}

function isSame(one: Told, other: Told): boolean {
  if (one.kind === "taken-back") {
    return other.kind === "taken-back" && one.of === other.of && one.atMs === other.atMs;
  }
  if (other.kind === "taken-back") return false;
  const { type, atMs, amountFen } = other.event;
  return one.event.type === type && one.event.atMs === atMs && one.event.amountFen === amountFen;
}
