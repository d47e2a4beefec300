/** The best of a cell: by invitees that count, then by who reached that number first, then by number. */
import type { People } from "./people.ts";

export const LEADERS_MAX = 20;

export class Leaders {
  readonly #people: People;
  /** Best first. */
  #list: number[] = [];

  constructor(people: People) {
    this.#people = people;
  }

  get list(): readonly number[] {
    return this.#list;
  }

  rose(n: number): void {
    const at = this.#list.indexOf(n);
    if (at >= 0) this.#list.splice(at, 1);
    this.#insert(n);
  }

  fell(n: number): void {
    const at = this.#list.indexOf(n);
    if (at < 0) return;
    const wasFull = this.#list.length === LEADERS_MAX;
    this.#list.splice(at, 1);
    this.#insert(n);
    // Then this one may be behind others that are not listed.
    const isLast = this.#list.length < LEADERS_MAX || this.#list[LEADERS_MAX - 1] === n;
    if (wasFull && isLast) this.rebuild();
  }

  /** Leaves out one who was removed; whether the list is different now. */
  left(n: number): boolean {
    const wasListed = this.#list.includes(n);
    if (wasListed) this.rebuild();
    return wasListed;
  }

  /** Looks at everyone. */
  rebuild(): void {
    this.#list = [];
    for (let n = 0; n < this.#people.count; n++) this.#insert(n);
  }

  #insert(n: number): void {
    const { counted, removed } = this.#people.col;
    if (counted.get(n) === 0 || removed.get(n) === 1) return;
    const list = this.#list;
    let at = list.length;
    while (at > 0 && this.#before(n, list[at - 1] ?? n)) at--;
    if (at >= LEADERS_MAX) return;
    list.splice(at, 0, n);
    if (list.length > LEADERS_MAX) list.pop();
  }

  #before(a: number, b: number): boolean {
    const { counted, countedAtMs } = this.#people.col;
    const more = counted.get(a) - counted.get(b);
    if (more !== 0) return more > 0;
    const earlier = countedAtMs.get(b) - countedAtMs.get(a);
    return earlier > 0 || (earlier === 0 && a < b);
  }
}
