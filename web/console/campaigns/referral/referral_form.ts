/** The form of a referral: texts as typed, what is wrong with each, and the request that they make. */
import type {
  QualifyingEventTypeJson,
  ReferralRequest,
  RewardJson,
  StaffReferralJson,
} from "../../../shared/api_referral.ts";
import { toLocalInput } from "../../../shared/format.ts";
import { policyBlocks, policyOf } from "../../../shared/policy.ts";
import {
  checkCommon,
  type Checked,
  type CommonTexts,
  type Fault,
  type FieldName,
  type Form,
  whole,
  words,
} from "../form.ts";
import { checkReward, rewardAsMeant, type RewardTexts, rewardTexts } from "../reward_texts.ts";
import { fieldOf, REFERRAL_STEPS, type ReferralStep, stepOf } from "./steps.ts";
import { startingTexts } from "./templates.ts";
import { RULES_BLANK } from "./rules_text.ts";

export interface TierTexts extends RewardTexts {
  readonly at: string;
}

/** Fields as typed. */
export interface ReferralTexts extends CommonTexts {
  readonly attribution: "first" | "last" | "registration";
  readonly windowDays: string;
  readonly qualifying: readonly QualifyingEventTypeJson[];
  readonly perInvitee: RewardTexts;
  readonly perInvitedSelf: RewardTexts;
  readonly perSecondLevel: RewardTexts;
  readonly tiers: readonly TierTexts[];
  readonly perInviter: string;
  readonly perDay: string;
  readonly perOutlet: string;
  readonly holdDays: string;
  /** Yuan. */
  readonly budgetFen: string;
  readonly budgetUnits: string;
  readonly pointFen: string;
  readonly expectedParticipants: string;
  readonly rules: string;
  /** Why the findings of the policy check are accepted. */
  readonly override: string;
}

/** The types of a referral's form. */
export interface ReferralForm {
  readonly texts: ReferralTexts;
  readonly request: ReferralRequest;
  readonly draft: StaffReferralJson;
  readonly step: ReferralStep;
}

/** The rewards that are not tiers, in the order of the form. */
export const SINGLE_REWARDS = ["perInvitee", "perInvitedSelf", "perSecondLevel"] as const;
export type SingleReward = (typeof SINGLE_REWARDS)[number];

/** What the server takes where nobody says. */
const EXPECTED_PARTICIPANTS = 100_000;
const WINDOW_DAYS_MAX = 365;
const HOLD_DAYS_MAX = 365;
const POINT_FEN_MAX = 10_000;
const RULES_LENGTH_MAX = 4_000;
const REASON_LENGTH_MAX = 500;

type Faults = Map<FieldName, Fault>;

/** The texts of a draft that is changed. */
export function textsOf(draft: StaffReferralJson): ReferralTexts {
  const { rewards, caps, budget } = draft;
  return {
    title: draft.title,
    startsAt: toLocalInput(Date.parse(draft.startsAt)),
    endsAt: toLocalInput(Date.parse(draft.endsAt)),
    attribution: draft.attribution,
    windowDays: String(draft.windowDays),
    qualifying: draft.qualifying,
    perInvitee: rewardTexts(rewards.perInvitee),
    perInvitedSelf: rewardTexts(rewards.perInvitedSelf),
    perSecondLevel: rewardTexts(rewards.perSecondLevel),
    tiers: (rewards.tiers ?? []).map(({ at, reward }) => ({
      at: String(at),
      ...rewardTexts(reward),
    })),
    perInviter: textOf(caps.perInviter),
    perDay: textOf(caps.perDay),
    perOutlet: textOf(caps.perOutlet),
    holdDays: String(draft.holdDays),
    budgetFen: budget.fen === null ? "" : String(budget.fen.total / 100),
    budgetUnits: textOf(budget.units?.total),
    pointFen: String(draft.pointFen),
    expectedParticipants: String(draft.expectedParticipants ?? EXPECTED_PARTICIPANTS),
    expectedPeak: textOf(draft.expectedPeakPerSecond ?? undefined),
    newCustomersOnly: draft.eligibility?.newCustomersOnly ?? false,
    tags: (draft.eligibility?.tags ?? []).join(" "),
    orgUnitIds: (draft.eligibility?.orgUnitIds ?? []).join(" "),
    rules: draft.rules,
    theme: draft.look?.theme ?? "field",
    note: draft.look?.note ?? "",
    override: draft.override?.reason ?? "",
  };
}

