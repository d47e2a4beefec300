/** The only writer of a cell's state. */
import { flagBits, REASONS, STATES } from "./codes.ts";
import type { ReferralEvent } from "./events.ts";
import { hashOfText } from "./hash_index.ts";
import { linkInvitee, linkReward } from "./links.ts";
import type { Invitees } from "./invitees.ts";
import { Books, dayNumber, recordsOf, type ReferralState } from "./state.ts";

type Of<Kind extends ReferralEvent["kind"]> = Extract<ReferralEvent, { kind: Kind }>;

/** Applies an event to the state in place. */
export function evolve(state: ReferralState, event: ReferralEvent): ReferralState {
  const books = state.books ??= new Books();
  switch (event.kind) {
    case "joined":
      joined(state, books, event);
      break;
    case "invited":
      invited(state, books, event);
      break;
    case "configured":
      state.terms = event.terms;
      break;
    case "phased":
      state.phase = event.phase;
      break;
    case "clicked":
      for (const { n, clicks } of event.items) {
        state.sums.clicks += clicks;
        if (books.people.has(n)) books.people.col.clicks.add(n, clicks);
      }
      state.sums.version++;
      break;
    case "visited":
      for (const { visits } of event.items) state.sums.visits += visits;
      state.sums.version++;
      break;
    case "qualified":
      books.people.col.event.set(event.n, books.happenings.add(event.event));
      books.people.col.spare.set(event.n, -1);
      state.sums.qualified++;
      state.sums.version++;
      break;
    case "ignored":
      if (event.reason === "already-qualified" && books.people.col.spare.get(event.n) < 0) {
        books.people.col.spare.set(event.n, books.happenings.add(event.event));
      }
      break;
    case "reversed":
      reversed(state, books, event);
      break;
    case "awaited":
    case "dismissed":
      if (event.second === true) secondWeighed(books, event);
      else weighed(state, books, event);
      break;
    case "counted":
    case "uncounted":
      weighed(state, books, event);
      break;
    case "invitee-flagged":
      inviteeFlagged(books, event);
      break;
    case "reward-made":
      rewardMade(state, books, event);
      break;
    case "reward-moved":
      rewardMoved(state, books, event);
      break;
    case "flagged":
      books.people.col.flags.set(
        event.n,
        books.people.col.flags.get(event.n) | flagBits([event.reason]),
      );
      books.people.col.reviewed.set(event.n, 0);
      addSweep(state, books, { n: event.n, reject: false });
      break;
    case "reviewed":
      reviewed(state, books, event);
      break;
    case "removed":
      books.people.col.removed.set(event.n, 1);
      if (books.leaders.left(event.n)) state.sums.version++;
      addSweep(state, books, { n: event.n, reject: false });
      break;
    case "device-noted":
      books.devices.note(event.device, event.place);
      break;
    case "swept": {
      const task = state.sweeps[0];
      if (task !== undefined) task.next = event.next;
      if (event.next < 0) state.sweeps.shift();
      break;
    }
    case "counts-told":
      for (const { n, invited } of event.items) {
        const index = books.invitees.find({ cell: event.cell, n });
        if (index >= 0) books.invitees.col.invited.set(index, invited);
      }
      break;
    case "reported":
      state.told.version = state.sums.version;
      state.told.atMs = event.atMs;
      for (const n of state.untold.splice(0, event.counts ?? 0)) books.people.col.untold.set(n, 0);
      break;
  }
  return state;
}

function joined(state: ReferralState, books: Books, event: Of<"joined">): void {
  const { inviter } = event;
  const device = inviter?.device ?? null;
  books.people.add({
    customer: event.customer,
    mask: event.mask,
    device: event.device,
    inviterMask: inviter?.mask ?? null,
    inviterDeviceHash: device === null ? 0 : hashOfText(device),
    inviter,
    grand: event.grand,
    level: event.level,
    via: books.names.put(event.via),
    channel: books.names.put(event.channel),
    atMs: event.atMs,
  });
  state.sums.participants++;
  if (inviter !== null) state.sums.invited++;
  state.sums.version++;
}

function invited(state: ReferralState, books: Books, event: Of<"invited">): void {
  const { by, invitee, atMs } = event;
  const { people, invitees } = books;
  const index = invitees.add({ ...invitee, by, atMs });
  linkInvitee(books, index);
  let from = people.col.burstFrom.get(by);
  let burst = people.col.burst.get(by) + 1;
  if (from < 0) from = index;
  const burstMs = state.terms?.burstMs ?? 0;
  while (from !== index && invitees.col.joinedAtMs.get(from) <= atMs - burstMs) {
    from = invitees.links.newer.get(from);
    burst--;
  }
  people.col.burstFrom.set(by, from);
  people.col.burst.set(by, burst);
  if (people.inviter(by) !== null && people.col.untold.get(by) === 0) {
    people.col.untold.set(by, 1);
    state.untold.push(by);
  }
}

function reversed(
  state: ReferralState,
  { people, happenings }: Books,
  event: Of<"reversed">,
): void {
  const { n } = event;
  if (happenings.is(people.col.spare.get(n), event.event)) {
    people.col.spare.set(n, -1);
    return;
  }
  if (!happenings.is(people.col.event.get(n), event.event)) return;
  people.col.event.set(n, -1);
  state.sums.qualified--;
  state.sums.version++;
}

