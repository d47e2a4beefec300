/** Which shard an actor lives on. */
import type { AnyKind } from "./contract.ts";

/** Shard of `kind/key`, 0 … shards - 1. Stable for ever: journals are laid out by it. */
export function placeOf(kind: AnyKind, key: string, shards: number): number {
  const place = kind.placement?.(key);
  return place === undefined
    ? hash(`${kind.name}/${key}`) % shards
    : (hash(place.base) + place.offset) % shards;
}

/** FNV-1a over UTF-16 units with a final mix (murmur3 fmix32); 32 bits unsigned. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
