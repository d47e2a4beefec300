/** What a cell does by itself, some at a time: it reports, looks at rewards again, lets refund windows end. */
import { sweepReward } from "./flags.ts";
import type { Place } from "./protocol.ts";
import { approve, heed } from "./rewarding.ts";
import { flagBitsOf, type ReferralState } from "./state.ts";
import type { InvitedCounts } from "./transfer.ts";
import { type ReferralTurn, tellCampaign, tellCell } from "./turn.ts";
import { leaderView } from "./views.ts";

/** Rewards that one turn looks at, at most: each may send two messages. */
export const REWARDS_PER_TURN_MAX = 128;
/** Participants whose numbers of invitees one turn tells. */
const COUNTS_PER_TURN_MAX = 256;

/** The next instant at which there is something to do; null for none. */
export function wake(state: Readonly<ReferralState>): number | null {
  const { terms, books, sums, told } = state;
  if (terms === null || books === null) return null;
  if (state.sweeps.length > 0) return 0;
  let next = books.rewards.due.firstMs;
  if (sums.version !== told.version || state.untold.length > 0) {
    next = Math.min(next, told.atMs + terms.reportMs);
  }
  return next === Infinity ? null : next;
}

export function tend(turn: ReferralTurn): void {
  const { state, terms, atMs } = turn;
  const hasNews = state.sums.version !== state.told.version || state.untold.length > 0;
  if (hasNews && atMs >= state.told.atMs + terms.reportMs) report(turn, state.phase.version);
  sweep(turn);
  endHolds(turn);
}

/** Tells the campaign how the state stands before this turn; must come before other events. */
export function report(turn: ReferralTurn, phase: number): void {
  const { state, books, atMs } = turn;
  const told = state.untold.slice(0, COUNTS_PER_TURN_MAX);
  turn.events.push({
    kind: "reported",
    atMs,
    ...(told.length === 0 ? {} : { counts: told.length }),
  });
  const leaders = books.leaders.list.map((n) => leaderView(turn, n));
  tellCampaign(turn, { kind: "referral-report", sums: { ...state.sums }, phase, leaders });
  for (const [cell, items] of countsByCell(turn, told)) {
    tellCell(turn, cell, { kind: "invited-counts", items });
  }
}

function countsByCell(turn: ReferralTurn, told: readonly number[]) {
  const { people } = turn.books;
  const cells = new Map<Place["cell"], InvitedCounts["items"][number][]>();
  for (const n of told) {
    const cell = people.col.inviterCell.get(n);
    const items = cells.get(cell) ?? [];
    cells.set(cell, items);
    items.push({ n, invited: people.links.invited.get(n) });
  }
  return cells;
}

function sweep(turn: ReferralTurn): void {
  const { state, books } = turn;
  const task = state.sweeps[0];
  if (task === undefined) return;
  let r = task.next;
  for (let looked = 0; r >= 0 && looked < REWARDS_PER_TURN_MAX; looked++) {
    sweepReward(turn, r, task.reject);
    r = books.rewards.links.older.get(r);
  }
  turn.events.push({ kind: "swept", n: task.n, next: r });
}

function endHolds(turn: ReferralTurn): void {
  const { books, atMs } = turn;
  const { rewards } = books;
  for (const r of rewards.due.due(atMs, REWARDS_PER_TURN_MAX)) {
    const isDue = rewards.state(r) === "held" && rewards.col.dueMs.get(r) <= atMs;
    if (!isDue || turn.moved?.has(r) === true) continue;
    const bits = flagBitsOf(books, r);
    if (bits === 0) approve(turn, r);
    else heed(turn, r, bits);
  }
}
