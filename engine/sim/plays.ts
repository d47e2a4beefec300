/** Which story a seed tells. */
import { LedgerPlay } from "./ledger_play.ts";
import { ReferralPlay } from "./referral_play.ts";
import { SalePlay } from "./sale_play.ts";
import { type Play, type ScenarioOptions, type SimResult, simulate } from "./scenario.ts";

/** Odd seeds play the sale; of the even ones every other the ring of ledgers, and the rest a referral. */
export function playOf(seed: number): Play {
  if (seed % 2 === 1) return new SalePlay();
  return seed % 4 === 0 ? new LedgerPlay() : new ReferralPlay();
}

/** Plays the story of a seed. */
export function playSeed(options: ScenarioOptions): Promise<SimResult> {
  return simulate(playOf(options.seed), options);
}
