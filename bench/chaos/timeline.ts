/** What users saw of a fault, made of the attempts of a crowd: outages, errors, recovery. Pure. */
import type { Attempt } from "./attempt.ts";

/** A span in which somebody asked and nobody was served. */
export interface Outage {
  readonly fromMs: number;
  readonly ms: number;
}

/** How often attempts failed in one way. */
export interface Failure {
  readonly ask: Attempt["ask"];
  readonly status: number;
  readonly reason: string;
  readonly count: number;
}

/** What is usual, taken before the fault. */
export interface Usual {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** One second of the load. */
export interface Second {
  readonly served: number;
  /** Refused for a reason that is no rule: 503 and its like. */
  readonly failed: number;
  /** Broken connections and timeouts. */
  readonly unanswered: number;
  /** Of those served that were sent in this second; null where there are none. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

const WINDOW_MS = 1_000;
const STEP_MS = 100;
/** So much of what is offered is served when things are as usual. */
const SERVED_SHARE = 0.99;
/** As usual: at most so many times what it was before. */
const USUAL_TIMES = 3;
/** Faster than this is as usual, whatever it was before: one collection of garbage is no fault. */
const USUAL_MS_MIN = 250;

/** The longest outage of a load; null when there was none, as in a load that nobody offered. */
export function longestOutage(attempts: readonly Attempt[]): Outage | null {
  const ends = attempts.filter(({ served }) => served).map(({ endMs }) => endMs)
    .toSorted((one, other) => one - other);
  const first = minOf(attempts.map(({ sentMs }) => sentMs));
  const last = maxOf(attempts.map(({ endMs }) => endMs));
  if (first === null || last === null) return null;
  const waiting = waits(attempts);
  let longest: Outage | null = null;
  for (let at = 0, fromMs = first; at <= ends.length; at++) {
    const toMs = ends[at] ?? last;
    const sinceMs = waiting(fromMs);
    const ms = sinceMs === null ? 0 : toMs - sinceMs;
    if (sinceMs !== null && ms > 0 && ms > (longest?.ms ?? 0)) longest = { fromMs: sinceMs, ms };
    fromMs = toMs;
  }
  return longest;
}

/** From when on somebody waits after an instant: at once if an answer is owed, else when the next one asks. */
function waits(attempts: readonly Attempt[]): (afterMs: number) => number | null {
  const byEnd = attempts.toSorted((one, other) => one.endMs - other.endMs);
  // The earliest that was sent among all that end at or behind a place.
  const earliest: number[] = [];
  for (let at = byEnd.length - 1, least = Infinity; at >= 0; at--) {
    earliest[at] = least = Math.min(least, byEnd[at]?.sentMs ?? Infinity);
  }
  let place = 0;
  return (afterMs) => {
    while (place < byEnd.length && (byEnd[place]?.endMs ?? Infinity) <= afterMs) place++;
    const sentMs = earliest[place];
    return sentMs === undefined ? null : Math.max(afterMs, sentMs);
  };
}

/** From an instant to the first answer that served anybody; null when none came. */
export function firstServedAfter(attempts: readonly Attempt[], atMs: number): number | null {
  const endMs = minOf(
    attempts.filter((one) => one.served && one.endMs >= atMs).map(({ endMs }) => endMs),
  );
  return endMs === null ? null : endMs - atMs;
}

/**
 * From an instant until things are as usual: the first second in which whoever asks is served about as fast as before.
 * Null when that did not come before the load ended.
 */
export function usualAfter(
  attempts: readonly Attempt[],
  { atMs, usual }: { readonly atMs: number; readonly usual: Usual },
): number | null {
  const boundMs = Math.max(USUAL_TIMES * usual.p95Ms, USUAL_MS_MIN);
  const sent = attempts.toSorted((one, other) => one.sentMs - other.sentMs);
  const lastMs = sent.at(-1)?.sentMs ?? 0;
  for (let fromMs = atMs; fromMs + WINDOW_MS <= lastMs; fromMs += STEP_MS) {
    const window = sentWithin(sent, fromMs, fromMs + WINDOW_MS);
    const served = window.filter((one) => one.served);
    if (served.length === 0 || served.length < SERVED_SHARE * window.length) continue;
    if (quantile(served.map(tookMs), 0.95) <= boundMs) return fromMs - atMs;
  }
  return null;
}

/** Latency of what was served among what was sent in a span; null when nothing was. */
export function usualOf(
  attempts: readonly Attempt[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Usual | null {
  const took = attempts.filter((one) => one.served && one.sentMs >= fromMs && one.sentMs < toMs)
    .map(tookMs);
  if (took.length === 0) return null;
  return { p50Ms: quantile(took, 0.5), p95Ms: quantile(took, 0.95), p99Ms: quantile(took, 0.99) };
}

/** All that was not served, by kind, most frequent first. */
export function failuresOf(attempts: readonly Attempt[]): readonly Failure[] {
  const found = new Map<string, { failure: Omit<Failure, "count">; count: number }>();
  for (const { ask, status, reason, served } of attempts) {
    if (served) continue;
    const key = `${ask} ${status} ${reason}`;
    const entry = found.get(key) ?? { failure: { ask, status, reason }, count: 0 };
    entry.count++;
    found.set(key, entry);
  }
  return [...found.values()].map(({ failure, count }) => ({ ...failure, count }))
    .toSorted((one, other) => other.count - one.count);
}

/** The load second by second, each attempt where it ended. */
export function secondsOf(attempts: readonly Attempt[]): readonly Second[] {
  const count = Math.ceil((maxOf(attempts.map(({ endMs }) => endMs)) ?? 0) / 1_000);
  const ended: Attempt[][] = Array.from({ length: count }, () => []);
  for (const one of attempts) ended[Math.max(0, Math.ceil(one.endMs / 1_000) - 1)]?.push(one);
  return ended.map((within) => {
    const took = within.filter(({ served }) => served).map(tookMs);
    return {
      served: took.length,
      failed: within.filter(({ served, status }) => !served && status > 0).length,
      unanswered: within.filter(({ status }) => status === 0).length,
      p50Ms: took.length === 0 ? null : quantile(took, 0.5),
      p99Ms: took.length === 0 ? null : quantile(took, 0.99),
    };
  });
}

/** The value below which a share of all lie; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function sentWithin(sent: readonly Attempt[], fromMs: number, toMs: number): readonly Attempt[] {
  return sent.filter(({ sentMs }) => sentMs >= fromMs && sentMs < toMs);
}

function tookMs({ sentMs, endMs }: Attempt): number {
  return endMs - sentMs;
}

/** Of arrays that are too long for `Math.min(...)`. */
function minOf(values: readonly number[]): number | null {
  return values.reduce<number | null>((least, one) => Math.min(least ?? one, one), null);
}

function maxOf(values: readonly number[]): number | null {
  return values.reduce<number | null>((most, one) => Math.max(most ?? one, one), null);
}
