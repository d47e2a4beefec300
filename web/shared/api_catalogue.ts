/** JSON of products, articles and pictures. Instants are ISO 8601 in UTC, money integer fen, rates basis points. */
import type { Page } from "./api.ts";

/** Where a product stands in the catalogue, in this order. */
export type ProductCategory =
  | "apps"
  | "deposits"
  | "loans"
  | "credit-cards"
  | "social-security"
  | "counter"
  | "utilities"
  | "education"
  | "community"
  | "health";

/** Drafts are the author's; what is withdrawn is seen by nobody but staff. */
export type PublicationJson = "draft" | "published" | "withdrawn";

/** What the one button of a product does. */
export type ActionKind =
  | "apply"
  | "query"
  | "pay"
  | "appointment"
  | "download"
  | "register"
  | "link"
  | "phone"
  | "contact";

/**
 * `target`: `https://…`, a path of this site, `tel:…`, or `manager`: the card of the manager whose storefront
 * brought the customer, the hotline where nobody did.
 */
export interface ProductActionJson {
  readonly kind: ActionKind;
  readonly target: string;
  readonly label: string;
  readonly labelEn: string;
}

/** `fen` null: the note says how much. 0: free. */
export interface ProductFeeJson {
  readonly name: string;
  readonly fen: number | null;
  readonly note?: string;
}

/** A yearly rate in hundredths of a percent: 155 is 1.55 %. `toBasisPoints` makes it a range. */
export interface ProductRateJson {
  readonly name: string;
  readonly basisPoints: number;
  readonly toBasisPoints?: number;
  readonly note?: string;
}

/** Details of a product in English, line by line as in Chinese; sums and percentages are the same. */
export interface ProductEnglish {
  readonly features: readonly string[];
  readonly eligibility: readonly string[];
  readonly documents: readonly string[];
  readonly steps: readonly string[];
  readonly fees: readonly { readonly name: string; readonly note?: string }[];
  readonly rates: readonly { readonly name: string; readonly note?: string }[];
  readonly notice: string;
}

/** What the province writes. */
export interface ProductFields {
  readonly category: ProductCategory;
  readonly name: string;
  readonly nameEn: string;
  readonly summary: string;
  readonly summaryEn: string;
  readonly features: readonly string[];
  readonly eligibility: readonly string[];
  readonly documents: readonly string[];
  /** 操作流程, in order. */
  readonly steps: readonly string[];
  readonly fees: readonly ProductFeeJson[];
  readonly rates: readonly ProductRateJson[];
  /** Day of which fees and rates are, as `2026-11-01`; null where nothing is priced. */
  readonly pricedOn: string | null;
  /** What else must be said: limits, risks, who decides. */
  readonly notice: string;
  /** Absent where nobody has translated the details; changing the Chinese ones drops it. */
  readonly english?: ProductEnglish;
  readonly action: ProductActionJson;
  /** Offered from then on; null: at once. */
  readonly validFrom: string | null;
  /** Offered until then, exclusive; null: for good. */
  readonly validTo: string | null;
  /** Order among all products, smallest first. */
  readonly position: number;
}

/** `POST /api/v1/products` → 201 `ProductJson`, a draft. */
export type ProductRequest = ProductFields;

/** `PATCH /api/v1/products/:id`: the fields that change, and the version that was read. */
export type ProductPatch = Partial<ProductFields> & { readonly version: number };

/** `POST /api/v1/products/:id/{publish,withdraw}`. */
export interface VersionRequest {
  readonly version: number;
}

/** `GET /api/v1/products/:id`. */
export interface ProductJson extends ProductFields {
  readonly id: string;
  readonly status: PublicationJson;
  readonly version: number;
  readonly updatedAt: string;
  /** Staff id, or `seed`; empty for customers. */
  readonly updatedBy: string;
}

/** A row of `GET /api/v1/products?category&q&unit&status&after&limit`. */
export interface ProductRowJson {
  readonly id: string;
  readonly category: ProductCategory;
  readonly name: string;
  readonly nameEn: string;
  readonly summary: string;
  readonly summaryEn: string;
  readonly actionKind: ActionKind;
  readonly status: PublicationJson;
  readonly version: number;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** Whether the member bank of `unit` offers it; null where no bank was asked about. */
  readonly on: boolean | null;
  /** Published, valid now and not switched off for `unit`. */
  readonly effective: boolean;
  readonly updatedAt: string;
}
export type ProductListJson = Page<ProductRowJson>;

/** `PUT /api/v1/units/:id/products/:productId`, for a member bank. */
export interface ProductSwitchRequest {
  readonly on: boolean;
}
/** `storefronts`: on how many of the bank's storefronts the product stands, or would stand. */
export interface ProductSwitchAnswer {
  readonly unit: string;
  readonly product: string;
  readonly on: boolean;
  readonly storefronts: number;
}

/** A part of an article. There is no HTML: pages draw each kind themselves. */
export type ArticleBlock =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "quote"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "image"; readonly media: string; readonly alt: string }
  | { readonly kind: "product"; readonly product: string };

/** What staff write. */
export interface ArticleFields {
  readonly title: string;
  readonly titleEn: string;
  readonly summary: string;
  readonly summaryEn: string;
  /** Id of a picture. */
  readonly cover: string | null;
  readonly blocks: readonly ArticleBlock[];
  /** The text in English; absent where nobody has translated it. Changing the Chinese one drops it. */
  readonly blocksEn?: readonly ArticleBlock[];
  /** Tags of the customers it is for; empty: for everyone. */
  readonly tags: readonly string[];
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** `POST /api/v1/articles` → 201 `ArticleJson`, a draft; `unit` is the author's unless said. */
export type ArticleRequest = ArticleFields & { readonly unit?: string };

/** `PATCH /api/v1/articles/:id`; `status` publishes and withdraws. */
export type ArticlePatch = Partial<ArticleFields> & {
  readonly version: number;
  readonly status?: PublicationJson;
};

/** `GET /api/v1/articles/:id`. */
export interface ArticleJson extends ArticleFields {
  readonly id: string;
  /** Who it is of: for this unit and all below. */
  readonly unit: string;
  readonly status: PublicationJson;
  /** When it was first published. */
  readonly publishedAt: string | null;
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** A row of `GET /api/v1/articles?unit&q&status&after&limit`, newest first. */
export type ArticleRowJson = Omit<ArticleJson, "blocks" | "blocksEn">;
export type ArticleListJson = Page<ArticleRowJson>;

/** `POST /api/v1/media` with the bytes of a PNG, JPEG or WebP → 201; the same bytes have the same id. */
export interface MediaJson {
  readonly id: string;
  readonly url: string;
  readonly contentType: "image/png" | "image/jpeg" | "image/webp";
  readonly width: number;
  readonly height: number;
}
