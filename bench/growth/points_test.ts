import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { LineSpec, Measured } from "./curve.ts";
import { grownCounts, judge, median, pointsOf, quantile } from "./points.ts";
import { sentenceOf } from "./words.ts";

const LINE: LineSpec = {
  key: "grab",
  label: { zh: "一次抢购", en: "a grab" },
  per: { zh: "每次抢购", en: "grab" },
};

/** A window of 100 operations. */
function window(allUs: number, by: { mainUs?: number; records?: number } = {}): Measured {
  const { mainUs = allUs / 2, records = 1 } = by;
  return {
    operations: 100,
    cost: { mainUs: 100 * mainUs, allUs: 100 * allUs, counts: { records: 100 * records } },
  };
}

function sizeOf(size: number, pairs: readonly (readonly [grown: number, control: number])[]) {
  return {
    size,
    pairs: pairs.map(([grown, control]) => ({ grown: window(grown), control: window(control) })),
  };
}

Deno.test("a ratio is that to the control beside it, so that a slow while meets both", () => {
  const points = pointsOf([
    sizeOf(10, [[60, 50], [60, 50], [60, 50]]),
    // The machine is half as fast by now; one window was disturbed alone.
    sizeOf(1_000, [[132, 100], [132, 100], [400, 100]]),
  ]);
  assertEquals(points.map(({ size }) => size), [10, 1_000]);
  assertAlmostEquals(points[0]?.ratio ?? 0, 1);
  assertAlmostEquals(points[1]?.ratio ?? 0, 1.1);
  assertAlmostEquals(points[1]?.ratioFrom ?? 0, 1.1);
  assertAlmostEquals(points[1]?.ratioTo ?? 0, (1.32 + 4) / 2 / 1.2);
  assertAlmostEquals(points[1]?.allUs ?? 0, 132);
});

Deno.test("a line that grew by no more than 15 % is flat, by its worst size", () => {
  const line = (us: readonly number[], spec = LINE) =>
    judge(spec, us.map((one, at) => sizeOf(10 ** at, [[one, 100]])));
  assertEquals(line([100, 114, 90]).verdict, "flat");
  assertEquals(line([100, 120, 90]).verdict, "not-flat");
  assertEquals(line([100, 120, 90]).worst.size, 10);
  const growing = { ...LINE, growsBecause: { zh: "各得一份", en: "each gets a copy" } };
  assertEquals(line([1, 10], growing).verdict, "growing");
});

Deno.test("a cost that is less than the noise is called unclear, not flat", () => {
  assertEquals(judge(LINE, [sizeOf(1, [[-1, 10]]), sizeOf(10, [[20, 10]])]).verdict, "unclear");
  assertEquals(judge(LINE, [{ size: 1, pairs: [] }]).verdict, "unclear");
});

Deno.test("a line may be judged by the main thread alone", () => {
  const control = window(100, { mainUs: 10 });
  const windows = [10, 30].map((mainUs, at) => ({
    size: 10 ** at,
    pairs: [{ grown: window(100, { mainUs }), control }],
  }));
  assertEquals(judge(LINE, windows).verdict, "flat");
  const judged = judge({ ...LINE, judgedBy: "main" }, windows);
  assertEquals([judged.verdict, judged.worst.ratio], ["not-flat", 3]);
});

Deno.test("what each operation brings about more often is the reason", () => {
  const control = window(50);
  const judged = judge(LINE, [
    { size: 1, pairs: [{ grown: window(50, { records: 0.6 }), control }] },
    { size: 100, pairs: [{ grown: window(100, { records: 3 }), control }] },
  ]);
  assertEquals(judged.grown, [{ name: "records", from: 0.6, to: 3 }]);
  assertEquals(
    sentenceOf(judged).en,
    "not flat, 2× at 100 (50 µs per grab at 1, 100 µs at 100): journal records per grab 0.6 → 3",
  );
  const counts = { a: 1, b: 0, snapshotBytes: 0 };
  assertEquals(grownCounts({ counts }, { counts: { a: 1.2, b: 0.01, snapshotBytes: 300 } }), []);
});

Deno.test("what nothing explains is said to be so", () => {
  const control = window(50);
  const judged = judge(LINE, [
    { size: 1, pairs: [{ grown: window(50, { mainUs: 20 }), control }] },
    { size: 100, pairs: [{ grown: window(100, { mainUs: 60 }), control }] },
  ]);
  assertEquals(
    sentenceOf(judged).en,
    "not flat, 2× at 100 (50 µs per grab at 1, 100 µs at 100): not explained; 80 % of what was added is " +
      "the main thread's",
  );
});

Deno.test("quantiles lie between values", () => {
  assertEquals([median([3, 1, 2]), median([1, 2, 3, 4]), median([7])], [2, 2.5, 7]);
  assertEquals([quantile([1, 2, 3, 4, 5], 0.25), quantile([0, 10], 0.75)], [2, 7.5]);
  assertEquals(median([]), NaN);
});
