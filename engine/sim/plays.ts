/** Which story a seed tells. */
import { LedgerPlay } from "./ledger_play.ts";
import { SalePlay } from "./sale_play.ts";
import { type Play, type ScenarioOptions, type SimResult, simulate } from "./scenario.ts";

/** Odd seeds play the sale, even ones the ring of ledgers. */
export function playOf(seed: number): Play {
  return seed % 2 === 0 ? new LedgerPlay() : new SalePlay();
}

/** Plays the story of a seed. */
export function playSeed(options: ScenarioOptions): Promise<SimResult> {
  return simulate(playOf(options.seed), options);
}
