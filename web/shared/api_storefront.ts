/** JSON of storefronts. Instants are ISO 8601 in UTC. Products and articles have the shapes of api_catalogue.ts. */
import type {
  Audience,
  Block,
  Card,
  Content,
  CountRow,
  Measure,
  Rule,
} from "../../actors/storefront/protocol.ts";
import type { ActionKind, ArticleRowJson, ProductCategory } from "./api_catalogue.ts";
import type { RewardRulesJson } from "./api_referral.ts";

export type {
  Audience as AudienceJson,
  Block as BlockJson,
  Card as CardJson,
  Content as ContentJson,
  CountRow as CountRowJson,
  Measure as MeasureJson,
  Rule as RuleJson,
};

/** Channels that links and counts name; anything else of the same form is kept, too. */
export const CHANNELS = [
  "direct",
  "wechat",
  "wecom",
  "douyin",
  "phone",
  "print",
  "poster",
  "share",
] as const;

// What visitors see -------------------------------------------------------------------------------

/** The manager as customers see them. The number itself comes from `POST …/phone`, on a tap. */
export interface ManagerCardJson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly outletName: string;
  readonly bankName: string;
  readonly address: string;
  /** WGS or GCJ degrees as the bank has them; null: maps search for the address. */
  readonly position: { readonly longitude: number; readonly latitude: number } | null;
  readonly city: string;
  /** `138****0001`; null: no number. */
  readonly phoneMasked: string | null;
  readonly hours: string;
  readonly wechatId: string;
  /** Addresses of pictures. */
  readonly photo: string | null;
  readonly wechatQr: string | null;
}

export interface StorefrontProductJson {
  readonly id: string;
  readonly category: ProductCategory;
  readonly name: string;
  readonly nameEn: string;
  readonly summary: string;
  readonly summaryEn: string;
  readonly actionKind: ActionKind;
}

export type StorefrontArticleJson = Pick<
  ArticleRowJson,
  "id" | "title" | "titleEn" | "summary" | "summaryEn" | "cover" | "publishedAt"
>;

interface StorefrontCampaignHead {
  readonly id: string;
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: "coming" | "open" | "paused" | "sold-out";
}
export interface StorefrontSaleJson extends StorefrontCampaignHead {
  readonly kind: "flash-sale";
  readonly product: string;
  readonly priceFen: number;
}
/** `sold-out`: nothing of its budget is left. */
export interface StorefrontReferralJson extends StorefrontCampaignHead {
  readonly kind: "referral";
  /** Instead of a price: what an invitation brings. */
  readonly rewards: RewardRulesJson;
}
/** Both kinds are at `/c/<id>`. */
export type StorefrontCampaignJson = StorefrontSaleJson | StorefrontReferralJson;

/** A block as it is shown: what it needs is in it. */
export type ShownBlockJson =
  | { readonly kind: "card"; readonly id: string }
  | {
    readonly kind: "banner";
    readonly id: string;
    readonly title: string;
    readonly text: string;
    readonly image: string | null;
  }
  | {
    readonly kind: "campaigns";
    readonly id: string;
    readonly items: readonly StorefrontCampaignJson[];
  }
  | {
    readonly kind: "products";
    readonly id: string;
    /** By category, in the manager's order. */
    readonly groups: readonly {
      readonly category: ProductCategory;
      readonly items: readonly StorefrontProductJson[];
    }[];
  }
  | { readonly kind: "pitch"; readonly id: string; readonly text: string }
  | {
    readonly kind: "news";
    readonly id: string;
    readonly items: readonly StorefrontArticleJson[];
  }
  | { readonly kind: "text"; readonly id: string; readonly title: string; readonly text: string };

