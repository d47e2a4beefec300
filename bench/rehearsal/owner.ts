/** Who took a store, written beside it: what a rehearsal that was killed has left is known by it, and removed by the next. */

const SIGN = "rehearsal";

/** This process, and one taking of it. */
export function ownerText(): string {
  return [SIGN, Deno.hostname(), Deno.pid, crypto.randomUUID()].join(" ");
}

/** Whether the process that wrote it was of this machine and is no more. */
export function isGone(owner: string): boolean {
  const [sign, host, pid = ""] = owner.split(" ");
  if (sign !== SIGN || host !== Deno.hostname() || !/^[1-9]\d*$/.test(pid)) return false;
  return !exists(`/proc/${pid}`);
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound);
  }
}
