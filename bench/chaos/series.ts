/** A fault's course second by second, as charts show it. Pure. */
import type { Series } from "../report/run_report.ts";
import type { Attempt } from "./attempt.ts";
import type { Resident } from "./memory_watch.ts";
import { secondsOf } from "./timeline.ts";

/** Rates, latency and memory on one axis, with the fault marked. */
export function seriesOf(
  attempts: readonly Attempt[],
  by: {
    readonly memory: readonly Resident[];
    /** ms since the start of the load. */
    readonly beganMs: number;
    readonly endedMs: number;
  },
): Series {
  const { memory, beganMs, endedMs } = by;
  const seconds = secondsOf(attempts);
  const line = <Key extends keyof (typeof seconds)[number]>(label: string, key: Key) => ({
    label,
    values: seconds.map((second) => second[key]),
  });
  return {
    atS: seconds.map((_, n) => n + 1),
    marks: [
      { atS: beganMs / 1_000, label: "fault begins" },
      { atS: endedMs / 1_000, label: "fault ends" },
    ],
    groups: [
      {
        key: "rates",
        title: "What users got",
        unit: "/s",
        kind: "bars",
        lines: [
          line("served", "served"),
          line("failed", "failed"),
          line("no answer", "unanswered"),
        ],
      },
      {
        key: "latency",
        title: "Latency of what was served",
        unit: "ms",
        kind: "lines",
        lines: [line("p50", "p50Ms"), line("p99", "p99Ms")],
      },
      {
        key: "memory",
        title: "Memory of the product",
        unit: "bytes",
        kind: "lines",
        lines: [{ label: "resident", values: seconds.map((_, n) => residentAt(memory, n + 1)) }],
      },
    ],
  };
}

/** The last reading of a second. */
function residentAt(memory: readonly Resident[], second: number): number | null {
  const within = ({ atMs }: Resident) => atMs > (second - 1) * 1_000 && atMs <= second * 1_000;
  return memory.findLast(within)?.bytes ?? null;
}
