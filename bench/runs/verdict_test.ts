import { assertEquals } from "@std/assert";
import { type Finding, NO_FINDING } from "./generator.ts";
import { type Evidence, judge } from "./verdict.ts";

const DONE: Finding = {
  ...NO_FINDING,
  loadStartedAtMs: 1,
  offered: { ...NO_FINDING.offered, planned: 100, started: 100, completed: 100, requests: 300 },
  outcomes: [{ request: "grab", status: 201, reason: "held", count: 40, expected: true }],
  latencies: [{ request: "grab", count: 40, p50Ms: 2, p95Ms: 4, p99Ms: 7.25, maxMs: 9 }],
  thresholds: [
    { what: "grab p99", unit: "ms", bound: { most: 500 }, measured: 7.25, ok: true },
  ],
  acknowledged: {
    ...NO_FINDING.acknowledged,
    reservations: new Map([["r", { customer: "c", state: "held" }]]),
  },
};
const EVIDENCE: Evidence = {
  plan: { scenario: "flash_sale", profile: "load" },
  finding: DONE,
  truth: [{ name: "conserved", ok: true, text: "40 of 40" }],
  problems: [],
  interrupted: false,
};

function judged(evidence: Partial<Evidence>, finding: Partial<Finding> = {}) {
  return judge({ ...EVIDENCE, ...evidence, finding: { ...DONE, ...finding } });
}

Deno.test("a run that did its work, kept its bounds and agrees with the journal passes", () => {
  assertEquals(judged({}), {
    verdict: "passed",
    sentence:
      "flash_sale · load passed: 100 of 100 iterations completed, 1 acknowledged reservations all in the journal, grab p99 7.3 ms.",
    problems: [],
  });
});

Deno.test("a truth that does not hold comes first, however fast the run was", () => {
  const { verdict, sentence, problems } = judged({
    truth: [{ name: "no oversell", ok: false, text: "40 units, 41 given" }],
    problems: ["The product ended"],
  });
  assertEquals(verdict, "failed");
  assertEquals(
    sentence,
    'flash_sale · load failed: "no oversell" does not hold: 40 units, 41 given (and 1 more).',
  );
  assertEquals(problems, ['"no oversell" does not hold: 40 units, 41 given', "The product ended"]);
});

Deno.test("missed thresholds fail, and what was not measured is missed", () => {
  const one = { what: "grab p99", unit: "ms", bound: { most: 500 }, ok: false };
  const problem = (measured: number | null) =>
    judged({}, { thresholds: [{ ...one, measured }] }).problems;
  assertEquals(problem(812.4), ["Grab p99 was 812 ms, at most 500 ms allowed"]);
  assertEquals(problem(null), ["Grab p99 was not measured, at most 500 ms allowed"]);
});

Deno.test("a generator that could not offer the load is not believed", () => {
  const dropped = {
    ...{ what: "dropped iterations", unit: "count", bound: { most: 1 } },
    ...{ measured: 30, ok: false },
  };
  assertEquals(judged({}, { thresholds: [dropped] }).problems, [
    "The generator could not offer what was planned, so the figures are not believed: " +
    "dropped iterations was 30, at most 1 allowed",
  ]);
});

Deno.test("what the generator had no time for is missed, too, though k6 does not count it", () => {
  const thresholds = [{
    ...{ what: "dropped iterations", unit: "count", bound: { most: 5 } },
    ...{ measured: 0, ok: true },
  }];
  const problems = (started: number) =>
    judged({}, { thresholds, offered: { ...DONE.offered, started, completed: started } }).problems;
  assertEquals(problems(95), []);
  assertEquals(problems(60), [
    "The generator could not offer what was planned, so the figures are not believed: " +
    "60 of 100 planned iterations were started",
  ]);
});

Deno.test("a run that did not do its work fails instead of looking fast", () => {
  const offered = { ...DONE.offered };
  const problems = (changed: Partial<Finding["offered"]>, more: Partial<Finding> = {}) =>
    judged({}, { offered: { ...offered, ...changed }, ...more }).problems;
  assertEquals(problems({ started: 0, completed: 0 }), ["Not one iteration was started"]);
  assertEquals(problems({ completed: 0 }), ["Not one iteration came to its end"]);
  assertEquals(problems({ completed: 12 }), [
    "Only 12 of 100 planned iterations were completed",
  ]);
  const silence = { request: "grab", status: 0, reason: "refused", count: 9, expected: false };
  assertEquals(problems({}, { outcomes: [silence] }), ["Not one request was answered"]);
  assertEquals(judged({ truth: [] }).problems, ["Nothing was checked against the journal"]);
  assertEquals(judged({}, { problems: ["k6 broke off with 107"] }).verdict, "failed");
});

Deno.test("a ramp passes by finding its limit, unless the generator was the limit", () => {
  const plan = { scenario: "flash_sale", profile: "breakpoint" } as const;
  const second = {
    ...{ endMs: 1, planned: 640, completed: 9, dropped: 0, answered: 9, vus: 1 },
    ...{ outcomes: new Map(), latencies: new Map() },
  };
  const late = {
    ...{ what: "grab p99", unit: "ms", bound: { most: 500 } },
    ...{ measured: 812, ok: false },
  };
  const ramp = judged({ plan }, { seconds: [second], thresholds: [late] });
  assertEquals(ramp.verdict, "passed");
  assertEquals(
    ramp.sentence.split(";")[0],
    "flash_sale · breakpoint passed: 640 arrivals/s were carried, then grab p99 was 812 ms, at most 500 ms allowed",
  );
  const own = { ...late, what: "dropped iterations", unit: "count" };
  assertEquals(judged({ plan }, { seconds: [second], thresholds: [own] }).verdict, "failed");
});

Deno.test("an interrupted run tells what there is, and what speaks against it", () => {
  const whole = judged({ interrupted: true }, { seconds: [], thresholds: [] });
  assertEquals(whole.verdict, "interrupted");
  assertEquals(
    whole.sentence,
    "flash_sale · load was interrupted after 0 s, with 100 of 100 iterations completed.",
  );
  const none = judge({ ...EVIDENCE, finding: NO_FINDING, truth: [], interrupted: true });
  assertEquals(none.sentence, "flash_sale · load was interrupted before its load began.");
  const broken = judged({
    interrupted: true,
    truth: [{ name: "conserved", ok: false, text: "39 of 40" }],
  });
  assertEquals(broken.problems, ['"conserved" does not hold: 39 of 40']);
});
