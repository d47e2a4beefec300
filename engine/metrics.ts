/** What the engine counts. Hot paths add to plain numbers; prom-client reads them when scraped. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Plain counters of one kind, by outcome. */
export class Outcomes {
  readonly byName = new Map<string, { n: number }>();
  /** The one counted last: in a rush nearly all are alike. */
  #name = "";
  #count = { n: 0 };

  add(outcome: string): void {
    if (outcome !== this.#name) {
      let count = this.byName.get(outcome);
      if (count === undefined) this.byName.set(outcome, count = { n: 0 });
      this.#name = outcome;
      this.#count = count;
    }
    this.#count.n++;
  }
}

export interface MetricSources {
  outcomes(): Iterable<readonly [kind: string, outcomes: Outcomes]>;
  parked(): number;
  activations(): number;
  activationBytes(): number;
  timers(): number;
  loopLagMs(): number;
  backlogBytes(): number;
  rssBytes(): number;
}

export interface Metrics {
  readonly registry: Registry;
  committed(options: { seconds: number; entries: number; records: number }): void;
  journalError(kind: string): void;
  activated(): void;
  passivated(): void;
  snapshotTaken(bytes: number): void;
  loopLag(ms: number): void;
}

/** Registers the engine's metrics. Names follow Prometheus practice: base units, `_total` on counters. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  new Counter({
    name: "yundian_commands_total",
    help: "Commands answered, by kind of actor and outcome",
    labelNames: ["kind", "outcome"],
    registers,
    collect() {
      this.reset();
      for (const [kind, outcomes] of sources.outcomes()) {
        for (const [outcome, { n }] of outcomes.byName) this.inc({ kind, outcome }, n);
      }
    },
  });
  const gauges: readonly (readonly [string, string, () => number])[] = [
    ["yundian_parked_replies", "Commands not answered yet", sources.parked],
    ["yundian_activations", "Actors in memory", sources.activations],
    ["yundian_activation_bytes", "Estimated bytes of actors in memory", sources.activationBytes],
    ["yundian_timers", "Actors with an instant to be woken at", sources.timers],
    ["yundian_loop_lag_seconds", "Lag of the event loop", () => sources.loopLagMs() / 1_000],
    ["yundian_journal_backlog_bytes", "Journal not archived yet", sources.backlogBytes],
    ["yundian_resident_memory_bytes", "Resident set size", sources.rssBytes],
  ];
  for (const [name, help, read] of gauges) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
  const commitSeconds = new Histogram({
    name: "yundian_commit_seconds",
    help: "From flush to verdict of one append",
    buckets: [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.25, 0.5, 1, 5],
    registers,
  });
  const batchRecords = new Histogram({
    name: "yundian_commit_batch_records",
    help: "Records in one append",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096],
    registers,
  });
  const entriesTotal = new Counter({
    name: "yundian_journal_entries_total",
    help: "Entries made durable",
    registers,
  });
  const journalErrors = new Counter({
    name: "yundian_journal_errors_total",
    help: "Appends, loads and snapshots that failed, by kind",
    labelNames: ["kind"],
    registers,
  });
  const activated = new Counter({
    name: "yundian_activated_total",
    help: "Actors brought into memory",
    registers,
  });
  const passivated = new Counter({
    name: "yundian_passivated_total",
    help: "Actors put out of memory",
    registers,
  });
  const snapshotBytes = new Counter({
    name: "yundian_snapshot_bytes_total",
    help: "Bytes of snapshots written",
    registers,
  });
  const loopLag = new Histogram({
    name: "yundian_loop_lag_histogram_seconds",
    help: "Lag of the event loop, sampled",
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2],
    registers,
  });
  return {
    registry,
    committed({ seconds, entries, records }) {
      commitSeconds.observe(seconds);
      batchRecords.observe(records);
      entriesTotal.inc(entries);
    },
    journalError: (kind) => journalErrors.inc({ kind }),
    activated: () => activated.inc(),
    passivated: () => passivated.inc(),
    snapshotTaken: (bytes) => snapshotBytes.inc(bytes),
    loopLag: (ms) => loopLag.observe(ms / 1_000),
  };
}
