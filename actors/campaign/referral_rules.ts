/** Rules for a referral's spec, and what follows from it. */
import type { Limits } from "../../engine/limits.ts";
import { QUALIFYING_EVENT_TYPES, type Reward } from "../referral/protocol.ts";
import type { ReferralTerms } from "../referral/transfer.ts";
import type { ReferralSpec } from "./referral_spec.ts";
import type { SpecProblem } from "./spec.ts";

const DAY_MS = 86_400_000;
const TEXT_MAX = 200;
const RULES_MAX = 10_000;
const NOTE_MAX = 300;
const TIERS_MAX = 20;
const AMOUNT_MAX = 100_000_000;
/** Of a budget, in fen. */
export const BUDGET_FEN_MAX = 1_000_000_000_000;
const EXPECTED_PARTICIPANTS = 100_000;
const PARTICIPANTS_PER_CELL = 4_096;
/** Joins by one inviter within ten minutes, beyond which a person looks at them. */
const BURST_MAX = 30;
const BURST_MS = 600_000;
/** Reports of all cells together stay near this many a second. */
const REPORTS_PER_SECOND = 100;
const REPORT_MS_MIN = 200;
const REPORT_MS_MAX = 1_000;

export type ReferralLimits = Pick<Limits, "campaignUnitsMax" | "referralCellsMax">;

/** Every wrong field of a spec; empty when it is right. */
export function referralProblems(spec: ReferralSpec, limits: ReferralLimits): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const check = (right: boolean, field: string, detail: string) => {
    if (!right) problems.push({ field, detail });
  };
  const whole = (field: string, value: number | undefined, min: number, max: number) => {
    if (value === undefined) return;
    const right = Number.isSafeInteger(value) && value >= min && value <= max;
    check(right, field, `must be a whole number from ${min} to ${max}`);
  };
  const reward = (field: string, each: Reward | undefined) => {
    if (each === undefined) return;
    const named = each.ref.length > 0 && each.ref.length <= TEXT_MAX;
    check(named, `${field}.ref`, "must be 1 to 200 characters");
    whole(`${field}.amount`, each.amount, 1, AMOUNT_MAX);
  };
  check(
    spec.title.length > 0 && spec.title.length <= TEXT_MAX,
    "title",
    "must be 1 to 200 characters",
  );
  check(Number.isFinite(spec.startsAtMs), "startsAt", "must be an instant");
  check(spec.endsAtMs > spec.startsAtMs, "endsAt", "must be after startsAt");
  whole("windowDays", spec.windowDays, 1, 365);
  whole("holdDays", spec.holdDays, 0, 365);
  check(spec.qualifying.length > 0, "qualifying", "must name at least one kind of event");
  spec.qualifying.forEach((type, i) =>
    check(
      QUALIFYING_EVENT_TYPES.includes(type),
      `qualifying.${i}`,
      `must be one of ${QUALIFYING_EVENT_TYPES.join(", ")}`,
    )
  );
  const { rewards, caps, budget } = spec;
  reward("rewards.perInvitee", rewards.perInvitee);
  reward("rewards.perInvitedSelf", rewards.perInvitedSelf);
  reward("rewards.perSecondLevel", rewards.perSecondLevel);
  const tiers = rewards.tiers ?? [];
  check(tiers.length <= TIERS_MAX, "rewards.tiers", `must be at most ${TIERS_MAX}`);
  tiers.forEach((tier, i) => {
    whole(`rewards.tiers.${i}.at`, tier.at, 1, 1_000_000);
    reward(`rewards.tiers.${i}.reward`, tier.reward);
    const rises = i === 0 || tier.at > (tiers[i - 1]?.at ?? 0);
    check(rises, `rewards.tiers.${i}.at`, "must be greater than that of the tier before");
  });
  const some = rewards.perInvitee ?? rewards.perInvitedSelf ?? rewards.perSecondLevel ?? tiers[0];
  check(some !== undefined, "rewards", "must have at least one reward");
  whole("caps.perInviter", caps.perInviter, 1, 1_000_000);
  whole("caps.perDay", caps.perDay, 1, 1_000_000);
  whole("caps.perOutlet", caps.perOutlet, 1, 10_000_000);
  check(budget.fen !== undefined || budget.units !== undefined, "budget", "must have fen or units");
  whole("budget.fen", budget.fen, 1, BUDGET_FEN_MAX);
  whole("budget.units", budget.units, 1, limits.campaignUnitsMax);
  whole("pointFen", spec.pointFen, 0, 10_000);
  whole("expectedParticipants", spec.expectedParticipants, 1, 100_000_000);
  whole("expectedPeakPerSecond", spec.expectedPeakPerSecond, 1, 10_000_000);
  check(spec.rules.length <= RULES_MAX, "rules", `must be at most ${RULES_MAX} characters`);
  check((spec.look?.note ?? "").length <= NOTE_MAX, "look.note", "must be at most 300 characters");
  return problems;
}

/** How many cells its participants are spread over. */
export function referralCells(spec: ReferralSpec, limits: ReferralLimits): number {
  const expected = spec.expectedParticipants ?? EXPECTED_PARTICIPANTS;
  const cells = Math.ceil(expected / PARTICIPANTS_PER_CELL);
  return Math.min(Math.max(1, cells), limits.referralCellsMax);
}

/** What a cell is told when the campaign is scheduled. */
export function referralTerms(
  spec: ReferralSpec,
  by: { readonly cells: number; readonly rules: number },
): ReferralTerms {
  const reportMs = (by.cells * 1_000) / REPORTS_PER_SECOND;
  return {
    cells: by.cells,
    startsAtMs: spec.startsAtMs,
    attribution: spec.attribution,
    windowMs: spec.windowDays * DAY_MS,
    qualifying: spec.qualifying,
    rewards: spec.rewards,
    caps: spec.caps,
    holdMs: spec.holdDays * DAY_MS,
    eligibility: spec.eligibility ?? null,
    coupons: spec.coupons ?? {},
    pointFen: spec.pointFen ?? 1,
    title: spec.title,
    rules: by.rules,
    burstMax: BURST_MAX,
    burstMs: BURST_MS,
    reportMs: Math.min(REPORT_MS_MAX, Math.max(REPORT_MS_MIN, reportMs)),
  };
}
