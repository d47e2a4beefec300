/** What the engine offers to edges: the only door to actors. */
import type { Protocol } from "./contract.ts";
import type { Fault } from "./fault.ts";

/** Address of an actor; keep it and use it again, it remembers the activation. */
export interface ActorRef<P extends Protocol = Protocol> {
  readonly kind: P["kind"];
  readonly key: string;
  /** `kind/key`. */
  readonly id: string;
}

/** Receives exactly one of both, once. */
export interface Sink<Reply> {
  reply(reply: Reply): void;
  fault(fault: Fault): void;
}

export interface AskOptions {
  /** Repeating a command under its id has one effect within 10 minutes. At most 128 characters. */
  readonly commandId?: string;
}

export interface Health {
  readonly ready: boolean;
  /** Why not, one line each. */
  readonly reasons: readonly string[];
  readonly durability: string;
}

/** Loads that admission control looks at. */
export interface Load {
  /** Replies that wait for durability or for another actor. */
  readonly parked: number;
  /** Lag of the event loop, smoothed, in ms. */
  readonly loopLagMs: number;
}

export interface Engine {
  ref<P extends Protocol>(kind: P["kind"], key: string): ActorRef<P>;
  /** Asks an actor; rejects with a `Fault` only. */
  ask<P extends Protocol>(
    ref: ActorRef<P>,
    command: P["command"],
    options?: AskOptions,
  ): Promise<P["reply"]>;
  /** The same without a promise, for hot paths. `sink` may be called before it returns. */
  dispatch<P extends Protocol>(
    ref: ActorRef<P>,
    command: P["command"],
    sink: Sink<P["reply"]>,
    options?: AskOptions,
  ): void;
  /** Calls `changed` after every durable batch that changed the actor. Returns how to stop. */
  watch(ref: ActorRef, changed: () => void): () => void;
  /** Engine time in ms. */
  nowMs(): number;
  health(): Health;
  load(): Load;
  /** Refuses new commands, flushes, answers what is parked, writes snapshots, closes the journal. Idempotent. */
  drain(): Promise<void>;
}
