/** `/p/:productId` and `/a/:articleId`, for the manager of `?m=`: rendered here, with a few lines of script. */
import type { Context } from "hono";
import type { PageAssets } from "../../shared/html.ts";
import type { ArticleJson, ProductJson } from "../../shared/api_catalogue.ts";
import { findArticle } from "../../store/articles/articles.ts";
import { isCurrent, lineOf, publicationOf } from "../../store/catalogue/rules.ts";
import { isUnavailable } from "../../store/database.ts";
import { renderArticlePage } from "../../storefront/article_page.tsx";
import {
  type DetailLook,
  type DetailManager,
  renderNoDetail,
} from "../../storefront/detail_frame.tsx";
import { renderProductPage } from "../../storefront/product_page.tsx";
import { originOf } from "../address.ts";
import { readCookie } from "../cookies.ts";
import { databaseOf } from "../database.ts";
import type { EdgeApp, EdgeEnv } from "../endpoint.ts";
import type { Services } from "../services.ts";

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Whose link it is, and where they work. */
interface Sender {
  readonly manager: DetailManager;
  readonly unit: string;
}

export function mountDetailPages(app: EdgeApp, services: Services, assets: PageAssets): void {
  app.get("/p/:id", (context) => respond(context, "product"));
  app.get("/a/:id", (context) => respond(context, "article"));

  async function respond(context: Context<EdgeEnv>, what: "product" | "article") {
    context.header("cache-control", "no-store");
    const look = lookOf(context);
    try {
      const sender = await senderOf(context.req.query("m"));
      const whole: DetailLook = { ...look, manager: sender?.manager ?? null };
      const html = await render(whole, { what, id: context.req.param("id") ?? "", sender });
      return context.html(html ?? renderNoDetail(whole, what), html === null ? 404 : 200);
    } catch (error) {
      // Whatever it is, customers get a page that leads on.
      const what = { path: context.req.path, error: String(error) };
      if (isUnavailable(error)) services.log.warn("page not shown", what);
      else services.log.error("page not shown", what);
      context.header("retry-after", "2");
      return context.html(renderNoDetail({ ...look, manager: null }, "down"), 503);
    }
  }

  async function render(
    look: DetailLook,
    one: { what: "product" | "article"; id: string; sender: Sender | null },
  ): Promise<string | null> {
    const { id, what, sender } = one;
    const unit = sender?.unit ?? null;
    if (!ID.test(id)) return null;
    if (what === "product") {
      const product = await productOf(id, unit);
      return product === null ? null : renderProductPage(look, product);
    }
    const article = await articleOf(id, unit);
    if (article === null) return null;
    const named = article.blocks.flatMap((one) => one.kind === "product" ? one.product : []);
    const found = await Promise.all(named.map((id) => productOf(id, unit)));
    return renderArticlePage(look, article, found.filter((one) => one !== null));
  }

  /** From memory, so that it goes on being shown while the database is away. */
  async function productOf(id: string, unit: string | null): Promise<ProductJson | null> {
    const { catalogue } = services;
    // Throws what becomes 503.
    if (catalogue === null) databaseOf(services);
    return await catalogue?.product(id, unit) ?? null;
  }

  async function articleOf(id: string, unit: string | null): Promise<ArticleJson | null> {
    const article = await findArticle(databaseOf(services).sql, id);
    if (article === null || !isCurrent(publicationOf(article), services.engine.nowMs())) {
      return null;
    }
    // On a storefront stand the news of its own bank and of those above.
    return unit === null || lineOf(unit).includes(article.unit) ? article : null;
  }

  async function senderOf(id: string | undefined): Promise<Sender | null> {
    if (id === undefined || !ID.test(id)) return null;
    const found = await services.storefronts.manager(id);
    if (found === null) return null;
    // Whoever left sends customers to whoever followed.
    const manager = found.successor === null
      ? found
      : await services.storefronts.manager(found.successor);
    if (manager === null || !manager.serves) return null;
    const { name, title, outletName, bankName, unit, phone } = manager;
    return {
      unit,
      manager: { id: manager.id, name, title, outletName, bankName, hasPhone: phone !== null },
    };
  }

  function lookOf(context: Context<EdgeEnv>): Omit<DetailLook, "manager"> {
    const request = context.req.raw;
    const cookie = request.headers.get("cookie");
    return {
      locale: readCookie(cookie, "yd_lang") === "en" ? "en" : "zh",
      elder: readCookie(cookie, "yd_elder") === "1",
      origin: originOf(request, services),
      assets,
    };
  }
}
