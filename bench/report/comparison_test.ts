import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { comparisonHtml } from "./compare_html.ts";
import { comparisonMarkdown, comparisonText } from "./compare_text.ts";
import { compareRuns, judged, type Row } from "./comparison.ts";
import { believableRun } from "./fixtures/believable_run.ts";
import type { RunReport } from "./run_report.ts";

const A = { ...believableRun(), id: "one" };
const B = { ...believableRun({ slowness: 2 }), id: "other" };

function rowOf(a: RunReport, b: RunReport, name: string): Row {
  const rows = compareRuns(a, b).groups.flatMap(({ rows }) => rows);
  const found = rows.find(({ what }) => (typeof what === "string" ? what : what.en) === name);
  if (found === undefined) throw new Error(`no row "${name}"`);
  return found;
}

Deno.test("a comparison says B ÷ A and which way is better", () => {
  const { warnings } = compareRuns(A, B);
  assertEquals(warnings, []);
  const p99 = rowOf(A, B, "grab p99");
  assertEquals([p99.ratio, judged(p99)], [2, "worse"]);
  assertEquals(judged(rowOf(B, A, "grab p99")), "better");
  assertEquals(rowOf(A, B, "product per 1,000 requests").ratio, 2);
  const served = rowOf(A, B, "served");
  assertEquals([served.ratio, judged(served)], [1, null]);
});

Deno.test("what one run does not have, or has none of, gives no ratio", () => {
  const { ratio, a, b } = rowOf(A, B, "unexpected answers");
  assertEquals([a, b, ratio], [0, 0, null]);
  const without = rowOf({ ...A, latencies: [] }, B, "grab p99");
  assertEquals([without.a, without.ratio], [null, null]);
  assertEquals(rowOf({ ...A, seconds: 0 }, B, "served").ratio, null);
  assertStringIncludes(comparisonText(compareRuns({ ...A, latencies: [] }, B)), "–");
});

Deno.test("runs of other things are said not to be comparable, and why", () => {
  const warnings = (b: RunReport) =>
    compareRuns(A, b).warnings.map((one) => typeof one === "string" ? one : one.en);
  const { environment } = B;
  assertEquals(warnings({ ...B, profile: "herd" }), ["Another profile: A spike, B herd"]);
  assertEquals(warnings({ ...B, environment: { ...environment, cores: 4 } }), [
    "Another number of cores: A 2, B 4",
  ]);
  assertEquals(warnings({ ...B, environment: { ...environment, settings: { APPROVAL: "off" } } }), [
    "Another setting LIVE_FRAMES_PER_S: A 4, B default",
  ]);
  assertEquals(warnings({ ...B, verdict: "interrupted" }), ["B was interrupted"]);
  assertEquals(warnings(A), ["A and B are the same run"]);
  assertEquals(warnings({ ...B, seconds: 120 }), ["Another length: A 60 s, B 120 s"]);
  assertEquals(warnings({ ...B, command: `${B.command} --seed 2` }), [
    "Another --seed: A default, B 2",
  ]);
  assertEquals(warnings({ ...B, seconds: 66, profile: A.profile }), []);
  const dropped = { ...B, offered: { ...B.offered, dropped: 10_000 } };
  assertMatch(warnings(dropped)[0] ?? "", /^In B 10,000 arrivals were not started in time/);
});

Deno.test("a comparison is a page, a page of Markdown and a table for a terminal", async () => {
  const comparison = compareRuns(A, { ...B, scenario: "sold_out" });
  const command = "deno task bench compare one other";
  const html = await comparisonHtml(comparison, { command });
  assertStringIncludes(html, "Not comparable");
  assertStringIncludes(html, "2× worse");
  assertStringIncludes(html, command);
  assert((html.match(/<figure class="chart/g)?.length ?? 0) > 8, "both runs in charts");
  const text = comparisonMarkdown(comparison, { command });
  assertStringIncludes(text, "| grab p99 | 2× | 31.2 ms | 62.4 ms | worse |");
  assertMatch(comparisonText(comparison), /NOT COMPARABLE:\n {2}- Another scenario/);
  for (const said of [text, comparisonText(comparison)]) {
    assert(!/NaN|Infinity|undefined/.test(said));
  }
});

Deno.test("runs without series and outcomes can be compared, too", async () => {
  const bare = (run: RunReport): RunReport => ({
    ...run,
    outcomes: [],
    latencies: [],
    thresholds: [],
    truth: [],
    series: { atS: [], groups: [] },
  });
  const html = await comparisonHtml(compareRuns(bare(A), bare(B)), { command: "" });
  assertStringIncludes(html, "There are no readings by the second.");
});
