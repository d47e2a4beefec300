/** The books of a referral against what everyone was told. */
import type { CampaignState } from "../../actors/campaign/state.ts";
import { judgeReferral } from "../../actors/referral_audit.ts";
import {
  type ParticipantView,
  type Place,
  referralKey,
  type ReferralReply,
} from "../../actors/referral/protocol.ts";
import { type Ground, groundOf, type ReferralState } from "../../actors/referral/state.ts";
import { participantView } from "../../actors/referral/views.ts";
import type { WalletReply } from "../../actors/wallet/protocol.ts";
import type { ReferralPlay } from "./referral_play.ts";
import type { Stage } from "./scenario.ts";

/** What a cell tells of a participant is stored already. */
export function checkToldRewards(stage: Stage, actor: string, reply: ReferralReply): void {
  if (reply.kind !== "participant") return;
  const { participant } = reply;
  const ground = groundOf(stage.storedNow(actor) as ReferralState);
  const known = ground?.books.people.has(participant.n) === true &&
    ground.books.people.customer(participant.n) === participant.customer;
  if (!known) {
    stage.world.fail("replies are durable", `${participant.customer} told, ${actor} has not`);
  }
  for (const { id } of participant.rewards) {
    const r = Number(id.slice(id.lastIndexOf(".") + 1));
    if (ground?.books.rewards.has(r) === true) continue;
    stage.world.fail("replies are durable", `reward ${id} told, ${actor} has not`);
  }
}

/** All is quiet: budget, tree, tiers, wallets and what people were told agree. */
export async function checkReferral(stage: Stage, play: ReferralPlay): Promise<void> {
  const { world } = stage;
  const campaign = (await stage.load(`campaign/${play.id}`)).state as CampaignState;
  const states: ReferralState[] = [];
  for (let cell = 0; cell < play.cells; cell++) {
    const { state } = await stage.load(`referral/${referralKey(play.id, cell)}`);
    states.push(state as ReferralState);
  }
  const judged = judgeReferral(campaign, states, { isStill: true, isQuiet: true });
  for (const sentence of judged.violations) world.fail("the budget is exact", sentence);
  const { pending, approved } = judged.rewards;
  if (pending.rewards + approved.rewards > 0) {
    world.fail("rewards arrive", `${pending.rewards} pending, ${approved.rewards} approved`);
  }
  const { sums } = campaign.course;
  if (sums.participants !== judged.participants || sums.invited !== judged.invited) {
    const counted = `${judged.participants} and ${judged.invited}`;
    world.fail("reports arrive", `${sums.participants} and ${sums.invited}, there are ${counted}`);
  }
  for (const [state, { rewards }] of Object.entries(judged.rewards)) {
    if (rewards > 0) play.seen.add(state);
  }
  const views = viewsOf(states.map(groundOf));
  checkTold(stage, play, views);
  checkTree(stage, views);
  checkEvents(stage, play, views);
  await checkWallets(stage, views);
}

function viewsOf(grounds: readonly (Ground | null)[]): Map<string, ParticipantView> {
  const views = new Map<string, ParticipantView>();
  for (const ground of grounds) {
    if (ground === null) continue;
    for (let n = 0; n < ground.books.people.count; n++) {
      const view = participantView(ground, n);
      views.set(keyOf(view), view);
    }
  }
  return views;
}

function keyOf({ cell, n }: Place): string {
  return `${cell}.${n}`;
}

/** Nobody who was told that they have joined is lost, and the inviter stays. */
function checkTold(
  { world }: Stage,
  play: ReferralPlay,
  views: Map<string, ParticipantView>,
): void {
  for (const { customer, place, inviter } of play.memory.joins) {
    const view = views.get(keyOf(place));
    const now = view?.inviter ?? null;
    const same = inviter === null ? now === null : now !== null && keyOf(now) === keyOf(inviter);
    if (view?.customer === customer && same) continue;
    world.fail("no join is lost", `${customer} at ${keyOf(place)}: ${JSON.stringify(view)}`);
  }
  const customers = [...views.values()].map((view) => view.customer);
  if (new Set(customers).size !== customers.length) {
    world.fail("one participation each", customers.join());
  }
}

