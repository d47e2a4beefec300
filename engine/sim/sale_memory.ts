/** What customers and staff of a sale were told, and the rules that one reply may break by itself. */
import type { ReservationState, ReservationView } from "../../actors/stock/protocol.ts";
import type { SimWorld } from "./world.ts";

/** Seen by someone outside, between two steps. */
interface Sighting {
  readonly startStep: number;
  readonly endStep: number;
  readonly state: ReservationState;
}

/** A payment and what its payer was told. */
export interface Payment {
  readonly id: string;
  readonly reservationId: string;
  told: "nothing" | "bought" | "refund";
}

interface Join {
  readonly customer: string;
  readonly startStep: number;
  readonly endStep: number;
}

/** A time in which every new grab must be refused. */
interface Closed {
  readonly why: "paused" | "ended";
  readonly fromStep: number;
  untilStep: number;
}

/** What may follow a state. Looking back in time never shows an earlier one. */
export const FOLLOWS: { readonly [State in ReservationState]: readonly ReservationState[] } = {
  held: ["held", "confirmed", "expired", "cancelled", "returned"],
  confirmed: ["confirmed", "returned"],
  expired: ["expired", "confirmed", "returned"],
  cancelled: ["cancelled"],
  returned: ["returned"],
};

/** The collective memory of everyone outside. */
export class SaleMemory {
  #world: SimWorld | null = null;
  /** A clock that was ahead shows holds as over that a later process finds alive. */
  #clocksJump = false;
  readonly #sightings = new Map<string, Sighting[]>();
  readonly #closed: Closed[] = [];
  readonly views = new Map<string, ReservationView>();
  readonly payments: Payment[] = [];
  /** Joins of the waiting list in the order in which they were acknowledged. */
  readonly joins: Join[] = [];
  /** Orders of a customer that may have taken effect. */
  readonly orders = new Map<string, number>();

  begin(world: SimWorld, clocksJump: boolean): void {
    this.#world = world;
    this.#clocksJump = clocksJump;
  }

  #fail(invariant: string, detail: string): void {
    this.#world?.fail(invariant, detail);
  }

  joined(customer: string, at: { readonly startStep: number; readonly endStep: number }): void {
    this.joins.push({ customer, startStep: at.startStep, endStep: at.endStep });
  }

  tried(customer: string): void {
    this.orders.set(customer, (this.orders.get(customer) ?? 0) + 1);
  }

  /** A new payment for a reservation. */
  pays(reservationId: string): Payment {
    const id = `pay${this.payments.length + 1}`;
    const payment: Payment = { id, reservationId, told: "nothing" };
    this.payments.push(payment);
    return payment;
  }

  /** A repeated order was answered with what it had made. */
  own({ id, createdAtMs }: ReservationView, startMs: number): void {
    if (createdAtMs + 1 < Math.floor(startMs) && !this.#clocksJump) {
      this.#fail("an order never shows an older reservation as its own", id);
    }
  }

  /** Someone saw a reservation. `stale`: told by a process that had been replaced. */
  saw(
    view: ReservationView,
    at: { readonly startStep: number; readonly endStep: number; readonly stale: boolean },
  ): void {
    const { id, state } = view;
    const known = this.views.get(id);
    if (known !== undefined && (known.customer !== view.customer || known.units !== view.units)) {
      this.#fail("a reservation is one customer's", JSON.stringify([known, view]));
    }
    this.views.set(id, view);
    let sightings = this.#sightings.get(id);
    if (sightings === undefined) this.#sightings.set(id, sightings = []);
    if (!at.stale) {
      for (const earlier of sightings) {
        if (earlier.endStep < at.startStep) this.#follows(id, earlier.state, state);
      }
    }
    sightings.push({ startStep: at.startStep, endStep: at.endStep, state });
  }

  /** The books say that a reservation is in this state in the end. */
  ends(id: string, state: ReservationState | undefined): void {
    if (state === undefined) {
      this.#fail("no reservation is lost", `${id} is not in the journal`);
      return;
    }
    for (const earlier of this.#sightings.get(id) ?? []) this.#follows(id, earlier.state, state);
  }

  #follows(id: string, earlier: ReservationState, later: ReservationState): void {
    if (FOLLOWS[earlier].includes(later)) return;
    const early = earlier === "expired" && this.#clocksJump;
    if (early && (later === "held" || later === "cancelled")) return;
    this.#fail("no reply is taken back", `${id} was ${earlier}, then ${later}`);
  }

  /** Staff was told that the sale is paused or ended. */
  closed(why: "paused" | "ended", fromStep: number): void {
    this.#closed.push({ why, fromStep, untilStep: Infinity });
  }

  /** Staff asks for it to go on. */
  mayReopen(step: number): void {
    for (const closed of this.#closed) {
      if (closed.untilStep === Infinity) closed.untilStep = step;
    }
  }

  /** A grab made a new reservation. */
  grabbed(id: string, at: { readonly startStep: number; readonly endStep: number }): void {
    for (const { why, fromStep, untilStep } of this.#closed) {
      if (at.startStep > fromStep && at.endStep < untilStep) {
        this.#fail("a sale that is said to be closed sells nothing", `${why}: ${id}`);
      }
    }
  }
}
