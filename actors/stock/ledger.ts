/**
 * The reservations of one cell, in columns of numbers and bytes instead of objects and strings. A rush makes tens of
 * thousands a second and all of them stay: as objects they are what the garbage collector copies, and a million of
 * them are 350 MB. Here one takes about 60 bytes outside the JavaScript heap.
 *
 * Customers are found through an open-addressing table of reservation numbers (linear probing, multiplicative hash:
 * Knuth, The Art of Computer Programming 3, 6.4), at most two thirds full.
 */
import type { CouponTaken, ReservationState } from "./protocol.ts";
import { customersOf, type SavedTexts, Texts, widened } from "./texts.ts";

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
  /** The coupon that was used. */
  readonly coupon: CouponTaken | null;
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

/** A ledger as JSON. What most reservations lack stands by number. */
export interface SavedLedger {
  readonly texts: SavedTexts;
  /** One letter each. */
  readonly states: string;
  /** Differences to the instant before, in ms. */
  readonly created: readonly number[];
  /** Where it is not 1. */
  readonly units: readonly (readonly [number, number])[];
  readonly keys: readonly (readonly [number, string])[];
  readonly vias: readonly (readonly [number, string])[];
  readonly payments: readonly (readonly [number, string])[];
  readonly refunds: readonly (readonly [number, readonly Refund[]])[];
  /** Absent before there were coupons. */
  readonly coupons?: readonly (readonly [number, CouponTaken])[];
}

const STATES: readonly ReservationState[] = [
  "held",
  "confirmed",
  "expired",
  "cancelled",
  "returned",
];
const CODES = { held: 0, confirmed: 1, expired: 2, cancelled: 3, returned: 4 } as const;
/** By code. */
const LETTERS = "hcexr";
const HELD = CODES.held;
const NONE = -1;
const CAPACITY_MIN = 64;
/** 2³² divided by the golden ratio. */
const GOLDEN = 0x9e3779b1;

export class Ledger {
  #count = 0;
  #created = new Float64Array(CAPACITY_MIN);
  #units = new Uint32Array(CAPACITY_MIN);
  #states = new Uint8Array(CAPACITY_MIN);
  #older = new Int32Array(CAPACITY_MIN);
  #hashes = new Int32Array(CAPACITY_MIN);
  #texts = new Texts();
  /** Number of the newest reservation of a customer plus one; 0 is free. */
  #slots = new Int32Array(CAPACITY_MIN * 2);
  #shift = 32 - Math.log2(CAPACITY_MIN * 2);
  #customers = 0;
  /** The first hold that may be live; all before it have ended. */
  #firstHeld = 0;
  #keys: Map<number, string> | null = null;
  #vias: Map<number, string> | null = null;
  #payments: Map<number, string> | null = null;
  #refunds: Map<number, readonly Refund[]> | null = null;
  #coupons: Map<number, CouponTaken> | null = null;

  /** Reservations ever made. */
  get count(): number {
    return this.#count;
  }

