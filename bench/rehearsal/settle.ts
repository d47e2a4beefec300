/** Waits until the copy has recovered from what was put on it, so that one rate does not burden the next. */
import type { Target } from "../runs/target.ts";

const LOOK_MS = 200;
/** So many looks in a row. */
const CALM_LOOKS = 3;
const CALM_MS = 100;
const WAIT_MS_MAX = 15_000;

/** Resolves when it answers at once and owes no answers, or when that takes too long. */
export async function settle(
  { origin }: Pick<Target, "origin">,
  signal: AbortSignal,
): Promise<void> {
  const deadlineMs = performance.now() + WAIT_MS_MAX;
  for (let calm = 0; calm < CALM_LOOKS && performance.now() < deadlineMs && !signal.aborted;) {
    calm = await isCalm(origin) ? calm + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function isCalm(origin: string): Promise<boolean> {
  const fromMs = performance.now();
  try {
    const response = await fetch(`${origin}/metrics`, { signal: AbortSignal.timeout(WAIT_MS_MAX) });
    const parked = /^yundian_parked_replies (\d+)$/m.exec(await response.text())?.[1];
    return response.ok && parked === "0" && performance.now() - fromMs < CALM_MS;
  } catch {
    return false;
  }
}
