/**
 * Which customers may be bound to a manager: a Bloom filter, since a rush is mostly of customers who are not, and
 * asking each one's record would cost as much as the grab. "No" is sure; "maybe" asks the record.
 */

const BITS = 2 ** 25;
const HASHES = 4;

export class BoundCustomers {
  #words: Int32Array | null = null;
  #known: boolean;

  /** `known` false: who was bound before this start has yet to be read, and until then everyone may be. */
  constructor(options: { readonly known: boolean }) {
    this.#known = options.known;
  }

  /** All who were bound before are added. */
  complete(): void {
    this.#known = true;
  }

  get known(): boolean {
    return this.#known;
  }

  add(customer: string): void {
    // 4 MB, only where somebody is bound. With a million bound, one stranger in 2,500 is asked for in vain.
    const words = this.#words ??= new Int32Array(BITS / 32);
    let hash = hashOf(customer);
    const step = stepOf(hash);
    for (let n = 0; n < HASHES; n++, hash = (hash + step) | 0) {
      const bit = hash >>> 7;
      words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  /** Whether the customer may be bound. */
  maybe(customer: string): boolean {
    if (!this.#known) return true;
    const words = this.#words;
    if (words === null) return false;
    let hash = hashOf(customer);
    const step = stepOf(hash);
    for (let n = 0; n < HASHES; n++, hash = (hash + step) | 0) {
      const bit = hash >>> 7;
      if (((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** FNV-1a with a last stir, since its low bits are weak. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** One pass over the id is enough: of a million, two share their 32 bits with one stranger in 4,000. */
function stepOf(hash: number): number {
  return (Math.imul(hash, 0x9e3779b1) ^ (hash >>> 16)) | 1;
}
