/** A first-come list whose members know their exact place. */

export interface Waiter {
  readonly customer: string;
  readonly ticket: number;
}

/** Tickets count up; a place is what is left ahead, so leavers in the middle are remembered until passed. */
export class WaitingList {
  #byCustomer = new Map<string, number>();
  /** Tickets of leavers behind the head, ascending. */
  #left: number[] = [];
  #head = 0;
  #next = 0;

  get size(): number {
    return this.#byCustomer.size;
  }

  /** The ticket that the next one to join gets. */
  get next(): number {
    return this.#next;
  }

  join(customer: string): void {
    this.#byCustomer.set(customer, this.#next);
    this.#next += 1;
  }

  remove(customer: string): void {
    const ticket = this.#byCustomer.get(customer);
    if (ticket === undefined) return;
    this.#byCustomer.delete(customer);
    if (ticket !== this.#head) {
      this.#left.splice(this.#below(ticket), 0, ticket);
      return;
    }
    this.#head += 1;
    let passed = 0;
    while (this.#left[passed] === this.#head) {
      passed += 1;
      this.#head += 1;
    }
    if (passed > 0) this.#left.splice(0, passed);
  }

  clear(): void {
    this.#byCustomer.clear();
    this.#left = [];
    this.#head = this.#next;
  }

  /** 1 for the first in line; null for who is not in it. */
  place(customer: string): number | null {
    const ticket = this.#byCustomer.get(customer);
    return ticket === undefined ? null : ticket - this.#head - this.#below(ticket) + 1;
  }

  /** The first `count` in line. */
  first(count: number): Waiter[] {
    const first: Waiter[] = [];
    for (const [customer, ticket] of this.#byCustomer) {
      if (first.length >= count) break;
      first.push({ customer, ticket });
    }
    return first;
  }

  save(): unknown {
    return { next: this.#next, waiters: [...this.#byCustomer] };
  }

  static load(data: unknown): WaitingList {
    // Written by `save` above; the journal guards the bytes.
    const from = data as { next: number; waiters: [string, number][] };
    const list = new WaitingList();
    list.#byCustomer = new Map(from.waiters);
    list.#next = from.next;
    list.#head = from.waiters[0]?.[1] ?? from.next;
    let expected = list.#head;
    for (const [, ticket] of from.waiters) {
      for (; expected < ticket; expected++) list.#left.push(expected);
      expected = ticket + 1;
    }
    // Leavers at the very end have nobody behind them, but the head must pass them one day.
    for (; expected < list.#next; expected++) list.#left.push(expected);
    if (from.waiters.length === 0) list.#left = [];
    return list;
  }

  /** How many leavers have a smaller ticket. */
  #below(ticket: number): number {
    let low = 0;
    let high = this.#left.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#left[middle] ?? Infinity) < ticket) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
