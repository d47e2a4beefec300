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

Deno.test("a ratio is the median of windows that were measured side by side", () => {
  // The machine slows down to half in the second round, for both alike.
  const points = pointsOf([
    { size: 10, windows: [window(50), window(100), window(52)] },
    { size: 1_000, windows: [window(55), window(110), window(200)] },
  ]);
  assertEquals(points.map(({ size }) => size), [10, 1_000]);
  assertAlmostEquals(points[0]?.ratio ?? 0, 1);
  assertAlmostEquals(points[1]?.ratio ?? 0, 1.1);
  assertAlmostEquals(points[1]?.allUs ?? 0, 110);
  assertAlmostEquals(points[1]?.ratioTo ?? 0, (1.1 + 200 / 52) / 2);
});

Deno.test("a line that grew by no more than 15 % is flat, by its worst size", () => {
  const line = (us: readonly number[]) =>
    judge(LINE, us.map((one, at) => ({ size: 10 ** at, windows: [window(one)] })));
  assertEquals(line([100, 114, 90]).verdict, "flat");
  assertEquals(line([100, 120, 90]).verdict, "not-flat");
  assertEquals(line([100, 120, 90]).worst.size, 10);
  const growing = { ...LINE, growsBecause: { zh: "各得一份", en: "each gets a copy" } };
  const windows = [1, 10].map((us) => ({ size: us, windows: [window(us)] }));
  assertEquals(judge(growing, windows).verdict, "growing");
});

Deno.test("a cost that is less than the noise is called unclear, not flat", () => {
  const windows = [-1, 20].map((us, at) => ({ size: 10 ** at, windows: [window(us)] }));
  assertEquals(judge(LINE, windows).verdict, "unclear");
  assertEquals(judge(LINE, [{ size: 1, windows: [] }]).verdict, "unclear");
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
  assertEquals(grownCounts({ counts: { a: 1, b: 0 } }, { counts: { a: 1.2, b: 0.01 } }), []);
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
