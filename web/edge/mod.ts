/** The edge: HTTP in front of the engine. */
import { Hono, type MiddlewareHandler } from "hono";
import { OpenAPIHono } from "@hono/zod-openapi";
import { addressOf } from "./address.ts";
import { Campaigns } from "./campaigns.ts";
import { createAdmission } from "./admission.ts";
import { ExportSlots } from "./csv_export.ts";
import { mountAttention } from "./routes/attention.ts";
import type { EdgeApp, EdgeEnv } from "./endpoint.ts";
import { createGrab } from "./grab.ts";
import { postedId } from "./hot_path.ts";
import { LiveHub } from "./live.ts";
import { EdgeMetrics } from "./metrics.ts";
import type { EdgeOptions } from "./options.ts";
import { pageReads } from "./page_reads.ts";
import { problem } from "./problem.ts";
import { mountArticles } from "./routes/articles.ts";
import { mountCampaigns } from "./routes/campaigns.ts";
import { mountCustomerFacts } from "./routes/customer_facts.ts";
import { mountCustomerImport } from "./routes/customer_import.ts";
import { mountCustomerRecords } from "./routes/customer_records.ts";
import { mountCustomers } from "./routes/customers.ts";
import { mountCoupons } from "./routes/coupons.ts";
import { mountCouponTemplates } from "./routes/coupon_templates.ts";
import { mountDetailPages } from "./routes/detail_pages.ts";
import { mountEvents } from "./referral/events.ts";
import { Inviters } from "./referral/inviters.ts";
import { createJoin } from "./referral/join.ts";
import { mountPageVisits } from "./referral/page_visits.ts";
import { mountParticipants } from "./referral/participants.ts";
import { mountReviews } from "./referral/reviews.ts";
import { StaffCustomers } from "./referral/staff_customers.ts";
import { mountDocs } from "./routes/docs.ts";
import { mountGrabs } from "./routes/grabs.ts";
import { mountHealth } from "./routes/health.ts";
import { mountLinks } from "./routes/links.ts";
import { mountLeaderboard } from "./routes/leaderboard.ts";
import { mountLive } from "./routes/live.ts";
import { createOpenLink, openedCode } from "./open_link.ts";
import { mountOpenLink } from "./routes/open_link.ts";
import { mountParticipantPictures } from "./routes/participant_pictures.ts";
import { mountPictures } from "./routes/pictures.ts";
import { mountPolicy } from "./routes/policy.ts";
import { mountMedia } from "./routes/media.ts";
import { mountPages } from "./routes/pages.ts";
import { mountPayments, SIGNATURE_HEADER } from "./routes/payments.ts";
import { mountProducts } from "./routes/products.ts";
import { mountRecount } from "./routes/recount.ts";
import { mountMyReferrals } from "./routes/my_referrals.ts";
import { mountMyReservations } from "./routes/my_reservations.ts";
import { mountReferralResults } from "./routes/referral_results.ts";
import { mountReferralResultsCsv } from "./routes/referral_results_csv.ts";
import { mountReferralReviews } from "./routes/referral_reviews.ts";
import { mountReferralRewards } from "./routes/referral_rewards.ts";
import { mountReservations } from "./routes/reservations.ts";
import { mountChanges } from "./routes/changes.ts";
import { mountPeople } from "./routes/people.ts";
import { mountSessions } from "./routes/sessions.ts";
import { mountUnits } from "./routes/units.ts";
import { mountResults } from "./routes/results.ts";
import { mountResultsCsv } from "./routes/results_csv.ts";
import { mountStaff } from "./routes/staff.ts";
import { mountStatistics } from "./routes/statistics.ts";
import { mountStorefrontEdit } from "./routes/storefront_edit.ts";
import { mountStorefrontTemplates } from "./routes/storefront_templates.ts";
import { mountStorefronts } from "./routes/storefronts.ts";
import { mountTransitions } from "./routes/transitions.ts";
import { mountVisits } from "./routes/visits.ts";
import { mountWaiting } from "./routes/waiting.ts";
import { mountWallet } from "./routes/wallet.ts";
import { mountWechat } from "./routes/wechat.ts";
import { type Catalogue, createCatalogue } from "../store/catalogue/catalogue.ts";
import { securityHeaders } from "./security.ts";
import type { Services } from "./services.ts";
import { createPainter } from "../share/painter.ts";
import { LinkCounts } from "../share/link_counts.ts";
import { createShare } from "../share/share.ts";
import { createLinkSource } from "../store/links/rows_link_source.ts";
import { RevokedSessions } from "../store/staff/revoked_sessions.ts";
import {
  createStorefrontPages,
  mountStorefrontPage,
  openedStorefront,
} from "./storefront/page_route.ts";
import { createStorefrontServices } from "./storefront/services.ts";
import { TimeLimit } from "./time_limit.ts";
import { keepDemoCustomers } from "./demo_customers.ts";
import { warm } from "./warm.ts";
import { createTokenVerifier } from "./token.ts";
import { languageOf } from "./words.ts";

