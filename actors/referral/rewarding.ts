/**
 * The life of a reward: made, reserved in the budget, held, granted, taken back. What the wallet
 * answers is in `wallet_answers.ts`, what a count of invitees earns in `tiers.ts`.
 */
import { flagsOf } from "./codes.ts";
import type {
  Place,
  QualifyingEvent,
  Reward,
  RewardFor,
  RewardReason,
  RewardState,
} from "./protocol.ts";
import { dayNumber, fenOf, flagBitsOf, rewardId, rewardNumber } from "./state.ts";
import type { CloseBudget, Grant, ReserveAnswer } from "./transfer.ts";
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

/** Asks the wallet to give a reward back. */
export function clawBack(
  turn: ReferralTurn,
  r: number,
  words: Words & { reason: RewardReason },
): void {
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

/**
 * Whether there is a reward already: one that is taken back stands until the wallet has said that it was there to be
 * taken, and stays if it was not.
 */
export function standing(turn: ReferralTurn, r: number): boolean {
  return r >= 0 && (turn.moved?.get(r) ?? turn.books.rewards.stands(r));
}

/** Puts a reward into another state. */
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

/** Tells the budget how a reward that it holds ended. */
export function close(turn: ReferralTurn, r: number, outcome: CloseBudget["outcome"]): void {
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
