import { assertEquals } from "@std/assert";
import { fen } from "./form.ts";
import { check, fieldOf, newTexts, type SaleTexts } from "./sale_form.ts";

const NOW_MS = Date.parse("2026-11-22T11:20:00Z");

function checked(part: Partial<SaleTexts> = {}) {
  const texts = { ...newTexts(NOW_MS), title: "脐橙", product: "5 斤", price: "9.9", units: "100" };
  return check({ ...texts, ...part }, NOW_MS);
}

function faults(part: Partial<SaleTexts>): Record<string, string> {
  return Object.fromEntries(checked(part).faults);
}

Deno.test("a new form starts at the next full hour for two hours, one per person", () => {
  const texts = newTexts(NOW_MS);
  assertEquals([texts.startsAt, texts.endsAt], ["2026-11-22T20:00", "2026-11-22T22:00"]);
  assertEquals([texts.perCustomerMax, texts.holdSeconds], ["1", "300"]);
});

Deno.test("a right form makes the request, times from China to UTC, yuan to fen", () => {
  assertEquals(checked().request, {
    kind: "flash-sale",
    title: "脐橙",
    product: "5 斤",
    priceFen: 990,
    units: 100,
    perCustomerMax: 1,
    perOrderMax: 1,
    startsAt: "2026-11-22T12:00:00.000Z",
    endsAt: "2026-11-22T14:00:00.000Z",
    holdSeconds: 300,
  });
});

Deno.test("each wrong field has its own fault, and there is no request", () => {
  assertEquals(faults({ title: " " }), { title: "required" });
  assertEquals(faults({ title: "长".repeat(81) }), { title: "too-long" });
  assertEquals(faults({ price: "1.234" }), { price: "price" });
  assertEquals(faults({ price: "" }), { price: "required" });
  assertEquals(faults({ units: "0" }), { units: "whole" });
  assertEquals(faults({ units: "1e3" }), { units: "whole" });
  assertEquals(faults({ perCustomerMax: "101" }), { perCustomerMax: "above-units" });
  assertEquals(faults({ perOrderMax: "2" }), { perOrderMax: "above-limit" });
  assertEquals(faults({ holdSeconds: "86401" }), { holdSeconds: "hold" });
  assertEquals(faults({ startsAt: "" }), { startsAt: "time" });
  assertEquals(faults({ endsAt: "2026-11-22T19:59" }), { endsAt: "order" });
  assertEquals(faults({ endsAt: "2026-11-22T19:00" }), { endsAt: "past" });
  assertEquals(checked({ title: "" }).request, null);
});

Deno.test("releases lie within the sale and within its units", () => {
  const release = { at: "2026-11-22T21:00", units: "40" };
  assertEquals(checked({ releases: [release] }).request?.releases, [
    { at: "2026-11-22T13:00:00.000Z", units: 40 },
  ]);
  assertEquals(faults({ releases: [release, { ...release, units: "61" }] }), {
    "releases.1.units": "releases-sum",
  });
  assertEquals(faults({ releases: [{ ...release, at: "2026-11-22T20:00" }] }), {
    "releases.0.at": "release-time",
  });
});

Deno.test("eligibility is sent only where it is asked for", () => {
  assertEquals(checked({ tags: "养老 代发，新市民" }).request?.eligibility, {
    tags: ["养老", "代发", "新市民"],
  });
  assertEquals(checked({ newCustomersOnly: true }).request?.eligibility, {
    newCustomersOnly: true,
  });
});

Deno.test("fen reads yuan without floating point", () => {
  assertEquals(["0", "0.29", "1.1", "¥12.50", "1,000", "-1", "x"].map(fen), [
    0,
    29,
    110,
    1250,
    null,
    null,
    null,
  ]);
});

Deno.test("the server's fields are found in the form", () => {
  assertEquals(["priceFen", "releases.0.units", "title"].map(fieldOf), [
    "price",
    "releases.0.units",
    "title",
  ]);
});

Deno.test("what everyone gets who pays is sent where there is one, and named where it is wrong", () => {
  const grants = { kind: "coupon", ref: "满减券", amount: "5" } as const;
  assertEquals(checked({ grants }).request?.grants, { kind: "coupon", ref: "满减券", amount: 500 });
  assertEquals(faults({ grants: { ...grants, ref: "", amount: "x" } }), {
    "grants.amount": "amount",
    "grants.ref": "required",
  });
  assertEquals(checked().request?.grants, undefined);
});
