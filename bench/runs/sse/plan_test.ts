import { assertEquals } from "@std/assert";
import { PROFILES } from "../../report/run_report.ts";
import { arrivalMs, arrivedBy, filesMaxOf, SSE_PLANS, ssePlan, withinFiles } from "./plan.ts";

Deno.test("arrivals are spread evenly, and all of a spike are due within a second", () => {
  const plan = ssePlan("load", { subscribers: 100, arriveSeconds: 10 });
  assertEquals([0, 1, 5_000, 10_000, 60_000].map((ms) => arrivedBy(plan, ms)), [
    0,
    1,
    50,
    100,
    100,
  ]);
  assertEquals(arrivalMs(plan, 50), 5_000);
  assertEquals(arrivedBy(ssePlan("spike", {}), 1_000), 10_000);
});

Deno.test("each profile has subscribers, and something for them to see", () => {
  for (const profile of PROFILES) {
    const plan = SSE_PLANS[profile];
    assertEquals(plan.subscribers >= 200 && plan.grabsPerSecond > 0, true, profile);
  }
});

Deno.test("too few open files are refused with the fix, except for a rise, which goes as far as they reach", () => {
  const plan = ssePlan("load", {});
  assertEquals(withinFiles(plan, 20_000), plan);
  assertEquals(withinFiles(plan, null), plan);
  assertEquals(withinFiles(plan, 1_024), {
    refused:
      "Cannot open 10000 streams: a process may open 1024 files here, run `ulimit -n 10256` " +
      "first or choose fewer with --subscribers",
  });
  const rise = withinFiles(ssePlan("breakpoint", {}), 1_024);
  assertEquals("subscribers" in rise && rise.subscribers, 768);
});

Deno.test("the limit of open files is read as the system writes it", () => {
  const text = "Limit                     Soft Limit           Hard Limit           Units     \n" +
    "Max open files            20000                20000                files     \n";
  assertEquals(filesMaxOf(text), 20_000);
  assertEquals(filesMaxOf("Max open files            unlimited            unlimited"), null);
  assertEquals(filesMaxOf(""), null);
});
