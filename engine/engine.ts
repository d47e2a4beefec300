/**
 * The actor runtime: turns, activation, messages, waiting callers. Appends and their verdicts are in
 * `committer.ts`, memory in `passivation.ts`.
 */
import { Activation, type KindEntry, Ref } from "./activation.ts";
import { Committer } from "./committer.ts";
import type { AnyKind, Decision, Protocol } from "./contract.ts";
import type { ActorRef, AskOptions, Engine, Health, Load, Sink } from "./engine_api.ts";
import { Fault } from "./fault.ts";
import type { Journal, Stored } from "./journal/journal.ts";
import type { Limits } from "./limits.ts";
import type { Log } from "./log.ts";
import { Lag } from "./lag.ts";
import { type Channel, Mail, messageNo } from "./mail.ts";
import { createMetrics, type Metrics, Outcomes } from "./metrics.ts";
import { Passivation } from "./passivation.ts";
import { type AnySink, Pending } from "./pending.ts";
import { placeOf } from "./placement.ts";
import type { World } from "./ports.ts";
import { encodeRecord, type RecordExtras } from "./record.ts";
import { replay, type Replayed } from "./replay.ts";
import { type OpenEntry, Shard, type ShardBatch } from "./shard.ts";
import { Timers } from "./timers.ts";
import { Waiters } from "./waiters.ts";

const WAKE = { kind: "wake" } as const;
/** Brings an actor into memory and asks nothing of it. */
const TOUCH = Symbol("touch");
const RETRY_MS = 100;
const RETRY_MS_MAX = 5_000;
const BROKEN_MS = 5_000;

export interface EngineOptions {
  readonly journal: Journal;
  readonly kinds: readonly AnyKind[];
  readonly limits: Limits;
  readonly world: World;
  readonly log: Log;
  /** Distinguishes restarts of this node. */
  readonly incarnation: string;
  /** Where other nodes reach this one; empty for a single node. */
  readonly address?: string;
  /**
   * Hands a message over to its receiver. The default calls `hand` at once; the simulator delays,
   * repeats and reorders. Numbering makes every order and repetition safe.
   */
  readonly post?: (hand: () => void) => void;
  /** Resident bytes of the process, for metrics. */
  readonly rssBytes?: () => number;
  /** Hears after every durable batch how far the shard's feed goes, before any reply of the batch leaves. */
  readonly moved?: (shard: number, feed: number) => void;
}

export interface RunningEngine extends Engine {
  readonly metrics: Metrics["registry"];
}

/**
 * Opens the journal, takes every shard and starts timers.
 *
 * @throws {Fault} when the journal cannot be opened or a shard cannot be taken.
 */
export async function createEngine(options: EngineOptions): Promise<RunningEngine> {
  const engine = new ActorEngine(options);
  await engine.start();
  return engine;
}

/** The engine as its own parts see it. */
export class ActorEngine implements RunningEngine {
  readonly journal: Journal;
  readonly limits: Limits;
  readonly world: World;
  readonly log: Log;
  readonly incarnation: string;
  readonly address: string;
  readonly moved: EngineOptions["moved"];
  readonly metrics: Metrics["registry"];
  readonly counts: Metrics;
  readonly shards: readonly Shard[];
  readonly activations = new Map<string, Activation>();
  readonly watchers = new Map<string, Set<() => void>>();
  readonly timers: Timers;
  readonly committer: Committer;
  readonly waiters: Waiters;
  readonly passivation: Passivation;
  readonly kinds = new Map<string, KindEntry>();
  /** Commands from outside that are not answered yet. */
  parked = 0;
  /** Estimated bytes of live activations. */
  activeBytes = 0;
  draining = false;
  stopped = false;
  #lag: Lag;
  #post: (hand: () => void) => void;
  #drained: Promise<void> | null = null;
  #loading = 0;
  #loadsWaiting: (() => void)[] = [];
  #allAnswered: (() => void) | null = null;

