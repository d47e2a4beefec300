/** Memory of processes, from `/proc`. */
import { familiesOf, text } from "./family.ts";

/**
 * Resident bytes by name, descendants included. Pages that several processes share are counted once in the sum
 * (Linux calls that PSS), since PostgreSQL's children all show its buffers as their own.
 */
export function readMemory(
  roots: readonly { readonly name: string; readonly pid: number }[],
): Map<string, number> {
  const reading = new Map<string, number>();
  familiesOf(roots.map(({ pid }) => pid)).forEach((family, root) => {
    const name = roots[root]?.name ?? "?";
    const bytes = family.reduce((sum, pid) => sum + residentBytes(pid), 0);
    reading.set(name, (reading.get(name) ?? 0) + bytes);
  });
  return reading;
}

function residentBytes(pid: number): number {
  const shared = /^Pss:\s+(\d+) kB/m.exec(text(`/proc/${pid}/smaps_rollup`) ?? "");
  const all = shared ?? /^VmRSS:\s+(\d+) kB/m.exec(text(`/proc/${pid}/status`) ?? "");
  return Number(all?.[1] ?? 0) * 1_024;
}
