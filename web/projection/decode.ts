/** From entries of the feed to records that projections fold, and to rows of the archive. Parses once. */
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import type { AnyKind } from "../../engine/mod.ts";
import type { FollowedPage } from "../../engine/projector.ts";
import { decodeEntry, type StoredRecord } from "../../engine/record.ts";
import type { ProjectedRecord } from "./projection.ts";

/** A row of `archive.record`; `body` in base64. */
export interface ArchiveRow {
  readonly shard: number;
  readonly kind: string;
  readonly key: string;
  readonly seq: number;
  readonly count: number;
  readonly position: number;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly body: string;
}

/** A page, decoded. */
export interface Decoded {
  readonly records: readonly ProjectedRecord[];
  readonly archive: readonly ArchiveRow[];
}

/** The fastest level: JSON of grabs shrinks to an eighth even so. */
const LEVEL = 1;

interface Gathered {
  readonly shard: number;
  readonly seq: number;
  readonly bodies: string[];
  count: number;
  position: number;
  fromMs: number;
  toMs: number;
}

/** Throws where an entry cannot be read. */
export function decodePage(page: FollowedPage, kinds: ReadonlyMap<string, AnyKind>): Decoded {
  const records: ProjectedRecord[] = [];
  const byActor = new Map<string, Gathered>();
  for (const { shard, position, actor, seq, count, body } of page.entries) {
    const stored = decodeEntry(body, count);
    const { kind, key } = nameOf(actor);
    let gathered = byActor.get(actor);
    if (gathered === undefined) {
      const fromMs = stored[0]?.t ?? 0;
      gathered = { shard, seq, bodies: [], count: 0, position, fromMs, toMs: fromMs };
      byActor.set(actor, gathered);
    }
    gathered.bodies.push(body.slice(1, -1));
    gathered.count += count;
    gathered.position = position;
    for (const [at, record] of stored.entries()) {
      gathered.toMs = Math.max(gathered.toMs, record.t);
      records.push({
        shard,
        position,
        actor,
        kind,
        key,
        seq: seq + at,
        atMs: record.t,
        events: eventsOf(record, kinds.get(kind)),
      });
    }
  }
  const archive = [...byActor].map(([actor, { bodies, fromMs, toMs, ...rest }]) => ({
    ...nameOf(actor),
    ...rest,
    from_ms: fromMs,
    to_ms: toMs,
    body: deflateRawSync(Buffer.from(`[${bodies.join(",")}]`), { level: LEVEL })
      .toString("base64"),
  }));
  return { records, archive };
}

/** The events of a record as this release knows them; of a kind that it does not know, as they are. */
export function eventsOf(
  record: Pick<StoredRecord, "e" | "v">,
  kind: AnyKind | undefined,
): readonly unknown[] {
  const version = record.v ?? 1;
  if (kind === undefined || version === kind.eventVersion) return record.e;
  const { upcast } = kind;
  if (upcast === undefined) return record.e;
  return record.e.map((event) => upcast(event, version));
}

function nameOf(actor: string): { readonly kind: string; readonly key: string } {
  const at = actor.indexOf("/");
  return { kind: actor.slice(0, at), key: actor.slice(at + 1) };
}
