/** Reads feeds from a sqlite journal with a connection of its own, for a projector in another Worker. */
import { DatabaseSync } from "node:sqlite";
import { reason, unavailable, verified } from "./integrity.ts";
import type { FeedEntry } from "./journal.ts";

/** A second, read-only connection; what is appended meanwhile is seen by later reads. */
export interface FeedReader {
  /** Entries of a shard after `position`, ascending, until they have so many characters. Throws a `Fault`. */
  read(shard: number, position: number, charactersMax: number): readonly FeedEntry[];
  close(): void;
}

const BUSY_MS = 1_000;
const FEED = `SELECT position, name AS actor, seq, count, crc, body
  FROM entry JOIN actor ON actor.id = entry.actor
  WHERE entry.shard = ? AND position > ? ORDER BY position`;

/** Opens the file of a journal that was made with `archive: true`. */
export function openSqliteFeed(path: string): FeedReader {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    database.exec(`PRAGMA busy_timeout=${BUSY_MS}`);
    const feed = database.prepare(FEED);
    return {
      read(shard, position, charactersMax) {
        const entries: FeedEntry[] = [];
        let characters = 0;
        for (const row of feed.iterate(shard, position)) {
          // Written by this driver; its checksum is verified below.
          const found = row as unknown as FeedEntry & { readonly crc: number };
          const { actor, seq, count } = found;
          const body = verified(actor, `record ${seq}`, found);
          entries.push({ position: found.position, actor, seq, count, body });
          characters += body.length;
          if (characters >= charactersMax) break;
        }
        return entries;
      },
      close: () => database.close(),
    };
  } catch (error) {
    throw unavailable(`Cannot read journal "${path}": ${reason(error)}`, error);
  }
}
