/** What inviters' cells are told of their invitees, and of those whom these have invited. */
import { flagBits } from "./codes.ts";
import { raiseFlag } from "./flags.ts";
import { hashOfText } from "./hash_index.ts";
import type { FlagReason, QualifyingEvent } from "./protocol.ts";
import { heed, makeReward, standing, takeBack } from "./rewarding.ts";
import { dropTiers, eventsThatCount, TIER_EVENTS_MAX, weighTiers } from "./tiers.ts";
import type { InviteeNews, SecondLevelNews } from "./transfer.ts";
import { here, type ReferralTurn, tellCell, tellInviter } from "./turn.ts";

type News<Kind extends InviteeNews["kind"]> = Extract<InviteeNews, { kind: Kind }>;

export function inviteeNews(turn: ReferralTurn, news: InviteeNews): void {
  if (!turn.books.people.has(news.by)) return;
  if (news.kind === "invitee-joined") return joined(turn, news);
  const index = turn.books.invitees.find(news.invitee);
  if (index < 0) return;
  switch (news.kind) {
    case "invitee-qualified":
      return qualified(turn, index, news);
    case "invitee-flagged":
      return flagged(turn, index, news.flags);
    case "invitee-cleared":
      return flagged(turn, index, []);
    case "invitee-reversed":
      return reversed(turn, index, news);
  }
}

function joined(turn: ReferralTurn, news: News<"invitee-joined">): void {
  const { people, invitees } = turn.books;
  const { by, invitee, device, atMs } = news;
  if (invitees.find(invitee) >= 0) return;
  const { cell, n, mask } = invitee;
  turn.events.push({ kind: "invited", by, invitee: { cell, n, mask }, atMs });
  const isRing = device !== null &&
    people.col.inviterDevice.get(by) === hashOfText(device);
  if (isRing) {
    // The invitee's device is that of the inviter's own inviter.
    raiseFlag(turn, by, { reason: "ring", with: invitee });
    tellCell(turn, cell, { kind: "raise-flag", n, reason: "ring", with: here(turn, by) });
  } else if (isBurst(turn, by, atMs)) raiseFlag(turn, by, { reason: "burst", with: invitee });
}

/** Whether one more invitee at this instant is too many at once. */
function isBurst({ books, terms }: ReferralTurn, by: number, atMs: number): boolean {
  const { people, invitees } = books;
  let count = people.col.burst.get(by) + 1;
  let from = people.col.burstFrom.get(by);
  while (from >= 0 && invitees.col.joinedAtMs.get(from) <= atMs - terms.burstMs) {
    from = invitees.links.newer.get(from);
    count--;
  }
  return count > terms.burstMax;
}

function qualified(turn: ReferralTurn, index: number, news: News<"invitee-qualified">): void {
  const { books, terms, atMs } = turn;
  const { invitees } = books;
  if (invitees.col.event.get(index) >= 0) return;
  const { by, invitee, event, outlet } = news;
  const flags = flagBits(news.flags);
  if (flags !== invitees.col.flags.get(index)) {
    turn.events.push({ kind: "invitee-flagged", by, invitee, flags: news.flags, atMs });
  }
  if (flags === 0) count(turn, index, event);
  else turn.events.push({ kind: "awaited", by, invitee, event, atMs });
  const reward = terms.rewards.perInvitee;
  if (reward !== undefined && !standing(turn, invitees.links.reward.get(index))) {
    const known = { ...invitee, mask: invitees.mask(index) };
    const made = { owner: by, reward, invitee: known, tier: null, events: [event], outlet, flags };
    makeReward(turn, { ...made, for: "invitee" });
  }
  tellSecond(turn, by, { invitee, news: "qualified", event, flags: news.flags, outlet });
}

/** An invitee counts from now on: for tiers and the leaderboard. */
function count(turn: ReferralTurn, index: number, event: QualifyingEvent): void {
  const { people, invitees } = turn.books;
  const by = invitees.col.by.get(index);
  const invitee = invitees.place(index);
  if (people.col.removed.get(by) === 1) {
    // Nobody counts for one who was taken out.
    if (invitees.col.event.get(index) >= 0) return;
    turn.events.push({ kind: "awaited", by, invitee, event, atMs: turn.atMs });
    return;
  }
  turn.events.push({ kind: "counted", by, invitee, event, atMs: turn.atMs });
  const next = people.col.counted.get(by) + 1;
  const isReached = turn.terms.rewards.tiers?.some(({ at }) => at === next) === true;
  const others = isReached ? eventsThatCount(turn.books, by) : [];
  const events = [event, ...others].slice(0, TIER_EVENTS_MAX);
  weighTiers(turn, by, { count: next, events, open: false });
}

