import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { LineSpec, Measured } from "./curve.ts";
import { grownCounts, judge, median, pointsOf, quantile } from "./points.ts";
import { sentenceOf } from "./words.ts";

const LINE: LineSpec = {
  key: "grab",
  kind: "beside",
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

function sizeOf(size: number, windows: readonly number[]) {
  return { size, windows: windows.map((us) => window(us)) };
}

Deno.test("sizes that are measured in turns are compared window by window", () => {
  const points = pointsOf([
    // The machine slows down to half in the second round, for both alike.
    sizeOf(10, [50, 100, 52]),
    sizeOf(1_000, [55, 110, 200]),
  ], LINE);
  assertEquals(points.map(({ size }) => size), [10, 1_000]);
  assertAlmostEquals(points[0]?.ratio ?? 0, 1);
  assertAlmostEquals(points[1]?.ratio ?? 0, 1.1);
  assertAlmostEquals(points[1]?.ratioTo ?? 0, (1.1 + 200 / 52) / 2);
  assertAlmostEquals(points[1]?.allUs ?? 0, 110);
});

Deno.test("work that is measured again later is compared by its median", () => {
  const sizes = [sizeOf(10, [50, 50, 80]), sizeOf(1_000, [60, 55, 300])];
  const points = pointsOf(sizes, { kind: "around" });
  assertAlmostEquals(points[0]?.ratio ?? 0, 1);
  assertAlmostEquals(points[1]?.ratio ?? 0, 1.2);
  assertAlmostEquals(points[1]?.ratioFrom ?? 0, 1.15);
});

Deno.test("a line that grew by no more than 15 % is flat, by its worst size", () => {
  const line = (us: readonly number[], spec = LINE) =>
    judge(spec, us.map((one, at) => sizeOf(10 ** at, [one])));
  assertEquals(line([100, 114, 90]).verdict, "flat");
  assertEquals(line([100, 120, 90]).verdict, "not-flat");
  assertEquals(line([100, 120, 90]).worst.size, 10);
  const growing = { ...LINE, growsBecause: { zh: "各得一份", en: "each gets a copy" } };
  assertEquals(line([1, 10], growing).verdict, "growing");
});

Deno.test("a cost that is less than the noise is called unclear, not flat", () => {
  assertEquals(judge(LINE, [sizeOf(1, [-1]), sizeOf(10, [20])]).verdict, "unclear");
  assertEquals(judge(LINE, [sizeOf(1, [])]).verdict, "unclear");
});

Deno.test("a line may be judged by the main thread alone", () => {
  const windows = [10, 30].map((mainUs, at) => ({
    size: 10 ** at,
    windows: [window(100, { mainUs })],
  }));
  assertEquals(judge(LINE, windows).verdict, "flat");
  const judged = judge({ ...LINE, judgedBy: "main" }, windows);
  assertEquals([judged.verdict, judged.worst.ratio], ["not-flat", 3]);
});

Deno.test("what each operation brings about more often is the reason", () => {
  const judged = judge(LINE, [
    { size: 1, windows: [window(50, { records: 0.6 })] },
    { size: 100, windows: [window(100, { records: 3 })] },
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
  const judged = judge(LINE, [
    { size: 1, windows: [window(50, { mainUs: 20 })] },
    { size: 100, windows: [window(100, { mainUs: 60 })] },
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
