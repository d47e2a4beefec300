/** A campaign that is there, as the request that would write it: what the policy check reads. */
import type { ReferralRequest, StaffReferralJson } from "../../shared/api_referral.ts";

export function requestOf(campaign: StaffReferralJson): ReferralRequest {
  const { budget, eligibility, expectedParticipants, expectedPeakPerSecond } = campaign;
  return {
    kind: "referral",
    title: campaign.title,
    startsAt: campaign.startsAt,
    endsAt: campaign.endsAt,
    attribution: campaign.attribution,
    windowDays: campaign.windowDays,
    qualifying: campaign.qualifying,
    rewards: campaign.rewards,
    caps: campaign.caps,
    budget: {
      ...(budget.fen === null ? {} : { fen: budget.fen.total }),
      ...(budget.units === null ? {} : { units: budget.units.total }),
    },
    holdDays: campaign.holdDays,
    rules: campaign.rules,
    pointFen: campaign.pointFen,
    ...(eligibility === null ? {} : { eligibility }),
    ...(expectedParticipants === null ? {} : { expectedParticipants }),
    ...(expectedPeakPerSecond === null ? {} : { expectedPeakPerSecond }),
    ...(campaign.look === undefined ? {} : { look: campaign.look }),
    ...(campaign.override === null ? {} : { override: { reason: campaign.override.reason } }),
  };
}
