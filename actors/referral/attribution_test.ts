import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { attribute, type Attribution } from "./attribution.ts";
import type { Place, Touch } from "./protocol.ts";

const WINDOW_MS = 100;
const NOW_MS = 1_000;
const A: Place = { cell: 0, n: 1 };
const B: Place = { cell: 2, n: 0 };

function touch(place: Place, atMs: number): Touch {
  return { place, atMs, channel: "link" };
}

function by(attribution: "first" | "last" | "registration", code: Place | null = null) {
  return { code, terms: { attribution, windowMs: WINDOW_MS }, atMs: NOW_MS };
}

Deno.test("first touch counts the earliest in the window, last touch the latest", () => {
  const touches = [touch(B, 899), touch(A, 900), touch(B, 950), touch(A, 999)];
  assertEquals(attribute(touches, by("first")), { kind: "touch", touch: touch(A, 900) });
  assertEquals(attribute(touches, by("last")), { kind: "touch", touch: touch(A, 999) });
});

Deno.test("at registration only the code of the request counts", () => {
  const touches = [touch(A, 950), touch(B, 1_000)];
  assertEquals(attribute(touches, by("registration")), { kind: "none" });
  assertEquals(attribute(touches, by("registration", B)).kind, "touch");
  assertEquals(attribute([touch(B, 899)], by("registration", B)), { kind: "window-closed" });
});

Deno.test("an old invitation is nothing, and refused where it was named", () => {
  assertEquals(attribute([touch(A, 1)], by("first")), { kind: "none" });
  assertEquals(attribute([touch(A, 1)], by("last", A)), { kind: "window-closed" });
  assertEquals(attribute([touch(A, 1), touch(B, 990)], by("last", A)).kind, "touch");
});

/** Looks at every touch, and keeps the best by the rules in words. */
function naive(touches: readonly Touch[], rules: ReturnType<typeof by>): Attribution {
  let best: Touch | null = null;
  for (const each of touches) {
    if (NOW_MS - each.atMs > rules.terms.windowMs) continue;
    const { code } = rules;
    const isCode = code !== null && code.cell === each.place.cell && code.n === each.place.n;
    switch (rules.terms.attribution) {
      case "first":
        best ??= each;
        break;
      case "last":
        best = each;
        break;
      case "registration":
        if (isCode) best = each;
        break;
    }
  }
  if (best !== null) return { kind: "touch", touch: best };
  return rules.code === null ? { kind: "none" } : { kind: "window-closed" };
}

Deno.test("attribution behaves as its rules in words", () => {
  const place = fc.record({ cell: fc.nat({ max: 1 }), n: fc.nat({ max: 1 }) });
  const times = fc.array(fc.tuple(fc.integer({ min: 850, max: NOW_MS }), place), { maxLength: 8 });
  const mode = fc.constantFrom("first" as const, "last" as const, "registration" as const);
  fc.assert(
    fc.property(times, mode, fc.option(place), (seen, attribution, code) => {
      const touches = seen.toSorted(([a], [b]) => a - b).map(([atMs, at]) => touch(at, atMs));
      const rules = by(attribution, code);
      assertEquals(attribute(touches, rules), naive(touches, rules));
    }),
    { numRuns: Number(Deno.env.get("MODEL_RUNS") ?? 1_000) },
  );
});
