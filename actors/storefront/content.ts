/** What a storefront shows, as its manager edits it. Pictures are ids of media, products and news ids of the catalogue. */

/** One part of the page. `id` is the kind, but for texts, of which there may be several. */
export type Block =
  & {
    readonly id: string;
    readonly hidden: boolean;
  }
  & (
    | { readonly kind: "card" | "campaigns" | "products" | "news" }
    | {
      readonly kind: "banner";
      readonly title: string;
      readonly text: string;
      readonly image: string | null;
    }
    | { readonly kind: "pitch"; readonly text: string }
    | { readonly kind: "text"; readonly title: string; readonly text: string }
  );

export type BlockKind = Block["kind"];

/** Of the manager, beyond what the bank's staff list says. */
export interface Card {
  readonly photo: string | null;
  /** Empty: not shown. */
  readonly wechatId: string;
  readonly wechatQr: string | null;
  /** Office hours; empty: the bank's own. */
  readonly hours: string;
}

/**
 * Which visitors a rule is about: all conditions that are given must hold; of tags and units one is enough. A
 * visitor whom nobody knows is new, has no tags and belongs to no unit.
 */
export interface Audience {
  readonly tags?: readonly string[];
  /** True: new customers only; false: those who are not. */
  readonly isNew?: boolean;
  readonly units?: readonly string[];
}

/** 千人千面: `show` shows it to these visitors only, `hide` hides it from them, `first` puts it first for them. */
export interface Rule {
  readonly effect: "show" | "hide" | "first";
  readonly of: "block" | "product" | "category" | "article";
  /** Id of the block, the product, the category or the article. */
  readonly id: string;
  readonly when: Audience;
}

export interface Content {
  /** In their order on the page. */
  readonly blocks: readonly Block[];
  readonly card: Card;
  /** Chosen products in order; null: all that the bank offers, in the bank's order. */
  readonly products: readonly string[] | null;
  /** Chosen news in order; null: the newest. */
  readonly news: readonly string[] | null;
  readonly rules: readonly Rule[];
}

/** A storefront that nobody has edited. */
export const DEFAULT_CONTENT: Content = {
  blocks: [
    { kind: "card", id: "card", hidden: false },
    { kind: "banner", id: "banner", hidden: true, title: "", text: "", image: null },
    { kind: "campaigns", id: "campaigns", hidden: false },
    { kind: "pitch", id: "pitch", hidden: true, text: "" },
    { kind: "products", id: "products", hidden: false },
    { kind: "news", id: "news", hidden: false },
  ],
  card: { photo: null, wechatId: "", wechatQr: null, hours: "" },
  products: null,
  news: null,
  rules: [],
};
