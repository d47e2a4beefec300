/** A command on its way through the engine, stamped for its turn. */
import type { Stamped } from "./contract.ts";
import type { Fault } from "./fault.ts";
import type { Outcomes } from "./metrics.ts";
import type { Random } from "./ports.ts";

/** Who is answered. `null` replies go nowhere. */
export interface AnySink {
  // deno-lint-ignore no-explicit-any
  reply(reply: any): void;
  fault(fault: Fault): void;
}

const RANDOM_LENGTH = 21;

/** One command: what the caller wants, what the engine stamps on it, and who is answered. */
export class Pending implements Stamped<unknown> {
  readonly body: unknown;
  readonly sink: AnySink;
  /** The caller's command id; null where the caller gave none. */
  readonly givenId: string | null;
  readonly from: string | null;
  /** Number of the message from `from`; 0 outside messages. */
  readonly no: number;
  /** Number of the message from `from` that must have been taken before this one; 0: there is none on its way. */
  after = 0;
  atMs = 0;
  /** Deadline of a caller that waits or has waited, in ms; 0 for one that never did. */
  waitsUntilMs = 0;
  /** Key that it waits or has waited under. */
  waitsUnder = "";
  /** Counters of the kind that it was submitted to. */
  outcomes: Outcomes | null = null;
  #world: Random;
  #random: string | null = null;
  #id: string | null = null;

  constructor(
    body: unknown,
    sink: AnySink,
    options: { random: Random; commandId: string | null; from: string | null; no: number },
  ) {
    this.body = body;
    this.sink = sink;
    this.givenId = options.commandId;
    this.from = options.from;
    this.no = options.no;
    this.#world = options.random;
  }

  get commandId(): string {
    return this.givenId ?? (this.#id ??= this.#world.id(RANDOM_LENGTH));
  }

  get random(): string {
    return this.#random ??= this.#world.id(RANDOM_LENGTH);
  }
}
