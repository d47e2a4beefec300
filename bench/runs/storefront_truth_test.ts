import { assertEquals } from "@std/assert";
import { compared } from "./compared.ts";
import { countOf, unansweredOf } from "./counts.ts";
import { agreement, recounted } from "./storefront_truth.ts";

const outcomes = [
  ["visit", 202, "counted", 40],
  ["visit", 0, "timeout", 2],
  ["click", 503, "outcome-unknown", 1],
  ["click", 202, "payments", 4],
  ["click", 202, "social-security", 6],
  ["click", 422, "other", 5],
].map(([request, status, reason, count]) => ({
  request: String(request),
  status: Number(status),
  reason: String(reason),
  count: Number(count),
  expected: true,
}));

Deno.test("what was not answered may have happened, a refusal has not", () => {
  assertEquals(unansweredOf({ outcomes }, "visit", "click"), 3);
  assertEquals(unansweredOf({ outcomes }, "lead"), 0);
  assertEquals(countOf({ outcomes }, { request: "click", status: 202 }), 10);
  assertEquals(countOf({ outcomes }, { request: "click", status: 202, reason: "payments" }), 4);
});

Deno.test("all that was acknowledged is there, and no more than what may have happened", () => {
  const where = "in the statistics";
  const verdict = (found: number, unknown = 0) =>
    compared("visits", { told: 1_000, found, unknown, where });
  assertEquals(verdict(1_000), {
    name: "visits",
    ok: true,
    text: "1,000 acknowledged, 1,000 in the statistics",
  });
  assertEquals(verdict(999).ok, false);
  assertEquals(verdict(1_001).ok, false);
  assertEquals(
    compared("those", { told: 1_000, found: 998, unknown: 0, missing: 2, where }).ok,
    true,
  );
  assertEquals(verdict(1_001, 3), {
    name: "visits",
    ok: true,
    text: "1,000 acknowledged, 3 more unanswered, 1,001 in the statistics",
  });
});

Deno.test("levels agree where each says of itself what the one above says of it", () => {
  const own = { visits: 3, clicks: 2, leads: 1 };
  const level = { name: "manager m1", own, above: own };
  assertEquals(agreement([level]).ok, true);
  assertEquals(agreement([level, { ...level, above: { ...own, clicks: 3 } }]), {
    name: "manager, outlet and bank agree",
    ok: false,
    text: "manager m1 has 3 visits, 2 clicks, 1 leads, the level above says " +
      "3 visits, 3 clicks, 1 leads",
  });
  assertEquals(agreement([{ ...level, above: null }]).ok, false);
});

Deno.test("what the log says otherwise fails, what it does not count again is said", () => {
  const stored = { visits: 3, clicks: 2, leads: 1 };
  const same = { stored, recomputed: stored, differing: [], unchecked: [] };
  assertEquals(recounted(same).text, "3 visits, 2 clicks, 1 leads in both");
  const wrong = { ...same, recomputed: { ...stored, visits: 4 }, differing: ["visits"] };
  assertEquals(recounted(wrong), {
    name: "statistics against the log",
    ok: false,
    text: "visits: stored 3, the log 4",
  });
  const long = { ...same, unchecked: ["visits", "clicks", "leads", "joins"] };
  assertEquals(recounted(long).ok, true);
  assertEquals(recounted(long).text.endsWith("not counted again"), true);
});
