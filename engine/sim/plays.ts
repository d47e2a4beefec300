/** Which story a seed tells. */
import { LedgerPlay } from "./ledger_scenario.ts";
import { type ScenarioOptions, type SimResult, simulate } from "./scenario.ts";

/** Plays the story of a seed. */
export function playSeed(options: ScenarioOptions): Promise<SimResult> {
  return simulate(new LedgerPlay(), options);
}
