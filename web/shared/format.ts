/** Text for money, counts and times as customers read them. All times are China Standard Time. */

/** Languages of the pages; Chinese is the default. */
export type Locale = "zh" | "en";

const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `1250` fen → `¥12.50`. */
export function money(fen: number): string {
  const sign = fen < 0 ? "-" : "";
  const whole = Math.floor(Math.abs(fen) / 100);
  return `${sign}¥${count(whole)}.${pad(Math.abs(fen) % 100)}`;
}

/** `12345` → `12,345`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Time of day: `20:00`, or `20:00:05` where it is not a full minute. */
export function clockTime(ms: number): string {
  const date = china(ms);
  const minutes = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
  return date.getUTCSeconds() === 0 ? minutes : `${minutes}:${pad(date.getUTCSeconds())}`;
}

/** `今天 20:00`, `明天 09:30` or `11月22日 20:00`; with the year where it is another. */
export function when(ms: number, options: { nowMs: number; locale: Locale }): string {
  const { nowMs, locale } = options;
  const date = china(ms);
  const days = Math.floor((ms + CHINA_OFFSET_MS) / DAY_MS) -
    Math.floor((nowMs + CHINA_OFFSET_MS) / DAY_MS);
  const zh = locale === "zh";
  const named = { "-1": zh ? "昨天" : "yesterday", "0": zh ? "今天" : "today" }[String(days)] ??
    (days === 1 ? (zh ? "明天" : "tomorrow") : undefined);
  if (named !== undefined) return `${named} ${clockTime(ms)}`;
  const otherYear = date.getUTCFullYear() !== china(nowMs).getUTCFullYear();
  const month = date.getUTCMonth();
  const day = date.getUTCDate();
  return zh
    ? `${otherYear ? `${date.getUTCFullYear()}年` : ""}${month + 1}月${day}日 ${clockTime(ms)}`
    : `${MONTHS[month]} ${day}${otherYear ? `, ${date.getUTCFullYear()}` : ""}, ${clockTime(ms)}`;
}

/** `今天 20:00 – 22:00`: from when to when, the day said once where it is the same. */
export function span(
  times: { fromMs: number; toMs: number },
  options: { nowMs: number; locale: Locale },
): string {
  const from = when(times.fromMs, options);
  const to = when(times.toMs, options);
  const cut = to.lastIndexOf(" ") + 1;
  return `${from} – ${from.startsWith(to.slice(0, cut)) ? to.slice(cut) : to}`;
}

/** What is left, rounded up to full seconds, never negative. */
export interface Left {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly totalSeconds: number;
}

/** Splits a duration for a countdown. */
export function left(durationMs: number): Left {
  const totalSeconds = Math.max(0, Math.ceil(durationMs / 1000));
  return {
    days: Math.floor(totalSeconds / 86_400),
    hours: Math.floor(totalSeconds / 3_600) % 24,
    minutes: Math.floor(totalSeconds / 60) % 60,
    seconds: totalSeconds % 60,
    totalSeconds,
  };
}

/** `4:05` or `1:04:05`: short countdown on a button. */
export function shortLeft(durationMs: number): string {
  const parts = left(durationMs);
  const hours = parts.days * 24 + parts.hours;
  return hours > 0
    ? `${hours}:${pad(parts.minutes)}:${pad(parts.seconds)}`
    : `${parts.minutes}:${pad(parts.seconds)}`;
}

/** Two digits. */
export function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** `2026-11-22T20:00` in China Standard Time, for `<input type="datetime-local">`. */
export function toLocalInput(ms: number): string {
  return new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 16);
}

/** The inverse of `toLocalInput`; null where the text is no time. */
export function fromLocalInput(text: string): number | null {
  const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.exec(text);
  const ms = match === null ? NaN : Date.parse(`${text}Z`);
  return Number.isNaN(ms) ? null : ms - CHINA_OFFSET_MS;
}

function china(ms: number): Date {
  return new Date(ms + CHINA_OFFSET_MS);
}