  /** Resident bytes, roughly. */
  get bytes(): number {
    const sparse = (this.#keys?.size ?? 0) + (this.#vias?.size ?? 0) +
      (this.#payments?.size ?? 0) + (this.#refunds?.size ?? 0) + (this.#coupons?.size ?? 0);
    return this.#created.length * 21 + this.#slots.length * 4 + this.#texts.bytes + sparse * 100;
  }

  /** Makes the next reservation, as a hold. */
  add(made: Made): void {
    const n = this.#count;
    this.#texts.add(made.customer, made.tag);
    this.#make(made.customer, made);
    if (made.key !== null) (this.#keys ??= new Map()).set(n, made.key);
    if (made.via !== null) (this.#vias ??= new Map()).set(n, made.via);
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

  /** The newest reservation of each customer. */
  *newest(): Generator<Reservation> {
    for (const slot of this.#slots) if (slot !== 0) yield new Entry(this, slot - 1);
  }

  /** What becomes of a reservation; throws for one that was never made. */
  setState(n: number, state: ReservationState): void {
    this.#mustHave(n);
    this.#states[n] = CODES[state];
    this.#skipEnded();
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

  /** The coupon that was used for it. */
  setCoupon(n: number, coupon: CouponTaken): void {
    this.#mustHave(n);
    (this.#coupons ??= new Map()).set(n, coupon);
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
    return this.#texts.customer(n);
  }

  tag(n: number): string {
    return this.#texts.tag(n);
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

  coupon(n: number): CouponTaken | null {
    return this.#coupons?.get(n) ?? null;
  }

  /** As JSON; `Ledger.load` makes an equal one. */
  save(): SavedLedger {
    const count = this.#count;
    const created = new Array<number>(count);
    const units: [number, number][] = [];
    const letters = new Uint8Array(count);
    let before = 0;
    for (let n = 0; n < count; n++) {
      const atMs = this.#created[n] ?? 0;
      created[n] = atMs - before;
      before = atMs;
      letters[n] = LETTERS.charCodeAt(this.#states[n] ?? HELD);
      if (this.#units[n] !== 1) units.push([n, this.#units[n] ?? 0]);
    }
    return {
      texts: this.#texts.save(),
      states: new TextDecoder().decode(letters),
      created,
      units,
      keys: [...this.#keys ?? []],
      vias: [...this.#vias ?? []],
      payments: [...this.#payments ?? []],
      refunds: [...this.#refunds ?? []],
      ...(this.#coupons === null ? {} : { coupons: [...this.#coupons] }),
    };
  }

  /** The inverse of `save`. */
  static load(saved: SavedLedger): Ledger {
    const ledger = new Ledger();
    const texts = Texts.load(saved.texts);
    ledger.#texts = texts;
    const units = new Map(saved.units);
    let atMs = 0;
    const customers = customersOf(saved.texts);
    for (let n = 0; n < saved.created.length; n++) {
      atMs += saved.created[n] ?? 0;
      ledger.#make(customers[n] ?? "", { atMs, units: units.get(n) ?? 1 });
      ledger.#states[n] = Math.max(HELD, LETTERS.indexOf(saved.states[n] ?? ""));
    }
    ledger.#skipEnded();
    if (saved.keys.length > 0) ledger.#keys = new Map(saved.keys);
    if (saved.vias.length > 0) ledger.#vias = new Map(saved.vias);
    if (saved.payments.length > 0) ledger.#payments = new Map(saved.payments);
    if (saved.refunds.length > 0) ledger.#refunds = new Map(saved.refunds);
    if (saved.coupons !== undefined) ledger.#coupons = new Map(saved.coupons);
    return ledger;
  }

  #make(customer: string, made: { readonly atMs: number; readonly units: number }): void {
    const n = this.#count;
    if (n === this.#created.length) this.#grow();
    const hash = hashOf(customer);
    this.#hashes[n] = hash;
    this.#created[n] = made.atMs;
    this.#units[n] = made.units;
    this.#states[n] = HELD;
    this.#count = n + 1;
    const slot = this.#slotOf(customer, hash);
    const before = (this.#slots[slot] ?? 0) - 1;
    this.#older[n] = before;
    this.#slots[slot] = n + 1;
    if (before === NONE && ++this.#customers * 3 > this.#slots.length * 2) this.#spread();
  }

  /** Keeps a live hold in front, so that the next expiry is known at once. */
  #skipEnded(): void {
    while (this.#firstHeld < this.#count && this.#states[this.#firstHeld] !== HELD) {
      this.#firstHeld++;
    }
  }

  #mustHave(n: number): void {
    if (n < 0 || n >= this.#count) {
      throw new Error(`Cannot change reservation ${n}: not made`);
    }
  }

  /** The slot of a customer, or the free one where it belongs. */
  #slotOf(customer: string, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = Math.imul(hash, GOLDEN) >>> this.#shift;
    for (;;) {
      const n = (slots[slot] ?? 0) - 1;
      if (n === NONE || (this.#hashes[n] === hash && this.#texts.isCustomer(n, customer))) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
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

  get coupon(): CouponTaken | null {
    return this.#ledger.coupon(this.n);
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
