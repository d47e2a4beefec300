/**
 * Rows of shards and actors that the writer has seen, so that an append reads nothing: two look-ups per entry were a
 * third of its cost. Another connection's commit (`PRAGMA data_version`) and every rollback empty it.
 */
import type { StatementSync } from "node:sqlite";

/** A shard as stored. */
export interface ShardRow {
  readonly epoch: number;
  readonly nonce: string;
  readonly address: string;
  batch: string;
  feed: number;
  archived: number;
  backlog: number;
}

/** Where an actor's records end. */
export interface ActorRow {
  readonly id: number;
  head: number;
  last: number;
}

/** Statements that fill it. */
export interface RowStatements {
  readonly shard: StatementSync;
  readonly actor: StatementSync;
  readonly lastEntry: StatementSync;
  readonly dataVersion: StatementSync;
}

const ACTORS_MAX = 50_000;

export class Rows {
  /** Id of the newest entry of all shards. */
  lastEntry = 0;
  readonly #statements: RowStatements;
  readonly #shards = new Map<number, ShardRow>();
  readonly #actors = new Map<string, ActorRow>();
  #version: unknown = null;

  constructor(statements: RowStatements) {
    this.#statements = statements;
  }

  /** Must be called within a transaction before anything is asked. */
  begin(): void {
    const version = this.#statements.dataVersion.get()?.data_version;
    if (version === this.#version && this.#actors.size <= ACTORS_MAX) return;
    this.clear();
    this.#version = version;
    // Never back, though the newest were trimmed: who follows the feed remembers how far it has read.
    this.lastEntry = Math.max(this.lastEntry, Number(this.#statements.lastEntry.get()?.id));
  }

  /** Forgets everything: what was written since `begin` did not come to stay, or was written elsewhere. */
  clear(): void {
    this.#shards.clear();
    this.#actors.clear();
    this.#version = null;
  }

  shard(id: number): ShardRow | undefined {
    let row = this.#shards.get(id);
    if (row !== undefined) return row;
    row = this.#statements.shard.get(id) as ShardRow | undefined;
    if (row !== undefined) this.#shards.set(id, row);
    return row;
  }

  actor(name: string): ActorRow | undefined {
    let row = this.#actors.get(name);
    if (row !== undefined) return row;
    row = this.#statements.actor.get(name) as ActorRow | undefined;
    if (row !== undefined) this.#actors.set(name, row);
    return row;
  }

  /** An actor that was added just now. */
  added(name: string, row: ActorRow): void {
    this.#actors.set(name, row);
  }
}
