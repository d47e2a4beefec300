/** The arithmetic of curves. Pure. */
import type { LineSpec, Measured } from "./curve.ts";

/** A cost that grew by no more is flat: no machine that others use is more exact. */
export const FLAT_MAX = 1.15;
/** A count per operation that grew by as much says where a cost comes from. */
const COUNT_GREW_MIN = 1.25;
/** Counts per operation below this cost next to nothing: a command is some us, a byte some ns. */
const COUNT_MIN = 0.02;
const BYTES_MIN = 4_096;

/** One line at one size: medians, per operation. */
export interface Point {
  readonly size: number;
  /** CPU us of the main thread, and of all threads. */
  readonly mainUs: number;
  readonly allUs: number;
  /** To the smallest size. */
  readonly ratio: number;
  /** The middle half of what single windows say. */
  readonly ratioFrom: number;
  readonly ratioTo: number;
  /** The same as `ratio`, of the main thread alone. */
  readonly mainRatio: number;
  /** How often the product did what. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Something that each operation brings about more often at the worst size than at the smallest. */
export interface GrownCount {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A line with its verdict. */
export interface JudgedLine {
  readonly line: LineSpec;
  readonly points: readonly Point[];
  /** `growing`: by design, told and not judged. `unclear`: less than the noise of the machine. */
  readonly verdict: "flat" | "not-flat" | "growing" | "unclear";
  /** The point that costs most against the smallest. */
  readonly worst: Point;
  readonly grown: readonly GrownCount[];
}

/** Windows of one line at one size, in the order of rounds. */
export interface SizeWindows {
  readonly size: number;
  readonly windows: readonly Measured[];
}

/** Whether a line is flat. Smallest size first. Throws without any. */
export function judge(line: LineSpec, sizes: readonly SizeWindows[]): JudgedLine {
  const points = pointsOf(sizes, line);
  const [first] = points;
  if (first === undefined) throw new Error(`No points of ${line.label.en}`);
  const worst = points.reduce((most, one) => one.ratio > most.ratio ? one : most, first);
  return {
    line,
    points,
    verdict: verdictOf(line, points),
    worst,
    grown: grownCounts(first, worst),
  };
}

function verdictOf(line: LineSpec, points: readonly Point[]): JudgedLine["verdict"] {
  const costs = points.map((one) => costOf(line, one));
  // What is left when the cost of other work is taken away may be nothing.
  if (!costs.every((us) => us > 0) || !points.every(({ ratio }) => ratio > 0)) return "unclear";
  if (line.growsBecause !== undefined) return "growing";
  return points.every(({ ratio }) => ratio <= FLAT_MAX) ? "flat" : "not-flat";
}

/** The points of a line. Smallest size first. */
export function pointsOf(
  sizes: readonly SizeWindows[],
  { kind, judgedBy }: Pick<LineSpec, "kind" | "judgedBy">,
): Point[] {
  const first = sizes[0]?.windows ?? [];
  const ratios = kind === "beside" ? ratiosInTurns : ratiosToMedian;
  return sizes.map(({ size, windows }) => {
    const own = ratios(first, windows, judgedBy === "main" ? mainOf : allOf);
    return {
      size,
      mainUs: median(windows.map(mainOf)),
      allUs: median(windows.map(allOf)),
      ratio: median(own),
      ratioFrom: quantile(own, 0.25),
      ratioTo: quantile(own, 0.75),
      mainRatio: median(ratios(first, windows, mainOf)),
      counts: countsOf(windows),
    };
  });
}

type CostOf = (one: Measured) => number;

/** Of windows of one round, which met the same neighbours on the machine. */
function ratiosInTurns(
  first: readonly Measured[],
  windows: readonly Measured[],
  of: CostOf,
): number[] {
  return windows.flatMap((window, round) => {
    const before = first[round];
    return before === undefined ? [] : [of(window) / of(before)];
  });
}

/** Of windows that were measured at another time. */
function ratiosToMedian(
  first: readonly Measured[],
  windows: readonly Measured[],
  of: CostOf,
): number[] {
  const unit = median(first.map(of));
  return windows.map((window) => of(window) / unit);
}

/** What a line is judged by, of one operation, us. */
export function costOf(line: LineSpec, { mainUs, allUs }: Point): number {
  return line.judgedBy === "main" ? mainUs : allUs;
}

/** What is done more often by each operation. */
export function grownCounts(
  first: Pick<Point, "counts">,
  last: Pick<Point, "counts">,
): GrownCount[] {
  return Object.entries(last.counts).flatMap(([name, to]) => {
    const from = first.counts[name] ?? 0;
    const least = name.endsWith("Bytes") ? BYTES_MIN : COUNT_MIN;
    const isGrown = to >= least && to >= Math.max(from, least) * COUNT_GREW_MIN;
    return isGrown ? [{ name, from, to }] : [];
  });
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear between values; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

function allOf({ cost, operations }: Measured): number {
  return cost.allUs / operations;
}

function mainOf({ cost, operations }: Measured): number {
  return cost.mainUs / operations;
}

function countsOf(windows: readonly Measured[]): Record<string, number> {
  const names = Object.keys(windows[0]?.cost.counts ?? {});
  const per = (name: string) =>
    windows.map(({ cost, operations }) => (cost.counts[name] ?? 0) / operations);
  return Object.fromEntries(names.map((name) => [name, median(per(name))]));
}
