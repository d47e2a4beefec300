/**
 * The contract between the engine and a kind of actor.
 *
 * A kind promises: `decide`, `evolve`, `wake` and the codecs are pure, synchronous and total.
 * `decide` reads the state and never writes it; `evolve` is the only writer, may mutate in place and
 * never refuses an event that was ever stored.
 *
 * The engine promises: one turn at a time per actor; events are evolved at once, so the next command
 * sees them; a reply leaves only when every event that it could depend on is durable.
 */

/** What the engine stamps on a command on arrival. Instants are engine time in ms since 1970. */
export interface Stamped<Command> {
  readonly body: Command;
  /** Engine time of the turn in ms; never runs backwards for one actor. */
  readonly atMs: number;
  /** The caller's command id, or one made by the engine. */
  readonly commandId: string;
  /** 21 URL-safe random characters, the same each time it is read for one command. */
  readonly random: string;
  /** The actor (`kind/key`) that sent this command as a message; null from outside or a timer. */
  readonly from: string | null;
}

/** A message to another actor, stored with the events of the turn that caused it. */
export interface Send {
  /** `kind/key` of the receiver. */
  readonly to: string;
  /** JSON value. */
  readonly command: unknown;
}

/** What a turn decides: events to store, messages to send, callers to answer. */
export type Decision<Event, Reply> =
  & {
    readonly events: readonly Event[];
    readonly send?: readonly Send[];
    /** Answers every caller that waits under `key`. */
    readonly settle?: readonly { readonly key: string; readonly reply: Reply }[];
    /**
     * Keys whose waiting callers' commands are decided again, each in a turn of its own right after this one, in
     * the order in which they came. For answers that differ by caller: a dry cell that was refilled.
     */
    readonly redo?: readonly string[];
    /**
     * True: what is stored is not this command's own effect (time that passed, holds that ended), so a repetition
     * under its id is decided anew and not answered by `again`. For refusals.
     */
    readonly noEffect?: boolean;
  }
  & ({ readonly reply: Reply } | { readonly wait: string });

/** The timer's command. Every kind that has a `wake` receives it when an instant is due. */
export interface Wake {
  readonly kind: "wake";
}

/** The pure part of a kind. */
export interface Decider<Command, Event, Reply, State> {
  initial(key: string): State;
  decide(command: Stamped<Command>, state: Readonly<State>): Decision<Event, Reply>;
  evolve(state: State, event: Event): State;
  /** The next instant (ms) at which a `wake` command is due; null for none. O(1): called every batch. */
  wake?(state: Readonly<State>): number | null;
}

/** A kind of actor as it is registered with the engine. */
export interface Kind<Command, Event, Reply, State> extends Decider<Command, Event, Reply, State> {
  /** First part of `kind/key`; lower-case letters and digits. */
  readonly name: string;
  /** Version written beside events; 1 at first. */
  readonly eventVersion: number;
  /** Brings an event of an older version up to date. Absent while `eventVersion` is 1. */
  upcast?(event: unknown, version: number): Event;
  /** Version of what `save` returns. */
  readonly snapshotVersion: number;
  /** A JSON value from which `load` makes an equal state. */
  save(state: Readonly<State>): unknown;
  /** The inverse of `save` for this and every older snapshot version. */
  load(key: string, data: unknown, version: number): State;
  /**
   * Answers a command whose id has already taken effect, at the instant `firstMs`. What it returns is not stored.
   * Without it such a repetition gets the fault `duplicate-command`.
   */
  again?(command: Stamped<Command>, state: Readonly<State>, firstMs: number):
    | { readonly reply: Reply }
    | { readonly wait: string };
  /**
   * Spreads related keys over distinct shards: shard = (hash(base) + offset) mod shards. Default: base
   * is `kind/key`, offset 0.
   */
  placement?(key: string): { readonly base: string; readonly offset: number };
  /** Resident bytes of a state beyond an empty one, roughly; default: bytes of its snapshot and tail. */
  weigh?(state: Readonly<State>): number;
}

/** Types of a kind as its callers see it. `kind` is the name it is registered under. */
export interface Protocol<Name extends string = string, Command = unknown, Reply = unknown> {
  readonly kind: Name;
  readonly command: Command;
  readonly reply: Reply;
}

/** A kind whose types are erased, as the engine keeps it. */
// deno-lint-ignore no-explicit-any
export type AnyKind = Kind<any, any, any, any>;