function flagged(turn: ReferralTurn, index: number, flags: readonly FlagReason[]): void {
  const { books, atMs } = turn;
  const { invitees, happenings } = books;
  const by = invitees.col.by.get(index);
  const invitee = invitees.place(index);
  turn.events.push({ kind: "invitee-flagged", by, invitee, flags, atMs });
  const r = invitees.links.reward.get(index);
  heed(turn, r, bitsWith(turn, r, flagBits(flags)));
  const event = invitees.col.event.get(index);
  if (event < 0) return;
  if (flags.length === 0 && invitees.col.counted.get(index) === 0) {
    count(turn, index, happenings.get(event));
  }
  const news = flags.length === 0 ? "cleared" : "flagged";
  tellSecond(turn, by, { invitee, news, event: null, flags, outlet: null });
}

/** What holds a reward back once the flags of whoever it is for are these. */
function bitsWith({ books }: ReferralTurn, r: number, flags: number): number {
  const { col } = books.rewards;
  if (r < 0 || col.cleared.get(r) === 1) return 0;
  return books.people.col.flags.get(col.owner.get(r)) | flags;
}

function reversed(
  turn: ReferralTurn,
  index: number,
  { reason, event }: News<"invitee-reversed">,
): void {
  const { books, atMs } = turn;
  const { people, invitees } = books;
  const isDismissed = invitees.col.event.get(index) < 0;
  const by = invitees.col.by.get(index);
  const invitee = invitees.place(index);
  const open = reason !== "reversed";
  if (invitees.col.counted.get(index) === 1) {
    turn.events.push({ kind: "uncounted", by, invitee, reason, atMs });
    weighTiers(turn, by, { count: people.col.counted.get(by) - 1, events: [], open });
  } else if (open || !isDismissed) {
    turn.events.push({ kind: "dismissed", by, invitee, reason, atMs });
  } else if (event !== null) {
    // Taken out before, what was paid stayed; now the event itself has not lasted.
    dropTiers(turn, by, event);
  }
  takeBack(turn, invitees.links.reward.get(index), { reason, open });
  tellSecond(turn, by, { invitee, news: "reversed", event: null, flags: [], reason, outlet: null });
}

function tellSecond(
  turn: ReferralTurn,
  by: number,
  news: Omit<SecondLevelNews, "kind" | "by" | "reason"> & Partial<Pick<SecondLevelNews, "reason">>,
): void {
  if (turn.terms.rewards.perSecondLevel === undefined) return;
  tellInviter(turn, by, { kind: "second-level", reason: null, ...news });
}

/** News of one whom an invitee has invited. */
export function secondLevelNews(turn: ReferralTurn, news: SecondLevelNews): void {
  const { books, terms, atMs } = turn;
  const { by, invitee, flags } = news;
  const reward = terms.rewards.perSecondLevel;
  if (!books.people.has(by) || reward === undefined) return;
  const index = books.second.find(invitee);
  const r = index < 0 ? -1 : books.second.links.reward.get(index);
  const bits = flagBits(flags);
  if (news.news !== "reversed" && bits !== (index < 0 ? 0 : books.second.col.flags.get(index))) {
    turn.events.push({ kind: "invitee-flagged", by, invitee, flags, second: true, atMs });
  }
  switch (news.news) {
    case "qualified":
      if (standing(turn, r)) {
        if (news.event === null) return;
        const { event } = news;
        turn.events.push({ kind: "awaited", by, invitee, event, second: true, atMs });
        return;
      }
      return makeReward(turn, {
        owner: by,
        for: "second-level",
        reward,
        invitee: { ...invitee, mask: null },
        tier: null,
        events: news.event === null ? [] : [news.event],
        outlet: news.outlet,
        flags: bits,
      });
    case "flagged":
    case "cleared":
      return heed(turn, r, bitsWith(turn, r, bits));
    case "reversed":
      if (index >= 0 && books.second.col.event.get(index) >= 0) {
        const reason = news.reason ?? "reversed";
        turn.events.push({ kind: "dismissed", by, invitee, reason, second: true, atMs });
      }
      return takeBack(turn, r, {
        reason: news.reason ?? "reversed",
        open: news.reason !== "reversed",
      });
  }
}

/** How many the invitees have invited themselves. */
export function countsTold(
  turn: ReferralTurn,
  cell: number,
  items: readonly { readonly n: number; readonly invited: number }[],
): void {
  turn.events.push({ kind: "counts-told", cell, items });
}
