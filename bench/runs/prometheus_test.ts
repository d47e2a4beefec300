import { assertAlmostEquals, assertEquals } from "@std/assert";
import { grown, meanBetween, parseMetrics, quantileBetween } from "./prometheus.ts";

/** A histogram with bounds 1 ms, 10 ms and 100 ms. */
function histogram(counts: readonly number[], sum: number) {
  const bounds = ["0.001", "0.01", "0.1", "+Inf"];
  return parseMetrics([
    "# HELP c Of one append",
    "# TYPE c histogram",
    ...bounds.map((le, n) => `c_bucket{le="${le}"} ${counts[n]}`),
    `c_sum ${sum}`,
    `c_count ${counts[3]}`,
    "",
  ].join("\n"));
}

Deno.test("metrics are read by name with their labels", () => {
  const metrics = parseMetrics('# HELP a b\na 1\nb{route="x y",status="201"} 2.5e3\nc NaN\n\nd\n');
  assertEquals([...metrics], [["a", 1], ['b{route="x y",status="201"}', 2_500]]);
});

Deno.test("a quantile is of what came between two readings alone", () => {
  const before = histogram([1_000, 1_000, 1_000, 1_000], 0.5);
  const after = histogram([1_000, 1_050, 1_100, 1_100], 3.5);
  // 50 between 1 and 10 ms, 50 between 10 and 100 ms.
  const quantile = (share: number) => quantileBetween(before, after, { name: "c", share });
  assertAlmostEquals(quantile(0.25) ?? 0, 0.001 + 0.009 / 2, 1e-9);
  assertAlmostEquals(quantile(0.5) ?? 0, 0.01, 1e-9);
  assertAlmostEquals(quantile(0.75) ?? 0, 0.055, 1e-9);
  assertAlmostEquals(meanBetween(before, after, "c") ?? 0, 0.03, 1e-9);
});

Deno.test("what is above the last bound is told as that bound", () => {
  const before = histogram([0, 0, 0, 0], 0);
  const after = histogram([0, 0, 0, 5], 50);
  assertEquals(quantileBetween(before, after, { name: "c", share: 0.99 }), 0.1);
});

Deno.test("where nothing came, or a restart began anew, there is no value", () => {
  const one = histogram([5, 5, 5, 5], 0.01);
  assertEquals(quantileBetween(one, one, { name: "c", share: 0.5 }), null);
  assertEquals(meanBetween(one, one, "c"), null);
  assertEquals(grown(one, histogram([0, 0, 0, 0], 0), "c_count"), null);
  assertEquals(grown(one, one, "unknown"), null);
});
