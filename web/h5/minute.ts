const MINUTE_MS = 60_000;

/** The minute of an instant, in ms: what lasts for days is not read in seconds. */
export function toMinute(iso: string): number {
  return Math.floor(Date.parse(iso) / MINUTE_MS) * MINUTE_MS;
}
