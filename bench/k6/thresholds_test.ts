import { assert, assertEquals } from "@std/assert";
import { wantedOf } from "./environment.ts";
import { PROFILES, SUITE_SCENARIOS } from "./names.ts";
import { metricOf, outcomesOf, USES } from "./outcomes.ts";
import { planOf } from "./profiles.ts";
import { k6Thresholds, thresholdsOf } from "./thresholds.ts";

const BUILT_IN = ["checks", "dropped_iterations", "iterations"];
const OWN = ["acknowledged", "shed", "unexpected"];
const PLANS = SUITE_SCENARIOS.flatMap((scenario) =>
  PROFILES.map((profile) => planOf(wantedOf({ SCENARIO: scenario, PROFILE: profile })))
);

Deno.test("every threshold is of a metric that its scenario declares", () => {
  for (const plan of PLANS) {
    const requests = USES[plan.scenario];
    const declared = new Set([
      ...BUILT_IN,
      ...OWN,
      ...requests.map((request) => `ms_${request}`),
      ...requests.flatMap(outcomesOf).map(metricOf),
    ]);
    for (const { metric } of thresholdsOf(plan)) assert(declared.has(metric), metric);
  }
});

Deno.test("every run is bounded in unexpected answers, dropped iterations and time", () => {
  for (const plan of PLANS) {
    const thresholds = thresholdsOf(plan);
    const unexpected = thresholds.find((one) => one.metric === "unexpected");
    assertEquals(unexpected?.bound, { most: 0 });
    assert(thresholds.some((one) => one.metric === "dropped_iterations"));
    assert(thresholds.some((one) => one.aggregate === "p(99)"));
    assertEquals(thresholds.some((one) => one.ends), plan.profile === "breakpoint");
  }
});

Deno.test("a threshold is told to k6 in its own words", () => {
  const told = k6Thresholds([
    {
      ...{ what: "grab p99", metric: "ms_grab", aggregate: "p(99)", unit: "ms" },
      ...{ bound: { most: 500 }, ends: true },
    },
    {
      ...{ what: "completed", metric: "iterations", aggregate: "count", unit: "count" },
      ...{ bound: { least: 9 }, ends: false },
    },
  ]);
  assertEquals(told, {
    ms_grab: [{ threshold: "p(99)<=500", abortOnFail: true, delayAbortEval: "5s" }],
    iterations: [{ threshold: "count>=9", abortOnFail: false }],
  });
});

Deno.test("a rehearsal's bounds stand in place of the scenario's", () => {
  const plan = planOf(wantedOf({}), { specs: [{}], p99Ms: { grab: 123 } });
  const times = thresholdsOf(plan).filter((one) => one.unit === "ms");
  assertEquals(times.map((one) => [one.metric, one.bound]), [["ms_grab", { most: 123 }]]);
});
