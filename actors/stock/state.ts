/** State of a stock cell and the questions that deciders ask of it. */
import type { ParkedOrder } from "./events.ts";
import type { Ledger, Reservation } from "./ledger.ts";
import type { ReservationView } from "./protocol.ts";
import { reservationId, reservationPrefix } from "./reservation_id.ts";
import type { CellSpec } from "./transfer.ts";

/** Units by state: received = surrendered + available + held + offered + confirmed. */
export interface Sums {
  version: number;
  received: number;
  surrendered: number;
  available: number;
  held: number;
  /** On offer to one customer each. */
  offered: number;
  confirmed: number;
  /** Reservations ever made; the next one's number. */
  made: number;
}

/** What the campaign last said, and how far the two have talked. */
export interface Mode {
  phase: number;
  paused: boolean;
  ended: boolean;
  endsAtMs: number;
  drain: boolean;
  final: boolean;
  /** Units held in the whole campaign when it last said so. */
  heldInAll: number;
  /** The campaign has nothing to give until it says otherwise. */
  denied: boolean;
  asking: boolean;
  request: number;
  reportedVersion: number;
  reportedAtMs: number;
}

export interface Offer {
  readonly customer: string;
  readonly ticket: number;
  readonly deadlineMs: number;
}

export interface Parked {
  readonly id: string;
  readonly atMs: number;
  readonly order: ParkedOrder;
}

/** Containers are allocated when first used: an idle cell is small. */
export interface StockState {
  readonly campaign: string;
  readonly cell: number;
  /** Of reservation ids. */
  readonly prefix: string;
  spec: CellSpec | null;
  readonly sums: Sums;
  readonly mode: Mode;
  reservations: Ledger | null;
  /** By customer, in the order of their deadlines. */
  offers: Map<string, Offer> | null;
  /** By command id, first come first. */
  parked: Map<string, Parked> | null;
  reminders: Set<string> | null;
}

/** State of a cell that nobody has configured. `key` is `<campaign>/<cell>`. */
export function initial(key: string): StockState {
  const slash = key.lastIndexOf("/");
  const campaign = key.slice(0, slash);
  const cell = Number(key.slice(slash + 1));
  return {
    campaign,
    cell,
    prefix: reservationPrefix(campaign, cell),
    spec: null,
    sums: {
      version: 0,
      received: 0,
      surrendered: 0,
      available: 0,
      held: 0,
      offered: 0,
      confirmed: 0,
      made: 0,
    },
    mode: {
      phase: 0,
      paused: false,
      ended: false,
      endsAtMs: 0,
      drain: false,
      final: false,
      heldInAll: 0,
      denied: false,
      asking: false,
      request: 0,
      reportedVersion: 0,
      reportedAtMs: 0,
    },
    reservations: null,
    offers: null,
    parked: null,
    reminders: null,
  };
}

/** The newest reservation of a customer, from which the others hang. */
export function newestOf(state: Readonly<StockState>, customer: string): Reservation | null {
  return state.reservations === null ? null : state.reservations.newestOf(customer);
}

/** Whether a hold is over at this instant, be it written down or not. */
export function isOver(reservation: Reservation, spec: CellSpec, atMs: number): boolean {
  return reservation.state === "held" && reservation.createdAtMs + spec.holdMs <= atMs;
}

/** Whether it counts against the limit per person. */
export function isActive(reservation: Reservation, spec: CellSpec, atMs: number): boolean {
  return reservation.state === "confirmed" ||
    (reservation.state === "held" && reservation.createdAtMs + spec.holdMs > atMs);
}

/** Units that the chain's customer holds or has bought. */
export function activeUnits(newest: Reservation | null, spec: CellSpec, atMs: number): number {
  let units = 0;
  for (let each = newest; each !== null; each = each.older) {
    if (isActive(each, spec, atMs)) units += each.units;
  }
  return units;
}

/** A reservation as customers see it at this instant. */
export function viewOf(
  state: Readonly<StockState>,
  reservation: Reservation,
  atMs: number,
): ReservationView {
  const spec = state.spec;
  const holdMs = spec === null ? 0 : spec.holdMs;
  const { refunds, coupon } = reservation;
  const view = {
    id: reservationId(state.prefix, reservation.n, reservation.tag),
    campaignId: state.campaign,
    customer: reservation.customer,
    units: reservation.units,
    priceFen: spec === null ? 0 : spec.priceFen,
    state: spec !== null && isOver(reservation, spec, atMs) ? "expired" : reservation.state,
    createdAtMs: reservation.createdAtMs,
    expiresAtMs: reservation.createdAtMs + holdMs,
    ...(coupon === null ? {} : { coupon }),
  } as const;
  if (refunds === null) return view;
  return { ...view, refundFen: refunds.reduce((sum, each) => sum + each.refundFen, 0) };
}

/** The instant at which the first hold or offer ends; infinity for none. */
export function nextExpiryMs(state: Readonly<StockState>): number {
  let next = Infinity;
  const { reservations, spec } = state;
  if (reservations !== null && spec !== null) next = reservations.firstHeldAtMs + spec.holdMs;
  if (state.offers !== null && state.offers.size > 0) {
    if (state.mode.ended) return 0;
    for (const offer of state.offers.values()) {
      if (offer.deadlineMs < next) next = offer.deadlineMs;
      break;
    }
  }
  return next;
}
