/** Thresholds of subscribers, judged like those of k6. Pure. */
import type { Latency, Outcome, Profile, ThresholdVerdict } from "../../report/run_report.ts";
import type { Duration } from "./tally.ts";

/** ms that p99 may reach; the generator shares two cores with the product. */
type Bounds = Readonly<Partial<Record<Duration, number>>>;

const CALM: Bounds = { live: 2_000, frame: 3_000, change: 8_000, grab: 1_500 };

/** The table. `smoke` has to pass on any machine, so it only finds what hangs. */
export const SSE_P99_MS: Readonly<Record<Profile | "beside", Bounds>> = {
  smoke: { live: 5_000, frame: 5_000, change: 10_000, grab: 5_000 },
  load: CALM,
  soak: CALM,
  // All come within one second and are let in as the product can.
  spike: { live: 20_000, frame: 3_000, change: 10_000, grab: 5_000 },
  herd: { ...CALM, opening: 5_000 },
  // Its end is its result.
  breakpoint: {},
  // Another load is judged by its own table.
  beside: { live: 10_000 },
};

/** Of the subscribers that were planned, how many have to come. */
const ARRIVED_SHARE = 1;
/** A breaking point below this is no result but a fault. */
const BREAKPOINT_LEAST = 500;

/** What is judged. */
export interface Judged {
  readonly profile: Profile | "beside";
  readonly subscribers: number;
  readonly arrived: number;
  readonly latencies: readonly Latency[];
  readonly outcomes: readonly Outcome[];
  /** Pushes that subscribers got. */
  readonly pushes: number;
  readonly grabsPerSecond: number;
}

/** A verdict for each; what was not measured has failed. */
export function verdictsOf(judged: Judged): ThresholdVerdict[] {
  const { profile, latencies, outcomes } = judged;
  const unexpected = outcomes.filter(({ expected }) => !expected)
    .reduce((sum, { count }) => sum + count, 0);
  const subscribers = profile === "breakpoint" ? BREAKPOINT_LEAST : judged.subscribers;
  return [
    most({ what: "unexpected answers", unit: "count", bound: 0, measured: unexpected }),
    least({
      what: "subscribers that saw the sale",
      bound: ARRIVED_SHARE * Math.min(subscribers, judged.subscribers),
      measured: judged.arrived,
    }),
    ...judged.grabsPerSecond === 0
      ? []
      : [least({ what: "states pushed", bound: 2, measured: judged.pushes })],
    ...Object.entries(SSE_P99_MS[profile]).map(([name, bound]) => {
      const measured = latencies.find(({ request }) => request === name)?.p99Ms ?? null;
      return most({ what: `${name} p99`, unit: "ms", bound, measured });
    }),
  ];
}

function most(
  by: { what: string; unit: string; bound: number; measured: number | null },
): ThresholdVerdict {
  const { what, unit, bound, measured } = by;
  return {
    what,
    unit,
    bound: { most: bound },
    measured,
    ok: measured !== null && measured <= bound,
  };
}

function least(by: { what: string; bound: number; measured: number }): ThresholdVerdict {
  const { what, bound, measured } = by;
  return { what, unit: "count", bound: { least: bound }, measured, ok: measured >= bound };
}
