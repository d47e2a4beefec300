/**
 * Who brought a grab: the code that it names, else the cookie of the link that the visitor came by, else the manager
 * to whom the customer is bound, else nobody. A code that nobody has is passed over: no grab is refused for it.
 */
import type { Scheduler } from "../../engine/mod.ts";
import { inTime } from "./in_time.ts";
import type { Attribution } from "./attribution.ts";
import type { BoundCustomers } from "./bound_customers.ts";
import type { Kept } from "./kept.ts";
import type { Bearing } from "./link_source.ts";

/** What a request says of who brought it. */
export interface Naming {
  /** `via` of the body: a code, or the id of a manager. */
  readonly via?: string;
  /** The `Cookie` header. */
  readonly cookie: string | null;
}

export interface CreditOptions {
  readonly bearings: Kept<Bearing>;
  readonly attribution: Attribution;
  readonly bound: BoundCustomers;
  readonly scheduler: Scheduler;
  /** A grab waits no longer than that for who brought it. */
  readonly waitMs: number;
  /** Records asked for at once, while it is not known yet who is bound. */
  readonly askedMax: number;
}

export class Credit {
  readonly #options: CreditOptions;
  #asked = 0;

  constructor(options: CreditOptions) {
    this.#options = options;
  }

  /** The manager named; null for none; undefined where it has to be asked for, with `find`. */
  named({ via, cookie }: Naming, nowMs: number): string | null | undefined {
    if (via === undefined && cookie === null) return null;
    const { bearings, attribution } = this.#options;
    if (via !== undefined) {
      const bearing = bearings.peek(via);
      if (bearing === undefined) return undefined;
      if (bearing !== null && bearing.manager !== null) return bearing.manager;
    }
    const name = attribution.read(cookie, nowMs);
    if (name === null) return null;
    const bearing = bearings.peek(name);
    return bearing === undefined ? undefined : bearing?.manager ?? null;
  }

  /** The same, asking for what is not known yet; null where no answer comes in time. */
  async find({ via, cookie }: Naming, nowMs: number): Promise<string | null> {
    const { attribution } = this.#options;
    const byCode = via === undefined ? null : await this.#managerOf(via);
    if (byCode !== null) return byCode;
    const name = attribution.read(cookie, nowMs);
    return name === null ? null : await this.#managerOf(name);
  }

  /** Whether the customer's own record may name a manager. */
  mayBeBound(customer: string): boolean {
    return this.#options.bound.maybe(customer);
  }

  /** The manager of the customer's record, asked for with `ask`; null in a crowd of whom nothing is known yet. */
  async bound(ask: () => Promise<string | null>): Promise<string | null> {
    if (this.#asked >= this.#options.askedMax) return null;
    this.#asked++;
    try {
      const manager = await ask().catch(() => null);
      return manager === null ? null : await this.heirOf(manager);
    } finally {
      this.#asked--;
    }
  }

  /** The manager, or who follows; as it stands in the record where nobody can tell now. */
  async heirOf(manager: string): Promise<string | null> {
    const known = this.#options.bearings.peek(manager);
    if (known !== undefined) return known?.manager ?? null;
    const found = await this.#inTime(this.#options.bearings.find(manager));
    return found === undefined ? manager : found?.manager ?? null;
  }

  async #managerOf(name: string): Promise<string | null> {
    const found = await this.#inTime(this.#options.bearings.find(name));
    return found?.manager ?? null;
  }

  /** Undefined when time is up, or nobody can tell. */
  #inTime<Value>(work: Promise<Value>): Promise<Value | undefined> {
    const { scheduler, waitMs } = this.#options;
    return inTime({ scheduler, waitMs }, work);
  }
}
