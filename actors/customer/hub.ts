/**
 * What a customer did goes on to the referral campaigns that the customer takes part in, once to each, whether it came
 * before or after joining. An event that is taken back before it came is never forwarded; that it was taken back is,
 * since it may have come long ago and be forgotten here. A cell knows what it counted.
 */
import type { Decision, Send, Stamped } from "../../engine/contract.ts";
import { referralKey } from "../referral/protocol.ts";
import type { Enrol, Happened } from "../referral/transfer.ts";
import type {
  CustomerCommand,
  CustomerEvent,
  CustomerMessage,
  CustomerReply,
  Enrolment,
  Happening,
} from "./protocol.ts";
import { type CustomerState, viewOf } from "./state.ts";

export type CustomerDecision = Decision<CustomerEvent, CustomerReply>;

const NOTED: CustomerReply = { kind: "noted" };
const NOTHING: CustomerDecision = { events: [], reply: NOTED };

/** What a decision stands on. */
interface Ground {
  readonly command: Stamped<CustomerCommand | CustomerMessage>;
  readonly state: Readonly<CustomerState>;
}

/** An event, or that an event did not last. */
export function hear(ground: Ground, event: Happening, reversal: boolean): CustomerDecision {
  if (!mayTell(ground.command.from)) return NOTHING;
  if (!reversal) return happened(ground, event);
  return takenBack(ground, { id: `reversal:${event.id}`, of: event.id, saidMs: event.atMs });
}

function happened({ command: { atMs }, state }: Ground, event: Happening): CustomerDecision {
  const known = state.happenings.find(({ id }) => id === event.id);
  if (known !== undefined) {
    const same = known.type === event.type && known.atMs === event.atMs &&
      known.amountFen === event.amountFen;
    return same ? again(known.receivedAtMs) : mismatch(state, atMs);
  }
  if (state.notices.some(({ id }) => id === event.id)) return mismatch(state, atMs);
  const receivedAtMs = Math.trunc(atMs);
  return {
    events: [{ kind: "happened", event, atMs: receivedAtMs }],
    send: isTakenBack(state, event.id) ? [] : forward(state, event, false),
    reply: { kind: "event", first: true, receivedAtMs },
  };
}

/** A notice that an event did not last. It waits for an event that is not known yet, or not any more. */
export function takenBack(
  { command: { atMs, from }, state }: Ground,
  notice: { readonly id: string; readonly of: string; readonly saidMs: number },
): CustomerDecision {
  if (!mayTell(from)) return NOTHING;
  const known = state.notices.find(({ id }) => id === notice.id);
  if (known !== undefined) {
    const same = known.of === notice.of && known.saidMs === notice.saidMs;
    return same ? again(known.receivedAtMs) : mismatch(state, atMs);
  }
  if (state.happenings.some(({ id }) => id === notice.id)) return mismatch(state, atMs);
  const event = state.happenings.find(({ id }) => id === notice.of);
  const send = event === undefined ? forwardUnknown(state, notice) : forward(state, event, true);
  const receivedAtMs = Math.trunc(atMs);
  return {
    events: [{ kind: "taken-back", ...notice, atMs: receivedAtMs }],
    send: isTakenBack(state, notice.of) ? [] : send,
    reply: { kind: "event", first: true, receivedAtMs },
  };
}

/** A cell wants to know from now on; what is known already goes to it at once, in the order in which it happened. */
export function enrol({ command, state }: Ground, message: Enrol): CustomerDecision {
  const { campaign, cell, n, types, sinceMs, untilMs } = message;
  if (command.from !== `referral/${referralKey(campaign, cell)}`) return NOTHING;
  const enrolment: Enrolment = { campaign, cell, n, types, sinceMs, untilMs };
  const before = state.enrolments.find((one) => one.campaign === campaign);
  const missed = state.happenings
    .filter((event) => wants(enrolment, event) && !isTakenBack(state, event.id))
    .filter((event) => before === undefined || !wants(before, event))
    .toSorted((one, other) => one.atMs - other.atMs);
  return {
    events: [{ kind: "enrolled", enrolment, atMs: Math.trunc(command.atMs) }],
    send: missed.map((event) => told(enrolment, event, false)),
    reply: NOTED,
  };
}

function forward(
  state: Readonly<CustomerState>,
  event: Happening,
  reversal: boolean,
): readonly Send[] {
  return state.enrolments
    .filter((enrolment) => wants(enrolment, event))
    .map((enrolment) => told(enrolment, event, reversal));
}

/** By its id alone, to all: which of them were told of it is forgotten with it. */
function forwardUnknown(
  state: Readonly<CustomerState>,
  { of: id, saidMs: atMs }: { readonly of: string; readonly saidMs: number },
): readonly Send[] {
  return state.enrolments.flatMap((enrolment) =>
    enrolment.types.slice(0, 1).map((type) => told(enrolment, { id, type, atMs }, true))
  );
}

/** By when it happened, so that late news of something in time counts. */
function wants({ types, sinceMs, untilMs }: Enrolment, event: Happening): boolean {
  return types.includes(event.type) && event.atMs >= sinceMs && event.atMs <= untilMs;
}

function told({ campaign, cell, n }: Enrolment, event: Happening, reversal: boolean): Send {
  const { id, type, atMs } = event;
  const command: Happened = { kind: "happened", n, event: { id, type, atMs }, reversal };
  return { to: `referral/${referralKey(campaign, cell)}`, command };
}

/** From outside, from a stock cell, or what the bank told: from no other actor. */
function mayTell(from: string | null): boolean {
  return from === null || from.startsWith("stock/") || from.startsWith("receipt/");
}

function isTakenBack(state: Readonly<CustomerState>, event: string): boolean {
  return state.notices.some(({ of }) => of === event);
}

function again(receivedAtMs: number): CustomerDecision {
  return { events: [], reply: { kind: "event", first: false, receivedAtMs } };
}

function mismatch(state: Readonly<CustomerState>, atMs: number): CustomerDecision {
  return {
    events: [],
    reply: { kind: "rejected", code: "mismatch", view: viewOf(state, atMs) },
  };
}
