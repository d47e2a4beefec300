/** The bounds of one append, checked by every driver before anything is sent. */
import { Buffer } from "node:buffer";
import { DEFAULT_LIMITS } from "../limits.ts";
import type { JournalOptions, ShardAppend } from "./journal.ts";

/** Bounds of one shard's append. */
export interface AppendBounds {
  readonly shards: number;
  readonly entriesMax: number;
  readonly bytesMax: number;
}

/** A UTF-16 unit takes at most this many bytes of UTF-8. */
const BYTES_PER_UNIT_MAX = 3;

/** Bounds from a driver's options. */
export function appendBounds(options: JournalOptions): AppendBounds {
  return {
    shards: options.shards,
    entriesMax: options.appendEntriesMax ?? DEFAULT_LIMITS.appendEntriesMax,
    bytesMax: options.appendBytesMax ?? DEFAULT_LIMITS.appendBytesMax,
  };
}

/** Why `append` may not be sent, or null. Counts bytes only when the length alone does not settle it. */
export function overBound(append: ShardAppend, bounds: AppendBounds): string | null {
  const { shard, entries } = append;
  if (!isShard(shard, bounds.shards)) return noShard(shard, bounds.shards);
  if (entries.length > bounds.entriesMax) {
    return `Cannot append to shard ${shard}: ${entries.length} entries exceed ${bounds.entriesMax}`;
  }
  let units = 0;
  for (const entry of entries) units += entry.body.length;
  if (units * BYTES_PER_UNIT_MAX <= bounds.bytesMax) return null;
  let bytes = 0;
  for (const entry of entries) bytes += Buffer.byteLength(entry.body);
  if (bytes <= bounds.bytesMax) return null;
  return `Cannot append to shard ${shard}: ${bytes} bytes exceed ${bounds.bytesMax}`;
}

/** Whether `shard` is one of 0 … shards - 1. */
export function isShard(shard: number, shards: number): boolean {
  return Number.isInteger(shard) && shard >= 0 && shard < shards;
}

/** Message for a shard that does not exist. */
export function noShard(shard: number, shards: number): string {
  return `Cannot use shard ${shard}: the journal has ${shards} shards`;
}
