/**
 * A journal that takes its time and fails: each shard's append meets its own fate, answers arrive in
 * any order, and what was given up may land later. It also holds the engine to its side of the port.
 */
import { Fault } from "../fault.ts";
import type {
  Acquired,
  AcquireRequest,
  Due,
  FeedEntry,
  Journal,
  ShardAppend,
  SnapshotWrite,
  Stored,
  Verdict,
} from "../journal/journal.ts";
import type { MemoryStore } from "../journal/memory.ts";
import type { Faults } from "./faults.ts";
import type { Prng } from "./prng.ts";
import type { SimProcess, SimWorld } from "./world.ts";

/** A defect put in on purpose, to prove that the simulator sees it. */
export type Sabotage =
  /** Says `ok` before anything is stored. */
  | "early-ok"
  /** Writes under whatever epoch, nonce and sequence numbers rule now. */
  | "no-checks";

export interface FaultyJournalOptions {
  readonly world: SimWorld;
  readonly process: SimProcess;
  readonly chance: Prng;
  /** Read at each call, so that faults may end. */
  readonly faults: Faults;
  readonly inner: Journal;
  readonly store: MemoryStore;
  readonly lanes: "one" | "shard";
  readonly timeoutMs: number;
  readonly sabotage?: Sabotage | undefined;
}

interface Call<T> {
  readonly label: string;
  readonly beforeMs: number;
  readonly afterMs: number;
  effect(): Promise<T>;
}

/** One process's connection to the store. */
export class FaultyJournal implements Journal {
  readonly lanes: "one" | "shard";
  readonly durability = "simulated";
  readonly #o: FaultyJournalOptions;
  readonly #inFlight = new Set<number>();

  constructor(options: FaultyJournalOptions) {
    this.#o = options;
    this.lanes = options.lanes;
  }

  open(): Promise<void> {
    return this.#call({ ...this.#pace("open"), effect: () => this.#o.inner.open() });
  }

