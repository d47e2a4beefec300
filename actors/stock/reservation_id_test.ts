import { assertEquals } from "@std/assert";
import { parseReservationId, reservationId, reservationPrefix } from "./reservation_id.ts";

Deno.test("a reservation's id names its campaign, cell, number and tag", () => {
  const id = reservationId(reservationPrefix("summer_-1", 122), 8_191, "aB_-9xyz");
  assertEquals(parseReservationId(id), {
    campaignId: "summer_-1",
    cell: 122,
    n: 8_191,
    tag: "aB_-9xyz",
  });
});

Deno.test("what is no reservation's id is refused", () => {
  for (
    const id of [
      "",
      "a",
      "a.0",
      "a.0.0",
      "a.0.0-short",
      "a/b.0.0-aaaaaaaa",
      "a.0.0-aaaaaaaa ",
      "a.A.0-aaaaaaaa",
    ]
  ) {
    assertEquals(parseReservationId(id), null, id);
  }
});
