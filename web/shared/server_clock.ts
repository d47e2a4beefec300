/** Server time in the browser, from answers that carry `serverTime`. */

/** Estimates server time. The sample with the shortest round trip wins, since it can be wrong by least. */
export interface ServerClock {
  /** Server time in ms. */
  nowMs(): number;
  /** Takes a sample: what the server said, and local instants of sending and receiving in ms. */
  observe(sample: { serverMs: number; sentMs: number; receivedMs: number }): void;
  /** The next sample is taken whatever its round trip: a phone's monotonic clock may stop while it sleeps. */
  forget(): void;
}

/** A shorter round trip replaces an older sample at once; after this long any sample does. */
const SAMPLE_MAX_AGE_MS = 60_000;

/** `localMs` must be monotonic (`performance.now`), so that a phone whose clock is set does not jump. */
export function createServerClock(
  options: { localMs: () => number; serverMs: number },
): ServerClock {
  const { localMs } = options;
  let offsetMs = options.serverMs - localMs();
  let roundTripMs = Infinity;
  let takenMs = -Infinity;
  return {
    nowMs: () => localMs() + offsetMs,
    observe({ serverMs, sentMs, receivedMs }) {
      const took = Math.max(0, receivedMs - sentMs);
      if (took > roundTripMs && receivedMs - takenMs < SAMPLE_MAX_AGE_MS) return;
      roundTripMs = took;
      takenMs = receivedMs;
      offsetMs = serverMs + took / 2 - receivedMs;
    },
    forget: () => void (roundTripMs = Infinity),
  };
}
