/** A stage for tests of the engine: a virtual world, the memory journal held by the test, crashes. */
import { ActorEngine } from "../engine.ts";
import type { ActorRef } from "../engine_api.ts";
import type { Fault } from "../fault.ts";
import { createMemoryJournal, createMemoryStore } from "../journal/memory.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { SILENT } from "../log.ts";
import { SimWorld } from "../sim/world.ts";
import { HeldJournal } from "./held_journal.ts";
import { TALLY, type TallyCommand, type TallyProtocol, type TallyReply } from "./tally.ts";

/** What became of a command, filled in when its reply leaves. */
export interface Asked {
  reply: TallyReply | null;
  fault: Fault | null;
}

export class Stage {
  readonly world = new SimWorld(1);
  readonly store = createMemoryStore();
  readonly limits: Limits;
  journal: HeldJournal;
  engine: ActorEngine;
  #process = this.world.spawn("node", 0);
  #starts = 0;
  #lanes: "one" | "shard";

  private constructor(limits: Partial<Limits>, lanes: "one" | "shard") {
    this.limits = { ...DEFAULT_LIMITS, shards: 8, ...limits };
    this.#lanes = lanes;
    this.journal = this.#journal();
    this.engine = this.#engine();
  }

  static async open(
    limits: Partial<Limits> = {},
    lanes: "one" | "shard" = "one",
  ): Promise<Stage> {
    const stage = new Stage(limits, lanes);
    await stage.start();
    return stage;
  }

  async start(): Promise<void> {
    await this.engine.start();
  }

  #engine(): ActorEngine {
    return new ActorEngine({
      journal: this.journal,
      kinds: [TALLY],
      limits: this.limits,
      world: this.#process,
      log: SILENT,
      incarnation: `start-${++this.#starts}`,
    });
  }

  /** The process dies as it stands; another one starts over the same store. */
  async crash(): Promise<void> {
    this.#process.kill();
    this.#process = this.world.spawn(`node-${this.#starts}`, 0);
    this.journal = this.#journal();
    this.engine = this.#engine();
    await this.start();
  }

  ref(key: string): ActorRef<TallyProtocol> {
    return this.engine.ref<TallyProtocol>("tally", key);
  }

  /** Sends a command; look at the result after `settle`. */
  send(key: string, command: TallyCommand, commandId?: string): Asked {
    const asked: Asked = { reply: null, fault: null };
    this.engine.dispatch(this.ref(key), command, {
      reply: (reply) => asked.reply = reply,
      fault: (fault) => asked.fault = fault,
    }, commandId === undefined ? {} : { commandId });
    return asked;
  }

  /** Lets everything happen that needs no time, or up to `ms` of it. */
  async settle(ms = 0): Promise<void> {
    await this.world.run(Math.max(ms, 0.5), () => false);
  }

  /** Sends, settles, and gives the sum; throws the fault. */
  async sum(key: string): Promise<number> {
    const asked = this.send(key, { kind: "get" });
    await this.settle();
    if (asked.fault !== null) throw asked.fault;
    return asked.reply?.kind === "sum" ? asked.reply.sum : NaN;
  }

  #journal(): HeldJournal {
    const { shards } = this.limits;
    const options = { shards, archive: false, timeoutMs: 1_000, store: this.store };
    return new HeldJournal(createMemoryJournal(options), this.#lanes);
  }
}
