/** One cell against a naive pool that keeps a plain list of what everybody has. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { ReservationView } from "./protocol.ts";
import { Cell, codeOf, HOLD_MS, OPEN_MS, stateOf } from "./scenario.ts";

const DISCOUNT_FEN = 30;

type Op =
  | { kind: "grab"; who: number; units: number; key: number }
  | { kind: "confirm" | "cancel" | "return"; pick: number; payment: number; coupon: boolean }
  | { kind: "pass"; ms: number }
  | { kind: "wake" }
  | { kind: "store" };

const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("grab" as const),
      who: fc.nat({ max: 5 }),
      units: fc.integer({ min: 1, max: 4 }),
      key: fc.nat({ max: 6 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom("confirm" as const, "cancel" as const, "return" as const),
      pick: fc.nat({ max: 40 }),
      payment: fc.nat({ max: 2 }),
      coupon: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(1, 1_000, 30_000, HOLD_MS),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "wake" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "store" as const }) },
);

/** A reservation as the naive pool has it. */
interface Naive {
  readonly view: ReservationView;
  readonly key: string | undefined;
  state: string;
  payment: string | null;
  coupon: boolean;
}

class Pool {
  readonly all: Naive[] = [];
  readonly refunded = new Set<string>();
  readonly by: { total: number; perCustomerMax: number; perOrderMax: number };

  constructor(by: { total: number; perCustomerMax: number; perOrderMax: number }) {
    this.by = by;
  }

  expire(atMs: number): void {
    for (const each of this.all) {
      if (each.state === "held" && each.view.expiresAtMs <= atMs) each.state = "expired";
    }
  }

  units(...states: string[]): number {
    return this.sum(this.all.filter((each) => states.includes(each.state)));
  }

  has(customer: string): number {
    return this.sum(this.all.filter((each) => this.isActive(each, customer)));
  }

  isActive(each: Naive, customer: string): boolean {
    return each.view.customer === customer && ["held", "confirmed"].includes(each.state);
  }

  free(): number {
    return this.by.total - this.units("held", "confirmed");
  }

  /** What a grab must be answered with. */
  expectGrab(customer: string, units: number, key: string | undefined): string {
    const stored = this.all.find((each) => each.view.customer === customer && each.key === key);
    if (key !== undefined && stored !== undefined) {
      return stored.view.units === units ? "reservation" : "idempotency-mismatch";
    }
    const active = this.all.some((each) => this.isActive(each, customer));
    if (this.by.perCustomerMax === 1 && active) return "reservation";
    if (units > this.by.perOrderMax) return "order-limit";
    if (this.has(customer) + units > this.by.perCustomerMax) return "limit-reached";
    return units <= this.free() ? "reserved" : "all-held";
  }

  /** What a confirmation must be answered with; the state it leads to. */
  confirm(each: Naive, payment: string, coupon: boolean): string {
    const late = each.state === "expired" && !this.refunded.has(payment) && !coupon;
    const room = this.has(each.view.customer) + each.view.units <= this.by.perCustomerMax;
    if (each.state === "held" || (late && room && this.free() >= each.view.units)) {
      each.state = "confirmed";
      each.payment = payment;
      each.coupon = coupon;
      return "reservation";
    }
    if (each.state === "confirmed" && each.payment === payment) return "reservation";
    this.refunded.add(payment);
    if (each.state === "confirmed") return "already-confirmed";
    return each.state === "expired" ? "expired" : "cancelled";
  }

  private sum(some: readonly Naive[]): number {
    return some.reduce((sum, each) => sum + each.view.units, 0);
  }
}