export type { EdgeOptions } from "./options.ts";

export interface Edge {
  /** For `Deno.serve`. Never rejects. */
  handler(request: Request, info: Deno.ServeHandlerInfo): Response | Promise<Response>;
  /** A payment provider's notification, as if it had come over HTTP; resolves to the status. */
  notifyPayment(body: string, signature: string): Promise<number>;
  /** Resolves when what a rush needs of the database is in memory; not while the database is away. */
  readonly warmed: Promise<void>;
  /** Refuses new work and ends every event stream; resolves when all clicks are stored. Idempotent. */
  close(): Promise<void>;
}

/** Joins the routes. Registers its metrics with the engine's. */
export function createEdge(options: EdgeOptions): Edge {
  const services = createServices(options);
  const { counts, log } = services;
  const grab = createGrab(services);
  const join = createJoin(services);
  const openLink = createOpenLink(services);
  const warming = warm(services);
  const stopDemo = keepDemoCustomers(services);
  const app: EdgeApp = new OpenAPIHono<EdgeEnv>();
  app.use(securityHeaders(options));
  mountHealth(app, services);
  mountAttention(app, services);
  mountCampaigns(app, services);
  mountTransitions(app, services);
  mountPolicy(app, services);
  mountLive(app, services);
  mountGrabs(app, services, grab);
  // Its fixed path comes before those with an id.
  mountMyReservations(app, services);
  mountMyReferrals(app, services);
  mountReservations(app, services);
  mountWaiting(app, services);
  mountWallet(app, services);
  mountCoupons(app, services);
  mountCouponTemplates(app, services);
  mountStaff(app, services);
  // Their fixed paths come before those with an id.
  mountSessions(app, services);
  mountPeople(app, services);
  mountUnits(app, services);
  mountChanges(app, services);
  mountCustomers(app, services);
  mountCustomerImport(app, services);
  mountCustomerRecords(app, services);
  mountCustomerFacts(app, services);
  mountLinks(app, services);
  mountOpenLink(app, services, openLink);
  mountPictures(app, services);
  mountParticipantPictures(app, services);
  mountProducts(app, services);
  mountArticles(app, services);
  mountMedia(app, services);
  mountStorefronts(app, services);
  mountStorefrontEdit(app, services);
  mountStorefrontTemplates(app, services);
  mountStatistics(app, services);
  mountRecount(app, services);
  mountVisits(app, services);
  mountLeaderboard(app, services);
  mountResults(app, services);
  const exports = new ExportSlots(options.limits.exportsMax);
  mountResultsCsv(app, services, exports);
  mountReferralResults(app, services);
  mountReferralResultsCsv(app, services, exports);
  mountReferralReviews(app, services);
  mountReferralRewards(app, services);
  mountWechat(app, services);
  mountPayments(app, services);
  mountEvents(app, services);
  mountParticipants(app, services, join);
  mountReviews(app, services);
  mountPageVisits(app, services);
  mountDocs(app);
  if (options.assets !== null) {
    for (const path of ["/c/*", "/find", "/me", "/console", "/console/*", "/p/*", "/a/*"]) {
      app.use(path, limitByAddress(services));
    }
    mountDetailPages(app, services, options.assets.detail);
    const pages = new Hono();
    mountPages(pages, { assets: options.assets, ...pageReads(services) });
    app.route("/", pages);
  }
  const storefront = options.assets === null
    ? null
    : createStorefrontPages(services, options.assets.storefront);
  if (storefront !== null && options.assets !== null) {
    mountStorefrontPage(app, services, { assets: options.assets.storefront, pages: storefront });
  }
  mountRest(app);
  app.onError((error, context) => {
    log.error("request failed", { path: context.req.path, error: error.stack ?? error.message });
    return problem("bug", languageOf(context.req.raw.headers.get("accept-language")));
  });

  async function slow(request: Request, info: Deno.ServeHandlerInfo): Promise<Response> {
    return counted(await app.fetch(request, { info }));
  }

  function counted(response: Response): Response {
    counts.others[response.status] = (counts.others[response.status] ?? 0) + 1;
    return response;
  }

  function broken(request: Request, error: unknown): Response {
    log.error("request failed", { url: request.url, error: String(error) });
    return problem("bug", languageOf(request.headers.get("accept-language")));
  }

  return {
    handler(request, info) {
      try {
        const id = postedId(request.method, request.url, "/grabs");
        if (id !== null) return grab(request, info, id);
        const joined = postedId(request.method, request.url, "/participants");
        if (joined !== null) {
          const answer = join(request, info, joined);
          if (answer instanceof Response) return counted(answer);
          return answer.then(counted, (error) => broken(request, error));
        }
        const code = openedCode(request.method, request.url);
        if (code !== null) {
          const opened = openLink(request, info, code);
          if (opened instanceof Response) return counted(opened);
          return opened.then(counted, (error) => broken(request, error));
        }
        const opened = openedStorefront(request.method, request.url);
        if (opened !== null && storefront !== null) {
          const page = storefront(request, info, opened);
          if (page instanceof Response) return counted(page);
          return page.then(counted, (error) => broken(request, error));
        }
      } catch (error) {
        return broken(request, error);
      }
      return slow(request, info).catch((error) => broken(request, error));
    },
    warmed: Promise.all([warming.done, services.staffCustomers.ready]).then(() => {}),
    async notifyPayment(body, signature) {
      const response = await app.request("/api/v1/payments/notifications", {
        method: "POST",
        headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signature },
        body,
      });
      return response.status;
    },
    close() {
      services.admission.close();
      const counted = services.referralCounts.close();
      services.hub.close();
      services.painter.close();
      warming.stop();
      stopDemo();
      services.revoked.close();
      services.staffCustomers.close();
      return counted;
    },
  };
}

