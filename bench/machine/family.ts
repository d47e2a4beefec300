/** Processes and what they started, from `/proc`. */

/** Each process with all its descendants, as they are now. */
export function familiesOf(pids: readonly number[]): number[][] {
  const children = childrenByParent();
  return pids.map((pid) => [pid, ...descendants(pid, children)]);
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

/** Names in a folder of `/proc`, none where it is gone. */
export function names(directory: string): string[] {
  try {
    return [...Deno.readDirSync(directory)].map((entry) => entry.name);
  } catch {
    return [];
  }
}

/** Text of a file of `/proc`; a process may end while it is read. */
export function text(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
