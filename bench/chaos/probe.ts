/** Looks at the product's own word while a fault runs: its metrics, its readiness. */
import { names } from "../machine/family.ts";
import type { Expectation } from "./chaos_report.ts";
import type { Scene } from "./fault.ts";
import { atLeast, felt } from "./judge.ts";
import { pause } from "./pause.ts";
import { send } from "./send.ts";

const EVERY_MS = 250;
const TIMEOUT_MS = 2_000;

/** Something that is looked at again and again until it is stopped. */
export interface Watch<Value> {
  stop(): Promise<Value>;
}

/** Looks a few times a second; an interruption ends it, too. A look that fails is one that saw nothing. */
export function watch<Value>(
  { signal, look, result, everyMs = EVERY_MS }: {
    readonly signal: AbortSignal;
    readonly everyMs?: number;
    look(): Promise<void>;
    result(): Value;
  },
): Watch<Value> {
  let stopped = false;
  const looking = (async () => {
    while (!stopped && !signal.aborted) {
      await look().catch(() => undefined);
      await pause(everyMs, signal).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await looking;
      return result();
    },
  };
}

/** Whether the product notices that its database is away: a fault that it does not notice was none. */
export function watchDatabase({ place }: Scene): Watch<Expectation> {
  let away = 0;
  return watch({
    signal: place.signal,
    async look() {
      if (await metric(place.origin, "yundian_database_up") === 0) away++;
    },
    result: () =>
      atLeast(felt("database away in /metrics, times", "/metrics 中数据库不可用的次数"), {
        unit: "",
        least: 1,
        measured: away,
      }),
  });
}

/** How far rows fall behind while nobody writes them; up to `ms` it may have been a busy moment. */
export function watchRows({ place }: Scene, ms: number): Watch<Expectation> {
  let behindS = 0;
  return watch({
    signal: place.signal,
    async look() {
      behindS = Math.max(behindS, await metric(place.origin, "yundian_projector_lag_seconds") ?? 0);
    },
    result: () =>
      atLeast(felt("rows behind the journal", "数据表落后于日志"), {
        unit: "ms",
        least: ms,
        measured: 1_000 * behindS,
      }),
  });
}

/** Value of a metric without labels; null where it cannot be read. */
export async function metric(origin: string, name: string): Promise<number | null> {
  const { status, text } = await send({
    method: "GET",
    url: `${origin}/metrics`,
    timeoutMs: TIMEOUT_MS,
  });
  if (status !== 200) return null;
  const found = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** Status of `/readyz`; 0 without an answer. */
export async function readiness(origin: string): Promise<number> {
  return (await send({ method: "GET", url: `${origin}/readyz`, timeoutMs: TIMEOUT_MS })).status;
}

/** Files and connections that a process has open. */
export function openFiles(pid: number): number {
  return names(`/proc/${pid}/fd`).length;
}
