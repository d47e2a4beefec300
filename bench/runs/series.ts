/** Puts what the generator, the product and the machine say on one axis of whole seconds since the load began. */
import type { Series, SeriesGroup, SeriesLine } from "../report/run_report.ts";
import type { Percentiles, Second } from "./generator.ts";
import { grown, meanBetween, type Metrics, quantileBetween } from "./prometheus.ts";
import type { Sample } from "./samples.ts";

type Value = number | null;

const SECOND_MS = 1_000;
const COMMIT = "yundian_commit_seconds";
const BATCH = "yundian_commit_batch_records";
const LAG = "yundian_loop_lag_histogram_seconds";
/** Of all outcomes in one chart. */
const OUTCOMES_MAX = 12;
const MS_PER_S = 1_000;
const US_PER_CORE_SECOND = 1_000_000;

/** What happened when, for marks in every chart. */
export interface Instant {
  readonly atMs: number;
  readonly label: string;
}

/** One point for each second of the load; a reading of target and machine belongs to the second that it ends. */
export function seriesOf(
  by: {
    readonly seconds: readonly Second[];
    readonly samples: readonly Sample[];
    /** Units are fen or rewards of a referral's budget. */
    readonly isBudget?: boolean;
    readonly instants?: readonly Instant[];
  },
): Series {
  const { seconds } = by;
  const first = seconds[0];
  const samples = aligned(seconds, by.samples);
  const zeroMs = first === undefined ? 0 : first.endMs - SECOND_MS;
  return {
    atS: seconds.map(({ endMs }) => Math.round((endMs - zeroMs) / SECOND_MS)),
    groups: [
      rates(seconds),
      latencies(seconds),
      outcomes(seconds),
      { ...units(samples), ...by.isBudget ? { title: "Budget by state", unit: "" } : {} },
      ...ofProduct(samples),
      cpu(samples),
    ].filter((group) => group.lines.some(({ values }) => values.some((one) => one !== null))),
    ...(by.instants?.length ?? 0) === 0 ? {} : {
      marks: (by.instants ?? []).map(({ atMs, label }) => ({
        atS: Math.round((atMs - zeroMs) / 100) / 10,
        label,
      })),
    },
  };
}

/** A reading at the end of a second, and the one before it. */
interface Between {
  readonly before: Sample;
  readonly after: Sample;
}

/** For each second the reading nearest to its end, together with the one before. */
function aligned(seconds: readonly Second[], samples: readonly Sample[]): (Between | null)[] {
  return seconds.map(({ endMs }) => {
    let nearest = -1;
    for (const [at, { atMs }] of samples.entries()) {
      const best = samples[nearest];
      if (best === undefined || Math.abs(atMs - endMs) < Math.abs(best.atMs - endMs)) nearest = at;
    }
    const after = samples[nearest];
    const before = samples[nearest - 1];
    if (after === undefined || before === undefined) return null;
    return Math.abs(after.atMs - endMs) > SECOND_MS ? null : { before, after };
  });
}

function rates(seconds: readonly Second[]): SeriesGroup {
  const lines: SeriesLine[] = [
    { label: "offered", values: seconds.map(({ planned }) => rounded(planned)) },
    { label: "completed", values: seconds.map(({ completed }) => completed) },
    { label: "served", values: seconds.map(({ answered }) => answered) },
  ];
  if (seconds.some(({ dropped }) => dropped > 0)) {
    lines.push({ label: "dropped", values: seconds.map(({ dropped }) => dropped) });
  }
  return { key: "rates", title: "Offered and served rate", unit: "/s", kind: "lines", lines };
}

function latencies(seconds: readonly Second[]): SeriesGroup {
  const requests = new Set(seconds.flatMap(({ latencies }) => [...latencies.keys()]));
  const percentiles: readonly (readonly [string, keyof Percentiles])[] = [
    ["p50", "p50Ms"],
    ["p95", "p95Ms"],
    ["p99", "p99Ms"],
  ];
  return {
    key: "latency",
    title: "Latency percentiles",
    unit: "ms",
    kind: "lines",
    lines: [...requests].flatMap((request) =>
      percentiles.map(([name, field]) => ({
        label: `${request} ${name}`,
        values: seconds.map(({ latencies }) => latencies.get(request)?.[field] ?? null),
      }))
    ),
  };
}

/** The most frequent ones by name, the others together. */
function outcomes(seconds: readonly Second[]): SeriesGroup {
  const totals = new Map<string, number>();
  for (const second of seconds) {
    for (const [name, count] of second.outcomes) totals.set(name, (totals.get(name) ?? 0) + count);
  }
  const names = [...totals].filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one).map(([name]) => name);
  const shown = names.slice(0, names.length > OUTCOMES_MAX ? OUTCOMES_MAX - 1 : OUTCOMES_MAX);
  const rest = names.slice(shown.length);
  const sum = (second: Second, of: readonly string[]) =>
    of.reduce((all, name) => all + (second.outcomes.get(name) ?? 0), 0);
  return {
    key: "outcomes",
    title: "Outcomes by reason",
    unit: "/s",
    kind: "stack",
    lines: [
      ...shown.map((label) => ({ label, values: seconds.map((second) => sum(second, [label])) })),
      ...rest.length === 0
        ? []
        : [{ label: "others", values: seconds.map((second) => sum(second, rest)) }],
    ],
  };
}

