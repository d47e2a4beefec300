/** A wallet against a naive one that keeps every single point and every coupon in plain lists. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { endOfDayMs } from "./day.ts";
import { CELL, DAY_MS, Desk, LIMITS, outcomeOf, RULES } from "./scenario.ts";

type Op =
  | { kind: "points" | "claw-points"; id: number; points: number }
  | { kind: "spend"; id: number; points: number }
  | { kind: "coupon" | "claw-coupon" | "redeem"; id: number }
  | { kind: "lock" | "unlock" | "use" | "give-back" | "let-go"; id: number; order: number }
  | { kind: "pass"; days: number }
  | { kind: "wake" | "store" };

const id = fc.nat({ max: 5 });
const order = fc.nat({ max: 2 });
const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("points" as const, "claw-points" as const, "spend" as const),
    id,
    points: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({
    kind: fc.constantFrom("coupon" as const, "claw-coupon" as const, "redeem" as const),
    id,
  }),
  fc.record({
    kind: fc.constantFrom(
      "lock" as const,
      "unlock" as const,
      "use" as const,
      "give-back" as const,
      "let-go" as const,
    ),
    id,
    order,
  }),
  fc.record({ kind: fc.constant("pass" as const), days: fc.constantFrom(0.3, 1, 5, 30, 200) }),
  fc.record({ kind: fc.constantFrom("wake" as const, "store" as const) }),
);

interface Point {
  readonly grant: string;
  readonly lockedUntilMs: number;
  readonly expiresMs: number;
}

interface NaiveCoupon {
  readonly id: string;
  readonly untilMs: number;
  state: string;
  order: string | null;
  lockUntilMs: number;
  revoked: boolean;
  /** Whoever wants it back waits for the order that has it. */
  awaited: boolean;
}

class Naive {
  points: Point[] = [];
  debt = 0;
  readonly expired = new Map<string, number>();
  readonly given = new Map<string, number>();
  readonly spent = new Set<string>();
  readonly coupons = new Map<string, NaiveCoupon>();
  /** What was said of claw-backs of coupons, `c1 taken`. */
  readonly answers: string[] = [];

  pass(nowMs: number): void {
    for (const { grant, expiresMs } of this.points) {
      if (expiresMs <= nowMs) this.expired.set(grant, (this.expired.get(grant) ?? 0) + 1);
    }
    this.points = this.points.filter(({ expiresMs }) => expiresMs > nowMs);
    for (const coupon of this.coupons.values()) {
      if (coupon.state === "unused" && coupon.untilMs <= nowMs) coupon.state = "expired";
    }
  }

  give(grant: string, points: number, nowMs: number): void {
    if (this.given.has(grant)) return;
    this.given.set(grant, points);
    const one = {
      grant,
      lockedUntilMs: nowMs + LIMITS.pointsLockedDays * DAY_MS,
      expiresMs: endOfDayMs(nowMs, LIMITS.pointsValidDays),
    };
    for (let n = 0; n < points; n++) {
      if (this.debt > 0) this.debt -= 1;
      else this.points.push(one);
    }
    this.points.sort((a, b) => a.expiresMs - b.expiresMs);
  }

  clawBack(grant: string): void {
    const points = (this.given.get(grant) ?? 0) - (this.expired.get(grant) ?? 0);
    if (this.given.has(grant)) this.given.set(grant, 0);
    this.expired.delete(grant);
    for (let n = 0; n < points; n++) {
      const own = this.points.findIndex((one) => one.grant === grant);
      if (this.points.length === 0) this.debt += 1;
      else this.points.splice(Math.max(0, own), 1);
    }
  }

  spend(id: string, points: number, nowMs: number): string {
    if (this.spent.has(id)) return "noted";
    const free = this.points.filter(({ lockedUntilMs }) => lockedUntilMs <= nowMs).slice(0, points);
    if (free.length < points) return "too-few-points";
    this.spent.add(id);
    // The same object stands for all points of a grant, so each is taken out once.
    for (const one of free) this.points.splice(this.points.indexOf(one), 1);
    return "noted";
  }

  answer({ id }: NaiveCoupon, taken: boolean): void {
    this.answers.push(`${id} ${taken ? "taken" : "kept"}`);
  }

  release(coupon: NaiveCoupon, nowMs: number): void {
    if (coupon.awaited) this.answer(coupon, true);
    coupon.awaited = false;
    coupon.order = null;
    coupon.state = coupon.revoked ? "revoked" : coupon.untilMs <= nowMs ? "expired" : "unused";
  }
}

Deno.test("a wallet behaves as plain lists of points and coupons", () => {
  fc.assert(
    fc.property(fc.array(op, { maxLength: 60, size: "max" }), (ops) => {
      const desk = new Desk();
      const naive = new Naive();
      for (const each of ops) {
        if (each.kind === "pass") desk.later(Math.floor(each.days * DAY_MS));
        naive.pass(desk.nowMs);
        step(desk, naive, each);
        check(desk, naive);
      }
    }),
    { numRuns: Number(Deno.env.get("MODEL_RUNS") ?? 300) },
  );
});

