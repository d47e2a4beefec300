/** Pages and their files: `/c/:campaignId`, `/console`, `/assets/…`. Pages come rendered, then are hydrated. */
import type { Context, Env, Hono } from "hono";
import { getCookie } from "hono/cookie";
import type { CampaignJson, MyStateJson } from "../../shared/api.ts";
import type { Asset, Assets } from "../../build.ts";
import { renderSalePage } from "../../h5/page.tsx";
import { renderConsolePage } from "../../console/page.tsx";
import { renderLostPage } from "../../h5/lost_page.tsx";
import type { Locale } from "../../shared/format.ts";
import type { Brought } from "../brought.ts";

/** What the pages ask of the edge. */
export interface PagesDeps {
  readonly assets: Assets;
  /** The public view; null for an unknown campaign and for a draft. */
  campaign(id: string): Promise<CampaignJson | null>;
  /** The opaque id of the signed-in customer, from the cookie; null when signed out. */
  customer(request: Request): string | null;
  /** What this customer has to do with the sale; a page renders without it when this fails. */
  me(campaignId: string, customer: string): Promise<MyStateJson | null>;
  /** Who brought this visitor. Never rejects. */
  brought(request: Request, customer: string | null): Promise<Brought>;
  /** Shows the sandbox's choices. */
  readonly demo: boolean;
}

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
      })));
  }
  app.get("/c/:campaignId", async (c) => {
    const id = c.req.param("campaignId");
    const campaign = await deps.campaign(id);
    const look = { locale: locale(c), elder: getCookie(c, "yd_elder") === "1" };
    c.header("Cache-Control", "no-store");
    if (campaign === null) {
      return c.html(renderLostPage({ ...look, style: deps.assets.h5.style }), 404);
    }
    const customer = deps.customer(c.req.raw);
    // The page is worth showing even while the customer's own state cannot be read: it asks again by itself.
    const me = customer === null ? null : await deps.me(id, customer).catch(() => null);
    const { manager, via, cookie } = await deps.brought(c.req.raw, customer);
    if (cookie !== null) c.header("Set-Cookie", cookie);
    return c.html(renderSalePage({
      ...look,
      assets: deps.assets.h5,
      boot: { campaign, me, signedIn: customer !== null, demo: deps.demo, manager, via },
    }));
  });
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

function locale(c: Context): Locale {
  return getCookie(c, "yd_lang") === "en" ? "en" : "zh";
}
