/** Reading one actor from the sqlite journal, by the writer and by read-only connections alike. */
import type { DatabaseSync } from "node:sqlite";
import { Fault } from "../fault.ts";
import { corrupt, reason, requireUnbroken, unavailable, verified } from "./integrity.ts";
import type { Stored } from "./journal.ts";

const SQLITE_CORRUPT = 11;

const ACTOR = "SELECT id, head, last, snapshot_seq AS snapshotSeq FROM actor WHERE name = ?";
const SNAPSHOT = "SELECT crc, body FROM snapshot WHERE actor = ?";

/** Follows an actor's entries from the newest back to the snapshot. A row that is not its own ends the chain. */
const TAIL = `
WITH RECURSIVE chain (seq, count, crc, body, prev) AS (
  SELECT seq, count, crc, body, prev FROM entry
  WHERE id = :last AND actor = :actor AND seq + count - 1 > :from
  UNION ALL
  SELECT entry.seq, entry.count, entry.crc, entry.body, entry.prev
  FROM chain JOIN entry ON entry.id = chain.prev
  WHERE entry.actor = :actor AND entry.seq < chain.seq
    AND entry.seq + entry.count - 1 > :from
)
SELECT seq, count, crc, body FROM chain ORDER BY seq`;

interface ActorRow {
  readonly id: number;
  readonly head: number;
  readonly last: number;
  readonly snapshotSeq: number;
}

interface BodyRow {
  readonly crc: number;
  readonly body: string;
}

interface TailRow extends BodyRow {
  readonly seq: number;
  readonly count: number;
}

/** Returns a function that loads one actor; it throws a `Fault`. */
export function prepareLoad(database: DatabaseSync): (actor: string) => Stored {
  const actorOf = database.prepare(ACTOR);
  const snapshotOf = database.prepare(SNAPSHOT);
  const tailOf = database.prepare(TAIL);

  function load(name: string): Stored {
    const actor = actorOf.get(name) as ActorRow | undefined;
    if (actor === undefined) return { snapshot: null, tail: [], head: 0 };
    const { id, head, last, snapshotSeq } = actor;
    const rows = last === 0
      ? []
      : tailOf.all({ last, actor: id, from: snapshotSeq }) as unknown as TailRow[];
    const tail = rows.map((row) => ({
      seq: row.seq,
      count: row.count,
      body: verified(name, `record ${row.seq}`, row),
    }));
    requireUnbroken(name, { from: snapshotSeq, tail, head });
    if (snapshotSeq === 0) return { snapshot: null, tail, head };
    const stored = snapshotOf.get(id) as BodyRow | undefined;
    if (stored === undefined) throw corrupt(name, `snapshot ${snapshotSeq} is missing`);
    const body = verified(name, `snapshot ${snapshotSeq}`, stored);
    return { snapshot: { seq: snapshotSeq, body }, tail, head };
  }

  return (name) => {
    try {
      return load(name);
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (errorCode(error) === SQLITE_CORRUPT) throw corrupt(name, "the database page is damaged");
      throw unavailable(`Cannot load "${name}": ${reason(error)}`, error);
    }
  };
}

/** Primary result code of a sqlite error, or null. */
export function errorCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error)) return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : null;
}
