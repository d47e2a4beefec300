import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { diceOf } from "./dice.ts";
import { zipf } from "./zipf.ts";

const DRAWS = 100_000;

for (const exponent of [0.8, 1, 1.2]) {
  Deno.test(`ranks come as often as Zipf's law with exponent ${exponent} says`, () => {
    const ranks = 18_000;
    const draw = zipf({ ranks, exponent });
    const dice = diceOf(7);
    const counts = new Uint32Array(ranks);
    for (let n = 0; n < DRAWS; n++) {
      const rank = draw(dice);
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    let sum = 0;
    for (let k = 1; k <= ranks; k++) sum += k ** -exponent;
    for (const rank of [1, 2, 5, 20]) {
      const expected = DRAWS * rank ** -exponent / sum;
      const off = Math.abs((counts[rank - 1] ?? 0) - expected);
      assert(off < 5 * Math.sqrt(expected), `rank ${rank}: ${counts[rank - 1]}, not ${expected}`);
    }
    const tail = counts.subarray(9_000).reduce((all, one) => all + one, 0);
    let tailSum = 0;
    for (let k = 9_001; k <= ranks; k++) tailSum += k ** -exponent;
    assertAlmostEquals(tail / DRAWS, tailSum / sum, 0.01);
  });
}

Deno.test("the same seed draws the same ranks, and none is out of range", () => {
  const draw = zipf({ ranks: 3, exponent: 1 });
  const once = diceOf(1);
  const again = diceOf(1);
  const seen = new Set<number>();
  for (let n = 0; n < 1_000; n++) {
    const rank = draw(once);
    assertEquals(draw(again), rank);
    seen.add(rank);
  }
  assertEquals([...seen].sort(), [0, 1, 2]);
  assertEquals(zipf({ ranks: 1, exponent: 1 })(once), 0);
});

Deno.test("no ranks or no exponent is refused", () => {
  assertThrows(() => zipf({ ranks: 0, exponent: 1 }), Error, "Cannot draw by Zipf: 0 ranks");
  assertThrows(() => zipf({ ranks: 5, exponent: NaN }), Error, "exponent NaN");
});
