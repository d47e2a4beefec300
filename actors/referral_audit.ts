/**
 * The audit of a referral: its budget against every reward, its tree, its caps, computed from states as the journal
 * has them. A reward is reserved by the campaign before a cell knows it and closed by the cell before the campaign
 * knows it: so cells never hold more than the campaign has reserved, and the campaign never has paid more than cells.
 */
import type { CampaignState } from "./campaign/state.ts";
import type { PoolView } from "./campaign/referral_spec.ts";
import { type Ground, groundOf, type ReferralState } from "./referral/state.ts";
import type { RewardState } from "./referral/protocol.ts";

/** Rewards and fen of one cell, or of all. */
export interface RewardSums {
  readonly rewards: number;
  readonly fen: number;
}

export interface ReferralAudit {
  readonly participants: number;
  readonly invited: number;
  readonly qualified: number;
  /** Over all cells, by state. */
  readonly rewards: { readonly [State in RewardState]: RewardSums };
  readonly violations: readonly string[];
}

/** Rewards that take of the budget and are not paid. */
const RESERVED: readonly RewardState[] = ["held", "flagged", "approved"];
const VIOLATIONS_MAX = 50;

type Totals = { [State in RewardState]: { rewards: number; fen: number } };

/**
 * Judges a campaign and its cells. `isStill`: the campaign's budget did not move while cells were read, so that both
 * can be compared; `isQuiet`: no message is on its way either.
 */
export function judgeReferral(
  campaign: CampaignState,
  states: readonly ReferralState[],
  by: { readonly isStill: boolean; readonly isQuiet?: boolean },
): ReferralAudit {
  const violations: string[] = [];
  const wrong = (sentence: string) => {
    if (violations.length < VIOLATIONS_MAX) violations.push(sentence);
  };
  const grounds = states.map(groundOf);
  const totals = emptyTotals();
  let participants = 0;
  let invited = 0;
  let qualified = 0;
  for (const ground of grounds) {
    if (ground === null) continue;
    const { people } = ground.books;
    participants += people.count;
    invited += people.count - people.rootCount;
    for (let n = 0; n < people.count; n++) {
      if (people.inviter(n) !== null && people.col.event.get(n) >= 0) qualified++;
      checkInviter(grounds, { ground, n }, wrong);
    }
    addRewards(ground, totals);
    checkCaps(ground, wrong);
  }
  const { purse } = campaign.book;
  if (purse !== null) {
    for (
      const [name, pool, unit] of [["fen", purse.fen, "fen"], [
        "units",
        purse.units,
        "rewards",
      ]] as const
    ) {
      if (pool !== null) checkPool({ name, pool, totals, unit, ...by }, wrong);
    }
  }
  return { participants, invited, qualified, rewards: totals, violations };
}

function emptyTotals(): Totals {
  const none = () => ({ rewards: 0, fen: 0 });
  return {
    pending: none(),
    held: none(),
    approved: none(),
    paid: none(),
    flagged: none(),
    rejected: none(),
    "clawed-back": none(),
  };
}

function addRewards({ books }: Ground, totals: Totals): void {
  const { rewards } = books;
  for (let r = 0; r < rewards.count; r++) {
    const sum = totals[rewards.state(r)];
    sum.rewards += 1;
    sum.fen += rewards.gift(r).fen;
  }
}

/** Every inviter is there and one level above, so that no path leads back. */
function checkInviter(
  grounds: readonly (Ground | null)[],
  { ground, n }: { readonly ground: Ground; readonly n: number },
  wrong: (sentence: string) => void,
): void {
  const { people } = ground.books;
  const inviter = people.inviter(n);
  const level = people.col.level.get(n);
  const who = `${ground.state.cell}.${n}`;
  if (inviter === null) {
    if (level !== 0) wrong(`Participant ${who}: nobody invited it, its level is ${level}`);
    return;
  }
  const above = grounds[inviter.cell]?.books.people;
  if (above === undefined || !above.has(inviter.n)) {
    wrong(`Participant ${who}: its inviter ${inviter.cell}.${inviter.n} is not there`);
  } else if (above.col.level.get(inviter.n) !== level - 1) {
    wrong(`Participant ${who}: level ${level} below ${above.col.level.get(inviter.n)}`);
  }
}

/** Caps per inviter, and each tier once. */
function checkCaps({ books, terms, state }: Ground, wrong: (sentence: string) => void): void {
  const { rewards } = books;
  const { perInviter } = terms.caps;
  const standing = new Map<number, number>();
  const tiers = new Set<string>();
  for (let r = 0; r < rewards.count; r++) {
    if (!rewards.stands(r)) continue;
    const owner = rewards.col.owner.get(r);
    if (rewards.for(r) === "invitee") standing.set(owner, (standing.get(owner) ?? 0) + 1);
    if (rewards.for(r) === "tier") {
      const tier = `${owner} ${rewards.col.tier.get(r)}`;
      if (tiers.has(tier)) {
        wrong(`Participant ${state.cell}.${owner}: tier ${rewards.col.tier.get(r)} stands twice`);
      }
      tiers.add(tier);
    }
  }
  if (perInviter === undefined) return;
  for (const [owner, count] of standing) {
    if (count > perInviter) {
      wrong(`Participant ${state.cell}.${owner}: ${count} rewards, the cap is ${perInviter}`);
    }
  }
}

function checkPool(
  by: {
    readonly name: string;
    readonly pool: PoolView;
    readonly totals: Totals;
    readonly unit: "fen" | "rewards";
    readonly isStill: boolean;
    readonly isQuiet?: boolean;
  },
  wrong: (sentence: string) => void,
): void {
  const { name, pool, totals, unit } = by;
  const { total, available, held, paid, withdrawn } = pool;
  if (available + held + paid + withdrawn !== total || available < 0 || held < 0 || paid < 0) {
    wrong(`Budget ${name}: ${available} + ${held} + ${paid} + ${withdrawn} is not ${total}`);
  }
  const reserved = RESERVED.reduce((sum, state) => sum + totals[state][unit], 0);
  const ended = totals.paid[unit];
  const backAtMost = totals["clawed-back"][unit];
  if (!by.isStill) return;
  if (reserved > held) wrong(`Budget ${name}: cells hold ${reserved}, reserved are ${held}`);
  if (paid > ended + backAtMost) {
    wrong(`Budget ${name}: ${paid} counted as paid, rewards say ${ended + backAtMost}`);
  }
  if (by.isQuiet !== true) return;
  if (reserved !== held) wrong(`Budget ${name}: ${held} held, rewards say ${reserved}`);
  if (paid !== ended) wrong(`Budget ${name}: ${paid} paid, rewards say ${ended}`);
}
