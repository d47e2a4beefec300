/** When a process has come to rest, and what it has used until then. */

const LOOK_MS = 100;
const CALM_US = 5_000;
/** Longer than the second that a cell may take to report what has changed. */
const CALM_LOOKS = 12;

/** CPU time of the main thread in us. */
export function mainCpuUs(): number {
  const path = `/proc/self/task/${Deno.pid}/schedstat`;
  return Number(Deno.readTextFileSync(path).split(" ")[0]) / 1_000;
}

/** Waits until the main thread has little to do for a while. */
export async function calm(): Promise<void> {
  let before = mainCpuUs();
  for (let looks = 0; looks < CALM_LOOKS;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = mainCpuUs();
    looks = now - before < CALM_US ? looks + 1 : 0;
    before = now;
  }
}
