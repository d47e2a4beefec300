import { assertEquals } from "@std/assert";
import type { ThresholdVerdict } from "../report/run_report.ts";
import { breakpointOf } from "./breakpoint.ts";
import type { Second } from "./generator.ts";

/** A ramp by ten a second, whose grabs have these p99. */
function ramp(p99s: readonly number[]): Second[] {
  return p99s.map((p99Ms, n) => ({
    ...{ endMs: n * 1_000, planned: 10 * (n + 1), completed: 9, dropped: 0, answered: 100, vus: 1 },
    outcomes: new Map([["grab 503 overloaded", n >= 5 ? 50 : 0]]),
    latencies: new Map([["grab", { p50Ms: 1, p95Ms: 2, p99Ms, maxMs: p99Ms }]]),
  }));
}

function missed(what: string, unit: string): ThresholdVerdict {
  return { what, unit, bound: { most: 500 }, measured: 900, ok: false };
}

const GRAB = missed("grab p99", "ms");
const SHED = missed("answers that ask to come again", "count");

Deno.test("a ramp gives way where the trouble begins that does not end", () => {
  const seconds = ramp([5, 600, 5, 5, 5, 5, 501, 800, 499, 900]);
  assertEquals(breakpointOf({ seconds, thresholds: [GRAB] }), {
    ...{ perSecond: 60, atS: 6, gaveWay: GRAB },
  });
});

Deno.test("what gave way first is told", () => {
  const seconds = ramp([5, 5, 5, 5, 5, 5, 5, 700, 800]);
  assertEquals(breakpointOf({ seconds, thresholds: [GRAB, SHED] }), {
    ...{ perSecond: 50, atS: 5, gaveWay: SHED },
  });
});

Deno.test("a ramp that is carried to its end has no limit that is known", () => {
  const dropped = missed("dropped iterations", "count");
  for (const thresholds of [[], [{ ...GRAB, ok: true }], [dropped]]) {
    assertEquals(breakpointOf({ seconds: ramp([5, 6, 7]), thresholds }), {
      ...{ perSecond: 30, atS: null, gaveWay: null },
    });
  }
  assertEquals(breakpointOf({ seconds: [], thresholds: [] }), null);
});
