/**
 * Counts what visitors do. Of one storefront's visitors, those who come while a batch is on its way are the next batch,
 * one a second unless it is half full before, so a storm costs few turns. Whoever is answered is stored.
 */
import {
  type Count,
  COUNTS_MAX,
  SLOTS,
  type StorefrontProtocol,
} from "../../../actors/storefront/protocol.ts";
import { type Cancel, type Engine, Fault, type World } from "../../../engine/mod.ts";

export interface VisitsOptions {
  readonly engine: Engine;
  readonly world: World;
  /** Counts that wait for their batch, of all storefronts together. */
  readonly waitingMax: number;
}

/** Between two batches of one storefront, unless so many wait: they cost the same whenever they go. */
const APART_MS = 1_000;
const FULL = COUNTS_MAX / 2;
const ID_CHARACTERS = 21;
const RETRY_MS = 2_000;

/** What waits for one storefront's next batch. */
interface Lane {
  readonly waiting: Waiting[];
  /** Ends the pause between two batches; null while one is on its way. */
  cancel: Cancel | null;
}

interface Waiting {
  readonly counts: readonly Count[];
  readonly stored: PromiseWithResolvers<void>;
}

export class Visits {
  readonly #options: VisitsOptions;
  /** Storefronts with a batch on its way, or with one less than a second ago. */
  readonly #lanes = new Map<string, Lane>();
  #waiting = 0;

  constructor(options: VisitsOptions) {
    this.#options = options;
  }

  /** Resolves once they are stored; rejects with a `Fault`. Counts of one call stay together. */
  count(managerId: string, counts: readonly Count[]): Promise<void> {
    const stored = Promise.withResolvers<void>();
    if (this.#waiting + counts.length > this.#options.waitingMax) {
      const options = { retry: "later", retryAfterMs: RETRY_MS } as const;
      return Promise.reject(new Fault("overloaded", "Too many visits wait", options));
    }
    this.#waiting += counts.length;
    const known = this.#lanes.get(managerId);
    const lane = known ?? { waiting: [], cancel: null };
    lane.waiting.push({ counts, stored });
    if (known === undefined) {
      this.#lanes.set(managerId, lane);
      this.#send(managerId, lane);
    } else if (lane.cancel !== null && lane.waiting.length >= FULL) {
      lane.cancel();
      this.#send(managerId, lane);
    }
    return stored.promise;
  }

  async #send(managerId: string, lane: Lane): Promise<void> {
    lane.cancel = null;
    const batch = takeBatch(lane.waiting);
    const counts = batch.flatMap((one) => one.counts);
    try {
      await this.#store(managerId, counts);
      for (const { stored } of batch) stored.resolve();
    } catch (error) {
      for (const { stored } of batch) stored.reject(error);
    }
    this.#waiting -= counts.length;
    if (lane.waiting.length >= FULL) return void this.#send(managerId, lane);
    lane.cancel = this.#options.world.scheduler.after(APART_MS, () => {
      if (lane.waiting.length > 0) this.#send(managerId, lane);
      else this.#lanes.delete(managerId);
    });
  }

  /** Asks again under the same id where nobody knows whether it happened: it then happens once. */
  async #store(managerId: string, counts: readonly Count[]): Promise<void> {
    const { engine, world } = this.#options;
    const storefront = engine.ref<StorefrontProtocol>("storefront", managerId);
    const commandId = world.random.id(ID_CHARACTERS);
    const command = { kind: "count", counts } as const;
    try {
      await engine.ask(storefront, command, { commandId });
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "outcome-unknown") throw error;
      await engine.ask(storefront, command, { commandId });
    }
  }
}

function takeBatch(lane: Waiting[]): Waiting[] {
  let counts = 0;
  let size = 0;
  for (const one of lane) {
    if (size > 0 && counts + one.counts.length > COUNTS_MAX) break;
    counts += one.counts.length;
    size++;
  }
  return lane.splice(0, size);
}

/** The slot of a visitor: the same person falls into the same one in every storefront. */
export function slotOf(visitor: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < visitor.length; i++) {
    hash = Math.imul(hash ^ visitor.charCodeAt(i), 0x01000193);
  }
  // FNV's low bits alone are not even enough.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
