/** A bound on the time of one request. */
import type { Scheduler } from "../../engine/mod.ts";

/** What `work` resolves to, or null when it takes longer than `ms`; then its outcome is dropped. */
export function withinTime<Value>(
  work: Promise<Value>,
  limit: { readonly scheduler: Scheduler; readonly ms: number },
): Promise<Value | null> {
  return new Promise((resolve, reject) => {
    const cancel = limit.scheduler.after(limit.ms, () => resolve(null));
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error) => {
        cancel();
        reject(error);
      },
    );
  });
}
