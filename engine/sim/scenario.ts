/** What every scenario shares: the deployment under chaos, then calm, then the books are checked. */
import type { AnyKind } from "../contract.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { placeOf } from "../placement.ts";
import { replay, type Replayed } from "../replay.ts";
import { Clients } from "./client.ts";
import { Deployment } from "./deployment.ts";
import { calm, drawFaults, type Faults } from "./faults.ts";
import type { Sabotage } from "./faulty_journal.ts";
import { Prng } from "./prng.ts";
import { Projector } from "./projector.ts";
import { SimWorld } from "./world.ts";

export interface ScenarioOptions {
  readonly seed: number;
  readonly trace?: boolean;
  readonly sabotage?: Sabotage | undefined;
  /** Changes limits or kinds, to prove that the checks see it. */
  readonly limits?: Partial<Limits>;
  readonly kinds?: (kinds: readonly AnyKind[]) => readonly AnyKind[];
}

/** What became of one seed. */
export interface SimResult {
  readonly seed: number;
  readonly scenario: string;
  readonly violations: readonly string[];
  readonly traceHash: number;
  readonly steps: number;
  readonly replies: number;
  readonly records: number;
  readonly virtualMs: number;
  readonly lines: readonly string[] | null;
}

/** Nothing new in the journal for this long is quiet: longer than any retry. */
const QUIET_MS = 12_000;
const SETTLE_MS_MAX = 600_000;
/** Within this time of the last fault every timer that was due has rung. */
const TIMERS_MS = 15_000;
/** A story takes a few thousand steps; far more than that is somebody who is busy with nothing. */
const STEPS_MAX = 40_000;
/** The sampler of the loop's lag, the projector and the operator. */
const IDLE_STEPS_PER_MS = 0.06;
const OPERATOR_MS = 3_000;
const PROJECT_MS = 400;

/** A scenario's own part. */
export interface Play {
  readonly name: string;
  kinds(limits: Limits): readonly AnyKind[];
  limits(chance: Prng): Partial<Limits>;
  /** Runs the workload under faults; resolves when its callers are done. */
  run(stage: Stage): Promise<void>;
  /** After faults ended and all is quiet. */
  check(stage: Stage): Promise<void>;
  /** A reply leaves a process. */
  leaving(stage: Stage, actor: string, reply: unknown): void;
}

/** Everything that a play works with. */
export class Stage {
  readonly world: SimWorld;
  readonly chance: Prng;
  readonly faults: Faults;
  readonly deployment: Deployment;
  readonly clients: Clients;
  readonly projector: Projector;
  readonly limits: Limits;
  readonly kinds: readonly AnyKind[];
  #chaos = true;

  constructor(play: Play, options: ScenarioOptions) {
    const { seed, trace = false, sabotage } = options;
    this.world = new SimWorld(seed, { trace });
    this.chance = new Prng(seed, "workload");
    const chance = new Prng(seed, "faults");
    this.faults = drawFaults(chance);
    this.limits = {
      ...DEFAULT_LIMITS,
      shards: chance.pick([1, 4, 8]),
      appendTimeoutMs: 2_000,
      idleMs: chance.pick([1_000, 5_000, 600_000]),
      snapshotTailBytesMin: chance.pick([200, 2_000, 65_536]),
      activationsMax: chance.pick([2, 1_000, 1_000]),
      mailboxCommandsMax: chance.pick([4, 4_096, 4_096]),
      appendEntriesMax: chance.pick([1, 256, 256]),
      backlogBytesMax: chance.pick([3_000, DEFAULT_LIMITS.backlogBytesMax]),
      ...play.limits(chance),
      ...options.limits,
    };
    this.kinds = options.kinds?.(play.kinds(this.limits)) ?? play.kinds(this.limits);
    this.deployment = new Deployment({
      world: this.world,
      faults: this.faults,
      kinds: this.kinds,
      limits: this.limits,
      lanes: chance.pick(["one", "shard"]),
      sabotage,
    });
    this.projector = new Projector(this.world, this.deployment);
    this.clients = new Clients({
      world: this.world,
      deployment: this.deployment,
      faults: this.faults,
      leaving: (actor, reply) => play.leaving(this, actor, reply),
    });
    this.world.note(JSON.stringify(this.faults));
  }

  /** Head of an actor as stored right now. */
  storedHead(actor: string): number {
    return this.deployment.store.kept.get(this.shardOf(actor))?.actors.get(actor)?.head ?? 0;
  }

  /** An actor's state as stored right now: what a crash at this instant would leave. */
  storedNow(actor: string): unknown {
    const { kind, key } = this.#split(actor);
    const kept = this.deployment.store.kept.get(this.shardOf(actor))?.actors.get(actor);
    const { snapshot = null, entries: tail = [], head = 0 } = kept ?? {};
    return replay(kind, key, { snapshot, tail, head }).state;
  }

  /** Every actor that anything is stored of. */
  storedActors(): string[] {
    const actors: string[] = [];
    for (const { actors: kept } of this.deployment.store.kept.values()) actors.push(...kept.keys());
    return actors.sort();
  }

  /** An actor's state from snapshot and journal. */
  async load(actor: string): Promise<Replayed> {
    const { kind, key } = this.#split(actor);
    const shard = this.shardOf(actor);
    return replay(kind, key, await this.deployment.journal.load(shard, actor));
  }

  /** An actor's state from the projector's copies alone: every record since the beginning. */
  refold(actor: string): Replayed {
    const { kind, key } = this.#split(actor);
    const tail = this.projector.copies.get(actor) ?? [];
    return replay(kind, key, { snapshot: null, tail, head: this.storedHead(actor) });
  }

