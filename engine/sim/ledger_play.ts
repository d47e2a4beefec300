/** Ledgers in a ring: what the engine promises to every kind, whatever it decides. */
import type { Outcome } from "./client.ts";
import { LEDGER, type LedgerProtocol, type LedgerReply, type LedgerState } from "./ledger.ts";
import type { Prng } from "./prng.ts";
import type { Play, Stage } from "./scenario.ts";

interface Added {
  readonly actor: string;
  readonly id: string;
  readonly outcome: Outcome<LedgerReply>["kind"];
}

/** One play of the ring. */
export class LedgerPlay implements Play {
  readonly name = "ledger";
  readonly #added: Added[] = [];
  /** Newest version told of an actor, with the step at which it was told. */
  readonly #told = new Map<string, { step: number; version: number }[]>();
  #names: string[] = [];

  kinds() {
    return [LEDGER];
  }

  limits(chance: Prng) {
    return {
      dedupePerActorMax: 10_000,
      outboxMessagesPerActorMax: chance.pick([3, 8_192, 8_192]),
      dueActorsLoadedMax: chance.pick([1, 100_000]),
      waitingCallersPerActorMax: chance.pick([2, 1_024]),
    };
  }

  async run(stage: Stage): Promise<void> {
    const { chance } = stage;
    const ledgers = chance.pick([1, chance.between(2, 6), 60]);
    this.#names = Array.from({ length: ledgers }, (_, index) => `l${index}`);
    const callers = ledgers > 6 ? 12 : chance.between(1, 6);
    await Promise.all(Array.from({ length: callers }, () => this.#caller(stage)));
  }

  async #caller(stage: Stage): Promise<void> {
    const { world, chance } = stage;
    const gapMs = chance.pick([5, 100, 1_000]);
    for (let left = chance.between(5, 25); left > 0; left--) {
      const kind = chance.below(10);
      if (kind < 6) await this.#add(stage);
      else if (kind < 8) await this.#read(stage);
      else await this.#reach(stage);
      await world.sleep(chance.fraction() * gapMs);
    }
  }

  #name(chance: Prng): string {
    return this.#names[chance.below(this.#names.length)] ?? "l0";
  }

  async #add(stage: Stage): Promise<void> {
    const { chance, clients } = stage;
    const key = this.#name(chance);
    const id = clients.newId();
    const routes = Array.from(
      { length: chance.below(4) },
      () => Array.from({ length: chance.below(4) }, () => `ledger/${this.#name(chance)}`),
    );
    const alarmInMs = chance.chance(0.3) ? chance.below(8_000) : null;
    const command = { kind: "add", amount: chance.between(1, 9), routes, alarmInMs } as const;
    const plan = { commandId: id, attemptsMax: chance.between(1, 6) };
    const outcome = await clients.ask<LedgerProtocol>({ kind: "ledger", key }, command, plan);
    this.#added.push({ actor: `ledger/${key}`, id, outcome: outcome.kind });
    this.#compare(stage, `ledger/${key}`, outcome);
  }

  async #read(stage: Stage): Promise<void> {
    const { chance, clients } = stage;
    const key = this.#name(chance);
    const kind = chance.pick(["read", "refuse"]);
    const address = { kind: "ledger", key } as const;
    const outcome = await clients.ask<LedgerProtocol>(address, { kind }, { attemptsMax: 1 });
    this.#compare(stage, `ledger/${key}`, outcome);
  }

  async #reach(stage: Stage): Promise<void> {
    const { chance, clients } = stage;
    const key = this.#name(chance);
    const by = chance.pick(["redo", "settle"]);
    const command = { kind: "reach", credits: chance.below(20), by } as const;
    const address = { kind: "ledger", key } as const;
    const outcome = await clients.ask<LedgerProtocol>(address, command, { attemptsMax: 1 });
    if (outcome.kind === "reply" && outcome.reply.credits < command.credits) {
      stage.world.fail("who waits is answered in time", `${outcome.reply.credits} credits`);
    }
    this.#compare(stage, `ledger/${key}`, outcome);
  }

  /** What was told before a question was asked is part of its answer. */
  #compare(stage: Stage, actor: string, outcome: Outcome<LedgerReply>): void {
    if (outcome.kind !== "reply" || outcome.stale) return;
    let told = this.#told.get(actor);
    if (told === undefined) this.#told.set(actor, told = []);
    const { version } = outcome.reply;
    for (const earlier of told) {
      if (earlier.step < outcome.startStep && earlier.version > version) {
        stage.world.fail(
          "no reply forgets an earlier one",
          `${actor}: ${version} after ${earlier.version}`,
        );
      }
    }
    told.push({ step: outcome.endStep, version });
  }

  leaving(stage: Stage, actor: string, reply: unknown): void {
    const { version } = reply as LedgerReply;
    const head = stage.storedHead(actor);
    if (version > head) {
      stage.world.fail("replies are durable", `${actor}: ${version} told, ${head} stored`);
    }
  }

  async check(stage: Stage): Promise<void> {
    const { world } = stage;
    const states = new Map<string, LedgerState>();
    for (const name of this.#names) {
      const { state } = await stage.load(`ledger/${name}`);
      states.set(`ledger/${name}`, state as LedgerState);
    }
    for (const { actor, id, outcome } of this.#added) {
      const times = states.get(actor)?.ops.get(id) ?? 0;
      const good = outcome === "reply"
        ? times === 1
        : outcome === "nothing"
        ? times === 0
        : times <= 1;
      if (!good) {
        world.fail("one effect per command", `${id} on ${actor}: ${outcome}, ${times} times`);
      }
    }
    let onTheWay = 0;
    for (const [actor, state] of states) {
      for (const wrong of state.wrong) world.fail("messages in order, once", `${actor}: ${wrong}`);
      for (const [to, n] of state.sent) {
        const took = states.get(to)?.took.get(actor) ?? 0;
        if (took !== n) world.fail("no message is lost", `${actor} to ${to}: ${took} of ${n}`);
      }
      onTheWay += state.debited - state.credited;
      if (state.alarmsMs.length > 0) {
        world.fail("timers ring", `${actor}: ${state.alarmsMs.length} alarms are overdue`);
      }
      await this.#agree(stage, actor, state);
    }
    if (onTheWay !== 0) world.fail("nothing is lost on the way", `${onTheWay}`);
  }

  /** What the node has in memory is what is stored. */
  async #agree(stage: Stage, actor: string, state: LedgerState): Promise<void> {
    const key = actor.slice("ledger/".length);
    const address = { kind: "ledger", key } as const;
    const read = { kind: "read" } as const;
    const outcome = await stage.clients.ask<LedgerProtocol>(address, read, { attemptsMax: 1 });
    if (outcome.kind !== "reply") {
      stage.world.fail("a calm node answers", `${actor}: ${outcome.kind}`);
    } else if (outcome.reply.version !== state.version) {
      stage.world.fail(
        "memory is what is stored",
        `${actor}: ${outcome.reply.version} for ${state.version}`,
      );
    }
  }
}