Deno.test("the stock kernel behaves as a plain list of reservations", () => {
  fc.assert(
    fc.property(
      fc.record({
        total: fc.integer({ min: 1, max: 12 }),
        perCustomerMax: fc.integer({ min: 1, max: 4 }),
        perOrderMax: fc.integer({ min: 1, max: 4 }),
      }),
      fc.array(op, { maxLength: 80, size: "max" }),
      (by, ops) => {
        const perOrderMax = Math.min(by.perOrderMax, by.perCustomerMax);
        const pool = new Pool({ ...by, perOrderMax });
        const cell = Cell.with(by.total, { perCustomerMax: by.perCustomerMax, perOrderMax });
        // Its campaign has nothing more, so the cell stands for itself.
        cell.deny(OPEN_MS);
        let nowMs = OPEN_MS;
        for (const each of ops) {
          if (each.kind === "pass") nowMs += each.ms;
          pool.expire(nowMs);
          step(cell, pool, each, nowMs);
          check(cell, pool, nowMs);
        }
      },
    ),
    { numRuns: Number(Deno.env.get("MODEL_RUNS") ?? 300) },
  );
});

function step(cell: Cell, pool: Pool, op: Op, nowMs: number): void {
  switch (op.kind) {
    case "grab": {
      const customer = `c${op.who}`;
      const key = op.key < 3 ? `k${op.key}` : undefined;
      const expected = pool.expectGrab(customer, op.units, key);
      const reply = cell.grab(nowMs, customer, { units: op.units, ...(key ? { key } : {}) });
      assertEquals(codeOf(reply), expected);
      if ("kind" in reply && reply.kind === "reserved") {
        pool.all.push({
          view: reply.reservation,
          key,
          state: "held",
          payment: null,
          coupon: false,
        });
      }
      break;
    }
    case "confirm":
    case "cancel":
    case "return": {
      const each = pool.all[op.pick % Math.max(1, pool.all.length)];
      if (each === undefined) break;
      if (op.kind === "confirm") {
        const payment = `${each.view.id}:${op.payment}`;
        const expected = pool.confirm(each, payment, op.coupon);
        const reply = op.coupon
          ? cell.confirmWith({ id: "k", discountFen: DISCOUNT_FEN }, nowMs, each.view, payment)
          : cell.confirm(nowMs, each.view, payment);
        assertEquals(codeOf(reply), expected);
        assertEquals(
          "refundFen" in reply,
          expected !== "reservation",
          "units or money, never both",
        );
      } else if (op.kind === "cancel") {
        if (each.state === "held") each.state = "cancelled";
        const reply = cell.cancel(nowMs, each.view);
        assertEquals(codeOf(reply) === "reservation", each.state === "cancelled");
      } else {
        const reply = cell.do(nowMs, { kind: "return", id: each.view.id, by: "s", reason: "r" });
        if (each.state === "confirmed") {
          each.state = "returned";
          if (each.payment !== null) pool.refunded.add(each.payment);
        }
        assertEquals(codeOf(reply) === "reservation", each.state === "returned");
        const gaveBack = cell.told.some(({ to }) => to === `wallet/${each.view.customer}`);
        assertEquals(gaveBack, cell.events.includes("returned") && each.coupon);
      }
      break;
    }
    case "wake":
      cell.wake(nowMs);
      break;
    case "store":
      cell.passivate();
      break;
    case "pass":
      break;
  }
}

function check(cell: Cell, pool: Pool, nowMs: number): void {
  const { sums } = cell.state;
  assertEquals(
    sums.received - sums.surrendered,
    sums.available + sums.held + sums.offered + sums.confirmed,
  );
  assert(sums.available >= 0);
  assertEquals(sums.confirmed, pool.units("confirmed"));
  assert(pool.units("held") + pool.units("confirmed") <= pool.by.total);
  for (const each of pool.all) {
    const { id, customer } = each.view;
    const reply = cell.do(nowMs, { kind: "reservation", customer, id });
    assertEquals(stateOf(reply), each.state, `${id} is lost or wrong`);
    const coupon = "reservation" in reply ? reply.reservation?.coupon : undefined;
    assertEquals(coupon !== undefined, each.coupon, `${id} has another's coupon`);
  }
}
