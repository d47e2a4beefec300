/** Who is on a storefront now: visitors of the last five minutes, as far as this node has seen them. Never stored. */

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
  readonly #seen = new Map<string, Map<number, number>>();

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** A visitor did something. */
  see(storefront: string, visitor: number): void {
    const { nowMs, storefrontsMax, visitorsMax } = this.#options;
    const visitors = this.#seen.get(storefront) ?? new Map<number, number>();
    this.#seen.delete(storefront);
    this.#seen.set(storefront, visitors);
    visitors.delete(visitor);
    visitors.set(visitor, nowMs());
    if (visitors.size > visitorsMax) dropFirst(visitors);
    if (this.#seen.size > storefrontsMax) dropFirst(this.#seen);
  }

  /** How many are there now. */
  now(storefront: string): number {
    const visitors = this.#seen.get(storefront);
    if (visitors === undefined) return 0;
    const sinceMs = this.#options.nowMs() - PRESENT_MS;
    for (const [visitor, atMs] of visitors) {
      if (atMs > sinceMs) break;
      visitors.delete(visitor);
    }
    if (visitors.size === 0) this.#seen.delete(storefront);
    return visitors.size;
  }
}

function dropFirst<Key>(map: Map<Key, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
