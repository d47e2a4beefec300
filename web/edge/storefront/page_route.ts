/**
 * `GET /s/:managerId`. Goes around the router, like a grab: whoever scans a code comes here first. A page that was made
 * within the last second is sent as it is; else its parts are looked at again, and it is made anew where they differ.
 */
import { callerOf } from "../identity.ts";
import { addressOf, isSecure, originOf } from "../address.ts";
import { CUSTOMER_COOKIE, readCookie, STAFF_COOKIE } from "../cookies.ts";
import { type EdgeApp, staffOf } from "../endpoint.ts";
import { inReach } from "../permissions.ts";
import { problem } from "../problem.ts";
import { HSTS, PAGE_HEADERS } from "../security.ts";
import { languageOf } from "../words.ts";
import type { CustomerProtocol } from "../../../actors/customer/protocol.ts";
import type { Services } from "../services.ts";
import type { PageAssets } from "../../shared/html.ts";
import type { Locale } from "../../shared/format.ts";
import { pageData } from "../../storefront/data.ts";
import { renderNoStorefront, renderStorefrontPage } from "../../storefront/page.tsx";
import { audienceKey, STRANGER, type Visitor } from "./audience.ts";
import { compose, type Materials } from "./compose.ts";
import { type KeptPage, PageCache } from "./page_cache.ts";
import { previewContent, previewVisitor } from "./preview.ts";
import { sharePicture } from "./share_picture.ts";

const FRESH_MS = 1_000;
/** Its countdown is for readers without script: they may see one that is so old. */
const REMADE_MS = 60_000;
const PATH = "/s/";
/** For previews of links to storefronts without a photo. */
const PICTURE = "/share.png";

/** How a page is asked for. */
interface Look {
  readonly locale: Locale;
  readonly elder: boolean;
  readonly origin: string;
  readonly customer: string | null;
  /** Staff are told that what they see may be out of date. */
  readonly staleSinceMs: number | null;
}

export type StorefrontPages = (
  request: Request,
  info: Deno.ServeHandlerInfo,
  managerId: string,
) => Response | Promise<Response>;

/** The manager's id where this is a request for a storefront's page, and no preview by staff; null for others. */
export function openedStorefront(method: string, url: string): string | null {
  if (method !== "GET") return null;
  const at = url.indexOf("/", url.indexOf("//") + 2);
  if (at === -1 || !url.startsWith(PATH, at)) return null;
  const query = url.indexOf("?", at);
  if (query !== -1 && url.includes("preview", query)) return null;
  const id = url.slice(at + PATH.length, query === -1 ? undefined : query);
  return /^[A-Za-z0-9_-]{1,64}$/.test(id) ? id : null;
}

