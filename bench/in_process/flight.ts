/** A closed loop: `inFlight` callers, each of whom asks again as soon as it is answered. */

/** How long, how much CPU. */
export interface Flight {
  readonly count: number;
  readonly perSecond: number;
  /** CPU us per grab of the thread that runs the loop. */
  readonly mainUs: number;
  /** The same of the whole process. */
  readonly processUs: number;
}

/** Asks `count` times from `first` on. `ask` calls back exactly once. */
export function fly(
  flight: { readonly first: number; readonly count: number; readonly inFlight: number },
  ask: (index: number, answered: () => void) => void,
): Promise<Flight> {
  const { first, count, inFlight } = flight;
  return new Promise((resolve) => {
    const before = ownCpuUs();
    const startMs = performance.now();
    let asked = 0;
    let answered = 0;
    const next = () => {
      if (asked < count) ask(first + asked++, done);
    };
    const done = () => {
      answered++;
      if (answered < count) return next();
      const ms = performance.now() - startMs;
      const after = ownCpuUs();
      resolve({
        count,
        perSecond: count / ms * 1_000,
        mainUs: (after.main - before.main) / count,
        processUs: (after.process - before.process) / count,
      });
    };
    for (let i = 0; i < inFlight; i++) next();
  });
}

function ownCpuUs(): { main: number; process: number } {
  let process = 0;
  let main = 0;
  for (const { name } of Deno.readDirSync("/proc/self/task")) {
    const us = Number(
      Deno.readTextFileSync(`/proc/self/task/${name}/schedstat`).split(" ")[0],
    ) / 1_000;
    process += us;
    if (Number(name) === Deno.pid) main = us;
  }
  return { main, process };
}
