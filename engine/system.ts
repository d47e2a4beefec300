/** The one file that reads the clock and the source of chance. */
import { setImmediate } from "node:timers";
import type { Cancel, Clock, Random, Scheduler, World } from "./ports.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

const URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const POOL_BYTES = 16_384;

/** The real clock, random source and event loop. */
export function systemWorld(options: { slewMsPerS?: number } = {}): World {
  return {
    clock: systemClock(options.slewMsPerS ?? DEFAULT_LIMITS.clockSlewMsPerS),
    random: systemRandom(),
    scheduler: systemScheduler(),
  };
}

/**
 * Wall clock at start plus monotonic time. A wall clock that differs later (NTP, an operator) is
 * followed by at most `slewMsPerS` ms a second, so time never jumps and never runs backwards.
 */
function systemClock(slewMsPerS: number): Clock {
  let offsetMs = Date.now() - performance.now();
  let checkedMs = performance.now();
  return {
    nowMs() {
      const monotonicMs = performance.now();
      const sinceMs = monotonicMs - checkedMs;
      if (sinceMs > 1_000) {
        const driftMs = Date.now() - (offsetMs + monotonicMs);
        const boundMs = (Math.min(sinceMs, 60_000) / 1_000) * Math.min(slewMsPerS, 900);
        offsetMs += Math.max(-boundMs, Math.min(boundMs, driftMs));
        checkedMs = monotonicMs;
      }
      return offsetMs + monotonicMs;
    },
  };
}

/** Cuts ids from a text made of many random characters at once: a sixth of the cost of joining them one by one. */
function systemRandom(): Random {
  const alphabet = new TextEncoder().encode(URL_SAFE);
  const decoder = new TextDecoder();
  const bytes = new Uint8Array(POOL_BYTES);
  let pool = "";
  let used = 0;
  return {
    id(length) {
      if (pool.length < used + length) {
        crypto.getRandomValues(bytes);
        for (let i = 0; i < POOL_BYTES; i++) bytes[i] = alphabet[(bytes[i] ?? 0) & 63] ?? 0;
        pool = decoder.decode(bytes);
        used = 0;
      }
      return pool.slice(used, used += length);
    },
    fraction: () => Math.random(),
  };
}

function systemScheduler(): Scheduler {
  return {
    soon(run) {
      setImmediate(run);
    },
    after(delayMs, run): Cancel {
      const timer = setTimeout(run, delayMs);
      Deno.unrefTimer(timer);
      return () => clearTimeout(timer);
    },
  };
}
