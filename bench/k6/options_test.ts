import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Wanted, wantedOf } from "./environment.ts";
import { PROFILES, SUITE_SCENARIOS } from "./names.ts";
import { type Executor, optionsOf } from "./options.ts";
import { arrivedBy, planOf, rateAt, type RunPlan } from "./profiles.ts";

const ALL = SUITE_SCENARIOS.flatMap((scenario) =>
  PROFILES.map((profile) => wantedOf({ SCENARIO: scenario, PROFILE: profile }))
);

Deno.test("every scenario in every profile is played by an executor of arrival rates", () => {
  for (const wanted of ALL) {
    const plan = planOf(wanted);
    const executors = Object.values(optionsOf(plan).scenarios);
    assertEquals(executors.length, 1);
    for (const executor of executors) assertValid(executor, plan);
  }
});

function assertValid(executor: Executor, plan: RunPlan) {
  const { preAllocatedVUs, maxVUs } = executor;
  assert(Number.isInteger(preAllocatedVUs) && preAllocatedVUs > 0);
  assert(Number.isInteger(maxVUs) && maxVUs >= preAllocatedVUs);
  if (executor.executor === "constant-arrival-rate") {
    assert(Number.isInteger(executor.rate) && executor.rate > 0);
    // Half a step short of the next one, or k6 would start it.
    const starts = Math.floor(
      executor.rate * parseInt(executor.duration) / parseInt(executor.timeUnit),
    ) + 1;
    assertEquals(starts, plan.iterations);
  } else {
    assert(executor.executor === "ramping-arrival-rate");
    const targets = executor.stages.map((stage) => stage.target);
    assert([executor.startRate, ...targets].every((rate) => Number.isInteger(rate) && rate > 0));
  }
}

Deno.test("a spike goes from quiet to everything within one second", () => {
  const plan = planOf(wantedOf({ PROFILE: "spike", RATE: "1000", SECONDS: "20" }));
  assertEquals(plan.seconds, 20);
  const peakFromS = plan.opensAfterMs / 1_000;
  assert(rateAt(plan, peakFromS - 0.01) <= 50);
  assertEquals(rateAt(plan, peakFromS + 1), 1_000);
  assert(rateAt(plan, 19) <= 50);
  assertEquals(rateAt(plan, 20), 0);
});

Deno.test("a herd has a virtual user for each that fires, and all have come before the instant", () => {
  const plan = planOf(wantedOf({ PROFILE: "herd", RATE: "700", SECONDS: "8" }));
  assertEquals([plan.iterations, plan.vus, plan.vusMax], [700, 700, 700]);
  assertAlmostEquals(arrivedBy(plan, plan.opensAfterMs / 1_000), 700);
});

Deno.test("a soak has half the rate of a load and lasts half an hour", () => {
  for (const scenario of SUITE_SCENARIOS) {
    const load = planOf(wantedOf({ SCENARIO: scenario, PROFILE: "load" }));
    const soak = planOf(wantedOf({ SCENARIO: scenario, PROFILE: "soak" }));
    assertEquals(soak.peakPerSecond, load.peakPerSecond / 2);
    assertEquals([load.seconds, soak.seconds], [60, 1_800]);
  }
});

Deno.test("rate, length, units and virtual users are as wanted", () => {
  const env = { PROFILE: "load", RATE: "7", SECONDS: "10", UNITS: "3", VUS_MAX: "9" };
  const plan = planOf(wantedOf(env));
  assertEquals([plan.peakPerSecond, plan.seconds, plan.iterations], [7, 10, 70]);
  assertEquals([plan.units, plan.vus, plan.vusMax], [3, 9, 9]);
});

Deno.test("a rehearsal's arrivals stand in place of the table's", () => {
  const arrivals = {
    startRate: 1,
    stages: [{ seconds: 4, target: 1 }, { seconds: 2, target: 21 }],
    opensAfterMs: 4_000,
  };
  const plan = planOf(wantedOf({ RATE: "999" }), { specs: [{}], arrivals });
  assertEquals([plan.peakPerSecond, plan.seconds, plan.iterations], [21, 6, 26]);
});

Deno.test("what is wanted wrongly is named with what there is", () => {
  const wrong = (env: Record<string, string>): Wanted => wantedOf(env);
  assertThrows(() => wrong({ SCENARIO: "sale" }), Error, "flash_sale, sold_out");
  assertThrows(() => wrong({ PROFILE: "big" }), Error, "smoke, load");
  assertThrows(() => wrong({ RATE: "0.5" }), Error, "RATE");
});
