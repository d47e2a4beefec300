import { assert, assertEquals } from "@std/assert";
import { startGuard } from "./guard.ts";
import { startProcess } from "./process.ts";

const WAIT_MS = 20_000;
const GUARD = new URL("./guard.ts", import.meta.url).href;
const PROCESS = new URL("./process.ts", import.meta.url).href;

/** A run that starts something and says its pid. */
const RUN = (directory: string) => `
  import { startGuard } from "${GUARD}";
  import { startProcess } from "${PROCESS}";
  const guard = startGuard({ directory: ${JSON.stringify(directory)} });
  const child = startProcess({ name: "sleep", command: "sleep", args: ["600"], detached: true });
  await guard.watch(child.pid);
  console.log("started " + child.pid);
  await new Promise((resolve) => setTimeout(resolve, 600_000));
`;

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + WAIT_MS;
  while (!condition()) {
    assert(Date.now() < deadlineMs, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A process that has ended and that nobody has asked for yet counts as gone. */
function lives(pid: number): boolean {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

Deno.test("a run that is killed leaves neither processes nor data", async () => {
  const directory = await Deno.makeTempDir();
  const run = startProcess({
    name: "run",
    command: Deno.execPath(),
    args: ["eval", RUN(directory)],
  });
  const [, pid] = await run.waitFor(/started (\d+)/);
  assert(lives(Number(pid)));
  // The run alone: what it started is the guard's.
  run.signal("SIGKILL");
  await run.ended;
  await until("the child is ended", () => !lives(Number(pid)));
  await until("the data is removed", () => !isThere(directory));
});

Deno.test("a run that ends in order keeps what it did not end itself", async () => {
  const directory = await Deno.makeTempDir();
  const guard = startGuard({ directory });
  const child = startProcess({ name: "sleep", command: "sleep", args: ["600"], detached: true });
  await guard.watch(child.pid);
  await guard.release();
  assert(lives(child.pid));
  assert(isThere(directory));
  await child.stop();
  assertEquals(lives(child.pid), false);
  await Deno.remove(directory);
});
