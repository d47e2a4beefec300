/** Rewards for having brought so many: given when the count is reached, taken back when it is not any more. */
import { REASONS } from "./codes.ts";
import type { QualifyingEvent, Reward } from "./protocol.ts";
import { makeReward, standing, takeBack } from "./rewarding.ts";
import { type Books, eventsOf, tierCount, tierIndex } from "./state.ts";
import type { ReferralTurn } from "./turn.ts";

/** Events that a tier's reward names at most, and invitees that are looked at for them. */
export const TIER_EVENTS_MAX = 16;
const TIER_EVENTS_SOUGHT_MAX = 256;

/** Gives the tiers that `count` invitees reach, and takes back those that they no longer do. */
export function weighTiers(
  turn: ReferralTurn,
  n: number,
  by: {
    readonly count: number;
    readonly events: readonly QualifyingEvent[];
    readonly open: boolean;
  },
): void {
  const { books, terms } = turn;
  const { people } = books;
  for (const [tier, { at, reward }] of (terms.rewards.tiers ?? []).entries()) {
    const r = people.links.tierRewards.get(n * tierCount(terms) + tier);
    if (by.count < at) takeBack(turn, r, { reason: "reversed", open: by.open });
    else if (r < 0 || (!standing(turn, r) && wasReversed(turn, r))) {
      makeTier(turn, n, { at, reward, events: by.events });
    }
  }
}

function makeTier(
  turn: ReferralTurn,
  n: number,
  { at, ...made }: {
    readonly at: number;
    readonly reward: Reward;
    readonly events: readonly QualifyingEvent[];
  },
): void {
  const { names, people } = turn.books;
  const outlet = names.name(people.col.via.get(n));
  makeReward(turn, { ...made, owner: n, for: "tier", invitee: null, tier: at, outlet, flags: 0 });
}

/** Takes back the tiers that stand on this event, and that the invitees who count do not reach. */
export function dropTiers(turn: ReferralTurn, n: number, event: string): void {
  const { books, terms } = turn;
  const { people } = books;
  for (const [tier, { at }] of (terms.rewards.tiers ?? []).entries()) {
    const r = people.links.tierRewards.get(n * tierCount(terms) + tier);
    if (r < 0 || people.col.counted.get(n) >= at) continue;
    if (eventsOf(books, r).some(({ id }) => id === event)) {
      takeBack(turn, r, { reason: "reversed" });
    }
  }
}

/** Makes a tier again whose reward was taken back, if it is reached anew. */
export function renewTier(turn: ReferralTurn, r: number): void {
  const { books, terms } = turn;
  const { rewards, people } = books;
  const n = rewards.col.owner.get(r);
  const at = rewards.col.tier.get(r);
  const tier = tierIndex(terms, at);
  const reward = terms.rewards.tiers?.[tier]?.reward;
  if (reward === undefined || people.col.counted.get(n) < at) return;
  if (people.links.tierRewards.get(n * tierCount(terms) + tier) !== r) return;
  makeTier(turn, n, { at, reward, events: eventsThatCount(books, n).slice(0, at) });
}

/** Of the newest invitees that count. */
export function eventsThatCount(
  { people, invitees, happenings }: Books,
  by: number,
): QualifyingEvent[] {
  const found: QualifyingEvent[] = [];
  let looked = 0;
  for (
    let each = people.links.lastInvitee.get(by);
    each >= 0 && found.length < TIER_EVENTS_MAX && looked < TIER_EVENTS_SOUGHT_MAX;
    each = invitees.links.older.get(each), looked++
  ) {
    if (invitees.col.counted.get(each) === 1) {
      found.push(happenings.get(invitees.col.event.get(each)));
    }
  }
  return found;
}

/** A tier that fell can be reached again; one that was refused or taken back by people cannot. */
function wasReversed({ books }: ReferralTurn, r: number): boolean {
  return REASONS.word(books.rewards.col.reason.get(r)) === "reversed";
}
