import { assertEquals } from "@std/assert";
import type { CouponTemplateJson } from "../../shared/api_wallet.ts";
import { checkCoupon, couponTexts, NEW_COUPON } from "./coupon_form.ts";

const TEMPLATE: CouponTemplateJson = {
  id: "t1",
  unit: "jx",
  on: true,
  version: 3,
  title: "新客立减券",
  amountFen: 1_050,
  minimumFen: 5_000,
  validity: {
    kind: "dates",
    from: "2026-11-30T16:00:00.000Z",
    until: "2026-12-31T16:00:00.000Z",
  },
  units: ["jx.3601"],
  note: "仅限门店",
};

Deno.test("a template comes back from its form as it was", () => {
  const { id: _id, unit: _unit, on: _on, version: _version, ...rules } = TEMPLATE;
  assertEquals(checkCoupon(couponTexts(TEMPLATE)).request, rules);
  assertEquals(couponTexts(TEMPLATE).amount, "10.50");
  const days = { ...TEMPLATE, minimumFen: 0, validity: { kind: "days" as const, days: 7 } };
  assertEquals(checkCoupon(couponTexts(days)).request?.validity, { kind: "days", days: 7 });
  assertEquals(couponTexts(days).minimum, "");
});

Deno.test("the last day counts to its end in China", () => {
  const texts = couponTexts(TEMPLATE);
  assertEquals([texts.from, texts.until], ["2026-12-01", "2026-12-31"]);
  const oneDay = { ...texts, until: texts.from };
  assertEquals(checkCoupon(oneDay).faults.size, 0);
});

Deno.test("each field says what is wrong with it", () => {
  const faultsOf = (part: Partial<typeof NEW_COUPON>) => [
    ...checkCoupon({ ...NEW_COUPON, title: "券", amount: "5", ...part }).faults,
  ];
  assertEquals(faultsOf({}), []);
  assertEquals(faultsOf({ title: " " }), [["title", "required"]]);
  for (const amount of ["", "0", "-1", "1.234", "十元"]) {
    assertEquals(faultsOf({ amount }), [["amountFen", "amount"]], amount);
  }
  assertEquals(faultsOf({ minimum: "x" }), [["minimumFen", "money"]]);
  for (const days of ["", "0", "99999", "1.5"]) {
    assertEquals(faultsOf({ days }), [["validity.days", "days"]], days);
  }
  assertEquals(faultsOf({ validity: "dates" }), [
    ["validity.from", "required"],
    ["validity.until", "required"],
  ]);
  const reversed = { validity: "dates" as const, from: "2026-12-02", until: "2026-12-01" };
  assertEquals(faultsOf(reversed), [["validity.until", "order"]]);
});
