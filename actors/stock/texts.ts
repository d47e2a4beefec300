/** The texts of a cell's reservations, customer and tag of each, one after the other in one array of bytes. */

/** Texts as JSON. */
export interface SavedTexts {
  /** All plain texts, one after the other. */
  readonly all: string;
  /** How many in a row have these lengths: customer, tag. */
  readonly lengths: readonly (readonly [times: number, customer: number, tag: number])[];
  readonly odd: readonly (readonly [n: number, customer: string, tag: string])[];
}

const CAPACITY_MIN = 64;
const BYTES_MIN = 2_048;
/** Longer texts, and those beyond ASCII, are kept as strings. */
const PLAIN_CHARACTERS_MAX = 255;

export class Texts {
  #count = 0;
  #bytes = new Uint8Array(BYTES_MIN);
  #used = 0;
  #starts = new Uint32Array(CAPACITY_MIN);
  #customerLengths = new Uint8Array(CAPACITY_MIN);
  #tagLengths = new Uint8Array(CAPACITY_MIN);
  /** Texts that are not plain, by number. */
  #odd: Map<number, { readonly customer: string; readonly tag: string }> | null = null;

  /** Resident bytes, roughly. */
  get bytes(): number {
    return this.#bytes.length + this.#starts.length * 6 + (this.#odd?.size ?? 0) * 200;
  }

  /** Adds the texts of the next reservation. */
  add(customer: string, tag: string): void {
    const plain = customer.length <= PLAIN_CHARACTERS_MAX && tag.length <= PLAIN_CHARACTERS_MAX &&
      this.#writePlain(customer, tag);
    if (!plain) (this.#odd ??= new Map()).set(this.#count, { customer, tag });
    this.#lengthen(plain ? customer.length : 0, plain ? tag.length : 0);
  }

  customer(n: number): string {
    const odd = this.#odd?.get(n);
    if (odd !== undefined) return odd.customer;
    return this.#cut(this.#starts[n] ?? 0, this.#customerLengths[n] ?? 0);
  }

  tag(n: number): string {
    const odd = this.#odd?.get(n);
    if (odd !== undefined) return odd.tag;
    const start = (this.#starts[n] ?? 0) + (this.#customerLengths[n] ?? 0);
    return this.#cut(start, this.#tagLengths[n] ?? 0);
  }

  isCustomer(n: number, customer: string): boolean {
    const odd = this.#odd?.get(n);
    if (odd !== undefined) return odd.customer === customer;
    if (this.#customerLengths[n] !== customer.length) return false;
    const start = this.#starts[n] ?? 0;
    for (let i = 0; i < customer.length; i++) {
      if (this.#bytes[start + i] !== customer.charCodeAt(i)) return false;
    }
    return true;
  }

  /** As JSON: one text for all, since thousands of small ones take long to write and to parse. */
  save(): SavedTexts {
    const lengths: [number, number, number][] = [];
    let run: [number, number, number] = [0, -1, -1];
    for (let n = 0; n < this.#count; n++) {
      const customer = this.#customerLengths[n] ?? 0;
      const tag = this.#tagLengths[n] ?? 0;
      if (customer === run[1] && tag === run[2]) run[0]++;
      else lengths.push(run = [1, customer, tag]);
    }
    return {
      all: new TextDecoder().decode(this.#bytes.subarray(0, this.#used)),
      lengths,
      odd: Array.from(this.#odd ?? [], ([n, { customer, tag }]) => [n, customer, tag] as const),
    };
  }

  /** The inverse of `save`. */
  static load(saved: SavedTexts): Texts {
    const texts = new Texts();
    texts.#bytes = new Uint8Array(Math.max(BYTES_MIN, saved.all.length));
    new TextEncoder().encodeInto(saved.all, texts.#bytes);
    for (const [times, customer, tag] of saved.lengths) {
      for (let i = 0; i < times; i++) texts.#lengthen(customer, tag);
    }
    for (const [n, customer, tag] of saved.odd) {
      (texts.#odd ??= new Map()).set(n, { customer, tag });
    }
    return texts;
  }

  /** False, and nothing is added, where a character is beyond ASCII. */
  #writePlain(customer: string, tag: string): boolean {
    const needed = this.#used + customer.length + tag.length;
    if (needed > this.#bytes.length) this.#bytes = widened(this.#bytes, needed * 2);
    const bytes = this.#bytes;
    let at = this.#used;
    let all = 0;
    for (let i = 0; i < customer.length; i++) all |= bytes[at++] = customer.charCodeAt(i);
    for (let i = 0; i < tag.length; i++) all |= bytes[at++] = tag.charCodeAt(i);
    return all < 128;
  }

  #lengthen(customer: number, tag: number): void {
    const n = this.#count;
    if (n === this.#starts.length) {
      this.#starts = widened(this.#starts, n * 2);
      this.#customerLengths = widened(this.#customerLengths, n * 2);
      this.#tagLengths = widened(this.#tagLengths, n * 2);
    }
    this.#starts[n] = this.#used;
    this.#customerLengths[n] = customer;
    this.#tagLengths[n] = tag;
    this.#used += customer + tag;
    this.#count = n + 1;
  }

  #cut(start: number, length: number): string {
    return String.fromCharCode(...this.#bytes.subarray(start, start + length));
  }
}

/** All customers by number: pieces of the saved text. */
export function customersOf({ all, lengths, odd }: SavedTexts): readonly string[] {
  const customers: string[] = [];
  let at = 0;
  for (const [times, customer, tag] of lengths) {
    for (let i = 0; i < times; i++) {
      customers.push(all.slice(at, at + customer));
      at += customer + tag;
    }
  }
  for (const [n, customer] of odd) customers[n] = customer;
  return customers;
}

/** A longer array that begins with the same values. */
export function widened<A extends Uint8Array | Uint32Array | Int32Array>(
  array: A,
  length: number,
): A {
  // The same class as the array that is widened.
  const wide = new (array.constructor as new (length: number) => A)(length);
  wide.set(array);
  return wide;
}
