/** What the pages of customers are rendered from. */
import { referralKey, type ReferralProtocol } from "../../actors/referral/protocol.ts";
import type { CampaignJson } from "../shared/api.ts";
import type { ReferralJson } from "../shared/api_referral.ts";
import { broughtBy } from "./brought.ts";
import { campaignJson } from "./campaign_json.ts";
import { callerOf } from "./identity.ts";
import { isPrivate } from "./routes/campaigns.ts";
import { myState } from "./routes/grabs.ts";
import type { PagesDeps } from "./routes/pages.ts";
import type { Services } from "./services.ts";

/** What pages ask, but for their files. */
export function pageReads(services: Services): Omit<PagesDeps, "assets"> {
  const { verifier, demo } = services;
  return {
    demo,
    campaign: (id) => campaignOf(services, id),
    customer(request) {
      const caller = callerOf(request, "customer", verifier);
      return caller.kind === "known" && caller.claims.role === "customer"
        ? caller.claims.sub
        : null;
    },
    me: (campaignId, customer) => myState(services, campaignId, customer),
    participant: () => Promise.resolve(null),
    inviter: (campaignId, code) => inviterOf(services, { campaignId, code }),
    brought: (request, customer) => broughtBy(services, request, customer),
  };
}

async function campaignOf(
  { campaigns, engine }: Services,
  id: string,
): Promise<CampaignJson | ReferralJson | null> {
  const found = await campaigns.find(id);
  if (found === null || isPrivate(found.view.phase)) return null;
  return campaignJson(found.view, engine.nowMs());
}

/** Masked name of whoever invites by a code; null for a code of another campaign, or of nobody. */
async function inviterOf(
  { engine, share }: Services,
  { campaignId, code }: { campaignId: string; code: string },
): Promise<string | null> {
  const place = await share.invitations.find(code);
  if (place?.campaign !== campaignId) return null;
  const cell = engine.ref<ReferralProtocol>("referral", referralKey(campaignId, place.cell));
  const reply = await engine.ask(cell, { kind: "who", n: place.n });
  return reply.kind === "who" && !reply.removed ? reply.who.mask ?? NAMELESS : null;
}

/** What a person without a known name is called. */
const NAMELESS = "客户";
