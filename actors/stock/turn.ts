/** A turn that does more than take a unit: it collects events and runs their sums ahead on a copy. */
import type { Send, Stamped } from "../../engine/contract.ts";
import type { Limits } from "../../engine/limits.ts";
import type { StockEvent } from "./events.ts";
import { applyMode, applySums } from "./evolve.ts";
import type { StockReply } from "./protocol.ts";
import { reservationId, TAG_CHARACTERS } from "./reservation_id.ts";
import type { Reservation } from "./ledger.ts";
import type { Mode, Parked, StockState, Sums } from "./state.ts";
import type { CellSpec, OfferOutcome } from "./transfer.ts";

/** Holds and offers that one turn expires at most; a wake asks for the next. */
const EXPIRIES_PER_TURN_MAX = 512;

/** Limits that a cell keeps. */
export type StockLimits = Pick<
  Limits,
  "remindersPerCellMax" | "waitingCallersPerActorMax" | "waitMs"
>;

/** A turn under way; `finish` ends it. */
export interface StockTurn {
  readonly limits: StockLimits;
  readonly state: Readonly<StockState>;
  readonly atMs: number;
  readonly random: string;
  /** Ahead of the state by the events so far. */
  spec: CellSpec | null;
  readonly sums: Sums;
  readonly mode: Mode;
  readonly events: StockEvent[];
  readonly settle: { readonly key: string; readonly reply: StockReply }[];
  readonly offersClosed: { customer: string; ticket: number; outcome: OfferOutcome }[];
  /** Orders parked in this turn. */
  readonly newlyParked: Parked[];
  /** Customers and orders that this turn has already dealt with. */
  readonly touched: Set<string>;
  /** For wallets and customers' records. */
  readonly sends: Send[];
  /** Tell the campaign at once. */
  urgent: boolean;
  recalled: number | undefined;
  /** Units that came for parked orders; a cell that surrenders what is free uses no others. */
  arrived: number;
}

/** Starts a turn: everything that is due expires first. */
export function beginTurn(
  command: Stamped<unknown>,
  state: Readonly<StockState>,
  limits: StockLimits,
): StockTurn {
  const turn: StockTurn = {
    limits,
    state,
    atMs: Math.trunc(command.atMs),
    random: command.random,
    spec: state.spec,
    sums: { ...state.sums },
    mode: { ...state.mode },
    events: [],
    settle: [],
    offersClosed: [],
    sends: [],
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
  if (event.kind === "configured") turn.spec = event.spec;
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

/** Expires one hold that is over though its turn has not come, because somebody asks for it. */
export function expireOne(turn: StockTurn, reservation: Reservation): void {
  for (const event of turn.events) {
    if (event.kind === "expired" && event.ns.includes(reservation.n)) return;
  }
  push(turn, { kind: "expired", ns: [reservation.n], units: reservation.units });
}

function expireHolds(turn: StockTurn): void {
  const { reservations, spec } = turn.state;
  if (reservations === null || spec === null) return;
  const ns: number[] = [];
  let units = 0;
  for (const hold of reservations.holds()) {
    if (hold.createdAtMs + spec.holdMs > turn.atMs || ns.length >= EXPIRIES_PER_TURN_MAX) break;
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
