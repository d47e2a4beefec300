/**
 * A turn that does more than take a unit: it collects events, runs their sums ahead on a copy, and at the end
 * serves parked orders and tells the campaign what it must know.
 */
import type { Decision, Send, Stamped } from "../../engine/contract.ts";
import type { ParkedOrder, StockEvent } from "./events.ts";
import { applyMode, applySums } from "./evolve.ts";
import { closedReason, judgeGrab, rejected, soldOut } from "./judge.ts";
import type { StockReply } from "./protocol.ts";
import { reservationId, TAG_CHARACTERS } from "./reservation_id.ts";
import {
  activeUnits,
  isOver,
  type Mode,
  newestOf,
  type Parked,
  type Reservation,
} from "./state.ts";
import { type StockState, type Sums, viewOf } from "./state.ts";
import type { CellReport, OfferOutcome } from "./transfer.ts";

/** Holds and offers that one turn expires at most; a wake asks for the next. */
const EXPIRIES_PER_TURN_MAX = 512;
/** Orders that wait for units at most; below the engine's bound of waiting callers. */
export const PARKED_MAX = 1_000;
/** After this long the caller of a parked grab has been answered by a fault. */
const PARKED_MS = 2_000;
const RETRY_AFTER_MS = 300;

export interface StockTurn {
  readonly state: Readonly<StockState>;
  readonly atMs: number;
  readonly random: string;
  /** Ahead of the state by the events so far. */
  readonly sums: Sums;
  readonly mode: Mode;
  readonly events: StockEvent[];
  readonly settle: { readonly key: string; readonly reply: StockReply }[];
  readonly offersClosed: { customer: string; ticket: number; outcome: OfferOutcome }[];
  /** Orders parked in this turn. */
  readonly newlyParked: Parked[];
  /** Customers and orders that this turn has already dealt with. */
  readonly touched: Set<string>;
  /** Tell the campaign at once. */
  urgent: boolean;
  recalled: number | undefined;
  /** Units that came for parked orders; a cell that surrenders what is free uses no others. */
  arrived: number;
}

/** Starts a turn: everything that is due expires first. */
export function beginTurn(command: Stamped<unknown>, state: Readonly<StockState>): StockTurn {
  const turn: StockTurn = {
    state,
    atMs: Math.trunc(command.atMs),
    random: command.random,
    sums: { ...state.sums },
    mode: { ...state.mode },
    events: [],
    settle: [],
    offersClosed: [],
    newlyParked: [],
    touched: new Set(),
    urgent: false,
    recalled: undefined,
    arrived: 0,
  };
  expireHolds(turn);
  lapseOffers(turn);
  return turn;
}

/** Adds an event and runs its sums ahead. */
export function push(turn: StockTurn, event: StockEvent): void {
  turn.events.push(event);
  applySums(turn.sums, event);
  applyMode(turn.mode, event, turn.sums);
}

/** Makes a reservation; the caller has judged that the units are there. */
export function reserve(
  turn: StockTurn,
  order: {
    customer: string;
    units: number;
    key?: string | undefined;
    via?: string | null | undefined;
  },
  offer: boolean,
): StockReply {
  const n = turn.sums.made;
  // One turn may make several reservations from one random material; the number keeps their tags apart.
  const start = (n * TAG_CHARACTERS) % Math.max(1, turn.random.length - TAG_CHARACTERS + 1);
  const tag = turn.random.slice(start, start + TAG_CHARACTERS);
  const { customer, units, key, via } = order;
  push(turn, {
    kind: "reserved",
    n,
    tag,
    customer,
    units,
    atMs: turn.atMs,
    ...(key === undefined ? {} : { key }),
    ...(via === undefined || via === null ? {} : { via }),
    ...(offer ? { offer: true } : {}),
  });
  turn.touched.add(customer);
  if (offer) {
    const ticket = turn.state.offers?.get(customer)?.ticket ?? 0;
    turn.offersClosed.push({ customer, ticket, outcome: "taken" });
    turn.urgent = true;
  }
  const spec = turn.state.spec;
  return {
    kind: "reserved",
    reservation: {
      id: reservationId(turn.state.prefix, n, tag),
      campaignId: turn.state.campaign,
      customer,
      units,
      priceFen: spec?.priceFen ?? 0,
      state: "held",
      createdAtMs: turn.atMs,
      expiresAtMs: turn.atMs + (spec?.holdMs ?? 0),
    },
  };
}

/** Lets an order wait for units from the campaign. */
export function park(
  turn: StockTurn,
  id: string,
  order: ParkedOrder,
): { wait: string } | { reply: StockReply } {
  const parked = (turn.state.parked?.size ?? 0) + turn.newlyParked.length;
  if (parked >= PARKED_MAX) {
    return { reply: { kind: "rejected", code: "all-held", retryAfterMs: RETRY_AFTER_MS } };
  }
  push(turn, { kind: "parked", id, atMs: turn.atMs, order });
  turn.newlyParked.push({ id, atMs: turn.atMs, order });
  return { wait: waitKey(id) };
}

