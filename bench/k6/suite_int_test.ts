import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { findK6 } from "../runs/find_k6.ts";
import { wantedOf } from "./environment.ts";
import { PROFILES, SUITE_SCENARIOS } from "./names.ts";
import { optionsOf } from "./options.ts";
import { planOf } from "./profiles.ts";

const SUITE = `${import.meta.dirname}/suite.ts`;
const k6 = await findK6().catch(() => null);

/** What k6 itself makes of the suite, without running it. */
async function inspect(variables: Readonly<Record<string, string>>) {
  const named = { AUTH_SECRET: "x", EVENTS_SECRET: "x", ...variables };
  const flags = Object.entries(named).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  const { success, stdout, stderr } = await new Deno.Command(k6?.command ?? "k6", {
    args: ["inspect", ...flags, SUITE],
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { success, output: text.decode(stdout), errors: text.decode(stderr) };
}

Deno.test({
  name: "k6 takes every scenario in every profile as the tables say",
  ignore: k6 === null,
  async fn() {
    for (const scenario of SUITE_SCENARIOS) {
      for (const profile of PROFILES) {
        const variables = { SCENARIO: scenario, PROFILE: profile };
        const { success, output, errors } = await inspect(variables);
        assert(success, `${scenario} ${profile}: ${errors}`);
        const told = JSON.parse(output);
        const { scenarios, thresholds } = optionsOf(planOf(wantedOf(variables)));
        assertEquals(Object.keys(told.thresholds).sort(), Object.keys(thresholds).sort());
        assertEquals(Object.keys(told.scenarios), Object.keys(scenarios));
        for (const [name, { executor, maxVUs }] of Object.entries(scenarios)) {
          assertEquals(told.scenarios[name].executor, executor);
          assertEquals(told.scenarios[name].maxVUs, maxVUs);
        }
      }
    }
  },
});

Deno.test({
  name: "k6 alone says in one line what is wanted wrongly",
  ignore: k6 === null,
  async fn() {
    const { success, errors } = await inspect({ SCENARIO: "sale" });
    assert(!success);
    assertStringIncludes(errors, "the known ones are flash_sale, sold_out");
  },
});
