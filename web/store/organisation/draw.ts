/** Chance by seed: the same name always draws the same, whatever else is generated. */

/** A whole number from 0 to below `bound`. */
export type Draw = (bound: number) => number;

/** Draws for one thing: FNV-1a over its name, then mulberry32. */
export function drawFor(seed: number, name: string): Draw {
  let state = fnv(`${seed}/${name}`);
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * bound);
  };
}

function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash;
}
