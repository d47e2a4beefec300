import { assertEquals } from "@std/assert";
import { clock, figure, number, ratio, share, short, times } from "./figures.ts";

Deno.test("figures have three digits that count, and a dash where there is none", () => {
  const shown = [0, 5, 12_345, 1234.56, 123.4, 12.34, 1.234, 0.0456, 0.000_01, NaN, Infinity, null];
  assertEquals(shown.map(number), [
    ..."0|5|12,345|1,235|123|12.3|1.23|0.0456|1.0e-5|–|–|–".split("|"),
  ]);
});

Deno.test("units stand as people write them", () => {
  assertEquals(figure(1_200, "/s"), "1,200/s");
  assertEquals(figure(12_345, "ms"), "12.3 s");
  assertEquals(figure(1.5 * 2 ** 30, "bytes"), "1.50 GiB");
  assertEquals(figure(0.256, "share"), "25.6 %");
  assertEquals(figure(3, "count"), "3");
  assertEquals(figure(null, "ms"), "–");
  assertEquals([short(12_000, "/s"), short(1_500_000, ""), short(0.5, "cores")], [
    "12k",
    "1.5M",
    "0.5",
  ]);
});

Deno.test("a ratio to nothing is no ratio", () => {
  assertEquals([ratio(1, 0), ratio(0, 0), ratio(null, 2), ratio(2, null)], [
    null,
    null,
    null,
    null,
  ]);
  assertEquals([times(ratio(3, 2)), times(ratio(3, 0))], ["1.50×", "–"]);
});

Deno.test("a share is 100 % only where nothing is missing", () => {
  assertEquals([share(1, 1), share(99_999, 100_000), share(1, 50), share(0, 0)], [
    "100 %",
    "> 99.9 %",
    "2 %",
    "–",
  ]);
});

Deno.test("times since the start", () => {
  assertEquals([clock(0), clock(65), clock(3_605)], ["0:00", "1:05", "1:00:05"]);
});