  /** The state as text. */
  saved(actor: string, { state }: Replayed): string {
    return JSON.stringify(this.#split(actor).kind.save(state as object));
  }

  shardOf(actor: string): number {
    const { kind, key } = this.#split(actor);
    return placeOf(kind, key, this.limits.shards);
  }

  #split(actor: string): { kind: AnyKind; key: string } {
    const slash = actor.indexOf("/");
    const kind = this.kinds.find(({ name }) => name === actor.slice(0, slash));
    if (kind === undefined) throw new Error(`Cannot find the kind of "${actor}"`);
    return { kind, key: actor.slice(slash + 1) };
  }

  /** Crashes, rivals, outages and clock jumps, each at its own pace, until calm. */
  chaos(): void {
    const { world, faults, deployment } = this;
    const chance = new Prng(world.seed, "chaos");
    const each = async (meanMs: number, strike: () => void | Promise<void>) => {
      if (meanMs === 0) return;
      while (true) {
        await world.sleep(-Math.log(1 - chance.fraction()) * meanMs);
        if (!this.#chaos) return;
        await strike();
      }
    };
    void each(faults.crashEveryMs, () => {
      const hops = chance.below(30);
      const orderly = chance.chance(0.2);
      if (orderly) return deployment.restart();
      return deployment.newest?.process.killWithin(hops);
    });
    void each(faults.takeOverEveryMs, () => deployment.takeOver(chance.below(6_000)));
    void each(faults.outageEveryMs, async () => {
      faults.down = true;
      world.note("outage");
      await world.sleep(chance.below(8_000));
      faults.down = false;
    });
    void each(faults.jumpEveryMs, () => {
      deployment.newest?.process.jumpClock(chance.between(-5_000, 15_000));
    });
    void this.#project();
    void this.#operate();
  }

  /** Whoever runs the node restarts it when it says that it lost shards, as a liveness probe does. */
  async #operate(): Promise<void> {
    while (true) {
      await this.world.sleep(OPERATOR_MS);
      const { newest } = this.deployment;
      const reasons = newest?.engine?.health().reasons ?? [];
      if (reasons.some((reason) => reason.includes("another node owns"))) newest?.process.kill();
    }
  }

  async #project(): Promise<void> {
    const chance = new Prng(this.world.seed, "projector");
    const archives = chance.pick([0, 0.5, 1]);
    while (true) {
      await this.projector.catchUp(chance, this.#chaos ? archives : 1);
      await this.world.sleep(PROJECT_MS);
    }
  }

  /** Ends faults, waits until a process is up and nothing moves any more. */
  async settle(): Promise<void> {
    const { world, faults, deployment, projector } = this;
    this.#chaos = false;
    calm(faults);
    world.note("calm");
    deployment.rival?.process.kill();
    // A process whose clock was ahead has set timers by it.
    await world.sleep(world.latestMs - world.nowMs + TIMERS_MS);
    const endMs = world.nowMs + SETTLE_MS_MAX;
    let seen = -1;
    while (true) {
      if (projector.position === seen && deployment.newest?.engine != null) return;
      seen = projector.position;
      if (world.nowMs > endMs) {
        world.fail("it comes to rest", `still moving ${SETTLE_MS_MAX} ms after the last fault`);
        return;
      }
      await world.sleep(QUIET_MS);
    }
  }
}

/** Plays one seed from start to verdict. */
export async function simulate(play: Play, options: ScenarioOptions): Promise<SimResult> {
  const stage = new Stage(play, options);
  const { world, deployment, clients, projector } = stage;
  const startMs = world.nowMs;
  let over = false;
  const story = async () => {
    try {
      await deployment.open();
      stage.chaos();
      await play.run(stage);
      await stage.settle();
      await play.check(stage);
      await checkBooks(stage);
    } catch (error) {
      world.fail("the story ends", error instanceof Error ? error.stack ?? error.message : "?");
    }
    over = true;
  };
  void story();
  const ended = await world.run(3 * SETTLE_MS_MAX, () => over || world.violations.length > 3);
  if (!ended) world.fail("the story ends", "someone waits for ever");
  const idleSteps = (world.nowMs - startMs) * IDLE_STEPS_PER_MS;
  if (world.steps > STEPS_MAX + idleSteps) {
    world.fail("nobody runs in circles", `${world.steps} steps`);
  }
  deployment.newest?.process.kill();
  deployment.rival?.process.kill();
  return {
    seed: options.seed,
    scenario: play.name,
    violations: world.violations,
    traceHash: world.traceHash,
    steps: world.steps,
    replies: clients.replies,
    records: projector.position,
    virtualMs: Math.round(world.nowMs - startMs),
    lines: world.lines,
  };
}

/** Snapshot and tail give the state that all records give; health is good; the node agrees. */
async function checkBooks(stage: Stage): Promise<void> {
  const { world, deployment } = stage;
  for (const actor of stage.storedActors()) {
    const loaded = await stage.load(actor);
    const refolded = stage.refold(actor);
    const [a, b] = [stage.saved(actor, loaded), stage.saved(actor, refolded)];
    if (loaded.seq !== refolded.seq || a !== b) {
      world.fail("a snapshot says what its records say", `${actor}:\n${a}\n${b}`);
    }
  }
  const health = deployment.newest?.engine?.health();
  if (health?.ready !== true) {
    world.fail("a healthy node is ready", health?.reasons.join("; ") ?? "no node");
  }
  const parked = deployment.newest?.engine?.load().parked ?? 0;
  if (parked !== 0) world.fail("everyone is answered", `${parked} are parked`);
}
