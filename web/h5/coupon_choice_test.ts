import { assertEquals } from "@std/assert";
import { discountOf, fittingCoupons } from "./coupon_choice.ts";
import { iso, NOW_MS } from "./fixtures.ts";
import { coupon } from "./me/fixtures.ts";

function rules(amountFen: number, minimumFen = 0) {
  return { ...coupon().rules, amountFen, minimumFen };
}

function fitting(coupons: Parameters<typeof fittingCoupons>[0], dueFen = 990): readonly string[] {
  return fittingCoupons(coupons, { dueFen, nowMs: NOW_MS }).map(({ id }) => id);
}

Deno.test("a coupon fits from its minimum on, and only while it is valid and unused", () => {
  const coupons = [
    coupon({ id: "fits", rules: rules(100, 990) }),
    coupon({ id: "minimum", rules: rules(100, 991) }),
    coupon({ id: "early", rules: rules(100), validFrom: iso(1) }),
    coupon({ id: "late", rules: rules(100), validUntil: iso(0) }),
    coupon({ id: "used", rules: rules(100), state: "used" }),
    coupon({ id: "locked", rules: rules(100), state: "locked" }),
  ];
  assertEquals(fitting(coupons), ["fits"]);
});

Deno.test("what takes off most comes first, among equals what ends first", () => {
  const coupons = [
    coupon({ id: "small", rules: rules(100) }),
    coupon({ id: "all", rules: rules(990), validUntil: iso(90_000) }),
    coupon({ id: "more than all", rules: rules(5_000), validUntil: iso(60_000) }),
  ];
  assertEquals(fitting(coupons), ["more than all", "all", "small"]);
});

Deno.test("nothing fits what costs nothing", () => {
  assertEquals(fitting([coupon({ rules: rules(100) })], 0), []);
});

Deno.test("a coupon takes off no more than is due", () => {
  assertEquals([discountOf(coupon(), 990), discountOf(coupon(), 5_000)], [990, 1_000]);
});
