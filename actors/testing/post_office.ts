/**
 * The smallest engine that keeps the contract, for tests of kinds that talk to each other: one turn at a
 * time, messages exactly once and in order per pair, timers, waiting callers. No durability, no concurrency.
 */
import type { AnyKind, Send, Stamped } from "../../engine/contract.ts";

interface Letter {
  readonly from: string;
  readonly to: string;
  readonly command: unknown;
}

interface Actor {
  readonly kind: AnyKind;
  readonly key: string;
  state: ReturnType<AnyKind["initial"]>;
}

/** The answer to a command: there at once, or later. */
export interface Pending {
  reply: unknown;
}

/** Turns without an end mean that two actors talk to each other for ever. */
const QUIET_TURNS_MAX = 200_000;

export class PostOffice {
  nowMs: number;
  /** Every event in order, for assertions. */
  readonly log: { readonly actor: string; readonly event: { readonly kind: string } }[] = [];
  readonly #kinds: Map<string, AnyKind>;
  readonly #actors = new Map<string, Actor>();
  /** Letters on their way, by `from>to`. */
  readonly #letters = new Map<string, Letter[]>();
  readonly #waiting = new Map<string, Pending[]>();
  readonly #pick: (below: number) => number;
  #commands = 0;

  constructor(
    kinds: readonly AnyKind[],
    options: { readonly nowMs: number; readonly pick?: (below: number) => number },
  ) {
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    this.nowMs = options.nowMs;
    this.#pick = options.pick ?? (() => 0);
  }

  /** Gives a command to an actor from outside. */
  ask(id: string, command: unknown, commandId?: string): Pending {
    return this.#turn(id, { command, from: null, commandId });
  }

  /** Posts a letter in the name of an actor that a test plays. */
  send(from: string, letter: Send): void {
    this.#post(from, letter);
  }

  /** Delivers one letter of a pair picked at random, or among those of two actors; false when there is none. */
  deliver(between?: readonly [string, string]): boolean {
    const pairs = [...this.#letters.keys()].filter((pair) =>
      between === undefined || between.every((actor) => pair.split(">").includes(actor))
    );
    const pair = pairs[this.#pick(pairs.length)];
    if (pair === undefined) return false;
    const queue = this.#letters.get(pair) ?? [];
    const letter = queue.shift();
    if (queue.length === 0) this.#letters.delete(pair);
    if (letter !== undefined) this.#turn(letter.to, letter);
    return true;
  }

  /** Wakes one actor that is due; false when none is. */
  wakeOne(): boolean {
    const due = [...this.#actors].filter(([, actor]) => {
      const at = actor.kind.wake?.(actor.state) ?? null;
      return at !== null && at <= this.nowMs;
    });
    const chosen = due[this.#pick(due.length)];
    if (chosen === undefined) return false;
    this.#turn(chosen[0], { command: { kind: "wake" }, from: null });
    return true;
  }

  /** Lets time pass; timers fire when `quiet` or `wakeOne` is called. */
  advance(ms: number): void {
    this.nowMs += ms;
  }

  /** Delivers and wakes until nothing is left to do at this instant. */
  quiet(): void {
    for (let turns = 0; this.deliver() || this.wakeOne(); turns++) {
      if (turns > QUIET_TURNS_MAX) throw new Error("Cannot come to rest: actors keep on talking");
    }
  }

  /** Lets time pass in steps, with everything that happens meanwhile. */
  pass(ms: number, stepMs: number): void {
    for (let left = ms; left > 0; left -= stepMs) {
      this.advance(Math.min(left, stepMs));
      this.quiet();
    }
  }

  /** Letters on their way. */
  get underWay(): number {
    let count = 0;
    for (const queue of this.#letters.values()) count += queue.length;
    return count;
  }

  /** The state of an actor, for assertions. */
  stateOf(id: string): unknown {
    return this.#actor(id).state;
  }

  /** Stores an actor away and loads it again. */
  passivate(id: string): void {
    const actor = this.#actor(id);
    const stored = JSON.parse(JSON.stringify(actor.kind.save(actor.state)));
    actor.state = actor.kind.load(actor.key, stored, actor.kind.snapshotVersion);
  }

  #turn(
    id: string,
    by: { command: unknown; from: string | null; commandId?: string | undefined },
  ): Pending {
    const actor = this.#actor(id);
    this.#commands += 1;
    const command: Stamped<unknown> = {
      body: by.command,
      atMs: this.nowMs,
      commandId: by.commandId ?? `c${this.#commands}`,
      random: String(this.#commands).padStart(21, "r"),
      from: by.from,
    };
    const before = JSON.stringify(actor.kind.save(actor.state));
    const decision = actor.kind.decide(command, actor.state);
    if (JSON.stringify(actor.kind.save(actor.state)) !== before) {
      throw new Error(`Cannot trust "${id}": decide wrote to its state`);
    }
    for (const event of decision.events) {
      // What evolves is what a journal would give back.
      const stored = JSON.parse(JSON.stringify(event));
      actor.state = actor.kind.evolve(actor.state, stored);
      this.log.push({ actor: id, event: stored });
    }
    for (const send of decision.send ?? []) this.#post(id, send);
    const pending: Pending = { reply: undefined };
    if ("reply" in decision) pending.reply = decision.reply;
    else this.#waitingAt(id, decision.wait).push(pending);
    for (const { key, reply } of decision.settle ?? []) {
      for (const each of this.#waitingAt(id, key)) each.reply = reply;
      this.#waiting.delete(`${id} ${key}`);
    }
    return pending;
  }

  #post(from: string, send: Send): void {
    const pair = `${from}>${send.to}`;
    const letter = { from, to: send.to, command: JSON.parse(JSON.stringify(send.command)) };
    const queue = this.#letters.get(pair);
    if (queue === undefined) this.#letters.set(pair, [letter]);
    else queue.push(letter);
  }

  #waitingAt(id: string, key: string): Pending[] {
    const name = `${id} ${key}`;
    const list = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, list);
    return list;
  }

  #actor(id: string): Actor {
    const known = this.#actors.get(id);
    if (known !== undefined) return known;
    const slash = id.indexOf("/");
    const kind = this.#kinds.get(id.slice(0, slash));
    if (kind === undefined) throw new Error(`Cannot find the kind of "${id}"`);
    const key = id.slice(slash + 1);
    const actor = { kind, key, state: kind.initial(key) };
    this.#actors.set(id, actor);
    return actor;
  }
}
