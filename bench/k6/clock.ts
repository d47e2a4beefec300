/** Waiting, and the target's clock. */
import { sleep } from "k6";

/** How far the target's clock is ahead, from `serverTime` of an answer that took this long. */
export function aheadMs(serverTime: string, tookMs: number): number {
  return Date.parse(serverTime) + tookMs / 2 - Date.now();
}

/** Sleeps until an instant of this machine's clock; not at all if it is over. */
export function sleepUntil(atMs: number): void {
  for (let leftMs = atMs - Date.now(); leftMs > 0; leftMs = atMs - Date.now()) {
    sleep(leftMs / 1_000);
  }
}

/** Sleeps for so many ms. */
export function sleepMs(ms: number): void {
  if (ms > 0) sleep(ms / 1_000);
}
