/** One referral campaign as it is watched. */
import type { ReferralJson, StaffReferralJson } from "../../shared/api_referral.ts";
import { type CampaignWatch, watchCampaign } from "../campaigns/campaign_watch.ts";
import type { Shell } from "../shell.ts";

export type ReferralModel = CampaignWatch<StaffReferralJson, ReferralJson>;

/** What only staff see (budget, funnel) is read at most so often while the public view moves. */
const STAFF_VIEW_MS = 1_000;

/** Makes the model of the campaign `id`. */
export function createReferralModel(shell: Shell, id: string): ReferralModel {
  return watchCampaign(shell, id, { staleMs: () => STAFF_VIEW_MS });
}
