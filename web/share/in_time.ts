/** Work that others wait for only so long. */
import type { Scheduler } from "../../engine/mod.ts";

/** What the work gives; undefined when time is up or it fails. The work itself goes on. */
export async function inTime<Value>(
  { scheduler, waitMs }: { readonly scheduler: Scheduler; readonly waitMs: number },
  work: Promise<Value>,
): Promise<Value | undefined> {
  let cancel = () => {};
  const timeUp = new Promise<undefined>((resolve) => {
    cancel = scheduler.after(waitMs, () => resolve(undefined));
  });
  try {
    return await Promise.race([work.catch(() => undefined), timeUp]);
  } finally {
    cancel();
  }
}
