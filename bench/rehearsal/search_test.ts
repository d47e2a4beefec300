import { assert, assertEquals } from "@std/assert";
import { type Probe, searchBreakpoint } from "./search.ts";

/** An installation that carries up to `limit`, behind a generator that offers up to `most`. */
async function search(
  options: { limit: number; most?: number; expected: number; probes?: number; stopAt?: number },
) {
  const { limit, most = Infinity, expected, probes = 30, stopAt = Infinity } = options;
  const tried: number[] = [];
  const judge = (perSecond: number): Probe => ({
    asked: perSecond,
    perSecond: Math.min(perSecond, limit),
    outcome: perSecond > limit ? "gave-way" : perSecond > most ? "generator" : "carried",
    isEasy: perSecond < limit / 10,
  });
  const found = await searchBreakpoint({
    first: judge(expected),
    expectedPerSecond: expected,
    hasTime: () => tried.length < probes,
    probe(perSecond) {
      tried.push(perSecond);
      return Promise.resolve(tried.length > stopAt ? null : judge(perSecond));
    },
  });
  return { ...found, tried };
}

Deno.test("the breakpoint is a rate that was carried, close below one that was not", async () => {
  const { carried, broke, cut } = await search({ limit: 2_345, expected: 100 });
  assertEquals(cut, null);
  const [low, high] = [carried?.perSecond ?? 0, broke?.asked ?? 0];
  assert(low > 0 && low <= 2_345 && high > 2_345);
  assert(high / low <= 1.15);
});

Deno.test("rates are doubled, and far from the bounds taken times four", async () => {
  const { tried } = await search({ limit: 2_000, expected: 100, probes: 3 });
  assertEquals(tried, [400, 800, 1_600]);
});

Deno.test("an undersized installation is searched downwards", async () => {
  const { carried, broke } = await search({ limit: 50, expected: 200 });
  assert(carried !== null && carried.perSecond <= 50 && carried.perSecond > 40);
  assert(broke !== null && broke.asked < 60);
});

Deno.test("downwards, what was answered says where to look", async () => {
  const { tried } = await search({ limit: 3_000, expected: 40_000, probes: 2 });
  assertEquals(tried, [3_000, 10_954]);
});

Deno.test("one that carries nothing has no breakpoint", async () => {
  const { carried, broke, tried } = await search({ limit: 0, expected: 200 });
  assertEquals([carried, broke?.asked], [null, 4]);
  assertEquals(tried, [12, 4]);
});

Deno.test("where the generator gives way first, that is what is told", async () => {
  const { carried, broke } = await search({ limit: 10_000, most: 900, expected: 100 });
  assertEquals(broke?.outcome, "generator");
  assert(carried !== null && carried.perSecond > 780);
});

Deno.test("what was carried so far stands when the time is over, or it is interrupted", async () => {
  const timed = await search({ limit: 1e9, expected: 1, probes: 2 });
  assertEquals([timed.cut, timed.carried?.perSecond, timed.broke], ["time", 16, null]);
  const stopped = await search({ limit: 1e9, expected: 1, stopAt: 1 });
  assertEquals([stopped.cut, stopped.carried?.perSecond], ["interrupted", 4]);
});

Deno.test("an expected peak of one a second can be searched", async () => {
  assertEquals((await search({ limit: 0, expected: 1 })).carried, null);
  const { carried, broke } = await search({ limit: 1, expected: 1 });
  assertEquals([carried?.asked, broke?.asked], [1, 2]);
});
