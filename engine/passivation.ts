/** Memory: snapshots by weight, passivation by idle time and by a budget. */
import type { Activation } from "./activation.ts";
import type { ActorEngine } from "./engine.ts";
import type { Cancel } from "./ports.ts";
import type { StoredSnapshot } from "./record.ts";

const SWEEP_MS = 1_000;
const PRESS_AGAIN_MS = 50;
const SWEEP_ACTORS = 5_000;
const SNAPSHOT_RETRY_MS = 1_000;
/** An address that nothing was ever stored for is forgotten this soon. */
const UNUSED_MS = 5_000;
/** A shorter tail is replayed faster than a snapshot is written. */
const TAIL_BYTES_KEPT = 4_096;
export class Passivation {
  #engine: ActorEngine;
  #cancel: Cancel | null = null;
  #cursor: Iterator<Activation> | null = null;
  #snapshots: Activation[] = [];
  #pressing = false;
  #waits = false;

  constructor(engine: ActorEngine) {
    this.#engine = engine;
  }

  start(): void {
    this.#cancel = this.#engine.world.scheduler.after(SWEEP_MS, () => {
      this.#sweep();
      this.start();
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  /** After a durable batch. */
  committed(activation: Activation): void {
    this.#askSnapshot(activation);
    if (this.#engine.activeBytes > this.#engine.limits.activationBytesMax) this.press();
  }

  /**
   * A tail that outweighs the last snapshot asks for the next. The least weight differs by shard: the cells of a
   * campaign fill in step, and would all write their snapshots in the same moment of a rush.
   */
  #askSnapshot(activation: Activation): void {
    const { limits, shards } = this.#engine;
    const least = limits.snapshotTailBytesMin * (1 + activation.shard.index / shards.length);
    if (
      activation.tailBytes > least &&
      activation.tailBytes > activation.snapshotBytes && !activation.snapshotting &&
      activation.status === "live"
    ) {
      activation.snapshotting = true;
      this.#snapshots.push(activation);
      if (this.#snapshots.length === 1) this.#engine.world.scheduler.soon(() => this.#next());
    }
  }

  weigh(activation: Activation): void {
    this.committed(activation);
  }

  /** Memory runs short: looks for actors to put out soon. */
  press(): void {
    if (this.#pressing) return;
    this.#pressing = true;
    this.#engine.world.scheduler.soon(() => {
      this.#pressing = false;
      if (!this.#engine.stopped) this.#sweep();
    });
  }

  /** Snapshots of all actors whose tail is worth it: a quick next start. */
  async writeSnapshots(): Promise<void> {
    for (const activation of [...this.#engine.activations.values()]) {
      if (activation.quiet && activation.tailBytes > this.#engine.limits.snapshotTailBytesMin) {
        await this.#write(activation);
      }
    }
  }

  /** One a turn of the loop, since writing a large state takes milliseconds. */
  #next(): void {
    if (this.#engine.stopped) return;
    const activation = this.#snapshots.shift();
    if (this.#snapshots.length > 0) this.#engine.world.scheduler.soon(() => this.#next());
    if (activation !== undefined && activation.status === "live") this.#write(activation);
  }

  /** Takes the state as it is now and stores it once every event in it is durable. */
  async #write(activation: Activation): Promise<void> {
    const engine = this.#engine;
    const { seq, shard, last, tailBytes } = activation;
    activation.snapshotting = true;
    const acks = activation.mail?.unstoredAcks() ?? [];
    const body = encode(activation);
    if (last !== null) {
      await new Promise<void>((resolve) => (last.settled ??= []).push(resolve));
      if (!last.done || engine.stopped) {
        activation.snapshotting = false;
        return;
      }
    }
    const { epoch, nonce } = shard;
    const verdict = await engine.journal.snapshot({
      shard: shard.index,
      epoch,
      nonce,
      actor: activation.id,
      seq,
      body,
    });
    if (engine.stopped) return;
    if (verdict.kind === "ok") {
      activation.snapshotting = false;
      engine.counts.snapshotTaken(body.length);
      activation.mail?.storedAcks(acks);
      const before = activation.bytes;
      activation.tailBytes = Math.max(0, activation.tailBytes - tailBytes);
      activation.snapshotBytes = body.length;
      if (activation.status === "live") engine.activeBytes += activation.bytes - before;
      return;
    }
    // Asked for again after a while, not at every commit: writing a large state costs milliseconds.
    engine.world.scheduler.after(SNAPSHOT_RETRY_MS, () => activation.snapshotting = false);
    engine.counts.journalError("snapshot");
    engine.log.warn("cannot store a snapshot", { actor: activation.id, why: verdict.message });
    if (verdict.kind === "fenced") engine.committer.recover(shard, verdict.message);
  }

  #sweep(): void {
    const engine = this.#engine;
    const nowMs = engine.nowMs();
    let looked = 0;
    const over = () =>
      engine.activeBytes > engine.limits.activationBytesMax ||
      engine.activations.size > engine.limits.activationsMax;
    while (looked < SWEEP_ACTORS) {
      this.#cursor ??= engine.activations.values();
      const next = this.#cursor.next();
      if (next.done === true) {
        this.#cursor = null;
        break;
      }
      looked++;
      const activation = next.value;
      if (!activation.quiet) continue;
      this.#askSnapshot(activation);
      if (activation.snapshotting) continue;
      const idleMs = nowMs - activation.usedMs;
      const patienceMs = activation.seq === 0 ? UNUSED_MS : engine.limits.idleMs;
      if (idleMs >= patienceMs || (over() && idleMs > 0)) this.#passivate(activation);
    }
    if (over() && looked > 0) this.#again();
  }

  #again(): void {
    if (this.#waits) return;
    this.#waits = true;
    // Everything that could leave has been asked for; what is busy may be quiet soon.
    this.#engine.world.scheduler.after(PRESS_AGAIN_MS, () => {
      this.#waits = false;
      this.press();
    });
  }

  #passivate(activation: Activation): void {
    const engine = this.#engine;
    const heavy = activation.tailBytes > TAIL_BYTES_KEPT &&
      activation.tailBytes > activation.snapshotBytes / 4;
    // Messages that are not known to have arrived are handed over again, and call their receivers into memory.
    if (heavy || (activation.mail?.heard ?? null) !== null) {
      this.#write(activation).then(() => {
        if (activation.quiet) this.#leave(activation);
      });
      return;
    }
    if (
      engine.watchers.has(activation.id) && engine.activeBytes <= engine.limits.activationBytesMax
    ) {
      return;
    }
    this.#leave(activation);
  }

  #leave(activation: Activation): void {
    this.#engine.forget(activation);
    this.#engine.counts.passivated();
  }
}

function encode(activation: Activation): string {
  const { kind } = activation.entry;
  const snapshot: StoredSnapshot = {
    v: kind.snapshotVersion,
    d: kind.save(activation.state),
    t: activation.atMs,
    ...activation.mail?.save(),
  };
  return JSON.stringify(snapshot);
}
