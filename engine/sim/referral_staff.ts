/** Staff of a simulated referral: reviews, takes back, takes out, edits the budget, pauses. */
import type { Actor } from "../../actors/campaign/protocol.ts";
import type { ReferralPlay } from "./referral_play.ts";
import type { Stage } from "./scenario.ts";

/** Who writes and runs the campaign. */
export const AUTHOR: Actor = { id: "author", role: "bank", unit: "b1" };

/** Interferes while people come. */
export async function look(
  stage: Stage,
  play: ReferralPlay,
  open: () => boolean,
): Promise<void> {
  const { world, chance } = stage;
  while (open()) {
    await world.sleep(chance.between(300, 5_000));
    if (open()) await interfere(stage, play, chance.below(12));
  }
}

async function interfere(stage: Stage, play: ReferralPlay, which: number): Promise<void> {
  const { chance } = stage;
  const by = AUTHOR.id;
  const note = "looked at";
  const { places } = play.memory;
  const somebody = () => places[chance.below(Math.max(1, places.length))] ?? null;
  const place = somebody();
  if (which < 4 && place !== null) {
    const verdict = chance.pick(["approve", "approve", "reject", "ask"] as const);
    const command = { kind: "review", n: place.n, reward: null, verdict, note, by } as const;
    await play.cell(stage, place.cell, command, 6);
  } else if (which < 6 && place !== null) {
    const reward = `${play.id}.${place.cell}.${chance.below(6)}`;
    await play.cell(stage, place.cell, { kind: "claw-back", reward, note, by }, 6);
  } else if (which < 7 && place !== null) {
    play.memory.removed.add(place.customer);
    await play.cell(stage, place.cell, { kind: "remove", n: place.n, note, by }, 6);
  } else if (which < 8 && place !== null) {
    const { cell, n } = somebody() ?? place;
    const command = {
      kind: "loop-tried",
      n: place.n,
      by: { cell, n },
    } as const;
    await play.cell(stage, place.cell, command, 2);
  } else if (which < 10) {
    const delta = chance.between(-60, 60);
    if (delta !== 0) await play.campaign(stage, { kind: "units", by: AUTHOR, delta });
  } else {
    await play.campaign(stage, { kind: "pause", by: AUTHOR });
    await stage.world.sleep(chance.between(0, 2_000));
    await play.campaign(stage, { kind: "resume", by: AUTHOR });
  }
}
