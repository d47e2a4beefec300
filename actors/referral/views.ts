/** What customers and staff see of a cell. */
import { flagBits, flagsOf, REASONS } from "./codes.ts";
import type {
  InviteeState,
  InviteeView,
  InviterFacts,
  LeaderView,
  ParticipantView,
  RewardView,
} from "./protocol.ts";
import { eventsOf, flagBitsOf, type Ground, recordsOf, rewardId, tierCount } from "./state.ts";

/** Rewards and invitees that a view shows, newest first. */
const SHOWN_MAX = 200;

export function participantView(ground: Ground, n: number): ParticipantView {
  const { books, state, terms } = ground;
  const { people, names, happenings } = books;
  const { col, links } = people;
  const inviter = people.inviter(n);
  const event = col.event.get(n);
  return {
    cell: state.cell,
    n,
    customer: people.customer(n),
    joinedAtMs: col.joinedAtMs.get(n),
    level: col.level.get(n),
    via: names.name(col.via.get(n)),
    channel: names.name(col.channel.get(n)) ?? "",
    inviter: inviter === null ? null : { ...inviter, mask: people.inviterMask(n) },
    mask: people.mask(n),
    flags: flagsOf(col.flags.get(n)),
    qualifiedBy: event < 0 ? null : happenings.get(event),
    removed: col.removed.get(n) === 1,
    invited: links.invited.get(n),
    qualified: col.counted.get(n),
    clicks: col.clicks.get(n),
    tiers: (terms.rewards.tiers ?? []).map(({ at, reward }, tier) => {
      const r = links.tierRewards.get(n * tierCount(terms) + tier);
      return { at, reward, state: r < 0 ? null : books.rewards.state(r) };
    }),
    rewards: rewardViews(ground, n),
    invitees: newestInvitees(ground, n),
  };
}

function rewardViews(ground: Ground, n: number): RewardView[] {
  const { people, rewards } = ground.books;
  const views: RewardView[] = [];
  let r = people.links.lastReward.get(n);
  for (; r >= 0 && views.length < SHOWN_MAX; r = rewards.links.older.get(r)) {
    views.push(rewardView(ground, r));
  }
  return views;
}

export function rewardView({ state, books }: Ground, r: number): RewardView {
  const { rewards, people } = books;
  const { col } = rewards;
  const what = rewards.for(r);
  const { reward, fen } = rewards.gift(r);
  const record = col.invitee.get(r);
  const owner = col.owner.get(r);
  const records = recordsOf(books, what);
  const own = what === "self" ? { cell: state.cell, n: owner } : null;
  return {
    id: rewardId(state, r),
    for: what,
    reward,
    fen,
    state: rewards.state(r),
    reason: REASONS.word(col.reason.get(r)),
    flags: flagsOfReward(books, r),
    invitee: records === null || record < 0 ? own : records.place(record),
    inviteeMask: own !== null ? people.mask(owner) : records?.mask(record) ?? null,
    tier: what === "tier" ? col.tier.get(r) : null,
    events: eventsOf(books, r),
    rules: col.rules.get(r),
    createdAtMs: col.createdAtMs.get(r),
    dueMs: col.dueMs.get(r) || null,
    paidAtMs: col.paidAtMs.get(r) || null,
    note: rewards.notes.get(r) ?? null,
  };
}

/** Flags that came after the payment only mark it. */
function flagsOfReward(books: Ground["books"], r: number): RewardView["flags"] {
  const bits = flagBitsOf(books, r);
  const state = books.rewards.state(r);
  if (bits === 0 || state === "rejected" || state === "clawed-back") return [];
  const late = state === "paid" || state === "approved" ? flagBits(["late-flag"]) : 0;
  return flagsOf(bits | late);
}

function newestInvitees(ground: Ground, n: number): InviteeView[] {
  const { people, invitees } = ground.books;
  const views: InviteeView[] = [];
  let each = people.links.lastInvitee.get(n);
  for (; each >= 0 && views.length < SHOWN_MAX; each = invitees.links.older.get(each)) {
    views.push(inviteeView(ground, each));
  }
  return views;
}

