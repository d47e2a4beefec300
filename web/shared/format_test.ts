import { assertEquals } from "@std/assert";
import {
  clockTime,
  count,
  fromLocalInput,
  left,
  money,
  shortLeft,
  span,
  toLocalInput,
  when,
} from "./format.ts";

const NOW_MS = Date.parse("2026-11-22T04:00:00Z");

Deno.test("money shows fen as yuan with two digits", () => {
  assertEquals(money(1250), "¥12.50");
  assertEquals(money(0), "¥0.00");
  assertEquals(money(123456789), "¥1,234,567.89");
  assertEquals(money(-5), "-¥0.05");
});

Deno.test("count groups digits by three", () => {
  assertEquals([0, 999, 1000, 1234567].map(count), ["0", "999", "1,000", "1,234,567"]);
});

Deno.test("when names today and tomorrow by the Chinese calendar day", () => {
  const at = (iso: string) => when(Date.parse(iso), { nowMs: NOW_MS, locale: "zh" });
  assertEquals(at("2026-11-22T12:00:00Z"), "今天 20:00");
  assertEquals(at("2026-11-22T16:30:00Z"), "明天 00:30");
  assertEquals(at("2026-11-21T15:59:05Z"), "昨天 23:59:05");
  assertEquals(at("2026-11-24T12:00:00Z"), "11月24日 20:00");
  assertEquals(at("2027-01-01T00:00:00Z"), "2027年1月1日 08:00");
});

Deno.test("when speaks English", () => {
  const at = (iso: string) => when(Date.parse(iso), { nowMs: NOW_MS, locale: "en" });
  assertEquals(at("2026-11-22T12:00:00Z"), "today 20:00");
  assertEquals(at("2026-11-24T12:00:00Z"), "Nov 24, 20:00");
  assertEquals(at("2027-11-24T12:00:00Z"), "Nov 24, 2027, 20:00");
});

Deno.test("left rounds up, so a countdown shows 1 until the instant itself", () => {
  assertEquals(left(1).totalSeconds, 1);
  assertEquals(left(0).totalSeconds, 0);
  assertEquals(left(-5000).totalSeconds, 0);
  assertEquals(left(90_061_000), {
    days: 1,
    hours: 1,
    minutes: 1,
    seconds: 1,
    totalSeconds: 90_061,
  });
  assertEquals([shortLeft(245_000), shortLeft(3_845_000)], ["4:05", "1:04:05"]);
});

Deno.test("local input text is China Standard Time and comes back", () => {
  assertEquals(toLocalInput(NOW_MS), "2026-11-22T12:00");
  assertEquals(fromLocalInput("2026-11-22T12:00"), NOW_MS);
  assertEquals(fromLocalInput("2026-13-40T12:00"), null);
  assertEquals(fromLocalInput(""), null);
});

Deno.test("clockTime leaves out zero seconds", () => {
  assertEquals(clockTime(NOW_MS), "12:00");
  assertEquals(clockTime(NOW_MS + 7_000), "12:00:07");
});

Deno.test("span says the day once where both are on it", () => {
  const options = { nowMs: NOW_MS, locale: "zh" as const };
  const fromMs = Date.parse("2026-11-22T12:00:00Z");
  assertEquals(span({ fromMs, toMs: fromMs + 7_200_000 }, options), "今天 20:00 – 22:00");
  assertEquals(span({ fromMs, toMs: fromMs + 86_400_000 }, options), "今天 20:00 – 明天 20:00");
});
