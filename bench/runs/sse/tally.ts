/** What happened: of the whole run, and of the second that is under way. */
import type { Latency, Outcome } from "../../report/run_report.ts";
import { Histogram } from "./histogram.ts";

/** Durations that are measured. `live`: due until the first state. `frame`: a state pushed until it comes.
 * `gap`: from one state to the next at one subscriber. `change`: a unit acknowledged until a subscriber sees it. `opening`: the sale's start until a subscriber sees it. */
export const DURATIONS = ["live", "frame", "gap", "change", "opening", "grab"] as const;
export type Duration = (typeof DURATIONS)[number];

/** Things that are counted second by second. */
export const COUNTS = ["arrived", "frames", "refused", "lost", "left"] as const;
export type Count = (typeof COUNTS)[number];

/** One second. */
export interface SecondSample {
  /** s since the start of the load; the second ends here. */
  readonly atS: number;
  /** The same as ms since 1970. */
  readonly endMs: number;
  /** Open streams at its end. */
  readonly subscribers: number;
  /** Due until then. */
  readonly planned: number;
  readonly counts: Readonly<Record<Count, number>>;
  /** p50, p95, p99 and the largest in ms; null where nothing was measured. */
  readonly durations: Readonly<Record<Duration, readonly (number | null)[]>>;
  /** How often which answer, by `request status reason`. */
  readonly answers: Readonly<Record<string, number>>;
  /** Cores that the generator used, and by how much its own timers were late, in ms. */
  readonly generatorCores: number;
  readonly generatorLagMs: number;
}

export class Tally {
  readonly #total = histograms();
  readonly #second = histograms();
  readonly #outcomes = new Map<string, { outcome: Omit<Outcome, "count">; count: number }>();
  #counts = zero();
  #answers: Record<string, number> = {};

  took(duration: Duration, ms: number): void {
    this.#total[duration].add(ms);
    this.#second[duration].add(ms);
  }

  count(what: Count, by = 1): void {
    this.#counts[what] += by;
  }

  answered(outcome: Omit<Outcome, "count">): void {
    const key = `${outcome.request} ${outcome.status} ${outcome.reason}`;
    const kept = this.#outcomes.get(key);
    if (kept === undefined) this.#outcomes.set(key, { outcome, count: 1 });
    else kept.count++;
    this.#answers[key] = (this.#answers[key] ?? 0) + 1;
  }

  /** The second that ends, after which the next begins. */
  endSecond(): Pick<SecondSample, "counts" | "durations" | "answers"> {
    const sample = {
      counts: this.#counts,
      answers: this.#answers,
      durations: byDuration((name) => {
        const { p50Ms, p95Ms, p99Ms, maxMs } = this.#second[name].spread();
        return [p50Ms, p95Ms, p99Ms, maxMs];
      }),
    };
    for (const name of DURATIONS) this.#second[name].clear();
    this.#counts = zero();
    this.#answers = {};
    return sample;
  }

  outcomes(): Outcome[] {
    return [...this.#outcomes.values()].map(({ outcome, count }) => ({ ...outcome, count }))
      .toSorted((one, other) =>
        one.request.localeCompare(other.request) || other.count - one.count
      );
  }

  latencies(): Latency[] {
    return DURATIONS.flatMap((request) => {
      const { count, p50Ms, p95Ms, p99Ms, maxMs } = this.#total[request].spread();
      return p50Ms === null || p95Ms === null || p99Ms === null || maxMs === null
        ? []
        : [{ request, count, p50Ms, p95Ms, p99Ms, maxMs }];
    });
  }
}

function histograms(): Record<Duration, Histogram> {
  return byDuration(() => new Histogram());
}

function byDuration<Value>(value: (name: Duration) => Value): Record<Duration, Value> {
  return {
    live: value("live"),
    frame: value("frame"),
    gap: value("gap"),
    change: value("change"),
    opening: value("opening"),
    grab: value("grab"),
  };
}

function zero(): Record<Count, number> {
  return { arrived: 0, frames: 0, refused: 0, lost: 0, left: 0 };
}
