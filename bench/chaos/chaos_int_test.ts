/** Two faults on the real product, in their shortest form. What they ask of speed is left to a machine of their own. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { putCluster } from "../../web/testing/cluster.ts";
import { chaos, shortKill } from "./chaos.ts";
import { halfRequest } from "./faults/half_request.ts";
import { runFault } from "./run_fault.ts";

Deno.test("a short kill -9 of the product loses nothing that was acknowledged", async () => {
  const said: string[] = [];
  assertEquals(await shortKill((line) => said.push(line)), [], said.join("\n"));
});

Deno.test("whoever sends half a request is answered or waits, and the books are right", async () => {
  const fault = {
    ...halfRequest,
    // A first start makes these files for five seconds.
    async prepare(directory: string) {
      await putCluster(join(directory, "data"));
      return { async [Symbol.asyncDispose]() {} };
    },
  };
  const report = await runFault(fault, {
    quick: true,
    seconds: 2,
    grabsPerSecond: 50,
    signal: new AbortController().signal,
    say() {},
  });
  const told = JSON.stringify({ ...report, observed: null }, null, 1);
  assertEquals(report.truth.map(({ ok }) => ok), [true, true, true, true, true], told);
  const half = report.expectations.find(({ measured }) => measured === 200);
  assert(half?.ok === true, told);
  assert((report.observed?.attempts ?? 0) > 100, told);
});

Deno.test("an unknown fault is refused before anything is started", async () => {
  assertEquals(await chaos(["flood"]), 2);
});
