/** A fault on the real product, in its shortest form; `.ci/smoke.ts` has a kill. What it asks of speed is left to a machine of its own. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { putCluster } from "../../web/testing/cluster.ts";
import { chaos } from "./chaos.ts";
import { halfRequest } from "./faults/half_request.ts";
import { runFault } from "./run_fault.ts";

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
