/** Pages and their files: `/c/:campaignId`, `/me`, `/console`, `/assets/…`. Pages come rendered, then are hydrated. */
import type { Context, Env, Hono } from "hono";
import { getCookie } from "hono/cookie";
import { Fault } from "../../../engine/mod.ts";
import type { CampaignJson, MyStateJson } from "../../shared/api.ts";
import type { MyReferralJson, ReferralJson } from "../../shared/api_referral.ts";
import type { Asset, Assets } from "../../build.ts";
import { renderSalePage } from "../../h5/page.tsx";
import { renderMePage } from "../../h5/me/page.tsx";
import { renderReferralPage } from "../../h5/referral/page.tsx";
import { renderConsolePage } from "../../console/page.tsx";
import { renderLostPage } from "../../h5/lost_page.tsx";
import type { WalletJson } from "../../shared/api_wallet.ts";
import type { Locale } from "../../shared/format.ts";
import type { Brought } from "../brought.ts";

/** What the pages ask of the edge. */
export interface PagesDeps {
  readonly assets: Assets;
  /** The public view; null for an unknown campaign and for a draft. Rejects with a `Fault`. */
  campaign(id: string): Promise<CampaignJson | ReferralJson | null>;
  /** Says that it cannot be read at the moment, and when to come again. */
  away(request: Request): Promise<Response>;
  /** The opaque id of the signed-in customer, from the cookie; null when signed out. */
  customer(request: Request): string | null;
  /** What this customer has to do with the sale; a page renders without it when this fails. */
  me(campaignId: string, customer: string): Promise<MyStateJson | null>;
  /** The same of a referral; null for one who has not joined. */
  participant(
    campaignId: string,
    asked: { readonly request: Request; readonly customer: string; readonly locale: Locale },
  ): Promise<MyReferralJson | null>;
  /**
   * Masked name of the participant whose code it is, without one of whose invitation the request's cookie says counts;
   * null where there is none.
   */
  inviter(
    campaign: ReferralJson,
    asked: { readonly code: string | null; readonly request: Request; readonly locale: Locale },
  ): Promise<string | null>;
  /** Who brought this visitor. Never rejects. */
  brought(request: Request, customer: string | null): Promise<Brought>;
  /** A `Set-Cookie` value that makes a new device known; null for a known one and for robots. */
  device(request: Request): string | null;
  /** Coupons and points; the page asks again by itself when this fails. */
  wallet(customer: string, locale: Locale): Promise<WalletJson | null>;
  nowMs(): number;
  /** Shows the sandbox's choices. */
  readonly demo: boolean;
}

/** As the interface takes it; anything else in an address is ignored. */
const CODE = /^[A-Za-z0-9_-]{1,64}$/;

/** Mounts the pages. The security headers, the CSP among them, are the edge's: `'self'` is enough for all of them. */
export function mountPages<E extends Env>(app: Hono<E>, deps: PagesDeps): void {
  app.get("/assets/:file", (c) => serveAsset(c, deps.assets.files.get(c.req.path)));
  // Customers come by a link to a sale; whoever opens the bare address works here.
  app.get("/", (c) => c.redirect("/console"));
  // Every address below it is the console's own.
  for (const path of ["/console", "/console/*"]) {
    app.get(path, (c) =>
      c.html(renderConsolePage({
        locale: locale(c),
        assets: deps.assets.console,
        demo: deps.demo,
        saleStyle: deps.assets.h5.style,
        referralStyle: deps.assets.referral.style,
      })));
  }
  app.get("/me", async (c) => {
    c.header("Cache-Control", "no-store");
    const customer = deps.customer(c.req.raw);
    const look = lookOf(c);
    const wallet = customer === null
      ? null
      : await deps.wallet(customer, look.locale).catch(() => null);
    const boot = { signedIn: customer !== null, madeMs: deps.nowMs(), wallet };
    return c.html(renderMePage({ ...look, assets: deps.assets.me, boot }));
  });
  app.get("/c/:campaignId", async (c) => {
    const campaign = await deps.campaign(c.req.param("campaignId")).catch(orFault);
    if (campaign instanceof Fault) return await deps.away(c.req.raw);
    c.header("Cache-Control", "no-store");
    if (campaign === null) {
      return c.html(renderLostPage({ ...lookOf(c), style: deps.assets.h5.style }), 404);
    }
    return campaign.kind === "referral"
      ? await referralPage(c, deps, campaign)
      : await salePage(c, deps, campaign);
  });
}

/** The fault itself; anything else is a bug and goes on. */
function orFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}

async function salePage(c: Context, deps: PagesDeps, campaign: CampaignJson): Promise<Response> {
  const customer = deps.customer(c.req.raw);
  // The page is worth showing even while the customer's own state cannot be read: it asks again by itself.
  const me = customer === null ? null : await deps.me(campaign.id, customer).catch(() => null);
  const { manager, via } = await broughtTo(c, deps, customer);
  return c.html(renderSalePage({
    ...lookOf(c),
    assets: deps.assets.h5,
    boot: { campaign, me, signedIn: customer !== null, demo: deps.demo, manager, via },
  }));
}

async function referralPage(
  c: Context,
  deps: PagesDeps,
  campaign: ReferralJson,
): Promise<Response> {
  const look = lookOf(c);
  const customer = deps.customer(c.req.raw);
  const me = customer === null
    ? null
    : await deps.participant(campaign.id, { request: c.req.raw, customer, locale: look.locale })
      .catch(() => null);
  const { manager } = await broughtTo(c, deps, customer);
  // Who invites from this device cannot be invited on it: it is known before anyone joins.
  const device = deps.device(c.req.raw);
  if (device !== null) c.header("Set-Cookie", device, { append: true });
  const named = c.req.query("code");
  const code = named !== undefined && CODE.test(named) ? named : null;
  const name = me !== null
    ? null
    : await deps.inviter(campaign, { code, request: c.req.raw, locale: look.locale })
      .catch(() => null);
  const invitation = code === null && name === null ? null : { code, name };
  return c.html(renderReferralPage({
    ...look,
    assets: deps.assets.referral,
    boot: { campaign, me, signedIn: customer !== null, demo: deps.demo, manager, invitation },
  }));
}

async function broughtTo(c: Context, deps: PagesDeps, customer: string | null): Promise<Brought> {
  const brought = await deps.brought(c.req.raw, customer);
  if (brought.cookie !== null) c.header("Set-Cookie", brought.cookie, { append: true });
  return brought;
}

function serveAsset(c: Context, asset: Asset | undefined): Response {
  if (asset === undefined) return c.notFound() as Response;
  const zipped = c.req.header("Accept-Encoding")?.includes("gzip") ?? false;
  return c.body(zipped ? asset.gzip : asset.bytes, 200, {
    "Content-Type": asset.contentType,
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
    ...(zipped ? { "Content-Encoding": "gzip" } : {}),
  });
}

function lookOf(c: Context): { locale: Locale; elder: boolean } {
  return { locale: locale(c), elder: getCookie(c, "yd_elder") === "1" };
}

function locale(c: Context): Locale {
  return getCookie(c, "yd_lang") === "en" ? "en" : "zh";
}
