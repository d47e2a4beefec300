import { assertEquals } from "@std/assert";
import { validityText } from "./validity.ts";

const AT = { nowMs: Date.parse("2026-11-22T11:30:00Z"), locale: "zh" } as const;

Deno.test("an end at midnight is said as the end of the day before", () => {
  const times = { from: "2026-11-22T11:00:05.000Z", until: "2026-11-30T16:00:00.000Z" };
  assertEquals(validityText(times, AT), "今天 19:00 – 11月30日 24:00");
  const oneDay = { from: "2026-12-01T16:00:00.000Z", until: "2026-12-02T16:00:00.000Z" };
  assertEquals(validityText(oneDay, AT), "12月2日 00:00 – 24:00");
});

Deno.test("another end is said as it is", () => {
  const times = { from: "2026-11-22T11:00:00.000Z", until: "2026-11-30T15:59:00.000Z" };
  assertEquals(validityText(times, AT), "今天 19:00 – 11月30日 23:59");
});
