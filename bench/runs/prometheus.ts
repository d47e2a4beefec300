/** Reads `GET /metrics`, and what a histogram saw between two readings. */

/** Values by name with its labels, as they stand: `yundian_http_requests_total{route="grab",status="201"}`. */
export type Metrics = ReadonlyMap<string, number>;

/** Parses Prometheus' text format; lines that are no samples are passed over. */
export function parseMetrics(text: string): Metrics {
  const metrics = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const at = line.lastIndexOf(" ");
    const value = numberOf(line.slice(at + 1));
    if (at > 0 && !Number.isNaN(value)) metrics.set(line.slice(0, at), value);
  }
  return metrics;
}

/** How much a counter grew; null without both readings, or where it began anew with a restart. */
export function grown(before: Metrics, after: Metrics, name: string): number | null {
  const from = before.get(name);
  const to = after.get(name);
  return from === undefined || to === undefined || to < from ? null : to - from;
}

/**
 * The value that this share of what was observed in between did not exceed, as Prometheus' `histogram_quantile` has it:
 * evenly spread within a bucket. Null where nothing was observed.
 */
export function quantileBetween(
  before: Metrics,
  after: Metrics,
  { name, share }: { readonly name: string; readonly share: number },
): number | null {
  const buckets = bucketsBetween(before, after, name);
  const total = buckets.at(-1)?.count ?? 0;
  if (total <= 0) return null;
  const rank = share * total;
  let lower = { le: 0, count: 0 };
  for (const bucket of buckets) {
    if (bucket.count >= rank) {
      // What lies above the last bound is only known to be above it.
      if (bucket.le === Infinity) return lower.le;
      const within = bucket.count === lower.count
        ? 1
        : (rank - lower.count) / (bucket.count - lower.count);
      return lower.le + (bucket.le - lower.le) * within;
    }
    lower = bucket;
  }
  return lower.le;
}

/** The mean of what was observed in between; null where nothing was. */
export function meanBetween(before: Metrics, after: Metrics, name: string): number | null {
  const sum = grown(before, after, `${name}_sum`);
  const count = grown(before, after, `${name}_count`);
  return sum === null || count === null || count === 0 ? null : sum / count;
}

function bucketsBetween(
  before: Metrics,
  after: Metrics,
  name: string,
): readonly { readonly le: number; readonly count: number }[] {
  const prefix = `${name}_bucket{`;
  return [...after].flatMap(([key, count]) => {
    if (!key.startsWith(prefix)) return [];
    const le = numberOf(/le="([^"]+)"/.exec(key)?.[1] ?? "");
    const since = before.get(key) ?? 0;
    return Number.isNaN(le) ? [] : [{ le, count: count < since ? count : count - since }];
  }).sort((one, other) => one.le - other.le);
}

function numberOf(text: string): number {
  if (text === "+Inf") return Infinity;
  return text.trim() === "" ? NaN : Number(text);
}