function inviteeView({ books }: Ground, index: number): InviteeView {
  const { invitees, rewards } = books;
  const { col, links } = invitees;
  const r = links.reward.get(index);
  const refused = r >= 0 && (rewards.state(r) === "rejected" || rewards.state(r) === "clawed-back");
  const reason = refused ? rewards.col.reason.get(r) : col.reason.get(index);
  return {
    ...invitees.place(index),
    mask: invitees.mask(index),
    joinedAtMs: col.joinedAtMs.get(index),
    qualifiedAtMs: col.event.get(index) < 0 ? null : col.qualifiedAtMs.get(index),
    state: inviteeState({ books }, index, reason !== 0),
    reason: REASONS.word(reason),
    invited: col.invited.get(index),
  };
}

function inviteeState(
  { books }: Pick<Ground, "books">,
  index: number,
  isRefused: boolean,
): InviteeState {
  const { invitees, rewards } = books;
  if (isRefused) return "rejected";
  if (invitees.col.event.get(index) < 0) return "joined";
  const r = invitees.links.reward.get(index);
  const state = r < 0 ? null : rewards.state(r);
  if (state === "paid") return "rewarded";
  const waits = invitees.col.counted.get(index) === 0 || state === "flagged";
  return waits ? "in-review" : "qualified";
}

/** Invitees in the order of joining, after the one whose number is `after`. */
export function childrenPage(
  ground: Ground,
  by: { readonly n: number; readonly after: number | null; readonly limit: number },
): { readonly items: readonly InviteeView[]; readonly next: number | null } {
  const { people, invitees } = ground.books;
  const items: InviteeView[] = [];
  const { after } = by;
  const isOwn = after !== null && after >= 0 && after < invitees.count &&
    invitees.col.by.get(after) === by.n;
  let each = isOwn ? invitees.links.newer.get(after) : people.links.firstInvitee.get(by.n);
  let last: number | null = null;
  for (; each >= 0 && items.length < by.limit; each = invitees.links.newer.get(each)) {
    items.push(inviteeView(ground, each));
    last = each;
  }
  return { items, next: each >= 0 ? last : null };
}

/** Participants whom nobody invited, after number `after`. */
export function rootsPage(
  { books, state }: Ground,
  by: { readonly after: number | null; readonly limit: number },
): { readonly items: readonly InviteeView[]; readonly next: number | null } {
  const { people } = books;
  const items: InviteeView[] = [];
  let rank = by.after === null ? 0 : people.rootsUpTo(by.after);
  for (; rank < people.rootCount && items.length < by.limit; rank++) {
    const n = people.root(rank);
    items.push({
      cell: state.cell,
      n,
      mask: people.mask(n),
      joinedAtMs: people.col.joinedAtMs.get(n),
      qualifiedAtMs: null,
      state: people.col.removed.get(n) === 1 ? "rejected" : "joined",
      reason: null,
      invited: people.links.invited.get(n),
    });
  }
  const last = items[items.length - 1];
  return { items, next: rank < people.rootCount && last !== undefined ? last.n : null };
}

export function inviterFacts({ books, state }: Ground, n: number): InviterFacts {
  const { people, names } = books;
  return {
    cell: state.cell,
    n,
    customer: people.customer(n),
    via: names.name(people.col.via.get(n)),
    device: people.device(n),
    level: people.col.level.get(n),
    inviter: people.inviter(n),
    mask: people.mask(n),
  };
}

export function leaderView(
  { books, state }: Pick<Ground, "books" | "state">,
  n: number,
): LeaderView {
  const { people } = books;
  return {
    cell: state.cell,
    n,
    mask: people.mask(n),
    qualified: people.col.counted.get(n),
    invited: people.links.invited.get(n),
    atMs: people.col.countedAtMs.get(n),
  };
}