/** Every inviter knows each invitee once. */
function checkTree({ world }: Stage, views: Map<string, ParticipantView>): void {
  const invitees = new Map<string, string[]>();
  for (const [key, { inviter }] of views) {
    if (inviter === null) continue;
    const known = invitees.get(keyOf(inviter)) ?? [];
    invitees.set(keyOf(inviter), [...known, key]);
  }
  for (const [key, view] of views) {
    const told = view.invitees.map(keyOf).sort().join();
    const there = (invitees.get(key) ?? []).sort().join();
    if (told !== there) world.fail("the tree has two ends", `${key}: [${told}], not [${there}]`);
    if (view.invited !== view.invitees.length) {
      world.fail("the tree has two ends", `${key}: ${view.invited} of ${view.invitees.length}`);
    }
    const qualified = view.invitees.filter((invitee) => {
      const one = views.get(keyOf(invitee));
      return one !== undefined && one.qualifiedBy !== null && !one.removed;
    }).length;
    if (view.qualified > qualified) {
      world.fail("who counts has qualified", `${key}: ${view.qualified} of ${qualified}`);
    }
  }
}

/** An event that the bank was told is taken makes a reward, unless something stands against it. */
function checkEvents(
  { world }: Stage,
  play: ReferralPlay,
  views: Map<string, ParticipantView>,
): void {
  const { memory, spec } = play;
  const windowMs = (spec?.windowDays ?? 0) * 86_400_000;
  for (const view of views.values()) {
    const { inviter, customer, joinedAtMs } = view;
    if (inviter === null || view.removed || memory.removed.has(customer)) continue;
    const sure = memory.events.find((event) =>
      event.sure && event.customer === customer && !memory.reversed.has(event.id) &&
      Math.abs(event.atMs - joinedAtMs) < windowMs
    );
    if (sure === undefined) continue;
    if (view.qualifiedBy === null) {
      world.fail("no event is lost", `${customer}: ${sure.id} did not qualify`);
      continue;
    }
    const above = views.get(keyOf(inviter));
    if (spec?.rewards.perInvitee === undefined || above === undefined) continue;
    const made = above.rewards.some((reward) =>
      reward.for === "invitee" && reward.invitee !== null && keyOf(reward.invitee) === keyOf(view)
    );
    if (!made) world.fail("no reward is lost", `${keyOf(inviter)} for ${customer}`);
  }
}

/** What is paid is in the wallet once, what was taken back is not, and nothing else is there. */
async function checkWallets(stage: Stage, views: Map<string, ParticipantView>): Promise<void> {
  const { world } = stage;
  const kind = stage.kinds.find(({ name }) => name === "wallet");
  for (const { customer, rewards } of views.values()) {
    const { state } = await stage.load(`wallet/${customer}`);
    const stamp = { atMs: world.nowMs, commandId: "c", random: "r".repeat(21), from: null };
    const decision = kind?.decide({ ...stamp, body: { kind: "view" } }, state as object);
    const reply = decision !== undefined && "reply" in decision
      ? decision.reply as WalletReply
      : undefined;
    if (reply?.kind !== "wallet") continue;
    const { coupons, points } = reply.wallet;
    const has = new Map<string, number>();
    const add = (id: string, times: number) => has.set(id, (has.get(id) ?? 0) + times);
    for (const { id, state } of coupons) add(id, state === "revoked" ? 0 : 1);
    for (const { id, against } of points.entries) {
      if (against === "granted") add(id, 1);
      if (against === "clawed-back") add(id, -1);
    }
    for (const reward of rewards) {
      const wanted = reward.state === "paid" ? 1 : 0;
      if ((has.get(reward.id) ?? 0) !== wanted) {
        const told = `${reward.id} is ${reward.state}, the wallet has ${JSON.stringify([...has])}`;
        world.fail("rewards are paid once", `${customer}: ${told}`);
      }
    }
    for (const [id, times] of has) {
      const known = rewards.some((reward) => reward.id === id);
      if (times !== 0 && !known) {
        world.fail("rewards are paid once", `${customer}: ${id} is nobody's`);
      }
    }
  }
}
