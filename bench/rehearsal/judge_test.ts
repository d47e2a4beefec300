import { assertEquals } from "@std/assert";
import type { Outcome, RunReport } from "../report/run_report.ts";
import { judge, type Ran } from "./judge.ts";
import { pressureOf } from "./pressure.ts";

const THRESHOLDS = { request: "grab", p99Ms: 1_000, soldOut: false } as const;
const HELD: Outcome = { request: "grab", status: 201, reason: "held", count: 900, expected: true };
const SHED: Outcome = { ...HELD, status: 503, reason: "overloaded", count: 300 };

interface Facts {
  readonly p99Ms?: number;
  readonly dropped?: number;
  readonly outcomes?: readonly Outcome[];
  readonly lines?: Readonly<Record<string, readonly number[]>>;
  readonly truth?: RunReport["truth"];
}

/** A run of three seconds at 300/s. */
function ran(facts: Facts = {}, more: Partial<Ran> = {}): Ran {
  const line = (name: string) => ({ label: "p99", values: facts.lines?.[name] ?? [1, 1, 1] });
  const group = { title: "", unit: "", kind: "lines" } as const;
  const report: RunReport = {
    ...{ version: 1, id: "x", scenario: "flash_sale", profile: "spike", command: "" },
    ...{ startedAtMs: 0, seconds: 3, verdict: "passed", sentence: "", problems: [] },
    environment: {
      ...{ cores: 2, cpuModel: "", memoryBytes: 1_000, system: "", deno: "", k6: "v2" },
      ...{ commit: null, origin: "", sharesCores: true, durability: "", settings: {} },
    },
    offered: {
      ...{ planned: 900, started: 900, dropped: facts.dropped ?? 0, completed: 900 },
      ...{ interrupted: 0, requests: 0, vusMax: 0, generatorCores: 1.2, productCores: 0.5 },
    },
    outcomes: facts.outcomes ?? [HELD],
    latencies: [{
      ...{ request: "grab", count: 900, p50Ms: 5, p95Ms: 20 },
      ...{ p99Ms: facts.p99Ms ?? 40, maxMs: 99 },
    }],
    thresholds: [],
    truth: facts.truth ?? [{ name: "conserved", ok: true, text: "" }],
    series: {
      atS: [1, 2, 3],
      groups: [
        { ...group, key: "commit", lines: [line("commit")] },
        { ...group, key: "lag", lines: [line("lag")] },
        { ...group, key: "memory", lines: [{ label: "resident", values: [300, 310, 320] }] },
        {
          ...group,
          key: "outcomes",
          lines: [
            { label: "grab 201 held", values: [200, 290, 280] },
            { label: "grab 409 all-held", values: [0, 10, 30] },
            { label: "page 200 shown", values: [300, 300, 300] },
          ],
        },
      ],
    },
  };
  return { report, perSecond: 300, heldS: 2, mainCores: 0.5, soldOutS: 1, ...more };
}

const outcomeOf = (facts: Facts, more?: Partial<Ran>) =>
  judge(ran(facts, more), THRESHOLDS).outcome;
const wordsOf = (facts: Facts, more?: Partial<Ran>, settings = {}) =>
  pressureOf(judge(ran(facts, more), THRESHOLDS), settings).en;

Deno.test("a rate that meets every threshold is carried, at what was answered", () => {
  const judged = judge(ran(), THRESHOLDS);
  assertEquals([judged.outcome, judged.isEasy], ["carried", false]);
  // The two busiest seconds: 300 and 310 answers, and no more than was asked for.
  assertEquals(judged.perSecond, 300);
  assertEquals(judge(ran({}, { perSecond: 400 }), THRESHOLDS).perSecond, 305);
});

Deno.test("a rate that leaves much room lets the next one be further away", () => {
  assertEquals(judge(ran({}, { mainCores: 0.1 }), THRESHOLDS).isEasy, true);
});

Deno.test("each threshold that is missed is not carried", () => {
  const fault = { ...HELD, status: 500, reason: "bug", count: 1, expected: false };
  assertEquals(outcomeOf({ outcomes: [HELD, fault] }), "gave-way");
  assertEquals(outcomeOf({ outcomes: [HELD, { ...SHED, count: 9 }] }), "carried");
  assertEquals(outcomeOf({ outcomes: [HELD, SHED] }), "gave-way");
  assertEquals(outcomeOf({ p99Ms: 1_200, lines: { commit: [5, 900, 5] } }), "gave-way");
  const truth = [{ name: "conserved", ok: false, text: "" }];
  assertEquals(outcomeOf({ truth }), "gave-way");
});

Deno.test("a sale that was to be sold out and is not has not been carried", () => {
  const thresholds = { ...THRESHOLDS, soldOut: true };
  assertEquals(judge(ran({}, { soldOutS: null }), thresholds).outcome, "gave-way");
  assertEquals(judge(ran({}, { soldOutS: 2.5 }), thresholds).outcome, "carried");
});

Deno.test("arrivals that were not offered are the generator's fault, unless the product kept it waiting", () => {
  assertEquals(outcomeOf({ dropped: 50 }), "generator");
  assertEquals(outcomeOf({ dropped: 50, p99Ms: 2_000 }, { mainCores: 0.97 }), "gave-way");
  assertEquals(
    outcomeOf({ dropped: 50, p99Ms: 2_000, lines: { commit: [5, 1_800, 5] } }),
    "gave-way",
  );
});

Deno.test("answers that waited while the product had time are the generator's fault", () => {
  assertEquals(outcomeOf({ p99Ms: 2_000 }), "generator");
  assertEquals(outcomeOf({ p99Ms: 2_000 }, { mainCores: null }), "gave-way");
});

Deno.test("what gave way first is said with the figures that show it", () => {
  const limit = { LIMIT_GRABS_PER_SECOND: "50" };
  const outcomes = [HELD, SHED];
  assertEquals(
    wordsOf({ outcomes }, {}, limit),
    "admission (LIMIT_GRABS_PER_SECOND=50, 300 answers 503)",
  );
  assertEquals(
    wordsOf({ outcomes, lines: { lag: [10, 400, 10] } }),
    "admission (loop lag 400 ms, 300 answers 503)",
  );
  assertEquals(
    wordsOf({ outcomes: [HELD, { ...SHED, status: 429, reason: "too-many-requests" }] }),
    "the rate limit (300 answers 429)",
  );
  assertEquals(
    wordsOf({ p99Ms: 1_500, lines: { commit: [5, 900, 5] } }),
    "the commit latency (p99 900 ms)",
  );
  assertEquals(
    wordsOf({ p99Ms: 1_500, lines: { lag: [5, 240, 5] } }, { mainCores: 0.98 }),
    "the CPU of the product's core (98 % of it, loop lag 240 ms)",
  );
  assertEquals(
    wordsOf({ p99Ms: 1_500, lines: { lag: [5, 700, 5] } }),
    "the event loop (lag 700 ms)",
  );
  assertEquals(
    wordsOf({ dropped: 50 }),
    "the generator, not the installation (1.2 of 2 cores, 50 arrivals not offered)",
  );
  const bug = { ...HELD, request: "confirm", status: 500, reason: "bug", count: 3 };
  assertEquals(
    wordsOf({ outcomes: [HELD, { ...bug, expected: false }] }),
    "the answers to confirm (3 times 500 bug)",
  );
});
