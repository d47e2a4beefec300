import { assert, assertEquals, assertThrows } from "@std/assert";
import { hasSubscribers, withFollowers } from "./followers.ts";
import type { Prepared } from "./generator.ts";
import { Refusal, type RunPlan } from "./plan.ts";
import { coresUsed } from "./series.ts";

const START = { kind: "start", port: null, journal: null, scale: null } as const;
const LOAD: Prepared = {
  k6: "v2",
  start() {
    throw new Error("not started here");
  },
};

function planOf(scenario: RunPlan["scenario"], overrides: RunPlan["overrides"] = {}): RunPlan {
  return { scenario, profile: "smoke", target: START, overrides };
}

Deno.test("customers of a flash sale subscribe, those of other loads do not", () => {
  assert(withFollowers(LOAD, planOf("flash_sale")) !== LOAD);
  assertEquals(withFollowers(LOAD, planOf("sold_out")), LOAD);
  assertEquals(withFollowers(LOAD, planOf("flash_sale", { SUBSCRIBERS: "0" })), LOAD);
  assert(hasSubscribers("sse") && hasSubscribers("flash_sale") && !hasSubscribers("storefront"));
});

Deno.test("a sale that was planned elsewhere has the subscribers of that plan", () => {
  assertEquals(withFollowers(LOAD, planOf("flash_sale", { PLAN: "plan.json" })), LOAD);
  const asked = planOf("flash_sale", { PLAN: "plan.json", SUBSCRIBERS: "20" });
  assert(withFollowers(LOAD, asked) !== LOAD);
});

Deno.test("more streams than files are refused", () => {
  const plan = planOf("flash_sale", { SUBSCRIBERS: "900000" });
  assertThrows(() => withFollowers(LOAD, plan), Refusal, "ulimit -n");
});

Deno.test("cores of several generators are added, though one ends before the other", () => {
  const sample = (atMs: number, cpuUs: [string, number][]) => ({
    ...{ atMs, metrics: null, units: null, cpuUs: new Map(cpuUs) },
  });
  const samples = [
    sample(0, [["k6", 0], ["subscribers", 0]]),
    sample(1_000, [["k6", 900_000], ["subscribers", 100_000]]),
    sample(2_000, [["subscribers", 200_000]]),
  ];
  const names = ["k6", "generator", "subscribers"];
  assertEquals(coresUsed(samples, { names, fromMs: 0, toMs: 2_000 }), 0.55);
});
