/** Given, when, then for one stock cell in tests. */
import type { Stamped } from "../../engine/contract.ts";
import type { StockEvent } from "./events.ts";
import type { CellCommand, CellReply, StockDecision } from "./ground.ts";
import type { CouponTaken, ReservationView, StockCommand } from "./protocol.ts";
import { createStockKind } from "./stock.ts";
import type { StockState } from "./state.ts";
import type { CellReport, CellSpec, Direct } from "./transfer.ts";

/** Opening of the sale in these tests, in ms. */
export const OPEN_MS = 1_000_000;
export const HOLD_MS = 60_000;
export const ENDS_MS = OPEN_MS + 3_600_000;

/** A cell whose campaign is played by the test. */
export class Cell {
  readonly kind = createStockKind({
    remindersPerCellMax: 10_000,
    waitingCallersPerActorMax: 1_024,
    waitMs: 2_000,
  });
  state: StockState = this.kind.initial("sale/0");
  last: StockDecision = { events: [], reply: { kind: "reservations", reservations: [] } };
  readonly settled = new Map<string, CellReply>();
  #commands = 0;
  #granted = 0;

  /** A cell with units, open from `OPEN_MS` on. */
  static with(units: number, spec: Partial<CellSpec> = {}): Cell {
    const cell = new Cell();
    cell.direct(OPEN_MS - 60_000, {
      granted: units,
      spec: {
        cells: 1,
        startsAtMs: OPEN_MS,
        holdMs: HOLD_MS,
        priceFen: 100,
        perCustomerMax: 1,
        perOrderMax: spec.perCustomerMax ?? 1,
        eligibility: null,
        reportMs: 200,
        ...spec,
      },
    });
    return cell;
  }

  /** The campaign's word; what is not said stays as it was. */
  direct(atMs: number, message: Partial<Direct>): void {
    this.#granted = message.granted ?? this.#granted;
    this.do(atMs, {
      kind: "direct",
      phase: { version: 1, paused: false, ended: false, endsAtMs: ENDS_MS },
      drain: this.state.mode.drain,
      final: this.state.mode.final,
      held: 0,
      ...message,
      granted: this.#granted,
    }, "campaign/sale");
  }

  do(atMs: number, body: CellCommand, from: string | null = null): CellReply | { wait: string } {
    this.#commands += 1;
    const command: Stamped<CellCommand> = {
      body,
      atMs,
      commandId: `c${this.#commands}`,
      random: "abcdefghijklmnopqrstu",
      from,
    };
    this.last = this.kind.decide(command, this.state);
    for (const event of this.last.events) this.kind.evolve(this.state, event);
    for (const { key, reply } of this.last.settle ?? []) this.settled.set(key, reply);
    return "reply" in this.last ? this.last.reply : this.last;
  }

  grab(atMs: number, customer: string, more: Partial<StockCommand & { kind: "grab" }> = {}) {
    return this.do(atMs, { kind: "grab", customer, units: 1, ...more });
  }

  /** A grab that must succeed. */
  reserved(atMs: number, customer: string, units = 1): ReservationView {
    const reply = this.grab(atMs, customer, { units });
    if (!("kind" in reply) || reply.kind !== "reserved") {
      throw new Error(`Cannot reserve for ${customer}: ${JSON.stringify(reply)}`);
    }
    return reply.reservation;
  }

  confirm(atMs: number, of: ReservationView, payment: string | null = "p1", paidFen?: number) {
    const paid = paidFen ?? of.priceFen * of.units;
    return this.do(atMs, {
      kind: "confirm",
      customer: of.customer,
      id: of.id,
      payment: payment === null ? null : { id: payment, paidFen: paid },
    });
  }

  /** Confirms with a coupon; what it does not cover is paid. */
  confirmWith(coupon: CouponTaken, atMs: number, of: ReservationView, payment = "p1") {
    const paidFen = of.priceFen * of.units - coupon.discountFen;
    return this.do(atMs, {
      kind: "confirm",
      customer: of.customer,
      id: of.id,
      payment: paidFen === 0 ? null : { id: payment, paidFen },
      coupon,
    });
  }

  cancel(atMs: number, of: ReservationView) {
    return this.do(atMs, { kind: "cancel", customer: of.customer, id: of.id });
  }

  /** Makes the cell ask, and denies: it stands for itself from now on. */
  deny(atMs: number): void {
    const all = this.state.sums.available;
    this.direct(atMs, { drain: true, recall: { number: 1, half: false } });
    this.grab(atMs, "asker");
    const request = this.state.mode.request;
    this.direct(atMs, { drain: false, answer: { request, more: false } });
    this.direct(atMs, { granted: this.state.sums.received + all });
  }

  /** Stores the cell away and loads it again. */
  passivate(): void {
    const stored = JSON.parse(JSON.stringify(this.kind.save(this.state)));
    this.state = this.kind.load("sale/0", stored, this.kind.snapshotVersion);
  }

  wake(atMs: number): void {
    this.do(atMs, { kind: "wake" });
  }

  /** The answer of the one caller that waited. */
  onlyAnswer(): CellReply {
    const [answer, ...others] = this.settled.values();
    if (answer === undefined || others.length > 0) throw new Error("Cannot tell the one answer");
    return answer;
  }

  /** Kinds of the events of the last turn. */
  get events(): readonly StockEvent["kind"][] {
    return this.last.events.map((event) => event.kind);
  }

  /** What wallets and customers' records were told in the last turn. */
  get told(): readonly { readonly to: string; readonly command: unknown }[] {
    return (this.last.send ?? []).filter(({ to }) => !to.startsWith("campaign/"));
  }

  /** What the campaign was told in the last turn. */
  get report(): CellReport | null {
    const sent = (this.last.send ?? []).filter(({ to }) => to.startsWith("campaign/"));
    const [only, ...others] = sent;
    if (only === undefined) return null;
    if (others.length > 0 || only.to !== "campaign/sale") throw new Error("Cannot tell the report");
    return only.command as CellReport;
  }
}

/** The code of a refusal; the kind of any other reply. */
export function codeOf(reply: CellReply | { wait: string }): string {
  if (!("kind" in reply)) return "wait";
  return reply.kind === "rejected" ? reply.code : reply.kind;
}

/** The state of the reservation in a reply. */
export function stateOf(reply: CellReply | { wait: string }): string {
  return "reservation" in reply && reply.reservation !== undefined
    ? reply.reservation.state
    : "none";
}
