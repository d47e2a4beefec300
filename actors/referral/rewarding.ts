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
  dayNumber,
  eventsOf,
  fenOf,
  flagBitsOf,
  type Ground,
  rewardId,
  rewardNumber,
  tierCount,
} from "./state.ts";
import type { CloseBudget, Grant, GrantAnswer, ReserveAnswer } from "./transfer.ts";
import { here, type ReferralTurn, tellCampaign, tellWallet } from "./turn.ts";

/** Words of a move. */
interface Words {
  readonly reason?: RewardReason | null;
  readonly by?: string | undefined;
  readonly note?: string | undefined;
  readonly dueMs?: number;
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
  },
): void {
  const { books, terms, state, atMs } = turn;
  const { owner, invitee, outlet } = made;
  const r = books.rewards.count + turn.made++;
  const reason = refusal(turn, owner, made.for);
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

/** Why a new reward of this one is refused; null: it is not. */
function refusal(ground: Ground & { atMs: number }, n: number, what: RewardFor) {
  const { people } = ground.books;
  if (people.col.removed.get(n) === 1) return "inviter-removed";
  if (what !== "invitee") return null;
  const { perInviter, perDay } = ground.terms.caps;
  if (perInviter !== undefined && people.col.capped.get(n) >= perInviter) return "cap-per-inviter";
  const today = people.col.capDay.get(n) === dayNumber(ground.atMs)
    ? people.col.cappedToday.get(n)
    : 0;
  return perDay !== undefined && today >= perDay ? "cap-per-day" : null;
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
    if (answer.taken !== false) close(turn, r, "clawed-back");
    // A coupon that was used cannot be taken back: it stays paid, and so does its budget.
    else move(turn, r, "paid", {});
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
  move(turn, r, "clawed-back", words);
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
    else if (r < 0 || wasReversed(turn, r)) {
      makeReward(turn, {
        owner: n,
        for: "tier",
        reward,
        invitee: null,
        tier: at,
        events: by.events,
        outlet: books.names.name(people.col.via.get(n)),
        flags: 0,
      });
    }
  }
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
  const state = books.rewards.state(r);
  return (state === "rejected" || state === "clawed-back" || state === "approved") &&
    REASONS.word(books.rewards.col.reason.get(r)) === "reversed";
}

export function move(turn: ReferralTurn, r: number, state: RewardState, words: Words): void {
  const { reason = null, by, note, dueMs } = words;
  (turn.moved ??= new Set()).add(r);
  turn.events.push({
    kind: "reward-moved",
    r,
    state,
    reason,
    ...(dueMs === undefined ? {} : { dueMs }),
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
