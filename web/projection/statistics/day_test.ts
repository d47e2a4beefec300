import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { dayNumber, dayStartMs, dayText, parseDay } from "./day.ts";

Deno.test("a day begins at midnight in Shanghai, eight hours before that of UTC", () => {
  const midnight = Date.UTC(2026, 10, 21, 16);
  assertEquals(dayText(dayNumber(midnight)), "2026-11-22");
  assertEquals(dayText(dayNumber(midnight - 1)), "2026-11-21");
  assertEquals(dayStartMs(dayNumber(midnight)), midnight);
});

Deno.test("days that do not exist are none", () => {
  for (const text of ["2026-02-29", "2026-13-01", "2026-1-1", "x", "", "2026-11-22T00:00:00Z"]) {
    assertEquals(parseDay(text), null, text);
  }
  assertEquals(parseDay("2028-02-29") === null, false);
});

Deno.test("every instant is in the day that its text names", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => {
    const day = dayNumber(atMs);
    assertEquals(parseDay(dayText(day)), day);
    assertEquals(atMs >= dayStartMs(day) && atMs < dayStartMs(day + 1), true);
  }));
});
