/**
 * How records and snapshots are written. An entry's body is a JSON array of records; a record's
 * sequence number is that of its entry plus its place. Short names, since a record is written for
 * every grab.
 */

/** A stored record. */
export interface StoredRecord {
  /** Engine time of the turn in ms. */
  readonly t: number;
  /** Events, oldest first. */
  readonly e: readonly unknown[];
  /** Version of the events; absent for 1. */
  readonly v?: number;
  /** Command id, where the caller gave one. */
  readonly i?: string;
  /** Sender and number of the message that this turn took. */
  readonly f?: readonly [from: string, no: number];
  /** Messages of this turn. */
  readonly m?: readonly (readonly [to: string, no: number, command: unknown])[];
  /** Messages known to have been received: receiver and highest number. */
  readonly a?: readonly (readonly [to: string, no: number])[];
}

/** A stored snapshot. */
export interface StoredSnapshot {
  readonly v: number;
  readonly d: unknown;
  /** Time of the newest record in ms. */
  readonly t: number;
  /** Highest number taken per sender: all senders, and in their order all numbers. Pairs cost five times as much. */
  readonly n?: readonly [from: readonly string[], no: readonly number[]];
  /** The same in pairs, as it was once written. */
  readonly i?: readonly (readonly [from: string, no: number])[];
  /** Per receiver: highest number given out, and what is not acknowledged yet. */
  readonly o?: readonly (readonly [
    to: string,
    next: number,
    pending: readonly (readonly [no: number, command: unknown])[],
  ])[];
  /** Command ids that have taken effect: id, sequence number, time. */
  readonly c?: readonly (readonly [id: string, seq: number, atMs: number])[];
}

/** What a turn adds to its record beside events. */
export interface RecordExtras {
  readonly commandId: string | null;
  readonly from: string | null;
  readonly no: number;
  readonly messages: readonly (readonly [string, number, unknown])[] | null;
  readonly acks: readonly (readonly [string, number])[] | null;
}

/** Text of one record. Integers only in `atMs`. */
export function encodeRecord(
  atMs: number,
  eventsJson: string,
  version: number,
  extras: RecordExtras | null,
): string {
  let text = '{"t":' + atMs + ',"e":' + eventsJson;
  if (version !== 1) text += ',"v":' + version;
  if (extras !== null) {
    if (extras.commandId !== null) text += ',"i":' + JSON.stringify(extras.commandId);
    if (extras.from !== null) text += ',"f":' + JSON.stringify([extras.from, extras.no]);
    if (extras.messages !== null) text += ',"m":' + JSON.stringify(extras.messages);
    if (extras.acks !== null) text += ',"a":' + JSON.stringify(extras.acks);
  }
  return text + "}";
}

/** Parses an entry's body; throws on anything but an array of `count` records. */
export function decodeEntry(body: string, count: number): readonly StoredRecord[] {
  const records: unknown = JSON.parse(body);
  if (!Array.isArray(records) || records.length !== count) {
    throw new Error(`Cannot read an entry: expected ${count} records`);
  }
  for (const record of records) {
    if (typeof record !== "object" || record === null || !Array.isArray(record.e)) {
      throw new Error("Cannot read an entry: a record without events");
    }
  }
  return records;
}

/** Parses a snapshot's body; throws on anything else. */
export function decodeSnapshot(body: string): StoredSnapshot {
  const snapshot: unknown = JSON.parse(body);
  if (
    typeof snapshot !== "object" || snapshot === null || !("v" in snapshot) ||
    typeof snapshot.v !== "number" || !("d" in snapshot)
  ) {
    throw new Error("Cannot read a snapshot: no version or no data");
  }
  return snapshot as StoredSnapshot;
}
