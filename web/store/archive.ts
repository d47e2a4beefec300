/** Reads archived records: whoever recomputes a figure from what happened reads here. */
import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";
import type postgres from "postgres";
import type { ProjectedRecord } from "../projection/projection.ts";

/** Which records. */
export interface ArchiveQuery {
  readonly kind: string;
  /** The key begins so: `42/` for every cell of sale 42. */
  readonly keyPrefix?: string;
  /** Engine time, from inclusive and to exclusive. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** A stored record, as the engine wrote it; see engine/record.ts. */
export interface ArchivedRecord {
  readonly t: number;
  readonly e: readonly unknown[];
  readonly v?: number;
}

interface Row {
  readonly id: string;
  readonly shard: number;
  readonly kind: string;
  readonly key: string;
  readonly seq: string;
  readonly position: string;
  readonly body: Uint8Array;
}

const ROWS = 200;
const AFTER_ANY_CHARACTER = "\uffff";

/**
 * Records in the order in which they were archived, page by page: those of one actor are in order. Events are as
 * they were stored, all of version 1 so far.
 */
export async function* readArchive(
  sql: postgres.Sql | postgres.TransactionSql,
  query: ArchiveQuery,
): AsyncGenerator<ProjectedRecord> {
  const { kind, keyPrefix = "", fromMs = 0, toMs = Number.MAX_SAFE_INTEGER } = query;
  for (let after = "0";;) {
    const rows = await sql<Row[]>`
      select id, shard, kind, key, seq, position, body from archive.record
      where kind = ${kind} and key >= ${keyPrefix} and key < ${keyPrefix + AFTER_ANY_CHARACTER}
        and to_ms >= ${fromMs} and from_ms < ${toMs} and id > ${after}
      order by id limit ${ROWS}`;
    for (const row of rows) {
      for (const record of recordsOf(row)) {
        if (record.atMs >= fromMs && record.atMs < toMs) yield record;
      }
    }
    const last = rows[rows.length - 1];
    if (last === undefined || rows.length < ROWS) return;
    after = last.id;
  }
}

/** The records of one row; `eventsOf` brings events up to date where that is wanted. */
export function recordsOf(
  row: Omit<Row, "id">,
  eventsOf: (record: ArchivedRecord) => readonly unknown[] = ({ e }) => e,
): readonly ProjectedRecord[] {
  const { shard, kind, key } = row;
  const records: ArchivedRecord[] = JSON.parse(
    Buffer.from(inflateRawSync(row.body)).toString("utf8"),
  );
  const first = Number(row.seq);
  const position = Number(row.position);
  return records.map((record, at) => ({
    shard,
    position,
    actor: `${kind}/${key}`,
    kind,
    key,
    seq: first + at,
    atMs: record.t,
    events: eventsOf(record),
  }));
}
