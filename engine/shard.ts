/** A shard's ownership and its batches: what is open, what is in flight, who waits at the gate. */
import type { Activation } from "./activation.ts";
import type { Channel } from "./mail.ts";
import type { Pending } from "./pending.ts";

/** Records of one actor in one batch. */
export interface OpenEntry {
  readonly activation: Activation;
  readonly expectedSeq: number;
  count: number;
  /** Records joined by commas, without the brackets. */
  body: string;
  /** Newest message per channel whose record is in this entry. */
  sends: Map<Channel, number> | null;
}

/** One append of one shard, and the replies that leave when it is durable: the output gate. */
export class ShardBatch {
  readonly shard: Shard;
  readonly entries: OpenEntry[] = [];
  bytes = 0;
  records = 0;
  done = false;
  /** Parked commands and their replies, side by side. */
  readonly parked: Pending[] = [];
  readonly replies: unknown[] = [];
  /** Runs once there is a verdict, whatever it is: see `done`. */
  settled: (() => void)[] | null = null;

  constructor(shard: Shard) {
    this.shard = shard;
  }
}

/** `recovering`: an append was not known to succeed; ownership is being renewed. `lost`: another node owns it. */
export type ShardStatus = "live" | "recovering" | "lost";

export class Shard {
  readonly index: number;
  status: ShardStatus = "lost";
  epoch = 0;
  nonce = "";
  /** Batches not yet handed to the journal, oldest first; the last one takes records. */
  readonly queue: ShardBatch[] = [];
  inFlight: ShardBatch | null = null;
  /** Whether it is listed for the next flush. */
  listed = false;
  backlogBytes = 0;
  /** Actors that were dropped with a failed batch and may owe messages. */
  readonly dropped = new Set<string>();

  constructor(index: number) {
    this.index = index;
  }

  /** The batch that takes records now, made when there is none or it is full. */
  room(bytes: number, bounds: { entriesMax: number; bytesMax: number }): ShardBatch {
    const tail = this.queue[this.queue.length - 1];
    if (
      tail !== undefined && tail.bytes + bytes <= bounds.bytesMax &&
      tail.entries.length < bounds.entriesMax
    ) return tail;
    if (tail !== undefined) closeEntries(tail);
    const batch = new ShardBatch(this);
    this.queue.push(batch);
    return batch;
  }

  /** Takes the oldest batch for the journal. */
  take(): ShardBatch | null {
    const batch = this.queue.shift() ?? null;
    if (batch !== null) closeEntries(batch);
    this.inFlight = batch;
    return batch;
  }
}

function closeEntries(batch: ShardBatch): void {
  for (const entry of batch.entries) {
    if (entry.activation.open === entry) entry.activation.open = null;
  }
}
