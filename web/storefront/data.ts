/** A storefront in one language: what the page draws and what the server sends to be hydrated. */
import type { ActionKind, ProductCategory } from "../shared/api_catalogue.ts";
import type {
  ManagerCardJson,
  ShownBlockJson,
  StorefrontCampaignJson,
  StorefrontJson,
} from "../shared/api_storefront.ts";
import type { Locale } from "../shared/format.ts";
import { dayText } from "./detail_words.ts";
import { amapLink, tencentLink } from "./maps.ts";

export interface ProductData {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly kind: ActionKind;
}

export interface ProductGroup {
  readonly category: ProductCategory;
  readonly items: readonly ProductData[];
}

export interface ArticleData {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly cover: string | null;
  /** Day, as it is read. */
  readonly published: string | null;
}

export type BlockData =
  | Exclude<ShownBlockJson, { kind: "products" | "news" }>
  | { readonly kind: "products"; readonly id: string; readonly groups: readonly ProductGroup[] }
  | { readonly kind: "news"; readonly id: string; readonly items: readonly ArticleData[] };

export interface PageData {
  readonly managerId: string;
  readonly card: ManagerCardJson;
  /** Addresses of the outlet on maps; null where its address is not known. */
  readonly maps: { readonly amap: string; readonly tencent: string } | null;
  readonly blocks: readonly BlockData[];
}

/** The page in one language; where there is no English, Chinese stands. */
export function pageData(
  storefront: Pick<StorefrontJson, "managerId" | "card" | "blocks">,
  locale: Locale,
): PageData {
  const say = (zh: string, en: string) => locale === "en" && en !== "" ? en : zh;
  const blocks = storefront.blocks.map((block): BlockData => {
    switch (block.kind) {
      case "products":
        return {
          kind: "products",
          id: block.id,
          groups: block.groups.map(({ category, items }) => ({
            category,
            items: items.map((one) => ({
              id: one.id,
              name: say(one.name, one.nameEn),
              summary: say(one.summary, one.summaryEn),
              kind: one.actionKind,
            })),
          })),
        };
      case "news":
        return {
          kind: "news",
          id: block.id,
          items: block.items.map((one) => ({
            id: one.id,
            title: say(one.title, one.titleEn),
            summary: say(one.summary, one.summaryEn),
            cover: one.cover,
            published: one.publishedAt === null ? null : dayText(one.publishedAt, locale),
          })),
        };
      default:
        return block;
    }
  });
  const { managerId, card } = storefront;
  const place = { ...card, name: card.outletName };
  return {
    managerId,
    card,
    maps: card.address === "" && card.position === null
      ? null
      : { amap: amapLink(place), tencent: tencentLink(place) },
    blocks,
  };
}

/** The campaigns on the page. */
export function campaignsOf(page: PageData): readonly StorefrontCampaignJson[] {
  return page.blocks.flatMap((block) => block.kind === "campaigns" ? block.items : []);
}
