import { assert, assertEquals } from "@std/assert";
import { bankOf, isBank, isCurrent, lineOf } from "./rules.ts";
import { effective } from "./catalogue.ts";
import { differences } from "./differences.ts";
import { SEED_PRODUCTS } from "./data/mod.ts";

const OPEN = { status: "published", validFromMs: null, validToMs: null } as const;

Deno.test("what is published is current from its beginning until just before its end", () => {
  assert(isCurrent(OPEN, 5));
  const bounded = { ...OPEN, validFromMs: 10, validToMs: 20 };
  assertEquals([9, 10, 19, 20].map((ms) => isCurrent(bounded, ms)), [false, true, true, false]);
});

Deno.test("drafts and what is withdrawn are never current", () => {
  assert(!isCurrent({ ...OPEN, status: "draft" }, 5));
  assert(!isCurrent({ ...OPEN, status: "withdrawn" }, 5));
});

Deno.test("a unit has one bank, the province none", () => {
  assertEquals(bankOf("jx"), null);
  assertEquals(bankOf(""), null);
  assertEquals(bankOf("jx.3601"), "jx.3601");
  assertEquals(bankOf("jx.3601.360121001"), "jx.3601");
  assertEquals(["jx", "jx.3601", "jx.3601.1", ""].map(isBank), [false, true, false, false]);
});

Deno.test("a unit stands in one line with all above it", () => {
  assertEquals(lineOf("jx.3601.1"), ["jx", "jx.3601", "jx.3601.1"]);
});

Deno.test("what a bank has switched off is not offered, in whatever order", () => {
  const products = SEED_PRODUCTS.slice(0, 3).map((one) => ({
    ...one,
    status: "published" as const,
    version: 1,
    updatedAt: "2026-11-22T08:00:00.000Z",
    updatedBy: "seed",
  }));
  const [first, second, third] = products.map(({ id }) => id);
  const off = new Set([second ?? ""]);
  assertEquals(effective(products, { off, atMs: 0 }).map(({ id }) => id), [first, third]);
});

Deno.test("the change log has what differs, and nothing else", () => {
  const before = { id: "a", version: 1, name: "甲", steps: ["一"], validTo: null };
  const after = { id: "a", version: 2, name: "甲", steps: ["一", "二"], validTo: null };
  assertEquals(differences(before, after), {
    before: { steps: ["一"] },
    after: { steps: ["一", "二"] },
  });
  assertEquals(differences({}, { name: "乙" }), { before: null, after: { name: "乙" } });
});
