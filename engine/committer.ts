/**
 * Group commit and the output gate: what arrived while the last append was in flight is the next
 * batch. A batch that is not known to be durable makes memory untrue: what evolved since is dropped,
 * callers get a fault, ownership is renewed under the next epoch, and actors are rebuilt.
 */
import type { Activation } from "./activation.ts";
import { type ActorEngine, FENCED, UNAVAILABLE, UNKNOWN } from "./engine.ts";
import { Fault } from "./fault.ts";
import type { Entry, ShardAppend, Verdict } from "./journal/journal.ts";
import type { Shard, ShardBatch } from "./shard.ts";

const NONCE_LENGTH = 21;
const RECOVER_MS = 50;
const RECOVER_MS_MAX = 2_000;
const PROBE_MS = 500;
const BACKLOG_MS = 1_000;
const DUE_PAGE_MIN = 16;
const DUE_RELOAD_MS_MIN = 1_000;
const RELEASED_PER_FLUSH = 256;

export class Committer {
  #engine: ActorEngine;
  #listed: Shard[] = [];
  #scheduled = false;
  /** With one lane: an append is in flight. */
  #busy = false;
  #oneLane: boolean;
  #unreachable = false;
  /** Answers that left through the gate. */
  #released = 0;
  #idle: (() => void)[] = [];
  #watchesBacklog = false;
  backlogBytes = 0;

  constructor(engine: ActorEngine) {
    this.#engine = engine;
    this.#oneLane = engine.journal.lanes === "one";
  }

  /** True while writes must be refused, since too much waits for the archive. */
  get full(): boolean {
    return this.backlogBytes > this.#engine.limits.backlogBytesMax;
  }

