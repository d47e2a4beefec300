/** Counts by name; over its bound it begins anew. */
export class Tally {
  readonly #counts = new Map<string, number>();
  readonly #keptMax: number;

  constructor(keptMax: number) {
    this.#keptMax = keptMax;
  }

  /** One more; gives how many there are now. */
  add(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    if (this.#counts.size >= this.#keptMax) this.#counts.clear();
    this.#counts.set(name, count);
    return count;
  }
}
