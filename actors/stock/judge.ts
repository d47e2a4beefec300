/** Whether an order may have its units: one order of questions for grabs new and parked. */
import type { CustomerFacts, StockRejection, StockReply } from "./protocol.ts";
import { activeUnits, isActive, newestOf, viewOf } from "./state.ts";
import type { Reservation } from "./ledger.ts";
import type { Mode, StockState } from "./state.ts";
import { isEligible } from "./transfer.ts";

/** Reservations that one customer makes at most, those that ended included. */
export const RESERVATIONS_PER_CUSTOMER_MAX = 200;

export interface GrabOrder {
  readonly customer: string;
  readonly units: number;
  readonly key?: string | undefined;
}

/** `take`: units are there. `take-offer`: one of them is on offer to this customer. `ask`: the cell is dry. */
export type Verdict = "take" | "take-offer" | "ask" | StockReply;

/** Judges an order by the state at `atMs`; `mode` may be ahead of the state within a turn. */
export function judgeGrab(
  order: GrabOrder,
  at: {
    readonly state: Readonly<StockState>;
    readonly mode: Readonly<Mode>;
    readonly atMs: number;
    /** Units that this order may take. */
    readonly usable: number;
    /** Facts of the customer; `known` where they were looked at before. */
    readonly facts: CustomerFacts | undefined | "known";
  },
): Verdict {
  const { state, mode, atMs, usable } = at;
  const spec = state.spec;
  if (spec === null) return rejected("not-found");
  const newest = newestOf(state, order.customer);
  if (newest !== null) {
    if (order.key !== undefined) {
      for (let each: typeof newest | null = newest; each !== null; each = each.older) {
        if (each.key !== order.key) continue;
        if (each.units !== order.units) return rejected("idempotency-mismatch");
        return { kind: "reservation", reservation: viewOf(state, each, atMs) };
      }
    }
    if (spec.perCustomerMax === 1) {
      for (let each: typeof newest | null = newest; each !== null; each = each.older) {
        if (isActive(each, spec, atMs)) {
          return { kind: "reservation", reservation: viewOf(state, each, atMs) };
        }
      }
    }
  }
  const closed = closedReason(state, mode, atMs);
  if (closed !== null) return closed;
  if (order.units > spec.perOrderMax) {
    return { kind: "rejected", code: "order-limit", limit: spec.perOrderMax };
  }
  if (spec.eligibility !== null && at.facts !== "known") {
    if (!isEligible(spec.eligibility, at.facts)) return rejected("not-eligible");
  }
  if (newest !== null || order.units > spec.perCustomerMax) {
    const over = activeUnits(newest, spec, atMs) + order.units > spec.perCustomerMax;
    if (over || isLong(newest)) {
      const limit = {
        kind: "rejected",
        code: "limit-reached",
        limit: spec.perCustomerMax,
      } as const;
      return newest === null ? limit : { ...limit, reservation: viewOf(state, newest, atMs) };
    }
  }
  if (state.offers !== null && order.units <= usable + 1) {
    const offer = state.offers.get(order.customer);
    if (offer !== undefined && offer.deadlineMs > atMs) return "take-offer";
  }
  if (order.units <= usable) return "take";
  return mode.denied ? soldOut(mode) : "ask";
}

/** The refusal of a cell that the campaign has nothing for. */
export function soldOut(mode: Readonly<Mode>): StockReply {
  if (mode.final) return rejected("sold-out");
  return { kind: "rejected", code: "all-held", heldByOthers: mode.heldInAll };
}

/** Why nobody can grab at this instant; null while the sale is open. */
export function closedReason(
  state: Readonly<StockState>,
  mode: Readonly<Mode>,
  atMs: number,
): StockReply | null {
  if (state.spec === null) return rejected("not-found");
  if (mode.ended || atMs >= mode.endsAtMs) return rejected("ended");
  if (atMs < state.spec.startsAtMs) {
    return { kind: "rejected", code: "not-open", opensAtMs: state.spec.startsAtMs };
  }
  return mode.paused ? rejected("paused") : null;
}

export function rejected(code: StockRejection): StockReply {
  return { kind: "rejected", code };
}

/** Whether a customer has taken and let go so often that it only fills the cell. */
function isLong(newest: Reservation | null): boolean {
  let length = 0;
  for (let each = newest; each !== null; each = each.older) length += 1;
  return length >= RESERVATIONS_PER_CUSTOMER_MAX;
}