  /** Why the node is not ready, one line each. */
  *reasons(): Iterable<string> {
    let recovering = 0;
    let lost = 0;
    for (const { status } of this.#engine.shards) {
      if (status === "recovering") recovering++;
      else if (status === "lost") lost++;
    }
    if (recovering > 0) yield `journal does not take appends: ${recovering} shards are recovering`;
    if (lost > 0) yield `another node owns ${lost} shards`;
    if (this.#unreachable) yield "journal does not answer reads";
    if (this.full) yield `journal is full: ${this.backlogBytes} bytes wait for the archive`;
  }

  /** Takes every shard and loads its due index. */
  async acquireAll(): Promise<void> {
    const engine = this.#engine;
    const nonce = engine.world.random.id(NONCE_LENGTH);
    const owner = { nonce, incarnation: engine.incarnation, address: engine.address };
    const wishes = engine.shards.map(({ index }) => ({ shard: index, owner }));
    const acquired = await Promise.all(engine.journal.acquire(wishes));
    for (const [index, result] of acquired.entries()) {
      const shard = engine.shards[index];
      if (shard === undefined) continue;
      if (result.kind !== "ok") {
        const why = result.kind === "taken" ? `owned by "${result.address}"` : result.message;
        throw new Fault("journal-unavailable", `Cannot take shard ${index}: ${why}`, {
          retry: "later",
        });
      }
      shard.epoch = result.epoch;
      shard.nonce = nonce;
      shard.status = "live";
    }
    await Promise.all(engine.shards.map((shard) => this.#loadDue(shard)));
  }

  /** Lists a shard that has an open batch for the next flush. */
  list(shard: Shard): void {
    if (!shard.listed) {
      shard.listed = true;
      this.#listed.push(shard);
    }
    this.#schedule();
  }

  /** Resolves once nothing of this actor is on its way to the journal. */
  async settled(shard: Shard, id: string): Promise<void> {
    for (;;) {
      const batch = [shard.inFlight, ...shard.queue].find((b) =>
        b?.entries.some(({ activation }) => activation.id === id)
      );
      if (batch === undefined || batch === null) return;
      await new Promise<void>((resolve) => (batch.settled ??= []).push(resolve));
    }
  }

  /** Resolves once every batch is settled. */
  async idle(): Promise<void> {
    while (this.#engine.shards.some((s) => s.inFlight !== null || s.queue.length > 0)) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  /** A load went through: reads work. */
  loaded(): void {
    this.#unreachable = false;
  }

  /** A load failed: not ready until the journal answers again. */
  loadFailed(): void {
    if (this.#unreachable) return;
    this.#unreachable = true;
    this.#probe();
  }

  /** Ownership is in doubt: renews it, or gives the shard up when another node has it. */
  recover(shard: Shard, why: string): void {
    if (shard.status !== "live") return;
    shard.status = "recovering";
    this.#engine.log.warn("shard is recovering", { shard: shard.index, why });
    const nonce = this.#engine.world.random.id(NONCE_LENGTH);
    this.#renew(shard, { nonce, held: { epoch: shard.epoch, nonce: shard.nonce }, tries: 0 });
  }

  #schedule(): void {
    if (this.#scheduled || (this.#oneLane && this.#busy)) return;
    this.#scheduled = true;
    this.#engine.world.scheduler.soon(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#engine.stopped || this.#listed.length === 0 || (this.#oneLane && this.#busy)) return;
    const batches: ShardBatch[] = [];
    const appends: ShardAppend[] = [];
    const listed = this.#listed;
    this.#listed = [];
    for (const shard of listed) {
      const batch = shard.inFlight === null ? shard.take() : null;
      if (batch !== null) {
        batches.push(batch);
        appends.push(this.#encode(shard, batch));
      }
      shard.listed = shard.queue.length > 0;
      if (shard.listed) this.#listed.push(shard);
    }
    if (batches.length === 0) return;
    const startMs = this.#engine.world.clock.nowMs();
    const promises = this.#engine.journal.append(appends);
    if (this.#oneLane) {
      this.#busy = true;
      Promise.all(promises).catch(unknown).then((verdicts) => {
        this.#busy = false;
        this.#settle(
          batches,
          Array.isArray(verdicts) ? verdicts : batches.map(() => verdicts),
          startMs,
        );
      });
    } else {
      for (const [i, promise] of promises.entries()) {
        const batch = batches[i];
        if (batch === undefined) continue;
        promise.catch(unknown).then((verdict) => this.#settle([batch], [verdict], startMs));
      }
    }
  }

  #encode(shard: Shard, batch: ShardBatch): ShardAppend {
    const entries: Entry[] = [];
    for (const { activation, expectedSeq, count, body } of batch.entries) {
      entries.push({
        actor: activation.id,
        expectedSeq,
        count,
        body: `[${body}]`,
        dueAtMs: this.#due(activation, batch),
      });
    }
    return {
      shard: shard.index,
      epoch: shard.epoch,
      nonce: shard.nonce,
      batchId: this.#engine.world.random.id(NONCE_LENGTH),
      entries,
    };
  }

  /** The due instant to store with a batch; undefined when the stored one still holds. */
  #due(activation: Activation, batch: ShardBatch): number | null | undefined {
    // A dropped activation says nothing of its state: after a crash look at once.
    if (activation.status !== "live") return activation.atMs;
    let dueMs = this.#engine.dueOf(activation);
    this.#engine.timers.set(activation.id, dueMs);
    const unsent = activation.mail !== null && activation.mail.unacknowledged > 0;
    // Memory is ahead of this batch, or messages are under way: after a crash look at once.
    if (unsent || activation.last !== batch) {
      dueMs = dueMs === null ? activation.atMs : Math.min(dueMs, activation.atMs);
    }
    if (dueMs === activation.storedDueMs) return undefined;
    activation.storedDueMs = dueMs;
    return dueMs;
  }

  /** Verdicts first, then the next flush, so that the journal works while replies leave. */
  #settle(batches: readonly ShardBatch[], verdicts: readonly Verdict[], startMs: number): void {
    const engine = this.#engine;
    if (engine.stopped) return;
    let entries = 0;
    let records = 0;
    for (const [i, batch] of batches.entries()) {
      const verdict = verdicts[i] ?? NO_VERDICT;
      if (verdict.kind === "ok") {
        batch.done = true;
        batch.shard.inFlight = null;
        this.backlogBytes += verdict.backlogBytes - batch.shard.backlogBytes;
        batch.shard.backlogBytes = verdict.backlogBytes;
        entries += batch.entries.length;
        records += batch.records;
        engine.moved?.(batch.shard.index, verdict.feed);
      }
    }
    if (this.full) this.#watchBacklog();
    if (records > 0) {
      const seconds = (engine.world.clock.nowMs() - startMs) / 1_000;
      engine.counts.committed({ seconds, entries, records });
    }
    for (const [i, batch] of batches.entries()) {
      const verdict = verdicts[i] ?? NO_VERDICT;
      if (verdict.kind !== "ok") this.#failed(batch.shard, verdict);
    }
    this.#flush();
    for (const batch of batches) if (batch.done) this.#release(batch);
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }

  #release(batch: ShardBatch): void {
    const engine = this.#engine;
    for (const entry of batch.entries) {
      const { activation } = entry;
      if (activation.last === batch) activation.last = null;
      activation.tailBytes += entry.body.length;
      if (activation.status === "live") engine.activeBytes += entry.body.length;
      if (entry.sends !== null) {
        for (const [channel, no] of entry.sends) {
          channel.durable = no;
          engine.hand(activation, channel);
        }
      }
    }
    const { parked, replies } = batch;
    for (let i = 0; i < parked.length; i++) {
      const pending = parked[i];
      if (pending !== undefined) engine.answer(pending, replies[i]);
      // Callers who ask again at once fill the next batch: the journal need not wait for all of them.
      if (++this.#released % RELEASED_PER_FLUSH === 0) this.#flush();
    }
    for (const run of batch.settled ?? []) run();
    for (const { activation } of batch.entries) {
      if (engine.watchers.size > 0) {
        for (const changed of engine.watchers.get(activation.id) ?? []) changed();
      }
      engine.passivation.committed(activation);
    }
  }

  #failed(shard: Shard, verdict: Exclude<Verdict, { kind: "ok" }>): void {
    const engine = this.#engine;
    engine.counts.journalError(verdict.kind);
    engine.log.error("append failed", {
      shard: shard.index,
      verdict: verdict.kind,
      why: verdict.message,
    });
    const fault = faultOf(verdict);
    const batches = shard.inFlight === null ? [] : [shard.inFlight];
    batches.push(...shard.queue);
    shard.inFlight = null;
    shard.queue.length = 0;
    this.recover(shard, verdict.message);
    const untrue = new Set<Activation>();
    for (const batch of batches) for (const entry of batch.entries) untrue.add(entry.activation);
    for (const activation of untrue) {
      engine.forget(activation);
      shard.dropped.add(activation.id);
    }
    for (const activation of untrue) engine.waiters.fault(activation);
    for (const batch of batches) {
      for (const pending of batch.parked) engine.answer(pending, fault);
      for (const run of batch.settled ?? []) run();
    }
  }

  async #renew(
    shard: Shard,
    wish: { nonce: string; held: { epoch: number; nonce: string }; tries: number },
  ): Promise<void> {
    const engine = this.#engine;
    if (engine.stopped) return;
    const owner = { nonce: wish.nonce, incarnation: engine.incarnation, address: engine.address };
    const request = { shard: shard.index, owner };
    let [result] = await Promise.all(engine.journal.acquire([{ ...request, held: wish.held }]));
    if (result?.kind === "taken") {
      // It may be this node's own attempt, whose answer was lost.
      const own = { epoch: result.epoch, nonce: wish.nonce };
      [result] = await Promise.all(engine.journal.acquire([{ ...request, held: own }]));
    }
    if (engine.stopped || shard.status !== "recovering") return;
    if (result?.kind === "ok") {
      shard.epoch = result.epoch;
      shard.nonce = wish.nonce;
      shard.status = "live";
      engine.log.info("shard is live again", { shard: shard.index, epoch: shard.epoch });
      const dropped = [...shard.dropped];
      shard.dropped.clear();
      // They may owe messages or timers.
      for (const id of dropped) engine.timers.set(id, engine.nowMs());
    } else if (result?.kind === "taken") {
      this.#lose(shard, result.address);
    } else {
      const delayMs = Math.min(RECOVER_MS * 2 ** wish.tries, RECOVER_MS_MAX);
      engine.world.scheduler.after(
        delayMs,
        () => this.#renew(shard, { ...wish, tries: wish.tries + 1 }),
      );
    }
  }

  #lose(shard: Shard, address: string): void {
    const engine = this.#engine;
    shard.status = "lost";
    shard.dropped.clear();
    engine.log.error("another node took a shard", { shard: shard.index, address });
    for (const activation of [...engine.activations.values()]) {
      if (activation.shard !== shard) continue;
      engine.waiters.fault(activation);
      engine.forget(activation);
      for (const pending of activation.queue ?? []) engine.answer(pending, FENCED);
      activation.queue = null;
    }
  }

  /** Only an append tells how much is left to archive: while writes are refused, empty ones ask. */
  #watchBacklog(): void {
    const engine = this.#engine;
    if (this.#watchesBacklog) return;
    this.#watchesBacklog = true;
    engine.world.scheduler.after(BACKLOG_MS, () => {
      this.#watchesBacklog = false;
      if (engine.stopped) return;
      for (const shard of engine.shards) {
        if (shard.status !== "live" || shard.backlogBytes === 0) continue;
        if (shard.inFlight === null && shard.queue.length === 0) {
          shard.room(0, { entriesMax: 1, bytesMax: 1 });
          this.list(shard);
        }
      }
      if (this.full) this.#watchBacklog();
    });
  }

  async #probe(): Promise<void> {
    const engine = this.#engine;
    if (engine.stopped || !this.#unreachable) return;
    if (await engine.journal.ping().catch(() => false)) this.#unreachable = false;
    else engine.world.scheduler.after(PROBE_MS, () => this.#probe());
  }

  /** Sets timers from the journal's due index, again later when it holds more than is loaded at once. */
  async #loadDue(shard: Shard, limit = this.#duePerShard): Promise<void> {
    const engine = this.#engine;
    const due = await engine.journal.due(shard.index, limit);
    for (const { actor, atMs } of due) engine.timers.setStored(actor, atMs);
    const last = due[due.length - 1];
    if (due.length < limit || last === undefined) return;
    const leftMs = last.atMs - engine.nowMs();
    // Actors that were woken and had nothing to store still fill the page: the next one must be longer.
    const next = leftMs > 0 ? limit : limit * 2;
    this.#loadDueLater(shard, { limit: next, delayMs: Math.max(DUE_RELOAD_MS_MIN, leftMs) });
  }

  #loadDueLater(shard: Shard, { limit, delayMs }: { limit: number; delayMs: number }): void {
    const engine = this.#engine;
    engine.world.scheduler.after(delayMs, () => {
      if (engine.stopped) return;
      this.#loadDue(shard, limit).catch(() => {
        engine.counts.journalError("due");
        this.#loadDueLater(shard, { limit, delayMs: DUE_RELOAD_MS_MIN });
      });
    });
  }

  get #duePerShard(): number {
    const { limits, shards } = this.#engine;
    return Math.max(DUE_PAGE_MIN, Math.floor(limits.dueActorsLoadedMax / shards.length));
  }
}

const NO_VERDICT: Verdict = { kind: "unknown", message: "the driver gave no verdict" };

function unknown(error: unknown): Verdict {
  return { kind: "unknown", message: error instanceof Error ? error.message : String(error) };
}

function faultOf(verdict: Exclude<Verdict, { kind: "ok" }>): Fault {
  switch (verdict.kind) {
    case "fenced":
      return FENCED;
    case "conflict":
      return UNAVAILABLE;
    case "failed":
      return verdict.full === true
        ? new Fault("journal-full", "Cannot store: the journal's disk or memory is full", {
          retry: "later",
          retryAfterMs: 2_000,
        })
        : UNAVAILABLE;
    case "unknown":
      return UNKNOWN;
  }
}