function createServices(options: EdgeOptions): Services & { readonly counts: EdgeMetrics } {
  const { engine, limits, world, authSecret, database, log } = options;
  const nowMs = () => engine.nowMs();
  const revoked = new RevokedSessions({
    database,
    scheduler: world.scheduler,
    log,
    nowMs,
    max: limits.revokedSessionsMax,
  });
  const counts = new EdgeMetrics();
  counts.register(engine.metrics);
  const admission = createAdmission({ engine, limits, world, metrics: counts });
  const campaigns = new Campaigns(engine);
  const catalogue = catalogueOf(options);
  return {
    ...options,
    counts,
    admission,
    timeLimit: new TimeLimit(world.scheduler, limits.requestMs),
    verifier: createTokenVerifier({
      secret: authSecret,
      nowMs,
      isRevoked: (sid) => revoked.has(sid),
    }),
    revoked,
    painter: createPainter({
      scheduler: world.scheduler,
      queuedMax: limits.picturesQueuedMax,
      waitMs: limits.pictureMs,
    }),
    share: createShare({
      source: options.linkSource ??
        (options.database === null ? null : createLinkSource(options.database)),
      boundKnown: options.database === null && options.linkSource === undefined,
      secret: authSecret,
      engine,
      limits,
      world,
    }),
    inviters: new Inviters(engine),
    staffCustomers: new StaffCustomers(options),
    referralCounts: new LinkCounts({
      engine,
      world,
      log,
      waitingMax: limits.linkCountsWaitingMax,
    }),
    ...createStorefrontServices(options, { campaigns, catalogue }),
    campaigns,
    catalogue,
    hub: new LiveHub({ engine, limits, world, counts }),
  };
}

function catalogueOf({ database, engine, limits }: EdgeOptions): Catalogue | null {
  if (database === null) return null;
  const { catalogueStaleMs: staleMs, productsMax, articlesMax } = limits;
  const nowMs = () => engine.nowMs();
  return createCatalogue({ database, nowMs, staleMs, productsMax, articlesMax });
}

/** Pages are for anyone, so each address has its share. */
function limitByAddress(services: Services): MiddlewareHandler<EdgeEnv> {
  const { admission, engine, trustProxy } = services;
  return async (context, next) => {
    const request = context.req.raw;
    const address = addressOf(request, context.env.info, trustProxy);
    if (admission.address(address, engine.nowMs())) return await next();
    const language = languageOf(request.headers.get("accept-language"));
    return problem("too-many-requests", language, { retryAfterMs: admission.retryAfterMs() });
  };
}

/** Whatever no route takes: 405 where another method would do, else 404. */
function mountRest(app: EdgeApp): void {
  const patterns = app.routes
    .filter(({ method, path }) => method !== "ALL" && !path.includes("*"))
    .map(({ method, path }) => ({
      method,
      parts: path.split("/"),
    }));
  app.notFound((context) => {
    const language = languageOf(context.req.raw.headers.get("accept-language"));
    const parts = context.req.path.split("/");
    const methods = patterns.filter((one) =>
      one.parts.length === parts.length &&
      one.parts.every((part, n) => part.startsWith(":") || part === parts[n])
    ).map(({ method }) => method);
    if (methods.length === 0) return problem("not-found", language);
    const response = problem("method-not-allowed", language);
    response.headers.set("allow", [...new Set(methods)].join(", "));
    return response;
  });
}
