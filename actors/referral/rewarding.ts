/** The life of a reward: made, reserved in the budget, held, given to the wallet, taken back. */
import { flagsOf, REASONS } from "./codes.ts";
import type {
  Place,
  QualifyingEvent,
  Reward,
  RewardFor,
  RewardReason,
  RewardState,
} from "./protocol.ts";
import {
  type Books,
  dayNumber,
  eventsOf,
  fenOf,
  flagBitsOf,
  recordsOf,
  rewardId,
  rewardNumber,
  tierCount,
  tierIndex,
} from "./state.ts";
import type { CloseBudget, Grant, GrantAnswer, ReserveAnswer } from "./transfer.ts";
import { here, type ReferralTurn, tellCampaign, tellWallet } from "./turn.ts";

/** Words of a move. */
interface Words {
  readonly reason?: RewardReason | null;
  readonly by?: string | undefined;
  readonly note?: string | undefined;
  readonly dueMs?: number;
  readonly waits?: true;
}

/** Begins a reward of `owner`; its budget is asked for, unless a cap or the owner's removal forbids it. */
export function makeReward(
  turn: ReferralTurn,
  made: {
    readonly owner: number;
    readonly for: RewardFor;
    readonly reward: Reward;
    readonly invitee: (Place & { readonly mask: string | null }) | null;
    readonly tier: number | null;
    readonly events: readonly QualifyingEvent[];
    readonly outlet: string | null;
    /** Of whoever it is for. */
    readonly flags: number;
    /** The one that this turn has taken back for it. */
    readonly instead?: number;
  },
): void {
  const { books, terms, state, atMs } = turn;
  const { owner, invitee, outlet } = made;
  const r = books.rewards.count + turn.made++;
  const reason = refusal(turn, made);
  const fen = fenOf(made.reward, terms);
  turn.events.push({
    kind: "reward-made",
    r,
    n: owner,
    for: made.for,
    reward: made.reward,
    fen,
    state: reason === null ? "pending" : "rejected",
    reason,
    flags: flagsOf(books.people.col.flags.get(owner) | made.flags),
    invitee: invitee === null ? null : { cell: invitee.cell, n: invitee.n },
    inviteeMask: invitee?.mask ?? null,
    tier: made.tier,
    events: made.events,
    rules: terms.rules,
    outlet,
    atMs,
  });
  if (reason === null) {
    tellCampaign(turn, { kind: "reserve-budget", reward: `${state.cell}.${r}`, fen, outlet });
  }
}

/** Why a new reward is refused; null: it is not. */
function refusal(
  { books, terms, atMs }: ReferralTurn,
  made: { readonly owner: number; readonly for: RewardFor; readonly instead?: number },
): RewardReason | null {
  const { owner: n, instead = -1 } = made;
  const { people, rewards } = books;
  if (people.col.removed.get(n) === 1) return "inviter-removed";
  if (made.for !== "invitee") return null;
  const { perInviter, perDay } = terms.caps;
  const day = dayNumber(atMs);
  const freed = instead < 0 ? 0 : 1;
  if (perInviter !== undefined && people.col.capped.get(n) - freed >= perInviter) {
    return "cap-per-inviter";
  }
  const freedToday = instead >= 0 && dayNumber(rewards.col.createdAtMs.get(instead)) === day;
  const today = people.col.capDay.get(n) === day ? people.col.cappedToday.get(n) : 0;
  return perDay !== undefined && today - Number(freedToday) >= perDay ? "cap-per-day" : null;
}

/** The campaign's word on a reward that waits for its budget. */
export function budgetAnswered(turn: ReferralTurn, { reward, outcome }: ReserveAnswer): void {
  const { books, state, terms, atMs } = turn;
  const r = rewardNumber(state, `${state.campaign}.${reward}`);
  if (!books.rewards.has(r)) return;
  if (books.rewards.state(r) !== "pending") {
    // It was rejected while the campaign was being asked.
    if (outcome === "reserved") close(turn, r, "released");
    return;
  }
  if (outcome !== "reserved") {
    move(turn, r, "rejected", { reason: outcome });
    return;
  }
  const dueMs = atMs + terms.holdMs;
  if (flagBitsOf(books, r) !== 0) {
    move(turn, r, "flagged", { dueMs });
    lookAgain(turn, books.rewards.col.owner.get(r));
  } else if (terms.holdMs <= 0) approve(turn, r);
  else move(turn, r, "held", { dueMs });
}