/** Key under which the caller of a parked order waits. */
export function waitKey(id: string): string {
  return `order:${id}`;
}

/** Ends a turn: parked orders, surrender, report; in this order, so that the report is true. */
export function finish(
  turn: StockTurn,
  answer: { reply: StockReply } | { wait: string },
): Decision<StockEvent, StockReply> {
  serveParked(turn);
  const report = reportOf(turn);
  const send: Send[] = report === null
    ? []
    : [{ to: `campaign/${turn.state.campaign}`, command: report }];
  return { events: turn.events, send, settle: turn.settle, ...answer };
}

/** A payment that buys nothing: told once, the same answer each time. */
export function refund(
  turn: StockTurn,
  reservation: Reservation,
  payment: { id: string; paidFen: number },
): void {
  if (payment.paidFen <= 0) return;
  if (reservation.refunds?.some((each) => each.payment === payment.id)) return;
  push(turn, {
    kind: "refund-due",
    n: reservation.n,
    atMs: turn.atMs,
    payment: payment.id,
    refundFen: payment.paidFen,
  });
}

/** Expires one hold that is over though its turn has not come, because somebody asks for it. */
export function expireOne(turn: StockTurn, reservation: Reservation): void {
  for (const event of turn.events) {
    if (event.kind === "expired" && event.ns.includes(reservation.n)) return;
  }
  push(turn, { kind: "expired", ns: [reservation.n], units: reservation.units });
}

/** Takes the units of an expired hold again; the caller has asked whether it may. */
export function retake(turn: StockTurn, reservation: Reservation, payment: string): void {
  const { n, units } = reservation;
  const spec = turn.state.spec;
  // Holds of the same customer that are over are written down first: they no longer count.
  let each = newestOf(turn.state, reservation.customer);
  for (; each !== null && spec !== null; each = each.older) {
    if (isOver(each, spec, turn.atMs)) expireOne(turn, each);
  }
  push(turn, { kind: "retaken", n, units, atMs: turn.atMs, payment });
}

/** Whether a late payment may take its units again: they are there and the limit per person is kept. */
export function mayRetake(turn: StockTurn, reservation: Reservation): "take" | "ask" | "no" {
  const spec = turn.state.spec;
  if (spec === null) return "no";
  const active = activeUnits(newestOf(turn.state, reservation.customer), spec, turn.atMs);
  if (active + reservation.units > spec.perCustomerMax) return "no";
  if (turn.sums.available >= reservation.units) return "take";
  return turn.mode.denied ? "no" : "ask";
}

function expireHolds(turn: StockTurn): void {
  const { holds, holdsFrom, spec } = turn.state;
  if (holds === null || spec === null) return;
  const ns: number[] = [];
  let units = 0;
  for (let i = holdsFrom; i < holds.length && ns.length < EXPIRIES_PER_TURN_MAX; i++) {
    const hold = holds[i];
    if (hold === undefined || hold.createdAtMs + spec.holdMs > turn.atMs) break;
    if (hold.state !== "held") continue;
    ns.push(hold.n);
    units += hold.units;
  }
  if (ns.length > 0) push(turn, { kind: "expired", ns, units });
}

function lapseOffers(turn: StockTurn): void {
  if (turn.state.offers === null) return;
  for (const offer of turn.state.offers.values()) {
    if (turn.offersClosed.length >= EXPIRIES_PER_TURN_MAX) break;
    if (!turn.mode.ended && offer.deadlineMs > turn.atMs) break;
    closeOffer(turn, offer.customer, "lapsed");
  }
}

/** Gives the unit of an offer back. */
export function closeOffer(turn: StockTurn, customer: string, outcome: OfferOutcome): void {
  const offer = turn.state.offers?.get(customer);
  if (offer === undefined || turn.offersClosed.some((each) => each.customer === customer)) return;
  push(turn, { kind: "offer-closed", customer });
  turn.touched.add(customer);
  turn.offersClosed.push({ customer, ticket: offer.ticket, outcome });
  turn.urgent = true;
}

/**
 * Gives parked orders their units, first come first, or refuses all once the campaign has denied. One
 * per customer and turn, since the next must see what this one made.
 */
