/** Checksums and messages that all drivers share. */
import { crc32 } from "node:zlib";
import { Fault } from "../fault.ts";

/** Checksum that is stored beside every body. */
export function checksum(body: string): number {
  return crc32(body);
}

/** What is stored of `actor` cannot be read. */
export function corrupt(actor: string, what: string): Fault {
  return new Fault("journal-corrupt", `Cannot load "${actor}": ${what}`, { retry: "never" });
}

/** Returns `body` if it is what was written, else throws `journal-corrupt`. */
export function verified(
  actor: string,
  what: string,
  stored: { body: string; crc: number },
): string {
  if (checksum(stored.body) === stored.crc) return stored.body;
  throw corrupt(actor, `${what} does not match its checksum`);
}

/** The entries after a snapshot must follow each other up to the head, or records are missing. */
export function requireUnbroken(
  actor: string,
  stored: {
    readonly from: number;
    readonly tail: readonly { readonly seq: number; readonly count: number }[];
    readonly head: number;
  },
): void {
  // A snapshot may end within an entry, which is then the first of the tail.
  let next = Math.min(stored.from + 1, stored.tail[0]?.seq ?? Infinity);
  for (const entry of stored.tail) {
    if (entry.seq !== next) throw corrupt(actor, `record ${next} is missing`);
    next += entry.count;
  }
  if (next !== stored.head + 1) throw corrupt(actor, `record ${next} of ${stored.head} is missing`);
}

/** The store was made for another number of shards. */
export function shardMismatch(stored: number, asked: number): Fault {
  return new Fault(
    "journal-unavailable",
    `Cannot open journal: it was made with ${stored} shards, not ${asked}`,
    { retry: "never" },
  );
}

/** The store cannot be reached or answered with an error. */
export function unavailable(message: string, cause?: unknown): Fault {
  return new Fault("journal-unavailable", message, { retry: "later", cause });
}

/** Message for an append or a snapshot of somebody who does not own the shard. */
export function fencedMessage(
  shard: number,
  own: { readonly epoch: number; readonly nonce: string },
  stored: { readonly epoch: number; readonly nonce: string } | null,
): string {
  if (stored === null) return `Cannot write to shard ${shard}: it has no owner`;
  if (own.epoch !== stored.epoch) {
    return `Cannot write to shard ${shard}: epoch ${own.epoch} is not ${stored.epoch}`;
  }
  return `Cannot write to shard ${shard}: another node owns epoch ${own.epoch}`;
}

/** Message for a sequence number that is not the expected one. */
export function conflictMessage(actor: string, expected: number, stored: number): string {
  return `Cannot append to "${actor}": expected sequence number ${expected}, stored ${stored}`;
}

/** Message for a snapshot beyond the stored head. */
export function aheadMessage(actor: string, seq: number, head: number): string {
  return `Cannot store snapshot of "${actor}": its sequence number ${seq} is ahead of ${head}`;
}

/** Text of anything thrown, on one line. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? "";
}
