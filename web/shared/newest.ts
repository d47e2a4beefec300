/** A bounded map: what was set last stays. */

interface Entry<Key, Value> {
  readonly key: Key;
  value: Value;
  older: Entry<Key, Value> | null;
  newer: Entry<Key, Value> | null;
}

/**
 * A map of at most `max` entries; when it is full, each new one pushes out the one that was set longest ago. To find
 * that one in a `Map`, its iterator walks over the places of all that were deleted before: 17 us with 150,000 entries.
 * Here entries are linked by age.
 */
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

  /** The entry is the newest from now on. Gives the oldest where that one had to go for it, else null. */
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

  /** Oldest first. */
  *values(): Generator<Value> {
    for (let entry = this.#oldest; entry !== null; entry = entry.newer) yield entry.value;
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
