/** Events that qualify an invitee, in the invitee's own cell. */
import { flagsOf } from "./codes.ts";
import type { QualifyingEvent } from "./protocol.ts";
import { lookAgain, makeReward, selfOf, standing, takeBack } from "./rewarding.ts";
import type { Happened } from "./transfer.ts";
import { here, type ReferralTurn, tellInviter } from "./turn.ts";

/** An event, or that it did not last, as the customer's record tells it. */
export function happened(turn: ReferralTurn, { n, event, reversal }: Happened): void {
  const { people, happenings } = turn.books;
  if (!people.has(n)) return;
  // Told again after the customer's record had let it go: it is the one that counts already.
  if (!reversal && happenings.is(people.col.event.get(n), event.id)) return;
  if (reversal) reverse(turn, n, event);
  else if (people.col.removed.get(n) === 1) ignore(turn, n, event, "removed");
  else if (people.inviter(n) === null) ignore(turn, n, event, "not-invited");
  else if (!isInWindow(turn, n, event)) ignore(turn, n, event, "window-closed");
  else if (people.col.event.get(n) >= 0) ignore(turn, n, event, "already-qualified");
  else qualify(turn, n, event);
}

function isInWindow({ books, terms }: ReferralTurn, n: number, event: QualifyingEvent): boolean {
  return Math.abs(event.atMs - books.people.col.joinedAtMs.get(n)) <= terms.windowMs;
}

function ignore(
  turn: ReferralTurn,
  n: number,
  event: QualifyingEvent,
  reason: "window-closed" | "already-qualified" | "not-invited" | "removed",
): void {
  turn.events.push({ kind: "ignored", n, event, reason, atMs: turn.atMs });
}

function qualify(turn: ReferralTurn, n: number, event: QualifyingEvent): void {
  const { books, terms, atMs } = turn;
  turn.events.push({ kind: "qualified", n, event, atMs });
  const outlet = books.names.name(books.people.col.via.get(n));
  // Its flags hold back what the inviters get.
  lookAgain(turn, n);
  tellInviter(turn, n, {
    kind: "invitee-qualified",
    invitee: here(turn, n),
    event,
    flags: flagsOf(books.people.col.flags.get(n)),
    outlet,
  });
  const reward = terms.rewards.perInvitedSelf;
  if (reward === undefined || standing(turn, books.people.links.selfReward.get(n))) return;
  const invitee = selfOf(turn, n);
  const events = [event];
  makeReward(turn, {
    owner: n,
    for: "self",
    reward,
    invitee,
    tier: null,
    events,
    outlet,
    flags: 0,
  });
}

/** What counted counts no more; another event that would have counted takes its place. */
function reverse(turn: ReferralTurn, n: number, event: QualifyingEvent): void {
  const { people, happenings } = turn.books;
  const spare = people.col.spare.get(n);
  if (happenings.is(spare, event.id)) {
    turn.events.push({ kind: "reversed", n, event: event.id, atMs: turn.atMs });
    return;
  }
  if (!happenings.is(people.col.event.get(n), event.id)) return;
  turn.events.push({ kind: "reversed", n, event: event.id, atMs: turn.atMs });
  tellInviter(turn, n, {
    kind: "invitee-reversed",
    invitee: here(turn, n),
    reason: "reversed",
    event: event.id,
  });
  takeBack(turn, people.links.selfReward.get(n), { reason: "reversed" });
  if (spare >= 0 && people.col.removed.get(n) === 0) qualify(turn, n, happenings.get(spare));
}
