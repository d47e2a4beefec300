/**
 * A map that keeps its newest entries. To find the oldest of a full `Map`, its iterator walks over the places of all
 * that were deleted before: with 100,000 entries that is tens of us for each new one. Here it is at hand.
 */
interface Entry<Key, Value> {
  readonly key: Key;
  value: Value;
  older: Entry<Key, Value> | null;
  newer: Entry<Key, Value> | null;
}

export class Newest<Key, Value> {
  readonly #max: number;
  readonly #entries = new Map<Key, Entry<Key, Value>>();
  #oldest: Entry<Key, Value> | null = null;
  #newest: Entry<Key, Value> | null = null;

  /** `max`: entries, at least 1. */
  constructor(max: number) {
    this.#max = Math.max(1, max);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** The entry is the newest from now on. What the oldest was, where that one had to go. */
  set(key: Key, value: Value): { readonly key: Key; readonly value: Value } | null {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.value = value;
      if (known === this.#newest) return null;
      this.#unlink(known);
      this.#append(known);
      return null;
    }
    const entry = { key, value, older: null, newer: null };
    this.#entries.set(key, entry);
    this.#append(entry);
    const oldest = this.#oldest;
    if (this.#entries.size <= this.#max || oldest === null) return null;
    this.#remove(oldest);
    return oldest;
  }

  delete(key: Key): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#remove(entry);
    return true;
  }

  clear(): void {
    this.#entries.clear();
    this.#oldest = null;
    this.#newest = null;
  }

  /** The entry that would go next; null for none. */
  oldest(): { readonly key: Key; readonly value: Value } | null {
    return this.#oldest;
  }

  #remove(entry: Entry<Key, Value>): void {
    this.#entries.delete(entry.key);
    this.#unlink(entry);
  }

  #append(entry: Entry<Key, Value>): void {
    entry.older = this.#newest;
    if (this.#newest === null) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #unlink(entry: Entry<Key, Value>): void {
    if (entry.older === null) this.#oldest = entry.newer;
    else entry.older.newer = entry.newer;
    if (entry.newer === null) this.#newest = entry.older;
    else entry.newer.older = entry.older;
    entry.older = null;
    entry.newer = null;
  }
}
