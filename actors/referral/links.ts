/** Lists within the books: invitees of an inviter, rewards of a participant. They follow from the columns. */
import { type Books, recordsOf, tierCount, tierIndex } from "./state.ts";
import type { ReferralTerms } from "./transfer.ts";

/** Puts the newest invitee at the end of the inviter's list. */
export function linkInvitee({ people, invitees }: Books, index: number): void {
  const by = invitees.col.by.get(index);
  const last = people.links.lastInvitee.get(by);
  if (last < 0) people.links.firstInvitee.set(by, index);
  else invitees.links.newer.set(last, index);
  invitees.links.older.set(index, last);
  people.links.lastInvitee.set(by, index);
  people.links.invited.add(by, 1);
}

/** Puts the newest reward in front of its owner's list, and where it is looked for. */
export function linkReward(books: Books, r: number, terms: ReferralTerms | null): void {
  const { people, rewards } = books;
  const owner = rewards.col.owner.get(r);
  rewards.links.older.set(r, people.links.lastReward.get(owner));
  people.links.lastReward.set(owner, r);
  const what = rewards.for(r);
  const record = rewards.col.invitee.get(r);
  if (what === "self") people.links.selfReward.set(owner, r);
  else if (what === "tier") {
    const tier = tierIndex(terms, rewards.col.tier.get(r));
    if (tier >= 0) people.links.tierRewards.set(owner * tierCount(terms) + tier, r);
  } else if (record >= 0) recordsOf(books, what)?.links.reward.set(record, r);
}
