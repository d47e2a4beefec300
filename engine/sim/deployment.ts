/** The engine as it is run: a process over the store, its crashes, restarts and rivals. */
import type { AnyKind } from "../contract.ts";
import { createEngine, type RunningEngine } from "../engine.ts";
import type { Limits } from "../limits.ts";
import { createLog, SILENT } from "../log.ts";
import { createMemoryJournal, createMemoryStore, type MemoryStore } from "../journal/memory.ts";
import type { Journal } from "../journal/journal.ts";
import type { Faults } from "./faults.ts";
import { FaultyJournal, type Sabotage } from "./faulty_journal.ts";
import { Prng } from "./prng.ts";
import type { SimProcess, SimWorld } from "./world.ts";

export interface DeploymentOptions {
  readonly world: SimWorld;
  readonly faults: Faults;
  readonly kinds: readonly AnyKind[];
  readonly limits: Limits;
  readonly lanes: "one" | "shard";
  readonly sabotage?: Sabotage | undefined;
}

/** One process and its engine, null until it is up. */
export interface Node {
  readonly process: SimProcess;
  engine: RunningEngine | null;
  /** Commands handed to the engine and not answered yet. */
  outstanding: number;
}

/** A restart takes up to this long. */
const RESTART_MS_MAX = 300;
/** A restarted process may find its clock off by so much. */
const SKEW_MS = 2_000;
const MESSAGE_DELAY_MS_MAX = 40;

export class Deployment {
  readonly store: MemoryStore = createMemoryStore();
  /** The store without faults, for the checks. */
  readonly journal: Journal;
  readonly limits: Limits;
  readonly kinds: readonly AnyKind[];
  newest: Node | null = null;
  /** A predecessor that does not know yet that it was replaced. */
  rival: Node | null = null;
  readonly #o: DeploymentOptions;
  readonly #chance: Prng;
  #spawned = 0;

  constructor(options: DeploymentOptions) {
    this.#o = options;
    this.limits = options.limits;
    this.kinds = options.kinds;
    this.#chance = new Prng(options.world.seed, "deployment");
    this.journal = this.#connect();
  }

  #connect(): Journal {
    const { limits } = this.#o;
    return createMemoryJournal({
      shards: limits.shards,
      archive: true,
      timeoutMs: limits.appendTimeoutMs,
      appendEntriesMax: limits.appendEntriesMax,
      appendBytesMax: limits.appendBytesMax,
      store: this.store,
    });
  }

  async open(): Promise<void> {
    await this.journal.open();
    this.start();
  }

  /** Starts a process; it becomes the newest at once and serves when it is up. */
  start(): void {
    const { world, faults, kinds, limits, lanes, sabotage } = this.#o;
    const name = `n${++this.#spawned}`;
    const skewMs = faults.jumpEveryMs > 0 ? this.#chance.between(-SKEW_MS, SKEW_MS) : 0;
    const process = world.spawn(name, skewMs);
    const node: Node = { process, engine: null, outstanding: 0 };
    this.newest = node;
    process.onDeath(() => this.#buried(node));
    const chance = new Prng(world.seed, `journal ${name}`);
    const inner = this.#connect();
    const journal = new FaultyJournal({
      world,
      process,
      chance,
      faults,
      inner,
      store: this.store,
      lanes,
      timeoutMs: limits.appendTimeoutMs,
      sabotage,
    });
    const log = world.lines === null ? SILENT : createLog({
      write: (line) => world.say(`${name} ${line}`),
      nowMs: () => process.clock.nowMs(),
    });
    void inner.open().then(() =>
      createEngine({
        journal,
        kinds,
        limits,
        world: process,
        log,
        incarnation: name,
        post: (hand) => this.#post(process, hand),
      })
    ).then(
      (engine) => {
        world.note(`${name} is up`);
        node.engine = engine;
      },
      (error: unknown) => {
        world.note(`${name} cannot start: ${error instanceof Error ? error.message : error}`);
        process.kill();
      },
    );
  }

  /** Messages between actors are late, out of order or repeated while there are faults. */
  #post(process: SimProcess, hand: () => void): void {
    const { world, faults } = this.#o;
    if (this.#chance.chance(faults.duplicated)) {
      world.after(this.#chance.fraction() * MESSAGE_DELAY_MS_MAX, hand, {
        label: `${process.name} message again`,
        process,
      });
    }
    if (!this.#chance.chance(faults.slow)) hand();
    else {
      world.after(this.#chance.fraction() * MESSAGE_DELAY_MS_MAX, hand, {
        label: `${process.name} message late`,
        process,
      });
    }
  }

  #buried(node: Node): void {
    if (this.rival === node) this.rival = null;
    if (this.newest !== node) return;
    this.newest = null;
    this.#o.world.after(this.#chance.below(RESTART_MS_MAX), () => {
      if (this.newest === null) this.start();
    }, { label: "restart" });
  }

  /** A second process takes over while the first still believes that it rules. */
  takeOver(rivalLivesMs: number): void {
    const { world } = this.#o;
    if (this.newest === null || this.rival !== null) return;
    const rival = this.newest;
    this.rival = rival;
    world.note(`${rival.process.name} is replaced`);
    this.start();
    world.after(rivalLivesMs, () => rival.process.kill(), { label: "rival ends" });
  }

  /** Stops the newest in an orderly way; whoever it took in must be answered. */
  async restart(): Promise<void> {
    const { world } = this.#o;
    const node = this.newest;
    if (node?.engine === null || node === null) return;
    world.note(`${node.process.name} drains`);
    await node.engine.drain();
    if (node.process.alive && node.outstanding > 0) {
      world.fail("a drain answers everyone", `${node.outstanding} were not`);
    }
    node.process.kill();
  }

  /** Who a request meets: mostly the newest, at times a rival. */
  pick(chance: Prng): Node | null {
    const toRival = chance.chance(0.3);
    return this.rival !== null && toRival ? this.rival : this.newest;
  }
}