function serveParked(turn: StockTurn): void {
  const { state, mode } = turn;
  if (state.parked === null) return;
  const closed = closedReason(state, mode, turn.atMs);
  const done: string[] = [];
  for (const parked of state.parked.values()) {
    const order = parked.order;
    const customer = order.kind === "grab"
      ? order.customer
      : state.reservations?.[order.n]?.customer;
    if (customer === undefined || turn.touched.has(customer)) continue;
    const reply = order.kind === "confirm"
      ? serveConfirm(turn, order)
      : closed ?? serveGrab(turn, parked, order);
    if (reply === null) {
      if (turn.sums.available === 0) break;
      continue;
    }
    turn.touched.add(customer);
    done.push(parked.id);
    turn.settle.push({ key: waitKey(parked.id), reply });
  }
  if (done.length > 0) push(turn, { kind: "unparked", ids: done });
}

function serveGrab(
  turn: StockTurn,
  parked: Parked,
  order: ParkedOrder & { kind: "grab" },
): StockReply | null {
  // Nobody waits any more: making a hold now would only keep the unit from others.
  if (turn.atMs - parked.atMs > PARKED_MS) return soldOut(turn.mode);
  const { state, mode, atMs, sums } = turn;
  const usable = mode.drain ? Math.min(turn.arrived, sums.available) : sums.available;
  const verdict = judgeGrab(order, { state, mode, atMs, usable, facts: "known" });
  if (verdict === "ask") return null;
  if (verdict === "take" || verdict === "take-offer") {
    turn.arrived -= order.units;
    return reserve(turn, order, verdict === "take-offer");
  }
  return verdict;
}

function serveConfirm(
  turn: StockTurn,
  order: ParkedOrder & { kind: "confirm" },
): StockReply | null {
  const reservation = turn.state.reservations?.[order.n];
  if (reservation === undefined) return rejected("not-found");
  const refunded = reservation.refunds?.some((each) => each.payment === order.payment.id) ?? false;
  const lapsed = reservation.state === "expired" && !refunded;
  const may = lapsed ? mayRetake(turn, reservation) : "no";
  if (may === "ask") return null;
  if (may === "take") {
    retake(turn, reservation, order.payment.id);
    const view = viewOf(turn.state, reservation, turn.atMs);
    return { kind: "reservation", reservation: { ...view, state: "confirmed" } };
  }
  if (reservation.state === "confirmed" && reservation.payment === order.payment.id) {
    return { kind: "reservation", reservation: viewOf(turn.state, reservation, turn.atMs) };
  }
  refund(turn, reservation, order.payment);
  return {
    kind: "rejected",
    code: reservation.state === "confirmed" ? "already-confirmed" : "expired",
    refundFen: order.payment.paidFen,
    reservation: viewOf(turn.state, reservation, turn.atMs),
  };
}

/** Whether the campaign does not know all, or is owed units. */
export function hasNews(
  by: { readonly sums: Readonly<Sums>; readonly mode: Readonly<Mode> },
): boolean {
  const { sums, mode } = by;
  return sums.version !== mode.reportedVersion || (mode.drain && sums.available > 0);
}

/** What the campaign must hear now; null while it can wait. */
function reportOf(turn: StockTurn): CellReport | null {
  const { state, sums, mode } = turn;
  if (state.spec === null) return null;
  const request = requestOf(turn);
  const due = turn.atMs >= mode.reportedAtMs + state.spec.reportMs;
  const urgent = turn.urgent || request !== null || turn.recalled !== undefined;
  if (!urgent && !(hasNews(turn) && due)) return null;
  if (mode.drain && sums.available > 0) {
    push(turn, { kind: "surrendered", units: sums.available });
  }
  push(turn, {
    kind: "reported",
    atMs: turn.atMs,
    ...(request === null ? {} : { request: request.number }),
  });
  return {
    kind: "report",
    sums: {
      version: sums.version,
      surrendered: sums.surrendered,
      held: sums.held + sums.offered,
      confirmed: sums.confirmed,
    },
    phase: mode.phase,
    ...(request === null ? {} : { request }),
    ...(turn.recalled === undefined ? {} : { recalled: turn.recalled }),
    ...(turn.offersClosed.length === 0 ? {} : { offers: turn.offersClosed }),
  };
}

/** The request for units, once per dryness: nothing while one is out or a denial holds. */
function requestOf(turn: StockTurn): { number: number; need: number; least: number } | null {
  if (turn.mode.asking || turn.mode.denied) return null;
  let need = 0;
  let least = 0;
  const count = (parked: Parked) => {
    need += parked.order.units;
    if (least === 0) least = parked.order.units;
  };
  const unparked = new Set<string>();
  for (const event of turn.events) {
    if (event.kind === "unparked") event.ids.forEach((id) => unparked.add(id));
  }
  for (const parked of turn.state.parked?.values() ?? []) {
    if (!unparked.has(parked.id)) count(parked);
  }
  turn.newlyParked.forEach(count);
  return need === 0 ? null : { number: turn.mode.request + 1, need, least };
}