/** `GET /api/v1/storefronts/:managerId`, as this visitor sees it. 302 where the manager left: the successor's. */
export interface StorefrontJson {
  readonly managerId: string;
  readonly card: ManagerCardJson;
  readonly blocks: readonly ShownBlockJson[];
  readonly serverTime: string;
  /** For staff: since when the bank's data behind the page cannot be read; absent when all is current. */
  readonly staleSince?: string;
}

/** `POST …/phone` → the number to call, counted as a call. */
export interface PhoneJson {
  readonly phone: string;
}

/** `POST …/events`: what a visitor did, at most 20 at once. 202 once it is stored. */
export interface VisitEventsRequest {
  /** `?ch=` of the page's address. */
  readonly channel?: string;
  readonly events: readonly {
    readonly kind: Exclude<Measure, "visitor" | "new-visitor" | "link">;
    /** Product, campaign or article. */
    readonly item?: string;
  }[];
}
export interface VisitEventsAnswer {
  readonly serverTime: string;
  /** False: of staff, a robot or a preview, and left out. */
  readonly counted: boolean;
}

// The manager's side ------------------------------------------------------------------------------

/** A block that a unit above has fixed: its place, its content and that it is shown. */
export interface LockedBlockJson {
  readonly block: Block;
  /** Who fixed it. */
  readonly unit: string;
  readonly unitName: string;
}

/** `GET …/draft`, `PUT …/draft`, `POST …/publish`, `POST …/rollback`. */
export interface StorefrontDraftJson {
  readonly managerId: string;
  /** Send it back with the next change; 409 `stale` where another was quicker. */
  readonly version: number;
  /** The draft; what is published, or the default, where there is none. */
  readonly content: Content;
  readonly unpublished: boolean;
  readonly savedAt: string | null;
  readonly published:
    | { readonly version: number; readonly at: string; readonly by: string }
    | null;
  /** In the order in which they stand on the page. */
  readonly locked: readonly LockedBlockJson[];
}

/** `PUT …/draft`. */
export interface StorefrontDraftRequest {
  readonly version: number;
  readonly content: Content;
}
/** `POST …/publish`. */
export interface StorefrontPublishRequest {
  readonly version: number;
}
/** `POST …/rollback`: publishes version `to` again, as a new version. */
export interface StorefrontRollbackRequest {
  readonly to: number;
  readonly version: number;
}

/** `GET …/versions`, newest first; at most 20 are kept. */
export interface StorefrontVersionsJson {
  readonly items: readonly {
    readonly version: number;
    readonly at: string;
    readonly by: string;
    /** The version that it brought back. */
    readonly from: number | null;
    readonly content: Content;
  }[];
}

/** `GET …/today`: since midnight in China. */
export interface StorefrontTodayJson {
  readonly day: string;
  readonly asOf: string;
  /** Visitors of the last five minutes. */
  readonly present: number;
  readonly visits: number;
  readonly visitors: number;
  readonly newVisitors: number;
  readonly clicks: number;
  readonly shares: number;
  /** Calls, WeChat ids copied and product buttons pressed. */
  readonly leads: number;
  readonly rows: readonly CountRow[];
}

// The units' side ---------------------------------------------------------------------------------

/** What a bank or an outlet fixes or suggests for the storefronts below. */
export interface TemplateContentJson {
  /** In order. A locked one stays at its place, shown, with this content. */
  readonly blocks: readonly (Block & { readonly locked: boolean })[];
  /** Office hours for cards without their own; empty: not said. */
  readonly hours: string;
}

/** `GET /api/v1/units/:id/storefront-template`; `PUT` with the same content and `version`, 409 `stale`. */
export interface StorefrontTemplateJson {
  readonly unit: string;
  /** 0: none of its own yet. */
  readonly version: number;
  /** Null: none of its own, that of the unit above holds. */
  readonly content: TemplateContentJson | null;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
  /** What units above have locked already. */
  readonly locked: readonly LockedBlockJson[];
}
export interface StorefrontTemplateRequest {
  readonly version: number;
  readonly content: TemplateContentJson;
}
