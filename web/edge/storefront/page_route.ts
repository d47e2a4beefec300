/**
 * `GET /s/:managerId`. Goes around the router, like a grab: whoever scans a code comes here first.
 */
import type { Locale } from "../../shared/format.ts";
import type { PageAssets } from "../../shared/html.ts";
import { pageData } from "../../storefront/data.ts";
import { renderNoStorefront, renderStorefrontPage } from "../../storefront/page.tsx";
import { addressOf, isSecure } from "../address.ts";
import { type EdgeApp, staffOf } from "../endpoint.ts";
import { callerOf } from "../identity.ts";
import { inReach } from "../permissions.ts";
import { problem } from "../problem.ts";
import { HSTS, PAGE_HEADERS } from "../security.ts";
import type { Services } from "../services.ts";
import { languageOf } from "../words.ts";
import { compose } from "./compose.ts";
import { createLooks, localeOf, type Look } from "./look.ts";
import type { KeptPage } from "./page_cache.ts";
import { Pages, PICTURE } from "./pages.ts";
import { previewContent, previewVisitor } from "./preview.ts";
import { sharePicture } from "./share_picture.ts";

const PATH = "/s/";

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

/** Answers requests for pages. */
export function createStorefrontPages(services: Services, assets: PageAssets): StorefrontPages {
  const { admission, engine, log, timeLimit, trustProxy } = services;
  const pages = new Pages(services, assets);
  const lookOf = createLooks(services);

  function respond(request: Request, info: Deno.ServeHandlerInfo, id: string) {
    if (!admission.address(addressOf(request, info, trustProxy), engine.nowMs())) {
      const language = languageOf(request.headers.get("accept-language"));
      return problem("too-many-requests", language, { retryAfterMs: admission.retryAfterMs() });
    }
    const look = lookOf(request);
    const ready = pages.ready(id, look);
    if (ready !== null) return send(request, ready);
    // A page is not made while others wait for their grabs.
    return admission.shed() === null ? make(request, id, look) : lastOf(request, id, look);
  }

  /** An old page is better than none. */
  function lastOf(request: Request, id: string, look: Look): Response {
    const kept = pages.kept(id, look);
    return kept === null ? nothing(look, "down") : send(request, kept);
  }

  async function make(request: Request, id: string, look: Look): Promise<Response> {
    try {
      const made = await timeLimit.within(pages.make(id, look));
      switch (made?.kind) {
        case "page":
          return send(request, made.page);
        case "moved":
          return moved(request, made.to);
        case "none":
          return nothing(look, "lost");
        case undefined:
          break;
      }
    } catch (error) {
      log.warn("storefront cannot be made", { manager: id, error: String(error) });
    }
    return lastOf(request, id, look);
  }

  function send(request: Request, page: KeptPage): Response {
    const { headers: asked } = request;
    const headers: Record<string, string> = {
      ...HEADERS,
      etag: page.etag,
      // The page is older than its answer: its clock starts by this.
      "server-timing": `now;dur=${Math.floor(engine.nowMs())}`,
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

  function nothing(look: Look, why: "lost" | "down"): Response {
    const html = renderNoStorefront({ ...look, style: assets.style, why });
    return new Response(html, {
      status: why === "lost" ? 404 : 503,
      headers: {
        ...HEADERS,
        "cache-control": "no-store",
        ...(why === "down" ? { "retry-after": "2" } : {}),
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
  const { storefronts, engine, world } = services;
  const { assets, pages } = options;
  let picture: Promise<Uint8Array<ArrayBuffer>> | null = null;

  app.get(PICTURE, async () => {
    picture ??= sharePicture(() => new Promise((resolve) => world.scheduler.soon(resolve)));
    return new Response(await picture, {
      headers: { "content-type": "image/png", "cache-control": "public, max-age=86400" },
    });
  });

  app.get("/s/:managerId", async (context) => {
    const request = context.req.raw;
    const id = context.req.param("managerId");
    const query = context.req.query();
    if (query.preview === undefined) return await pages(request, context.env.info, id);
    const locale = localeOf(request);
    context.header("cache-control", "no-store");
    try {
      const html = await previewed(request, { id, query, locale });
      if (html !== null) return context.html(html);
    } catch (error) {
      services.log.warn("preview not shown", { manager: id, error: String(error) });
      const look = { locale, elder: false, style: assets.style, why: "down" } as const;
      return context.html(renderNoStorefront(look), 503);
    }
    const look = { locale, elder: false, style: assets.style, why: "lost" } as const;
    return context.html(renderNoStorefront(look), 404);
  });

  /** Null for anyone but staff in whose reach it is. */
  async function previewed(
    request: Request,
    asked: {
      readonly id: string;
      readonly query: Readonly<Record<string, string>>;
      readonly locale: Locale;
    },
  ): Promise<string | null> {
    const { id, query, locale } = asked;
    const caller = callerOf(request, "staff", services.verifier);
    const staff = caller.kind === "known" ? staffOf(caller.claims) : null;
    const manager = staff === null ? null : await storefronts.manager(id);
    if (staff === null || manager === null) return null;
    if (!inReach(staff, { manager: id, unit: manager.unit })) return null;
    const content = await previewContent(services, manager, query.draft === "1");
    const materials = await storefronts.materials(manager, content);
    const boot = {
      page: pageData(compose(materials, previewVisitor(query)), locale),
      locale,
      elder: false,
      madeMs: Math.floor(engine.nowMs()),
      staleSinceMs: services.sources.staleSinceMs(),
    };
    return renderStorefrontPage({ boot, assets, origin: "", picture: null });
  }
}

function moved(request: Request, to: string): Response {
  const location = `${PATH}${encodeURIComponent(to)}${new URL(request.url).search}`;
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } });
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  // Asked for again each time, mostly answered by 304.
  "cache-control": "private, no-cache",
  "vary": "Cookie, Accept-Encoding",
  "x-content-type-options": "nosniff",
  ...Object.fromEntries(PAGE_HEADERS),
};
