/**
 * Pages of storefronts, kept. One that was looked at within the last second is sent as it is; else its parts are looked
 * at again, and it is made anew where they differ. A crowd that comes meanwhile waits for one page, not for one each.
 */
import type { CustomerProtocol } from "../../../actors/customer/protocol.ts";
import type { PageAssets } from "../../shared/html.ts";
import { Newest } from "../../shared/newest.ts";
import { pageData } from "../../storefront/data.ts";
import { renderStorefrontPage } from "../../storefront/page.tsx";
import type { Services } from "../services.ts";
import { audienceKey, STRANGER, type Visitor } from "./audience.ts";
import { compose, type Materials } from "./compose.ts";
import { isStranger, type Look, nameOf } from "./look.ts";
import { type KeptPage, PageCache } from "./page_cache.ts";

export type Made =
  | { readonly kind: "page"; readonly page: KeptPage }
  | { readonly kind: "moved"; readonly to: string }
  | { readonly kind: "none" };

/** For previews of links to storefronts without a photo. */
export const PICTURE = "/share.png";

const FRESH_MS = 1_000;
/** While one looks again, others are given what is not older. */
const JOINED_MS = 5_000;
/** Readers without script may see a countdown that is so old. */
const REMADE_MS = 60_000;

type PageServices = Pick<Services, "engine" | "limits" | "storefronts">;

export class Pages {
  readonly #services: PageServices;
  readonly #assets: PageAssets;
  readonly #cache: PageCache;
  /** Key of a page by the name of a stranger's look. */
  readonly #strangers: Newest<string, string>;
  /** Pages that are being made for strangers, and the storefront's changes when that began. */
  readonly #making = new Map<string, { readonly changes: number; readonly made: Promise<Made> }>();

  constructor(services: PageServices, assets: PageAssets) {
    this.#services = services;
    this.#assets = assets;
    this.#strangers = new Newest(services.limits.storefrontsFollowedMax);
    this.#cache = new PageCache(services.limits.storefrontPagesBytesMax);
  }

  /** A stranger's page that may be sent without waiting; null: ask `make`. */
  ready(id: string, look: Look): KeptPage | null {
    const page = this.kept(id, look);
    if (page === null || page.changes !== this.#services.storefronts.changes(id)) return null;
    const ageMs = this.#services.engine.nowMs() - page.checkedMs;
    if (ageMs < FRESH_MS) return page;
    return ageMs < JOINED_MS && this.#making.has(nameOf(id, look)) ? page : null;
  }

  /** A stranger's page of whatever age; null where there is none. */
  kept(id: string, look: Look): KeptPage | null {
    if (!isStranger(look)) return null;
    return this.#cache.get(this.#strangers.get(nameOf(id, look)) ?? "") ?? null;
  }

  /** The page as it is now. Rejects as `Storefronts.find` does. */
  make(id: string, look: Look): Promise<Made> {
    if (!isStranger(look)) return this.#make(id, look);
    const name = nameOf(id, look);
    const changes = this.#services.storefronts.changes(id);
    const making = this.#making.get(name);
    // What began before the last change may not have seen it.
    if (making?.changes === changes) return making.made;
    const made = this.#make(id, look).finally(() => {
      if (this.#making.get(name)?.made === made) this.#making.delete(name);
    });
    this.#making.set(name, { changes, made });
    return made;
  }

  async #make(id: string, look: Look): Promise<Made> {
    const found = await this.#services.storefronts.find(id);
    if (found.kind !== "storefront") return found;
    const visitor = await this.#visitorOf(look.customer);
    const page = this.#pageOf(found.materials, look, visitor);
    page.checkedMs = this.#services.engine.nowMs();
    page.changes = found.changes;
    return { kind: "page", page };
  }

  #pageOf(materials: Materials, look: Look, visitor: Visitor): KeptPage {
    const { manager, content, articles } = materials;
    const audience = audienceKey(visitor, { rules: content?.rules ?? [] }, articles);
    const name = nameOf(manager.id, look);
    const key = `${name} ${audience} ${look.staleSinceMs ?? ""}`;
    if (isStranger(look)) this.#strangers.set(name, key);
    const composed = compose(materials, visitor);
    const source = JSON.stringify(composed);
    const nowMs = this.#services.engine.nowMs();
    const kept = this.#cache.get(key);
    if (kept?.source === source && nowMs - kept.madeMs < REMADE_MS) return kept;
    const boot = {
      page: pageData(composed, look.locale),
      locale: look.locale,
      elder: look.elder,
      madeMs: Math.floor(nowMs),
      staleSinceMs: look.staleSinceMs,
    };
    const text = renderStorefrontPage({
      boot,
      assets: this.#assets,
      origin: look.origin,
      picture: PICTURE,
    });
    return this.#cache.put(key, { source, nowMs, text });
  }

  /** What the bank knows of a customer; who cannot be asked about is a stranger. */
  async #visitorOf(customer: string | null): Promise<Visitor> {
    if (customer === null) return STRANGER;
    const { engine } = this.#services;
    const ref = engine.ref<CustomerProtocol>("customer", customer);
    const reply = await engine.ask(ref, { kind: "facts" }).catch(() => null);
    return reply?.kind === "facts" ? reply.facts : STRANGER;
  }
}
