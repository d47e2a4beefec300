/** CPU time of processes by thread, as the Linux scheduler counts it (`/proc/<pid>/task/<tid>/schedstat`, in ns). */

/** CPU time in us by `process/thread`; threads of one name are added up. */
export type CpuReading = ReadonlyMap<string, number>;

/** Reads the CPU time of processes and of all their descendants. */
export function readCpu(
  roots: readonly { readonly name: string; readonly pid: number }[],
): CpuReading {
  const children = childrenByParent();
  const reading = new Map<string, number>();
  for (const { name, pid } of roots) {
    for (const one of [pid, ...descendants(pid, children)]) addThreads(reading, name, one);
  }
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

function addThreads(reading: Map<string, number>, name: string, pid: number): void {
  for (const tid of names(`/proc/${pid}/task`)) {
    const ns = text(`/proc/${pid}/task/${tid}/schedstat`)?.split(" ")[0];
    if (ns === undefined) continue;
    const comm = text(`/proc/${pid}/task/${tid}/comm`)?.trim() ?? "?";
    const thread = `${name}/${Number(tid) === pid ? "main" : comm.replace(/[-_ ]?\d+$/, "")}`;
    reading.set(thread, (reading.get(thread) ?? 0) + Number(ns) / 1_000);
  }
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const entry of names("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    // The command's name stands in parentheses and may hold anything, so read from behind it.
    const parent = Number(text(`/proc/${pid}/stat`)?.split(")").at(-1)?.trim().split(" ")[1]);
    if (Number.isInteger(parent)) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

function descendants(pid: number, children: ReadonlyMap<number, number[]>): number[] {
  return (children.get(pid) ?? []).flatMap((child) => [child, ...descendants(child, children)]);
}

function names(directory: string): string[] {
  try {
    return [...Deno.readDirSync(directory)].map((entry) => entry.name);
  } catch {
    return [];
  }
}

/** A process may end while it is read. */
function text(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
