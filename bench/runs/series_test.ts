import { assertEquals } from "@std/assert";
import type { Second } from "./generator.ts";
import { parseMetrics } from "./prometheus.ts";
import type { Sample } from "./samples.ts";
import { coresUsed, seriesOf } from "./series.ts";

function second(endMs: number, held: number): Second {
  return {
    ...{ endMs, planned: 10, completed: 9, dropped: 0, answered: held, vus: 3 },
    outcomes: new Map([["grab 201 held", held]]),
    latencies: new Map([["grab", { p50Ms: 1, p95Ms: 2, p99Ms: 3, maxMs: 4 }]]),
  };
}

function sample(atMs: number, count: number): Sample {
  return {
    atMs,
    metrics: parseMetrics(
      `yundian_commit_batch_records_sum ${
        count * 4
      }\nyundian_commit_batch_records_count ${count}\n`,
    ),
    units: { available: 100 - count, held: count, confirmed: 0 },
    cpuUs: new Map([["product", count * 1_000]]),
  };
}

const SECONDS = [second(11_000, 5), second(12_000, 7), second(13_000, 0)];
const SAMPLES = [sample(9_950, 0), sample(10_950, 100), sample(12_080, 600)];

Deno.test("all that was read comes onto the seconds of the load", () => {
  const { atS, groups, marks } = seriesOf({
    seconds: SECONDS,
    samples: SAMPLES,
    instants: [{ atMs: 11_540, label: "sale opens" }],
  });
  assertEquals(atS, [1, 2, 3]);
  assertEquals(marks, [{ atS: 1.5, label: "sale opens" }]);
  const values = (key: string, label: string) =>
    groups.find((one) => one.key === key)?.lines.find((one) => one.label === label)?.values;
  assertEquals(values("outcomes", "grab 201 held"), [5, 7, 0]);
  assertEquals(values("rates", "offered"), [10, 10, 10]);
  assertEquals(values("latency", "grab p99"), [3, 3, 3]);
  // Of the third second there is no reading near its end.
  assertEquals(values("units", "held"), [100, 600, 600]);
  assertEquals(values("batch", "mean"), [4, 4, 4]);
  assertEquals(values("cpu", "product"), [0.1, 0.44, 0.44]);
  // What never was above zero is no line, and a group without lines is none.
  assertEquals(values("units", "confirmed"), undefined);
  assertEquals(groups.some(({ key }) => key === "subscribers"), false);
});

Deno.test("a second without a reading near its end has no value", () => {
  const { groups } = seriesOf({ seconds: [...SECONDS, second(16_000, 1)], samples: SAMPLES });
  const held = groups.find(({ key }) => key === "units")?.lines.find(({ label }) =>
    label === "held"
  );
  assertEquals(held?.values, [100, 600, 600, null]);
});

Deno.test("cores are processor time by the time between two readings", () => {
  const span = { fromMs: 10_000, toMs: 12_000 };
  assertEquals(coresUsed(SAMPLES, { names: ["product"], ...span }), 0.28);
  assertEquals(coresUsed(SAMPLES, { names: ["k6"], ...span }), null);
});
