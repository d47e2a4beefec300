/** Fewer points where many would show no more. */
import type { TimeChart } from "./chart_data.ts";

type Timed = Pick<TimeChart, "atS" | "lines" | "thin">;

/** At most `max` points; each stands for its share of time as `thin` says, at the end of it. */
export function thinned(chart: Timed, max: number): Pick<TimeChart, "atS" | "lines"> {
  const { atS, lines, thin = "mean" } = chart;
  const step = Math.ceil(atS.length / max);
  if (step <= 1) return { atS, lines };
  const starts = Array.from({ length: Math.ceil(atS.length / step) }, (_, n) => n * step);
  return {
    atS: starts.map((start) => atS[Math.min(start + step, atS.length) - 1] ?? 0),
    lines: lines.map((line) => ({
      ...line,
      values: starts.map((start) => folded(line.values.slice(start, start + step), thin)),
    })),
  };
}

function folded(
  values: readonly (number | null)[],
  thin: "mean" | "max" | "last",
): number | null {
  const read = values.filter((value) => value !== null);
  if (read.length === 0) return null;
  switch (thin) {
    case "mean":
      return read.reduce((sum, value) => sum + value, 0) / read.length;
    case "max":
      return Math.max(...read);
    case "last":
      return read.at(-1) ?? null;
  }
}