function units(samples: readonly (Between | null)[]): SeriesGroup {
  const states = new Set(samples.flatMap((one) => Object.keys(one?.after.units ?? {})));
  return {
    key: "units",
    title: "Units by state",
    unit: "units",
    kind: "stack",
    lines: [...states].map((label) => ({
      label,
      values: samples.map((one) => one?.after.units?.[label] ?? null),
    })).filter(({ values }) => values.some((value) => value !== null && value > 0)),
  };
}

function ofProduct(samples: readonly (Between | null)[]): SeriesGroup[] {
  const between = (read: (before: Metrics, after: Metrics) => Value): Value[] =>
    samples.map((one) => {
      const { before, after } = one ?? {};
      return before?.metrics && after?.metrics ? read(before.metrics, after.metrics) : null;
    });
  const gauge = (name: string) => between((_, after) => after.get(name) ?? null);
  const quantile = (name: string, share: number) =>
    between((before, after) => times(quantileBetween(before, after, { name, share }), MS_PER_S));
  const group = (
    key: string,
    { title, unit, lines }: { title: string; unit: string; lines: SeriesLine[] },
  ): SeriesGroup => ({ key, title, unit, kind: "lines", lines });
  return [
    group("commit", {
      title: "Commit latency",
      unit: "ms",
      lines: [
        { label: "p50", values: quantile(COMMIT, 0.5) },
        { label: "p99", values: quantile(COMMIT, 0.99) },
      ],
    }),
    group("batch", {
      title: "Batch size",
      unit: "records",
      lines: [
        { label: "mean", values: between((a, b) => round2(meanBetween(a, b, BATCH))) },
        {
          label: "p99",
          values: between((a, b) => whole(quantileBetween(a, b, { name: BATCH, share: 0.99 }))),
        },
      ],
    }),
    group("lag", {
      title: "Event loop lag",
      unit: "ms",
      lines: [
        { label: "p50", values: quantile(LAG, 0.5) },
        { label: "p99", values: quantile(LAG, 0.99) },
      ],
    }),
    group("parked", {
      title: "Commands not answered yet",
      unit: "",
      lines: [{ label: "parked", values: gauge("yundian_parked_replies") }],
    }),
    group("memory", {
      title: "Memory",
      unit: "bytes",
      lines: [
        { label: "resident", values: gauge("yundian_resident_memory_bytes") },
        { label: "actors", values: gauge("yundian_activation_bytes") },
      ],
    }),
    group("backlog", {
      title: "Journal not archived yet",
      unit: "bytes",
      lines: [{ label: "backlog", values: gauge("yundian_journal_backlog_bytes") }],
    }),
    group("shed", {
      title: "Shed and limited requests",
      unit: "/s",
      lines: [
        { label: "shed", values: between((a, b) => grown(a, b, "yundian_shed_total")) },
        { label: "limited", values: between((a, b) => grown(a, b, "yundian_rate_limited_total")) },
      ].filter(isMoving),
    }),
    group("subscribers", {
      title: "Subscribers",
      unit: "",
      lines: [{ label: "subscribers", values: gauge("yundian_sse_subscribers") }].filter(isMoving),
    }),
  ];
}

/** Cores that each process used. */
function cpu(samples: readonly (Between | null)[]): SeriesGroup {
  const names = new Set(samples.flatMap((one) => [...one?.after.cpuUs.keys() ?? []]));
  return {
    key: "cpu",
    title: "Cores used",
    unit: "cores",
    kind: "lines",
    lines: [...names].map((label) => ({
      label,
      values: samples.map((one) => {
        const from = one?.before.cpuUs.get(label);
        const to = one?.after.cpuUs.get(label);
        if (one === null || from === undefined || to === undefined || to < from) return null;
        const s = (one.after.atMs - one.before.atMs) / MS_PER_S;
        return s <= 0 ? null : round2((to - from) / US_PER_CORE_SECOND / s);
      }),
    })),
  };
}

/** Cores that these processes used between the first and the last reading within the load; null without two. */
export function coresUsed(
  samples: readonly Sample[],
  { names, fromMs, toMs }: {
    readonly names: readonly string[];
    readonly fromMs: number;
    readonly toMs: number;
  },
): number | null {
  const within = samples.filter(({ atMs, cpuUs }) =>
    atMs >= fromMs - SECOND_MS && atMs <= toMs + SECOND_MS && names.some((one) => cpuUs.has(one))
  );
  const first = within[0];
  const last = within.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  // One may have ended before another, and the last that is read of it is less then.
  const used = names.reduce((sum, name) => {
    const readings = within.flatMap(({ cpuUs }) => cpuUs.get(name) ?? []);
    return readings.length === 0 ? sum : sum + Math.max(...readings) - (readings[0] ?? 0);
  }, 0);
  const s = (last.atMs - first.atMs) / MS_PER_S;
  return round2(used / US_PER_CORE_SECOND / s);
}

function isMoving({ values }: SeriesLine): boolean {
  return values.some((value) => value !== null && value > 0);
}

function times(value: Value, factor: number): Value {
  return value === null ? null : round2(value * factor);
}

/** There is no part of a record. */
function whole(value: Value): Value {
  return value === null ? null : Math.ceil(value);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function round2(value: number): number;
function round2(value: Value): Value;
function round2(value: Value): Value {
  return value === null ? null : Math.round(value * 100) / 100;
}
