import { assertEquals } from "@std/assert";
import { thinned } from "./thin.ts";

const CHART = { atS: [1, 2, 3, 4, 5], lines: [{ label: "a", values: [1, null, 4, 2, null] }] };

Deno.test("few points stay as they are", () => {
  assertEquals(thinned(CHART, 5), CHART);
});

Deno.test("many points become few, each for its share of time", () => {
  const values = (thin: "mean" | "max" | "last") =>
    thinned({ ...CHART, thin }, 3).lines.map((line) => line.values);
  assertEquals(thinned(CHART, 3).atS, [2, 4, 5]);
  assertEquals(values("mean"), [[1, 3, null]]);
  assertEquals(values("max"), [[1, 4, null]]);
  assertEquals(values("last"), [[1, 2, null]]);
});
