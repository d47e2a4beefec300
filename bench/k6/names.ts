/** Scenarios and profiles that k6 plays: all but `sse`, since k6 reads no event streams. */
import type { Profile, Scenario } from "../report/run_report.ts";

export type { Profile };
export type SuiteScenario = Exclude<Scenario, "sse">;

export const SUITE_SCENARIOS = [
  "flash_sale",
  "sold_out",
  "one_person",
  "referral_storm",
  "storefront",
  "mixed_day",
] as const satisfies readonly SuiteScenario[];

export const PROFILES = [
  "smoke",
  "load",
  "spike",
  "herd",
  "soak",
  "breakpoint",
] as const satisfies readonly Profile[];
