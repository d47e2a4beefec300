/** Coupons, grants and what a purchase is told to others. */
import { assertEquals } from "@std/assert";
import { Cell, codeOf, HOLD_MS, OPEN_MS, stateOf } from "./scenario.ts";
import type { CellSpec, PurchaseEvent } from "./transfer.ts";

const COUPON = { id: "x.0.1", discountFen: 30 };
const GRANTS: NonNullable<CellSpec["grants"]> = {
  reward: { kind: "points", ref: "points", amount: 10 },
  rules: null,
  title: "赣南脐橙",
};

Deno.test("payment and coupon together are what is due, and the wallet is told", () => {
  const cell = Cell.with(1);
  const hold = cell.reserved(OPEN_MS, "ann");
  const reply = cell.confirmWith(COUPON, OPEN_MS, hold);
  assertEquals(stateOf(reply), "confirmed");
  assertEquals("reservation" in reply && reply.reservation?.coupon, COUPON);
  assertEquals(cell.told, [{
    to: "wallet/ann",
    command: { kind: "use", coupon: COUPON.id, reservation: hold.id },
  }]);
  cell.passivate();
  assertEquals(stateOf(cell.confirmWith(COUPON, OPEN_MS, hold)), "confirmed", "again the same");
  assertEquals(cell.told, []);
});

Deno.test("a coupon that covers all needs no payment", () => {
  const cell = Cell.with(1);
  const hold = cell.reserved(OPEN_MS, "ann");
  assertEquals(
    stateOf(cell.confirmWith({ id: "k", discountFen: 100 }, OPEN_MS, hold)),
    "confirmed",
  );
});

Deno.test("a sum that is not what is due confirms nothing and goes back", () => {
  for (const discountFen of [0, 29, 31, 100, -100, 0.5]) {
    const cell = Cell.with(1);
    const hold = cell.reserved(OPEN_MS, "ann");
    const reply = cell.do(OPEN_MS, {
      kind: "confirm",
      customer: "ann",
      id: hold.id,
      payment: { id: "p1", paidFen: 70 },
      coupon: { id: "k", discountFen },
    });
    assertEquals(codeOf(reply), "payment-mismatch");
    assertEquals("refundFen" in reply && reply.refundFen, 70);
    assertEquals(cell.told, []);
  }
});

Deno.test("a payment with a coupon that comes after the hold is given back, though a unit is left", () => {
  const cell = Cell.with(1);
  const hold = cell.reserved(OPEN_MS, "ann");
  const reply = cell.confirmWith(COUPON, OPEN_MS + HOLD_MS, hold);
  assertEquals([codeOf(reply), "refundFen" in reply && reply.refundFen], ["expired", 70]);
});

Deno.test("a sale that is taken back gives the coupon back, and as money what was paid", () => {
  const cell = Cell.with(1, { grants: GRANTS });
  const hold = cell.reserved(OPEN_MS, "ann");
  cell.confirmWith(COUPON, OPEN_MS, hold);
  cell.passivate();
  const reply = cell.do(OPEN_MS, { kind: "return", id: hold.id, by: "s", reason: "坏果" });
  assertEquals("reservation" in reply && reply.reservation?.refundFen, 70);
  assertEquals(cell.told, [
    { to: "wallet/ann", command: { kind: "give-back", coupon: COUPON.id, reservation: hold.id } },
    { to: "wallet/ann", command: { kind: "claw-back", id: hold.id, reason: "reversed" } },
  ]);
});

Deno.test("a confirmed sale grants what the campaign says, once", () => {
  const cell = Cell.with(1, { grants: GRANTS });
  const hold = cell.reserved(OPEN_MS, "ann");
  cell.confirm(OPEN_MS, hold);
  const grant = { kind: "grant", id: hold.id, campaign: "sale", ...GRANTS };
  assertEquals(cell.told, [{ to: "wallet/ann", command: grant }]);
  cell.confirm(OPEN_MS, hold);
  assertEquals(cell.told, []);
  const answer = cell.do(OPEN_MS, { kind: "granted", id: hold.id, atMs: OPEN_MS }, "wallet/ann");
  assertEquals([codeOf(answer), cell.events], ["noted", []]);
});

Deno.test("the buyer's record hears of a purchase and of its end, where the campaign says so", () => {
  const cell = Cell.with(1, { announces: true });
  const hold = cell.reserved(OPEN_MS, "ann");
  assertEquals(cell.told, [], "nothing of a grab");
  const event = { id: hold.id, type: "purchase-confirmed", atMs: OPEN_MS + 5, amountFen: 100 };
  cell.confirm(OPEN_MS + 5, hold);
  assertEquals(cell.told, [{
    to: "customer/ann",
    command: { kind: "event", event, reversal: false },
  }]);
  cell.do(OPEN_MS + 9, { kind: "return", id: hold.id, by: "s", reason: "r" });
  assertEquals(cell.told, [{
    to: "customer/ann",
    command: { kind: "event", event: { ...event, atMs: OPEN_MS + 9 }, reversal: true },
  }]);
});

Deno.test("the buyer's record hears what was paid, and nothing of a purchase that costs nothing", () => {
  const bought = (priceFen: number, coupon: { id: string; discountFen: number } | null) => {
    const cell = Cell.with(1, { announces: true, priceFen });
    const hold = cell.reserved(OPEN_MS, "ann");
    const toRecord = () =>
      cell.told.filter(({ to }) => to === "customer/ann").map(({ command }) =>
        (command as PurchaseEvent).event.amountFen
      );
    const reply = cell.do(OPEN_MS, {
      kind: "confirm",
      customer: "ann",
      id: hold.id,
      payment: { id: "p", paidFen: priceFen - (coupon?.discountFen ?? 0) },
      ...(coupon === null ? {} : { coupon }),
    });
    assertEquals(stateOf(reply), "confirmed");
    const confirmed = toRecord();
    cell.passivate();
    cell.do(OPEN_MS, { kind: "return", id: hold.id, by: "s", reason: "r" });
    return [...confirmed, ...toRecord()];
  };
  assertEquals(bought(100, COUPON), [70, 70]);
  assertEquals(bought(0, null), []);
  assertEquals(bought(100, { id: "k", discountFen: 100 }), []);
});

Deno.test("a late payment that takes its unit again is a purchase too", () => {
  const cell = Cell.with(1, { announces: true, grants: GRANTS });
  const hold = cell.reserved(OPEN_MS, "ann");
  assertEquals(stateOf(cell.confirm(OPEN_MS + HOLD_MS, hold)), "confirmed");
  assertEquals(cell.told.map(({ to }) => to), ["wallet/ann", "customer/ann"]);
});

Deno.test("a wallet that asks is told to keep the coupon while the hold runs, and to let it go after", () => {
  const cell = Cell.with(1);
  const hold = cell.reserved(OPEN_MS, "ann");
  const ask = (atMs: number) => {
    const message = { kind: "lock-ended", coupon: "k", reservation: hold.id } as const;
    cell.do(atMs, message, "wallet/ann");
    return cell.told.map(({ command }) => command);
  };
  const untilMs = OPEN_MS + HOLD_MS;
  const about = { coupon: "k", reservation: hold.id };
  assertEquals(ask(OPEN_MS), [{ kind: "keep", ...about, untilMs }]);
  assertEquals(ask(untilMs), [{ kind: "let-go", ...about }]);
});