/** The refund window is over: the wallet is told. */
export function approve(turn: ReferralTurn, r: number): void {
  const { books, state, terms } = turn;
  const { reward } = books.rewards.gift(r);
  move(turn, r, "approved", {});
  const grant: Grant = {
    kind: "grant",
    id: rewardId(state, r),
    reward,
    rules: terms.coupons[reward.ref] ?? null,
    campaign: state.campaign,
    title: terms.title,
  };
  tellWallet(turn, books.rewards.col.owner.get(r), grant);
}

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

/**
 * Takes a reward back as far as it has come. With `open`, one that the wallet has been told of stays.
 */
export function takeBack(
  turn: ReferralTurn,
  r: number,
  words: Words & { readonly reason: RewardReason; readonly open?: boolean },
): void {
  if (r < 0) return;
  switch (turn.books.rewards.state(r)) {
    case "pending":
      return move(turn, r, "rejected", words);
    case "held":
    case "flagged":
      move(turn, r, "rejected", words);
      return close(turn, r, "released");
    case "approved":
      // The wallet has been told and will answer; then it is taken back.
      return words.open === true ? undefined : move(turn, r, "approved", words);
    case "paid":
      return words.open === true ? undefined : clawBack(turn, r, words);
    case "rejected":
    case "clawed-back":
      return;
  }
}

function clawBack(turn: ReferralTurn, r: number, words: Words & { reason: RewardReason }): void {
  move(turn, r, "clawed-back", { ...words, waits: true });
  const command = { kind: "claw-back", id: rewardId(turn.state, r), reason: words.reason };
  tellWallet(turn, turn.books.rewards.col.owner.get(r), command);
}

/** Holds back what its owner's or invitee's flags concern, lets go what none concern any more. */
export function heed(turn: ReferralTurn, r: number, bits: number): void {
  if (r < 0 || turn.moved?.has(r) === true) return;
  const { rewards } = turn.books;
  const now = rewards.state(r);
  if (now === "held" && bits !== 0) {
    move(turn, r, "flagged", {});
    lookAgain(turn, rewards.col.owner.get(r));
  } else if (now === "flagged" && bits === 0) {
    move(turn, r, "held", { dueMs: Math.max(turn.atMs, rewards.col.dueMs.get(r)) });
  }
}

/** What flags hold back that a person has looked at already waits for a person again. */
export function lookAgain(turn: ReferralTurn, n: number): void {
  const { people } = turn.books;
  if (people.col.reviewed.get(n) === 0 || turn.looksAgain?.has(n) === true) return;
  // What waits will be rejected by the verdict that there is.
  if (turn.state.sweeps.some((sweep) => sweep.reject && sweep.n === n)) return;
  (turn.looksAgain ??= new Set()).add(n);
  for (const reason of flagsOf(people.col.flags.get(n))) {
    turn.events.push({ kind: "flagged", n, reason, with: null, atMs: turn.atMs });
  }
}

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

/**
 * Whether there is a reward already: one that is taken back stands until the wallet has said that it was there to be
 * taken, and stays if it was not.
 */
export function standing(turn: ReferralTurn, r: number): boolean {
  return r >= 0 && (turn.moved?.get(r) ?? turn.books.rewards.stands(r));
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

function renewTier(turn: ReferralTurn, r: number): void {
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

/** Events that a tier's reward names at most, and invitees that are looked at for them. */
export const TIER_EVENTS_MAX = 16;
const TIER_EVENTS_SOUGHT_MAX = 256;

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

/** A tier that fell can be reached again; one that was refused or taken back by people cannot. */
function wasReversed({ books }: ReferralTurn, r: number): boolean {
  return REASONS.word(books.rewards.col.reason.get(r)) === "reversed";
}

export function move(turn: ReferralTurn, r: number, state: RewardState, words: Words): void {
  const { reason = null, by, note, dueMs, waits } = words;
  const stands = state !== "rejected" && (state !== "clawed-back" || waits === true);
  (turn.moved ??= new Map()).set(r, stands);
  turn.events.push({
    kind: "reward-moved",
    r,
    state,
    reason,
    ...(dueMs === undefined ? {} : { dueMs }),
    ...(waits === undefined ? {} : { waits }),
    ...(by === undefined ? {} : { by }),
    ...(note === undefined ? {} : { note }),
    atMs: turn.atMs,
  });
}

function close(turn: ReferralTurn, r: number, outcome: CloseBudget["outcome"]): void {
  const { rewards, names } = turn.books;
  const outlet = names.name(rewards.col.outlet.get(r));
  const reward = `${turn.state.cell}.${r}`;
  const { fen } = rewards.gift(r);
  tellCampaign(turn, { kind: "close-budget", reward, fen, outlet, outcome });
}

/** The reward of a place in this cell. */
export function selfOf(turn: ReferralTurn, n: number): Place & { readonly mask: string | null } {
  return { ...here(turn, n), mask: turn.books.people.mask(n) };
}
