/**
 * Takes entries out of the sqlite journal that a snapshot contains and that are archived. Their rows lie all over the
 * table, so it costs as much as writing them: it waits until nobody appends, does a bounded step at a time, and takes
 * the oldest first, so that what a crash leaves is still found from the actor's newest entry.
 */
import type { Store } from "./sqlite_write.ts";

const TICK_MS = 50;
/** After so many ticks without a pause between appends it goes on all the same. */
const BUSY_TICKS_MAX = 200;
const FAILED_MS = 1_000;
const ROWS_PER_STEP = 2_048;
const ACTORS_PER_STEP = 256;

interface ActorToTrim {
  readonly last: number;
  readonly shard: number;
  readonly snapshotSeq: number;
  readonly archived: number;
}

export class Trimmer {
  readonly #store: Store;
  /** Actors that may have entries to take out. */
  readonly #owed: Set<number>;
  /** Actors whose entries wait for the archive, by shard. */
  readonly #blocked = new Map<number, Set<number>>();
  /** Entries of one actor that go next, newest first. */
  #entries: number[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #appended = false;
  #busyTicks = 0;

  constructor(store: Store) {
    this.#store = store;
    // A crash may have left entries of any actor that has a snapshot.
    this.#owed = new Set(store.snapshotted.all().map(({ id }) => Number(id)));
    this.#arm(TICK_MS);
  }

  /** An actor has a new snapshot. */
  owe(actor: number): void {
    this.#owed.add(actor);
    this.#arm(TICK_MS);
  }

  /** Something was appended: others come first. */
  appended(): void {
    this.#appended = true;
  }

  /** More of a shard is archived. */
  archived(shard: number): void {
    const blocked = this.#blocked.get(shard);
    if (blocked === undefined) return;
    this.#blocked.delete(shard);
    for (const actor of blocked) this.#owed.add(actor);
    this.#arm(TICK_MS);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(delayMs: number): void {
    if (this.#timer !== null || (this.#owed.size === 0 && this.#entries.length === 0)) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tick();
    }, delayMs);
  }

  #tick(): void {
    const busy = this.#appended;
    this.#appended = false;
    if (busy && ++this.#busyTicks < BUSY_TICKS_MAX) return this.#arm(TICK_MS);
    if (!busy) this.#busyTicks = 0;
    this.#arm(this.#step() ? (busy ? TICK_MS : 0) : FAILED_MS);
  }

  /** False where the store refused; what was to go stays owed. */
  #step(): boolean {
    const { database, begin, commit, dropEntry } = this.#store;
    const dropped: number[] = [];
    try {
      begin.run();
      for (let actors = 0; dropped.length < ROWS_PER_STEP; actors++) {
        if (this.#entries.length === 0 && (actors >= ACTORS_PER_STEP || !this.#nextActor())) break;
        while (dropped.length < ROWS_PER_STEP) {
          const entry = this.#entries.pop();
          if (entry === undefined) break;
          dropped.push(entry);
          dropEntry.run(entry);
        }
      }
      commit.run();
      return true;
    } catch {
      if (database.isTransaction) database.exec("ROLLBACK");
      // They are the oldest of the list, so they go back to its end.
      this.#entries.push(...dropped.reverse());
      return false;
    }
  }

  /** Lists the entries of the next actor; false where nobody owes any. */
  #nextActor(): boolean {
    for (const actor of this.#owed) {
      this.#owed.delete(actor);
      const found = this.#store.toTrim.get(actor) as ActorToTrim | undefined;
      if (found === undefined) return true;
      const { last, shard, snapshotSeq, archived } = found;
      const contained = this.#store.contained.all({ last, actor, until: snapshotSeq });
      const free = contained.filter(({ position }) => Number(position) <= archived);
      this.#entries = free.map(({ id }) => Number(id));
      if (free.length < contained.length) {
        let blocked = this.#blocked.get(shard);
        if (blocked === undefined) this.#blocked.set(shard, blocked = new Set());
        blocked.add(actor);
      }
      return true;
    }
    return false;
  }
}