  acquire(requests: readonly AcquireRequest[]): Promise<Acquired>[] {
    const { chance, faults, inner } = this.#o;
    return requests.map((request) => {
      const fails = chance.chance(faults.acquireFailed);
      const lands = chance.chance(0.5);
      const { shard } = request;
      return this.#call<Acquired>({
        ...this.#pace(`acquire ${shard}`),
        effect: async () => {
          const failed = fails || faults.down;
          const verdict = !failed || lands ? await inner.acquire([request])[0] : undefined;
          return failed || verdict === undefined
            ? { kind: "failed", message: "simulated" }
            : verdict;
        },
      });
    });
  }

  append(appends: readonly ShardAppend[]): Promise<Verdict>[] {
    this.#holdToPort(appends);
    for (const { shard } of appends) this.#inFlight.add(shard);
    return appends.map(async (append) => {
      const verdict = await this.#appendOne(append);
      this.#inFlight.delete(append.shard);
      return verdict;
    });
  }

  /** One append in flight per lane, distinct shards, bounds. */
  #holdToPort(appends: readonly ShardAppend[]): void {
    const { world } = this.#o;
    if (this.lanes === "one" && this.#inFlight.size > 0) {
      world.fail("one append in flight", `shards ${[...this.#inFlight]} are still out`);
    }
    const seen = new Set<number>();
    for (const { shard } of appends) {
      if (this.#inFlight.has(shard) || seen.has(shard)) {
        world.fail("one append in flight", `shard ${shard} twice`);
      }
      seen.add(shard);
    }
  }

  #appendOne(append: ShardAppend): Promise<Verdict> {
    const { chance, faults, timeoutMs, sabotage, world } = this.#o;
    const { shard, entries } = append;
    const fate = chance.fraction();
    const { beforeMs, afterMs, label } = this.#pace(`append ${shard} (${entries.length})`);
    const lateMs = chance.fraction() * 2 * timeoutMs;
    if (sabotage === "early-ok") {
      void this.#call({ label, beforeMs: lateMs, afterMs: 0, effect: () => this.#write(append) });
      return this.#answer({ kind: "ok", feed: 0, backlogBytes: 0 }, afterMs, `${label} early`);
    }
    let bound = faults.failed;
    if (faults.down || fate < bound) {
      const full = lateMs < timeoutMs / 4;
      const failed = { kind: "failed", message: "simulated", full } as const;
      return this.#answer(failed, beforeMs, `${label} failed`);
    }
    const unknown = { kind: "unknown", message: "simulated" } as const;
    if (fate < (bound += faults.lost)) return this.#answer(unknown, afterMs, `${label} lost`);
    if (fate < (bound += faults.landed)) {
      void this.#call({ label, beforeMs, afterMs, effect: () => this.#write(append) });
      return this.#answer(unknown, beforeMs + afterMs, `${label} landed unknown`);
    }
    if (fate < (bound += faults.late)) {
      world.after(lateMs, () => void this.#write(append), { label: `${label} lands late` });
      return this.#answer(unknown, Math.min(timeoutMs, beforeMs), `${label} unknown`);
    }
    return this.#call<Verdict>({
      label,
      beforeMs,
      afterMs,
      effect: () => this.#write(append),
    });
  }

  async #write(append: ShardAppend): Promise<Verdict> {
    const { inner, store, sabotage, world } = this.#o;
    const owner = store.kept.get(append.shard);
    const { epoch = 0, nonce = "", actors } = owner ?? {};
    const forged = sabotage !== "no-checks" ? append : {
      ...append,
      epoch,
      nonce,
      entries: append.entries.map((entry) => ({
        ...entry,
        expectedSeq: actors?.get(entry.actor)?.head ?? 0,
      })),
    };
    const verdict = await inner.append([forged])[0];
    if (verdict === undefined) throw new Error("Cannot append: no verdict");
    world.note(`shard ${append.shard} ${verdict.kind}`);
    return verdict;
  }

  load(shard: number, actor: string): Promise<Stored> {
    const { inner } = this.#o;
    return this.#read(`load ${actor}`, () => inner.load(shard, actor));
  }

  due(shard: number, limit: number): Promise<readonly Due[]> {
    const { inner } = this.#o;
    return this.#read(`due ${shard}`, () => inner.due(shard, limit));
  }

  snapshot(write: SnapshotWrite): Promise<Verdict> {
    const { chance, faults, inner } = this.#o;
    const fails = chance.chance(faults.snapshotFailed);
    const lands = chance.chance(0.5);
    return this.#call<Verdict>({
      ...this.#pace(`snapshot ${write.actor} ${write.seq}`),
      effect: async () => {
        if (faults.down) return { kind: "failed", message: "simulated" };
        if (!fails) return await inner.snapshot(write);
        if (lands) await inner.snapshot(write);
        return { kind: lands ? "unknown" : "failed", message: "simulated" };
      },
    });
  }

  feed(shard: number, position: number, limit: number): Promise<readonly FeedEntry[]> {
    return this.#read(`feed ${shard}`, () => this.#o.inner.feed(shard, position, limit));
  }

  archived(shard: number, position: number): Promise<void> {
    return this.#read(`archived ${shard}`, () => this.#o.inner.archived(shard, position));
  }

  ping(): Promise<boolean> {
    const { faults } = this.#o;
    return this.#call({ ...this.#pace("ping"), effect: () => Promise.resolve(!faults.down) });
  }

  /** The store outlives its connections. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  #read<T>(label: string, effect: () => Promise<T>): Promise<T> {
    const { chance, faults } = this.#o;
    const fails = chance.chance(faults.readFailed);
    return this.#call({
      ...this.#pace(label),
      effect: () =>
        fails || faults.down
          ? Promise.reject(
            new Fault("journal-unavailable", `Cannot ${label}: simulated`, { retry: "later" }),
          )
          : effect(),
    });
  }

  /** Takes effect after `beforeMs`, perhaps even if the process died meanwhile, and answers later. */
  #call<T>({ label, beforeMs, afterMs, effect }: Call<T>): Promise<T> {
    const { world, process, chance } = this.#o;
    const survives = chance.chance(0.5);
    return new Promise((resolve, reject) => {
      world.after(beforeMs, () => {
        if (!process.alive && !survives) return;
        const answer = (settle: () => void) =>
          void world.after(afterMs, settle, { label: `${label} answers`, process });
        effect().then(
          (result) => answer(() => resolve(result)),
          (error) => answer(() => reject(error)),
        );
      }, { label });
    });
  }

  #answer<T>(value: T, delayMs: number, label: string): Promise<T> {
    const { world, process } = this.#o;
    return new Promise((resolve) => {
      world.after(delayMs, () => resolve(value), { label, process });
    });
  }

  /** Mostly quick, sometimes slow, at times a stall. */
  #pace(label: string): { label: string; beforeMs: number; afterMs: number } {
    const { chance, faults, timeoutMs, process } = this.#o;
    const slow = chance.fraction();
    const beforeMs = 0.05 + chance.fraction() * 1.5;
    const afterMs = 0.05 + chance.fraction() * 0.5;
    const factor = slow < faults.stalled ? timeoutMs / 4 : slow < faults.slow ? 30 : 1;
    return { label: `${process.name} ${label}`, beforeMs: beforeMs * factor, afterMs };
  }
}
