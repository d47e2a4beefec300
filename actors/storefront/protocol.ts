/** Protocol of `storefront/<managerId>`: a manager's page in versions, and what its visitors did today. */
import type { Protocol } from "../../engine/contract.ts";
import type { Content } from "./content.ts";

export type { Audience, Block, BlockKind, Card, Content, Rule } from "./content.ts";
export { DEFAULT_CONTENT } from "./content.ts";

/**
 * What is counted. `click` is on a product, `action` a product's own button, `link` a short link or QR code that was
 * opened, `campaign` and `article` are clicks on those. `visitor` and `new-visitor` follow from visits: a person
 * once a day, and once ever.
 */
export type Measure =
  | "visit"
  | "visitor"
  | "new-visitor"
  | "link"
  | "click"
  | "action"
  | "campaign"
  | "article"
  | "share"
  | "call"
  | "map"
  | "wechat";

/** One thing that a visitor did. */
export interface Count {
  /** `wechat`, `print` …; at most 16 a day are told apart, then `other`. */
  readonly channel: string;
  readonly measure: Exclude<Measure, "visitor" | "new-visitor">;
  /** Product, campaign or article; at most 512 a day are told apart, then none. */
  readonly item?: string;
  /** With `visit`: the visitor's slot, from 0 to `SLOTS` - 1, the same on every visit. */
  readonly visitor?: number;
}

/** A sum over visitors. */
export interface CountRow {
  readonly channel: string;
  readonly measure: Measure;
  /** Empty for none. */
  readonly item: string;
  readonly n: number;
}

/** Slots that visitors are hashed to. */
export const SLOTS = 65_536;
/** Counts in one command at most. */
export const COUNTS_MAX = 1_024;
/** Published versions kept. */
export const VERSIONS_MAX = 20;

export interface StorefrontVersion {
  /** 1 for the first that was published. */
  readonly version: number;
  readonly content: Content;
  readonly atMs: number;
  readonly by: string;
  /** The version that it brought back; null for one that was edited. */
  readonly from: number | null;
}

export interface StorefrontDraft {
  readonly content: Content;
  readonly atMs: number;
  readonly by: string;
}

export interface StorefrontView {
  /** Grows with every edit, published or not: whoever changes something says which one was read. */
  readonly revision: number;
  /** Null: never published, visitors see the default. */
  readonly published: StorefrontVersion | null;
  /** Null: nothing unpublished. */
  readonly draft: StorefrontDraft | null;
}

/** The sums of one day in China Standard Time, `2026-11-22`. */
export interface StorefrontToday {
  readonly day: string;
  readonly rows: readonly CountRow[];
}

export type StorefrontCommand =
  | { readonly kind: "view" }
  | { readonly kind: "versions" }
  | { readonly kind: "today" }
  | {
    readonly kind: "save-draft";
    readonly content: Content;
    readonly revision: number;
    readonly by: string;
  }
  | { readonly kind: "publish"; readonly revision: number; readonly by: string }
  | {
    readonly kind: "roll-back";
    readonly to: number;
    readonly revision: number;
    readonly by: string;
  }
  | { readonly kind: "count"; readonly counts: readonly Count[] };

export type StorefrontReply =
  | { readonly kind: "view"; readonly view: StorefrontView }
  /** Newest first. */
  | { readonly kind: "versions"; readonly versions: readonly StorefrontVersion[] }
  | { readonly kind: "today"; readonly today: StorefrontToday }
  | { readonly kind: "counted" }
  | {
    readonly kind: "rejected";
    /** `no-draft`: nothing to publish; `not-found`: that version is not kept. */
    readonly code: "stale" | "no-draft" | "not-found";
    readonly view: StorefrontView;
  };

export type StorefrontProtocol = Protocol<"storefront", StorefrontCommand, StorefrontReply>;

// What is stored; the projector reads it ---------------------------------------------------------

export type StorefrontEvent =
  | {
    readonly kind: "draft-saved";
    readonly content: Content;
    readonly by: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "published" | "rolled-back";
    readonly version: number;
    readonly content: Content;
    /** With `rolled-back`: the version that it brings back. */
    readonly from?: number;
    readonly by: string;
    readonly atMs: number;
  }
  | Counted;

/** One batch of what visitors did. */
export interface Counted {
  readonly kind: "counted";
  /** `2026-11-22` in China Standard Time. */
  readonly day: string;
  readonly rows: readonly CountRow[];
  /** Slots of visitors that were not seen on this day before. */
  readonly slots: readonly number[];
  /** Parts of a visitor and of a new visitor that are not yet in `rows`. */
  readonly rest: readonly [visitors: number, newVisitors: number];
  readonly atMs: number;
}
