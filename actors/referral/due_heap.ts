/** Instants at which rewards are due, soonest first, among equals by number: a binary heap in columns. */
import { Column } from "./columns.ts";

export class DueHeap {
  readonly #dueMs = Column.times();
  readonly #rewards = Column.ints();
  #count = 0;

  get bytes(): number {
    return this.#dueMs.bytes + this.#rewards.bytes;
  }

  /** The reward that is due first; -1 for none. */
  get first(): number {
    return this.#count === 0 ? -1 : this.#rewards.get(0);
  }

  get firstMs(): number {
    return this.#count === 0 ? Infinity : this.#dueMs.get(0);
  }

  add(reward: number, dueMs: number): void {
    let at = this.#count++;
    this.#set(at, { dueMs, reward });
    while (at > 0 && this.#before(at, (at - 1) >> 1)) {
      this.#swap(at, (at - 1) >> 1);
      at = (at - 1) >> 1;
    }
  }

  dropFirst(): void {
    const last = --this.#count;
    if (last < 0) throw new Error("Cannot drop the first: nothing is due");
    this.#swap(0, last);
    for (let at = 0;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < last && this.#before(child, least)) least = child;
      }
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  /** Some that are due at this instant, at most `max`; the first is among them. */
  due(atMs: number, max: number): number[] {
    const found: number[] = [];
    const look = [0];
    for (let at = look.pop(); at !== undefined && found.length < max; at = look.pop()) {
      if (at >= this.#count || this.#dueMs.get(at) > atMs) continue;
      found.push(this.#rewards.get(at));
      look.push(2 * at + 2, 2 * at + 1);
    }
    return found;
  }

  #before(a: number, b: number): boolean {
    const difference = this.#dueMs.get(a) - this.#dueMs.get(b);
    return difference < 0 || (difference === 0 && this.#rewards.get(a) < this.#rewards.get(b));
  }

  #set(at: number, entry: { readonly dueMs: number; readonly reward: number }): void {
    this.#dueMs.set(at, entry.dueMs);
    this.#rewards.set(at, entry.reward);
  }

  #swap(a: number, b: number): void {
    const dueMs = this.#dueMs.get(a);
    const reward = this.#rewards.get(a);
    this.#set(a, { dueMs: this.#dueMs.get(b), reward: this.#rewards.get(b) });
    this.#set(b, { dueMs, reward });
  }
}
