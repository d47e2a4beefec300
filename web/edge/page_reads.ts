/** What the pages of customers are rendered from. */
import type { CampaignView } from "../../actors/campaign/protocol.ts";
import type { Place } from "../../actors/referral/protocol.ts";
import type { WalletProtocol } from "../../actors/wallet/protocol.ts";
import { Fault } from "../../engine/mod.ts";
import type { CampaignJson } from "../shared/api.ts";
import type { ReferralJson } from "../shared/api_referral.ts";
import type { WalletJson } from "../shared/api_wallet.ts";
import type { Locale } from "../shared/format.ts";
import { isSecure } from "./address.ts";
import { broughtBy } from "./brought.ts";
import { campaignJson } from "./campaign_json.ts";
import { deviceOf, newDevice } from "./device.ts";
import { callerOf } from "./identity.ts";
import { lostPage } from "./lost.ts";
import { nameOf } from "./referral/participant_json.ts";
import { myReferral } from "./referral/participants.ts";
import { isRobot } from "./robots.ts";
import { isPrivate } from "./routes/campaigns.ts";
import { myState } from "./routes/grabs.ts";
import type { PagesDeps } from "./routes/pages.ts";
import type { Services } from "./services.ts";
import { walletJson } from "./wallet/coupon_json.ts";
import { unitNamesOf } from "./wallet/unit_names.ts";

const DAY_MS = 86_400_000;

/** What pages ask, but for their files. */
export function pageReads(services: Services): Omit<PagesDeps, "assets"> {
  const { engine, verifier, demo } = services;
  return {
    demo,
    device: (request) => deviceCookie(services, request),
    wallet: (customer, locale) => walletOf(services, { customer, locale }),
    nowMs: () => engine.nowMs(),
    campaign: (id) => campaignOf(services, id),
    away: (request) => lostPage(services, request, { what: "away" }),
    customer(request) {
      const caller = callerOf(request, "customer", verifier);
      return caller.kind === "known" && caller.claims.role === "customer"
        ? caller.claims.sub
        : null;
    },
    me: (campaignId, customer) => myState(services, campaignId, customer),
    participant: (id, { request, customer, locale }) =>
      myReferral(services, { id, request, customer, language: locale }),
    inviter: (campaign, asked) => inviterOf(services, { campaign, ...asked }),
    brought: (request, customer) => broughtBy(services, request, customer),
  };
}

async function campaignOf(
  { campaigns, engine }: Services,
  id: string,
): Promise<CampaignJson | ReferralJson | null> {
  const view = await viewOf(campaigns, id);
  if (view === null || isPrivate(view.phase)) return null;
  return campaignJson(view, engine.nowMs());
}

/** While the journal is away the newest that is known is shown: the page follows the campaign by itself. */
async function viewOf(campaigns: Services["campaigns"], id: string): Promise<CampaignView | null> {
  try {
    return (await campaigns.find(id))?.view ?? null;
  } catch (error) {
    const known = campaigns.peek(id)?.known ?? null;
    if (known === null || !(error instanceof Fault)) throw error;
    return known;
  }
}

function deviceCookie(
  { authSecret, trustProxy, world }: Services,
  request: Request,
): string | null {
  if (deviceOf(request, authSecret) !== null || isRobot(request)) return null;
  const secure = isSecure(request, trustProxy);
  return newDevice({ random: world.random, secret: authSecret, secure }).cookie;
}

async function walletOf(
  services: Services,
  { customer, locale }: { customer: string; locale: Locale },
): Promise<WalletJson | null> {
  const { engine } = services;
  const reply = await engine.ask(engine.ref<WalletProtocol>("wallet", customer), { kind: "view" });
  if (reply.kind !== "wallet") return null;
  const unitNames = await unitNamesOf(services, reply.wallet);
  return walletJson(reply.wallet, { nowMs: engine.nowMs(), language: locale, unitNames });
}

/** Masked name of whoever invites; null for a code of another campaign, or of nobody. */
async function inviterOf(
  services: Services,
  { campaign, code, request, locale }: {
    campaign: ReferralJson;
    code: string | null;
    request: Request;
    locale: Locale;
  },
): Promise<string | null> {
  const place = code === null
    ? await openedBefore(services, campaign, request)
    : await placeOf(services, campaign, code);
  if (place === null) return null;
  const inviter = await services.inviters.find(campaign.id, place);
  return inviter === null || inviter.removed ? null : nameOf(inviter.who.mask, locale);
}

async function placeOf(
  { share }: Services,
  { id }: ReferralJson,
  code: string,
): Promise<Place | null> {
  const found = await share.invitations.find(code);
  return found?.campaign === id ? found : null;
}

/** Of the invitations that the visitor's cookie has, the one that counts by the campaign's rules. */
async function openedBefore(
  { engine, share }: Services,
  { id, attribution, windowDays }: ReferralJson,
  request: Request,
): Promise<Place | null> {
  const sinceMs = engine.nowMs() - windowDays * DAY_MS;
  const opened = (await share.touches.find(request.headers.get("cookie"), id))
    .filter(({ atMs }) => atMs >= sinceMs);
  switch (attribution) {
    case "first":
      return opened[0]?.place ?? null;
    case "last":
      return opened.at(-1)?.place ?? null;
    case "registration":
      return null;
  }
}
