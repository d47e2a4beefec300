/** Ctrl-C: the first ends the load in order, a second one ends everything at once. */

/** What ends a run from outside. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Ctrl-C has its usual meaning again. */
  release(): void;
}

/** One Ctrl-C may arrive twice: from the terminal and from the task runner. */
const SAME_MS = 400;
/** As shells say it: ended by SIGINT. */
export const INTERRUPTED = 130;
const SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGTERM"];

/** Listens from now on. `atOnce` is to kill what was started, and must not wait. */
export function onInterrupt(
  options: { log(line: string): void; atOnce(): void; nowMs?: () => number },
): Interrupt {
  const { log, atOnce, nowMs = () => performance.now() } = options;
  const controller = new AbortController();
  let firstMs: number | null = null;

  function heard(): void {
    if (firstMs === null) {
      firstMs = nowMs();
      log("Stopping: the report so far is written; once more ends at once");
      controller.abort();
    } else if (nowMs() - firstMs > SAME_MS) {
      atOnce();
      Deno.exit(INTERRUPTED);
    }
  }

  for (const one of SIGNALS) Deno.addSignalListener(one, heard);
  return {
    signal: controller.signal,
    release() {
      for (const one of SIGNALS) Deno.removeSignalListener(one, heard);
    },
  };
}
