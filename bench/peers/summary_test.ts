import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { figuresOf } from "./figures.ts";
import { peersPage } from "./page.ts";
import type { Results } from "./results.ts";
import type { Sample } from "./rounds.ts";
import { summaryOf } from "./summary.ts";

const ROUNDS = [1, 2, 3];

function sample(row: string, perSecond: number, cpuUs: Record<string, number>): Sample[] {
  return ROUNDS.map((round) => ({
    row,
    path: "sold",
    connections: 256,
    round,
    requests: 1_000,
    sent: 1_000,
    // The last round is slower: a median does not see it.
    perSecond: round === 3 ? perSecond / 2 : perSecond,
    p50Ms: 1,
    p95Ms: 2,
    p99Ms: 3,
    maxMs: 4 * round,
    refused: 0,
    broken: 0,
    cpuUs,
    memoryBytes: { server: 1_048_576, redis: 2 * 1_048_576 },
    afterMs: 500,
  }));
}

function row(name: string, skipped: string | null = null) {
  const why = skipped === null ? null : { zh: skipped, en: skipped };
  return { name, what: `What ${name} is`, durability: "after fsync", skipped: why };
}

const RESULTS: Results = {
  id: "2026-11-22T18-50-09Z-peers",
  command: "deno task bench peers",
  startedAtMs: Date.UTC(2026, 10, 22, 18, 50, 9),
  machine: "2 cores",
  rounds: 3,
  seconds: 5,
  rows: [
    row("limit"),
    row("ours_sqlite"),
    row("redis_stream_queue"),
    row("postgres_row", "postgres is not installed"),
  ],
  http: [
    ...sample("limit", 80_000, { "server/main": 10, wrk: 5 }),
    ...sample("ours_sqlite", 40_000, { "server/main": 20, "server/worker": 10, wrk: 5 }),
    ...sample("redis_stream_queue", 20_000, {
      "server/main": 20,
      "redis/main": 12,
      "postgres/main": 8,
      "consumer/main": 6,
      wrk: 5,
    }),
  ],
  crashes: [{
    row: "redis_stream_queue",
    part: "redis",
    units: 2_000,
    kills: 3,
    acknowledged: 2_010,
    lost: 12,
    oversold: 10,
    vanished: 0,
    untold: 2,
    longestGapMs: 231.4,
    violations: ["2 orders never stored"],
  }],
  skipped: [],
  endedEarly: null,
  interrupted: false,
};

Deno.test("processor time stands with the process that used it, and in sum", () => {
  const [, , queue] = figuresOf(RESULTS);
  const cpu = { server: 0.02, store: 0.02, consumer: 0.006, generator: 0.005, sum: 0.051 };
  assertEquals(
    Object.entries(queue?.cpu ?? {}).map(([name, s]) => [name, Number(s?.toFixed(6))]),
    Object.entries(cpu),
  );
  assertEquals(queue?.memoryBytes, 3 * 1_048_576);
});

Deno.test("rates are medians and stand beside the product and the limit; the worst time is the worst of all", () => {
  const [limit, ours, queue] = figuresOf(RESULTS);
  assertEquals(queue?.sold, { perSecond: 20_000, toOurs: 0.5, toLimit: 0.25 });
  assertEquals(ours?.sold?.toLimit, 0.5);
  assertEquals(limit?.soldOut, null);
  assertEquals(ours?.ms?.most, 12);
});

Deno.test("the summary starts with ratios and losses and names what was skipped", () => {
  const summary = summaryOf(RESULTS, "");
  assert(summary.startsWith("## Peers\n"));
  const lines = [
    "- Sold by ours_sqlite, which answers after fsync: 0.5× limit, 2× redis_stream_queue.",
    "- Acknowledged grabs lost in 3 kills with kill -9 under load: redis_stream_queue 12 of 2,010.",
    "- Oversold units: redis_stream_queue 10.",
    "- postgres_row was skipped: postgres is not installed.",
    "| redis_stream_queue | 0.5× | 0.25× | 20,000 |",
    "| redis_stream_queue | redis | 3 | 2,010 | 12 | 10 | 0 | 2 | 231 | 2 orders never stored |",
    "| postgres_row (skipped: postgres is not installed) | – | – |",
  ];
  for (const line of lines) assertStringIncludes(summary, line);
  const [, head = "", rule = "", ...rows] =
    /\n(\| {2}\| sold.*\n)(.*\n)((?:\|.*\n)+)/.exec(summary) ??
      [];
  const cells = (line: string) => line.split("|").length;
  for (const line of [rule, ...rows.join("").trim().split("\n")]) {
    assertEquals(cells(line.trim()), cells(head.trim()), line);
  }
});

Deno.test("a run that ended early says so before anything else, notes keep their place below", () => {
  const summary = summaryOf({ ...RESULTS, endedEarly: "interrupted by a signal" }, "## Notes\n\nX");
  assert(summary.startsWith("## Peers\n\n**Not complete: interrupted by a signal**"));
  assert(summary.endsWith("### Notes\n\nX\n"));
});

Deno.test("the page has every row in both languages and says what was lost", async () => {
  const html = await peersPage(RESULTS);
  for (const { name } of RESULTS.rows) assertStringIncludes(html, name);
  for (const text of ["The books agree", "账目相符", "12 of 2,010, 3 kills", "没有测断电"]) {
    assertStringIncludes(html, text);
  }
});
