/** Days of Asia/Shanghai, which has had one offset since 1991. */

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Number of the day of an instant, counted from 1970-01-01. */
export function dayNumber(atMs: number): number {
  return Math.floor((atMs + OFFSET_MS) / DAY_MS);
}

/** `2026-11-22` of such a number. */
export function dayText(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The number of `2026-11-22`; null for what is no day. */
export function parseDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const number = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(number) && dayText(number) === text ? number : null;
}

/** The instant at which a day begins, in ms. */
export function dayStartMs(number: number): number {
  return number * DAY_MS - OFFSET_MS;
}
