import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { LineSpec, Measured } from "./curve.ts";
import { pushesOf } from "./curves/subscribers.ts";
import { type CurveReport, type GrowthReport, sentenceOf } from "./growth_report.ts";
import { judge } from "./points.ts";
import { summaryOf } from "./summary.ts";

const PER = { zh: "每次抢购", en: "grab" };

function windowOf(us: number): Measured {
  return { operations: 1, cost: { mainUs: us, allUs: us, counts: {} } };
}

function curveOf(name: string, us: readonly number[], because?: LineSpec["because"]): CurveReport {
  const line: LineSpec = {
    key: "grab",
    kind: "beside",
    label: { zh: "一次抢购", en: "a grab" },
    per: PER,
    ...because === undefined ? {} : { because },
  };
  const sizes = us.map((_, at) => 10 ** at);
  const windows = us.map((one, at) => ({
    size: 10 ** at,
    windows: [windowOf(one)],
  }));
  return {
    ...{ name, title: { zh: name, en: name }, of: { zh: name, en: name }, sizes, rounds: 1 },
    lines: [judge(line, windows)],
    residentBytes: sizes.map(() => 2 ** 29),
    seconds: 10,
  };
}

const REPORT: GrowthReport = {
  id: "2026-11-22T18-00-00Z-growth",
  command: "deno task bench growth",
  startedAtMs: 0,
  seconds: 600,
  isQuick: false,
  interrupted: false,
  environment: { cores: 2, cpuModel: "x", memoryBytes: 1, system: "y", deno: "2.9.6" },
  commit: "abc",
  curves: [
    curveOf("reservations", [100, 104]),
    curveOf("campaigns", [100, 210], { zh: "各报各的", en: "each reports for itself" }),
    curveOf("storefronts", [100, 300]),
  ],
  failures: [{ name: "subscribers", why: "no files" }],
};

Deno.test("the report says how many lines are flat, and what is not explained", () => {
  assertEquals(
    sentenceOf(REPORT).en,
    "Of 3 lines 1 are flat, 0 grow by design, 1 are not flat for a known reason, 1 are not explained; " +
      "1 curves could not be measured",
  );
});

Deno.test("the section for the results begins with its ratios and leaves nothing out", () => {
  const text = summaryOf(REPORT);
  assert(text.startsWith("## Growth\n"));
  const [, table = ""] = text.split("| What grows");
  assertStringIncludes(table, "| reservations | a grab | 1 – 10 | 1.04× | 1.04× | flat |");
  assert(text.indexOf("1.04×") < text.indexOf("### reservations"));
  assertStringIncludes(text, "each reports for itself");
  assertStringIncludes(text, "not explained");
  assertStringIncludes(text, "**subscribers** could not be measured: no files");
});

Deno.test("pushing costs what it adds to the same changes that nobody follows", () => {
  const cost = (us: number, frames: number) => ({ mainUs: us, allUs: 2 * us, counts: { frames } });
  const { frame, change } = pushesOf({ size: 10, without: cost(100, 0), withAll: cost(160, 30) });
  assertEquals([frame?.operations, frame?.cost.mainUs, frame?.cost.allUs], [30, 60, 120]);
  assertEquals(change?.operations, 3);
});
