import { assert } from "@std/assert";
import { readCpu } from "./cpu.ts";

const SPIN_MS = 60;

function used(): number {
  const reading = readCpu([{ name: "own", pid: Deno.pid }]);
  return [...reading.values()].reduce((sum, us) => sum + us, 0);
}

Deno.test({
  name: "what an ended thread has used is still counted",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const before = used();
    const code = `const end = performance.now() + ${SPIN_MS}; while (performance.now() < end);` +
      "postMessage(0);";
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const worker = new Worker(url, { type: "module" });
    await new Promise((resolve) => worker.onmessage = resolve);
    const living = used();
    worker.terminate();
    URL.revokeObjectURL(url);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert(living > before);
    assert(used() >= living, "CPU time never goes back");
  },
});
