/** The participants of a cell, by number. */
import { Column, columnBytes, loadColumns, saveColumns, type SavedColumns } from "./columns.ts";
import { HashIndex, hashOfText } from "./hash_index.ts";
import type { Place } from "./protocol.ts";
import type { Arena } from "./texts.ts";

const CUSTOMER = 0;
const MASK = 1;
const DEVICE = 2;
const INVITER_MASK = 3;

/** What a participant is made of; names by their numbers. */
export interface NewPerson {
  readonly customer: string;
  readonly mask: string | null;
  readonly device: string | null;
  readonly inviterMask: string | null;
  /** 0 for none. */
  readonly inviterDeviceHash: number;
  readonly inviter: Place | null;
  readonly grand: Place | null;
  readonly level: number;
  readonly via: number;
  readonly channel: number;
  readonly atMs: number;
}

export class People {
  /** Saved. */
  readonly col = {
    texts: Column.ints(),
    joinedAtMs: Column.times(),
    via: Column.ints(-1),
    channel: Column.ints(-1),
    inviterCell: Column.ints(-1),
    inviterN: Column.ints(-1),
    inviterDevice: Column.ints(),
    grandCell: Column.ints(-1),
    grandN: Column.ints(-1),
    level: Column.ints(),
    flags: Column.bytes(),
    /** 1: a person has looked at the flags, and they stay. */
    reviewed: Column.bytes(),
    removed: Column.bytes(),
    clicks: Column.ints(),
    /** The event that qualified, by number; -1 for none. */
    event: Column.ints(-1),
    /** Another one, should that be taken back. */
    spare: Column.ints(-1),
    /** Invitees that count. */
    counted: Column.ints(),
    countedAtMs: Column.times(),
    /** Rewards for invitees that stand, in all and of `capDay`. */
    capped: Column.ints(),
    capDay: Column.ints(),
    cappedToday: Column.ints(),
    /** The oldest invitee of the present burst, and how many there are since. */
    burstFrom: Column.ints(-1),
    burst: Column.ints(),
    /** 1: the inviter's cell does not know how many there are now. */
    untold: Column.bytes(),
  };
  /** Follows from invitees and rewards. */
  readonly links = {
    invited: Column.ints(),
    firstInvitee: Column.ints(-1),
    lastInvitee: Column.ints(-1),
    lastReward: Column.ints(-1),
    selfReward: Column.ints(-1),
    /** The reward of tier t of person n at n · tiers + t. */
    tierRewards: Column.ints(-1),
  };
  readonly #texts: Arena;
  readonly #byCustomer = new HashIndex();
  /** Whom nobody invited, in the order of joining. */
  readonly #roots = Column.ints();
  #rootCount = 0;
  #count = 0;

  constructor(texts: Arena) {
    this.#texts = texts;
  }

  get count(): number {
    return this.#count;
  }

  get rootCount(): number {
    return this.#rootCount;
  }

  get bytes(): number {
    return columnBytes(this.col) + columnBytes(this.links) + this.#byCustomer.bytes +
      this.#roots.bytes;
  }

  has(n: number): boolean {
    return Number.isInteger(n) && n >= 0 && n < this.#count;
  }

  /** The number of a customer; -1 for one who has not joined. */
  find(customer: string): number {
    return this.#byCustomer.find(
      hashOfText(customer),
      (n) => this.#texts.begins(this.col.texts.get(n), customer),
    );
  }

  add(person: NewPerson): void {
    const n = this.#count;
    const { col } = this;
    const { customer, mask, device, inviterMask } = person;
    col.texts.set(n, this.#texts.add(customer, mask, device, inviterMask));
    col.joinedAtMs.set(n, person.atMs);
    col.via.set(n, person.via);
    col.channel.set(n, person.channel);
    if (person.inviter !== null) {
      col.inviterCell.set(n, person.inviter.cell);
      col.inviterN.set(n, person.inviter.n);
      col.inviterDevice.set(n, person.inviterDeviceHash);
    }
    if (person.grand !== null) {
      col.grandCell.set(n, person.grand.cell);
      col.grandN.set(n, person.grand.n);
    }
    col.level.set(n, person.level);
    this.#link(n, customer);
  }

  customer(n: number): string {
    return this.#texts.text(this.col.texts.get(n), CUSTOMER) ?? "";
  }

  mask(n: number): string | null {
    return this.#texts.text(this.col.texts.get(n), MASK);
  }

  device(n: number): string | null {
    return this.#texts.text(this.col.texts.get(n), DEVICE);
  }

  inviterMask(n: number): string | null {
    return this.#texts.text(this.col.texts.get(n), INVITER_MASK);
  }

  inviter(n: number): Place | null {
    const cell = this.col.inviterCell.get(n);
    return cell < 0 ? null : { cell, n: this.col.inviterN.get(n) };
  }

  grand(n: number): Place | null {
    const cell = this.col.grandCell.get(n);
    return cell < 0 ? null : { cell, n: this.col.grandN.get(n) };
  }

  /** The participant whom nobody invited, by rank. */
  root(rank: number): number {
    return this.#roots.get(rank);
  }

  /** How many of those have numbers up to `n`. */
  rootsUpTo(n: number): number {
    let low = 0;
    let high = this.#rootCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#roots.get(middle) <= n) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  save(): { readonly count: number; readonly columns: SavedColumns } {
    return { count: this.#count, columns: saveColumns(this.col, this.#count) };
  }

  static load(saved: ReturnType<People["save"]>, texts: Arena): People {
    const people = new People(texts);
    loadColumns(people.col, saved.columns);
    for (let n = 0; n < saved.count; n++) people.#link(n, people.customer(n));
    return people;
  }

  #link(n: number, customer: string): void {
    this.#count = n + 1;
    this.#byCustomer.add(hashOfText(customer), n);
    if (this.col.inviterCell.get(n) < 0) this.#roots.set(this.#rootCount++, n);
  }
}
