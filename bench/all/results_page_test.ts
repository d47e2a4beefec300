import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { SCENARIOS } from "../report/run_report.ts";
import { resultsPage } from "./results_page.ts";
import { PARTS, stepsOf } from "./steps.ts";

Deno.test("a full run has every scenario, every other command once, and the ways a sale begins", () => {
  const steps = stepsOf(PARTS, { quick: false });
  const lines = steps.map(({ args }) => args.join(" "));
  for (const scenario of SCENARIOS) assert(lines.includes(`--scenario ${scenario} --profile load`));
  assert(lines.includes("--scenario flash_sale --profile herd"));
  assertEquals(lines.slice(-3), ["peers", "chaos", "growth"]);
});

Deno.test("a quick run is smoke and nothing slow", () => {
  const steps = stepsOf(["scenarios", "chaos"], { quick: true });
  assertEquals(steps.length, SCENARIOS.length + 1);
  assert(steps.every(({ args }) => args.includes("smoke") || args.includes("--quick")));
});

Deno.test("what is missing stands before everything else, then the ratios, and sections in their order", () => {
  const page = resultsPage({
    command: "deno task bench all",
    date: "2026-11-22",
    machine: "2 cores",
    reports: [],
    summaries: ["## Peers\n\n- Sold: 0.41×.\n- Lost: none.", "## Faults\n\nTwo of 2. On 2 cores."],
    missing: ["growth ended with 1"],
  });
  assertStringIncludes(
    page,
    "- growth ended with 1\n\n## In short\n\n- Peers: Sold: 0.41×.\n- Peers: Lost: none.\n- Faults: Two of 2.\n\n" +
      "## Peers\n\n- Sold: 0.41×.\n- Lost: none.\n\n## Faults\n\nTwo of 2. On 2 cores.\n",
  );
});
