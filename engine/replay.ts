/** Rebuilding an actor from what is stored of it. */
import type { AnyKind } from "./contract.ts";
import { Fault } from "./fault.ts";
import type { Journal, Stored } from "./journal/journal.ts";
import { Mail } from "./mail.ts";
import { placeOf } from "./placement.ts";
import { decodeEntry, decodeSnapshot } from "./record.ts";

/** An actor as its snapshot and journal have it. */
export interface Replayed {
  readonly state: unknown;
  /** Sequence number of its newest record, 0 for none. */
  readonly seq: number;
  readonly atMs: number;
  readonly mail: Mail | null;
  readonly snapshotBytes: number;
  readonly tailBytes: number;
}

/**
 * Folds what is stored into a state.
 *
 * @throws {Fault} `journal-corrupt` when it cannot be read.
 */
export function replay(kind: AnyKind, key: string, stored: Stored): Replayed {
  try {
    return fold(kind, key, stored);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("journal-corrupt", `Cannot rebuild "${kind.name}/${key}": ${why}`, {
      retry: "never",
      cause,
    });
  }
}

function fold(kind: AnyKind, key: string, stored: Stored): Replayed {
  let state: unknown;
  let mail: Mail | null = null;
  let seq = 0;
  let atMs = 0;
  if (stored.snapshot === null) {
    state = kind.initial(key);
  } else {
    const snapshot = decodeSnapshot(stored.snapshot.body);
    state = kind.load(key, snapshot.d, snapshot.v);
    mail = Mail.load(snapshot);
    seq = stored.snapshot.seq;
    atMs = snapshot.t;
  }
  let tailBytes = 0;
  for (const entry of stored.tail) {
    if (entry.seq + entry.count - 1 <= seq) continue;
    if (entry.seq > seq + 1) throw new Error(`records ${seq + 1} to ${entry.seq - 1} are missing`);
    tailBytes += entry.body.length;
    const records = decodeEntry(entry.body, entry.count);
    for (let i = seq + 1 - entry.seq; i < records.length; i++) {
      const record = records[i];
      if (record === undefined) break;
      seq++;
      const version = record.v ?? 1;
      for (const event of record.e) {
        state = kind.evolve(
          state,
          version === kind.eventVersion ? event : upcast(kind, event, version),
        );
      }
      if (
        record.f !== undefined || record.i !== undefined || record.m !== undefined ||
        record.a !== undefined
      ) {
        (mail ??= new Mail()).replay(record, seq);
      }
      if (record.t > atMs) atMs = record.t;
    }
  }
  if (seq !== stored.head) throw new Error(`its head is ${stored.head}, its records end at ${seq}`);
  const snapshotBytes = stored.snapshot?.body.length ?? 0;
  return { state, seq, atMs, mail, snapshotBytes, tailBytes };
}

function upcast(kind: AnyKind, event: unknown, version: number): unknown {
  if (version > kind.eventVersion || kind.upcast === undefined) {
    throw new Error(`events of version ${version} are unknown to this release`);
  }
  return kind.upcast(event, version);
}

/** Reads one actor's state as stored, without activating it. Shards as in the journal's options. */
export async function loadState(
  journal: Pick<Journal, "load">,
  kind: AnyKind,
  options: { key: string; shards: number },
): Promise<{ readonly state: unknown; readonly seq: number }> {
  const shard = placeOf(kind, options.key, options.shards);
  const stored = await journal.load(shard, `${kind.name}/${options.key}`);
  const { state, seq } = replay(kind, options.key, stored);
  return { state, seq };
}
