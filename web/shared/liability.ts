/** What a referral can cost at most by its own terms, and what its budget holds that to. Money in fen. */
import type { PolicyJson, ReferralRequest, RewardJson } from "./api_referral.ts";

/** The parts of a referral that cost. */
export type LiabilityTerms = Pick<
  ReferralRequest,
  "rewards" | "caps" | "budget" | "pointFen" | "expectedParticipants"
>;

const POINT_FEN = 1;
/** Beyond it a sum is no use to anyone, and no longer exact. */
const FEN_MAX = Number.MAX_SAFE_INTEGER;

/** What one reward costs. */
export function fenOf(reward: RewardJson, pointFen: number | undefined): number {
  return reward.kind === "coupon" ? reward.amount : reward.amount * (pointFen ?? POINT_FEN);
}

/** Every reward of the rules, with the path of its field. */
export function rewardsOf(
  rules: ReferralRequest["rewards"],
): readonly { readonly field: string; readonly reward: RewardJson }[] {
  const { perInvitee, perInvitedSelf, perSecondLevel, tiers = [] } = rules;
  return [
    ...one("rewards.perInvitee", perInvitee),
    ...one("rewards.perInvitedSelf", perInvitedSelf),
    ...tiers.map(({ reward }, index) => ({ field: `rewards.tiers.${index}.reward`, reward })),
    ...one("rewards.perSecondLevel", perSecondLevel),
  ];
}

function one(field: string, reward: RewardJson | undefined) {
  return reward === undefined ? [] : [{ field, reward }];
}

/**
 * Everybody who is expected is invited by somebody and qualifies, spread over inviters in the way that costs most.
 * Without an expectation there is no bound but the budget's.
 */
export function worstCaseOf(terms: LiabilityTerms): PolicyJson["worstCase"] {
  const { expectedParticipants: people, budget } = terms;
  const all = rewardsOf(terms.rewards).map(({ reward }) => fenOf(reward, terms.pointFen));
  const worst = people === undefined ? null : spread(terms, people);
  const fen = worst?.fen ?? null;
  const rewards = worst?.rewards ?? null;
  const dearest = Math.max(0, ...all);
  const cheapest = Math.min(...all.filter((cost) => cost > 0));
  return {
    fen,
    rewards,
    cappedFen: least(fen, budget.fen, times(budget.units, dearest)),
    cappedRewards: least(
      rewards,
      budget.units,
      budget.fen === undefined || all.includes(0) ? undefined : quotient(budget.fen, cheapest),
    ),
  };
}

function spread(terms: LiabilityTerms, people: number): { fen: number; rewards: number } {
  const { perInvitee, perInvitedSelf, perSecondLevel } = terms.rewards;
  const each = [perInvitee, perInvitedSelf, perSecondLevel].filter((one) => one !== undefined);
  const tiers = tierSteps(terms).filter(({ at }) => at <= people);
  const share = (total: (step: TierStep) => number) =>
    Math.max(0, ...tiers.map((step) => Math.floor((people * total(step)) / step.at)));
  const eachFen = each.reduce((sum, reward) => sum + fenOf(reward, terms.pointFen), 0);
  return {
    fen: Math.min(FEN_MAX, people * eachFen + share(({ fen }) => fen)),
    rewards: people * each.length + share(({ rewards }) => rewards),
  };
}

interface TierStep {
  readonly at: number;
  /** Of this tier and all below it. */
  readonly fen: number;
  readonly rewards: number;
}

function tierSteps(terms: LiabilityTerms): readonly TierStep[] {
  let fen = 0;
  return (terms.rewards.tiers ?? []).toSorted((low, high) => low.at - high.at)
    .map(({ at, reward }, index) => ({
      at,
      fen: fen += fenOf(reward, terms.pointFen),
      rewards: index + 1,
    }));
}

/** What one inviter with so many qualified invitees brings about: their rewards and those of the invited. */
export function costOfInviter(
  terms: LiabilityTerms,
  qualified: number,
): { readonly fen: number; readonly rewards: number } {
  const { perInvitee, perInvitedSelf } = terms.rewards;
  const paid = Math.min(qualified, terms.caps?.perInviter ?? qualified);
  const tier = tierSteps(terms).findLast(({ at }) => at <= qualified);
  const cost = (reward: RewardJson | undefined) =>
    reward === undefined ? 0 : fenOf(reward, terms.pointFen);
  return {
    fen: paid * cost(perInvitee) + qualified * cost(perInvitedSelf) + (tier?.fen ?? 0),
    rewards: (perInvitee ? paid : 0) + (perInvitedSelf ? qualified : 0) + (tier?.rewards ?? 0),
  };
}

/** The most that one inviter can earn by invitees and tiers (the second level apart); null: without bound. */
export function mostOfInviter(terms: LiabilityTerms): number | null {
  const { perInvitee } = terms.rewards;
  const tiers = tierSteps(terms).at(-1)?.fen ?? 0;
  if (perInvitee === undefined) return tiers;
  const invitees = terms.caps?.perInviter ?? terms.expectedParticipants;
  return invitees === undefined ? null : invitees * fenOf(perInvitee, terms.pointFen) + tiers;
}

function times(units: number | undefined, fen: number): number | undefined {
  return units === undefined ? undefined : Math.min(FEN_MAX, units * fen);
}

function quotient(fen: number, each: number): number | undefined {
  return Number.isFinite(each) ? Math.floor(fen / each) : undefined;
}

function least(...bounds: readonly (number | null | undefined)[]): number | null {
  const known = bounds.filter((bound) => typeof bound === "number");
  return known.length === 0 ? null : Math.min(...known);
}
