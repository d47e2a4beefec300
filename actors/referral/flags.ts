/** Suspicion: raised by devices, rings, bursts and loops, settled by a person. Nobody is blamed. */
import { flagBits, flagsOf } from "./codes.ts";
import type { FlagReason, Place, ReferralCommand, ReferralRejection } from "./protocol.ts";
import { heed, move, takeBack } from "./rewarding.ts";
import { flagBitsOf, rewardNumber } from "./state.ts";
import type { DeviceSeen } from "./transfer.ts";
import { here, type ReferralTurn, tellCell, tellInviter } from "./turn.ts";

type Review = Extract<ReferralCommand, { kind: "review" }>;

/** Flags a participant: what is not paid yet waits for review, here (by a sweep) and with the inviter. */
export function raiseFlag(
  turn: ReferralTurn,
  n: number,
  by: { readonly reason: FlagReason; readonly with: Place | null },
): void {
  const { people } = turn.books;
  if (!people.has(n)) return;
  const before = people.col.flags.get(n);
  const bits = before | flagBits([by.reason]);
  // Whoever tries again and again is flagged once, until a person has looked.
  if (bits === before && people.col.reviewed.get(n) === 0) return;
  const other = by.with === null ? null : { cell: by.with.cell, n: by.with.n };
  turn.events.push({ kind: "flagged", n, reason: by.reason, with: other, atMs: turn.atMs });
  tellInviter(turn, n, {
    kind: "invitee-flagged",
    invitee: here(turn, n),
    flags: flagsOf(bits),
  });
}

/** A device's participants are kept here: from the second on they are flagged. */
export function deviceSeen(turn: ReferralTurn, { device, place }: DeviceSeen): void {
  const known = turn.books.devices.find(device);
  turn.events.push({ kind: "device-noted", device, place });
  if (known === null) return;
  const { first, seen } = known;
  tellCell(turn, place.cell, { kind: "device-shared", n: place.n, with: first });
  if (seen === 1) tellCell(turn, first.cell, { kind: "device-shared", n: first.n, with: place });
}

/** Null: done. */
export function review(turn: ReferralTurn, body: Review): ReferralRejection | null {
  const { people } = turn.books;
  const { n, reward, verdict, note, by } = body;
  if (!people.has(n)) return "not-found";
  const noted = { kind: "reviewed", n, reward, verdict, note, by, atMs: turn.atMs } as const;
  if (reward !== null) return reviewReward(turn, body, noted);
  if (people.col.flags.get(n) === 0) return "wrong-state";
  turn.events.push(noted);
  const invitee = here(turn, n);
  if (verdict === "approve") tellInviter(turn, n, { kind: "invitee-cleared", invitee });
  if (verdict === "reject") {
    tellInviter(turn, n, { kind: "invitee-reversed", invitee, reason: "review", event: null });
  }
  return null;
}

function reviewReward(
  turn: ReferralTurn,
  { n, reward, verdict, note, by }: Review,
  noted: ReferralTurn["events"][number],
): ReferralRejection | null {
  const { rewards } = turn.books;
  const r = rewardNumber(turn.state, reward ?? "");
  if (!rewards.has(r) || rewards.col.owner.get(r) !== n) return "not-found";
  if (rewards.state(r) !== "flagged") return "wrong-state";
  turn.events.push(noted);
  if (verdict === "approve") {
    const dueMs = Math.max(turn.atMs, rewards.col.dueMs.get(r));
    move(turn, r, "held", { dueMs, by, note });
  } else if (verdict === "reject") takeBack(turn, r, { reason: "review", by, note });
  return null;
}

/** Takes a participant out; a sweep rejects the rewards that are open. */
export function remove(
  turn: ReferralTurn,
  { n, note, by }: Extract<ReferralCommand, { kind: "remove" }>,
): ReferralRejection | null {
  const { people } = turn.books;
  if (!people.has(n)) return "not-found";
  if (people.col.removed.get(n) === 1) return "wrong-state";
  turn.events.push({ kind: "removed", n, note, by, atMs: turn.atMs });
  tellInviter(turn, n, {
    kind: "invitee-reversed",
    invitee: here(turn, n),
    reason: "invitee-removed",
    event: null,
  });
  return null;
}

/** Null: done. One that the wallet has not been told of is rejected. */
export function clawBackByStaff(
  turn: ReferralTurn,
  { reward, note, by }: Extract<ReferralCommand, { kind: "claw-back" }>,
): ReferralRejection | null {
  const { rewards } = turn.books;
  const r = rewardNumber(turn.state, reward);
  if (!rewards.has(r)) return "not-found";
  const state = rewards.state(r);
  const undone = state === "approved" && rewards.col.reason.get(r) !== 0;
  if (undone || state === "rejected" || state === "clawed-back") return "wrong-state";
  takeBack(turn, r, { reason: "by-staff", note, by });
  return null;
}

/** Brings one reward of a participant to where flags and removal want it. */
export function sweepReward(turn: ReferralTurn, r: number, reject: boolean): void {
  const { people, rewards } = turn.books;
  const owner = rewards.col.owner.get(r);
  if (people.col.removed.get(owner) === 1) {
    takeBack(turn, r, { reason: "inviter-removed", open: true });
  } else if (reject && rewards.state(r) === "flagged") takeBack(turn, r, { reason: "review" });
  else heed(turn, r, flagBitsOf(turn.books, r));
}
