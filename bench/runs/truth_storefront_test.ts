import { assertEquals } from "@std/assert";
import { compared } from "./compared.ts";
import { countOf, unansweredOf } from "./counts.ts";
import { agreement, recounted } from "./truth_storefront.ts";

const COUNTS = {
  out_visit__202__counted: 40,
  out_visit__0__timeout: 2,
  out_click__503__outcome_unknown: 1,
  out_click__422__other: 5,
  out_join__500__bug: 7,
  unexpected: 8,
};

Deno.test("what was not answered may have happened, a refusal has not", () => {
  assertEquals(unansweredOf(COUNTS, "visit", "click"), 3);
  assertEquals(unansweredOf(COUNTS, "lead"), 0);
  assertEquals(countOf(COUNTS, "out_visit__202__counted", "out_visit__202__other"), 40);
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