export function createStorefrontPages(services: Services, assets: PageAssets): StorefrontPages {
  const { admission, engine, trustProxy, publicUrl, storefronts, sources, verifier } = services;
  const cache = new PageCache(services.limits.storefrontPagesBytesMax);
  const making = new Map<string, Promise<void>>();
  // Which key a look had last; a stranger's needs nothing but the address.
  const strangers = new Map<string, string>();

  function respond(request: Request, info: Deno.ServeHandlerInfo, id: string) {
    const nowMs = engine.nowMs();
    if (!admission.address(addressOf(request, info, trustProxy), nowMs)) {
      const language = languageOf(request.headers.get("accept-language"));
      const retryAfterMs = admission.retryAfterMs();
      return problem("too-many-requests", language, { retryAfterMs });
    }
    const look = lookOf(request);
    if (look.customer === null && look.staleSinceMs === null) {
      const page = cache.get(strangers.get(nameOf(id, look)) ?? "");
      if (page !== undefined) {
        if (isFresh(page, id, nowMs)) return send(request, page, nowMs);
        if (page.changes === storefronts.changes(id) && making.has(id)) {
          return send(request, page, nowMs);
        }
      }
    }
    return make(request, id, look);
  }

  function isFresh(page: KeptPage, id: string, nowMs: number): boolean {
    return nowMs - page.checkedMs < FRESH_MS && page.changes === storefronts.changes(id);
  }

  function lookOf(request: Request): Look {
    const cookie = request.headers.get("cookie");
    const stale = sources.staleSinceMs();
    return {
      locale: readCookie(cookie, "yd_lang") === "en" ? "en" : "zh",
      elder: readCookie(cookie, "yd_elder") === "1",
      origin: publicUrl === null ? originOf(request, services) : publicUrl.replace(/\/+$/, ""),
      customer: customerOf(request, cookie),
      staleSinceMs: stale !== null && isStaff(request, cookie) ? stale : null,
    };
  }

  function customerOf(request: Request, cookie: string | null): string | null {
    if (cookie === null || readCookie(cookie, CUSTOMER_COOKIE) === null) return null;
    const caller = callerOf(request, "customer", verifier);
    if (caller.kind !== "known" || caller.claims.role !== "customer") return null;
    return caller.claims.sub;
  }

  function isStaff(request: Request, cookie: string | null): boolean {
    if (cookie === null || readCookie(cookie, STAFF_COOKIE) === null) return false;
    const caller = callerOf(request, "staff", verifier);
    return caller.kind === "known" && staffOf(caller.claims) !== null;
  }

  async function make(request: Request, id: string, look: Look): Promise<Response> {
    // Others who come meanwhile may have the page that there is.
    const made = Promise.withResolvers<void>();
    if (!making.has(id)) making.set(id, made.promise);
    try {
      const found = await storefronts.find(id);
      if (found.kind === "none") return nothing(look, "lost", 404);
      if (found.kind === "moved") return moved(request, found.to);
      return send(request, await pageOf(found.materials, look), engine.nowMs());
    } catch (error) {
      services.log.warn("storefront not shown", { manager: id, error: String(error) });
      return nothing(look, "down", 503);
    } finally {
      if (making.get(id) === made.promise) making.delete(id);
      made.resolve();
    }
  }

  async function pageOf(materials: Materials, look: Look): Promise<KeptPage> {
    const { manager: { id }, content, articles } = materials;
    const changes = storefronts.changes(id);
    const visitor = await visitorOf(look.customer);
    const audience = audienceKey(visitor, { rules: content?.rules ?? [] }, articles);
    const name = nameOf(id, look);
    const key = `${name} ${audience} ${look.staleSinceMs ?? ""}`;
    if (look.customer === null && look.staleSinceMs === null) keepName(name, key);
    const composed = compose(materials, visitor);
    const source = JSON.stringify(composed);
    const nowMs = engine.nowMs();
    const kept = cache.get(key);
    const page = kept !== undefined && kept.source === source && nowMs - kept.madeMs < REMADE_MS
      ? kept
      : cache.put(key, {
        source,
        nowMs,
        text: renderStorefrontPage({
          assets,
          origin: look.origin,
          picture: PICTURE,
          boot: {
            page: pageData(composed, look.locale),
            locale: look.locale,
            elder: look.elder,
            madeMs: Math.floor(nowMs),
            staleSinceMs: look.staleSinceMs,
          },
        }),
      });
    page.checkedMs = nowMs;
    page.changes = changes;
    return page;
  }

  /** What the bank knows of a customer; nobody's page waits long for it. */
  async function visitorOf(customer: string | null): Promise<Visitor> {
    if (customer === null) return STRANGER;
    const ref = engine.ref<CustomerProtocol>("customer", customer);
    const reply = await engine.ask(ref, { kind: "facts" }).catch(() => null);
    return reply?.kind === "facts" ? reply.facts : STRANGER;
  }

  function keepName(name: string, key: string): void {
    strangers.set(name, key);
    if (strangers.size <= services.limits.storefrontsFollowedMax) return;
    for (const oldest of strangers.keys()) {
      strangers.delete(oldest);
      return;
    }
  }

  function send(request: Request, page: KeptPage, nowMs: number): Response {
    const { headers: asked } = request;
    const headers: Record<string, string> = {
      ...HEADERS,
      etag: page.etag,
      // The page is older than its answer: its clock starts by this.
      "server-timing": `now;dur=${Math.floor(nowMs)}`,
    };
    if (isSecure(request, trustProxy)) headers["strict-transport-security"] = HSTS;
    if (asked.get("if-none-match") === page.etag) {
      return new Response(null, { status: 304, headers });
    }
    if (asked.get("accept-encoding")?.includes("gzip") !== true) {
      return new Response(page.html, { headers });
    }
    headers["content-encoding"] = "gzip";
    return new Response(page.gzip, { headers });
  }

  function nothing(look: Look, why: "lost" | "down", status: number): Response {
    const html = renderNoStorefront({ ...look, style: assets.style, why });
    return new Response(html, {
      status,
      headers: {
        ...HEADERS,
        "cache-control": "no-store",
        ...(status === 503 ? { "retry-after": "2" } : {}),
      },
    });
  }

  return respond;
}

