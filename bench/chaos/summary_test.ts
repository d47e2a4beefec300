import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ChaosReport, FaultReport, Observed } from "./chaos_report.ts";
import { chaosPage } from "./chaos_page.ts";
import { seriesOf } from "./series.ts";
import { summaryOf } from "./summary.ts";
import { inLanguage, sentenceOf } from "./words.ts";

const OBSERVED: Observed = {
  seconds: 20,
  grabsPerSecond: 200,
  setting: "journal in sqlite",
  attempts: 7_000,
  withheld: 0,
  beganMs: 1_000,
  endedMs: 1_500,
  usual: { p50Ms: 2, p95Ms: 5, p99Ms: 9 },
  outage: { fromMs: 1_000, ms: 1_234 },
  pageOutage: { fromMs: 1_000, ms: 900 },
  failures: [
    { ask: "grab", status: 0, reason: "refused", count: 1_200 },
    { ask: "grab", status: 503, reason: "overloaded", count: 34 },
  ],
  unanswered: 1_200,
  firstMs: 734,
  usualMs: null,
  series: seriesOf([
    { ask: "grab", sentMs: 0, endMs: 5, status: 201, reason: "held", served: true },
    { ask: "grab", sentMs: 1_100, endMs: 1_101, status: 0, reason: "refused", served: false },
  ], { memory: [{ atMs: 500, bytes: 1_048_576 }], beganMs: 1_000, endedMs: 1_500 }),
};

const KILLED: Omit<FaultReport, "sentence"> = {
  name: "kill-product",
  what: { zh: "终止产品", en: "the product is killed" },
  promise: { zh: "不丢", en: "nothing is lost" },
  verdict: "failed",
  observed: OBSERVED,
  expectations: [{
    what: { zh: "恢复如常", en: "as usual after the fault" },
    unit: "ms",
    bound: { most: 5_000 },
    measured: null,
    ok: false,
  }],
  truth: [{ name: { zh: "守恒", en: "conserved" }, ok: true, text: "5 units" }],
  notes: [],
};

const SKIPPED: FaultReport = {
  ...KILLED,
  name: "disk-full",
  verdict: "skipped",
  sentence: "Skipped: it needs the right to mount a tmpfs (root).",
  observed: null,
  expectations: [],
  truth: [],
};

const REPORT: ChaosReport = {
  version: 1,
  id: "2026-11-22T18-30-05Z-chaos",
  command: "deno task bench chaos <all>",
  startedAtMs: 0,
  quick: true,
  environment: { cores: 2, cpuModel: "C", memoryBytes: 1, system: "S", deno: "2" },
  commit: null,
  verdict: "failed",
  sentence: { zh: "未通过。", en: "0 of 1 faults went as promised." },
  faults: [{ ...KILLED, sentence: sentenceOf(KILLED) }, SKIPPED],
};

Deno.test("a sentence says what users saw, and what is not as promised", () => {
  assertEquals(
    inLanguage(sentenceOf(KILLED), "en"),
    "Nobody got a unit for 1.2 s at most; 1,200 × grab without an answer (refused), " +
      "34 × grab 503 overloaded; the first got one 734 ms after its end; it did not become as " +
      "usual again. Not as promised: as usual after the fault was not measured, wanted ≤ 5,000 ms.",
  );
});

Deno.test("the summary is a section with one row for each fault, skipped ones too", () => {
  const summary = summaryOf(REPORT);
  assert(summary.startsWith("## Faults under load\n"));
  assertStringIncludes(
    summary,
    "| kill-product | failed | 1.2 s | 900 ms | 1,234 of 7,000 | 1,200 | 734 ms | never | holds |",
  );
  assertStringIncludes(summary, "| disk-full | skipped | – | – | – | – | – | – | – |");
  assertStringIncludes(summary, "Skipped: it needs the right to mount a tmpfs (root).");
});

Deno.test("the page has each fault with its course, in both languages, and nothing unescaped", async () => {
  const page = await chaosPage(REPORT);
  for (
    const text of ["终止产品", "the product is killed", "fault begins", "故障开始", "disk-full"]
  ) {
    assertStringIncludes(page, text);
  }
  assert(!page.includes("<all>"));
  assert(!/(src|href)="https?:/.test(page));
});
