/** Waits until processes have done what their answers left for later: rows, batches, garbage. */
import { type CpuReading, readCpu, usedCpu } from "../machine/cpu.ts";

/** The processes at rest. */
export interface Idle {
  readonly cpu: CpuReading;
  /** How long they went on, the last quiet windows not counted. */
  readonly afterMs: number;
}

const WINDOW_MS = 250;
/** Of one core; below it a process only keeps time. */
const QUIET_SHARE = 0.1;
const QUIET_WINDOWS = 2;
const IDLE_MS_MAX = 120_000;

/** Resolves once all of them together have used less than a tenth of a core for half a second; rejects after two minutes. */
export async function untilIdle(
  processes: readonly { readonly name: string; readonly pid: number }[],
  signal?: AbortSignal,
): Promise<Idle> {
  const startMs = performance.now();
  let before = readCpu(processes);
  let beforeMs = startMs;
  let afterMs = 0;
  for (let quiet = 0; quiet < QUIET_WINDOWS && processes.length > 0;) {
    await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
    signal?.throwIfAborted();
    const cpu = readCpu(processes);
    const nowMs = performance.now();
    const usedUs = usedCpu(before, cpu, 0).values().reduce((sum, us) => sum + us, 0);
    const busy = usedUs / 1_000 >= (nowMs - beforeMs) * QUIET_SHARE;
    quiet = busy ? 0 : quiet + 1;
    if (busy) afterMs = nowMs - startMs;
    if (afterMs > IDLE_MS_MAX) throw new Error(`Not idle ${IDLE_MS_MAX} ms after the last answer`);
    before = cpu;
    beforeMs = nowMs;
  }
  return { cpu: before, afterMs };
}
