/** Instants as ISO 8601 in UTC. A sale writes the same second thousands of times, so the last ones are kept. */

const KEPT = 4;
const seconds = new Float64Array(KEPT).fill(-1);
const prefixes: string[] = new Array(KEPT).fill("");
let next = 0;

const THOUSANDTHS = Array.from({ length: 1_000 }, (_, ms) => `${String(ms).padStart(3, "0")}Z`);

/** `2026-11-22T08:00:00.000Z`. */
export function isoInstant(ms: number): string {
  const whole = Math.floor(ms / 1_000);
  let slot = 0;
  while (slot < KEPT && seconds[slot] !== whole) slot++;
  if (slot === KEPT) {
    slot = next;
    next = (next + 1) % KEPT;
    seconds[slot] = whole;
    prefixes[slot] = new Date(whole * 1_000).toISOString().slice(0, -4);
  }
  return (prefixes[slot] ?? "") + (THOUSANDTHS[Math.floor(ms - whole * 1_000)] ?? "");
}
