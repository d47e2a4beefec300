/** What is copied into a campaign's terms when they are written, so that later changes elsewhere change no promise. */
import type { Actor, CampaignSpec } from "../../actors/campaign/protocol.ts";
import type { ReferralSpec } from "../../actors/campaign/protocol.ts";
import type { Reward } from "../../actors/referral/protocol.ts";
import type { CouponRules } from "../../actors/wallet/protocol.ts";
import type { FlashSaleRequest } from "../shared/api.ts";
import type { ReferralRequest } from "../shared/api_referral.ts";
import { couponRulesOf } from "../store/coupons/coupon_rules.ts";
import { specOf } from "./campaign_json.ts";
import type { Services } from "./services.ts";

/** The terms that a request stands for, with the rules of its coupons and who accepts findings. */
export async function frozenTerms(
  services: Services,
  request: FlashSaleRequest | ReferralRequest,
  by: { readonly staff: Actor; readonly before: CampaignSpec | null },
): Promise<CampaignSpec> {
  const spec = specOf(request);
  if (spec.kind === "flash-sale") {
    if (spec.grants === undefined) return spec;
    const rules = await rulesOf(services, [spec.grants]);
    const grantRules = rules[spec.grants.ref];
    return grantRules === undefined ? spec : { ...spec, grantRules };
  }
  const { perInvitee, perInvitedSelf, perSecondLevel, tiers = [] } = spec.rewards;
  const rewards = [perInvitee, perInvitedSelf, perSecondLevel, ...tiers.map(({ reward }) => reward)]
    .filter((reward) => reward !== undefined);
  const coupons = await rulesOf(services, rewards);
  return { ...spec, coupons, ...overrideOf(request, by) };
}

function overrideOf(
  request: FlashSaleRequest | ReferralRequest,
  { staff, before }: { readonly staff: Actor; readonly before: CampaignSpec | null },
): Pick<ReferralSpec, "override"> {
  if (request.kind !== "referral" || request.override === undefined) return {};
  const { reason } = request.override;
  const said = before?.kind === "referral" ? before.override : undefined;
  return { override: said?.reason === reason ? said : { reason, by: staff.id } };
}

async function rulesOf(
  services: Services,
  rewards: readonly Reward[],
): Promise<{ readonly [ref: string]: CouponRules }> {
  const coupons = rewards.filter(({ kind }) => kind === "coupon");
  return coupons.length === 0 ? {} : await couponRulesOf(services.database, coupons);
}