function step(desk: Desk, naive: Naive, op: Op): void {
  const { nowMs } = desk;
  switch (op.kind) {
    case "points":
      naive.give(`p${op.id}`, op.points, nowMs);
      return void desk.points(`p${op.id}`, op.points);
    case "claw-points":
      naive.clawBack(`p${op.id}`);
      return void desk.clawBack(`p${op.id}`);
    case "spend": {
      const reply = desk.do({ kind: "spend", id: `s${op.id}`, points: op.points, title: "" });
      return assertEquals(outcomeOf(reply), naive.spend(`s${op.id}`, op.points, nowMs));
    }
    case "wake":
      return desk.wake();
    case "store":
      return desk.passivate();
    case "pass":
      return;
    default:
      return couponStep(desk, naive, op);
  }
}

type CouponOp = Extract<Op, { id: number }> & {
  kind: Exclude<Extract<Op, { id: number }>["kind"], "points" | "claw-points" | "spend">;
};

function couponStep(desk: Desk, naive: Naive, op: CouponOp): void {
  const { nowMs } = desk;
  const id = `c${op.id}`;
  const coupon = naive.coupons.get(id);
  const order = "order" in op ? `sale.0.${op.order}-abcdefgh` : "";
  const isOrders = coupon !== undefined && coupon.order === order;
  switch (op.kind) {
    case "coupon":
      desk.grant(id);
      if (coupon !== undefined) return;
      naive.coupons.set(id, {
        id,
        untilMs: endOfDayMs(nowMs, 30),
        state: "unused",
        order: null,
        lockUntilMs: 0,
        revoked: false,
        awaited: false,
      });
      return;
    case "claw-coupon":
      desk.clawBack(id);
      if (coupon === undefined) return;
      if (coupon.state === "locked") coupon.awaited = true;
      else naive.answer(coupon, coupon.state === "unused");
      if (coupon.state === "expired") return;
      coupon.revoked = true;
      if (coupon.state === "unused") coupon.state = "revoked";
      return;
    case "redeem": {
      const expected = coupon === undefined
        ? "not-found"
        : coupon.state === "unused"
        ? "coupon"
        : coupon.state === "used"
        ? "already-used"
        : coupon.state;
      assertEquals(outcomeOf(desk.redeem(id)), expected);
      if (coupon !== undefined && expected === "coupon") coupon.state = "used";
      return;
    }
    case "lock": {
      const busy = [...naive.coupons.values()].some((one) =>
        one.order === order && one.state === "locked" && one !== coupon
      );
      const may = coupon?.state === "unused" && !busy;
      const reply = desk.lock(id, { reservation: order, untilMs: nowMs + 60_000 });
      if (coupon === undefined || !may) return;
      assertEquals(reply.kind === "locked" && reply.discountFen, RULES.amountFen);
      Object.assign(coupon, { state: "locked", order, lockUntilMs: nowMs + 60_000 });
      return;
    }
    case "unlock":
      desk.do({ kind: "unlock", coupon: id, reservation: order });
      if (isOrders && coupon.state === "locked") naive.release(coupon, nowMs);
      return;
    case "let-go":
      desk.do({ kind: "let-go", coupon: id, reservation: order }, CELL);
      if (isOrders && coupon.state === "locked") naive.release(coupon, nowMs);
      return;
    case "use":
      desk.do({ kind: "use", coupon: id, reservation: order }, CELL);
      if (coupon !== undefined && coupon.state !== "used") {
        if (coupon.awaited) naive.answer(coupon, false);
        coupon.awaited = false;
        Object.assign(coupon, { state: "used", order });
      }
      return;
    case "give-back":
      desk.do({ kind: "give-back", coupon: id, reservation: order }, CELL);
      if (isOrders && coupon.state === "used") naive.release(coupon, nowMs);
  }
}

function check(desk: Desk, naive: Naive): void {
  const { wallet } = desk.state;
  const { points, coupons } = desk.view();
  assertEquals(desk.clawedBack, naive.answers);
  assertEquals(points.balance, naive.points.length - naive.debt);
  assertEquals(
    points.locked,
    naive.points.filter(({ lockedUntilMs }) => lockedUntilMs > desk.nowMs).length,
  );
  assertEquals(
    Object.fromEntries(coupons.map(({ id, state }) => [id, state])),
    Object.fromEntries([...naive.coupons.values()].reverse().map(({ id, state }) => [id, state])),
  );
  // Double entry: all accounts together are zero, and the entries lead to the balance.
  assertEquals(Object.values(wallet.accounts).reduce((sum, one) => sum + one, 0), 0);
  assertEquals(wallet.entries.reduce((sum, one) => sum + one.points, 0), wallet.accounts.balance);
  assertEquals(wallet.entries.at(-1)?.balance ?? 0, wallet.accounts.balance);
  const left = wallet.lots.reduce((sum, lot) => sum + lot.left, 0);
  assertEquals(left - wallet.debt, wallet.accounts.balance);
  assert(wallet.debt === 0 || left === 0, "who owes has nothing");
  const { kind } = desk;
  assertEquals(kind.save(desk.state), kind.save(desk.replayed), "a replay differs");
  assertEquals(kind.wake?.(desk.state), kind.wake?.(desk.replayed));
  assertEquals(
    kind.save(kind.load("ann", JSON.parse(JSON.stringify(kind.save(desk.state))), 1)),
    kind.save(desk.state),
  );
}