function weighed(
  state: ReferralState,
  books: Books,
  event: Of<"counted" | "uncounted" | "awaited" | "dismissed">,
): void {
  const { people, invitees, happenings, leaders } = books;
  const { by, atMs } = event;
  const index = invitees.find(event.invitee);
  if (index < 0) return;
  const { col } = invitees;
  if (event.kind === "counted" || event.kind === "awaited") {
    const known = col.event.get(index);
    if (!happenings.is(known, event.event.id)) col.event.set(index, happenings.add(event.event));
    col.qualifiedAtMs.set(index, atMs);
    col.reason.set(index, 0);
  } else {
    col.event.set(index, -1);
    // A reversal is not held against an invitee, who may qualify again.
    col.reason.set(index, event.reason === "reversed" ? 0 : REASONS.of(event.reason));
  }
  const counts = event.kind === "counted" ? 1 : 0;
  const change = counts - col.counted.get(index);
  if (change === 0) return;
  col.counted.set(index, counts);
  people.col.counted.add(by, change);
  people.col.countedAtMs.set(by, atMs);
  if (change > 0) leaders.rose(by);
  else leaders.fell(by);
  state.sums.version++;
}

function inviteeFlagged(books: Books, event: Of<"invitee-flagged">): void {
  const records = event.second === true ? books.second : books.invitees;
  const index = event.second === true
    ? secondRecord(books, event.by, event.invitee)
    : records.find(event.invitee);
  if (index >= 0) records.col.flags.set(index, flagBits(event.flags));
}

function secondWeighed({ second, happenings }: Books, event: Of<"awaited" | "dismissed">): void {
  const index = second.find(event.invitee);
  if (index < 0) return;
  second.col.event.set(index, event.kind === "awaited" ? happenings.add(event.event) : -1);
}

function secondRecord(
  { second }: Books,
  by: number,
  place: Parameters<Invitees["find"]>[0],
): number {
  const known = second.find(place);
  return known >= 0 ? known : second.add({ ...place, by, mask: null, atMs: 0 });
}

function rewardMade(state: ReferralState, books: Books, event: Of<"reward-made">): void {
  const { people, happenings, rewards } = books;
  const { n, invitee } = event;
  const what = event.for;
  const record = invitee === null
    ? -1
    : what === "second-level"
    ? secondRecord(books, n, invitee)
    : recordsOf(books, what)?.find(invitee) ?? -1;
  // The event stands already where it qualified an invitee.
  const known = what === "self"
    ? people.col.event.get(n)
    : what === "invitee" && record >= 0
    ? books.invitees.col.event.get(record)
    : -1;
  const [only, ...others] = event.events;
  const shared = only !== undefined && others.length === 0 && happenings.is(known, only.id);
  const numbers = shared ? [known] : event.events.map((each) => happenings.add(each));
  const r = rewards.add({
    owner: n,
    for: what,
    gift: { reward: event.reward, fen: event.fen },
    state: event.state,
    reason: REASONS.of(event.reason),
    invitee: record,
    tier: event.tier ?? 0,
    events: numbers[0] ?? 0,
    eventCount: numbers.length,
    rules: event.rules,
    outlet: books.names.put(event.outlet),
    atMs: event.atMs,
  });
  linkReward(books, r, state.terms);
  if (what === "invitee" && rewards.stands(r)) addToCaps(books, r, 1);
}

function rewardMoved(state: ReferralState, books: Books, event: Of<"reward-moved">): void {
  const { rewards } = books;
  const { r, note } = event;
  const { col } = rewards;
  const before = rewards.state(r);
  const stood = rewards.stands(r);
  col.waits.set(r, event.waits === true ? 1 : 0);
  col.state.set(r, STATES.of(event.state));
  col.reason.set(r, REASONS.of(event.reason));
  if (event.dueMs !== undefined) col.dueMs.set(r, event.dueMs);
  if (event.state === "paid" && before === "approved") col.paidAtMs.set(r, event.atMs);
  if (note !== undefined) rewards.notes.set(r, note);
  // Whoever reviewed it by itself has cleared it.
  if (before === "flagged" && event.state === "held" && event.by !== undefined) {
    col.cleared.set(r, 1);
  }
  rewards.settleDue(r);
  const isFor = rewards.for(r) === "invitee";
  const flagged = Number(event.state === "flagged") - Number(before === "flagged");
  const paid = isFor ? Number(event.state === "paid") - Number(before === "paid") : 0;
  if (isFor) addToCaps(books, r, Number(rewards.stands(r)) - Number(stood));
  if (flagged === 0 && paid === 0) return;
  state.sums.flagged += flagged;
  state.sums.rewarded += paid;
  state.sums.version++;
}

function addToCaps({ people, rewards }: Books, r: number, change: number): void {
  if (change === 0) return;
  const owner = rewards.col.owner.get(r);
  const day = dayNumber(rewards.col.createdAtMs.get(r));
  people.col.capped.add(owner, change);
  if (day > people.col.capDay.get(owner)) {
    people.col.capDay.set(owner, day);
    people.col.cappedToday.set(owner, 0);
  }
  if (day === people.col.capDay.get(owner)) people.col.cappedToday.add(owner, change);
}

function reviewed(state: ReferralState, books: Books, event: Of<"reviewed">): void {
  if (event.reward !== null) return;
  const { n } = event;
  if (event.verdict === "approve") {
    books.people.col.flags.set(n, 0);
    books.people.col.burstFrom.set(n, -1);
    books.people.col.burst.set(n, 0);
  }
  if (event.verdict !== "ask") {
    books.people.col.reviewed.set(n, event.verdict === "reject" ? 1 : 0);
  }
  if (event.verdict !== "ask") addSweep(state, books, { n, reject: event.verdict === "reject" });
}

function addSweep(
  state: ReferralState,
  { people }: Books,
  sweep: { readonly n: number; readonly reject: boolean },
): void {
  const next = people.links.lastReward.get(sweep.n);
  if (next >= 0) state.sweeps.push({ ...sweep, next });
}
