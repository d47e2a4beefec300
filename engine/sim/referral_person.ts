/** A person of a simulated referral: joins by somebody's code, tries what is not allowed, and does business. */
import type { CustomerProtocol, CustomerReply } from "../../actors/customer/protocol.ts";
import type { InviterFacts, Place, Touch } from "../../actors/referral/protocol.ts";
import type { Outcome } from "./client.ts";
import type { ReferralPlay } from "./referral_play.ts";
import type { Stage } from "./scenario.ts";

const ATTEMPTS_MAX = 8;

/** From the opening on, a number of deeds. */
export async function live(stage: Stage, play: ReferralPlay, customer: string): Promise<void> {
  const { world, chance } = stage;
  const opensInMs = (play.spec?.startsAtMs ?? 0) - world.nowMs;
  await world.sleep(opensInMs + chance.between(-500, 8_000));
  // A few share a telephone.
  const device = chance.chance(0.3)
    ? `d${chance.below(3)}`
    : chance.chance(0.5)
    ? `d-${customer}`
    : null;
  if (chance.chance(0.3)) await happen(stage, play, customer);
  for (let left = chance.between(2, 8); left > 0; left--) {
    await world.sleep(chance.fraction() * chance.pick([50, 1_000, 6_000]));
    const deed = chance.below(10);
    if (deed < 5) await join(stage, play, { customer, device });
    else if (deed < 8) await happen(stage, play, customer);
    else if (deed < 9) await undo(stage, play, customer);
    else await play.cell(stage, play.cellOf(customer), { kind: "me", customer }, 2);
  }
}

/** By a code that is about, one's own among them, or by none. */
async function join(
  stage: Stage,
  play: ReferralPlay,
  who: { readonly customer: string; readonly device: string | null },
): Promise<void> {
  const { chance, world } = stage;
  const { customer, device } = who;
  const places = play.memory.places;
  const somebody = () => places[chance.below(Math.max(1, places.length))] ?? null;
  const code = chance.chance(0.25) ? null : somebody();
  const touched = chance.chance(0.3) ? somebody() : null;
  const inviters: Record<string, InviterFacts> = {};
  const touches: Touch[] = [];
  for (const [place, agoMs] of [[touched, chance.below(100_000_000)], [code, 0]] as const) {
    if (place === null) continue;
    const facts = await factsOf(stage, play, place);
    if (facts === null) return;
    inviters[`${place.cell}.${place.n}`] = facts;
    const { cell, n } = place;
    touches.push({ place: { cell, n }, atMs: Math.floor(world.nowMs) - agoMs, channel: "wechat" });
  }
  const outcome = await play.cell(stage, play.cellOf(customer), {
    kind: "join",
    customer,
    code: code === null ? null : { cell: code.cell, n: code.n },
    touches,
    inviters,
    via: chance.pick([null, "m1", "m2"]),
    channel: "wechat",
    device,
    mask: null,
    isStaff: chance.chance(0.03),
    facts: { tags: [], isNew: chance.chance(0.9), orgUnitIds: [] },
  }, chance.between(1, ATTEMPTS_MAX));
  if (outcome.kind !== "reply" || outcome.reply.kind !== "participant") return;
  play.memory.joined(customer, outcome.reply.participant, { device, outcome });
}

async function factsOf(
  stage: Stage,
  play: ReferralPlay,
  place: Place,
): Promise<InviterFacts | null> {
  const outcome = await play.cell(stage, place.cell, { kind: "who", n: place.n }, 4);
  return outcome.kind === "reply" && outcome.reply.kind === "who" ? outcome.reply.who : null;
}

/** The bank tells an event; the same one again at times. */
async function happen(stage: Stage, play: ReferralPlay, customer: string): Promise<void> {
  const { chance, world } = stage;
  const id = `e-${customer}-${chance.below(4)}`;
  const known = play.memory.events.find((event) => event.id === id);
  const atMs = known?.atMs ?? Math.floor(world.nowMs) - chance.below(20_000);
  const outcome = await tell(stage, customer, { id, atMs, reversal: false });
  const sure = outcome.kind === "reply" && !outcome.stale && outcome.reply.kind === "event";
  if (outcome.kind !== "nothing") play.memory.events.push({ customer, id, atMs, sure });
}

async function undo(stage: Stage, play: ReferralPlay, customer: string): Promise<void> {
  const events = play.memory.events.filter((event) => event.customer === customer);
  const event = events[stage.chance.below(Math.max(1, events.length))];
  if (event === undefined) return;
  const { id, atMs } = event;
  play.memory.reversed.add(id);
  await tell(stage, customer, { id, atMs, reversal: true });
}

/** Until it is answered or patience ends: the event's own id makes it one. */
async function tell(
  { clients, chance }: Stage,
  customer: string,
  { id, atMs, reversal }: { id: string; atMs: number; reversal: boolean },
): Promise<Outcome<CustomerReply>> {
  const event = { id, type: "account-opened", atMs } as const;
  const command = { kind: "event", event, reversal } as const;
  const address = { kind: "customer", key: customer } as const;
  let outcome: Outcome<CustomerReply> = { kind: "nothing" };
  let nothingDone = true;
  for (let left = chance.between(1, ATTEMPTS_MAX); left > 0; left--) {
    outcome = await clients.ask<CustomerProtocol>(address, command, { attemptsMax: 1 });
    if (outcome.kind === "reply") return outcome;
    nothingDone &&= outcome.kind === "nothing";
  }
  return nothingDone ? outcome : { kind: "unknown" };
}