function textOf(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}

/** Checks all fields at once; the policy check keeps a complete draft from review, not from being saved. */
export function check(texts: ReferralTexts, nowMs: number): Checked<ReferralRequest> {
  const faults: Faults = new Map();
  const common = checkCommon(texts, { faults, nowMs });
  const windowDays = days(texts.windowDays, WINDOW_DAYS_MAX);
  const holdDays = days(texts.holdDays, HOLD_DAYS_MAX);
  const pointFen = days(texts.pointFen, POINT_FEN_MAX);
  const expectedParticipants = whole(texts.expectedParticipants);
  if (windowDays === null || windowDays === 0) faults.set("windowDays", "window");
  if (holdDays === null) faults.set("holdDays", "hold-days");
  if (pointFen === null) faults.set("pointFen", "whole");
  if (expectedParticipants === null) faults.set("expectedParticipants", "whole");
  if (texts.qualifying.length === 0) faults.set("qualifying", "events");
  if (texts.rules.trim().length > RULES_LENGTH_MAX) faults.set("rules", "too-long");
  if (texts.override.trim().length > REASON_LENGTH_MAX) faults.set("override", "too-long");
  const rewards = checkRewards(texts, faults);
  const caps = checkCaps(texts, faults);
  const budget = checkBudget(texts, faults);
  const { startsAtMs, endsAtMs } = common;
  if (
    faults.size > 0 || startsAtMs === null || endsAtMs === null || windowDays === null ||
    holdDays === null || pointFen === null || expectedParticipants === null
  ) return { faults, hindrances: new Map(), request: null };
  const reason = texts.override.trim();
  const request: ReferralRequest = {
    kind: "referral",
    title: texts.title.trim(),
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(endsAtMs).toISOString(),
    attribution: texts.attribution,
    windowDays,
    qualifying: texts.qualifying,
    rewards,
    caps,
    budget,
    holdDays,
    rules: texts.rules.trim(),
    pointFen,
    expectedParticipants,
    ...(common.eligibility === null ? {} : { eligibility: common.eligibility }),
    ...(common.look === null ? {} : { look: common.look }),
    ...(common.peak ? { expectedPeakPerSecond: common.peak } : {}),
    ...(reason === "" ? {} : { override: { reason } }),
  };
  return { faults, request, hindrances: hindrancesOf(request) };
}

function hindrancesOf(request: ReferralRequest): ReadonlyMap<FieldName, Fault> {
  const hindrances: Faults = new Map();
  if (request.rules.includes(RULES_BLANK)) hindrances.set("rules", "blank");
  const policy = policyOf(request, { language: "zh" });
  if (!policyBlocks(request, policy)) return hindrances;
  // A reason lets all of them pass, so it comes before the fields that they are about.
  hindrances.set("override", "reason");
  for (const { field } of policy.findings) {
    if (!hindrances.has(fieldOf(field))) hindrances.set(fieldOf(field), "finding");
  }
  return hindrances;
}

