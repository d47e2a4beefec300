/** Referral campaigns as JSON. */
import type { ReferralView } from "../../actors/campaign/protocol.ts";
import type { ReferralSpec } from "../../actors/campaign/protocol.ts";
import type { CouponRules } from "../../actors/wallet/protocol.ts";
import type {
  CouponRulesJson,
  ReferralJson,
  ReferralRequest,
  StaffReferralJson,
} from "../shared/api_referral.ts";
import { isoInstant } from "./instant.ts";
import { transitionJson } from "./transition_json.ts";

/** What a person without a known name is called. */
const NAMELESS = "客户";

/** What anyone may see. */
export function referralJson(view: ReferralView, nowMs: number): ReferralJson {
  const { spec, course } = view;
  return {
    id: view.id,
    kind: "referral",
    title: spec.title,
    phase: view.phase,
    startsAt: isoInstant(spec.startsAtMs),
    endsAt: isoInstant(spec.endsAtMs),
    serverTime: isoInstant(nowMs),
    attribution: spec.attribution,
    windowDays: spec.windowDays,
    qualifying: spec.qualifying,
    rewards: spec.rewards,
    caps: spec.caps,
    holdDays: spec.holdDays,
    rules: spec.rules,
    rulesVersion: view.rules,
    soldOut: view.soldOut,
    units: view.units,
    eligibility: spec.eligibility ?? null,
    ...(spec.look === undefined ? {} : { look: spec.look }),
    coupons: Object.fromEntries(
      Object.entries(spec.coupons ?? {}).map(([ref, rules]) => [ref, couponRulesJson(rules)]),
    ),
    leaders: course.leaders.map(({ cell, n, mask, qualified, invited }, index) => ({
      rank: index + 1,
      id: `${cell}.${n}`,
      name: mask ?? NAMELESS,
      qualified,
      invited,
    })),
    participants: course.sums.participants,
    version: view.version,
  };
}

/** What staff in scope see. */
export function staffReferralJson(view: ReferralView, nowMs: number): StaffReferralJson {
  const { spec, course } = view;
  return {
    ...referralJson(view, nowMs),
    budget: course.budget,
    budgetWarnedAt: course.warnedAtMs === null ? null : isoInstant(course.warnedAtMs),
    pointFen: spec.pointFen ?? 1,
    expectedParticipants: spec.expectedParticipants ?? null,
    expectedPeakPerSecond: spec.expectedPeakPerSecond ?? null,
    funnel: course.sums,
    author: view.author,
    unit: view.unit,
    cells: view.cells,
    approval: view.approval,
    approvedBy: view.approvedBy,
    archived: view.archived,
    override: spec.override ?? null,
    history: view.history.map(transitionJson),
  };
}

/** What staff wrote, in the engine's terms. Who overrides, and what coupons are, is known elsewhere. */
export function referralSpecOf(request: ReferralRequest): ReferralSpec {
  const { startsAt, endsAt, caps = {}, override: _, ...rest } = request;
  return { ...rest, caps, startsAtMs: Date.parse(startsAt), endsAtMs: Date.parse(endsAt) };
}

/** The inverse, so that a patch can be laid over what is stored. */
export function referralRequestOf(spec: ReferralSpec): ReferralRequest {
  const { startsAtMs, endsAtMs, coupons: _, override, ...rest } = spec;
  return {
    ...rest,
    startsAt: isoInstant(startsAtMs),
    endsAt: isoInstant(endsAtMs),
    ...(override === undefined ? {} : { override: { reason: override.reason } }),
  };
}

/** Rules of a coupon as JSON. */
export function couponRulesJson(rules: CouponRules): CouponRulesJson {
  const { validity, ...rest } = rules;
  return {
    ...rest,
    validity: validity.kind === "days"
      ? validity
      : { kind: "dates", from: isoInstant(validity.fromMs), until: isoInstant(validity.untilMs) },
  };
}
