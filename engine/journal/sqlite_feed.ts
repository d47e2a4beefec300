/**
 * Reads feeds from a sqlite journal with a connection of its own, for a projector in another Worker. Rows are read
 * once, in the order in which they were written, and kept by shard until they are asked for: there is no index by
 * shard, since it would cost every append a page for each of its shards.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { checksum, corrupt, reason, unavailable } from "./integrity.ts";
import type { Fault } from "../fault.ts";
import type { FeedEntry } from "./journal.ts";

/** A second, read-only connection; what is appended meanwhile is seen by later reads. */
export interface FeedReader {
  /** Entries of a shard after `position`, ascending, until they have so many characters. Throws a `Fault`. */
  read(shard: number, position: number, charactersMax: number): readonly FeedEntry[];
  close(): void;
}

/** Characters of other shards' entries that are kept; what is beyond is read again when it is asked for. */
const KEPT_CHARACTERS_MAX = 16_777_216;
const BUSY_MS = 1_000;
const ARCHIVED = "SELECT id AS shard, archived FROM shard";
const SINCE = `SELECT entry.id, entry.shard, position, name AS actor, seq, count, crc, body
  FROM entry JOIN actor ON actor.id = entry.actor WHERE entry.id > ? ORDER BY entry.id`;

interface Row extends FeedEntry {
  readonly id: number;
  readonly shard: number;
  readonly crc: number;
}

/** What is known of a shard's entries that nobody has read yet. */
interface Kept {
  entries: FeedEntry[];
  /** Position after which it was read last: what is before it is gone from here. */
  read: number;
  /** Rows after this one were seen and not kept; null where all that were seen are kept. */
  missingAfter: number | null;
  /** Said once everything before it was read: nothing after a damaged entry is given. */
  damage: Fault | null;
}

/** Opens the file of a journal that was made with `archive: true`. */
export function openSqliteFeed(
  path: string,
  keptCharactersMax: number = KEPT_CHARACTERS_MAX,
): FeedReader {
  try {
    return new SqliteFeed(path, keptCharactersMax);
  } catch (error) {
    throw unavailable(`Cannot read journal "${path}": ${reason(error)}`, error);
  }
}

class SqliteFeed implements FeedReader {
  readonly #database: DatabaseSync;
  readonly #since: StatementSync;
  readonly #shards = new Map<number, Kept>();
  /** Positions that were archived when the first row was read: nobody asks for them. */
  readonly #archived = new Map<number, number>();
  #seen = 0;
  #characters = 0;

  readonly #keptCharactersMax: number;

  constructor(path: string, keptCharactersMax: number) {
    this.#keptCharactersMax = keptCharactersMax;
    this.#database = new DatabaseSync(path, { readOnly: true });
    this.#database.exec(`PRAGMA busy_timeout=${BUSY_MS}`);
    this.#since = this.#database.prepare(SINCE);
  }

  read(shard: number, position: number, charactersMax: number): readonly FeedEntry[] {
    if (this.#seen === 0) this.#lookAtArchived();
    // Whoever goes back, since its store did, has all rows read again.
    if (position < this.#keptOf(shard).read) this.#forget();
    this.#skip(this.#keptOf(shard), position);
    this.#fill(shard, { position, charactersMax });
    const kept = this.#keptOf(shard);
    if (kept.entries.length === 0 && kept.damage !== null) throw kept.damage;
    const entries: FeedEntry[] = [];
    let characters = 0;
    for (const entry of kept.entries) {
      entries.push(entry);
      characters += entry.body.length;
      if (characters >= charactersMax) break;
    }
    return entries;
  }

  close(): void {
    this.#database.close();
  }

  /** Reads on until the shard has entries enough, or to the end. */
  #fill(shard: number, want: { readonly position: number; readonly charactersMax: number }): void {
    const kept = this.#keptOf(shard);
    let characters = 0;
    for (const { body } of kept.entries) characters += body.length;
    if (characters >= want.charactersMax) return;
    const isBehind = kept.missingAfter !== null;
    let last = kept.missingAfter ?? this.#seen;
    let isAtEnd = true;
    for (const found of this.#since.iterate(last)) {
      // Written by this driver; its checksum is looked at below.
      const row = found as unknown as Row;
      last = row.id;
      if (row.shard === shard) {
        if (row.position > want.position && this.#keep(kept, row)) characters += row.body.length;
      } else if (row.id > this.#seen) this.#keepOther(row);
      this.#seen = Math.max(this.#seen, row.id);
      if (characters < want.charactersMax) continue;
      isAtEnd = false;
      break;
    }
    if (isBehind) kept.missingAfter = isAtEnd || last >= this.#seen ? null : last;
  }

  #keepOther(row: Row): void {
    if (row.position <= (this.#archived.get(row.shard) ?? 0)) return;
    const kept = this.#keptOf(row.shard);
    if (kept.missingAfter !== null) return;
    if (this.#characters < this.#keptCharactersMax) this.#keep(kept, row);
    else kept.missingAfter = row.id - 1;
  }

  #keep(kept: Kept, row: Row): boolean {
    const last = kept.entries.at(-1);
    if (last !== undefined && row.position <= last.position) return false;
    const { position, actor, seq, count, body } = row;
    if (kept.damage === null && checksum(body) !== row.crc) {
      kept.damage = corrupt(actor, `record ${seq} does not match its checksum`);
    }
    if (kept.damage !== null) return false;
    kept.entries.push({ position, actor, seq, count, body });
    this.#characters += body.length;
    return true;
  }

  /** Drops entries that were read before. */
  #skip(kept: Kept, position: number): void {
    let read = 0;
    for (; read < kept.entries.length; read++) {
      const entry = kept.entries[read];
      if (entry === undefined || entry.position > position) break;
      this.#characters -= entry.body.length;
    }
    kept.read = position;
    if (read > 0) kept.entries = kept.entries.slice(read);
  }

  #keptOf(shard: number): Kept {
    let kept = this.#shards.get(shard);
    if (kept === undefined) {
      this.#shards.set(shard, kept = { entries: [], read: 0, missingAfter: null, damage: null });
    }
    return kept;
  }

  #lookAtArchived(): void {
    for (const row of this.#database.prepare(ARCHIVED).iterate()) {
      this.#archived.set(Number(row.shard), Number(row.archived));
    }
  }

  #forget(): void {
    this.#shards.clear();
    this.#seen = 0;
    this.#characters = 0;
    this.#lookAtArchived();
  }
}