  constructor(options: EngineOptions) {
    this.journal = options.journal;
    this.limits = options.limits;
    this.world = options.world;
    this.log = options.log;
    this.incarnation = options.incarnation;
    this.address = options.address ?? "";
    this.moved = options.moved;
    this.#post = options.post ?? ((hand) => hand());
    for (const kind of options.kinds) {
      this.kinds.set(kind.name, { kind, outcomes: new Outcomes() });
    }
    this.shards = Array.from({ length: this.limits.shards }, (_, index) => new Shard(index));
    this.#lag = new Lag(this.world, (ms) => this.counts.loopLag(ms));
    this.counts = createMetrics({
      outcomes: () => Array.from(this.kinds, ([name, { outcomes }]) => [name, outcomes] as const),
      parked: () => this.parked,
      activations: () => this.activations.size,
      activationBytes: () => this.activeBytes,
      timers: () => this.timers.size,
      loopLagMs: () => this.#lag.ms,
      backlogBytes: () => this.committer.backlogBytes,
      rssBytes: options.rssBytes ?? (() => 0),
    });
    this.metrics = this.counts.registry;
    this.timers = new Timers(this.world, (actor) => this.#ring(actor));
    this.committer = new Committer(this);
    this.waiters = new Waiters(this);
    this.passivation = new Passivation(this);
  }

  async start(): Promise<void> {
    await this.journal.open();
    await this.committer.acquireAll();
    this.#lag.start();
    this.passivation.start();
  }

  ref<P extends Protocol>(kind: P["kind"], key: string): ActorRef<P> {
    if (!this.kinds.has(kind)) throw new Error(`Cannot address "${kind}/${key}": unknown kind`);
    return new Ref(kind, key);
  }

  ask<P extends Protocol>(
    ref: ActorRef<P>,
    command: P["command"],
    options?: AskOptions,
  ): Promise<P["reply"]> {
    return new Promise((resolve, reject) => {
      this.dispatch(ref, command, { reply: resolve, fault: reject }, options);
    });
  }

  dispatch<P extends Protocol>(
    ref: ActorRef<P>,
    command: P["command"],
    sink: Sink<P["reply"]>,
    options?: AskOptions,
  ): void {
    if (this.draining) {
      sink.fault(new Fault("draining", "Cannot take a command: the node is stopping", LATER_1S));
      return;
    }
    if (this.parked >= this.limits.parkedRepliesMax) {
      sink.fault(
        new Fault("overloaded", `Cannot take a command: ${this.parked} wait already`, LATER_1S),
      );
      return;
    }
    const pending = new Pending(command, sink, {
      random: this.world.random,
      commandId: options?.commandId ?? null,
      from: null,
      no: 0,
    });
    this.parked++;
    let activation = ref instanceof Ref ? ref.activation : null;
    if (activation === null || activation.status === "dropped") {
      activation = this.activate(ref.kind, ref.key, ref.id);
      if (ref instanceof Ref) ref.activation = activation;
    }
    this.submit(activation, pending);
  }

  watch(ref: ActorRef, changed: () => void): () => void {
    let watchers = this.watchers.get(ref.id);
    if (watchers === undefined) this.watchers.set(ref.id, watchers = new Set());
    watchers.add(changed);
    return () => {
      watchers.delete(changed);
      if (watchers.size === 0 && this.watchers.get(ref.id) === watchers) {
        this.watchers.delete(ref.id);
      }
    };
  }

  nowMs(): number {
    return Math.floor(this.world.clock.nowMs());
  }

  health(): Health {
    const reasons = this.draining ? ["draining"] : [...this.committer.reasons()];
    return { ready: reasons.length === 0, reasons, durability: this.journal.durability };
  }

  load(): Load {
    return { parked: this.parked, loopLagMs: this.#lag.ms };
  }

  drain(): Promise<void> {
    return this.#drained ??= this.#drain();
  }

  /** The activation of an actor, made and loading if it is not in memory. */
  activate(kind: string, key: string, id: string): Activation {
    const known = this.activations.get(id);
    if (known !== undefined) return known;
    const entry = this.kinds.get(kind);
    if (entry === undefined) throw new Error(`Cannot address "${id}": unknown kind`);
    const shard = this.shards[placeOf(entry.kind, key, this.limits.shards)];
    if (shard === undefined) throw new Error(`Cannot place "${id}": no such shard`);
    const activation = new Activation(id, key, { entry, shard });
    activation.usedMs = this.nowMs();
    this.activations.set(id, activation);
    if (this.activations.size > this.limits.activationsMax) this.passivation.press();
    this.#load(activation);
    return activation;
  }

  /** The activation of `kind/key`. */
  activateById(id: string): Activation {
    const slash = id.indexOf("/");
    return this.activate(id.slice(0, slash), id.slice(slash + 1), id);
  }

  submit(to: Activation, pending: Pending): void {
    const activation = to.status === "dropped" ? this.#successor(to) : to;
    pending.outcomes = activation.entry.outcomes;
    const { status } = activation.shard;
    if (status !== "live") {
      this.answer(pending, status === "lost" ? FENCED : UNAVAILABLE);
      return;
    }
    if (activation.status === "live") {
      this.#turn(activation, pending);
      return;
    }
    if (activation.status === "broken") {
      this.answer(pending, activation.broken ?? UNAVAILABLE);
      return;
    }
    const queue = activation.queue ??= [];
    if (queue.length >= this.limits.mailboxCommandsMax) {
      this.answer(
        pending,
        new Fault("overloaded", `Cannot queue for "${activation.id}": mailbox is full`, LATER_1S),
      );
      return;
    }
    queue.push(pending);
  }

  /** Answers a command now. */
  answer(pending: Pending, reply: unknown): void {
    if (pending.from === null && --this.parked === 0) this.#allAnswered?.();
    if (reply instanceof Fault) {
      // Whoever has waited may have been stored by the turn that made them wait.
      const fault = pending.waitsUntilMs === 0 ? reply : UNKNOWN;
      pending.outcomes?.add(fault.code);
      pending.sink.fault(fault);
      return;
    }
    pending.outcomes?.add(outcomeOf(reply));
    pending.sink.reply(reply);
  }

  /** Answers a command as soon as everything that the actor has evolved so far is durable. */
  #park(activation: Activation, pending: Pending, reply: unknown): void {
    const gate = activation.last;
    if (gate === null) {
      this.answer(pending, reply);
      return;
    }
    gate.parked.push(pending);
    gate.replies.push(reply);
  }

  #turn(activation: Activation, pending: Pending): void {
    const { kind } = activation.entry;
    let nowMs = Math.floor(this.world.clock.nowMs());
    if (nowMs < activation.atMs) nowMs = activation.atMs;
    pending.atMs = nowMs;
    activation.usedMs = nowMs;
    if (pending.body === TOUCH) {
      this.#park(activation, pending, null);
      return;
    }
    // A command that has waited is decided again on purpose.
    if ((pending.from !== null || pending.givenId !== null) && pending.waitsUntilMs === 0) {
      if (this.#repeated(activation, pending)) return;
    }
    let decision: Decision<unknown, unknown>;
    try {
      decision = kind.decide(pending, activation.state);
    } catch (error) {
      this.#bug(activation, pending, error);
      return;
    }
    const { events, send } = decision;
    const stores = events.length !== 0 || pending.from !== null ||
      (send !== undefined && send.length !== 0);
    if (stores) {
      const fault = this.#record(activation, pending, decision);
      if (fault !== null) {
        this.#park(activation, pending, fault);
        return;
      }
    }
    if (decision.settle !== undefined) {
      for (const { key, reply } of decision.settle) {
        for (const waiting of this.waiters.take(activation, key)) {
          this.#park(activation, waiting, reply);
        }
      }
    }
    if ("wait" in decision) {
      if (!this.waiters.add(activation, decision.wait, pending)) {
        const text = `Cannot wait for "${activation.id}": too many wait already`;
        // What the turn stored goes on without its caller.
        const code = stores ? "outcome-unknown" : "overloaded";
        this.#park(activation, pending, new Fault(code, text, LATER_1S));
      }
    } else {
      this.#park(activation, pending, decision.reply);
    }
    if (decision.redo !== undefined) {
      for (const key of decision.redo) {
        for (const waiting of this.waiters.take(activation, key)) this.submit(activation, waiting);
      }
    }
  }

  /** Answers a message or command id that took effect before; false if this one is new. */
  #repeated(activation: Activation, pending: Pending): boolean {
    const { mail } = activation;
    if (pending.from !== null) {
      const took = mail === null ? 0 : mail.took(pending.from);
      if (pending.no > took && pending.after <= took) return false;
      this.#park(activation, pending, pending.no <= took ? null : GAP);
      return true;
    }
    if (mail === null || mail.commands === null || pending.givenId === null) return false;
    mail.forget(pending.atMs - this.limits.dedupeMs);
    const before = mail.commands?.get(pending.givenId);
    if (before !== undefined) {
      const again = activation.entry.kind.again?.(pending, activation.state, before.atMs);
      if (again === undefined) {
        const text = `Command "${pending.givenId}" took effect as record ${before.seq}`;
        const fault = new Fault("duplicate-command", text, { retry: "never" });
        this.#park(activation, pending, fault);
      } else if ("reply" in again) {
        this.#park(activation, pending, again.reply);
      } else if (!this.waiters.add(activation, again.wait, pending)) {
        this.#park(activation, pending, UNKNOWN);
      }
      return true;
    }
    if ((mail.commands?.size ?? 0) >= this.limits.dedupePerActorMax) {
      const text = `Cannot take "${pending.givenId}": too many command ids are remembered`;
      this.#park(activation, pending, new Fault("overloaded", text, LATER_1S));
      return true;
    }
    return false;
  }

