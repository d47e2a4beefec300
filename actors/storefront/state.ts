/** State of a storefront. */
import type { CountRow, StorefrontDraft, StorefrontVersion } from "./protocol.ts";
import { Slots, type SlotsSaved } from "./slots.ts";

export interface StorefrontState {
  revision: number;
  /** Oldest first; the last is what visitors see. */
  versions: StorefrontVersion[];
  draft: StorefrontDraft | null;
  /** Null until something was counted: most storefronts of 18,000 on most days. */
  visits: Visits | null;
}

/** What was counted. */
export interface Visits {
  /** The day of `sums` and `today`. */
  day: string;
  /** By `keyOf`. */
  readonly sums: Map<string, CountRow>;
  readonly today: Slots;
  /** Of all days. */
  readonly ever: Slots;
  rest: readonly [visitors: number, newVisitors: number];
}

/** Of a snapshot. */
export interface StorefrontSaved {
  readonly revision: number;
  readonly versions: readonly StorefrontVersion[];
  readonly draft: StorefrontDraft | null;
  readonly visits:
    | {
      readonly day: string;
      readonly sums: readonly CountRow[];
      readonly today: SlotsSaved;
      readonly ever: SlotsSaved;
      readonly rest: readonly [number, number];
    }
    | null;
}

/** Of a row and its key in a Map. */
const SUM_BYTES = 160;
const EMPTY_BYTES = 120;

export function initial(): StorefrontState {
  return { revision: 0, versions: [], draft: null, visits: null };
}

export function noVisits(): Visits {
  return { day: "", sums: new Map(), today: new Slots(), ever: new Slots(), rest: [0, 0] };
}

/** One key per sum. */
export function keyOf(row: Pick<CountRow, "channel" | "measure" | "item">): string {
  return `${row.channel} ${row.measure} ${row.item}`;
}

export function save(state: Readonly<StorefrontState>): StorefrontSaved {
  const { revision, versions, draft, visits } = state;
  return {
    revision,
    versions,
    draft,
    visits: visits === null ? null : {
      day: visits.day,
      sums: [...visits.sums.values()],
      today: visits.today.save(),
      ever: visits.ever.save(),
      rest: visits.rest,
    },
  };
}

export function load(saved: StorefrontSaved): StorefrontState {
  const { visits } = saved;
  return {
    revision: saved.revision,
    versions: [...saved.versions],
    draft: saved.draft,
    visits: visits === null ? null : {
      day: visits.day,
      sums: new Map(visits.sums.map((row) => [keyOf(row), row])),
      today: Slots.load(visits.today),
      ever: Slots.load(visits.ever),
      rest: visits.rest,
    },
  };
}

/** Resident bytes, roughly. */
export function weigh(state: Readonly<StorefrontState>): number {
  const { versions, draft, visits } = state;
  let bytes = EMPTY_BYTES;
  if (visits !== null) {
    bytes += visits.sums.size * SUM_BYTES + visits.today.bytes + visits.ever.bytes;
  }
  for (const { content } of versions) bytes += contentBytes(content);
  return draft === null ? bytes : bytes + contentBytes(draft.content);
}

function contentBytes(content: StorefrontDraft["content"]): number {
  let bytes = 400 + content.blocks.length * 120 + content.rules.length * 160 +
    (content.products?.length ?? 0) * 24 + (content.news?.length ?? 0) * 24;
  for (const block of content.blocks) if ("text" in block) bytes += block.text.length * 2;
  return bytes;
}
