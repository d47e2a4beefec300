import { assertEquals } from "@std/assert";
import { createPace, PACE_SECONDS, peakOf, sellOutInMs } from "./pace.ts";

const START_MS = 1_000_000_000_000;

function paceOf(steps: readonly (readonly [atMs: number, taken: number])[]) {
  const pace = createPace();
  for (const [atMs, taken] of steps) pace.observe({ atMs: START_MS + atMs, taken });
  return pace;
}

Deno.test("what was taken before one looked is no grab of this second", () => {
  assertEquals(paceOf([[0, 500]]).now.value.perSecond, [0]);
});

Deno.test("units taken within a second add up, and a second without news counts nothing", () => {
  const pace = paceOf([[0, 10], [200, 12], [900, 15], [3_100, 16]]);
  assertEquals(pace.now.value.perSecond, [5, 0, 0, 1]);
  pace.tick(START_MS + 5_000);
  assertEquals(pace.now.value.perSecond, [5, 0, 0, 1, 0, 0]);
  assertEquals(peakOf(pace.now.value), 5);
});

Deno.test("units that come back are not taken from those that go", () => {
  assertEquals(paceOf([[0, 10], [100, 8], [200, 11]]).now.value.perSecond, [3]);
});

Deno.test("only the last minutes are kept", () => {
  const pace = paceOf([[0, 0], [500, 7]]);
  pace.tick(START_MS + 10 * 60_000);
  assertEquals(pace.now.value.perSecond.length, PACE_SECONDS);
  assertEquals(peakOf(pace.now.value), 0);
});

Deno.test("the time to sell out follows the last full seconds, and is unknown while nothing goes", () => {
  const pace = paceOf([[0, 0], [100, 20], [1_100, 40], [2_100, 45]]);
  assertEquals(sellOutInMs(pace.now.value, 100), 5_000);
  assertEquals(sellOutInMs(pace.now.value, 0), null);
  assertEquals(sellOutInMs(createPace().now.value, 100), null);
});
