import { assertEquals } from "@std/assert";
import type { Attempt } from "./attempt.ts";
import { atLeast, atMost, judge, type Seen, seenOf } from "./judge.ts";

const USUAL = { p50Ms: 5, p95Ms: 5, p99Ms: 5 };
const SEEN: Seen = {
  outage: { fromMs: 1_000, ms: 2_000 },
  pageOutage: null,
  failed: 3,
  unanswered: 1,
  firstMs: 700,
  usualMs: null,
};

Deno.test("only bounds that a fault has are judged, and what never came misses its bound", () => {
  const judged = judge(SEEN, {
    bounds: { outageMs: 1_500, failures: 3, usualMs: 5_000 },
    usual: USUAL,
  });
  assertEquals(judged.map(({ measured, ok }) => [measured, ok]), [
    [2_000, false],
    [3, true],
    [null, false],
  ]);
});

Deno.test("a fault that nobody felt fails", () => {
  const quiet = { ...SEEN, outage: { fromMs: 0, ms: 20 } };
  assertEquals(judge(quiet, { bounds: { outageMsMin: 100 }, usual: USUAL }).map(({ ok }) => ok), [
    false,
  ]);
  assertEquals(judge(SEEN, { bounds: { outageMsMin: 100 }, usual: USUAL }).map(({ ok }) => ok), [
    true,
  ]);
});

Deno.test("a machine that was slow before the fault may leave longer gaps in it", () => {
  const bounds = { outageMs: 1_500 };
  const slow = { ...USUAL, p99Ms: 600 };
  assertEquals(judge(SEEN, { bounds, usual: slow }).map(({ ok }) => ok), [true]);
});

Deno.test("bounds include their own value", () => {
  assertEquals(atMost("a", { unit: "ms", most: 5, measured: 5 }).ok, true);
  assertEquals(atLeast("a", { unit: "ms", least: 5, measured: 5 }).ok, true);
  assertEquals(atLeast("a", { unit: "ms", least: 5, measured: null }).ok, false);
});

Deno.test("pages that are shown do not hide that nothing is sold", () => {
  const attempt = (ask: "page" | "grab", sentMs: number, served: boolean): Attempt => ({
    ...{ ask, sentMs, endMs: sentMs + 5, served },
    ...{ status: served ? 200 : 503, reason: served ? "held" : "overloaded" },
  });
  const attempts = Array.from({ length: 100 }, (_, n) => [
    attempt("page", 20 * n, true),
    attempt("grab", 20 * n, n < 20 || n > 80),
  ]).flat();
  const seen = seenOf(attempts, { endedMs: 1_600, usual: USUAL });
  assertEquals(seen.outage, { fromMs: 400, ms: 1_225 });
  assertEquals(seen.pageOutage?.ms, 5);
  assertEquals(seen.firstMs, 25);
});
