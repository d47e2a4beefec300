/** A customer of a simulated sale: grabs, pays or not, waits in line, and repeats what got no answer. */
import { cellOfCustomer, type ReservationView } from "../../actors/stock/protocol.ts";
import type { SalePlay } from "./sale_play.ts";
import type { Stage } from "./scenario.ts";

/** Comes for the opening and tries a number of times. */
export async function buy(stage: Stage, play: SalePlay, customer: string): Promise<void> {
  const { world, chance } = stage;
  const gapMs = chance.pick([20, 500, 3_000]);
  const earlyMs = chance.chance(0.2) ? 3_000 : 100;
  await world.sleep((play.spec?.startsAtMs ?? 0) - world.nowMs - chance.below(earlyMs));
  for (let left = chance.between(3, 12); left > 0; left--) {
    await world.sleep(chance.fraction() * gapMs + (chance.chance(0.1) ? 5_000 : 0));
    const view = await grab(stage, play, customer);
    if (view !== null) await decide(stage, play, view);
    else if (chance.chance(0.5)) await queue(stage, play, customer);
    if (chance.chance(0.2)) await play.cell(stage, { kind: "mine", customer });
  }
}

/** One order; null without a reservation. */
async function grab(
  stage: Stage,
  play: SalePlay,
  customer: string,
): Promise<ReservationView | null> {
  const { chance, world } = stage;
  const many = (play.spec?.perCustomerMax ?? 1) > 4;
  const units = many ? chance.between(1, 12) : chance.pick([1, 1, 1, 2]);
  const key = chance.chance(0.3) ? `key${chance.below(3)}` : null;
  const command = { kind: "grab", customer, units } as const;
  const startMs = world.nowMs;
  const outcome = await play.cell(
    stage,
    key === null ? command : { ...command, key },
    chance.between(1, 6),
  );
  if (outcome.kind !== "nothing") play.memory.tried(customer);
  if (outcome.kind !== "reply") return null;
  const { reply } = outcome;
  if (reply.kind !== "reserved" && reply.kind !== "reservation") return null;
  if (reply.kind === "reserved" && !outcome.stale) {
    play.memory.grabbed(reply.reservation.id, outcome);
  }
  const shown = reply.kind === "reservation" && key === null &&
    (play.spec?.perCustomerMax ?? 1) > 1;
  if (shown) play.memory.own(reply.reservation, startMs);
  return reply.reservation;
}

/** Pays, too late perhaps; cancels; or forgets. */
async function decide(stage: Stage, play: SalePlay, view: ReservationView): Promise<void> {
  const { world, chance } = stage;
  const { id, customer } = view;
  const what = chance.below(10);
  if (what < 2) return;
  if (what < 4) {
    await play.cell(stage, { kind: "cancel", customer, id }, 4);
    return;
  }
  const holdMs = view.expiresAtMs - view.createdAtMs;
  if (what < 6) await world.sleep(holdMs + chance.between(-500, 3_000));
  const paidFen = view.priceFen * view.units;
  const paid = paidFen === 0 ? null : play.memory.pays(id);
  const payment = paid === null ? null : { id: paid.id, paidFen };
  const outcome = await play.cell(stage, { kind: "confirm", customer, id, payment }, 8);
  if (paid === null || outcome.kind !== "reply") return;
  const { reply } = outcome;
  if (reply.kind === "reservation") paid.told = "bought";
  else if (reply.kind === "rejected" && reply.refundFen !== undefined) paid.told = "refund";
}

/** Joins the waiting list and takes the unit once it is offered. */
async function queue(stage: Stage, play: SalePlay, customer: string): Promise<void> {
  const { world, chance } = stage;
  const cell = cellOfCustomer(customer, play.cells);
  const joined = await play.campaign(stage, { kind: "join-waiting", customer, cell }, 5);
  if (joined.kind !== "reply" || joined.reply.kind !== "waiting") return;
  if (joined.reply.first && !joined.stale) play.memory.joined(customer, joined);
  for (let looks = chance.between(1, 6); looks > 0; looks--) {
    await world.sleep(chance.between(100, 3_000));
    const look = await play.campaign(stage, { kind: "my-waiting", customer }, 1);
    if (look.kind !== "reply" || look.reply.kind !== "waiting") continue;
    if (look.reply.offer === null) continue;
    const view = await grab(stage, play, customer);
    if (view !== null) await decide(stage, play, view);
    return;
  }
  if (chance.chance(0.3)) await play.campaign(stage, { kind: "leave-waiting", customer }, 3);
}
