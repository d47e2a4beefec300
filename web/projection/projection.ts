/** What a projection is: a fold of the journals' records into tables of the schema `projected`. */
import type postgres from "postgres";

/** One record of one actor. */
export interface ProjectedRecord {
  readonly shard: number;
  readonly position: number;
  /** `kind/key`. */
  readonly actor: string;
  readonly kind: string;
  readonly key: string;
  /** 1, 2, 3 … per actor, without gaps. */
  readonly seq: number;
  /** Engine time of the turn, with fractions. */
  readonly atMs: number;
  /** Oldest first, brought up to date by the kind. */
  readonly events: readonly unknown[];
}

/**
 * The projector promises: each record comes exactly once into the rows (the offset is written by the same
 * transaction, and an attempt that failed left nothing); records of one actor come in order.
 *
 * The projection promises: what it writes depends on the records, on rows of its own tables and on histories in
 * `bank` that are only added to, never on the clock, on the cut of batches, or on the order of different actors.
 * It keeps nothing in memory that its tables do not say. A few statements a batch, whatever its size.
 */
export interface Projection {
  readonly name: string;
  /** Raise it when the same records should give other rows: the next start rebuilds them. Default 1. */
  readonly version?: number;
  /** All tables that it writes, with schema: `projected.campaign`. */
  readonly tables: readonly string[];
  apply(tx: postgres.TransactionSql, batch: readonly ProjectedRecord[]): Promise<void>;
}
