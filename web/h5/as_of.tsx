import type { FrameWords } from "./frame_words.ts";

/** A short break is resumed before anyone need know of it. */
const QUIET_MS = 3_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Says since when a page shows what it last knew; nothing while it is connected. */
export function AsOf(
  { sinceMs, nowMs, words }: { sinceMs: number | null; nowMs: number; words: FrameWords },
) {
  if (sinceMs === null || nowMs - sinceMs < QUIET_MS) return null;
  const time = new Date(sinceMs + CHINA_OFFSET_MS).toISOString().slice(11, 19);
  return <p class="lost" role="status">{words.asOf(time)}</p>;
}
