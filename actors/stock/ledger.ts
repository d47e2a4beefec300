/**
 * The reservations of one cell, in columns of numbers and bytes instead of objects and strings. A rush makes tens of
 * thousands a second and all of them stay: as objects they are what the garbage collector copies, and a million of
 * them are 350 MB. Here one takes about 60 bytes outside the JavaScript heap.
 *
 * Customers are found through an open-addressing table of reservation numbers (linear probing, multiplicative hash:
 * Knuth, The Art of Computer Programming 3, 6.4), at most two thirds full.
 */
import type { ReservationState } from "./protocol.ts";

/** What most reservations never have. */
export interface Refund {
  readonly payment: string;
  readonly refundFen: number;
}

/** A reservation as it is at this moment: its columns are read when asked for. */
export interface Reservation {
  /** Number within the cell: 0, 1, 2 … */
  readonly n: number;
  readonly tag: string;
  readonly customer: string;
  readonly units: number;
  readonly createdAtMs: number;
  /** The client's `Idempotency-Key`. */
  readonly key: string | null;
  readonly via: string | null;
  readonly state: ReservationState;
  /** The payment that confirmed it. */
  readonly payment: string | null;
  /** Payments that bought nothing. */
  readonly refunds: readonly Refund[] | null;
  /** The same customer's reservation before this one. */
  readonly older: Reservation | null;
}

/** What a new reservation is made of. */
export interface Made {
  readonly customer: string;
  readonly tag: string;
  readonly units: number;
  readonly atMs: number;
  readonly key: string | null;
  readonly via: string | null;
}

const STATES: readonly ReservationState[] = [
  "held",
  "confirmed",
  "expired",
  "cancelled",
  "returned",
];
const CODES = { held: 0, confirmed: 1, expired: 2, cancelled: 3, returned: 4 } as const;
const HELD = CODES.held;
const NONE = -1;
const CAPACITY_MIN = 64;
const TEXT_BYTES_MIN = 2_048;
/** Longer texts, and those beyond ASCII, are kept as strings. */
const PLAIN_CHARACTERS_MAX = 255;
/** 2³² divided by the golden ratio. */
const GOLDEN = 0x9e3779b1;

export class Ledger {
  #count = 0;
  #created = new Float64Array(CAPACITY_MIN);
  #units = new Uint32Array(CAPACITY_MIN);
  #states = new Uint8Array(CAPACITY_MIN);
  #older = new Int32Array(CAPACITY_MIN);
  #hashes = new Int32Array(CAPACITY_MIN);
  /** Where the texts of a reservation begin: its customer, then its tag. */
  #starts = new Uint32Array(CAPACITY_MIN);
  #customerLengths = new Uint8Array(CAPACITY_MIN);
  #tagLengths = new Uint8Array(CAPACITY_MIN);
  #texts = new Uint8Array(TEXT_BYTES_MIN);
  #textsUsed = 0;
  /** Number of the newest reservation of a customer plus one; 0 is free. */
  #slots = new Int32Array(CAPACITY_MIN * 2);
  #shift = 32 - Math.log2(CAPACITY_MIN * 2);
  #customers = 0;
  /** The first hold that may be live; all before it have ended. */
  #firstHeld = 0;
  /** Texts that are not plain, by number. */
  #odd: Map<number, { readonly customer: string; readonly tag: string }> | null = null;
  #keys: Map<number, string> | null = null;
  #vias: Map<number, string> | null = null;
  #payments: Map<number, string> | null = null;
  #refunds: Map<number, readonly Refund[]> | null = null;

  /** Reservations ever made. */
  get count(): number {
    return this.#count;
  }