function checkRewards(texts: ReferralTexts, faults: Faults): ReferralRequest["rewards"] {
  const rewards: { -readonly [Name in SingleReward]?: RewardJson } = {};
  for (const name of SINGLE_REWARDS) {
    const reward = checkReward(texts[name], { faults, name });
    if (reward !== null) rewards[name] = reward;
  }
  const seen = new Set<number>();
  const tiers = texts.tiers.flatMap((tier, index) => {
    const at = whole(tier.at);
    if (at === null) faults.set(`tiers.${index}.at`, "whole");
    else if (seen.has(at)) faults.set(`tiers.${index}.at`, "tier-twice");
    else seen.add(at);
    const reward = checkReward(tier, { faults, name: `tiers.${index}` });
    return at === null || reward === null ? [] : [{ at, reward }];
  });
  const none = texts.tiers.length === 0 &&
    SINGLE_REWARDS.every((name) => texts[name].kind === "none");
  if (none) faults.set("rewards", "no-reward");
  return {
    ...rewards,
    ...(tiers.length === 0 ? {} : { tiers: tiers.toSorted((low, high) => low.at - high.at) }),
  };
}

function checkCaps(texts: ReferralTexts, faults: Faults): NonNullable<ReferralRequest["caps"]> {
  return {
    ...optional(texts, "perInviter", faults),
    ...optional(texts, "perDay", faults),
    ...optional(texts, "perOutlet", faults),
  };
}

function optional(
  texts: ReferralTexts,
  name: "perInviter" | "perDay" | "perOutlet",
  faults: Faults,
): { readonly [Name in typeof name]?: number } {
  if (texts[name].trim() === "") return {};
  const value = whole(texts[name]);
  if (value !== null) return { [name]: value };
  faults.set(name, "whole");
  return {};
}

function checkBudget(texts: ReferralTexts, faults: Faults): ReferralRequest["budget"] {
  const [budgetFen, budgetUnits] = [texts.budgetFen.trim(), texts.budgetUnits.trim()];
  const money = bigFen(budgetFen);
  const units = whole(budgetUnits);
  if (budgetFen === "" && budgetUnits === "") faults.set("budgetFen", "no-budget");
  if (budgetFen !== "" && money === null) faults.set("budgetFen", "amount");
  if (budgetUnits !== "" && units === null) faults.set("budgetUnits", "whole");
  return { ...(money === null ? {} : { fen: money }), ...(units === null ? {} : { units }) };
}

/** A budget may have three digits more than a price. */
export function bigFen(value: string): number | null {
  const match = /^\s*[¥￥]?(\d{1,10})(?:\.(\d{1,2}))?\s*$/.exec(value.replaceAll(/[,，]/g, ""));
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) || null;
}

/** A whole number from 0 to the most; null for anything else. */
function days(value: string, max: number): number | null {
  const number = /^\s*\d{1,6}\s*$/.test(value) ? Number(value) : max + 1;
  return number > max ? null : number;
}

/** The form of referrals, for the builder. */
export const REFERRAL_FORM: Form<ReferralForm> = {
  kind: "referral",
  steps: REFERRAL_STEPS,
  stepOf,
  fieldOf,
  starting: startingTexts,
  textsOf,
  check,
  copied: (texts, nowMs) => {
    const { startsAt, endsAt } = startingTexts(nowMs, null);
    // A reason was given for that campaign.
    return { ...texts, startsAt, endsAt, override: "" };
  },
  draftOf: (campaign) => campaign.kind === "referral" && "history" in campaign ? campaign : null,
  patchOf: (request) => ({
    ...request,
    eligibility: request.eligibility ?? null,
    look: request.look ?? null,
    expectedPeakPerSecond: request.expectedPeakPerSecond ?? null,
    override: request.override ?? null,
  }),
  asMeant: (texts) => ({
    ...texts,
    perInvitee: rewardAsMeant(texts.perInvitee),
    perInvitedSelf: rewardAsMeant(texts.perInvitedSelf),
    perSecondLevel: rewardAsMeant(texts.perSecondLevel),
    tiers: texts.tiers.toSorted((low, high) => Number(low.at) - Number(high.at))
      .map((tier) => ({ at: tier.at.trim(), ...rewardAsMeant(tier) })),
    qualifying: texts.qualifying.toSorted(),
    budgetFen: String(bigFen(texts.budgetFen) ?? ""),
    tags: words(texts.tags).join(" "),
  }),
};
