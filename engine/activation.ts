/** An actor in memory, and the address that remembers it. */
import type { AnyKind, Protocol } from "./contract.ts";
import type { ActorRef } from "./engine_api.ts";
import type { Fault } from "./fault.ts";
import type { OpenEntry, Shard, ShardBatch } from "./shard.ts";
import type { Mail } from "./mail.ts";
import type { Outcomes } from "./metrics.ts";
import type { Pending } from "./pending.ts";

/** A registered kind with its counters. */
export interface KindEntry {
  readonly kind: AnyKind;
  readonly outcomes: Outcomes;
}

/**
 * `loading`: commands queue up. `live`: turns run. `broken`: its journal cannot be read, commands
 * get the fault. `dropped`: memory became untrue or the actor was passivated; look it up again.
 */
export type ActivationStatus = "loading" | "live" | "broken" | "dropped";

/** One actor in memory. Fields that few actors need are null until they do: see `Mail`. */
export class Activation {
  readonly id: string;
  readonly key: string;
  readonly entry: KindEntry;
  readonly shard: Shard;
  status: ActivationStatus = "loading";
  // deno-lint-ignore no-explicit-any
  state: any = undefined;
  /** Newest record, durable or not. */
  seq = 0;
  /** Time of the newest turn in ms. */
  atMs = 0;
  /** When it was last used, in ms. */
  usedMs = 0;
  /** The newest batch that holds events of this actor and is not durable yet. */
  last: ShardBatch | null = null;
  /** Its entry in the newest batch that still takes records. */
  open: OpenEntry | null = null;
  /** Commands during activation. */
  queue: Pending[] | null = null;
  mail: Mail | null = null;
  snapshotBytes = 0;
  tailBytes = 0;
  snapshotting = false;
  /** Due instant as the journal has it; undefined while unknown. */
  storedDueMs: number | null | undefined = undefined;
  broken: Fault | null = null;

  constructor(id: string, key: string, options: { entry: KindEntry; shard: Shard }) {
    this.id = id;
    this.key = key;
    this.entry = options.entry;
    this.shard = options.shard;
  }

  /** Estimated resident bytes. */
  get bytes(): number {
    return 300 + this.snapshotBytes + this.tailBytes;
  }

  /** Nothing on its way: it may leave memory. */
  get quiet(): boolean {
    return this.status === "live" && this.last === null && this.open === null &&
      !this.snapshotting &&
      (this.mail === null || (this.mail.waitingCount === 0 && this.mail.unacknowledged === 0));
  }
}

/** Address of an actor that remembers where it is in memory. */
export class Ref implements ActorRef<Protocol> {
  readonly kind: string;
  readonly key: string;
  readonly id: string;
  activation: Activation | null = null;

  constructor(kind: string, key: string) {
    this.kind = kind;
    this.key = key;
    this.id = `${kind}/${key}`;
  }
}
