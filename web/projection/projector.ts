/** The projector's side of the main thread: it says which shards moved and knows how far the rows have come. */
import { Counter, Gauge, type Registry } from "prom-client";
import type { Cancel, Journal, Log, Scheduler } from "../../engine/mod.ts";
import { Progress } from "./progress.ts";
import type { ProjectorCommand, ProjectorNews, ProjectorSetup } from "./projector_worker.ts";
import type { ProjectionView } from "./view.ts";

/** A projector that runs in a Worker. */
export interface Projector {
  readonly view: ProjectionView;
  /** For the engine: after every durable batch. */
  moved(shard: number, feed: number): void;
  /** Starts it, once; before that everything that moves is kept in mind. */
  start(setup: ProjectorSetup): void;
  /** Adds its figures to `/metrics`. */
  register(registry: Registry): void;
  close(): Promise<void>;
}

export interface ProjectorOptions {
  readonly scheduler: Scheduler;
  readonly log: Log;
  nowMs(): number;
  /** Tells the journal what may be trimmed. */
  readonly archived: Journal["archived"];
  /**
   * From the commit of a row to the trimming of what it came from. An embedded database does not sync its files:
   * the operating system must have written them first.
   */
  readonly trimAfterMs: number;
}

/** News of the engine are gathered for so long. */
const GATHER_MS = 50;
const RESTART_MS = 1_000;

/** Makes a projector that does not run yet. */
export function createProjector(options: ProjectorOptions): Projector {
  const { scheduler, log, nowMs } = options;
  const progress = new Progress(nowMs);
  const trimming = new Trimming(options, progress);
  let setup: ProjectorSetup | null = null;
  let worker: Worker | null = null;
  let isClosed = false;
  let stopped = () => {};
  const changed = new Set<number>();
  let gathering: Cancel | null = null;
  let records = 0;
  const broken = new Set<string>();

  function send(command: ProjectorCommand): void {
    worker?.postMessage(command);
  }

  function sendMoved(hurry: boolean): void {
    gathering?.();
    gathering = null;
    if (changed.size === 0 && !hurry) return;
    send({ kind: "moved", heads: progress.headsOf(changed), hurry });
    changed.clear();
  }

  function hear(news: ProjectorNews): void {
    switch (news.kind) {
      case "wrote":
        records += news.records;
        progress.wrote(news.moves);
        return;
      case "caught-up":
        return progress.caughtUp();
      case "astray":
        return progress.broke();
      case "rebuilding":
        log.info("Rebuilding", { done: news.done, until: news.until });
        return;
      case "broken":
        broken.add(news.projection);
        return progress.broke();
      case "stopped":
        return stopped();
      case "rebuilt":
        return;
    }
  }

  function launch(first: ProjectorSetup): void {
    const started = new Worker(new URL("./projector_worker.ts", import.meta.url), {
      type: "module",
    });
    worker = started;
    started.onmessage = ({ data }: MessageEvent<ProjectorNews>) => hear(data);
    started.onerror = (event) => {
      event.preventDefault();
      started.terminate();
      if (worker === started) worker = null;
      stopped();
      if (isClosed) return;
      log.error("The projector has died and starts again", { error: event.message });
      progress.lost();
      scheduler.after(RESTART_MS, () => {
        if (!isClosed) launch({ ...first, rebuild: false });
      });
    };
    started.postMessage(first);
    send({ kind: "moved", heads: progress.headsOf(progress.shards()), hurry: false });
  }

  return {
    view: {
      reached(maxMs) {
        const reached = progress.reached(scheduler, maxMs);
        if (!progress.isLevel) sendMoved(true);
        return reached;
      },
      asOfMs: () => progress.asOfMs(),
    },
    moved(shard, feed) {
      progress.moved(shard, feed);
      changed.add(shard);
      gathering ??= scheduler.after(GATHER_MS, () => sendMoved(false));
    },
    start(first) {
      if (setup !== null || isClosed) return;
      setup = first;
      launch(first);
      trimming.start();
    },
    register(registry) {
      register(registry, { progress, records: () => records, broken });
    },
    async close() {
      isClosed = true;
      gathering?.();
      trimming.close();
      const running = worker;
      if (running === null) return;
      await new Promise<void>((resolve) => {
        stopped = resolve;
        running.postMessage({ kind: "stop" } satisfies ProjectorCommand);
      });
      running.terminate();
    },
  };
}

/** Lets the journal trim what is archived. */
class Trimming {
  readonly #options: ProjectorOptions;
  readonly #progress: Progress;
  /** What was archived when this was last looked at. */
  #seen: ReadonlyMap<number, number> = new Map();
  readonly #told = new Map<number, number>();
  #cancel: Cancel = () => {};
  #isClosed = false;

  constructor(options: ProjectorOptions, progress: Progress) {
    this.#options = options;
    this.#progress = progress;
  }

  start(): void {
    this.#cancel = this.#options.scheduler.after(this.#options.trimAfterMs, async () => {
      await this.#trim();
      if (!this.#isClosed) this.start();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  async #trim(): Promise<void> {
    // Positions of the round before: they are at least one round old.
    const due = this.#seen;
    this.#seen = this.#progress.positions();
    // All at once: the journal writes them together.
    const told = await Promise.allSettled(
      [...due].filter(([shard, position]) => this.#told.get(shard) !== position)
        .map(async ([shard, position]) => {
          await this.#options.archived(shard, position);
          this.#told.set(shard, position);
        }),
    );
    const failed = told.find((one) => one.status === "rejected");
    if (failed !== undefined && !this.#isClosed) {
      this.#options.log.warn("The journal was not trimmed", { error: String(failed.reason) });
    }
  }
}

function register(
  registry: Registry,
  from: {
    readonly progress: Progress;
    records(): number;
    readonly broken: ReadonlySet<string>;
  },
): void {
  const { progress, records, broken } = from;
  const registers = [registry];
  const gauges: readonly (readonly [string, string, () => number])[] = [
    [
      "yundian_projector_lag_seconds",
      "Age of the oldest record that is not in the rows yet",
      () => progress.lagMs() / 1_000,
    ],
    [
      "yundian_projector_behind_entries",
      "Entries of the feed that are not in the rows yet",
      () => progress.behind(),
    ],
    [
      "yundian_projector_position_entries",
      "Entries of the feed that are in the rows",
      () => progress.position(),
    ],
    [
      "yundian_projector_broken_projections",
      "Projections that threw and are left out",
      () => broken.size,
    ],
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
  new Counter({
    name: "yundian_projector_records_total",
    help: "Records written into rows",
    registers,
    collect() {
      this.reset();
      this.inc(records());
    },
  });
}
