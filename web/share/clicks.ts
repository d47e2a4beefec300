/**
 * Which openings of a link count: one an hour for each person. In fixed memory, as digests of link and person, so that
 * a crowd of millions leaves nothing for the garbage collector.
 */
const HOUR_MS = 3_600_000;
/** Of 2^20 slots at most five eighths are filled; the generation before is asked too, so 655,360 are known at least. */
const SLOTS = 2 ** 20;
const FILLED_MAX = SLOTS * 5 / 8;
const ADDRESS_SLOTS = 2 ** 18;

export class Clicks {
  readonly #perAddress: number;
  #hour = 0;
  /** Null before the first click. */
  #seen: Seen | null = null;
  #byAddress: Counters | null = null;

  /** `perAddress`: of those without a cookie of ours, counted for one link, address and hour at most. */
  constructor(options: { readonly perAddress: number }) {
    this.#perAddress = options.perAddress;
  }

  /** Whether this is the person's first opening of the link in this hour; it is noted. */
  isFirst(
    click: {
      readonly code: string;
      /** Null: a device that was not known before. */
      readonly device: string | null;
      readonly address: string;
      readonly nowMs: number;
    },
  ): boolean {
    const hour = Math.floor(click.nowMs / HOUR_MS);
    if (hour !== this.#hour) this.#begin(hour);
    if (click.device !== null) {
      this.#seen ??= new Seen();
      return this.#seen.add(click.code, click.device);
    }
    // An outlet's customers share an address; what keeps no cookie at all would be new every time.
    this.#byAddress ??= new Counters();
    return this.#byAddress.add(click.code, click.address) <= this.#perAddress;
  }

  /** The device that a first opening made, which nobody had before: its next ones in this hour are repetitions. */
  note(code: string, device: string): void {
    this.#seen ??= new Seen();
    this.#seen.addNew(code, device);
  }

  #begin(hour: number): void {
    this.#hour = hour;
    this.#seen?.clear();
    this.#byAddress?.clear();
  }
}

/** Two independent digests of a pair of texts, valid until the next call. */
const DIGEST = new Uint32Array(2);

function digestOf(one: string, other: string): void {
  let a = 0x811c9dc5;
  let b = 0x2545f491;
  for (let i = 0; i < one.length; i++) {
    const character = one.charCodeAt(i);
    a = Math.imul(a ^ character, 0x01000193);
    b = Math.imul(b + character, 0x5bd1e995);
  }
  a = Math.imul(a ^ 0x100, 0x01000193);
  b = Math.imul(b ^ b >>> 15, 0x2c1b3c6d);
  for (let i = 0; i < other.length; i++) {
    const character = other.charCodeAt(i);
    a = Math.imul(a ^ character, 0x01000193);
    b = Math.imul(b + character, 0x5bd1e995);
  }
  a = Math.imul(a ^ a >>> 15, 0x2c1b3c6d);
  b = Math.imul(b ^ b >>> 13, 0x297a2d39);
  DIGEST[0] = a ^ a >>> 13;
  // Zero stands for an empty slot.
  DIGEST[1] = (b ^ b >>> 16) | 1;
}

/** Pairs that were seen, in two generations: the older one is forgotten when the newer is full. */
class Seen {
  #new = new Uint32Array(2 * SLOTS);
  #old = new Uint32Array(2 * SLOTS);
  #filled = 0;

  /** True where the pair is new. */
  add(one: string, other: string): boolean {
    digestOf(one, other);
    return find(this.#old) >= 0 && this.#put();
  }

  /** For a pair that cannot have been seen. */
  addNew(one: string, other: string): void {
    digestOf(one, other);
    this.#put();
  }

  #put(): boolean {
    const at = find(this.#new);
    if (at < 0) return false;
    this.#new[at] = DIGEST[0] ?? 0;
    this.#new[at + 1] = DIGEST[1] ?? 0;
    if (++this.#filled >= FILLED_MAX) this.#turn();
    return true;
  }

  clear(): void {
    this.#new.fill(0);
    this.#old.fill(0);
    this.#filled = 0;
  }

  #turn(): void {
    const old = this.#old;
    this.#old = this.#new;
    this.#new = old.fill(0);
    this.#filled = 0;
  }
}

/** The empty slot where the digest belongs; -1 where it is there. */
function find(slots: Uint32Array): number {
  const first = DIGEST[0] ?? 0;
  const second = DIGEST[1] ?? 0;
  for (let slot = first & SLOTS - 1;; slot = (slot + 1) & SLOTS - 1) {
    const found = slots[2 * slot + 1] ?? 0;
    if (found === 0) return 2 * slot;
    if (found === second && slots[2 * slot] === first) return -1;
  }
}

/** Counts of pairs; of two that meet in a slot the newer one takes it. */
class Counters {
  readonly #slots = new Uint32Array(2 * ADDRESS_SLOTS);

  /** The count with this one. */
  add(one: string, other: string): number {
    digestOf(one, other);
    const at = 2 * ((DIGEST[0] ?? 0) & ADDRESS_SLOTS - 1);
    const name = DIGEST[1] ?? 0;
    const count = this.#slots[at + 1] === name ? (this.#slots[at] ?? 0) + 1 : 1;
    this.#slots[at] = count;
    this.#slots[at + 1] = name;
    return count;
  }

  clear(): void {
    this.#slots.fill(0);
  }
}