/**
 * The same through the router: HEAD, and what staff preview, who may put it into a frame of the console:
 * `?preview=1&draft=1&tags=a,b&new=1&unit=jx.3601`.
 */
export function mountStorefrontPage(
  app: EdgeApp,
  services: Services,
  options: { readonly assets: PageAssets; readonly pages: StorefrontPages },
): void {
  const { storefronts, engine } = services;
  const { assets, pages } = options;
  const { scheduler } = services.world;
  let picture: Promise<Uint8Array<ArrayBuffer>> | null = null;
  app.get(PICTURE, async () => {
    picture ??= sharePicture(() => new Promise((resolve) => scheduler.soon(resolve)));
    return new Response(await picture, {
      headers: { "content-type": "image/png", "cache-control": "public, max-age=86400" },
    });
  });
  app.get("/s/:managerId", async (context) => {
    const request = context.req.raw;
    const id = context.req.param("managerId");
    const query = context.req.query();
    if (query.preview === undefined) return await pages(request, context.env.info, id);
    const caller = callerOf(request, "staff", services.verifier);
    const staff = caller.kind === "known" ? staffOf(caller.claims) : null;
    const manager = await storefronts.manager(id);
    const locale = localeOf(request);
    const isAllowed = staff !== null && manager !== null &&
      inReach(staff, { manager: id, unit: manager.unit });
    context.header("cache-control", "no-store");
    if (!isAllowed) {
      const look = { locale, elder: false, style: assets.style, why: "lost" } as const;
      return context.html(renderNoStorefront(look), 404);
    }
    const content = await previewContent(services, manager, query.draft === "1");
    const composed = compose(
      await storefronts.materials(manager, content),
      previewVisitor(query),
    );
    const boot = {
      page: pageData(composed, locale),
      locale,
      elder: false,
      madeMs: Math.floor(engine.nowMs()),
      staleSinceMs: services.sources.staleSinceMs(),
    };
    return context.html(renderStorefrontPage({ boot, assets, origin: "", picture: null }));
  });
}

function localeOf(request: Request): Locale {
  return readCookie(request.headers.get("cookie"), "yd_lang") === "en" ? "en" : "zh";
}

function moved(request: Request, to: string): Response {
  const location = `${PATH}${encodeURIComponent(to)}${new URL(request.url).search}`;
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } });
}

/** All looks of strangers that have one page. */
function nameOf(id: string, { locale, elder, origin }: Look): string {
  return `${id} ${locale}${elder ? "+" : ""} ${origin}`;
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  // Asked for again each time, mostly answered by 304.
  "cache-control": "private, no-cache",
  "vary": "Cookie, Accept-Encoding",
  "x-content-type-options": "nosniff",
  ...Object.fromEntries(PAGE_HEADERS),
};
