import { assertEquals } from "@std/assert";
import { reservationBody, reservationJson } from "./reservation_json.ts";

const view = {
  id: "abc.0.1-AAAAAAAA",
  campaignId: "abc",
  customer: "c1",
  units: 2,
  priceFen: 990,
  state: "held",
  createdAtMs: 1_700_000_000_000,
  expiresAtMs: 1_700_000_060_000,
} as const;

Deno.test("the text built by hand is what JSON.stringify makes", () => {
  for (const one of [view, { ...view, state: "expired", refundFen: 1980 } as const]) {
    assertEquals(JSON.parse(reservationBody(one)), { reservation: reservationJson(one) });
  }
});

Deno.test("a reservation does not tell whose it is", () => {
  assertEquals("customer" in reservationJson(view), false);
});
