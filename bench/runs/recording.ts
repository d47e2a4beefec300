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
  /** From the start until the last look, and until the last snapshot. */
  #last: ReadonlyMap<string, Reading> = new Map();
  #snapped: ReadonlyMap<string, Reading> = new Map();
  #unread = "";

  /** The seconds that are complete in what was written since the last call. */
  push(text: string): Snapshot[] {
    const lines = (this.#unread + text).split("\n");
    // A line that is still being written.
    this.#unread = lines.pop() ?? "";
    return lines.flatMap((line) => this.#read(line) ?? []);
  }

  /** What was counted after the last snapshot: k6 writes none of its last fraction of a second. */
  get rest(): ReadonlyMap<string, Reading> {
    const rest = new Map<string, Reading>();
    for (const [name, { count }] of this.#last) {
      if (this.#types.get(name) !== "counter" || count === undefined) continue;
      const more = count - (this.#snapped.get(name)?.["count"] ?? 0);
      if (more > 0) rest.set(name, { count: more });
    }
    return rest;
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
        this.#snapped = this.#last;
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
