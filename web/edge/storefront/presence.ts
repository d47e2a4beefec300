/** Who is on a storefront now: visitors of the last five minutes, as far as this node has seen them. Never stored. */
import { Newest } from "../../shared/newest.ts";

export interface PresenceOptions {
  nowMs(): number;
  readonly storefrontsMax: number;
  /** Told apart on one storefront. */
  readonly visitorsMax: number;
}

const PRESENT_MS = 300_000;

export class Presence {
  readonly #options: PresenceOptions;
  /** By storefront, longest unseen first; in each the instants of its visitors, longest unseen first. */
  readonly #seen: Newest<string, Newest<number, number>>;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#seen = new Newest(options.storefrontsMax);
  }

  /** A visitor did something. */
  see(storefront: string, visitor: number): void {
    const { nowMs, visitorsMax } = this.#options;
    const visitors = this.#seen.get(storefront) ?? new Newest<number, number>(visitorsMax);
    this.#seen.set(storefront, visitors);
    visitors.set(visitor, nowMs());
  }

  /** How many are there now. */
  now(storefront: string): number {
    const visitors = this.#seen.get(storefront);
    if (visitors === undefined) return 0;
    const sinceMs = this.#options.nowMs() - PRESENT_MS;
    for (let one = visitors.oldest(); one !== null; one = visitors.oldest()) {
      if (one.value > sinceMs) break;
      visitors.delete(one.key);
    }
    if (visitors.size === 0) this.#seen.delete(storefront);
    return visitors.size;
  }
}
