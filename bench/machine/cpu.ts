/** CPU time of processes by thread, as the Linux scheduler counts it (`/proc/<pid>/task/<tid>/schedstat`, in ns). */
import { familiesOf, names, text } from "./family.ts";
import { processUs } from "./process_clock.ts";

/** CPU time in us by `process/thread`; threads of one name are added up. */
export type CpuReading = ReadonlyMap<string, number>;

/** Reads the CPU time of processes and of all their descendants. */
export function readCpu(
  roots: readonly { readonly name: string; readonly pid: number }[],
): CpuReading {
  const reading = new Map<string, number>();
  familiesOf(roots.map(({ pid }) => pid)).forEach((family, root) => {
    for (const pid of family) addProcess(reading, roots[root]?.name ?? "?", pid);
  });
  return reading;
}

/** What was used between two readings, in us by `process/thread`, largest first, without what is below `leastUs`. */
export function usedCpu(
  before: CpuReading,
  after: CpuReading,
  leastUs: number,
): Map<string, number> {
  const used = [...after].map(([thread, us]) => [thread, us - (before.get(thread) ?? 0)] as const);
  return new Map(used.filter(([, us]) => us >= leastUs).sort((a, b) => b[1] - a[1]));
}

/** Its threads, and as one entry those that have ended: the kernel lists only who lives. */
function addProcess(reading: Map<string, number>, name: string, pid: number): void {
  const livingUs = addThreads(reading, name, pid);
  const allUs = processUs(pid);
  if (allUs === null || allUs <= livingUs) return;
  const ended = `${name}/ended`;
  reading.set(ended, (reading.get(ended) ?? 0) + allUs - livingUs);
}

/** The sum of the threads that live. */
function addThreads(reading: Map<string, number>, name: string, pid: number): number {
  let sumUs = 0;
  for (const tid of names(`/proc/${pid}/task`)) {
    const ns = text(`/proc/${pid}/task/${tid}/schedstat`)?.split(" ")[0];
    if (ns === undefined) continue;
    const comm = text(`/proc/${pid}/task/${tid}/comm`)?.trim() ?? "?";
    const thread = `${name}/${Number(tid) === pid ? "main" : comm.replace(/[-_ ]?\d+$/, "")}`;
    const us = Number(ns) / 1_000;
    reading.set(thread, (reading.get(thread) ?? 0) + us);
    sumUs += us;
  }
  return sumUs;
}