  /** Resident bytes, roughly. */
  get bytes(): number {
    const sparse = (this.#odd?.size ?? 0) + (this.#keys?.size ?? 0) + (this.#vias?.size ?? 0) +
      (this.#payments?.size ?? 0) + (this.#refunds?.size ?? 0);
    return this.#created.length * 31 + this.#texts.length + this.#slots.length * 4 + sparse * 100;
  }

  /** Makes the next reservation, as a hold. */
  add(made: Made): void {
    const n = this.#count;
    if (n === this.#created.length) this.#grow();
    const { customer, tag } = made;
    const hash = hashOf(customer);
    this.#write(n, customer, tag);
    this.#hashes[n] = hash;
    this.#created[n] = made.atMs;
    this.#units[n] = made.units;
    this.#states[n] = HELD;
    if (made.key !== null) (this.#keys ??= new Map()).set(n, made.key);
    if (made.via !== null) (this.#vias ??= new Map()).set(n, made.via);
    this.#count = n + 1;
    const slot = this.#slotOf(customer, hash);
    const before = (this.#slots[slot] ?? 0) - 1;
    this.#older[n] = before;
    this.#slots[slot] = n + 1;
    if (before === NONE && ++this.#customers * 3 > this.#slots.length * 2) this.#spread();
  }

  /** The reservation with this number; null for one that was never made. */
  at(n: number): Reservation | null {
    return Number.isInteger(n) && n >= 0 && n < this.#count ? new Entry(this, n) : null;
  }

  /** The newest reservation of a customer, from which the others hang. */
  newestOf(customer: string): Reservation | null {
    const n = (this.#slots[this.#slotOf(customer, hashOf(customer))] ?? 0) - 1;
    return n === NONE ? null : new Entry(this, n);
  }

  /** When the hold that ends first was made, in ms, since all last equally long; infinity for none. */
  get firstHeldAtMs(): number {
    const n = this.#firstHeld;
    return n < this.#count ? this.#created[n] ?? Infinity : Infinity;
  }

  /** All reservations, oldest first. */
  *[Symbol.iterator](): Generator<Reservation> {
    for (let n = 0; n < this.#count; n++) yield new Entry(this, n);
  }

  /** What is held, oldest first. */
  *holds(): Generator<Reservation> {
    for (let n = this.#firstHeld; n < this.#count; n++) {
      if (this.#states[n] === HELD) yield new Entry(this, n);
    }
  }

  /** All customers and tags, by number: one text is made and cut, instead of two for each. */
  texts(): { readonly customers: readonly string[]; readonly tags: readonly string[] } {
    const customers = new Array<string>(this.#count);
    const tags = new Array<string>(this.#count);
    const all = new TextDecoder().decode(this.#texts.subarray(0, this.#textsUsed));
    for (let n = 0; n < this.#count; n++) {
      const start = this.#starts[n] ?? 0;
      const middle = start + (this.#customerLengths[n] ?? 0);
      customers[n] = all.slice(start, middle);
      tags[n] = all.slice(middle, middle + (this.#tagLengths[n] ?? 0));
    }
    for (const [n, { customer, tag }] of this.#odd ?? []) {
      customers[n] = customer;
      tags[n] = tag;
    }
    return { customers, tags };
  }

  /** The newest reservation of each customer. */
  *newest(): Generator<Reservation> {
    for (const slot of this.#slots) if (slot !== 0) yield new Entry(this, slot - 1);
  }

  /** What becomes of a reservation; throws for one that was never made. */
  setState(n: number, state: ReservationState): void {
    this.#mustHave(n);
    this.#states[n] = CODES[state];
    // Keeps a live hold in front, so that the next expiry is known at once.
    while (this.#firstHeld < this.#count && this.#states[this.#firstHeld] !== HELD) {
      this.#firstHeld++;
    }
  }

  /** The payment that confirmed it; null for none. */
  setPayment(n: number, payment: string | null): void {
    this.#mustHave(n);
    if (payment !== null) (this.#payments ??= new Map()).set(n, payment);
    else this.#payments?.delete(n);
  }

  addRefund(n: number, { payment, refundFen }: Refund): void {
    this.#mustHave(n);
    const refunds = this.#refunds ??= new Map();
    refunds.set(n, [...refunds.get(n) ?? [], { payment, refundFen }]);
  }

  createdAtMs(n: number): number {
    return this.#created[n] ?? 0;
  }

  units(n: number): number {
    return this.#units[n] ?? 0;
  }

  state(n: number): ReservationState {
    return STATES[this.#states[n] ?? HELD] ?? "held";
  }

  older(n: number): number {
    return this.#older[n] ?? NONE;
  }

  customer(n: number): string {
    const odd = this.#odd?.get(n);
    if (odd !== undefined) return odd.customer;
    return this.#text(this.#starts[n] ?? 0, this.#customerLengths[n] ?? 0);
  }

  tag(n: number): string {
    const odd = this.#odd?.get(n);
    if (odd !== undefined) return odd.tag;
    const start = (this.#starts[n] ?? 0) + (this.#customerLengths[n] ?? 0);
    return this.#text(start, this.#tagLengths[n] ?? 0);
  }

  key(n: number): string | null {
    return this.#keys?.get(n) ?? null;
  }

  via(n: number): string | null {
    return this.#vias?.get(n) ?? null;
  }

  payment(n: number): string | null {
    return this.#payments?.get(n) ?? null;
  }

  refunds(n: number): readonly Refund[] | null {
    return this.#refunds?.get(n) ?? null;
  }

  #mustHave(n: number): void {
    if (n < 0 || n >= this.#count) {
      throw new Error(`Cannot change reservation ${n}: not made`);
    }
  }

  #write(n: number, customer: string, tag: string): void {
    const used = this.#textsUsed;
    this.#starts[n] = used;
    const needed = used + customer.length + tag.length;
    if (needed > this.#texts.length) this.#texts = widened(this.#texts, needed * 2);
    if (
      customer.length > PLAIN_CHARACTERS_MAX || tag.length > PLAIN_CHARACTERS_MAX ||
      !writePlain(this.#texts, customer, used) ||
      !writePlain(this.#texts, tag, used + customer.length)
    ) {
      this.#customerLengths[n] = 0;
      this.#tagLengths[n] = 0;
      (this.#odd ??= new Map()).set(n, { customer, tag });
      return;
    }
    this.#customerLengths[n] = customer.length;
    this.#tagLengths[n] = tag.length;
    this.#textsUsed = needed;
  }

  #text(start: number, length: number): string {
    return String.fromCharCode(...this.#texts.subarray(start, start + length));
  }

  /** The slot of a customer, or the free one where it belongs. */
  #slotOf(customer: string, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = Math.imul(hash, GOLDEN) >>> this.#shift;
    for (;;) {
      const n = (slots[slot] ?? 0) - 1;
      if (n === NONE || (this.#hashes[n] === hash && this.#isOf(n, customer))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isOf(n: number, customer: string): boolean {
    const odd = this.#odd?.get(n);
    if (odd !== undefined) return odd.customer === customer;
    if (this.#customerLengths[n] !== customer.length) return false;
    const start = this.#starts[n] ?? 0;
    for (let i = 0; i < customer.length; i++) {
      if (this.#texts[start + i] !== customer.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Doubles the columns. */
  #grow(): void {
    const capacity = this.#created.length * 2;
    const created = new Float64Array(capacity);
    created.set(this.#created);
    this.#created = created;
    this.#units = widened(this.#units, capacity);
    this.#states = widened(this.#states, capacity);
    this.#older = widened(this.#older, capacity);
    this.#hashes = widened(this.#hashes, capacity);
    this.#starts = widened(this.#starts, capacity);
    this.#customerLengths = widened(this.#customerLengths, capacity);
    this.#tagLengths = widened(this.#tagLengths, capacity);
  }

  /** Doubles the table of customers. */
  #spread(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    const mask = slots.length - 1;
    const shift = this.#shift - 1;
    for (const value of before) {
      if (value === 0) continue;
      let slot = Math.imul(this.#hashes[value - 1] ?? 0, GOLDEN) >>> shift;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = value;
    }
    this.#slots = slots;
    this.#shift = shift;
  }
}

class Entry implements Reservation {
  readonly n: number;
  readonly #ledger: Ledger;

  constructor(ledger: Ledger, n: number) {
    this.#ledger = ledger;
    this.n = n;
  }

  get tag(): string {
    return this.#ledger.tag(this.n);
  }

  get customer(): string {
    return this.#ledger.customer(this.n);
  }

  get units(): number {
    return this.#ledger.units(this.n);
  }

  get createdAtMs(): number {
    return this.#ledger.createdAtMs(this.n);
  }

  get key(): string | null {
    return this.#ledger.key(this.n);
  }

  get via(): string | null {
    return this.#ledger.via(this.n);
  }

  get state(): ReservationState {
    return this.#ledger.state(this.n);
  }

  get payment(): string | null {
    return this.#ledger.payment(this.n);
  }

  get refunds(): readonly Refund[] | null {
    return this.#ledger.refunds(this.n);
  }

  get older(): Reservation | null {
    return this.#ledger.at(this.#ledger.older(this.n));
  }
}

/** FNV-1a of the UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** Writes a byte per character; false where one is beyond ASCII. */
function writePlain(into: Uint8Array, text: string, at: number): boolean {
  let all = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    all |= code;
    into[at + i] = code;
  }
  return all < 128;
}

function widened<A extends Uint8Array | Uint32Array | Int32Array>(array: A, length: number): A {
  // The same class as the array that is widened.
  const wide = new (array.constructor as new (length: number) => A)(length);
  wide.set(array);
  return wide;
}
