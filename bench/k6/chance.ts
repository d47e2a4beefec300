/** Chance that is the same in every run with the same seed: what one customer does can be repeated. */

/** In [0, 1), by seed, iteration and what is asked. */
export function chance(seed: number, iteration: number, question: string): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(iteration + 1, 0xc2b2ae35);
  for (let i = 0; i < question.length; i++) {
    hash = Math.imul(hash ^ question.charCodeAt(i), 0x01000193);
  }
  // The finaliser of MurmurHash3: neighbours come out far from each other.
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 0x1_0000_0000;
}
