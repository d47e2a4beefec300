/** Totals of the suite's counters by name, such as `out_join__201__invited`. */
export type Counts = Readonly<Record<string, number>>;

/** The total of a counter; 0 where nothing was counted. */
export function countOf(counts: Counts, ...names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
}

const UNANSWERED = /^(?:0|5\d\d)$/;

/** Requests that broke, timed out or met a fault: whether they took effect nobody knows. */
export function unansweredOf(counts: Counts, ...requests: readonly string[]): number {
  return Object.entries(counts).reduce((sum, [name, count]) => {
    const [, request = "", status = ""] = /^out_(.+?)__(\d+)__/.exec(name) ?? [];
    return requests.includes(request) && UNANSWERED.test(status) ? sum + count : sum;
  }, 0);
}
