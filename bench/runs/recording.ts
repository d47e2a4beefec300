/**
 * The recording that k6's web dashboard writes while a run goes on: one line of JSON per event. `metric` declares names
 * as they are first seen, `snapshot` has the values of one second, in the alphabetical order of all names so far.
 */

/** One second of all metrics; those without a sample are absent. */
export interface Snapshot {
  readonly endMs: number;
  readonly metrics: ReadonlyMap<string, Reading>;
}

/** By aggregate: `count`, `rate`, `value`, `avg`, `p(95)` … */
export type Reading = Readonly<Record<string, number>>;

type MetricType = "counter" | "gauge" | "rate" | "trend";

/** As k6 2 writes them; `param` says them too. */
const AGGREGATES: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ["count", "rate"],
  gauge: ["value"],
  rate: ["rate"],
  trend: ["avg", "max", "med", "min", "p(90)", "p(95)", "p(99)"],
};
const CLOCK = "time";

/** Reads a recording line by line, as far as it has been written. */
export class Recording {
  readonly #types = new Map<string, MetricType>();
  #names: string[] = [];
  #aggregates: Readonly<Record<string, readonly string[]>> = AGGREGATES;
  /** Totals of counters at the last look, for what no snapshot has any more. */
  #last: ReadonlyMap<string, Reading> = new Map();
  #unread = "";

  /** The seconds that are complete in what was written since the last call. */
  push(text: string): Snapshot[] {
    const lines = (this.#unread + text).split("\n");
    // A line that is still being written.
    this.#unread = lines.pop() ?? "";
    return lines.flatMap((line) => this.#read(line) ?? []);
  }

  /** All metrics from the start until the last second that was written. */
  get cumulative(): ReadonlyMap<string, Reading> {
    return this.#last;
  }

  #read(line: string): Snapshot | null {
    if (line.trim() === "") return null;
    const { event, data } = JSON.parse(line);
    switch (event) {
      case "param":
        this.#aggregates = { ...AGGREGATES, ...data.aggregates };
        return null;
      case "metric":
        for (const [name, { type }] of Object.entries<{ type: MetricType }>(data)) {
          this.#types.set(name, type);
        }
        // By code units, as Go sorts.
        this.#names = [...this.#types.keys()].sort();
        return null;
      case "cumulative":
        this.#last = this.#metrics(data);
        return null;
      case "snapshot": {
        const metrics = this.#metrics(data);
        return { endMs: metrics.get(CLOCK)?.["value"] ?? 0, metrics };
      }
      default:
        return null;
    }
  }

  #metrics(data: readonly (readonly number[] | null)[]): Map<string, Reading> {
    if (data.length !== this.#names.length) {
      throw new Error(
        `Cannot read k6's recording: ${data.length} values for ${this.#names.length} metrics`,
      );
    }
    const metrics = new Map<string, Reading>();
    for (const [i, name] of this.#names.entries()) {
      const values = data[i] ?? [];
      if (values.length === 0) continue;
      const aggregates = this.#aggregates[this.#types.get(name) ?? ""] ?? [];
      metrics.set(
        name,
        Object.fromEntries(aggregates.map((aggregate, at) => [aggregate, values[at] ?? 0])),
      );
    }
    return metrics;
  }
}
