/** Decisions of a stock cell. Taking a unit is the hot path: one look-up, one event, one reply. */
import type { Stamped } from "../../engine/contract.ts";
import { lockEnded } from "./consequences.ts";
import type { StockEvent } from "./events.ts";
import { finish } from "./finish.ts";
import {
  answer,
  type CellCommand,
  type CellReply,
  find,
  type Ground,
  type StockDecision,
} from "./ground.ts";
import { judgeGrab, rejected } from "./judge.ts";
import { park } from "./parked.ts";
import { cancel, confirm, giveBack } from "./payment.ts";
import type { StockCommand, StockReply } from "./protocol.ts";
import { reservationId, TAG_CHARACTERS } from "./reservation_id.ts";
import { activeUnits, newestOf, nextExpiryMs, type StockState, viewOf } from "./state.ts";
import type { CampaignMessage, Direct } from "./transfer.ts";
import { beginTurn, closeOffer, push, reserve, type StockLimits, type StockTurn } from "./turn.ts";

/** Reservations that one reply lists at most, newest first. */
const LISTED_MAX = 100;
const NOTHING: readonly StockEvent[] = [];
const NOTED: CellReply = { kind: "noted" };

export function decide(
  command: Stamped<CellCommand>,
  state: Readonly<StockState>,
  limits: StockLimits,
): StockDecision {
  const body = command.body;
  switch (body.kind) {
    case "grab":
      return grab(command, body, { state, limits });
    case "confirm":
      return confirm(command, body, { state, limits });
    case "cancel":
      return cancel(command, body, { state, limits });
    case "return":
      return giveBack(command, body, { state, limits });
    case "mine": {
      const reservations = list(state, body.customer, command.atMs);
      return answer({ kind: "reservations", reservations });
    }
    case "reservation": {
      const found = find(state, body.id);
      if (found === null || found.customer !== body.customer) return answer(rejected("not-found"));
      return answer({ kind: "reservation", reservation: viewOf(state, found, command.atMs) });
    }
    case "status":
      return answer(status(state, body.customer, command.atMs));
    case "remind":
      return remind(state, body.customer, limits.remindersPerCellMax);
    case "wake":
      return finish(beginTurn(command, state, limits), { reply: NOTED });
    case "direct":
    case "offer":
    case "withdraw-offer":
      if (command.from !== `campaign/${state.campaign}`) return answer(rejected("not-found"));
      return obey(command, body, { state, limits });
    case "lock-ended":
      return lockEnded(command, body, { state, limits });
    case "granted":
    case "clawed-back":
      return { events: NOTHING, reply: NOTED };
    default:
      return answer(rejected("not-found"));
  }
}

function grab(
  command: Stamped<CellCommand>,
  body: StockCommand & { kind: "grab" },
  { state, limits }: Ground,
): StockDecision {
  const { sums, mode } = state;
  const atMs = Math.trunc(command.atMs);
  if (nextExpiryMs(state) > atMs) {
    const usable = mode.drain ? 0 : sums.available;
    const verdict = judgeGrab(body, { state, mode, atMs, usable, facts: body.facts });
    if (verdict === "take") return take(command, body, state);
    if (typeof verdict === "object") return { events: NOTHING, reply: verdict };
  }
  const turn = beginTurn(command, state, limits);
  const usable = turn.mode.drain ? 0 : turn.sums.available;
  const verdict = judgeGrab(body, { state, mode: turn.mode, atMs, usable, facts: body.facts });
  switch (verdict) {
    case "take":
    case "take-offer":
      return finish(turn, { reply: reserve(turn, body, verdict === "take-offer") });
    case "ask": {
      const { customer, units, key, via } = body;
      const order = { kind: "grab", customer, units, key, via } as const;
      return finish(turn, park(turn, command.commandId, order));
    }
    default:
      return finish(turn, { reply: verdict });
  }
}

