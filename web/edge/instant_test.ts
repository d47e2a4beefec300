import { assertEquals } from "@std/assert";
import { isoInstant } from "./instant.ts";

Deno.test("instants read like Date's own", () => {
  const base = Date.UTC(2026, 10, 22, 8, 0, 0);
  for (const ms of [0, 1, base, base + 7, base + 999, base + 1_000, base - 1, 86_399_999]) {
    for (const repeat of [ms, ms]) assertEquals(isoInstant(repeat), new Date(ms).toISOString());
  }
});

Deno.test("instants of many seconds in turn stay right", () => {
  for (let round = 0; round < 3; round++) {
    for (let s = 0; s < 10; s++) {
      assertEquals(isoInstant(s * 1_000 + round), new Date(s * 1_000 + round).toISOString());
    }
  }
});
