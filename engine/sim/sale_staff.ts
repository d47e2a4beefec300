/** Staff of a simulated sale: launches it, and then will not leave it alone. */
import type {
  Actor,
  CampaignCommand,
  CampaignReply,
  FlashSaleSpec,
} from "../../actors/campaign/protocol.ts";
import type { StockProtocol } from "../../actors/stock/protocol.ts";
import type { Outcome } from "./client.ts";
import type { SalePlay } from "./sale_play.ts";
import type { Stage } from "./scenario.ts";

/** Who writes and runs the sale. */
export const AUTHOR: Actor = { id: "author", role: "bank", unit: "b1" };
const APPROVER: Actor = { id: "approver", role: "bank", unit: "b1" };

/** Draft to scheduled. False when staff never learns that it worked. */
export async function launch(stage: Stage, play: SalePlay, spec: FlashSaleSpec): Promise<boolean> {
  const approval = stage.chance.chance(0.3);
  const steps: CampaignCommand[] = [{ kind: "create", spec, by: AUTHOR, approval }];
  if (approval) steps.push({ kind: "submit", by: AUTHOR }, { kind: "approve", by: APPROVER });
  steps.push({ kind: "schedule", by: AUTHOR });
  for (const step of steps) {
    const { outcome, again } = await askFresh(stage, play, step);
    if (outcome.kind !== "reply") return false;
    const { reply } = outcome;
    // It came too late to be scheduled at all.
    const late = reply.kind === "rejected" && reply.code === "invalid";
    if (late && step.kind === "schedule") return false;
    if (reply.kind !== "view" && !again) {
      stage.world.fail("a sale can be launched", `${step.kind}: ${JSON.stringify(reply)}`);
    }
  }
  const { outcome } = await askFresh(stage, play, { kind: "view" });
  if (outcome.kind !== "reply" || outcome.reply.kind !== "view") return false;
  play.cells = outcome.reply.view.cells;
  return true;
}

/** Asks once more where the answer came from a process that had been replaced: it may be out of date. */
async function askFresh(
  stage: Stage,
  play: SalePlay,
  command: CampaignCommand,
): Promise<{ outcome: Outcome<CampaignReply>; again: boolean }> {
  let outcome = await play.ask(stage, command);
  let again = false;
  for (; outcome.kind === "reply" && outcome.stale; again = true) {
    outcome = await play.ask(stage, command);
  }
  return { outcome, again };
}

/** Interferes while the sale goes on. */
export async function manage(
  stage: Stage,
  play: SalePlay,
  selling: () => boolean,
): Promise<void> {
  const { world, chance } = stage;
  const busy = chance.chance(0.7);
  while (selling()) {
    await world.sleep(chance.between(200, 6_000));
    if (busy && selling()) await interfere(stage, play, chance.below(10));
  }
}

/** Moves the end far away. */
export async function prolong(stage: Stage, play: SalePlay): Promise<void> {
  play.memory.mayReopen(stage.world.steps);
  const endsAtMs = Math.floor(stage.world.nowMs) + 3_600_000;
  await play.ask(stage, { kind: "extend", by: AUTHOR, endsAtMs });
}

async function interfere(stage: Stage, play: SalePlay, which: number): Promise<void> {
  const { world, chance } = stage;
  const by = AUTHOR;
  if (which < 3) {
    note(play, await play.ask(stage, { kind: "pause", by }), "paused");
    if (!chance.chance(0.8)) return;
    await world.sleep(chance.between(50, 4_000));
    play.memory.mayReopen(world.steps);
    await play.ask(stage, { kind: "resume", by });
    return;
  }
  if (which === 9 && chance.chance(0.3)) {
    note(play, await play.ask(stage, { kind: "end", by }), "ended");
    return;
  }
  play.memory.mayReopen(world.steps);
  if (which === 3) {
    await play.ask(stage, { kind: "extend", by, endsAtMs: Math.floor(world.nowMs) + 40_000 });
  } else if (which < 7) {
    await play.ask(stage, { kind: "units", by, delta: chance.pick([-3, -1, 1, 2, 5]) });
  } else if (which === 7) await play.ask(stage, { kind: "release", by, units: 1 });
  else await giveBack(stage, play);
}

function note(
  play: SalePlay,
  outcome: Outcome<CampaignReply>,
  why: "paused" | "ended",
): void {
  if (outcome.kind !== "reply" || outcome.stale || outcome.reply.kind !== "view") return;
  if (outcome.reply.view.phase === why) play.memory.closed(why, outcome.endStep);
}

/** Refunds somebody. */
async function giveBack(stage: Stage, play: SalePlay): Promise<void> {
  const { clients, chance } = stage;
  const bought = [...play.memory.views.values()].filter(({ state }) => state === "confirmed");
  const view = bought[chance.below(bought.length)];
  if (view === undefined) return;
  const command = { kind: "return", id: view.id, by: AUTHOR.id, reason: "r" } as const;
  const address = { kind: "stock", key: play.keyOf(view.customer) } as const;
  const plan = { commandId: clients.newId(), attemptsMax: 3 };
  const outcome = await clients.ask<StockProtocol>(address, command, plan);
  if (outcome.kind === "reply" && outcome.reply.kind === "reservation") {
    play.memory.saw(outcome.reply.reservation, outcome);
  }
}
