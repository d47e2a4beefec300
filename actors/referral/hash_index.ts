/** Finds entries of columns: an open-addressing table of their numbers, linear probing, at most two thirds full. */

const SLOTS_MIN = 32;
/** 2³² divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
const GOLDEN = 0x9e3779b1;
const NONE = -1;

export class HashIndex {
  /** Number of an entry plus one; 0 is free. */
  #slots = new Int32Array(SLOTS_MIN);
  #hashes = new Int32Array(SLOTS_MIN);
  #shift = 32 - Math.log2(SLOTS_MIN);
  #count = 0;

  get bytes(): number {
    return this.#slots.byteLength + this.#hashes.byteLength;
  }

  /** The entry with this hash for which `isIt` holds; -1 for none. */
  find(hash: number, isIt: (entry: number) => boolean): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = Math.imul(hash, GOLDEN) >>> this.#shift;; slot = (slot + 1) & mask) {
      const entry = (slots[slot] ?? 0) - 1;
      if (entry === NONE) return NONE;
      if (this.#hashes[slot] === hash && isIt(entry)) return entry;
    }
  }

  /** Adds an entry that is not there yet. */
  add(hash: number, entry: number): void {
    if (++this.#count * 3 > this.#slots.length * 2) this.#spread();
    this.#put(hash, entry);
  }

  #put(hash: number, entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = Math.imul(hash, GOLDEN) >>> this.#shift;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
    this.#hashes[slot] = hash;
  }

  #spread(): void {
    const slots = this.#slots;
    const hashes = this.#hashes;
    this.#slots = new Int32Array(slots.length * 2);
    this.#hashes = new Int32Array(slots.length * 2);
    this.#shift -= 1;
    for (let slot = 0; slot < slots.length; slot++) {
      const value = slots[slot] ?? 0;
      if (value !== 0) this.#put(hashes[slot] ?? 0, value - 1);
    }
  }
}

/** FNV-1a of the UTF-16 code units; `seed` in place of its own for another hash. */
export function hashOfText(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** Of a participant's place. */
export function hashOfPlace(place: { readonly cell: number; readonly n: number }): number {
  return (Math.imul(place.cell, 0x85ebca6b) ^ place.n) | 0;
}
