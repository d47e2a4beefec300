/** What a campaign of a real installation says of itself: one read-only request, nothing else is asked of it. */
import type {
  FlashSaleRequest,
  ReleaseJson,
  StaffCampaignJson,
  TransitionJson,
} from "../../web/shared/api.ts";
import type { ReferralRequest, StaffReferralJson } from "../../web/shared/api_referral.ts";
import { Refusal } from "../runs/plan.ts";
import type { Said } from "./said.ts";

/** A campaign as the request that would write it. */
export interface Definition {
  readonly request: FlashSaleRequest | ReferralRequest;
  /** What could not be seen, one sentence each. */
  readonly notes: readonly Said[];
}

/** A campaign as it is answered; what only staff see may be absent. */
export type Campaign = Sale | Referral;
type Sale = Partial<StaffCampaignJson> & { readonly kind: "flash-sale" };
type Referral = Partial<StaffReferralJson> & { readonly kind: "referral" };

const TIMEOUT_MS = 10_000;
const AS_ANYONE: Said = {
  zh: "未带 AUTH_SECRET 或 --token 查询，看不到活动的预计高峰",
  en: "asked without AUTH_SECRET or --token, so its expected peak is not known",
};
const TOKEN_IGNORED: Said = {
  zh: "AUTH_SECRET 或 --token 不被该安装认可，看不到活动的预计高峰",
  en:
    "the installation does not accept this AUTH_SECRET or --token, so its expected peak is not known",
};

/** Asks for a campaign's definition, as staff where there is a token. */
export async function askDefinition(
  { origin, id, token }: {
    readonly origin: string;
    readonly id: string;
    readonly token: string | null;
  },
): Promise<Definition> {
  const response = await fetch(`${origin}/api/v1/campaigns/${encodeURIComponent(id)}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw new Refusal(
      `No installation answers at ${origin}: start it, or say where it is with --url`,
    );
  });
  const body = await response.text();
  if (response.status === 404) throw new Refusal(missing(origin, id, token));
  const campaign = campaignOf(body);
  if (!response.ok || campaign === null) {
    throw new Refusal(
      `Cannot read campaign "${id}" at ${origin}: it answered ${response.status}, and no campaign`,
    );
  }
  return definitionOf(campaign, token);
}

/** The request that would write what was answered; stages that have passed are found in its history. */
export function definitionOf(campaign: Campaign, token: string | null): Definition {
  const isStaffs = campaign.history !== undefined;
  const notes = isStaffs ? [] : [token === null ? AS_ANYONE : TOKEN_IGNORED];
  const request = campaign.kind === "referral" ? referralOf(campaign) : saleOf(campaign);
  return { request, notes };
}

function saleOf(sale: Sale): FlashSaleRequest {
  const releases = [...passed(sale.history ?? []), ...sale.releases ?? []];
  return {
    kind: "flash-sale",
    title: sale.title ?? "",
    product: sale.product ?? "",
    priceFen: sale.priceFen ?? 0,
    units: sale.units?.total ?? 0,
    perCustomerMax: sale.perCustomerMax ?? 1,
    ...given("perOrderMax", sale.perOrderMax),
    startsAt: sale.startsAt ?? "",
    endsAt: sale.endsAt ?? "",
    holdSeconds: sale.holdSeconds ?? 0,
    ...(releases.length === 0 ? {} : { releases }),
    ...given("eligibility", sale.eligibility),
    ...given("look", sale.look),
    ...given("grants", sale.grants),
    ...given("expectedPeakPerSecond", sale.expectedPeakPerSecond),
  };
}

function referralOf(referral: Referral): ReferralRequest {
  const { budget, units } = referral;
  return {
    kind: "referral",
    title: referral.title ?? "",
    startsAt: referral.startsAt ?? "",
    endsAt: referral.endsAt ?? "",
    attribution: referral.attribution ?? "last",
    windowDays: referral.windowDays ?? 1,
    qualifying: referral.qualifying ?? [],
    rewards: referral.rewards ?? {},
    ...given("caps", referral.caps),
    budget: budget === undefined ? { units: units?.total ?? 0 } : {
      ...given("fen", budget.fen?.total),
      ...given("units", budget.units?.total),
    },
    holdDays: referral.holdDays ?? 0,
    rules: referral.rules ?? "",
    ...given("eligibility", referral.eligibility),
    ...given("pointFen", referral.pointFen),
    ...given("expectedParticipants", referral.expectedParticipants),
    ...given("expectedPeakPerSecond", referral.expectedPeakPerSecond),
    ...given("look", referral.look),
    ...(referral.override ? { override: { reason: referral.override.reason } } : {}),
  };
}

/** Stages that were released already; the answer lists only those to come. */
function passed(history: readonly TransitionJson[]): ReleaseJson[] {
  return history.flatMap(({ what, at, units }) =>
    what === "released" && units !== undefined ? [{ at, units }] : []
  );
}

function given<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { readonly [Key in Name]?: Value } {
  return value === null || value === undefined ? {} : { [name]: value } as Record<Name, Value>;
}

function missing(origin: string, id: string, token: string | null): string {
  const draft = token === null ? ", or it is a draft: set AUTH_SECRET, or give --token" : "";
  return `There is no campaign "${id}" at ${origin}${draft}`;
}

/** The campaign in an answer; null where there is none. Foreign data: of this shape where it names one of our kinds. */
export function campaignOf(body: string): Campaign | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null || !("kind" in value)) return null;
    return value.kind === "flash-sale" || value.kind === "referral" ? value as Campaign : null;
  } catch {
    return null;
  }
}
