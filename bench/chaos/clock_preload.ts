/**
 * Loaded into the product before its own entry by `deno run --preload`: the wall clock of its main thread jumps with
 * each SIGUSR2, one hour ahead, then one hour behind, then back. The monotonic clock goes on, as it does when somebody
 * sets a machine's time. Workers keep the real clock.
 */
const HOUR_MS = 3_600_000;
const OFFSETS_MS = [0, HOUR_MS, -HOUR_MS] as const;

const real = Date.now;
let jumps = 0;

Date.now = () => real() + (OFFSETS_MS[jumps % OFFSETS_MS.length] ?? 0);
Deno.addSignalListener("SIGUSR2", () => {
  jumps++;
  console.error(`The wall clock jumps: ${new Date(Date.now()).toISOString()}`);
});
