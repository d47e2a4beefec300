/** What a wallet answers: the reward is paid, or taken back, or was used and stays. */
import { REASONS } from "./codes.ts";
import { clawBack, close, makeReward, move, selfOf } from "./rewarding.ts";
import { recordsOf, rewardNumber } from "./state.ts";
import { renewTier } from "./tiers.ts";
import type { GrantAnswer } from "./transfer.ts";
import type { ReferralTurn } from "./turn.ts";

/** A wallet's word on a reward. */
export function walletAnswered(turn: ReferralTurn, answer: GrantAnswer): void {
  const { books, state } = turn;
  const r = rewardNumber(state, answer.id);
  if (!books.rewards.has(r)) return;
  const now = books.rewards.state(r);
  if (answer.kind === "granted" && now === "approved") {
    move(turn, r, "paid", {});
    close(turn, r, "paid");
    const undo = REASONS.word(books.rewards.col.reason.get(r));
    if (undo !== null) clawBack(turn, r, { reason: undo });
  } else if (answer.kind === "clawed-back" && now === "clawed-back") {
    // A coupon that was used cannot be taken back: it stays paid, and so does its budget.
    if (answer.taken === false) return move(turn, r, "paid", {});
    close(turn, r, "clawed-back");
    if (books.rewards.col.waits.get(r) === 0) return;
    const reason = REASONS.word(books.rewards.col.reason.get(r));
    move(turn, r, "clawed-back", { reason });
    if (reason === "reversed") renew(turn, r);
  }
}

/** Makes again what was taken back now, if what it was for has come about anew while the wallet was asked. */
function renew(turn: ReferralTurn, r: number): void {
  const { books, terms } = turn;
  const { rewards, people, happenings } = books;
  const owner = rewards.col.owner.get(r);
  const what = rewards.for(r);
  if (what === "tier") return renewTier(turn, r);
  const records = recordsOf(books, what);
  const record = rewards.col.invitee.get(r);
  const newest = records === null
    ? people.links.selfReward.get(owner)
    : records.links.reward.get(record);
  const event = (records ?? people).col.event.get(records === null ? owner : record);
  const reward = what === "self"
    ? terms.rewards.perInvitedSelf
    : what === "invitee"
    ? terms.rewards.perInvitee
    : terms.rewards.perSecondLevel;
  if (newest !== r || event < 0 || reward === undefined) return;
  makeReward(turn, {
    owner,
    for: what,
    reward,
    invitee: records === null
      ? selfOf(turn, owner)
      : { ...records.place(record), mask: records.mask(record) },
    tier: null,
    events: [happenings.get(event)],
    outlet: books.names.name(rewards.col.outlet.get(r)),
    flags: records?.col.flags.get(record) ?? 0,
    instead: r,
  });
}
