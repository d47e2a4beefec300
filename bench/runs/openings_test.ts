import { assertEquals } from "@std/assert";
import { openingsOf } from "./openings.ts";

const sale = (startsAt: string) => ({ id: startsAt, kind: "flash-sale", units: 1, startsAt });
const referral = { id: "r", kind: "referral", units: 1, startsAt: "2026-11-22T10:00:00Z" };
const AT_MS = Date.parse("2026-11-22T10:00:05Z");

Deno.test("each sale that opens in the middle of a load is marked, by the generator's clock", () => {
  const campaigns = [sale("2026-11-22T10:00:05Z"), sale("2026-11-22T10:00:35Z"), referral];
  const setup = { campaigns, startAtMs: AT_MS - 300 };
  assertEquals(openingsOf({ scenario: "mixed_day" }, { setup }), [
    { atMs: AT_MS - 300, label: "sale opens" },
    { atMs: AT_MS + 29_700, label: "sale opens" },
  ]);
});

Deno.test("nothing opens in a storefront, nor where all was sold before", () => {
  const setup = { campaigns: [sale("2026-11-22T10:00:05Z")], startAtMs: AT_MS };
  assertEquals(openingsOf({ scenario: "sold_out" }, { setup }), []);
  assertEquals(openingsOf({ scenario: "mixed_day" }, { setup: { campaigns: [] } }), []);
  assertEquals(openingsOf({ scenario: "flash_sale" }, { setup: null }), []);
});