/** The plain case, without the apparatus of a turn. */
function take(
  command: Stamped<CellCommand>,
  body: StockCommand & { kind: "grab" },
  state: Readonly<StockState>,
): StockDecision {
  const n = state.sums.made;
  const { customer, units, key, via } = body;
  const tag = command.random.slice(0, TAG_CHARACTERS);
  const atMs = Math.trunc(command.atMs);
  const event: StockEvent = key === undefined && (via === undefined || via === null)
    ? { kind: "reserved", n, tag, customer, units, atMs }
    : { kind: "reserved", n, tag, customer, units, atMs, key, via };
  const spec = state.spec;
  return {
    events: [event],
    reply: {
      kind: "reserved",
      reservation: {
        id: reservationId(state.prefix, n, tag),
        campaignId: state.campaign,
        customer,
        units,
        priceFen: spec === null ? 0 : spec.priceFen,
        state: "held",
        createdAtMs: atMs,
        expiresAtMs: atMs + (spec === null ? 0 : spec.holdMs),
      },
    },
  };
}

function obey(
  command: Stamped<CellCommand>,
  message: CampaignMessage,
  { state, limits }: Ground,
): StockDecision {
  const turn = beginTurn(command, state, limits);
  switch (message.kind) {
    case "direct":
      obeyDirect(turn, message);
      break;
    case "offer": {
      const { customer, ticket, deadlineMs, granted } = message;
      push(turn, { kind: "offered", customer, ticket, deadlineMs, granted });
      const over = turn.mode.ended || deadlineMs <= turn.atMs;
      if (over || atLimit(state, customer, turn.atMs)) {
        push(turn, { kind: "offer-closed", customer });
        turn.offersClosed.push({ customer, ticket, outcome: over ? "lapsed" : "declined" });
        turn.urgent = true;
      }
      break;
    }
    case "withdraw-offer":
      closeOffer(turn, message.customer, "declined");
      break;
  }
  return finish(turn, { reply: NOTED });
}

function obeyDirect(turn: StockTurn, message: Direct): void {
  const { state, sums, mode } = turn;
  if (message.spec !== undefined && state.spec === null) {
    push(turn, { kind: "configured", spec: message.spec });
  }
  if (message.phase.version > mode.phase) turn.urgent = true;
  const answered = mode.asking && message.answer?.request === mode.request;
  turn.arrived = Math.max(0, message.granted - sums.received);
  push(turn, {
    kind: "directed",
    phase: message.phase,
    granted: message.granted,
    drain: message.drain,
    final: message.final,
    held: message.held,
    answered,
    reopen: message.reopen === true,
  });
  if (answered && message.answer?.more === false) push(turn, { kind: "denied" });
  if (message.recall !== undefined) {
    turn.recalled = message.recall.number;
    const units = message.recall.half ? Math.floor(sums.available / 2) : 0;
    if (units > 0) push(turn, { kind: "surrendered", units });
  }
}

function atLimit(state: Readonly<StockState>, customer: string, atMs: number): boolean {
  const { spec } = state;
  if (spec === null) return true;
  return activeUnits(newestOf(state, customer), spec, atMs) >= spec.perCustomerMax;
}

function remind(
  state: Readonly<StockState>,
  customer: string,
  remindersMax: number,
): StockDecision {
  if (state.spec === null) return answer(rejected("not-found"));
  if (state.reminders?.has(customer)) return answer({ kind: "reminded", first: false });
  if ((state.reminders?.size ?? 0) >= remindersMax) return answer(rejected("reminders-full"));
  return { events: [{ kind: "reminded", customer }], reply: { kind: "reminded", first: true } };
}

function status(state: Readonly<StockState>, customer: string, atMs: number): StockReply {
  const offer = state.offers?.get(customer);
  const valid = offer !== undefined && offer.deadlineMs > atMs && !state.mode.ended;
  return {
    kind: "status",
    reminded: state.reminders?.has(customer) ?? false,
    offer: valid ? { deadlineMs: offer.deadlineMs } : null,
    reservations: list(state, customer, atMs),
  };
}

function list(state: Readonly<StockState>, customer: string, atMs: number) {
  const views = [];
  let each = newestOf(state, customer);
  for (; each !== null && views.length < LISTED_MAX; each = each.older) {
    views.push(viewOf(state, each, atMs));
  }
  return views;
}
