/** Days in Asia/Shanghai, which has no summer time. */

export const DAY_MS = 86_400_000;
const OFFSET_MS = 28_800_000;

/** End of the day that comes `days` after this instant's. */
export function endOfDayMs(atMs: number, days: number): number {
  return (Math.floor((atMs + OFFSET_MS) / DAY_MS) + days + 1) * DAY_MS - OFFSET_MS;
}
