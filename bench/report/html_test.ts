import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { believableRun } from "./fixtures/believable_run.ts";
import { htmlOf } from "./html.ts";
import type { RunReport } from "./run_report.ts";

const EVIL = `</script><script>alert("x")</script><img src=x onerror=alert(1)>`;

Deno.test("a report is one file that asks nobody for anything", async () => {
  const html = await htmlOf(believableRun());
  assertEquals(
    [...html.matchAll(/<(?:link|script|img|iframe)\b[^>]*(?:src|href)="([^"]*)"/g)]
      .map(([, address]) => address),
    ["data:,"],
  );
  assertEquals(/@import|url\(\s*["']?http/.exec(html), null);
  assertEquals(html.match(/<script>/g)?.length, 1);
});

Deno.test("nothing that a run says ends a script or begins an element", async () => {
  const run = believableRun();
  const html = await htmlOf({
    ...run,
    id: EVIL,
    command: EVIL,
    sentence: EVIL,
    problems: [EVIL],
    environment: { ...run.environment, cpuModel: EVIL, settings: { [EVIL]: EVIL } },
    outcomes: [{ request: EVIL, status: 0, reason: EVIL, count: 1, expected: false }],
    truth: [{ name: EVIL, ok: false, text: EVIL }],
    thresholds: [{ what: EVIL, unit: EVIL, bound: { most: 1 }, measured: 2, ok: false }],
    latencies: [{ request: EVIL, count: 1, p50Ms: 1, p95Ms: 1, p99Ms: 1, maxMs: 1 }],
    series: {
      atS: [1],
      groups: [{
        key: EVIL,
        title: EVIL,
        unit: EVIL,
        kind: "lines",
        lines: [{ label: EVIL, values: [1] }],
      }],
      marks: [{ atS: 1, label: EVIL }],
    },
  });
  assert(!html.includes("<img"), "an element of the run's own");
  assert(!html.includes(`<script>alert`), "a script of the run's own");
  assertEquals(html.match(/<\/script>/g)?.length, html.match(/<script\b/g)?.length);
});

Deno.test("a run that found nothing has a page that says so", async () => {
  const html = await htmlOf(emptyRun());
  assertStringIncludes(html, "No request was answered.");
  assertStringIncludes(html, "Nothing was checked: this cannot count as passed.");
  assertStringIncludes(html, "There are no readings by the second.");
  assertMatch(html, /class="banner warn"/);
  assert(!/NaN|Infinity|undefined|>null</.test(html.replace(/<script>[\s\S]*?<\/script>/g, "")));
});

Deno.test("a series without a reading says so instead of drawing", async () => {
  const run = believableRun();
  const nulls = run.series.groups.map((group) => ({
    ...group,
    lines: group.lines.map(({ label }) => ({ label, values: run.series.atS.map(() => null) })),
  }));
  const html = await htmlOf({ ...run, series: { ...run.series, groups: nulls } });
  assertStringIncludes(html, "No readings");
  assert(!html.includes('class="plot"'));
});

Deno.test("each chart has a table that says the same, however long the run", async () => {
  const html = await htmlOf(believableRun({ seconds: 1_800 }));
  const charts = html.match(/<figure class="chart/g)?.length ?? 0;
  assert(charts >= 10, `${charts} charts`);
  assertEquals(
    html.match(/<details class="folded"><summary>[^<]*<span class="zh">数据表/g)?.length,
    charts,
  );
  const rows = html.match(/<tr>/g)?.length ?? 0;
  assert(rows < charts * 62 + 100, `${rows} rows`);
  assert(html.length < 2_500_000, `${html.length} characters`);
});

/** As after Ctrl-C before the first answer. */
function emptyRun(): RunReport {
  const run = believableRun();
  return {
    ...run,
    verdict: "interrupted",
    seconds: 0,
    offered: {
      planned: 0,
      started: 0,
      dropped: 0,
      completed: 0,
      interrupted: 0,
      requests: 0,
      vusMax: 0,
      generatorCores: null,
      productCores: null,
    },
    outcomes: [],
    latencies: [],
    thresholds: [],
    truth: [],
    series: { atS: [], groups: [] },
  };
}
