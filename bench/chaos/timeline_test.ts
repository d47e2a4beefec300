import { assertEquals } from "@std/assert";
import type { Attempt } from "./attempt.ts";
import {
  failuresOf,
  firstServedAfter,
  longestOutage,
  secondsOf,
  usualAfter,
  usualOf,
} from "./timeline.ts";

const USUAL = { p50Ms: 5, p95Ms: 10, p99Ms: 20 };

/** A grab every `everyMs` within a span, each taking `tookMs`. */
function grabs(
  span: { fromMs: number; toMs: number; everyMs?: number; tookMs?: number },
  answer: Partial<Pick<Attempt, "status" | "reason" | "served">> = {},
): Attempt[] {
  const { fromMs, toMs, everyMs = 10, tookMs = 5 } = span;
  const count = Math.ceil((toMs - fromMs) / everyMs);
  return Array.from({ length: count }, (_, n) => {
    const sentMs = fromMs + n * everyMs;
    const made = { ask: "grab", status: 201, reason: "held", served: true } as const;
    return { ...made, sentMs, endMs: sentMs + tookMs, ...answer };
  });
}

const REFUSED = { status: 0, reason: "refused", served: false };

Deno.test("an outage lasts from the last answer that served to the next", () => {
  const attempts = [
    ...grabs({ fromMs: 0, toMs: 1_000 }),
    ...grabs({ fromMs: 1_000, toMs: 3_000, tookMs: 1 }, REFUSED),
    ...grabs({ fromMs: 3_000, toMs: 4_000 }),
  ];
  // The last is served at 995, the next that asks comes at 1,000.
  assertEquals(longestOutage(attempts), { fromMs: 1_000, ms: 2_005 });
});

Deno.test("nobody waits in a pause of the load, so it is no outage", () => {
  const attempts = [
    ...grabs({ fromMs: 0, toMs: 1_000 }),
    ...grabs({ fromMs: 6_000, toMs: 7_000 }),
  ];
  assertEquals(longestOutage(attempts)?.ms, 5);
});

Deno.test("whoever waits through a stall sees an outage though all are served in the end", () => {
  const attempts = [
    ...grabs({ fromMs: 0, toMs: 1_000 }),
    ...grabs({ fromMs: 1_000, toMs: 1_010, tookMs: 4_000 }),
  ];
  assertEquals(longestOutage(attempts), { fromMs: 1_000, ms: 4_000 });
});

Deno.test("an outage that does not end lasts to the last word of the load", () => {
  const attempts = [
    ...grabs({ fromMs: 0, toMs: 100 }),
    ...grabs({ fromMs: 100, toMs: 200, tookMs: 1_000 }, { ...REFUSED, reason: "timeout" }),
  ];
  assertEquals(longestOutage(attempts), { fromMs: 100, ms: 1_090 });
  assertEquals(firstServedAfter(attempts, 150), null);
  assertEquals(longestOutage([]), null);
});

Deno.test("recovery counts from the end of the fault to the first that is served", () => {
  const attempts = [
    ...grabs({ fromMs: 0, toMs: 500, tookMs: 1 }, REFUSED),
    ...grabs({ fromMs: 700, toMs: 900 }),
  ];
  assertEquals(firstServedAfter(attempts, 500), 205);
});

Deno.test("things are as usual once a whole second is served as fast as before", () => {
  const attempts = [
    ...grabs({ fromMs: 0, toMs: 1_000 }, REFUSED),
    ...grabs({ fromMs: 1_000, toMs: 2_000, tookMs: 600 }),
    ...grabs({ fromMs: 2_000, toMs: 4_000 }),
  ];
  // Of the second from 2,000 on all are fast; the one before it has 5 % of slow ones.
  assertEquals(usualAfter(attempts, { atMs: 500, usual: USUAL }), 1_500);
  assertEquals(usualAfter(attempts.slice(0, 150), { atMs: 500, usual: USUAL }), null);
});

Deno.test("what is usual is measured on what was served", () => {
  const attempts = [
    ...grabs({ fromMs: 0, toMs: 1_000, tookMs: 7 }),
    ...grabs({ fromMs: 0, toMs: 1_000, tookMs: 900 }, REFUSED),
  ];
  assertEquals(usualOf(attempts, { fromMs: 0, toMs: 1_000 }), { p50Ms: 7, p95Ms: 7, p99Ms: 7 });
  assertEquals(usualOf(attempts, { fromMs: 2_000, toMs: 3_000 }), null);
});

Deno.test("failures are counted by kind and seconds by what users saw", () => {
  const attempts = [
    ...grabs({ fromMs: 0, toMs: 100 }),
    ...grabs({ fromMs: 1_000, toMs: 1_030, tookMs: 1 }, REFUSED),
    ...grabs({ fromMs: 1_000, toMs: 1_010 }, { status: 503, reason: "overloaded", served: false }),
  ];
  assertEquals(failuresOf(attempts), [
    { ask: "grab", status: 0, reason: "refused", count: 3 },
    { ask: "grab", status: 503, reason: "overloaded", count: 1 },
  ]);
  assertEquals(secondsOf(attempts), [
    { served: 10, failed: 0, unanswered: 0, p50Ms: 5, p99Ms: 5 },
    { served: 0, failed: 1, unanswered: 3, p50Ms: null, p99Ms: null },
  ]);
});
