/** A storefront as one visitor sees it: pure, out of everything that was read. */
import type { Content } from "../../../actors/storefront/protocol.ts";
import type { ArticleRowJson, ProductJson } from "../../shared/api_catalogue.ts";
import type {
  ManagerCardJson,
  ShownBlockJson,
  StorefrontArticleJson,
  StorefrontCampaignJson,
  StorefrontJson,
  StorefrontProductJson,
} from "../../shared/api_storefront.ts";
import { mediaUrl } from "../../store/articles/media.ts";
import { isFor, Judge, type Visitor } from "./audience.ts";
import { placeBlocks, type PlacedBlock, type Template } from "./blocks.ts";

/** A manager as the bank's staff list has one. */
export interface Manager {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly phone: string | null;
  readonly wechat: string | null;
  /** Id of a picture. */
  readonly photo: string | null;
  readonly unit: string;
  readonly outletName: string;
  readonly bankName: string;
  readonly address: string;
  readonly city: string;
  readonly hours: string;
  readonly position: { readonly longitude: number; readonly latitude: number } | null;
  /** Whose storefront it is now, where this manager left or works elsewhere in the bank; null: the own. */
  readonly successor: string | null;
  /** Whether there is a storefront: of one who left, without a successor, there is none. */
  readonly serves: boolean;
}

/** All that a page is made of. */
export interface Materials {
  readonly manager: Manager;
  /** Null: the manager has published nothing. */
  readonly content: Content | null;
  readonly templates: readonly Template[];
  readonly products: readonly ProductJson[];
  readonly articles: readonly ArticleRowJson[];
  readonly campaigns: readonly StorefrontCampaignJson[];
}

const NEWS_MAX = 6;
const NO_RULES: Content["rules"] = [];

export type Composed = Omit<StorefrontJson, "serverTime" | "staleSince">;

/** The page's content for this visitor. */
export function compose(materials: Materials, visitor: Visitor): Composed {
  const { manager, content, templates } = materials;
  const judge = new Judge(content?.rules ?? NO_RULES, visitor);
  const placed = placeBlocks(templates, content?.blocks ?? null).filter((one) =>
    isShown(one, judge)
  );
  const blocks: ShownBlockJson[] = [];
  for (const { block } of arrange(placed, judge)) {
    const { id, kind } = block;
    switch (kind) {
      case "card":
        blocks.push({ kind, id });
        break;
      case "banner":
        if (block.title === "" && block.text === "" && block.image === null) break;
        blocks.push({
          kind,
          id,
          title: block.title,
          text: block.text,
          image: pictureOf(block.image),
        });
        break;
      case "pitch":
        if (block.text !== "") blocks.push({ kind, id, text: block.text });
        break;
      case "text":
        blocks.push({ kind, id, title: block.title, text: block.text });
        break;
      case "campaigns":
        if (materials.campaigns.length > 0) blocks.push({ kind, id, items: materials.campaigns });
        break;
      case "products":
        blocks.push({ kind, id, groups: groupsOf(materials, judge) });
        break;
      case "news": {
        const items = newsOf(materials, judge, visitor);
        if (items.length > 0) blocks.push({ kind, id, items });
      }
    }
  }
  return { managerId: manager.id, card: cardOf(materials), blocks };
}

/** `138****0001`; what is no mobile number shows its last two digits. */
export function maskPhone(phone: string): string {
  return phone.length === 11
    ? `${phone.slice(0, 3)}****${phone.slice(7)}`
    : `${"*".repeat(Math.max(0, phone.length - 2))}${phone.slice(-2)}`;
}

function isShown({ block, lockedBy }: PlacedBlock, judge: Judge): boolean {
  return lockedBy !== null || (!block.hidden && judge.of("block", block.id).shown);
}

/** What is first for this visitor goes before the others that may move. */
function arrange(placed: readonly PlacedBlock[], judge: Judge): readonly PlacedBlock[] {
  const free = placed.filter(({ lockedBy }) => lockedBy === null);
  const order = firstOnes(free, ({ block }) => judge.of("block", block.id).first);
  let next = 0;
  return placed.flatMap((one) => one.lockedBy === null ? order[next++] ?? [] : one);
}

function groupsOf(
  { content, products }: Materials,
  judge: Judge,
): Extract<ShownBlockJson, { kind: "products" }>["groups"] {
  const byId = new Map(products.map((one) => [one.id, one]));
  // One that was chosen and is not offered any more is left out until it is.
  const chosen = content?.products?.flatMap((id) => byId.get(id) ?? []) ?? products;
  const shown = chosen.filter((one) =>
    judge.of("product", one.id).shown && judge.of("category", one.category).shown
  );
  const ordered = firstOnes(shown, (one) => judge.of("product", one.id).first);
  const groups = new Map<ProductJson["category"], StorefrontProductJson[]>();
  for (const one of ordered) {
    const group = groups.get(one.category);
    if (group === undefined) groups.set(one.category, [productOf(one)]);
    else group.push(productOf(one));
  }
  return firstOnes(
    [...groups].map(([category, items]) => ({ category, items })),
    ({ category }) => judge.of("category", category).first,
  );
}

function newsOf(
  { content, articles }: Materials,
  judge: Judge,
  visitor: Visitor,
): readonly StorefrontArticleJson[] {
  const byId = new Map(articles.map((one) => [one.id, one]));
  const chosen = content?.news?.flatMap((id) => byId.get(id) ?? []) ?? articles;
  const shown = chosen.filter((one) =>
    isFor(one.tags, visitor) && judge.of("article", one.id).shown
  );
  const ordered = firstOnes(shown, (one) => judge.of("article", one.id).first);
  const news = content?.news === null || content === null ? ordered.slice(0, NEWS_MAX) : ordered;
  return news.map(({ id, title, titleEn, summary, summaryEn, cover, publishedAt }) => ({
    id,
    title,
    titleEn,
    summary,
    summaryEn,
    cover: pictureOf(cover),
    publishedAt,
  }));
}

function cardOf({ manager, content, templates }: Materials): ManagerCardJson {
  const own = content?.card;
  const suggested = templates.findLast(({ hours }) => hours !== "")?.hours ?? "";
  return {
    id: manager.id,
    name: manager.name,
    title: manager.title,
    outletName: manager.outletName,
    bankName: manager.bankName,
    address: manager.address,
    city: manager.city,
    position: manager.position,
    phoneMasked: manager.phone === null ? null : maskPhone(manager.phone),
    hours: firstText(own?.hours, suggested, manager.hours),
    wechatId: firstText(own?.wechatId, manager.wechat ?? ""),
    photo: pictureOf(own?.photo ?? manager.photo),
    wechatQr: pictureOf(own?.wechatQr ?? null),
  };
}

function productOf(one: ProductJson): StorefrontProductJson {
  const { id, category, name, nameEn, summary, summaryEn, action } = one;
  return { id, category, name, nameEn, summary, summaryEn, actionKind: action.kind };
}

/** Address of a picture. */
function pictureOf(id: string | null): string | null {
  return id === null ? null : mediaUrl(id);
}

function firstText(...texts: readonly (string | undefined)[]): string {
  return texts.find((text) => text !== undefined && text !== "") ?? "";
}

function firstOnes<Item>(
  items: readonly Item[],
  isFirst: (item: Item) => boolean,
): readonly Item[] {
  const first = items.filter(isFirst);
  return first.length === 0 ? items : [...first, ...items.filter((one) => !isFirst(one))];
}
