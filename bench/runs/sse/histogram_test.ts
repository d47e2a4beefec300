import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Histogram } from "./histogram.ts";

Deno.test("a quantile is right to two parts in a hundred, the largest exactly", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1 }),
      (all) => {
        const histogram = new Histogram();
        for (const ms of all) histogram.add(ms);
        const sorted = all.toSorted((a, b) => a - b);
        for (const share of [0.5, 0.95, 0.99, 1]) {
          const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
          const found = histogram.quantileMs(share) ?? NaN;
          assert(
            Math.abs(found - exact) <= exact * 0.02 + 0.001,
            `${share}: ${found} for ${exact}`,
          );
        }
        assertEquals(histogram.spread().maxMs, sorted.at(-1));
      },
    ),
  );
});

Deno.test("an empty histogram tells nothing, as one that was cleared", () => {
  const histogram = new Histogram();
  histogram.add(5);
  histogram.clear();
  assertEquals(histogram.spread(), {
    count: 0,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    maxMs: null,
  });
});

Deno.test("less than nothing, as after a clock was set back, is nothing", () => {
  const histogram = new Histogram();
  histogram.add(-3);
  assertEquals(histogram.spread().maxMs, 0);
});
