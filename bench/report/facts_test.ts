import { assertEquals, assertStringIncludes } from "@std/assert";
import { chineseProblem, chineseSentence } from "./chinese.ts";
import { generatorSentence, mainLatency, orderedOutcomes } from "./facts.ts";
import { believableRun } from "./fixtures/believable_run.ts";
import { htmlOf } from "./html.ts";
import { markdownOf } from "./markdown.ts";
import type { RunReport } from "./run_report.ts";

const RUN = believableRun({ seconds: 10 });

function generatorOf(change: Partial<RunReport["offered"]>, run: RunReport = RUN): string {
  const { words } = generatorSentence({ ...run, offered: { ...run.offered, ...change } });
  return typeof words === "string" ? words : words.en;
}

Deno.test("one is told whether the generator was the limit", () => {
  assertStringIncludes(generatorOf({}), "was not the limit");
  const { planned } = RUN.offered;
  assertStringIncludes(generatorOf({ dropped: planned / 10 }), "(10 %) were not started in time");
  assertStringIncludes(generatorOf({ started: planned * 0.9 }), "The generator was the limit");
  assertStringIncludes(generatorOf({ generatorCores: null }), "could not be read");
  assertStringIncludes(generatorOf({ generatorCores: 1.2 }), "the machine was full");
  const cut = { ...RUN, verdict: "interrupted" } as const;
  assertStringIncludes(generatorOf({ started: planned / 2 }, cut), "was not the limit");
});

Deno.test("the main request is what the scenario is about, else the most frequent", () => {
  assertEquals(mainLatency(RUN)?.request, "grab");
  const others = RUN.latencies.filter(({ request }) => request !== "grab");
  assertEquals(mainLatency({ ...RUN, latencies: others })?.request, "page");
  assertEquals(mainLatency({ ...RUN, latencies: [] }), null);
});

Deno.test("outcomes of one request stand together, with their share of it", () => {
  const outcome = (request: string, count: number) =>
    ({ request, status: 200, reason: "ok", count, expected: true }) as const;
  const ordered = orderedOutcomes([outcome("a", 1), outcome("b", 2), outcome("a", 3)]);
  assertEquals(ordered.map(({ request, count, share }) => [request, count, share]), [
    ["a", 3, "75 %"],
    ["a", 1, "25 %"],
    ["b", 2, "100 %"],
  ]);
});

Deno.test("what the runner says of a failure is said in Chinese, too", () => {
  const [threshold, ...others] = RUN.thresholds;
  const failed: RunReport = {
    ...RUN,
    thresholds: threshold === undefined
      ? []
      : [{ ...threshold, measured: 130, ok: false }, ...others],
    truth: [{ name: "no oversell", ok: false, text: "2 units, 3 given" }],
  };
  const said = (problem: string) => chineseProblem(failed, problem);
  assertEquals(
    said("Grab p99 was 130 ms, at most 100 ms allowed"),
    "grab p99：实测 130 ms，界限 ≤ 100 ms",
  );
  assertEquals(
    said('"no oversell" does not hold: 2 units, 3 given'),
    "核对不符：没有超卖（2 units, 3 given）",
  );
  assertEquals(
    said("Only 1 of 1,000 planned iterations were completed"),
    "计划 1,000 次迭代，只完成 1 次",
  );
  assertEquals(said("The product ended by itself"), "The product ended by itself");
  assertStringIncludes(chineseSentence(RUN), "核对全部一致");
});

Deno.test("a ramp that found its limit says so, and the threshold that gave way is no failure", async () => {
  const [threshold, ...others] = RUN.thresholds;
  const ramp: RunReport = {
    ...RUN,
    profile: "breakpoint",
    breakpoint: { perSecond: 3_400, gaveWay: "grab p99" },
    thresholds: threshold === undefined
      ? []
      : [{ ...threshold, measured: 130, ok: false }, ...others],
  };
  assertStringIncludes(chineseSentence(ramp), "承受了每秒 3,400 次到达，再多则先超出grab p99");
  assertStringIncludes(await htmlOf(ramp), "beyond it, what gave way first: grab p99");
  const markdown = markdownOf(ramp);
  assertStringIncludes(markdown, "| Arrivals carried | 3,400/s |");
  assertStringIncludes(markdown, "⚠️ the limit");
});
