/** Figures as people read them, in pages, Markdown and terminals alike. Whatever is no number is a dash. */

export const NOTHING = "–";

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB"];
const THOUSANDS = ["", "k", "M", "G"];
const ALMOST_ALL = 0.999;
const MS_AS_SECONDS_FROM = 10_000;

/** Three significant digits, thousands apart: `1,235`, `12.3`, `0.0457`. */
export function number(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NOTHING;
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return thousands(Math.round(value));
  if (size >= 1) return value.toFixed(size >= 10 ? 1 : 2);
  return size < 0.000_1 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

/** With its unit, where it has one; bytes and long times in a unit that suits them. */
export function figure(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return NOTHING;
  if (isBytes(unit)) return binary(value);
  if (unit === "share") return `${number(100 * value)} %`;
  if (unit === "count") return number(value);
  if (unit === "ms" && Math.abs(value) >= MS_AS_SECONDS_FROM) return `${number(value / 1_000)} s`;
  if (unit === "" || unit === "×" || unit === "%") return `${number(value)}${unit}`;
  return unit.startsWith("/") ? `${number(value)}${unit}` : `${number(value)} ${unit}`;
}

/** For an axis: `12k`, `1.5M`, `512 MiB`; the unit stands beside the title. */
export function short(value: number, unit: string): string {
  if (isBytes(unit)) return binary(value);
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= 1_000 && step < THOUSANDS.length - 1) {
    rest /= 1_000;
    step++;
  }
  return `${Number(rest.toPrecision(3))}${THOUSANDS[step]}`;
}

/** b ÷ a; null where that says nothing. */
export function ratio(b: number | null, a: number | null): number | null {
  return b === null || a === null || a === 0 || !Number.isFinite(b / a) ? null : b / a;
}

/** `1.25×`. */
export function times(value: number | null): string {
  return value === null ? NOTHING : `${number(value)}×`;
}

/** `2.04 %` of the whole; 100 only where nothing is missing. */
export function share(part: number, whole: number): string {
  const value = ratio(part, whole);
  if (value === null) return NOTHING;
  return value < 1 && value > ALMOST_ALL ? "> 99.9 %" : `${number(100 * value)} %`;
}

/** `1:05` since the start, `1:00:05` after an hour. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const rest = pad(whole % 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** `2026-11-22 18:30:05 UTC`. */
export function instant(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return NOTHING;
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function isBytes(unit: string): boolean {
  return unit === "B" || unit === "bytes";
}

function binary(bytes: number): string {
  let step = 0;
  let rest = bytes;
  while (Math.abs(rest) >= 1_024 && step < BINARY.length - 1) {
    rest /= 1_024;
    step++;
  }
  return `${number(rest)} ${BINARY[step]}`;
}

function thousands(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}