  /** Writes the turn's record into the open batch and evolves. Returns a fault if nothing happened. */
  #record(
    activation: Activation,
    pending: Pending,
    decision: Decision<unknown, unknown>,
  ): Fault | null {
    const { kind } = activation.entry;
    const { events, send } = decision;
    if (this.committer.full && pending.from === null) {
      return new Fault("journal-full", "Cannot store: too much waits for the archive", LATER_1S);
    }
    let extras: RecordExtras | null = null;
    let sends: Map<Channel, number> | null = null;
    if (
      pending.from !== null || pending.givenId !== null || (send !== undefined && send.length !== 0)
    ) {
      const mail = activation.mail ??= new Mail();
      if (send !== undefined && send.length !== 0) {
        const fault = this.#refuseSends(activation, { count: send.length, from: pending.from });
        if (fault !== null) return fault;
        sends = new Map();
      }
      // Before this turn's own messages: a receiver may be forgotten here.
      const acks = mail.takeAcks();
      const messages: [string, number, unknown][] = [];
      if (send !== undefined && sends !== null) {
        for (const { to, command } of send) {
          const no = messageNo(activation.seq + 1, messages.length);
          sends.set(mail.channel(to), no);
          messages.push([to, no, command]);
        }
      }
      extras = {
        commandId: decision.noEffect === true ? null : pending.givenId,
        from: pending.from,
        no: pending.no,
        messages: messages.length === 0 ? null : messages,
        acks,
      };
    }
    let text: string;
    try {
      const eventsJson = events.length === 0 ? "[]" : JSON.stringify(events);
      text = encodeRecord(pending.atMs, eventsJson, kind.eventVersion, extras);
    } catch (error) {
      return this.#tainted(activation, error);
    }
    if (
      utf8BytesMax(text) > this.limits.appendBytesMax &&
      utf8Bytes(text) > this.limits.appendBytesMax - 2
    ) {
      const message =
        `Cannot store a turn of "${activation.id}": over ${this.limits.appendBytesMax} bytes`;
      return new Fault("payload-too-large", message, { retry: "never" });
    }
    let { state } = activation;
    try {
      for (let i = 0; i < events.length; i++) state = kind.evolve(state, events[i]);
    } catch (error) {
      return this.#tainted(activation, error);
    }
    activation.state = state;
    this.#append(activation, text, sends);
    activation.atMs = pending.atMs;
    if (extras !== null && activation.mail !== null) {
      const { mail } = activation;
      if (extras.from !== null) (mail.inbox ??= new Map()).set(extras.from, extras.no);
      if (extras.commandId !== null) {
        (mail.commands ??= new Map()).set(extras.commandId, {
          seq: activation.seq,
          atMs: pending.atMs,
        });
      }
      for (const [to, no, command] of extras.messages ?? []) {
        mail.push(mail.channel(to), no, command);
      }
    }
    return null;
  }

  #refuseSends(
    activation: Activation,
    { count, from }: { count: number; from: string | null },
  ): Fault | null {
    if (count > this.limits.messagesPerTurnMax) {
      return this.#tainted(activation, new Error(`${count} messages in one turn`));
    }
    // Actors that refuse each other's messages while their own cannot leave would wait for ever.
    if (from !== null) return null;
    const waiting = activation.mail?.unacknowledged ?? 0;
    if (waiting + count <= this.limits.outboxMessagesPerActorMax) return null;
    const text = `Cannot send from "${activation.id}": ${waiting} messages wait for receivers`;
    return new Fault("overloaded", text, LATER_1S);
  }

  #append(activation: Activation, text: string, sends: Map<Channel, number> | null): void {
    const { shard } = activation;
    const bytes = utf8BytesMax(text) + 3;
    let batch: ShardBatch;
    let entry: OpenEntry | null = activation.open;
    const tail = shard.queue[shard.queue.length - 1];
    if (
      entry !== null && tail !== undefined && tail.bytes + bytes <= this.limits.appendBytesMax
    ) {
      batch = tail;
      entry.body += "," + text;
    } else {
      batch = shard.room(bytes, {
        entriesMax: this.limits.appendEntriesMax,
        bytesMax: this.limits.appendBytesMax,
      });
      entry = { activation, expectedSeq: activation.seq, count: 0, body: text, sends: null };
      batch.entries.push(entry);
      activation.open = entry;
      this.committer.list(shard);
    }
    entry.count++;
    batch.records++;
    batch.bytes += bytes;
    if (sends !== null) {
      entry.sends ??= new Map();
      for (const [channel, no] of sends) entry.sends.set(channel, no);
    }
    activation.seq++;
    activation.last = batch;
  }

  /** `decide` threw: nothing happened, but the state is no longer trusted. */
  #bug(activation: Activation, pending: Pending, error: unknown): void {
    this.#park(activation, pending, this.#tainted(activation, error));
  }

  /** Drops the activation; it is rebuilt once what it has stored so far is durable. */
  #tainted(activation: Activation, error: unknown): Fault {
    this.log.error("actor failed an assertion", {
      actor: activation.id,
      error: error instanceof Error ? error.stack ?? error.message : String(error),
    });
    const fault = new Fault("bug", `"${activation.id}" failed and is rebuilt`, {
      retry: "never",
      cause: error,
    });
    this.waiters.fault(activation);
    this.forget(activation);
    return fault;
  }

  /** Takes an activation out of memory. What it has in open batches is stored all the same. */
  forget(activation: Activation): void {
    if (activation.status === "dropped") return;
    activation.status = "dropped";
    this.activeBytes -= activation.bytes;
    if (this.activations.get(activation.id) === activation) {
      this.activations.delete(activation.id);
    }
    activation.open = null;
  }

  async #load(activation: Activation): Promise<void> {
    const { shard, entry, id } = activation;
    let replayed: Replayed;
    try {
      // A predecessor that was dropped may still have records on their way.
      await this.committer.settled(shard, id);
      const stored = await this.#stored(shard.index, id);
      if (activation.status !== "loading" || this.stopped) return;
      replayed = replay(entry.kind, activation.key, stored);
    } catch (error) {
      if (!this.stopped) this.#loadFailed(activation, error);
      return;
    }
    activation.state = replayed.state;
    activation.seq = replayed.seq;
    activation.atMs = replayed.atMs;
    activation.mail = replayed.mail;
    activation.snapshotBytes = replayed.snapshotBytes;
    activation.tailBytes = replayed.tailBytes;
    activation.status = "live";
    this.activeBytes += activation.bytes;
    this.counts.activated();
    this.committer.loaded();
    const queue = activation.queue;
    activation.queue = null;
    // A wake that is refused sets the next alarm itself, later: an overdue one would ring at once and for ever.
    const rings = queue?.some(({ body }) => body === WAKE) ?? false;
    if (activation.seq > 0 && !rings) this.setTimer(activation);
    if (activation.mail !== null) this.pump(activation);
    for (const pending of queue ?? []) this.submit(activation, pending);
    this.passivation.weigh(activation);
  }

  /** Reads from the journal, few at a time: after a crash every due actor loads, and none may time out in a queue. */
  async #stored(shard: number, id: string): Promise<Stored> {
    if (this.#loading >= this.limits.loadsInFlightMax) {
      await new Promise<void>((resolve) => this.#loadsWaiting.push(resolve));
    }
    this.#loading++;
    try {
      return await this.journal.load(shard, id);
    } finally {
      this.#loading--;
      this.#loadsWaiting.shift()?.();
    }
  }

  /** The activation that replaces a dropped one. */
  #successor(activation: Activation): Activation {
    return this.activate(activation.entry.kind.name, activation.key, activation.id);
  }

  #loadFailed(activation: Activation, error: unknown): void {
    if (activation.status !== "loading") return;
    const corrupt = error instanceof Fault && error.code === "journal-corrupt";
    const message = error instanceof Error ? error.message : String(error);
    this.log.error("cannot activate an actor", { actor: activation.id, error: message });
    this.counts.journalError(corrupt ? "corrupt" : "load");
    const queue = activation.queue ?? [];
    activation.queue = null;
    const fault = corrupt ? error : UNAVAILABLE;
    if (corrupt) {
      activation.status = "broken";
      activation.broken = error;
      this.world.scheduler.after(BROKEN_MS, () => this.forgetBroken(activation));
    } else {
      activation.status = "dropped";
      this.activations.delete(activation.id);
      this.committer.loadFailed();
    }
    for (const pending of queue) this.answer(pending, fault);
  }

  forgetBroken(activation: Activation): void {
    activation.status = "dropped";
    if (this.activations.get(activation.id) === activation) {
      this.activations.delete(activation.id);
    }
  }

  /** The instant at which the actor wants to be woken, for the timer and the journal. */
  dueOf(activation: Activation): number | null {
    return activation.entry.kind.wake?.(activation.state) ?? null;
  }

  setTimer(activation: Activation): void {
    this.timers.set(activation.id, this.dueOf(activation));
  }

  #ring(id: string): void {
    if (this.stopped) return;
    const kind = this.kinds.get(id.slice(0, id.indexOf("/")));
    if (kind === undefined) {
      this.log.error("a timer rings for an unknown kind", { actor: id });
      return;
    }
    const activation = this.activateById(id);
    const later = () => {
      if (!this.timers.has(id)) this.timers.set(id, this.nowMs() + 1_000);
    };
    const sink: AnySink = {
      reply: () => {
        const now = this.activations.get(id);
        if (now === undefined || now.status !== "live" || now.open !== null) return;
        const dueMs = this.dueOf(now);
        if (dueMs === null || dueMs > this.nowMs()) this.timers.set(id, dueMs);
        else later();
      },
      fault: later,
    };
    this.submit(activation, this.#internal(kind.kind.wake === undefined ? TOUCH : WAKE, sink));
  }

  #internal(body: unknown, sink: AnySink): Pending {
    this.parked++;
    return new Pending(body, sink, {
      random: this.world.random,
      commandId: null,
      from: null,
      no: 0,
    });
  }

  /** Hands over every durable message that was not handed over yet. */
  pump(activation: Activation): void {
    if (activation.mail === null || activation.mail.channels === null) return;
    for (const channel of activation.mail.channels.values()) {
      if (channel.handed < channel.durable) this.hand(activation, channel);
    }
  }

  /** Hands over the durable messages of one channel. */
  hand(sender: Activation, channel: Channel): void {
    if (channel.retrying || sender.status !== "live" || this.stopped) return;
    let before = 0;
    for (const { no, command } of channel.pending.slice()) {
      const after = before;
      before = no;
      if (no <= channel.handed) continue;
      if (no > channel.durable) break;
      channel.handed = no;
      const body: unknown = JSON.parse(JSON.stringify(command));
      this.#post(() => this.#deliver(sender, channel, { no, after, body }));
      if (channel.retrying) return;
    }
  }

  #deliver(
    sender: Activation,
    channel: Channel,
    message: { no: number; after: number; body: unknown },
  ): void {
    if (sender.status !== "live" || this.stopped) return;
    const pending = new Pending(message.body, {
      reply: () => {
        channel.retries = 0;
        sender.mail?.acknowledge(channel, message.no);
      },
      fault: () => this.#handAgain(sender, channel),
    }, { random: this.world.random, commandId: null, from: sender.id, no: message.no });
    pending.after = message.after;
    this.submit(this.activateById(channel.to), pending);
  }

  /** The receiver could not take a message: begin again at the oldest that it has not stored. */
  #handAgain(sender: Activation, channel: Channel): void {
    if (channel.retrying || sender.status !== "live") return;
    channel.retrying = true;
    const delayMs = Math.min(RETRY_MS * 2 ** channel.retries, RETRY_MS_MAX);
    channel.retries++;
    this.world.scheduler.after(delayMs, () => {
      channel.retrying = false;
      channel.handed = channel.acked;
      this.hand(sender, channel);
    });
  }

  async #drain(): Promise<void> {
    this.draining = true;
    this.log.info("draining", { parked: this.parked, activations: this.activations.size });
    this.timers.stop();
    await this.#answered();
    await this.committer.idle();
    await this.passivation.writeSnapshots();
    this.stop();
    await this.journal.close();
    this.log.info("drained");
  }

  /** Resolves once everyone is answered: at the gate, in a wait, or queued for an activation. */
  async #answered(): Promise<void> {
    while (this.parked > 0) {
      await new Promise<void>((resolve) => this.#allAnswered = resolve);
    }
  }

  /** Stops timers and samplers; answers no one. A crash in tests, the last step of a drain. */
  stop(): void {
    this.stopped = true;
    this.draining = true;
    this.timers.stop();
    this.#lag.stop();
    this.passivation.stop();
  }
}

const LATER_1S = { retry: "later", retryAfterMs: 1_000 } as const;
/** Shared, since a storm of them must cost nothing; their stacks say nothing of use. */
export const UNAVAILABLE = new Fault(
  "journal-unavailable",
  "Cannot answer now: the journal is out of reach",
  LATER_1S,
);
export const FENCED = new Fault("fenced", "Cannot answer: another node owns this shard", {
  retry: "elsewhere",
  retryAfterMs: 1_000,
});
/** For those whose turn may be stored while its answer is not there. */
export const UNKNOWN = new Fault(
  "outcome-unknown",
  "It is not known whether this took effect",
  LATER_1S,
);
const GAP = new Fault("overloaded", "Cannot take a message before the one that precedes it", {
  retry: "later",
});

/** Upper bound of the UTF-8 bytes of a text, at no cost. */
function utf8BytesMax(text: string): number {
  return text.length * 3;
}

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function outcomeOf(reply: unknown): string {
  if (typeof reply !== "object" || reply === null || !("kind" in reply)) return "done";
  const { kind } = reply;
  if (kind === "rejected" && "code" in reply && typeof reply.code === "string") return reply.code;
  return typeof kind === "string" ? kind : "done";
}
