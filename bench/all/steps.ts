/** What a full run consists of, in order. */
import { PROFILES, SCENARIOS } from "../report/run_report.ts";

/** Parts that `--only` names. */
export const PARTS = ["scenarios", "peers", "chaos", "growth"] as const;
export type Part = (typeof PARTS)[number];

/** One command of `deno task bench`. */
export interface Step {
  readonly part: Part;
  readonly args: readonly string[];
}

/** Scenarios with more profiles than the even load: how a sale begins is what they are for. */
const SUDDEN = ["spike", "herd"] as const;

/** The steps of these parts; `quick` has each in its shortest form. */
export function stepsOf(parts: readonly Part[], { quick }: { readonly quick: boolean }): Step[] {
  const even = quick ? PROFILES[0] : PROFILES[1];
  const runs = [
    ...SCENARIOS.map((scenario) => [scenario, even] as const),
    ...quick ? [] : SUDDEN.map((profile) => ["flash_sale", profile] as const),
  ];
  const all: readonly Step[] = [
    ...runs.map(([scenario, profile]): Step => ({
      part: "scenarios",
      args: ["--scenario", scenario, "--profile", profile],
    })),
    ...PARTS.filter((part) => part !== "scenarios").map((part): Step => ({
      part,
      args: [part, ...quick ? ["--quick"] : []],
    })),
  ];
  return all.filter(({ part }) => parts.includes(part));
}
